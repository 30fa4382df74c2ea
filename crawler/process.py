"""Opens, once per process, everything that crawls need, and closes it in order."""

import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from crawler.crawl_events import CrawlEvent
from crawler.crawl_services import CrawlServices, nobody_watches
from crawler.database_thread import DatabaseThread
from crawler.fetch_services import FetchServices
from crawler.page_archive import PageArchive
from crawler.reading_pool import ReadingPool
from crawler.taken_over import log_taken_over
from press.configuration import Configuration
from press.moments import Clock
from storage import open_storage
from storage.rows import TakenOver


class CrawlProcess:
    """The services of this process. Raises StorageError when the database cannot be opened.

    is_daemon: it decides which sources and doors are switched off. tell_taken_over: hears what was switched off.
    read_only: the database is left as it is, and nothing can be crawled; what has been stored can be looked at.
    """

    def __init__(
        self,
        configuration: Configuration,
        *,
        clock: Clock,
        watch: Callable[[CrawlEvent], None] = nobody_watches,
        is_daemon: bool = False,
        read_only: bool = False,
        tell_taken_over: Callable[[TakenOver], None] = log_taken_over,
    ) -> None:
        settings = configuration.settings
        self._storage = open_storage(
            settings.database.url,
            clock=clock,
            busy_timeout_seconds=settings.database.busy_timeout_seconds,
            read_only=read_only,
            stories=settings.stories,
        )
        if not read_only:
            tell_taken_over(self._storage.sources.sync(configuration.sources.values(), by_daemon=is_daemon))
            self._storage.sweep_links()  # what a process that died had stored and not linked
        self._database = DatabaseThread()
        self._archive = PageArchive(settings.archive, clock)
        self._watch_list_version = configuration.watch_list.version
        self._site_rules = configuration.site_rules
        self._entities = configuration.entities
        self._pools = [
            ReadingPool(settings.reading, configuration.watch_list, configuration.site_rules, configuration.entities)
        ]
        self.services = CrawlServices(
            settings=settings,
            storage=self._storage,
            database=self._database,
            pool=self._pools[0],
            archive=self._archive,
            fetch=FetchServices(settings=settings, storage=self._storage, database=self._database, clock=clock),
            clock=clock,
            holder=f"{socket.gethostname()}:{os.getpid()}",
            watch=watch,
        )

    async def reconfigured(self, configuration: Configuration) -> tuple[CrawlServices, Callable[[], None]]:
        """Services under another configuration, and what is to be called when those of before are no longer in use.

        Database and archive stay the ones that were opened at the start. Raises ConfigurationError, with nothing changed.
        """
        before = self.services
        settings = configuration.settings
        fetch = before.fetch.reconfigured(settings)
        watch_list, site_rules, entities = configuration.watch_list, configuration.site_rules, configuration.entities
        pool = before.pool
        judged_as_before = (
            watch_list.version == self._watch_list_version
            and site_rules == self._site_rules
            and entities == self._entities
        )
        if settings.reading != before.settings.reading or not judged_as_before:
            pool = ReadingPool(settings.reading, watch_list, site_rules, entities)
            self._pools.append(pool)
        log_taken_over(await self._database(self._storage.sources.sync, configuration.sources.values(), by_daemon=True))
        self._watch_list_version = watch_list.version
        self._site_rules = site_rules
        self._entities = entities
        self.services = replace(before, settings=settings, fetch=fetch, pool=pool)

        def retire() -> None:
            if pool is not before.pool:
                before.pool.close()

        return self.services, retire

    def close(self) -> None:
        """Finishes the writes that were begun; workers that still read are ended."""
        for pool in self._pools:
            pool.close()
        self._archive.close()
        self._database.close()
        self._storage.close()


@asynccontextmanager
async def crawl_process(
    configuration: Configuration,
    *,
    clock: Clock,
    watch: Callable[[CrawlEvent], None] = nobody_watches,
    read_only: bool = False,
    tell_taken_over: Callable[[TakenOver], None] = log_taken_over,
) -> AsyncIterator[CrawlServices]:
    """The services for the length of a block."""
    process = CrawlProcess(
        configuration, clock=clock, watch=watch, read_only=read_only, tell_taken_over=tell_taken_over
    )
    try:
        yield process.services
    finally:
        process.close()
