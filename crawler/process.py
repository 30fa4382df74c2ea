"""Opens, once per process, everything that crawls need, and closes it in order."""

import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from crawler.crawl_events import CrawlEvent
from crawler.crawl_services import CrawlServices, nobody_watches
from crawler.database_thread import DatabaseThread
from crawler.fetch_services import FetchServices
from crawler.reading_pool import ReadingPool
from press.configuration import Configuration
from press.moments import Clock
from storage import open_storage


class CrawlProcess:
    """The services of this process. Raises StorageError when the database cannot be opened."""

    def __init__(
        self, configuration: Configuration, *, clock: Clock, watch: Callable[[CrawlEvent], None] = nobody_watches
    ) -> None:
        settings = configuration.settings
        self._storage = open_storage(
            settings.database.url, clock=clock, busy_timeout_seconds=settings.database.busy_timeout_seconds
        )
        self._storage.sync_sources(configuration.sources.values())
        self._database = DatabaseThread()
        self._pool = ReadingPool(settings.reading, configuration.watch_list)
        self.services = CrawlServices(
            settings=settings,
            storage=self._storage,
            database=self._database,
            pool=self._pool,
            fetch=FetchServices(settings=settings, storage=self._storage, database=self._database, clock=clock),
            clock=clock,
            holder=f"{socket.gethostname()}:{os.getpid()}",
            watch=watch,
        )

    def close(self) -> None:
        """Finishes the writes that were begun; workers that still read are ended."""
        self._pool.close()
        self._database.close()
        self._storage.close()


@asynccontextmanager
async def crawl_process(
    configuration: Configuration, *, clock: Clock, watch: Callable[[CrawlEvent], None] = nobody_watches
) -> AsyncIterator[CrawlServices]:
    """The services for the length of a block."""
    process = CrawlProcess(configuration, clock=clock, watch=watch)
    try:
        yield process.services
    finally:
        process.close()
