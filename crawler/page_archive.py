"""The archive while a crawl runs: pages are written by a thread of their own, since packing takes a few milliseconds."""

from pathlib import Path

from crawler.archive import ArchiveWriter
from crawler.database_thread import DatabaseThread
from press.archive import ArchivePlace
from press.moments import Clock
from press.pages import FetchedPage
from press.settings import ArchiveSettings


class PageArchive:
    """One per process; writes nothing when `archive.enabled` is off."""

    def __init__(self, settings: ArchiveSettings, clock: Clock) -> None:
        self._writer = ArchiveWriter(Path(settings.directory), clock) if settings.enabled else None
        self._thread = DatabaseThread("archive")

    async def keep(self, page: FetchedPage) -> ArchivePlace | None:
        """Where the page now stands; None when pages are not kept. Raises StorageUnavailable."""
        if self._writer is None:
            return None
        return await self._thread(self._writer.write, page)

    def close(self) -> None:
        self._thread.close()
        if self._writer is not None:
            self._writer.close()
