"""What a search hands out."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]  # optional; its types are a package of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundArticle:
    """An article that answers a query.

    snippet: a passage of its text in one line; hits: where in the snippet what was asked for stands; title_hits: in the title.
    source: the name of the outlet it was first seen at; url: there; sightings: at how many addresses it was seen.
    head_id: the earlier article it is a copy of; copies: how many other articles are copies of the same one, whether they answer
    or not; outlets: how many outlets ran it or one of them.
    """

    id: int
    title: str
    title_hits: tuple[tuple[int, int], ...]
    snippet: str
    hits: tuple[tuple[int, int], ...]
    sort_at: datetime
    published_at: datetime | None
    published_offset_minutes: int | None
    source_id: str
    source: str
    country: str
    language: str
    credit: str | None
    url: str
    organizations: tuple[str, ...]
    sightings: int
    head_id: int | None
    copies: int
    outlets: int
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """next: hand it in as `after` to get the following page; None on the last one.

    looked_at: set when a page with exact forms ends before it is full, since time ran out: only so many candidates, the newest,
    were looked at. The next page goes on with the others.
    """

    articles: tuple[FoundArticle, ...]
    next: str | None
    looked_at: int | None = None

    def dataframe(self) -> "pandas.DataFrame":
        """The articles as a pandas table; needs pandas."""
        return _dataframe(FOUND_COLUMNS, [[getattr(each, name) for name in FOUND_COLUMNS] for each in self.articles])


FOUND_COLUMNS = (
    "id", "sort_at", "title", "snippet", "source", "country", "language", "organizations", "sightings", "copies", "outlets",
    "revision", "published_at", "credit", "source_id", "url",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """keys: in the order of what was counted by. An article counts for each organization it names."""

    keys: tuple[str, ...]
    articles: int


class ExportRow(NamedTuple):
    """An article as it is taken away: flat, one a row. The columns are explained in `desk.exports.COLUMNS`."""

    id: int
    sort_at: datetime
    published_at: datetime | None
    published_offset_minutes: int | None
    published_precision: str | None
    published_reason: str
    first_seen_at: datetime
    source_id: str
    source: str
    country: str
    language: str
    organizations: tuple[str, ...]
    persons: tuple[str, ...]
    places: tuple[str, ...]
    dateline_place: str | None
    title: str
    text: str
    author: str | None
    credit: str | None
    section: str | None
    url: str
    sightings: int
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    name: str
    query: str
    created_at: datetime


def _dataframe(columns: tuple[str, ...], rows: list[list[Any]]) -> "pandas.DataFrame":
    import pandas

    return pandas.DataFrame(rows, columns=list(columns))
