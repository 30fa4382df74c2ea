"""What the store answers to those who ask it: stored articles and their past. All moments are aware and in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from press.archive import ArchivePlace
from press.articles import DateOrigin, Mention, Precision
from press.discoveries import DiscoveryState
from press.robots import RobotsRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTag:
    """An organization an article names; evidence in reading order, offsets into the newest text."""

    organization: str
    count: int
    in_title: bool
    evidence: tuple[Mention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """An article at one address. source: the outlet's name; vanished_at: the page was gone when looked at last."""

    url: str
    source_id: str
    source: str
    title: str
    author: str | None
    credit: str | None
    published_at: datetime | None
    published_offset_minutes: int | None
    first_seen_at: datetime
    vanished_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A text the article had. number 1 is the first; seen_at: when it was read."""

    number: int
    title: str
    text: str
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article with everything known of it. title and text: of the newest revision.

    source_id, source, country, url: of the outlet it was first seen at. sort_at: published, else first seen.
    published_reason: why there is no date. sightings: in the order they were seen; revisions: oldest first.
    """

    id: int
    title: str
    text: str
    language: str
    author: str | None
    credit: str | None
    section: str | None
    url: str
    published_at: datetime | None
    published_offset_minutes: int | None
    published_precision: Precision | None
    published_origin: DateOrigin | None
    published_reason: str
    first_seen_at: datetime
    sort_at: datetime
    source_id: str
    source: str
    country: str
    revision: int
    organizations: tuple[str, ...]
    tags: tuple[StoredTag, ...]
    sightings: tuple[Sighting, ...]
    revisions: tuple[Revision, ...]
    extractor_version: str
    watch_list_version: str
    story_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunNote:
    """A run on record. state: see RunState; finished_at None: under way."""

    id: int
    source_id: str
    kind: str
    state: str
    started_at: datetime
    finished_at: datetime | None
    counts: Mapping[str, int]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressHistory:
    """All that is known of one address.

    url: as it was found (`why` also knows other spellings and second addresses of the page). door: address of the door that
    named it, None when it was given by hand. title, published, language: the door's hints. found_by, settled_by: None when
    that run has been forgotten. robots: the last robots.txt of its host, also an expired one.
    looks, look_again_at, vanished_at: of the article's page at this address.
    """

    url: str
    source_id: str
    source: str
    state: DiscoveryState
    reason: str
    status: int | None
    attempts: int
    found_at: datetime
    next_attempt_at: datetime | None
    settled_at: datetime | None
    door: str | None
    door_kind: str
    title: str | None
    published: str | None
    language: str | None
    found_by: RunNote | None
    settled_by: RunNote | None
    archived: ArchivePlace | None
    robots: RobotsRecord | None
    article_id: int | None
    article_title: str | None
    sightings: tuple[Sighting, ...]
    looks: int
    look_again_at: datetime | None
    vanished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedArticle:
    """An article that was changed after publication. changed_at: when its newest revision was read."""

    id: int
    title: str
    source_id: str
    source: str
    url: str
    sort_at: datetime
    changed_at: datetime
    revisions: int
    organizations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VanishedPage:
    """A page of a stored article that is no longer there; the article stays."""

    article_id: int
    title: str
    source_id: str
    source: str
    url: str
    first_seen_at: datetime
    vanished_at: datetime
    organizations: tuple[str, ...]
