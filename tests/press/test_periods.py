"""What belongs to a period, when a walk is over, and how long it will take."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.backfill import DoorSample, Period, entry_span, estimate, is_past, is_past_by_pages, parts_of, wanted
from press.discoveries import FeedEntry
from press.sources import DoorKind

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PERIOD = Period(since=datetime(2022, 10, 1, tzinfo=UTC), until=datetime(2022, 11, 1, tzinfo=UTC))


def entry(url: str = "https://wire.example/n/1", published: str | None = None) -> FeedEntry:
    return FeedEntry(url=url, published=published)


@pytest.mark.parametrize(
    ("url", "published", "day"),
    [
        ("https://wire.example/n/1", "Thu, 13 Oct 2022 08:00:00 GMT", "2022-10-13"),
        ("https://wire.example/2022/10/13/a-word", None, "2022-10-13"),
        ("https://wire.example/2022/9/3/a-word", None, "2022-09-03"),
        ("https://wire.example/20221013/471100.html", None, "2022-10-13"),
        ("https://wire.example/news/2022-10-13-a-word", None, "2022-10-13"),
        ("https://wire.example/2022/10/a-word", None, "2022-10-01"),
        ("https://wire.example/n/20221013", None, None),
        ("https://wire.example/news/2022", None, None),
        ("https://wire.example/news/47110_2022101", None, None),
        ("https://wire.example/2022/02/31/a-word", None, None),
        ("https://wire.example/n/1", "no date at all", None),
    ],
)
def test_an_entry_is_dated_by_what_is_printed_or_by_its_address(
    url: str, published: str | None, day: str | None
) -> None:
    span = entry_span(entry(url, published), zone=None, now=NOW)
    assert (f"{span[0]:%Y-%m-%d}" if span else None) == day


def test_what_has_no_date_is_taken_and_never_ends_a_walk() -> None:
    undated, old = entry(), entry(published="2021-01-01")
    assert wanted([undated, old], PERIOD, zone=None, now=NOW) == (undated,)
    assert not is_past([undated, old], PERIOD, zone=None, now=NOW)
    assert not is_past([], PERIOD, zone=None, now=NOW)
    assert is_past([old, old], PERIOD, zone=None, now=NOW)


def test_parts_of_an_index_are_chosen_by_the_dates_in_their_addresses() -> None:
    names = ["2022-09", "2022-10", "2022-11", "2022", "2021", "20221005", "2022_10_31", "2022-12-01", "posts-7"]
    parts = parts_of([f"https://wire.example/map-{name}.xml" for name in names], PERIOD)
    chosen = [part.removeprefix("https://wire.example/map-").removesuffix(".xml") for part in parts]
    assert chosen == ["2022-10", "2022", "20221005", "2022_10_31", "posts-7"]


def test_an_estimate_follows_the_rhythm_of_the_first_page() -> None:
    sample = DoorSample(kind=DoorKind.LISTING, entries=20, goes_on=True, newest=NOW, oldest=NOW - timedelta(days=2))
    expected = estimate([sample], PERIOD, per_day=99, seconds_a_request=4)
    assert (expected.articles, expected.lists) == (310, 16)
    assert expected.hours == pytest.approx(326 * 4 / 3600)


def test_of_a_list_without_dates_and_of_no_known_rhythm_only_the_least_is_told() -> None:
    undated = DoorSample(kind=DoorKind.LISTING, entries=20, goes_on=True)
    assert estimate([undated], PERIOD, per_day=0, seconds_a_request=4).is_open
    assert not estimate([undated], PERIOD, per_day=2, seconds_a_request=4).is_open
    assert not estimate([replace(undated, goes_on=False)], PERIOD, per_day=0, seconds_a_request=4).is_open


def test_a_list_without_dates_ends_where_the_pages_it_names_are_older() -> None:
    entries = [entry(f"https://wire.example/n/{number}") for number in range(6)]
    old, new = "2021-01-01T00:00:00+00:00", "2022-10-07T00:00:00+00:00"

    def is_over(*known: str) -> bool:
        pages = {each.url: said for each, said in zip(entries, known, strict=False)}
        return is_past_by_pages(entries, pages, PERIOD, zone=None, now=NOW)

    assert is_over(old, old, old)
    assert not is_over(old, old), "too few are known"
    assert not is_over(old, old, new, old, old, old)


def test_doors_that_name_the_same_articles_are_not_counted_twice() -> None:
    listing = DoorSample(kind=DoorKind.LISTING, entries=10, goes_on=True)
    index = DoorSample(kind=DoorKind.SITEMAP, entries=300, parts=1)
    expected = estimate([listing, index], PERIOD, per_day=10, seconds_a_request=1)
    assert (expected.articles, expected.lists) == (310, 33)


@given(
    st.datetimes(datetime(2022, 9, 1), datetime(2022, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # made aware
    st.sampled_from(["%Y-%m-%dT%H:%M:%SZ", "%d %B %Y", "%Y-%m-%d"]),
)
def test_nothing_of_the_period_is_left_out_and_no_page_with_it_ends_the_walk(moment: datetime, form: str) -> None:
    one = entry(published=moment.strftime(form))
    if PERIOD.since <= moment < PERIOD.until:
        assert wanted([one], PERIOD, zone="Asia/Almaty", now=NOW) == (one,)
        assert not is_past([one], PERIOD, zone="Asia/Almaty", now=NOW)
