"""The daemon's pulse, and what it notices of the machine's clock."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crawler.signs_of_life import ClockWatch

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@given(drift=st.floats(-29.9, 29.9), step=st.floats(0, 10_000))
def test_a_clock_that_only_drifts_is_left_alone(drift: float, step: float) -> None:
    watch = ClockWatch(NOW, 100.0)
    assert watch.moved(NOW + timedelta(seconds=step + drift), 100.0 + step) == timedelta(0)


def test_a_clock_that_was_set_is_noticed_once() -> None:
    watch = ClockWatch(NOW, 0.0)
    assert watch.moved(NOW + timedelta(seconds=15) - HOUR, 15.0) == -HOUR
    assert watch.moved(NOW + timedelta(seconds=30) - HOUR, 30.0) == timedelta(0)
