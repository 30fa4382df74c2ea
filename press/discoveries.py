"""From a door to a discovery: FeedEntry (what a door offers) and Discovery (what the ledger holds)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DiscoveryState(StrEnum):
    """Where an address stands in the ledger. Only PENDING is taken up again by the next run."""

    PENDING = "pending"
    ARTICLE = "article"
    OFF_TOPIC = "off_topic"
    UNREADABLE = "unreadable"
    BLOCKED = "blocked"
    GONE = "gone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One address offered by a door, with what the door says of it.

    url: absolute, exactly as the door gave it once relative links are resolved.
    published: as printed by the door (any format), or None.
    content: the whole article as HTML when the feed carries it, else None.
    """

    url: str
    title: str | None = None
    published: str | None = None
    language: str | None = None
    author: str | None = None
    content: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorContent:
    """A door that could be read.

    entries: in the door's order, one per address.
    kind: what it turned out to be ("rss", "atom", "rdf", "json-feed", "news-sitemap", "sitemap", "sitemap-index", "listing").
    children: sitemaps of a sitemap index, newest first.
    next_page: the next page of a listing or of an RFC 5005 feed, absolute.
    ttl_minutes: the feed's own wish (ttl), None if it has none. quiet_hours: hours of the week, from Monday 0:00 UTC, in
    which it does not want to be asked (skipHours, skipDays).
    skipped: one sentence per entry that could not be used (no link, not http, …). unrecognised: links of a listing that look
    like articles and match no known form of address, if there are many (`press.other_pages`).
    """

    entries: tuple[FeedEntry, ...]
    kind: str
    title: str | None = None
    children: tuple[str, ...] = ()
    next_page: str | None = None
    ttl_minutes: int | None = None
    quiet_hours: frozenset[int] = frozenset()
    skipped: tuple[str, ...] = ()
    unrecognised: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorUnreadable:
    """A door that answered, but not with what it should be. `reason` is a sentence for the operator."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """A row of the ledger that is to be fetched.

    key: 16 bytes, see `addresses.address_key`; url: exactly as found.
    attempts: fetches already tried. title, published, language: the door's hints; published as printed.
    revisit: the page of an article that is stored, looked at again; to be read whatever it says now.
    """

    id: int
    key: bytes
    url: str
    source_id: str
    door_kind: str
    found_at: datetime
    attempts: int
    title: str | None
    published: str | None
    language: str | None
    revisit: bool = False
