"""The daemon's pulse: a row in the database, systemd's watchdog, and a look at the clock.

Written by the same thread as everything else, so that a pulse in the database proves that the store takes writes.
"""

import asyncio
import os
import socket
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from crawler.crawl_services import CrawlServices
from crawler.health_server import Vitals
from crawler.systemd import ServiceManager
from press.errors import StorageError
from press.numbered import numbered

log = structlog.get_logger()

BEAT_SECONDS = 15.0
CLOCK_TOLERANCE = timedelta(seconds=30)


class ClockWatch:
    """Tells when the machine's clock was set: when it went otherwise than the monotonic one."""

    def __init__(self, now: datetime, monotonic: float) -> None:
        self._now, self._monotonic = now, monotonic

    def moved(self, now: datetime, monotonic: float) -> timedelta:
        """By how much since the last look; zero within the tolerance."""
        expected = self._now + timedelta(seconds=monotonic - self._monotonic)
        self._now, self._monotonic = now, monotonic
        return now - expected if abs(now - expected) > CLOCK_TOLERANCE else timedelta(0)


class SignsOfLife:
    """clock_moved: called when the machine's clock was set."""

    def __init__(
        self,
        services: CrawlServices,
        vitals: Vitals,
        manager: ServiceManager,
        clock_moved: Callable[[timedelta], None],
        *,
        beat_seconds: float = BEAT_SECONDS,
    ) -> None:
        self._services = services
        self._vitals = vitals
        self._manager = manager
        self._clock_moved = clock_moved
        watchdog = manager.watchdog_seconds
        self._pause = min(beat_seconds, watchdog / 3) if watchdog else beat_seconds
        self._holder = f"{services.holder}:{services.clock():%Y%m%dT%H%M%S}"

    @property
    def stale_after(self) -> float:
        """Seconds after which a missing sign of life means trouble."""
        return 4 * self._pause + self._services.settings.database.busy_timeout_seconds

    async def begin(self) -> None:
        """Puts this daemon on record, and says how the one before it ended."""
        services = self._services
        hearts = services.storage.heartbeats
        before = await services.database(hearts.last)
        if before is not None and before.ended_at is None:
            log.warning("earlier_daemon_died_without_a_word", pid=before.pid, last_sign=str(before.beat_at))
        ahead = before.beat_at - services.clock() if before is not None else timedelta(0)
        if ahead > CLOCK_TOLERANCE:
            log.warning("clock_was_set", seconds=-round(ahead.total_seconds()))
            await services.database(services.storage.clock_was_set_back, -ahead)
        await services.database(hearts.start, self._holder, socket.gethostname(), os.getpid())
        self._vitals.beat_at, self._vitals.trouble = services.clock(), ""

    async def keep(self) -> None:
        """Beats until it is cancelled."""
        watch = ClockWatch(self._services.clock(), time.monotonic())
        while True:
            await asyncio.sleep(self._pause)
            if moved := watch.moved(self._services.clock(), time.monotonic()):
                log.warning("clock_was_set", seconds=round(moved.total_seconds()))
                self._clock_moved(moved)
            await self._beat()

    async def end(self, reason: str) -> None:
        try:
            await self._services.database(self._services.storage.heartbeats.end, self._holder, reason)
        except StorageError as error:
            log.warning("last_word_not_written", reason=str(error))

    async def _beat(self) -> None:
        try:
            await self._services.database(self._services.storage.heartbeats.beat, self._holder)
        except StorageError as error:
            # The run that next writes will end the daemon; until then /readyz says why.
            self._vitals.trouble = str(error)
            log.error("sign_of_life_not_written", reason=str(error))  # noqa: TRY400  # the sentence says it all
            return
        self._vitals.beat_at, self._vitals.trouble = self._services.clock(), ""
        self._manager.alive(f"{numbered(self._vitals.sources, 'source')}, {self._vitals.under_way} under way")
