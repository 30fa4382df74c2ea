"""Which doors of a source are polled, and how often."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from press.door_roles import DEAD_AFTER, DoorRecord, DoorRole, Standing, choose_roles, standing
from press.door_verdicts import DoorVerdict

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
POLLED, SELDOM, IDLE = DoorRole.POLLED, DoorRole.SELDOM, DoorRole.IDLE
BELIEVED = DoorRecord(believed=True)
GUESS = DoorRecord(believed=False)
MOMENTS = st.none() | st.integers(0, 60).map(lambda days: NOW - timedelta(days=days))
RECORDS = st.builds(
    DoorRecord,
    believed=st.booleans(),
    check=st.none() | st.sampled_from(DoorVerdict),
    checked_at=MOMENTS,
    failures=st.integers(0, 6),
    is_missing=st.booleans(),
    is_retired=st.booleans(),
    last_poll_at=MOMENTS,
    last_change_at=MOMENTS,
)
SOURCES = st.lists(RECORDS, min_size=1, max_size=8)


def dead(record: DoorRecord) -> DoorRecord:
    return replace(record, failures=DEAD_AFTER)


def checked(record: DoorRecord, verdict: DoorVerdict) -> DoorRecord:
    return replace(record, check=verdict, checked_at=NOW)


def test_a_guess_is_not_asked_beside_a_believed_door_and_is_the_next_when_that_dies() -> None:
    assert choose_roles([BELIEVED, GUESS]) == (POLLED, IDLE)
    assert choose_roles([dead(BELIEVED), GUESS]) == (SELDOM, POLLED)
    assert choose_roles([GUESS, GUESS]) == (POLLED, POLLED)


def test_the_next_door_is_tried_as_soon_as_a_page_is_missing_but_not_for_a_passing_cloud() -> None:
    assert choose_roles([replace(BELIEVED, failures=1, is_missing=True), GUESS]) == (SELDOM, POLLED)
    assert choose_roles([replace(BELIEVED, failures=1), GUESS]) == (POLLED, IDLE)


def test_a_guess_that_proved_itself_is_asked_and_a_believed_door_that_failed_its_check_seldom() -> None:
    proved = checked(GUESS, DoorVerdict.PROVEN)
    assert choose_roles([checked(BELIEVED, DoorVerdict.STALE), proved]) == (SELDOM, POLLED)
    assert choose_roles([BELIEVED, proved]) == (POLLED, POLLED)


def test_where_all_doors_are_bad_all_are_asked() -> None:
    assert choose_roles([dead(BELIEVED), dead(GUESS), checked(GUESS, DoorVerdict.EMPTY)]) == (POLLED,) * 3


def test_a_check_is_corrected_by_a_later_poll_that_brings_something() -> None:
    later = NOW + timedelta(hours=1)
    failed = replace(checked(BELIEVED, DoorVerdict.FAILING), last_change_at=later, last_poll_at=later)
    assert standing(failed) is Standing.LIVING
    assert standing(replace(failed, check=DoorVerdict.FOREIGN)) is Standing.DOUBTED


def test_old_items_that_a_poll_brings_once_more_do_not_make_a_frozen_door_live() -> None:
    for days, expected in ((0.1, Standing.DOUBTED), (8, Standing.LIVING)):
        moment = NOW + timedelta(days=days)
        stale = replace(checked(BELIEVED, DoorVerdict.STALE), last_change_at=moment, last_poll_at=moment)
        assert standing(stale) is expected


def test_a_door_that_says_the_same_for_more_than_a_week_makes_room_for_a_guess() -> None:
    frozen = replace(BELIEVED, last_change_at=NOW - timedelta(days=8), last_poll_at=NOW)
    assert choose_roles([frozen, GUESS]) == (SELDOM, POLLED)


@given(SOURCES)
def test_every_source_has_a_door_that_is_polled_at_its_own_pace(records: list[DoorRecord]) -> None:
    assert POLLED in choose_roles(records)


@given(SOURCES)
def test_a_door_is_polled_at_its_own_pace_where_no_other_is_better(records: list[DoorRecord]) -> None:
    best = max(standing(record) for record in records)
    for record, role in zip(records, choose_roles(records), strict=True):
        assert (role is POLLED) == (standing(record) == best)


@given(SOURCES)
def test_only_a_mere_guess_is_never_asked_and_only_beside_a_living_door(records: list[DoorRecord]) -> None:
    for record, role in zip(records, choose_roles(records), strict=True):
        if role is IDLE:
            assert not record.is_vouched_for
            assert any(standing(other) is Standing.LIVING for other in records)


@given(SOURCES, st.randoms())
def test_the_order_of_doors_does_not_matter(records: list[DoorRecord], chance: object) -> None:
    pairs = list(zip(records, choose_roles(records), strict=True))
    chance.shuffle(pairs)  # type: ignore[attr-defined]
    assert choose_roles([record for record, _ in pairs]) == tuple(role for _, role in pairs)


@given(SOURCES)
def test_when_all_that_is_polled_dies_whatever_else_there_was_takes_its_place(records: list[DoorRecord]) -> None:
    roles = choose_roles(records)
    after = [dead(record) if role is POLLED else record for record, role in zip(records, roles, strict=True)]
    best = max(standing(record) for record in after)
    for record, role in zip(after, choose_roles(after), strict=True):
        assert (role is POLLED) == (standing(record) == best)
