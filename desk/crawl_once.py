"""One crawl in this process, which Ctrl-C ends in order: what is in hand is finished, the rest stays pending."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.assignments import CrawlOrder
from crawler.crawl_events import CrawlEvent
from crawler.crawl_report import CrawlReport
from crawler.dispatcher import Dispatcher
from crawler.logs import set_up_logging
from crawler.process import crawl_process
from crawler.reactor import run_in_reactor
from crawler.taken_over import taken_over_lines
from desk.crawl_progress import crawl_progress
from desk.screen import note
from desk.troubles import Troubles
from press.configuration import Configuration
from press.errors import first_cause
from press.moments import system_clock
from storage.rows import TakenOver

INTERRUPTED = 130
TROUBLED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """stopped: a signal ended it before its time."""

    report: CrawlReport
    stopped: bool


def crawl_once(
    configuration: Configuration, orders: Sequence[CrawlOrder], watch: Callable[[CrawlEvent], None]
) -> Crawled:
    """Crawls until everything is settled or a signal comes. Raises StorageError, and any defect, by its first cause."""
    try:
        return run_in_reactor(lambda: _crawl(configuration, orders, watch))
    except BaseExceptionGroup as group:
        raise first_cause(group) from group


def crawl_with_progress(configuration: Configuration, orders: Sequence[CrawlOrder], *, quiet: bool) -> Crawled:
    """The same, with what a watcher wants to see on stderr: as it goes, and at the end how many doors had which trouble."""
    quiet_log(configuration)
    with crawl_progress(quiet=quiet) as shown:
        troubles = Troubles(shown.watch)
        crawled = crawl_once(configuration, orders, troubles.watch)
    for line in () if quiet else troubles.lines():
        note(line)
    return crawled


def note_taken_over(taken: TakenOver) -> None:
    """What a start switched off, or left to a daemon."""
    for line in taken_over_lines(taken):
        note(line)


def quiet_log(configuration: Configuration) -> None:
    """Only what nobody expected: the progress and the report tell the rest in words."""
    set_up_logging(configuration.settings.log.model_copy(update={"level": "error"}))


def exit_code(crawled: Crawled) -> int:
    if crawled.stopped:
        return INTERRUPTED
    return 0 if crawled.report.all_well else TROUBLED


async def _crawl(
    configuration: Configuration, orders: Sequence[CrawlOrder], watch: Callable[[CrawlEvent], None]
) -> Crawled:
    async with crawl_process(
        configuration, clock=system_clock, watch=watch, tell_taken_over=note_taken_over
    ) as services:
        dispatcher = Dispatcher(services)
        crawling = asyncio.create_task(dispatcher.crawl(orders, kind="crawl"))
        stopping = stop_on_signals(dispatcher, crawling, services.settings.daemon.stop_seconds)
        try:
            report = await crawling
        finally:
            stopping.cancel()
        return Crawled(report=report, stopped=dispatcher.stopping)


def stop_on_signals(dispatcher: Dispatcher, crawling: asyncio.Task[Any], seconds: float) -> asyncio.Task[None]:
    """The first signal ends the crawl within so many seconds; the second one ends the process as it always would."""
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()

    def ask(number: signal.Signals) -> None:
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(each)
        note(f"{number.name}: finishing what is in hand; the rest stays pending. Once more ends at once.")
        asked.set()

    async def stop() -> None:
        await asked.wait()
        stopped = asyncio.create_task(dispatcher.stop())
        await asyncio.wait((stopped, crawling), timeout=seconds)
        await asyncio.wait((crawling,), timeout=seconds)
        crawling.cancel()

    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, ask, each)
    return asyncio.create_task(stop())
