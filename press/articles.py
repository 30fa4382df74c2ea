"""What a page becomes: ExtractedArticle → TaggedArticle. All values are frozen, picklable and complete when built."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import Literal

from press.moments import utc


class Precision(StrEnum):
    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


class DateOrigin(StrEnum):
    """Where a date was read, in the order of trust."""

    JSON_LD = "json-ld"
    META = "meta"
    NEWS_SITEMAP = "news-sitemap"
    FEED = "feed"
    VISIBLE_TEXT = "visible-text"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedDate:
    """When an article says it was published.

    moment: aware UTC (for DAY precision: midnight of that day in the zone that was used).
    offset_minutes: the offset that was printed, else the source's at that moment; None when neither is known,
        and then `moment` takes the printed clock as UTC.
    """

    moment: datetime
    offset_minutes: int | None
    precision: Precision
    origin: DateOrigin

    def __post_init__(self) -> None:
        object.__setattr__(self, "moment", utc(self.moment))

    def printed(self) -> str:
        """ISO 8601 as the page means it: a day alone for a day, and the offset that was printed or that its source has."""
        return printed_moment(self.moment, self.offset_minutes, self.precision)


def printed_moment(moment: datetime, offset_minutes: int | None, precision: str) -> str:
    """As above for the parts of a date. precision: "day", "minute" or "second"."""
    local = moment.astimezone(timezone(timedelta(minutes=offset_minutes or 0)))
    if precision == "day":
        return local.date().isoformat()
    shown = local if offset_minutes is not None else local.replace(tzinfo=None)
    return shown.isoformat(timespec="seconds" if precision == "second" else "minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedArticle:
    """A page as clean text.

    text: Unicode NFC, paragraphs separated by one newline; never empty.
    language: BCP 47 as identified from the text ("ar", "kk", "kk-Arab", …); "und" when not certain.
    published_reason: why `published` is None ("" when it is not).
    canonical_url: absolute, only when the page itself names one.
    credit: the agency quoted as the source ("kazinform", "xinhua", …), as a code; None if none.
    """

    title: str
    text: str
    language: str
    published: PublishedDate | None
    published_reason: str
    author: str | None
    credit: str | None
    section: str | None
    canonical_url: str | None


Field = Literal["title", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place where an organization is named: evidence.

    form: the characters as they stand in the stored text, so `form == field_text[start:end]`.
    rule: which rule of the watch-list matched, for example "name:ar", "pattern:ar-cica", "acronym:en+context".
    """

    organization: str
    form: str
    field: Field
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """An organization an article is about, with its evidence in reading order (title first).

    unlisted: how many mentions there are beyond those that are listed; a text that repeats a name for ever is bounded.
    """

    organization: str
    mentions: tuple[Mention, ...]
    unlisted: int = 0

    @property
    def count(self) -> int:
        return len(self.mentions) + self.unlisted

    @property
    def in_title(self) -> bool:
        return any(mention.field == "title" for mention in self.mentions)


EntityKind = Literal["person", "place", "agency"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityMention:
    """One place where an entity is named: `form == field_text[start:end]`."""

    form: str
    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityTag:
    """A person, place or agency an article names, with its evidence in reading order (title first).

    count: of all mentions; no more than `press.entities.MOST_EVIDENCE` are listed.
    """

    kind: EntityKind
    code: str
    count: int
    mentions: tuple[EntityMention, ...]

    @property
    def in_title(self) -> bool:
        return any(mention.field == "title" for mention in self.mentions)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedArticle:
    """tags: organizations. entities: persons and places. dateline_place: code of the place it was sent from.

    watch_list_version, entities_version: digests of the lists that tagged it; extractor_version: of what read the page.
    """

    article: ExtractedArticle
    tags: tuple[Tag, ...]
    entities: tuple[EntityTag, ...] = ()
    dateline_place: str | None = None
    watch_list_version: str
    entities_version: str = ""
    extractor_version: str = ""
