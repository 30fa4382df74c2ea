"""Silence is an alarm: whether a source that is polled well has stopped to bring news. Pure decisions.

    hours in which addresses were found ─→ its usual week ─→ what each pause missed ─→ what this pause has missed ─→ verdict

A pause is measured in what it missed, not in hours: so many addresses come in those hours of a usual week, learnt from the
source's own past. So nights, Fridays and Sundays weigh little by themselves. A source is silent once it has missed clearly
more than in any pause it made before. Until three weeks of it are known, its entry's `expected_per_day` counts, and so a source
that never brought anything is found out. A pause counts only up to the last answered poll: a source that cannot be asked is
failing or overdue, not silent. What is learnt lies before the pause, so a long silence never becomes the new custom.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from statistics import median
from typing import Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)
HOURS_A_WEEK: Final = 168
HOURS_TO_MONDAY: Final = 72  # 1970 began on a Thursday
WEEKS: Final = 6
"""So far back goes what is learnt, and so long a silence is silence whatever is known."""

LEAST_WEEKS: Final = 3
"""Fewer weeks teach nothing."""

PAST: Final = WEEK * (WEEKS + LEAST_WEEKS) + DAY
"""So much of the past is asked for: after a silence of six weeks there is still enough to compare it with."""

LEAST_MISSED: Final = 6.0
"""Less than this may be missed by chance, whatever the past says."""

MORE_THAN_EVER: Final = 2.0
"""A silence has missed so many times as much as the longest pause before. Twelve simulated sources each, of 3 to 200
addresses a week, steady and in bursts, over ten weeks: called silent in error at most once in five months; a real silence
was noticed after half a day (200 a week), a day and a half (50), five days (10), twelve days (3)."""

PAUSES_KNOWN: Final = 20
"""With so many pauses known, the longest may have been a breakdown and is left out."""

LEAST_UNKNOWN_SILENCE: Final = timedelta(days=3)
"""Of a source whose own week is not known: a weekend and a day."""

LEAST_SILENCE: Final = timedelta(hours=3)
"""Shorter than this, the busiest agency may be at lunch."""

BURST: Final = 4
"""An hour counts for no more than four times the usual one: a door that was new, or an archive, brings thousands at once."""

FEW_IN_A_WEEK: Final = 20
FALLEN_TO: Final = 0.2
"""A source that brought twenty a week or more and brings under a fifth of it is losing something."""

STUCK: Final = timedelta(days=7)
"""A door that changes nothing for so long while its source has news is not the door it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePast:
    """When a source brought addresses that the ledger did not know.

    found: how many, by the hour (see `hour_of`); hours without any are left out. polled_until: the last answered poll of
    one of its doors, polled_since: the first. last_found_at: the last new address ever, also one from before `found` begins.
    expected_per_day: what its entry expects, 0 for nothing.
    """

    found: Mapping[int, int]
    last_found_at: datetime | None
    polled_until: datetime | None
    polled_since: datetime | None = None
    expected_per_day: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lively:
    """As it should be, as far as can be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """Nothing new since then, though so much was to be expected; None when nothing is known of its past.

    by_entry: by its entry, as its own past says too little. never: it has not brought anything yet.
    """

    since: datetime
    expected: int | None
    by_entry: bool = False
    never: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallen:
    """Far fewer than usual in the last seven days."""

    found: int
    expected: float


SilenceVerdict = Lively | Silent | Fallen


def judge_silence(past: SourcePast) -> SilenceVerdict:
    """What the past of a source says of its present."""
    last, until = past.last_found_at, past.polled_until
    since = last or past.polled_since
    if since is None or until is None:
        return Lively()
    if until - since > WEEKS * WEEK:
        return Silent(since=since, expected=None, never=last is None)
    week = None if last is None else UsualWeek.learn(past.found, last)
    if week is None:
        expected = past.expected_per_day * ((until - since) / DAY)
        if until - since >= LEAST_UNKNOWN_SILENCE and expected > LEAST_MISSED:
            return Silent(since=since, expected=round(expected), by_entry=True, never=last is None)
    elif last is not None and until - last >= LEAST_SILENCE:
        missed = week.expected(last, until)
        if missed > max(LEAST_MISSED, MORE_THAN_EVER * week.longest_pause):
            return Silent(since=last, expected=round(missed))
    return judge_last_week(past.found, until)


@dataclass(frozen=True, slots=True)
class UsualWeek:
    """sums: how many addresses come from the beginning of a week (Monday 0:00 UTC) up to each of its hours;
    longest_pause: how many a pause has missed at most."""

    sums: tuple[float, ...]
    longest_pause: float

    @classmethod
    def learn(cls, found: Mapping[int, int], last: datetime) -> "UsualWeek | None":
        """From the six weeks before `last`, without the first day known: that brought all a door had in stock.

        None when fewer than three weeks are known.
        """
        end = hour_of(last)
        first = max(min(found, default=end) + 24, end - WEEKS * HOURS_A_WEEK)
        weeks = (end - first) / HOURS_A_WEEK
        hours = sorted(hour for hour in found if first < hour <= end)
        if weeks < LEAST_WEEKS or not hours:
            return None
        most = BURST * median(found[hour] for hour in hours)
        rates = [0.0] * HOURS_A_WEEK
        for hour in hours:
            rates[_place(hour)] += min(found[hour], most) / weeks
        sums = tuple(accumulate(rates, initial=0.0))
        pauses = sorted(_expected(sums, one + 1, next_one) for one, next_one in pairwise([first, *hours]))
        left_out = 2 if len(pauses) >= PAUSES_KNOWN else 1
        return cls(sums, pauses[-left_out])

    def expected(self, start: datetime, end: datetime) -> float:
        """How many addresses come in the hours that lie wholly between two moments."""
        return _expected(self.sums, _next_hour(start), hour_of(end))


def _expected(sums: tuple[float, ...], first: int, end: int) -> float:
    if end <= first:
        return 0.0
    weeks, rest = divmod(end - first, HOURS_A_WEEK)
    place = _place(first)
    inside = sums[min(place + rest, HOURS_A_WEEK)] - sums[place]
    over = sums[max(place + rest - HOURS_A_WEEK, 0)]
    return weeks * sums[-1] + inside + over


def judge_last_week(found: Mapping[int, int], until: datetime) -> SilenceVerdict:
    """Whether a source brings far fewer than it did. A week without anything is not counted: Rasid did not run."""
    end = hour_of(until)
    first = min(found, default=end) + 24
    weeks = [0] * (WEEKS + 1)
    for hour, count in found.items():
        back = (end - 1 - hour) // HOURS_A_WEEK
        if 0 <= back <= WEEKS and hour >= first:
            weeks[back] += count
    known = [count for count in weeks[1 : 1 + (end - first) // HOURS_A_WEEK] if count]
    if len(known) < LEAST_WEEKS:
        return Lively()
    expected = float(median(known))
    if expected >= FEW_IN_A_WEEK and weeks[0] < FALLEN_TO * expected:
        return Fallen(found=weeks[0], expected=expected)
    return Lively()


def is_stuck(last_change_at: datetime | None, last_poll_at: datetime | None, source_news_at: datetime | None) -> bool:
    """Whether a door answers, but with nothing that it did not say a week ago, while its source does have news."""
    if last_change_at is None or last_poll_at is None or source_news_at is None:
        return False
    return last_poll_at - last_change_at > STUCK and source_news_at - last_change_at > STUCK


def hour_of(moment: datetime) -> int:
    """The hour a moment lies in, counted from 1970 in UTC."""
    return (moment - EPOCH) // HOUR


def _next_hour(moment: datetime) -> int:
    """The first hour that begins at a moment or after it."""
    return -((EPOCH - moment) // HOUR)


def _place(hour: int) -> int:
    """Which hour of the week, from Monday 0:00 UTC."""
    return (hour + HOURS_TO_MONDAY) % HOURS_A_WEEK
