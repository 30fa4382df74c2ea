"""When a door is polled next: pure decisions.

    interval:  NEWS −20 % · NOTHING_NEW, UNCHANGED +50 % · any failure: as it was
    pause:     the interval, up to the polling bound (`max_interval_minutes`); after failures twice as long each time, or
               as long as the server asks for, up to the longest (`max_pause_minutes`); the longest for a door that has
               better ones beside it
    moment:    now + pause; out of the hours in which a feed wants its peace

The steps are those of Common Crawl's news-crawl. A door that fails is asked ever more seldom, but never given up: one that
is gone for good (410) once a week.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from press.doors import DoorState, PollVerdict, Validators
from press.settings import PollingSettings

MOVED_POLLS: Final = 3
MOST_LIES: Final = 2
LONGEST_WISH: Final = timedelta(days=7)  # of Retry-After; a longer one would silence a door for good
RETIRED_PAUSE: Final = timedelta(days=7)
LATE_304: Final = timedelta(hours=1)
"""A 304 may be so much older than the truth without being a lie: caches stand between."""

UNPROVEN_TRUST: Final = 1 / 3
PROVEN_TRUST: Final = 3.0
"""For so many polling bounds after a door was last read its 304 is believed: for a third of one as long as its validators were
never seen to change with its content, so that what it hides is found within the bound all the same."""

HOURS_A_WEEK: Final = 168

_STEP: Final = {PollVerdict.NEWS: 0.8, PollVerdict.NOTHING_NEW: 1.5, PollVerdict.UNCHANGED: 1.5}
# How many polls a failure counts as having failed before: a server in trouble is back soon; a door that is no feed today may
# be one after the next deployment; a refusal or a missing page seldom mends itself.
_TEMPORARY, _SOFT, _HARD = 0, 1, 2
_MOST_DOUBLINGS: Final = 30


def next_poll(
    state: DoorState,
    verdict: PollVerdict,
    now: datetime,
    settings: PollingSettings,
    *,
    ttl_minutes: int | None = None,
    retry_after: datetime | None = None,
    max_age: int | None = None,
    quiet_hours: frozenset[int] = frozenset(),
    retired: bool = False,
    jitter_fraction: float = 0.0,
) -> tuple[datetime, int]:
    """The moment of the next poll and the interval (seconds) to remember.

    ttl_minutes (RSS) and max_age (seconds, Cache-Control) say how long the answer stays fresh: respected up to the
    longest pause, and so are quiet_hours (of the week). retry_after is a demand: respected beyond it, up to
    `LONGEST_WISH`. retired: the door said that it is gone for good. jitter_fraction in [0, 1) moves a poll by up to
    `settings.jitter` of its pause: later, or earlier when it waits as long as may be. Raises ValueError for a naive `now`.
    """
    if now.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {now.isoformat()}")
    shortest, bound, longest = _bounds(settings)
    interval = _clamp(_interval(state, settings) * _STEP.get(verdict, 1.0), shortest, bound)
    fresh = _clamp(max((ttl_minutes or 0) * 60.0, float(max_age or 0)), shortest, longest)
    pause = longest if state.seldom else _clamp(_pause(interval, state, verdict), fresh, longest)
    spread = pause * settings.jitter * jitter_fraction
    latest = bound if pause <= bound else longest
    delay = pause + spread if pause + spread <= latest else max(latest - spread, fresh)
    delay = _out_of_quiet_hours(now, delay, longest, quiet_hours)
    if retired and verdict not in _STEP:
        retirement = max(RETIRED_PAUSE.total_seconds(), longest)
        delay = max(delay, retirement - retirement * settings.jitter * jitter_fraction)
    if retry_after is not None:
        wish = min((retry_after - now).total_seconds(), LONGEST_WISH.total_seconds())
        delay = max(delay, wish + max(wish, 0.0) * settings.jitter * jitter_fraction)
    return now + timedelta(seconds=delay), max(1, round(interval))


def is_conditional(state: DoorState, settings: PollingSettings, now: datetime) -> bool:
    """Whether to send the validators: always, but for every so many polls, as some doors answer 304 though they changed.

    A door that was caught at it more than once is not believed again; one that has not proved itself is not believed for
    long (`UNPROVEN_TRUST`).
    """
    known = state.validators
    if not (known.etag or known.last_modified) or state.lies >= MOST_LIES or state.read_at is None:
        return False
    trust = timedelta(minutes=settings.max_interval_minutes) * (PROVEN_TRUST if state.proven else UNPROVEN_TRUST)
    return now - state.read_at < trust and (state.polls + 1) % settings.unconditional_every != 0


def has_proved_itself(state: DoorState, seen: Validators, *, was_conditional: bool) -> bool:
    """Whether a door with another body than last time shows that its validators change with it: asked with the old ones, it
    answered with new ones."""
    return (
        was_conditional
        and state.body_digest is not None
        and bool(seen.etag or seen.last_modified)
        and (
            seen.etag != state.validators.etag
            if state.validators.etag
            else seen.last_modified != state.validators.last_modified
        )
    )


def address_to_ask(state: DoorState) -> str:
    """A door's own address, or the one it has moved to for good, once it has said so at several polls in a row."""
    return state.moved_to if state.moved_to and state.moved_polls >= MOVED_POLLS else state.address


