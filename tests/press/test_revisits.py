"""When a stored article's page is looked at again, and when it counts as gone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.revisits import LEAST_PAUSE, STEPS, first_look, leads_home, next_look

SEEN = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_page_is_looked_at_after_one_hour_six_a_day_and_a_week() -> None:
    looks = [first_look(SEEN, None)]
    while looks[-1] is not None:
        looks.append(next_look(SEEN, looks[-1]))
    assert looks == [*(SEEN + step for step in STEPS), None]


def test_old_news_is_taken_as_it_is() -> None:
    assert first_look(SEEN, SEEN - timedelta(days=29)) == SEEN + STEPS[0]
    assert first_look(SEEN, SEEN - timedelta(days=31)) is None
    assert first_look(SEEN, SEEN + timedelta(days=1)) == SEEN + STEPS[0]


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)))
def test_the_next_look_is_never_at_once_and_never_after_a_week(late: timedelta) -> None:
    following = next_look(SEEN, SEEN + late)
    if following is None:
        assert late > STEPS[-1] - LEAST_PAUSE
    else:
        assert SEEN + late + LEAST_PAUSE <= following <= SEEN + STEPS[-1]


@pytest.mark.parametrize(
    ("url", "final_url", "home"),
    [
        ("https://steppe.example/news/1", "https://steppe.example/", True),
        ("https://steppe.example/news/1", "https://www.steppe.example", True),
        ("https://steppe.example/ar/news/1", "https://steppe.example/ar/", True),
        ("https://steppe.example/ar/news/1", "https://steppe.example/index.html", True),
        ("https://steppe.example/news/1", "https://steppe.example/news/1-new-title", False),
        ("https://steppe.example/?p=1", "https://steppe.example/?p=1&amp=1", False),
        ("https://steppe.example/", "https://steppe.example/", False),
        ("https://steppe.example/news/1", "no address", False),
    ],
)
def test_a_redirect_to_the_front_page_takes_a_page_away(url: str, final_url: str, home: bool) -> None:
    assert leads_home(url, final_url) is home
