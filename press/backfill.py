"""Going back in time through a source's doors: what belongs to the period, when to stop, and how long it will take. Pure.

    a page of a door ─→ entries of the period ─→ ledger;   all of it older than the period ─→ the walk of this door is over

An entry without any date is taken: only its page says when it is from. So a list without dates is walked until the pages
read of it turn out to be older than the period.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Final

from press.dates import read_date
from press.discoveries import FeedEntry
from press.sources import DoorKind

FEWEST_KNOWN: Final = 3
_ZONES: Final = timedelta(hours=14)
_DAY: Final = timedelta(days=1)
_IN_ADDRESS: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([-/_])(0?[1-9]|1[0-2])(?:\2(0?[1-9]|[12]\d|3[01]))?(?=[/_.?-]|$)"
    r"|/((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=/)"
)
_IN_PART: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[-/_.]?(0[1-9]|1[0-2])(?:[-/_.]?(0[1-9]|[12]\d|3[01]))?)?(?!\d)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From `since` up to, and without, `until`."""

    since: datetime
    until: datetime

    @property
    def days(self) -> float:
        return max((self.until - self.since) / _DAY, 0.0)

    def touches(self, start: datetime, end: datetime) -> bool:
        """Whether a span lies in it, even partly. A day counts in whatever zone it was printed; a month need not."""
        slack = _ZONES if end - start <= _DAY else timedelta(0)
        return end + slack > self.since and start - slack < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkPlace:
    """How far a door has been walked. waiting: addresses still to be asked; page: the last listing page that was read.

    lists, found: pages of the door that were read, addresses in them that the ledger did not know.
    """

    waiting: tuple[str, ...]
    page: int = 0
    lists: int = 0
    found: int = 0
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorSample:
    """What the first page of a door lets expect. parts: sitemaps of the period in an index, each of about `entries`."""

    kind: DoorKind
    entries: int
    parts: int = 0
    goes_on: bool = False
    newest: datetime | None = None
    oldest: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """is_open: how far a list without dates goes back is not known; the figures are the least there is."""

    lists: int
    articles: int
    hours: float
    is_open: bool = False


def entry_span(entry: FeedEntry, *, zone: str | None, now: datetime) -> tuple[datetime, datetime] | None:
    """When an entry is from, by its printed date, else by its address; None when neither says."""
    if entry.published:
        moment = read_date(entry.published, language=entry.language, zone=zone, not_after=now + _ZONES).moment
        if moment is not None:
            return moment, moment
    found = _IN_ADDRESS.search(entry.url)
    if found is None:
        return None
    year, month, day = (found[1], found[3], found[4]) if found[1] else (found[5], found[6], found[7])
    return _span(int(year), int(month), int(day) if day else None)


def wanted(entries: Iterable[FeedEntry], period: Period, *, zone: str | None, now: datetime) -> tuple[FeedEntry, ...]:
    """The entries that belong to the period, or may."""
    return tuple(
        entry for entry in entries if (span := entry_span(entry, zone=zone, now=now)) is None or period.touches(*span)
    )


def is_past(entries: Sequence[FeedEntry], period: Period, *, zone: str | None, now: datetime) -> bool:
    """Whether a page of a door lies before the period, and all that follow: every entry has a date, and an older one."""
    spans = [entry_span(entry, zone=zone, now=now) for entry in entries]
    return bool(spans) and all(span is not None and span[1] + _ZONES <= period.since for span in spans)


def is_past_by_pages(
    entries: Sequence[FeedEntry], known: Mapping[str, str], period: Period, *, zone: str | None, now: datetime
) -> bool:
    """Whether entries without dates lie before the period by what their pages say. known: when pages are from, by address.

    Half of the entries must be known, and `FEWEST_KNOWN` of them.
    """
    dated = [replace(entry, published=known[entry.url]) for entry in entries if entry.url in known]
    return len(dated) >= max(FEWEST_KNOWN, len(entries) / 2) and is_past(dated, period, zone=zone, now=now)


def parts_of(addresses: Iterable[str], period: Period) -> tuple[str, ...]:
    """The parts of a sitemap index that may hold something of the period, by what their addresses say."""
    return tuple(address for address in addresses if (span := _part_span(address)) is None or period.touches(*span))


def estimate(samples: Iterable[DoorSample], period: Period, *, per_day: float, seconds_a_request: float) -> Estimate:
    """What a back-fill will ask for. The doors of a source name the same articles again: the greatest kind counts."""
    samples = list(samples)
    lists = 0
    articles: dict[str, int] = {}
    for sample in samples:
        pages, entries = _expected(sample, period, per_day)
        lists += pages
        group = "sitemap" if sample.kind in (DoorKind.SITEMAP, DoorKind.NEWS_SITEMAP) else "listing"
        articles[group] = articles.get(group, 0) + entries
    most = max(articles.values(), default=0)
    is_open = not per_day and any(sample.goes_on and sample.newest is None for sample in samples)
    return Estimate(lists=lists, articles=most, hours=(lists + most) * seconds_a_request / 3600, is_open=is_open)


def _expected(sample: DoorSample, period: Period, per_day: float) -> tuple[int, int]:
    """Pages of the door and articles in them."""
    if sample.parts:
        return 1 + sample.parts, sample.parts * sample.entries
    if not sample.goes_on or not sample.entries:
        return 1, sample.entries
    rate = per_day
    if sample.newest is not None and sample.oldest is not None and sample.newest > sample.oldest:
        rate = sample.entries / ((sample.newest - sample.oldest) / _DAY)
    articles = max(sample.entries, round(rate * period.days))
    return max(1, ceil(articles / sample.entries)), articles


def _part_span(address: str) -> tuple[datetime, datetime] | None:
    found = _IN_PART.search(address.partition("//")[2].partition("/")[2])
    if found is None:
        return None
    return _span(int(found[1]), int(found[2]) if found[2] else None, int(found[3]) if found[3] else None)


def _span(year: int, month: int | None, day: int | None) -> tuple[datetime, datetime] | None:
    first_month, last_month = (month, month) if month else (1, 12)
    last_day = monthrange(year, last_month)[1]
    if day is not None and day > last_day:
        return None
    start = datetime(year, first_month, day or 1, tzinfo=UTC)
    return start, datetime(year, last_month, day or last_day, tzinfo=UTC) + _DAY
