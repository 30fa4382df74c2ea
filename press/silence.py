"""Silence is an alarm: whether a source that is polled well has stopped to bring news. Pure decisions.

    hours in which addresses were found ─→ the same hours of earlier weeks ─→ what was to be expected ─→ verdict

What is expected is learnt from the source's own past: the stretch of silence is laid over the same stretch of each
earlier week, so that nights, Fridays and Sundays are quiet by right. It is counted only up to the last answered poll: a
source that cannot be asked is failing or overdue, not silent. The past never forgets within its weeks: a long silence does
not become the new custom.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

HOUR: Final = timedelta(hours=1)
WEEK: Final = timedelta(days=7)
WEEKS: Final = 8
"""So far back goes what is learnt."""

PAST: Final = WEEK * WEEKS * 2
"""So much of the past is asked for: after a silence of eight weeks there are still eight weeks to compare it with."""

LEAST_WEEKS: Final = 3
LEAST_EXPECTED: Final = 4
"""In the same stretch of a usual week so many addresses were found; fewer, and none may be chance."""

LEAST_PAUSES: Final = 4
LEAST_PATIENCE: Final = timedelta(days=2)
LONGER_THAN_EVER: Final = 3
"""A source of few articles is silent after three times the longest pause it ever made."""

FEW_IN_A_WEEK: Final = 20
FALLEN_TO: Final = 0.2
"""A source that brought twenty a week or more and brings under a fifth of it is losing something."""

STUCK: Final = timedelta(days=7)
"""A door that changes nothing for so long while its source has news is not the door it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePast:
    """When a source brought addresses that the ledger did not know.

    found: how many, by the hour (its first moment, UTC). polled_until: the last answered poll of one of its doors.
    last_found_at: the last new address ever, also one from before `found` begins.
    """

    found: Mapping[datetime, int]
    last_found_at: datetime | None
    polled_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lively:
    """As it should be, as far as can be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """Nothing new since then, though so much was to be expected (None: by its longest pause)."""

    since: datetime
    expected: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallen:
    """Far fewer than usual in the last seven days."""

    found: int
    expected: float


SilenceVerdict = Lively | Silent | Fallen


def judge_silence(past: SourcePast) -> SilenceVerdict:
    """What the past of a source says of its present."""
    last, until = past.last_found_at, past.polled_until
    if last is None or until is None:
        return Lively()
    if until > last:
        expected = expected_since(past.found, last, until)
        if expected is not None and expected >= LEAST_EXPECTED:
            return Silent(since=last, expected=expected)
        if until - last > patience(past.found, last):
            return Silent(since=last, expected=None)
    return judge_last_week(past.found, until)


def expected_since(found: Mapping[datetime, int], last: datetime, until: datetime) -> float | None:
    """How many addresses the same stretch of earlier weeks brought: the median, or 0 when a quarter of them had none.

    The stretch begins at the last address and is at most a week long, so that it never overlaps the silence itself.
    None when there are too few weeks to learn from.
    """
    end = min(until, last + WEEK)
    weeks = [
        _between(found, last - back * WEEK, end - back * WEEK)
        for back in _weeks_known(found, last)
        if _between(found, last - back * WEEK, last - (back - 1) * WEEK)
    ]
    if len(weeks) < LEAST_WEEKS:
        return None
    quiet = sum(count == 0 for count in weeks)
    return 0.0 if quiet > len(weeks) / 4 else float(median(weeks))


def patience(found: Mapping[datetime, int], last: datetime) -> timedelta:
    """How long a source may be silent by the measure of its own pauses."""
    hours = sorted(hour for hour in found if last - WEEKS * WEEK <= hour <= last)
    gaps = [later - earlier for earlier, later in pairwise(hours)]
    longest = max(gaps, default=timedelta(0))
    if len(hours) < LEAST_PAUSES:
        return WEEKS * WEEK
    return max(LEAST_PATIENCE, min(LONGER_THAN_EVER * longest, WEEKS * WEEK))


def judge_last_week(found: Mapping[datetime, int], until: datetime) -> SilenceVerdict:
    """Whether a source brings far fewer than it did."""
    earlier = _weeks_known(found, until - WEEK)
    counts = (_between(found, until - (back + 1) * WEEK, until - back * WEEK) for back in earlier)
    weeks = [count for count in counts if count]
    if len(weeks) < LEAST_WEEKS:
        return Lively()
    expected = float(median(weeks))
    now = _between(found, until - WEEK, until)
    if expected >= FEW_IN_A_WEEK and now < FALLEN_TO * expected:
        return Fallen(found=now, expected=expected)
    return Lively()


def is_stuck(last_change_at: datetime | None, last_poll_at: datetime | None, source_news_at: datetime | None) -> bool:
    """Whether a door answers, but with nothing that it did not say a week ago, while its source does have news."""
    if last_change_at is None or last_poll_at is None or source_news_at is None:
        return False
    return last_poll_at - last_change_at > STUCK and source_news_at - last_change_at > STUCK


def hour_of(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _weeks_known(found: Mapping[datetime, int], anchor: datetime) -> range:
    """How many weeks back from `anchor` lie wholly in what is known of the source.

    Its first day brought all that its doors had in stock, so that is no measure. A week without anything is not counted by
    the callers: more likely Rasid did not run.
    """
    first = min(found, default=anchor) + timedelta(days=1)
    return range(1, min(int((anchor - first) / WEEK), WEEKS) + 1) if anchor > first else range(0)


def _between(found: Mapping[datetime, int], start: datetime, end: datetime) -> int:
    """Addresses found in the hours that lie wholly inside."""
    first = hour_of(start)
    if first < start:
        first += HOUR
    count = 0
    while first + HOUR <= end:
        count += found.get(first, 0)
        first += HOUR
    return count
