"""The daemon as the machine sees it: signals, signs of life, health, and another configuration on SIGHUP."""

import asyncio
import signal
from collections.abc import Callable, Coroutine, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import structlog

from crawler.crawl_services import CrawlServices
from crawler.health_server import HealthServer, Metrics, Vitals
from crawler.housekeeping import Housekeeping
from crawler.process import CrawlProcess
from crawler.signs_of_life import SignsOfLife
from crawler.systemd import ServiceManager
from press.configuration import Configuration, load_configuration
from press.contact import require_contact
from press.errors import ConfigurationError
from press.numbered import numbered
from press.sources import Source

log = structlog.get_logger()


class Resident(Protocol):
    """What is kept running: `scheduler.Daemon`."""

    ended_by: str

    async def run(self) -> None: ...

    def stop(self, reason: str) -> None: ...

    async def take_over(
        self, services: CrawlServices, sources: Iterable[Source], retire: Callable[[], None]
    ) -> None: ...

    def clock_was_set(self, by: timedelta) -> None: ...

    def in_background(self, chore: Coroutine[object, object, None]) -> "asyncio.Task[None]": ...


class Service:
    """Runs the daemon until a signal ends it."""

    def __init__(
        self, process: CrawlProcess, configuration: Configuration, daemon: Resident, vitals: Vitals, metrics: Metrics
    ) -> None:
        self._process = process
        self._configuration = configuration
        self._daemon = daemon
        self._vitals = vitals
        self._metrics = metrics
        self._manager = ServiceManager()
        services = process.services
        self._signs = SignsOfLife(services, vitals, self._manager, daemon.clock_was_set)
        self._housekeeping = Housekeeping(lambda: process.services)
        self._health = HealthServer(
            vitals, metrics, services.clock, stale_after=self._signs.stale_after, refresh=self._refresh
        )
        self._reloading: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Until a signal or a failure ends the daemon; raises what ended it before its time."""
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, self._stop, signal.Signals(sign).name)
        loop.add_signal_handler(signal.SIGHUP, self._reload_soon)
        await self._signs.begin()
        if port := self._configuration.settings.daemon.health_port:
            await self._health.start(port)
        keeping = asyncio.create_task(self._signs.keep())
        self._daemon.in_background(self._housekeeping.keep())
        self._manager.ready(numbered(len(self._configuration.sources), "source"))
        try:
            await self._daemon.run()
        finally:
            keeping.cancel()
            await self._signs.end(self._daemon.ended_by)
            await self._health.stop()

    def _stop(self, reason: str) -> None:
        self._manager.stopping(reason)
        self._vitals.trouble = "stopping"
        self._daemon.stop(reason)

    def _reload_soon(self) -> None:
        if self._reloading is None or self._reloading.done():
            self._reloading = self._daemon.in_background(self._reload())

    async def _reload(self) -> None:
        """A bad configuration is refused in words; nothing of it is taken over."""
        self._manager.reloading()
        try:
            changed = await asyncio.to_thread(_load_whole, self._configuration.directory)
            services, retire = await self._process.reconfigured(changed)
        except ConfigurationError as error:
            log.error("reload_refused", reason=str(error), advice="the configuration of before goes on")  # noqa: TRY400
        else:
            await self._daemon.take_over(services, changed.sources.values(), retire)
            self._configuration = changed
            log.info("reloaded", sources=len(changed.sources), watch_list=changed.watch_list.version)
        self._manager.ready(numbered(len(self._configuration.sources), "source"))

    async def _refresh(self) -> None:
        services = self._process.services
        pending = await services.database(services.storage.ledger.pending_total)
        self._metrics.set("pages_pending", "Pages found and not yet fetched.", pending)
        self._metrics.set("sources", "Sources that are polled.", self._vitals.sources)
        self._metrics.set("sources_under_way", "Sources that are being crawled now.", self._vitals.under_way)
        failed = self._metrics.failed_in_a_row
        self._metrics.set("polls_failed_in_a_row", "Polls that failed since the last that did not.", failed)
        self._metrics.set("ready", "1 while /readyz answers 200.", not self._health.trouble())


def _load_whole(directory: Path) -> Configuration:
    configuration = load_configuration(directory)
    _ = configuration.watch_list, configuration.entities  # read now, so that a mistake in them is found now
    require_contact(configuration, addresses_of(configuration))
    return configuration


def addresses_of(configuration: Configuration) -> list[str]:
    """What the daemon asks for on its own account."""
    return [door.address for source in configuration.sources.values() if source.enabled for door in source.doors]
