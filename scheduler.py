"""The daemon: APScheduler decides when, the dispatcher crawls, the database holds every fact.

    job per source ─due→ gathered for a moment ─one crawl→ runs on record ─→ next moment from the database

`python scheduler.py` and `rasid run` start it. SIGTERM and SIGINT end it in order: nothing new is taken, what is in
hand is finished within `daemon.stop_seconds`, the rest stays pending in the ledger. SIGHUP takes over a changed
configuration; a bad one is refused and the old one goes on.
"""

import asyncio
import contextlib
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from crawler.assignments import CrawlOrder
from crawler.crawl_report import SourceReport
from crawler.crawl_services import CrawlServices
from crawler.dispatcher import Dispatcher
from crawler.health_server import Metrics, Vitals
from crawler.logs import set_up_logging
from crawler.process import CrawlProcess
from crawler.reactor import run_in_reactor
from crawler.service import Service, addresses_of
from press.batches import choose_batch
from press.configuration import Configuration, load_configuration
from press.contact import require_contact
from press.errors import LeaseLost, RasidError, StorageError, first_cause
from press.moments import system_clock
from press.plain_lines import one_line
from press.sources import Source
from storage import DueState, hold_daemon_lock

log = structlog.get_logger()

GATHER_SECONDS = 0.2
"""Sources that are due within this time are polled in one crawl: 100 unchanged feeds then cost a sixth."""

LAST = datetime.max.replace(tzinfo=UTC)

LATE = timedelta(minutes=1)
"""A run that begins so much after its moment is on record as late."""


