"""The day that a page declares, read without a tree."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.declared_dates import declared_day

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ('<meta property="article:published_time" content="2024-07-04T11:20:00+05:00">', "2024-07-04"),
        ("<meta name='article:published_time' content='2024-07-04'>", "2024-07-04"),
        (
            '{"@type": "NewsArticle", "datePublished": "2024-07-04T11:20:00Z", "dateModified": "2025-01-01"}',
            "2024-07-04",
        ),
        ('{"datePublished":"2024-07-04"}', "2024-07-04"),
        ('<span itemprop="datePublished" content="2024-07-04 11:20">4 July</span>', "2024-07-04"),
        ('<time class="x" datetime="2024-07-04T11:20:00+05:00">4 July</time>', "2024-07-04"),
        ('{"dateModified":"2024-07-04"}', None),
        ('{"datePublished":"2034-07-04"}', None),
        ('{"datePublished":"1970-01-01"}', None),
        ('{"datePublished":"2024-13-44"}', None),
        ("<p>published on 2024-07-04</p>", None),
        ("", None),
    ],
)
def test_the_declared_day_is_read_and_nothing_incredible_is(text: str, day: str | None) -> None:
    moment = declared_day(f"<html>{text}</html>", NOW)
    assert (moment and f"{moment:%Y-%m-%d}") == day


@given(st.text(alphabet="datePublished\"':=<>/ 0123456789-T", max_size=200))
def test_no_text_raises(text: str) -> None:
    declared_day(text, NOW)
