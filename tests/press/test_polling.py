"""When a door is polled next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.doors import DoorState, PollVerdict, Validators
from press.polling import (
    LONGEST_WISH,
    MOST_LIES,
    MOVED_POLLS,
    RETIRED_PAUSE,
    address_to_ask,
    has_lied,
    has_proved_itself,
    hour_of_week,
    is_conditional,
    next_poll,
    parse_retry_after,
)
from press.settings import PollingSettings

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SETTINGS = PollingSettings(jitter=0)
FAILURES = [PollVerdict.FAILED, PollVerdict.UNREADABLE, PollVerdict.BLOCKED, PollVerdict.GONE]


def state(*, interval: int = 1800, failures: int = 0, polls: int = 1, etag: str | None = '"a"') -> DoorState:
    return DoorState(
        id=1,
        source_id="s",
        kind="feed",
        address="https://example.org/feed",
        validators=Validators(etag=etag),
        body_digest=None,
        interval_seconds=interval,
        next_poll_at=None,
        polls=polls,
        failures=failures,
        read_at=NOW,
    )


def test_a_door_that_brings_news_is_asked_a_fifth_sooner() -> None:
    assert next_poll(state(), PollVerdict.NEWS, NOW, SETTINGS) == (NOW + timedelta(seconds=1440), 1440)


@pytest.mark.parametrize("verdict", [PollVerdict.UNCHANGED, PollVerdict.NOTHING_NEW])
def test_a_door_without_news_is_asked_half_as_late_again(verdict: PollVerdict) -> None:
    assert next_poll(state(), verdict, NOW, SETTINGS) == (NOW + timedelta(seconds=2700), 2700)


def test_an_interval_stays_between_its_bounds() -> None:
    assert next_poll(state(interval=601), PollVerdict.NEWS, NOW, SETTINGS)[1] == 600
    assert next_poll(state(interval=7_000), PollVerdict.UNCHANGED, NOW, SETTINGS)[1] == 7_200


def test_a_door_without_a_past_starts_from_the_first_interval() -> None:
    assert next_poll(state(interval=0), PollVerdict.FAILED, NOW, SETTINGS)[1] == 1800


def test_failures_double_the_pause_up_to_a_cap_and_leave_the_interval_alone() -> None:
    pauses = [
        (next_poll(state(failures=n), PollVerdict.FAILED, NOW, SETTINGS)[0] - NOW).total_seconds() for n in range(8)
    ]
    assert pauses == [1800, 3600, 7200, 14400, 28800, 57600, 86400, 86400]
    assert next_poll(state(failures=5), PollVerdict.FAILED, NOW, SETTINGS)[1] == 1800


def test_a_door_that_refuses_us_or_is_gone_waits_longer_than_one_that_failed_once() -> None:
    failed, *refused = (
        next_poll(state(), verdict, NOW, SETTINGS)[0]
        for verdict in (PollVerdict.FAILED, PollVerdict.BLOCKED, PollVerdict.GONE)
    )
    assert all(moment > failed for moment in refused)


@pytest.mark.parametrize("verdict", FAILURES)
def test_no_number_of_failures_gives_a_door_up(verdict: PollVerdict) -> None:
    moment, _ = next_poll(state(failures=10**6), verdict, NOW, SETTINGS)
    assert moment == NOW + timedelta(days=1)


def test_ttl_and_max_age_are_respected_up_to_the_longest_pause() -> None:
    assert next_poll(state(), PollVerdict.NEWS, NOW, SETTINGS, ttl_minutes=60)[0] == NOW + timedelta(hours=1)
    assert next_poll(state(), PollVerdict.NEWS, NOW, SETTINGS, max_age=7200)[0] == NOW + timedelta(hours=2)
    a_year = next_poll(state(), PollVerdict.NEWS, NOW, SETTINGS, max_age=31_536_000, ttl_minutes=10**9)
    assert a_year[0] == NOW + timedelta(days=1)


def test_retry_after_is_respected_beyond_the_longest_pause_but_not_for_ever() -> None:
    three_days = NOW + timedelta(days=3)
    assert next_poll(state(), PollVerdict.FAILED, NOW, SETTINGS, retry_after=three_days)[0] == three_days
    in_years = NOW + timedelta(days=3000)
    assert next_poll(state(), PollVerdict.FAILED, NOW, SETTINGS, retry_after=in_years)[0] == NOW + LONGEST_WISH


def test_doors_due_together_do_not_stay_together() -> None:
    jittery = PollingSettings(jitter=0.1)
    for interval, failures in ((1800, 0), (7_200, 0), (1800, 20)):
        moments = {
            next_poll(
                state(interval=interval, failures=failures), PollVerdict.FAILED, NOW, jittery, jitter_fraction=n / 10
            )[0]
            for n in range(10)
        }
        assert len(moments) == 10


def test_a_door_that_is_gone_for_good_is_asked_once_a_week_and_as_usual_once_it_answers_again() -> None:
    gone, _ = next_poll(state(), PollVerdict.GONE, NOW, SETTINGS, retired=True)
    silent, _ = next_poll(state(failures=1), PollVerdict.FAILED, NOW, SETTINGS, retired=True)
    back, _ = next_poll(state(failures=2), PollVerdict.NEWS, NOW, SETTINGS, retired=True)
    assert (gone, silent, back) == (NOW + RETIRED_PAUSE, NOW + RETIRED_PAUSE, NOW + timedelta(seconds=1440))


def test_failures_weigh_by_kind() -> None:
    temporary, soft, hard = (
        next_poll(state(), verdict, NOW, SETTINGS)[0]
        for verdict in (PollVerdict.FAILED, PollVerdict.UNREADABLE, PollVerdict.GONE)
    )
    assert temporary < soft < hard


def test_a_feed_is_not_asked_in_the_hours_it_wants_to_have_its_peace_in() -> None:
    tuesday_noon = hour_of_week(NOW)
    moment, _ = next_poll(
        state(), PollVerdict.NEWS, NOW, SETTINGS, quiet_hours=frozenset({tuesday_noon, tuesday_noon + 1})
    )
    assert moment == NOW + timedelta(hours=2)
    always = frozenset(range(168))
    assert next_poll(state(), PollVerdict.NEWS, NOW, SETTINGS, quiet_hours=always)[0] == NOW + timedelta(seconds=1440)


@given(
    quiet_hours=st.frozensets(st.integers(0, 167), max_size=167),
    interval=st.integers(600, 7_200),
    minutes=st.integers(0, 10_080),
)
def test_a_poll_falls_into_quiet_hours_only_when_they_last_longer_than_the_longest_pause(
    quiet_hours: frozenset[int], interval: int, minutes: int
) -> None:
    now = NOW + timedelta(minutes=minutes)
    moment, _ = next_poll(state(interval=interval), PollVerdict.UNCHANGED, now, SETTINGS, quiet_hours=quiet_hours)
    assert hour_of_week(moment) not in quiet_hours or moment == now + timedelta(days=1)


MODIFIED = "Tue, 24 Nov 2026 08:00:00 GMT"


@pytest.mark.parametrize(
    ("known", "seen", "unchanged_hours_ago", "conditional", "lied"),
    [
        (Validators(etag='"a"'), Validators(etag='"a"'), None, False, True),
        (Validators(etag='"a"'), Validators(etag='"a"'), None, True, True),
        (Validators(etag='"a"'), Validators(etag='"b"'), None, False, False),
        (Validators(etag='"a"', last_modified="x"), Validators(etag='"b"', last_modified="x"), None, False, False),
        (Validators(last_modified="x"), Validators(last_modified="x"), None, False, True),
        (Validators(), Validators(), None, False, False),
        (Validators(etag='"a"'), Validators(etag='"b"', last_modified=MODIFIED), 1, False, True),
        (Validators(etag='"a"'), Validators(etag='"b"', last_modified=MODIFIED), 1, True, False),
        (Validators(etag='"a"'), Validators(etag='"b"', last_modified=MODIFIED), 3.5, False, False),
        (Validators(etag='"a"'), Validators(etag='"b"', last_modified="soon"), 1, False, False),
    ],
)
def test_a_lie_is_another_body_under_the_same_mark_or_a_304_after_the_change(
    known: Validators, seen: Validators, unchanged_hours_ago: float | None, conditional: bool, lied: bool
) -> None:
    before = None if unchanged_hours_ago is None else NOW - timedelta(hours=unchanged_hours_ago)
    door = replace(state(), validators=known, body_digest=b"before", unchanged_at=before)
    assert has_lied(door, seen, was_conditional=conditional) is lied


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        next_poll(state(), PollVerdict.NEWS, NOW.replace(tzinfo=None), SETTINGS)


@given(
    interval=st.integers(-5, 10**9),
    failures=st.integers(0, 10**4),
    verdict=st.sampled_from(PollVerdict),
    bounds=st.tuples(*[st.floats(0.01, 43_200)] * 3).map(sorted),
    jitter=st.floats(0, 0.5),
    fraction=st.floats(0, 1, exclude_max=True),
    ttl=st.none() | st.integers(0, 10**7),
    max_age=st.none() | st.integers(0, 10**9),
    retry_after=st.none() | st.integers(-(10**6), 10**7),
    quiet_hours=st.frozensets(st.integers(0, 167)) | st.just(frozenset(range(168))),
    retired=st.booleans(),
)
def test_the_next_poll_is_never_past_never_before_the_servers_wish_never_beyond_the_cap(
    interval: int,
    failures: int,
    verdict: PollVerdict,
    bounds: list[float],
    jitter: float,
    fraction: float,
    ttl: int | None,
    max_age: int | None,
    retry_after: int | None,
    quiet_hours: frozenset[int],
    retired: bool,
) -> None:
    settings = PollingSettings(
        min_interval_minutes=bounds[0], max_interval_minutes=bounds[1], max_pause_minutes=bounds[2], jitter=jitter
    )
    demand = None if retry_after is None else NOW + timedelta(seconds=retry_after)
    moment, remembered = next_poll(
        state(interval=interval, failures=failures),
        verdict,
        NOW,
        settings,
        ttl_minutes=ttl,
        retry_after=demand,
        max_age=max_age,
        quiet_hours=quiet_hours,
        retired=retired,
        jitter_fraction=fraction,
    )
    seconds = (moment - NOW).total_seconds()
    shortest, bound, longest = (minutes * 60 for minutes in bounds)
    slack = 1e-3
    assert seconds > 0
    assert seconds >= shortest - slack
    assert seconds >= min(max((ttl or 0) * 60, max_age or 0), longest) - slack
    if demand is not None:
        assert seconds >= min(retry_after or 0, LONGEST_WISH.total_seconds()) - slack
    cap = max(longest, (retry_after or 0) * (1 + jitter), RETIRED_PAUSE.total_seconds() if retired else 0)
    assert seconds <= cap + slack
    if verdict not in FAILURES and not (ttl or max_age or quiet_hours or demand):
        assert seconds <= bound + slack
    assert shortest - 1 <= remembered <= bound + 1


def test_every_so_many_polls_a_door_is_asked_without_validators() -> None:
    settings = PollingSettings(unconditional_every=3)
    asked = [is_conditional(state(polls=n), settings, NOW) for n in range(6)]
    assert asked == [True, True, False, True, True, False]


@pytest.mark.parametrize(("proven", "minutes"), [(False, 40), (True, 360)])
def test_a_304_is_believed_for_longer_once_the_validators_have_proved_themselves(proven: bool, minutes: int) -> None:
    door = replace(state(), read_at=NOW, proven=proven)
    assert is_conditional(door, SETTINGS, NOW + timedelta(minutes=minutes, seconds=-1))
    assert not is_conditional(door, SETTINGS, NOW + timedelta(minutes=minutes))


@given(
    interval=st.integers(600, 7_200), fractions=st.lists(st.floats(0, 1, exclude_max=True), min_size=60, max_size=60)
)
def test_a_door_that_answers_304_to_everything_is_read_in_full_within_the_bound(
    interval: int, fractions: list[float]
) -> None:
    settings, now = PollingSettings(), NOW
    door = replace(state(interval=interval), read_at=NOW)
    for fraction in fractions:
        now, seconds = next_poll(door, PollVerdict.UNCHANGED, now, settings, jitter_fraction=fraction)
        assert door.read_at is not None
        assert now - door.read_at <= timedelta(minutes=settings.max_interval_minutes)
        read_at = door.read_at if is_conditional(door, settings, now) else now
        door = replace(door, interval_seconds=seconds, polls=door.polls + 1, read_at=read_at)


@pytest.mark.parametrize(
    ("known", "seen", "conditional", "proved"),
    [
        (Validators(etag='"a"'), Validators(etag='"b"'), True, True),
        (Validators(etag='"a"'), Validators(etag='"b"'), False, False),
        (Validators(etag='"a"'), Validators(etag='"a"'), True, False),
        (Validators(etag='"a"', last_modified="x"), Validators(etag='"a"', last_modified="y"), True, False),
        (Validators(last_modified="x"), Validators(last_modified="y"), True, True),
        (Validators(etag='"a"'), Validators(), True, False),
    ],
)
def test_validators_prove_themselves_when_they_change_with_the_body(
    known: Validators, seen: Validators, conditional: bool, proved: bool
) -> None:
    door = replace(state(), validators=known, body_digest=b"before")
    assert has_proved_itself(door, seen, was_conditional=conditional) is proved


def test_a_door_without_validators_is_asked_unconditionally() -> None:
    assert not is_conditional(state(etag=None), SETTINGS, NOW)


def test_a_door_that_was_never_read_is_asked_unconditionally() -> None:
    assert not is_conditional(replace(state(), read_at=None), SETTINGS, NOW)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120), (" 5 ", 5), (format_datetime(NOW + timedelta(hours=1), usegmt=True), 3600)],
)
def test_retry_after_is_seconds_or_a_date(header: str, seconds: int) -> None:
    assert parse_retry_after(header, NOW) == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "header", ["", "0", "-5", "soon", "1.5", "١٢٠", "Mon, 02 Nov 2020 10:00:00 GMT", "Mon, 99 Nov 2020 10:00:00 GMT"]
)
def test_a_retry_after_that_is_past_or_unreadable_says_nothing(header: str) -> None:
    assert parse_retry_after(header, NOW) is None


@given(st.text() | st.from_regex(r"\d{1,40}", fullmatch=True))
def test_no_retry_after_header_raises(header: str) -> None:
    moment = parse_retry_after(header, NOW)
    assert moment is None or moment > NOW


def test_a_door_that_was_caught_lying_twice_is_asked_unconditionally() -> None:
    assert is_conditional(replace(state(), lies=MOST_LIES - 1), SETTINGS, NOW)
    assert not is_conditional(replace(state(), lies=MOST_LIES), SETTINGS, NOW)


@pytest.mark.parametrize(
    ("polls", "asked"), [(MOVED_POLLS - 1, "https://example.org/feed"), (MOVED_POLLS, "https://new.example/feed")]
)
def test_a_door_is_asked_at_its_new_place_once_it_has_said_so_often_enough(polls: int, asked: str) -> None:
    assert address_to_ask(replace(state(), moved_to="https://new.example/feed", moved_polls=polls)) == asked


@pytest.mark.parametrize("verdict", PollVerdict)
def test_a_door_that_has_better_ones_beside_it_is_asked_as_seldom_as_may_be(verdict: PollVerdict) -> None:
    moment, interval = next_poll(replace(state(), seldom=True), verdict, NOW, SETTINGS)
    assert moment == NOW + timedelta(days=1)
    assert interval == next_poll(state(), verdict, NOW, SETTINGS)[1]
