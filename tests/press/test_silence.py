"""Silence: what a source's own past says of its present."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from press.silence import (
    EPOCH,
    PAST,
    Fallen,
    Lively,
    Silent,
    SourcePast,
    UsualWeek,
    hour_of,
    is_stuck,
    judge_silence,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def rhythm(until: datetime, weeks: int, by_weekday: Mapping[int, Mapping[int, int]]) -> dict[int, int]:
    """Addresses of a source that follows a weekly rhythm: {weekday: {hour: how many}}, Monday is 0."""
    found = {}
    moment = until - weeks * WEEK
    while moment < until:
        count = by_weekday.get(moment.weekday(), {}).get(moment.hour, 0)
        if count:
            found[hour_of(moment)] = count
        moment += HOUR
    return found


OFFICE = {day: dict.fromkeys(range(6, 15), 2) for day in range(5)}
"""A ministry: two notices an hour in working hours, nothing at night and on weekends."""

AGENCY = {day: dict.fromkeys(range(24), 5) for day in range(7)}


def past(found: dict[int, int], polled_until: datetime | None) -> SourcePast:
    return SourcePast(found=found, last_found_at=last_of(found) if found else None, polled_until=polled_until)


def last_of(found: dict[int, int]) -> datetime:
    """In the middle of the last hour."""
    return EPOCH + max(found) * HOUR + timedelta(minutes=30)


def test_a_quiet_weekend_is_no_silence_for_a_source_that_rests_then() -> None:
    friday_evening = MONDAY + 4 * DAY + 15 * HOUR
    found = rhythm(friday_evening, 8, OFFICE)
    for hours in range(60):
        assert judge_silence(past(found, friday_evening + hours * HOUR)) == Lively()


def test_a_quiet_monday_morning_is_one() -> None:
    friday_evening = MONDAY + 4 * DAY + 15 * HOUR
    found = rhythm(friday_evening, 8, OFFICE)
    verdict = judge_silence(past(found, MONDAY + 7 * DAY + 11 * HOUR))
    assert isinstance(verdict, Silent)
    assert verdict.since == past(found, None).last_found_at
    assert verdict.expected in (9, 10)
    assert judge_silence(past(found, MONDAY + 7 * DAY + 7 * HOUR)) == Lively(), "two notices may be late"


def test_an_agency_that_never_sleeps_is_silent_within_hours() -> None:
    now = MONDAY + 3 * HOUR
    found = rhythm(now, 6, AGENCY)
    assert judge_silence(past(found, now + 2 * HOUR)) == Lively()
    assert isinstance(judge_silence(past(found, now + 3 * HOUR)), Silent)


def test_a_source_that_cannot_be_asked_is_not_called_silent() -> None:
    found = rhythm(MONDAY, 6, AGENCY)
    assert judge_silence(past(found, MONDAY)) == Lively()
    assert judge_silence(past(found, None)) == Lively()


def test_a_source_of_which_nothing_is_known_is_not_called_silent() -> None:
    assert judge_silence(SourcePast(found={}, last_found_at=None, polled_until=MONDAY)) == Lively()
    first_day = {hour_of(MONDAY): 40}
    assert judge_silence(past(first_day, MONDAY + 5 * DAY)) == Lively()


def unknown(per_day: float, days: float, *, last: datetime | None = None) -> SourcePast:
    return SourcePast(
        found={}, last_found_at=last, polled_since=MONDAY, polled_until=MONDAY + days * DAY, expected_per_day=per_day
    )


def test_a_source_that_never_spoke_is_silent_by_what_its_entry_expects() -> None:
    assert judge_silence(unknown(100, 2.9)) == Lively()
    assert judge_silence(unknown(100, 3)) == Silent(since=MONDAY, expected=300, by_entry=True, never=True)
    assert judge_silence(unknown(0.5, 11.9)) == Lively()
    assert judge_silence(unknown(0.5, 13)) == Silent(since=MONDAY, expected=6, by_entry=True, never=True)


def test_a_source_that_spoke_on_its_first_day_only_is_too() -> None:
    verdict = judge_silence(unknown(20, 5, last=MONDAY + HOUR))
    assert isinstance(verdict, Silent)
    assert (verdict.since, verdict.by_entry, verdict.never) == (MONDAY + HOUR, True, False)


def test_a_source_without_expectation_that_never_spoke_is_silent_after_six_weeks() -> None:
    assert judge_silence(unknown(0, 41)) == Lively()
    assert judge_silence(unknown(0, 43)) == Silent(since=MONDAY, expected=None, never=True)


def test_the_entry_counts_for_nothing_once_the_past_is_known() -> None:
    friday_evening = MONDAY + 4 * DAY + 15 * HOUR
    known = past(rhythm(friday_evening, 8, OFFICE), friday_evening + 60 * HOUR)
    assert judge_silence(replace(known, expected_per_day=1_000, polled_since=MONDAY - 9 * WEEK)) == Lively()


def test_a_source_that_says_little_is_given_time() -> None:
    found = {hour_of(MONDAY - back * WEEK / 2): 1 for back in range(16)}
    assert judge_silence(past(found, MONDAY + 3 * WEEK)) == Lively()
    verdict = judge_silence(past(found, MONDAY + 3.5 * WEEK + HOUR))
    assert verdict == Silent(since=MONDAY + timedelta(minutes=30), expected=7)


def test_nothing_for_six_weeks_is_silence_whatever_is_known() -> None:
    last = MONDAY - 6 * WEEK - HOUR
    assert isinstance(judge_silence(SourcePast(found={}, last_found_at=last, polled_until=MONDAY)), Silent)


def test_weeks_in_which_rasid_did_not_run_teach_nothing() -> None:
    friday_evening = MONDAY + 4 * DAY + 15 * HOUR
    found = rhythm(friday_evening, 8, OFFICE)
    away = {
        hour: count
        for hour, count in found.items()
        if not hour_of(MONDAY - 4 * WEEK) <= hour < hour_of(MONDAY - 2 * WEEK)
    }
    assert isinstance(judge_silence(past(away, MONDAY + 7 * DAY + 11 * HOUR)), Silent)


def test_a_silence_that_lasts_does_not_become_the_custom() -> None:
    found = rhythm(MONDAY, 16, AGENCY)
    for weeks in range(1, 7):
        until = MONDAY + weeks * WEEK
        known = {hour: count for hour, count in found.items() if hour > hour_of(until - PAST)}
        assert isinstance(judge_silence(past(known, until)), Silent)


def test_an_archive_that_comes_in_at_once_does_not_make_a_source_deaf() -> None:
    found = rhythm(MONDAY + 3 * HOUR, 8, AGENCY) | {hour_of(MONDAY - 3 * WEEK): 20_000}
    assert isinstance(judge_silence(past(found, MONDAY + 9 * HOUR)), Silent)


def test_a_source_that_brings_a_tenth_of_its_usual_is_losing_something() -> None:
    found = rhythm(MONDAY - WEEK, 7, AGENCY) | rhythm(MONDAY, 1, {day: {23: 5} for day in range(7)})
    verdict = judge_silence(past(found, MONDAY))
    assert verdict == Fallen(found=35, expected=840)


@pytest.mark.parametrize(
    ("change", "poll", "news", "stuck"),
    [
        (MONDAY, MONDAY + 8 * DAY, MONDAY + 8 * DAY, True),
        (MONDAY, MONDAY + 8 * DAY, MONDAY + DAY, False),
        (MONDAY, MONDAY + 6 * DAY, MONDAY + 6 * DAY, False),
        (MONDAY, MONDAY + DAY, MONDAY + 8 * DAY, False),
        (None, MONDAY + 8 * DAY, MONDAY + 8 * DAY, False),
        (MONDAY, None, None, False),
    ],
)
def test_a_door_is_stuck_when_it_answers_with_the_same_for_a_week_while_its_source_has_news(
    change: datetime | None, poll: datetime | None, news: datetime | None, stuck: bool
) -> None:
    assert is_stuck(change, poll, news) is stuck


hours = st.integers(min_value=0, max_value=8 * 7 * 24 - 1)
pasts = st.dictionaries(hours, st.integers(min_value=1, max_value=50), min_size=1, max_size=300)


def made(numbers: dict[int, int]) -> dict[int, int]:
    return {hour_of(MONDAY) - 1 - number: count for number, count in numbers.items()}


@settings(max_examples=60, deadline=None)
@given(pasts, st.integers(min_value=0, max_value=24 * 60), st.integers(min_value=0, max_value=24 * 30))
def test_once_silent_a_source_stays_so_until_it_speaks(numbers: dict[int, int], first: int, more: int) -> None:
    found = made(numbers)
    last = last_of(found)
    early = judge_silence(past(found, last + first * HOUR))
    late = judge_silence(past(found, last + (first + more) * HOUR))
    if isinstance(early, Silent):
        assert isinstance(late, Silent)
        assert late.since == early.since == last


@given(st.floats(0.02, 500), st.floats(0, 100), st.booleans())
def test_of_an_unknown_source_every_silence_is_found_and_none_too_soon(
    per_day: float, days: float, has_spoken: bool
) -> None:
    verdict = judge_silence(unknown(per_day, days, last=MONDAY if has_spoken else None))
    if days < 3 or days * per_day < 5.9:
        assert not isinstance(verdict, Silent) or days > 42
    if days > max(3, 6.1 / per_day) or days > 42:
        assert isinstance(verdict, Silent)
        assert verdict.since == MONDAY
        assert verdict.never is not has_spoken


@settings(max_examples=60, deadline=None)
@given(
    pasts, st.floats(0, 200), st.integers(min_value=0, max_value=24 * 60), st.integers(min_value=0, max_value=24 * 30)
)
def test_once_silent_by_its_entry_a_source_stays_so_until_it_speaks(
    numbers: dict[int, int], per_day: float, first: int, more: int
) -> None:
    found = made(numbers)
    last = last_of(found)
    early, late = (
        judge_silence(replace(past(found, last + hours * HOUR), expected_per_day=per_day))
        for hours in (first, first + more)
    )
    if isinstance(early, Silent):
        assert isinstance(late, Silent)
        assert late.since == last


@settings(max_examples=60, deadline=None)
@given(pasts)
def test_a_source_that_spoke_at_the_last_poll_is_not_silent(numbers: dict[int, int]) -> None:
    found = made(numbers)
    assert not isinstance(judge_silence(past(found, last_of(found))), Silent)


@settings(max_examples=60, deadline=None)
@given(pasts, st.lists(st.integers(min_value=0, max_value=24 * 60), min_size=3, max_size=3))
def test_what_a_pause_misses_adds_up_and_a_week_misses_a_week(numbers: dict[int, int], hours: list[int]) -> None:
    found = made(numbers)
    week = UsualWeek.learn(found, last_of(found))
    if week is None:
        return
    first, second, third = (MONDAY + number * HOUR for number in sorted(hours))
    whole = week.expected(first, third)
    assert whole == pytest.approx(week.expected(first, second) + week.expected(second, third))
    assert whole >= 0
    assert week.expected(first, first + WEEK) == pytest.approx(week.sums[-1])


@settings(max_examples=30, deadline=None)
@given(pasts, st.integers(min_value=1, max_value=40), st.integers(min_value=-720, max_value=720))
def test_the_verdict_does_not_depend_on_the_zone_in_which_moments_are_given(
    numbers: dict[int, int], days: int, shift: int
) -> None:
    zone = timezone(timedelta(minutes=shift))
    found = made(numbers)
    here = past(found, MONDAY + days * DAY)
    there = SourcePast(
        found=found,
        last_found_at=here.last_found_at.astimezone(zone) if here.last_found_at else None,
        polled_until=(MONDAY + days * DAY).astimezone(zone),
    )
    assert judge_silence(here) == judge_silence(there)
