"""When a door is polled next: pure decisions.

    interval:  NEWS −20 % · NOTHING_NEW, UNCHANGED +50 % · any failure: as it was
    pause:     the interval; after failures twice as long each time; never less than the server asks for

The steps are those of Common Crawl's news-crawl. A door that fails is asked ever more seldom, but never given up.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from press.doors import DoorState, PollVerdict
from press.settings import PollingSettings

MOVED_POLLS: Final = 3
MOST_LIES: Final = 2
LONGEST_WISH: Final = timedelta(days=7)  # of Retry-After; a longer one would silence a door for good

_STEP: Final = {PollVerdict.NEWS: 0.8, PollVerdict.NOTHING_NEW: 1.5, PollVerdict.UNCHANGED: 1.5}
_SETTLED_FAILURE: Final = 2  # a refusal or a missing page seldom mends itself soon: as if two polls had failed before
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
    jitter_fraction: float = 0.0,
) -> tuple[datetime, int]:
    """The moment of the next poll and the interval (seconds) to remember.

    ttl_minutes (RSS) and max_age (seconds, Cache-Control) say how long the answer stays fresh: respected up to the
    longest interval. retry_after is a demand: respected beyond it, up to `LONGEST_WISH`. jitter_fraction in [0, 1)
    moves a poll by up to `settings.jitter` of its pause: later, or earlier when it waits as long as may be. Raises ValueError for a naive `now`.
    """
    if now.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {now.isoformat()}")
    shortest, longest = _bounds(settings)
    interval = _clamp(_interval(state, settings) * _STEP.get(verdict, 1.0), shortest, longest)
    fresh = _clamp(max((ttl_minutes or 0) * 60.0, float(max_age or 0)), shortest, longest)
    pause = _clamp(_pause(interval, state, verdict), fresh, longest)
    spread = pause * settings.jitter * jitter_fraction
    delay = pause + spread if pause + spread <= longest else max(longest - spread, fresh)
    if retry_after is not None:
        wish = min((retry_after - now).total_seconds(), LONGEST_WISH.total_seconds())
        delay = max(delay, wish + max(wish, 0.0) * settings.jitter * jitter_fraction)
    return now + timedelta(seconds=delay), max(1, round(interval))


def is_conditional(state: DoorState, settings: PollingSettings) -> bool:
    """Whether to send the validators: always, but for every so many polls, as some doors answer 304 though they changed.

    A door that was caught at it more than once is not believed again.
    """
    known = state.validators
    if not (known.etag or known.last_modified) or state.lies >= MOST_LIES:
        return False
    return (state.polls + 1) % settings.unconditional_every != 0


def address_to_ask(state: DoorState) -> str:
    """A door's own address, or the one it has moved to for good, once it has said so at several polls in a row."""
    return state.moved_to if state.moved_to and state.moved_polls >= MOVED_POLLS else state.address


def parse_retry_after(header: str, now: datetime) -> datetime | None:
    """The moment a Retry-After header names (RFC 9110, 10.2.3: seconds or an HTTP date); None if past or unreadable."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        seconds = int(text[:10]) if len(text) <= 10 else int(LONGEST_WISH.total_seconds())
        return now + timedelta(seconds=min(seconds, 365 * 86_400)) if seconds else None
    try:
        moment = parsedate_to_datetime(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment > now else None


def _bounds(settings: PollingSettings) -> tuple[float, float]:
    shortest = settings.min_interval_minutes * 60
    return shortest, max(settings.max_interval_minutes * 60, shortest)


def _interval(state: DoorState, settings: PollingSettings) -> float:
    return float(state.interval_seconds) if state.interval_seconds > 0 else settings.first_interval_minutes * 60


def _pause(interval: float, state: DoorState, verdict: PollVerdict) -> float:
    match verdict:
        case PollVerdict.NEWS | PollVerdict.NOTHING_NEW | PollVerdict.UNCHANGED:
            return interval
        case PollVerdict.UNREADABLE | PollVerdict.FAILED:
            doublings = state.failures
        case PollVerdict.BLOCKED | PollVerdict.GONE:
            doublings = state.failures + _SETTLED_FAILURE
    return float(interval * 2 ** min(max(doublings, 0), _MOST_DOUBLINGS))


def _clamp(value: float, low: float, high: float) -> float:
    return max(low, min(value, high))
