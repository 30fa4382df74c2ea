"""Storage: one façade over the database. `open_storage(url)` is the only way in.

    sources ─sync→ leases ─→ runs ─→ polls ─→ ledger ─→ pages ─→ articles ─→ analysts' questions

Importing this costs nothing; SQLAlchemy (0.8 s) is loaded when a database is opened. Every method raises StorageError
when the database fails: nothing of a driver gets past here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from press.moments import Clock, system_clock
from press.queries import Query, parse_query
from press.query_dates import refuse_empty_period
from press.settings import StoriesSettings
from storage.answers import (
    AddressHistory,
    ChangedArticle,
    DoorHealth,
    Heartbeat,
    RelatedArticle,
    Revision,
    RunNote,
    Sighting,
    SourceHealth,
    Status,
    StoredArticle,
    StoredTag,
    StorySummary,
    VanishedPage,
)
from storage.daemon_lock import hold_daemon_lock
from storage.rows import DueState, Lease, PageRecord, PollRecord, Run, RunEnd, RunState
from storage.search_rows import CountRow, ExportRow, FoundArticle, FoundPage, SavedSearch

if TYPE_CHECKING:
    from press.agencies import Agency
    from press.configuration import Configuration
    from press.copy_tree import CopyNode
    from storage.address_history import AddressBook
    from storage.archive_places import ArchivePlaces
    from storage.article_reader import ArticleReader
    from storage.copy_reader import CopyReader
    from storage.engines import Engines
    from storage.heartbeats import HeartbeatStore
    from storage.leases import RunStore
    from storage.ledger import Ledger
    from storage.links import ArticleLinks
    from storage.network import NetworkStore
    from storage.pages import PageStore
    from storage.rereads import RereadStore
    from storage.revisits import RevisitStore
    from storage.saved_searches import SavedSearches
    from storage.search import ArticleSearch
    from storage.sources import SourceStore
    from storage.status import StatusStore
    from storage.stories import StoryDesk
    from storage.walks import WalkStore

__all__ = [
    "AddressHistory",
    "ChangedArticle",
    "CountRow",
    "DoorHealth",
    "DueState",
    "ExportRow",
    "FoundArticle",
    "FoundPage",
    "Heartbeat",
    "Lease",
    "PageRecord",
    "PollRecord",
    "RelatedArticle",
    "Revision",
    "Run",
    "RunEnd",
    "RunNote",
    "RunState",
    "SavedSearch",
    "Sighting",
    "SourceHealth",
    "Status",
    "Storage",
    "StoredArticle",
    "StoredTag",
    "StorySummary",
    "VanishedPage",
    "hold_daemon_lock",
    "open_storage",
]


def open_storage(
    url: str,
    *,
    clock: Clock = system_clock,
    busy_timeout_seconds: float = 10.0,
    read_only: bool = False,
    mend: bool = False,
    must_exist: bool = False,
    stories: StoriesSettings | None = None,
) -> Storage:
    """Opens the database, and makes or upgrades it unless `read_only`. mend: also one whose search index is old, to renew it.
    must_exist: none is made where there is none. stories: thresholds of what belongs to one event.

    Raises ConfigurationError for an address that names no database, StorageUnavailable for one that cannot be used,
    SchemaTooNew for one made by a newer Rasid, SchemaTooOld for an old one that is only to be read, or whose search index is old.
    """
    from storage.engines import Engines
    from storage.search_index import require_current_index
    from storage.upgrades import require_current, require_made, upgrade

    engines = Engines(url, busy_timeout_seconds=busy_timeout_seconds, read_only=read_only, must_exist=must_exist)
    try:
        if read_only:
            require_current(engines)
        else:
            if must_exist:
                require_made(engines)
            upgrade(engines)
            if not mend:
                require_current_index(engines)
    except BaseException:
        engines.dispose()
        raise
    return Storage(engines, clock, stories or StoriesSettings())


class Storage:
    """The database. May be used from several threads; each call is its own transaction.

    What analysts and operators ask is asked here; what a crawl writes goes to the parts: `storage.ledger.record_poll(…)`.
    """

    def __init__(self, engines: Engines, clock: Clock, stories: StoriesSettings) -> None:
        self._engines = engines
        self._clock = clock
        self._story_settings = stories

    # Each part is loaded when it is first asked for: a search needs neither the ledger nor the tables' classes.
    # What a crawl and the daemon work with:

    @cached_property
    def sources(self) -> SourceStore:
        from storage.sources import SourceStore

        return SourceStore(self._engines, self._clock)

    @cached_property
    def runs(self) -> RunStore:
        from storage.leases import RunStore

        return RunStore(self._engines, self._clock)

    @cached_property
    def ledger(self) -> Ledger:
        from storage.ledger import Ledger

        return Ledger(self._engines, self._clock)

    @cached_property
    def pages(self) -> PageStore:
        from storage.pages import PageStore

        return PageStore(self._engines, self._clock, self._links)

    @cached_property
    def revisits(self) -> RevisitStore:
        from storage.revisits import RevisitStore

        return RevisitStore(self._engines)

    @cached_property
    def rereads(self) -> RereadStore:
        from storage.rereads import RereadStore

        return RereadStore(self._engines, self._clock, self._links)

    @cached_property
    def walks(self) -> WalkStore:
        from storage.walks import WalkStore

        return WalkStore(self._engines, self._clock)

    @cached_property
    def network(self) -> NetworkStore:
        from storage.network import NetworkStore

        return NetworkStore(self._engines)

    @cached_property
    def archive_places(self) -> ArchivePlaces:
        from storage.archive_places import ArchivePlaces

        return ArchivePlaces(self._engines)

    @cached_property
    def heartbeats(self) -> HeartbeatStore:
        from storage.heartbeats import HeartbeatStore

        return HeartbeatStore(self._engines, self._clock)

    # What stands behind the questions:

    @cached_property
    def _search(self) -> ArticleSearch:
        from storage.search import ArticleSearch

        return ArticleSearch(self._engines)

    @cached_property
    def _saved_searches(self) -> SavedSearches:
        from storage.saved_searches import SavedSearches

        return SavedSearches(self._engines, self._clock)

    @cached_property
    def _articles(self) -> ArticleReader:
        from storage.article_reader import ArticleReader

        return ArticleReader(self._engines)

    @cached_property
    def _copies(self) -> CopyReader:
        from storage.copy_reader import CopyReader

        return CopyReader(self._engines)

    @cached_property
    def _stories(self) -> StoryDesk:
        from storage.stories import StoryDesk

        return StoryDesk(self._engines)

    @cached_property
    def _links(self) -> ArticleLinks:
        from storage.links import ArticleLinks

        return ArticleLinks(self._engines, self._story_settings)

    @cached_property
    def _addresses(self) -> AddressBook:
        from storage.address_history import AddressBook

        return AddressBook(self._engines)

    @cached_property
    def _status(self) -> StatusStore:
        from storage.status import StatusStore

        return StatusStore(self._engines)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the database."""
        self._engines.dispose()

    @property
    def where(self) -> str:
        """Which database this is, for messages."""
        return self._engines.where

    # What analysts and operators ask

    def article(self, article_id: int) -> StoredArticle | None:
        """An article, whole."""
        return self._articles.article(article_id)

    def revisions_of(self, article_id: int) -> tuple[Revision, ...]:
        """The texts an article had, oldest first; none for an unknown one."""
        return self._articles.revisions_of(article_id)

    def changed(self, *, since: datetime | None = None, limit: int = 100) -> tuple[ChangedArticle, ...]:
        """Articles that were changed after publication, the latest change first."""
        return self._articles.changed(since, limit)

    def vanished(self, *, since: datetime | None = None, limit: int = 100) -> tuple[VanishedPage, ...]:
        """Pages of stored articles that are no longer there, the latest first."""
        return self._articles.vanished(since, limit)

    # Care of the database

    def clock_was_set_back(self, by: timedelta) -> int:
        """Moments that were to come move with the clock (`by` is negative). How many."""
        from storage.clock_shift import shift_coming

        return shift_coming(self._engines, self._clock(), by)

    def backup(self, target: Path) -> None:
        """Writes a whole and consistent copy while others go on working. Raises StorageUnavailable, also for a file that is there."""
        from storage.backup import backup

        backup(self._engines, target)

    def check(self) -> tuple[str, ...]:
        """What is wrong with the database, a sentence each; nothing when all is well."""
        from storage.checks import check

        return check(self._engines)

    def reindex(self, progress: Callable[[int, int], None]) -> int:
        """Makes the full-text index anew; `progress` hears how many articles of how many are done. How many there are."""
        from storage.search_index import reindex

        return reindex(self._engines, progress)

    # Search

    def search(
        self, query: Query | str, *, limit: int = 50, after: str | None = None, copies: bool = False
    ) -> FoundPage:
        """One page of the articles that answer, newest first. after: `next` of the page before. Copies of one article are one
        answer, the first of them that answers; copies: each is one of its own.

        Raises QueryError for a text that is no query or names what nobody knows, UsageError for a wrong limit or place.
        """
        return self._search.search(self._query(query), limit=limit, after=after, copies=copies)

    def count(
        self, query: Query | str, by: tuple[str, ...] = (), *, progress: Callable[[int, int], None] | None = None
    ) -> tuple[CountRow, ...]:
        """How many articles answer, in all or by organization, day, month, year, source, language, country, kind, credit.

        progress: hears how many texts of how many have been read, where an exact form has to be looked for in texts.
        """
        return self._search.count(self._query(query), by, progress)

    def export(self, query: Query | str) -> Iterator[ExportRow]:
        """All articles that answer, newest first, as flat rows in bounded memory."""
        return self._search.export(self._query(query))

    def export_json(self, query: Query | str) -> Iterator[bytes]:
        """The same, each as a line of JSON in UTF-8, without its end; twice as fast. Keys: `desk.exports.COLUMNS`."""
        return self._search.export_json(self._query(query))

    def refuse_unknown(self, query: Query, configuration: Callable[[], Configuration]) -> None:
        """Raises UsageError, with the nearest, for a value in a query that neither an article nor the configuration has. What
        is asked as a text is looked at so by itself."""
        from storage.known_values import refuse_unknown

        refuse_unknown(self._search, query, configuration)

    def save_search(self, name: str, query: str) -> None:
        """Keeps a query under a name; replaces what the name stood for. Raises QueryError."""
        self._saved_searches.save(name, query)

    def saved_searches(self) -> tuple[SavedSearch, ...]:
        """By name."""
        return self._saved_searches.all()

    def saved_search(self, name: str) -> SavedSearch:
        """Raises UsageError, with the nearest name, when there is none."""
        return self._saved_searches.find(name)

    def forget_search(self, name: str) -> None:
        """Raises UsageError when there is none."""
        self._saved_searches.forget(name)

    def _query(self, query: Query | str) -> Query:
        if isinstance(query, Query):
            query.refuse_empty_period()
            return query
        from press.configuration import find_directory, load_configuration
        from press.spellings import name_lists

        names = name_lists(find_directory(None, os.environ))
        read = parse_query(query, now=self._clock()).with_variants(names.variants).with_codes(names.code_of)
        self.refuse_unknown(read, load_configuration)
        return read

    def why(self, url: str) -> AddressHistory | None:
        """The whole story of an address; None for one that was never seen."""
        return self._addresses.why(url)

    def source_health(self) -> tuple[SourceHealth, ...]:
        """How each source fares, by id."""
        return self._status.sources(self._clock())

    def status(self, now: datetime) -> Status:
        """The whole installation at one moment, with its alarms."""
        return self._status.status(now)

    # Copies and stories

    def copy_tree(self, article_id: int, agencies: Collection[Agency] | None = None) -> tuple[CopyNode, ...]:
        """Who ran an article first, who took it from whom, what was changed; none for an unknown one. agencies: by which
        credits are understood; by default those that come with Rasid."""
        return self._copies.tree(article_id, agencies)

    def stories(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        organization: str | None = None,
        limit: int = 50,
    ) -> tuple[StorySummary, ...]:
        """Stories that were added to in this time, the latest first. Raises UsageError for a time that is over before it begins."""
        refuse_empty_period(since, until)
        return self._copies.stories(since=since, until=until, organization=organization, limit=limit)

    def story(self, story_id: int) -> tuple[StorySummary, tuple[int, ...]] | None:
        """A story and its articles' numbers, the earliest first; None for an unknown one."""
        return self._copies.story(story_id)

    def merge_stories(self, story_ids: Sequence[int]) -> int:
        """Makes one story of several, for good. Its number. Raises UsageError for an unknown one."""
        return self._stories.merge(story_ids)

    def split_story(self, story_id: int, article_ids: Sequence[int]) -> int:
        """Takes articles out of a story into a new one, for good. Its number. Raises UsageError for an article not in it."""
        return self._stories.split(story_id, article_ids)

    def sweep_links(self, limit: int = 1000) -> int:
        """Links articles that are not linked: their process died before it could, or they were left to it. How many."""
        return self._links.sweep(limit)

    def renew_links(self, limit: int = 500) -> int:
        """Makes anew what articles are found by that were linked by older rules, and leaves it to `sweep_links` to link them;
        call again until it is 0. How many."""
        return self._links.renew(limit)

    def relink_all(self) -> None:
        """Throws away what copies and stories are found by; `renew_links` makes it anew, then `sweep_links` links."""
        self._links.begin_anew()
