"""What the daemon does once a day: old pages leave the archive, old runs the record."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import structlog

from crawler.archive_retention import Retention
from crawler.crawl_services import CrawlServices
from press.errors import StorageError

log = structlog.get_logger()

FIRST_AFTER_SECONDS: Final = 600.0
EVERY_SECONDS: Final = 86_400.0
RUNS_KEPT: Final = timedelta(days=400)
"""A year and a bit, so that a month can be compared with the same month a year ago."""


class Housekeeping:
    """services: those in use now; they change when the configuration does."""

    def __init__(
        self,
        services: Callable[[], CrawlServices],
        *,
        first_after_seconds: float = FIRST_AFTER_SECONDS,
        every_seconds: float = EVERY_SECONDS,
    ) -> None:
        self._services = services
        self._first_after = first_after_seconds
        self._every = every_seconds

    async def keep(self) -> None:
        """Until it is cancelled. What could not be done is said, and done another day."""
        await asyncio.sleep(self._first_after)
        while True:
            try:
                await self._prune()
                await self._forget_runs()
            except StorageError as error:
                log.warning("housekeeping_failed", reason=str(error))
            await asyncio.sleep(self._every)

    async def _prune(self) -> None:
        services = self._services()
        retention = Retention(services.settings.archive, services.storage, services.clock)
        done = await asyncio.to_thread(retention.prune)
        log.info(
            "archive_pruned",
            files_deleted=done.files_deleted,
            files_sifted=done.files_sifted,
            bytes_freed=done.bytes_freed,
        )

    async def _forget_runs(self) -> None:
        services = self._services()
        number = await services.database(services.storage.runs.forget, services.clock() - RUNS_KEPT)
        log.info("runs_forgotten", number=number)
