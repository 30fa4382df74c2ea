"""What the store answers to those who ask it: stored articles and their past. All moments are aware and in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from press.alarms import Alarm
    from press.archive import ArchivePlace
    from press.articles import DateOrigin, EntityTag, Mention, Precision
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
class RelatedArticle:
    """Another article with (nearly) the same text. relation: copy, contained (one is an excerpt of the other) or derived;
    score: from 0 to 1; is_earlier: it was published before, by honest dates."""

    article_id: int
    title: str
    url: str
    source_id: str
    source: str
    sort_at: datetime
    relation: str
    score: float
    is_earlier: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySummary:
    """Articles about one event. title: of its earliest article; size: of articles with their copies; articles: without them;
    by_hand: merged or split by a person."""

    id: int
    title: str
    language: str
    size: int
    articles: int
    outlets: int
    first_at: datetime
    latest_at: datetime
    organizations: tuple[str, ...]
    by_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article with everything known of it. title and text: of the newest revision.

    source_id, source, country, url: of the outlet it was first seen at. sort_at: published, else first seen.
    published_reason: why there is no date. sightings: in the order they were seen; revisions: oldest first.
    entities: persons and places it names, by kind and code; dateline_place: code of the place it was sent from.
    head_id: the first of its copies, None when that is the article itself; copies: nearest first.
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
    entities: tuple[EntityTag, ...]
    dateline_place: str | None
    sightings: tuple[Sighting, ...]
    revisions: tuple[Revision, ...]
    extractor_version: str
    watch_list_version: str
    entities_version: str
    story_id: int | None
    head_id: int | None
    copies: tuple[RelatedArticle, ...]


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
    """An article that was changed after publication. changed_at: when the newest text was read.

    before_id: the article that has the text from before, when other outlets still carry that; None when the texts from
    before are revisions of this article.
    """

    id: int
    title: str
    source_id: str
    source: str
    url: str
    sort_at: datetime
    changed_at: datetime
    revisions: int
    before_id: int | None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """A daemon: since when, last heard of when, and how it ended (ended_at None: it runs, or died without a word)."""

    holder: str
    host: str
    pid: int
    started_at: datetime
    beat_at: datetime
    ended_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorHealth:
    """A door as its last polls left it. verdict: see PollVerdict; None before the first poll.

    last_news_at: it brought something the ledger did not know; last_change_at: it said something else than before.
    first_poll_at: when it first answered. recognised: how many articles it named when it was last read; unrecognised: how
    many of its links look like articles and match no known form of address, and some of them.
    moved_to: where it has moved for good, at moved_polls polls in a row. lies: how often its 304 was untrue.
    checked_at, check_verdict, check_reason: what `rasid sources check` found, if it was asked.
    """

    address: str
    kind: str
    active: bool
    verdict: str | None
    status: int | None
    reason: str
    polls: int
    failures: int
    failing_since: datetime | None
    interval_seconds: int
    next_poll_at: datetime | None
    first_poll_at: datetime | None
    last_poll_at: datetime | None
    last_news_at: datetime | None
    last_change_at: datetime | None
    moved_to: str | None
    moved_polls: int
    retired_at: datetime | None
    lies: int
    lied_at: datetime | None
    recognised: int
    unrecognised: int
    unrecognised_like: list[str] | None
    checked_at: datetime | None
    check_verdict: str | None
    check_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """A source, its doors and its ledger. pages: how many addresses are in each state; states without any are left out.

    expected_per_day: what its entry expects. next_poll_at: None when a door was never polled, or when there is none.
    held_until: a run works on it now.
    """

    id: str
    name: str
    country: str
    languages: tuple[str, ...]
    enabled: bool
    expected_per_day: float
    doors: tuple[DoorHealth, ...]
    pages: Mapping[str, int]
    last_run: RunNote | None
    next_poll_at: datetime | None
    held_until: datetime | None

    @property
    def active_doors(self) -> tuple[DoorHealth, ...]:
        return tuple(door for door in self.doors if door.active)

    @property
    def last_news_at(self) -> datetime | None:
        return max((door.last_news_at for door in self.doors if door.last_news_at), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The whole installation at one moment. alarms: the worst first.

    pages: addresses by state. runs: by state, in the last 24 hours; due_runs likewise. last_runs: the latest first.
    due: sources by the moment they are due, the next first (None: now). pending_ready: pages that may be fetched now;
    oldest_pending_at: since when the oldest of them waits. revisits_due: pages of articles to be looked at again now.
    """

    now: datetime
    database: str
    database_bytes: int
    disk_free_bytes: int
    sources: int
    sources_enabled: int
    doors: int
    articles: int
    tagged_articles: int
    sightings: int
    pages: Mapping[str, int]
    pending_ready: int
    oldest_pending_at: datetime | None
    revisits_due: int
    runs: Mapping[str, int]
    due_runs: Mapping[str, int]
    last_runs: tuple[RunNote, ...]
    due: tuple[tuple[str, datetime | None], ...]
    daemon: Heartbeat | None
    alarms: tuple[Alarm, ...]
