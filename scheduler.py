"""The daemon: APScheduler decides when, the dispatcher crawls, the database holds every fact.

    job per source ─due→ gathered for a moment ─one crawl→ runs on record ─→ next moment from the database

`python scheduler.py` and `rasid run` start it. SIGTERM and SIGINT end it in order: nothing new is taken, what is in
hand is finished within `daemon.stop_seconds`, the rest stays pending in the ledger.
"""

import asyncio
import contextlib
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from crawler.assignments import CrawlOrder
from crawler.crawl_report import CrawlReport
from crawler.crawl_services import CrawlServices
from crawler.dispatcher import Dispatcher
from crawler.logs import set_up_logging
from crawler.process import crawl_process
from crawler.reactor import run_in_reactor
from press.configuration import Configuration, load_configuration
from press.errors import LeaseLost, RasidError, first_cause
from press.moments import system_clock
from press.sources import Source
from storage import DueState, hold_daemon_lock

log = structlog.get_logger()

GATHER_SECONDS = 0.2
"""Sources that are due within this time are polled in one crawl: 100 unchanged feeds then cost a sixth."""


class Daemon:
    """Runs until `stop` is called. One per process; `run` raises what ended it before its time."""

    def __init__(self, services: CrawlServices, sources: Iterable[Source]) -> None:
        self._services = services
        self._sources = {source.id: source for source in sources if source.enabled}
        self._dispatcher = Dispatcher(services)
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._due: dict[str, datetime] = {}
        self._under_way: set[str] = set()
        self._crawls: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._stopped = asyncio.Event()
        self._failure: BaseException | None = None

    async def run(self) -> None:
        """Schedules every source and works until it is told to stop."""
        await self._schedule_all()
        self._scheduler.start()
        log.info("daemon_started", sources=len(self._sources))
        gatherer = asyncio.create_task(self._gather())
        try:
            await self._stopped.wait()
        finally:
            await self._end(gatherer)
        if self._failure is not None:
            raise self._failure

    def stop(self, reason: str) -> None:
        """Asks for the end; `run` returns once everything is in order."""
        if not self._stopped.is_set():
            log.info("daemon_stopping", reason=reason, under_way=sorted(self._under_way))
            self._stopped.set()

    async def _schedule_all(self) -> None:
        services = self._services
        polls = await services.database(services.storage.next_polls)
        now = services.clock()
        for source_id in self._sources:
            self._scheduler.add_job(
                self._source_due,
                IntervalTrigger(minutes=services.settings.polling.max_interval_minutes, timezone=UTC),
                args=[source_id],
                id=source_id,
                next_run_time=max(polls.get(source_id) or now, now),
            )

    async def _source_due(self, source_id: str) -> None:
        """What APScheduler calls: it only notes that the source is due."""
        now = self._services.clock()
        if source_id in self._under_way:
            await self._note_missed([source_id], now, "the run before was still under way")
            return
        self._due.setdefault(source_id, now)
        self._wake.set()

    async def _gather(self) -> None:
        while True:
            await self._wake.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._wake.clear()
            due, self._due = self._due, {}
            self._under_way.update(due)
            task = asyncio.create_task(self._crawl(due))
            self._crawls.add(task)
            task.add_done_callback(self._crawls.discard)

    async def _crawl(self, due: dict[str, datetime]) -> None:
        services = self._services
        try:
            await services.database(services.storage.plan_due, due)
            orders = [CrawlOrder(source=self._sources[source_id], doors="due") for source_id in due]
            report = await self._dispatcher.crawl(orders, kind="poll")
            await self._settle(due, report)
        except LeaseLost as error:
            log.warning("lease_lost", source=error.source_id, reason=str(error))
        except BaseException as error:  # noqa: BLE001  # whatever it is, it ends the daemon and is raised by run()
            self._failure = self._failure or first_cause(error)
            self.stop("a failure")
        finally:
            self._under_way.difference_update(due)

    async def _settle(self, due: dict[str, datetime], report: CrawlReport) -> None:
        """Every due run is on record as done or as missed with a reason; then each source gets its next moment."""
        services = self._services
        done = {source.source_id: due[source.source_id] for source in report.sources}
        await services.database(services.storage.settle_due, done, DueState.DONE, "")
        for source in report.sources:
            log.info("run_finished", source=source.source_id, state=source.state, reason=source.reason, **source.counts)
        if report.busy:
            missed = {source_id: due[source_id] for source_id in report.busy}
            await services.database(services.storage.settle_due, missed, DueState.MISSED, "another run held the source")
        await self._reschedule(due)

    async def _note_missed(self, source_ids: Sequence[str], moment: datetime, reason: str) -> None:
        services = self._services
        due = dict.fromkeys(source_ids, moment)
        await services.database(services.storage.plan_due, due)
        await services.database(services.storage.settle_due, due, DueState.MISSED, reason)
        log.warning("run_missed", sources=list(source_ids), reason=reason)

    async def _reschedule(self, source_ids: Iterable[str]) -> None:
        services = self._services
        polls = await services.database(services.storage.next_polls)
        soonest = services.clock() + timedelta(seconds=1)
        for source_id in source_ids:
            moment = polls.get(source_id)
            if moment is not None and not self._stopped.is_set():
                self._scheduler.modify_job(source_id, next_run_time=max(moment, soonest))

    async def _end(self, gatherer: asyncio.Task[None]) -> None:
        """In order: nothing new, what is in hand within the bound, the rest stays pending."""
        self._scheduler.pause()
        gatherer.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await gatherer
        try:
            async with asyncio.timeout(self._services.settings.daemon.stop_seconds):
                await self._dispatcher.stop()
                while self._crawls:
                    await asyncio.wait(self._crawls)
        except TimeoutError:
            log.warning("stopped_with_work_in_hand", sources=sorted(self._under_way))
        self._scheduler.shutdown(wait=False)
        log.info("daemon_stopped")


async def _run_until_signal(configuration: Configuration) -> None:
    async with crawl_process(configuration, clock=system_clock) as services:
        daemon = Daemon(services, configuration.sources.values())
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, daemon.stop, signal.Signals(sign).name)
        await daemon.run()


def run_daemon(configuration: Configuration) -> None:
    """Runs the daemon in this process until a signal ends it.

    Raises DaemonRunning when another daemon works on the same database, StorageError when the database fails.
    """
    with hold_daemon_lock(configuration.settings.database.url):
        run_in_reactor(lambda: _run_until_signal(configuration))


def main(arguments: Sequence[str] | None = None) -> int:
    """`python scheduler.py [--config DIR]`: the same daemon as `rasid run`."""
    parser = ArgumentParser(prog="scheduler.py", description="Run Rasid's daemon.")
    parser.add_argument("--config", type=Path, default=None, metavar="DIR", help="where the configuration is")
    options = parser.parse_args(arguments)
    try:
        configuration = load_configuration(options.config)
        set_up_logging(configuration.settings.log)
        run_daemon(configuration)
    except RasidError as error:
        print(f"rasid: {error}", file=sys.stderr)  # noqa: T201  # a message to the person who started it
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