class Daemon:
    """Polls each source when it is due, until `stop` is called; `run` raises what ended it before its time."""

    def __init__(self, services: CrawlServices, sources: Iterable[Source], vitals: Vitals | None = None) -> None:
        self._services = services
        self._sources = enabled(sources)
        self._dispatchers = [Dispatcher(services)]
        self._vitals = vitals or Vitals(started_at=services.clock())
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._overdue: dict[str, datetime] = {}
        self._due: dict[str, datetime] = {}
        self._under_way: set[str] = set()
        self._crawls: set[asyncio.Task[None]] = set()
        self._chores: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._stopped = asyncio.Event()
        self._failure: BaseException | None = None
        self.ended_by = ""

    async def run(self) -> None:
        """Schedules every source and works until it is told to stop."""
        services = self._services
        await services.database(services.storage.runs.miss_planned, "the daemon ended before this run was done")
        await self._schedule(self._sources)
        self._scheduler.start()
        log.info("daemon_started", sources=len(self._sources))
        if not self._sources:
            log.warning("no_source_enabled", advice="name sources in config/sources/, then reload (SIGHUP)")
        gatherer = asyncio.create_task(self._gather())
        gatherer.add_done_callback(self._chore_done)
        try:
            await self._stopped.wait()
        finally:
            await self._end(gatherer)
        if self._failure is not None:
            raise self._failure

    def stop(self, reason: str) -> None:
        """Asks for the end; `run` returns once everything is in order."""
        if not self._stopped.is_set():
            self.ended_by = reason
            log.info("daemon_stopping", reason=reason, under_way=sorted(self._under_way))
            self._stopped.set()

    async def take_over(self, services: CrawlServices, sources: Iterable[Source], retire: Callable[[], None]) -> None:
        """Goes on with another configuration. retire: called when the last crawl that began under the old one is done."""
        before = tuple(self._crawls)
        self._services, self._sources = services, enabled(sources)
        former = tuple(self._dispatchers)
        self._dispatchers.append(Dispatcher(services))
        scheduled = {job.id for job in self._scheduler.get_jobs()}
        for source_id in scheduled - self._sources.keys():
            self._scheduler.remove_job(source_id)
        await self._schedule(self._sources.keys() - scheduled)
        self._vitals.sources = len(self._sources)

        async def wait_and_retire() -> None:
            if before:
                await asyncio.wait(before)
            self._dispatchers = [each for each in self._dispatchers if each not in former]
            retire()

        self.in_background(wait_and_retire())

    def clock_was_set(self, by: timedelta) -> None:
        """Brings the jobs in line with the machine's clock."""

        async def realign() -> None:
            services = self._services
            if by < timedelta(0):
                await services.database(services.storage.clock_was_set_back, by)
            await self._reschedule([source_id for source_id in self._sources if source_id not in self._under_way])

        self.in_background(realign())

    def in_background(self, chore: Coroutine[object, object, None]) -> "asyncio.Task[None]":
        """Lasts at most as long as the daemon; an error in it ends the daemon."""
        task = asyncio.create_task(chore)
        self._chores.add(task)
        task.add_done_callback(self._chore_done)
        return task

    def _chore_done(self, task: "asyncio.Task[None]") -> None:
        self._chores.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        """Whatever it is, it ends the daemon and is raised by `run`."""
        self._failure = self._failure or first_cause(error)
        if isinstance(self._failure, StorageError) and not isinstance(self._failure, LeaseLost):
            self._services.database.refuse(self._failure)
        self.stop(f"a failure: {self._failure}")

    async def _schedule(self, source_ids: Iterable[str]) -> None:
        services = self._services
        polls = await services.database(services.storage.sources.next_polls)
        now = services.clock()
        # What an earlier daemon found and did not fetch does not wait for the next poll of a door.
        left = await services.database(services.storage.ledger.backlogs, now)
        for source_id in source_ids:
            planned = min(polls.get(source_id) or now, now if left.get(source_id) else LAST)
            if planned < now:
                self._overdue[source_id] = planned
            self._scheduler.add_job(
                self._source_due,
                IntervalTrigger(minutes=services.settings.polling.max_pause_minutes, timezone=UTC),
                args=[source_id],
                id=source_id,
                next_run_time=max(planned, now),
            )
        self._vitals.sources = len(self._sources)

    async def _source_due(self, source_id: str) -> None:
        """What APScheduler calls: it only notes that the source is due."""
        now = self._services.clock()
        if source_id in self._under_way:
            await self._note_missed([source_id], now, "the run before was still under way")
            return
        self._due.setdefault(source_id, self._overdue.pop(source_id, now))
        self._wake.set()

    async def _gather(self) -> None:
        """Lets begin what is due, as far as the hosts allow; the rest is on record as planned and begins in its turn."""
        while True:
            await self._wake.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._wake.clear()
            most = self._services.settings.polling.sources_per_host
            chosen = choose_batch(self._due, self._hosts(), self._under_way, most_per_host=most)
            due = {source_id: self._due.pop(source_id) for source_id in chosen}
            if due:
                self._begin(due)
            if self._due:
                self.in_background(self._plan(dict(self._due)))

    def _hosts(self) -> dict[str, set[str]]:
        """Of the doors of every source that is due or under way."""
        sources = [self._sources[each] for each in (*self._due, *self._under_way) if each in self._sources]
        return {source.id: {urlsplit(door.address).netloc for door in source.doors} for source in sources}

    def _begin(self, due: dict[str, datetime]) -> None:
        self._under_way.update(due)
        self._vitals.under_way = len(self._under_way)
        task = asyncio.create_task(self._crawl(due))
        self._crawls.add(task)
        task.add_done_callback(self._crawls.discard)

    async def _crawl(self, due: dict[str, datetime]) -> None:
        """Crawls what is due. A source whose run is finished gets its next moment at once, whatever the others still do."""
        services, dispatcher = self._services, self._dispatchers[-1]
        began = services.clock()
        waiting = dict(due)

        async def done(reports: Sequence[SourceReport]) -> None:
            await self._settle({each.source_id: waiting.pop(each.source_id) for each in reports}, reports, began)

        try:
            await self._plan(due)
            orders = [CrawlOrder(source=self._sources[each], doors="due") for each in due if each in self._sources]
            report = await dispatcher.crawl(orders, kind="poll", done=done)
            gone = {source_id: moment for source_id, moment in waiting.items() if source_id not in report.busy}
            await self._settle_due(gone, DueState.MISSED, "the source left the configuration")
            await self._postpone({each: waiting[each] for each in report.busy}, "another run held the source")
        except BaseException as error:  # noqa: BLE001  # an error nobody foresaw ends the daemon, never silently
            await self._crawl_failed(error, waiting)
        finally:
            self._ended(waiting)  # the others ended as they were done, and may be under way again

    async def _crawl_failed(self, error: BaseException, waiting: Mapping[str, datetime]) -> None:
        """A lost lease costs the runs of this crawl; everything else ends the daemon."""
        cause = first_cause(error)
        if not isinstance(cause, LeaseLost):
            self._fail(error)
            return
        log.warning("lease_lost", source=cause.source_id, reason=str(cause))
        try:
            await self._postpone(waiting, str(cause))
        except BaseException as further:  # noqa: BLE001  # as above
            self._fail(further)

    def _ended(self, source_ids: Iterable[str]) -> None:
        self._under_way.difference_update(source_ids)
        self._vitals.under_way = len(self._under_way)
        if self._due:
            self._wake.set()

    async def _settle(self, due: Mapping[str, datetime], reports: Sequence[SourceReport], began: datetime) -> None:
        """These due runs are on record as done; then each source gets its next moment."""
        late = {source_id: moment for source_id, moment in due.items() if began - moment > LATE}
        for each in reports:
            log.info(
                "run_finished",
                source=each.source_id,
                run=each.run_id,
                state=each.state,
                reason=each.reason,
                **each.counts,
            )
        await self._settle_due({each: due[each] for each in due.keys() - late.keys()}, DueState.DONE, "")
        await self._settle_due(late, DueState.DONE, f"late: it began at {began:%Y-%m-%d %H:%M} UTC")
        self._ended(due)
        await self._reschedule(due)

    async def _postpone(self, due: Mapping[str, datetime], reason: str) -> None:
        """These due runs are missed; their sources are tried again when a lease may have run out."""
        await self._settle_due(due, DueState.MISSED, reason)
        again = self._services.clock() + timedelta(seconds=self._services.settings.daemon.lease_seconds)
        for source_id in due:
            self._next_run(source_id, again)

    async def _plan(self, due: Mapping[str, datetime]) -> None:
        await self._services.database(self._services.storage.runs.plan_due, due)

    async def _settle_due(self, due: Mapping[str, datetime], state: DueState, reason: str) -> None:
        if due:
            await self._services.database(self._services.storage.runs.settle_due, due, state, reason)
            if state is DueState.MISSED:
                log.warning("run_missed", sources=sorted(due), reason=reason)

    async def _note_missed(self, source_ids: Sequence[str], moment: datetime, reason: str) -> None:
        due = dict.fromkeys(source_ids, moment)
        await self._plan(due)
        await self._settle_due(due, DueState.MISSED, reason)

    async def _reschedule(self, source_ids: Iterable[str]) -> None:
        """A door that was never polled, because a better one has only just died, is not asked in the same breath."""
        services = self._services
        polls = await services.database(services.storage.sources.next_polls)
        soonest = services.clock() + timedelta(seconds=1)
        shortest = timedelta(minutes=services.settings.polling.min_interval_minutes)
        for source_id in source_ids:
            if self._has_doors(source_id):
                self._next_run(source_id, max(polls.get(source_id) or soonest + shortest, soonest))

    def _next_run(self, source_id: str, moment: datetime) -> None:
        if not self._stopped.is_set() and self._scheduler.get_job(source_id):
            self._scheduler.modify_job(source_id, next_run_time=moment)

    def _has_doors(self, source_id: str) -> bool:
        source = self._sources.get(source_id)
        return source is not None and any(not door.archive for door in source.doors)

    async def _end(self, gatherer: asyncio.Task[None]) -> None:
        """In order: nothing new, what is in hand within the bound, the rest stays pending."""
        self._scheduler.pause()
        gatherer.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await gatherer
        try:
            async with asyncio.timeout(self._services.settings.daemon.stop_seconds):
                for dispatcher in self._dispatchers:
                    await dispatcher.stop()
                while self._crawls:
                    await asyncio.wait(self._crawls)
        except TimeoutError:
            log.warning("stopped_with_work_in_hand", sources=sorted(self._under_way))
        self._scheduler.shutdown(wait=False)
        for chore in self._chores:
            chore.cancel()
        log.info("daemon_stopped")


def enabled(sources: Iterable[Source]) -> dict[str, Source]:
    return {source.id: source for source in sources if source.enabled}


async def _serve(configuration: Configuration) -> None:
    metrics = Metrics()
    process = CrawlProcess(configuration, clock=system_clock, watch=metrics.watch, is_daemon=True)
    try:
        vitals = Vitals(started_at=process.services.clock())
        daemon = Daemon(process.services, configuration.sources.values(), vitals)
        await Service(process, configuration, daemon, vitals, metrics).run()
    finally:
        process.close()


def run_daemon(configuration: Configuration) -> None:
    """Runs the daemon in this process until a signal ends it.

    Raises ContactNeeded before anything is written, DaemonRunning when another daemon works on the same database,
    StorageError when the database fails.
    """
    require_contact(configuration, addresses_of(configuration))
    with hold_daemon_lock(configuration.settings.database.url):
        run_in_reactor(lambda: _serve(configuration))


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
        print(f"rasid: {one_line(str(error))}", file=sys.stderr)  # noqa: T201  # a message to the person who started it
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
