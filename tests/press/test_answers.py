"""What an HTTP status means for a page."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.answers import MAX_BACK_OFF, Answer, judge_page_answer, kind_of_answer, postpone
from press.outcomes import PageBlocked, PageFailed, PageGone, PagePostponed
from press.settings import CrawlSettings

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SETTINGS = CrawlSettings(max_attempts=3, retry_after_seconds=900)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (401, PageBlocked),
        (403, PageBlocked),
        (451, PageBlocked),
        (404, PageGone),
        (410, PageGone),
        (304, PageFailed),
        (400, PageFailed),
        (418, PageFailed),
        (302, PageFailed),
        (408, PagePostponed),
        (429, PagePostponed),
        (500, PagePostponed),
        (503, PagePostponed),
        (599, PagePostponed),
    ],
)
def test_each_status_has_its_outcome_with_status_and_reason(status: int, outcome: type) -> None:
    judged = judge_page_answer(status, attempts=0, now=NOW, settings=SETTINGS, retry_after=None)
    assert isinstance(judged, outcome)
    assert judged.status == status
    assert str(status) in judged.reason


def test_an_answer_with_a_page_is_nothing_to_judge() -> None:
    with pytest.raises(ValueError, match="200"):
        judge_page_answer(200, attempts=0, now=NOW, settings=SETTINGS, retry_after=None)


def test_each_attempt_waits_twice_as_long_and_the_last_one_fails() -> None:
    waits = [postpone("x", attempts=attempts, now=NOW, settings=SETTINGS) for attempts in range(3)]
    assert [each.retry_at - NOW for each in waits if isinstance(each, PagePostponed)] == [
        timedelta(minutes=15),
        timedelta(minutes=30),
    ]
    assert isinstance(waits[2], PageFailed)
    assert waits[2].reason == "x (tried 3 times)"


def test_a_server_that_asks_for_more_time_gets_it_within_a_week() -> None:
    for wish, wait in ((timedelta(hours=2), timedelta(hours=2)), (timedelta(days=400), MAX_BACK_OFF)):
        judged = judge_page_answer(503, attempts=0, now=NOW, settings=SETTINGS, retry_after=NOW + wish)
        assert isinstance(judged, PagePostponed)
        assert judged.retry_at - NOW == wait


@given(st.integers(min_value=0, max_value=10_000))
def test_what_is_no_fault_of_the_page_is_tried_for_ever_within_a_week(attempts: int) -> None:
    judged = postpone("robots.txt cannot be had", attempts=attempts, now=NOW, settings=SETTINGS, may_fail=False)
    assert isinstance(judged, PagePostponed)
    assert timedelta(0) < judged.retry_at - NOW <= MAX_BACK_OFF


@given(st.integers(min_value=100, max_value=999))
def test_every_status_is_of_some_kind(status: int) -> None:
    assert kind_of_answer(status) in Answer