def has_lied(state: DoorState, seen: Validators, *, was_conditional: bool) -> bool:
    """Whether a door with another body than last time shows that its 304 cannot be believed.

    Either the new body carries the validators of the old one; or a check without validators finds that the door had
    changed long before it last answered 304.
    """
    known = state.validators
    if state.body_digest is None:
        return False
    if known.etag or seen.etag:
        unmarked = known.etag == seen.etag
    else:
        unmarked = known.last_modified is not None and known.last_modified == seen.last_modified
    if unmarked or was_conditional or state.unchanged_at is None:
        return unmarked
    changed_at = _http_date(seen.last_modified or "")
    return changed_at is not None and state.unchanged_at - changed_at > LATE_304


def parse_retry_after(header: str, now: datetime) -> datetime | None:
    """The moment a Retry-After header names (RFC 9110, 10.2.3: seconds or an HTTP date); None if past or unreadable."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        seconds = int(text[:10]) if len(text) <= 10 else int(LONGEST_WISH.total_seconds())
        return now + timedelta(seconds=min(seconds, 365 * 86_400)) if seconds else None
    moment = _http_date(text)
    return moment if moment is not None and moment > now else None


def hour_of_week(moment: datetime) -> int:
    """Which hour of the week, from Monday 0:00 UTC."""
    moment = moment.astimezone(UTC)
    return moment.weekday() * 24 + moment.hour


def _out_of_quiet_hours(now: datetime, delay: float, longest: float, quiet_hours: frozenset[int]) -> float:
    """The delay, drawn out to the end of the quiet hours it would end in, but not beyond the longest."""
    moment, latest = now + timedelta(seconds=delay), now + timedelta(seconds=longest)
    if len(quiet_hours) >= HOURS_A_WEEK:
        return delay
    while moment < latest and hour_of_week(moment) in quiet_hours:
        moment = min(moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1), latest)
    return max(delay, (moment - now).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _bounds(settings: PollingSettings) -> tuple[float, float, float]:
    """The shortest interval, the longest one, and the longest pause."""
    shortest = settings.min_interval_minutes * 60
    bound = max(settings.max_interval_minutes * 60, shortest)
    return shortest, bound, max(settings.max_pause_minutes * 60, bound)


def _interval(state: DoorState, settings: PollingSettings) -> float:
    return float(state.interval_seconds) if state.interval_seconds > 0 else settings.first_interval_minutes * 60


def _pause(interval: float, state: DoorState, verdict: PollVerdict) -> float:
    match verdict:
        case PollVerdict.NEWS | PollVerdict.NOTHING_NEW | PollVerdict.UNCHANGED:
            return interval
        case PollVerdict.FAILED:
            doublings = state.failures + _TEMPORARY
        case PollVerdict.UNREADABLE:
            doublings = state.failures + _SOFT
        case PollVerdict.BLOCKED | PollVerdict.GONE:
            doublings = state.failures + _HARD
    return float(interval * 2 ** min(max(doublings, 0), _MOST_DOUBLINGS))


def _clamp(value: float, low: float, high: float) -> float:
    return max(low, min(value, high))
