"""A page as it came from the network, and what reading made of it."""

from dataclasses import dataclass
from datetime import datetime

from press.articles import TaggedArticle
from press.moments import utc


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    """Bytes and nothing else: reading never fetches.

    url: as asked for; final_url: after redirects; body: decompressed; charset: of the HTTP header, lower case, or None.
    """

    url: str
    final_url: str
    body: bytes
    content_type: str | None
    charset: str | None
    fetched_at: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "fetched_at", utc(self.fetched_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingHints:
    """What is known of a page before it is read.

    zone: IANA name of the source's zone, or None. door_kind: "feed", "news_sitemap", "sitemap", "listing" or "url".
    title, published (as printed), language: what the door said.
    keep_all: read and keep the page even when it names no organization.
    """

    source_id: str
    zone: str | None = None
    languages: tuple[str, ...] = ()
    door_kind: str = "url"
    title: str | None = None
    published: str | None = None
    language: str | None = None
    keep_all: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderVersions:
    """By what a page was judged: extractor (our rules and trafilatura's version) and watch-list (a digest)."""

    extractor: str
    watch_list: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadArticle:
    tagged: TaggedArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOffTopic:
    """A readable page that names no organization of the watch-list. `by`: "gate" (never extracted) or "tagger".

    published_at: to a day, if its door did not say it and the page declares it.
    """

    by: str
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNothing:
    """A page no article can be made of; `reason` is a sentence for the operator."""

    reason: str


ReadResult = ReadArticle | ReadOffTopic | ReadNothing
