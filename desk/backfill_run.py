"""`rasid crawl SOURCE --since …`: an estimate, then in turns a stretch of the doors' past and the pages found in it.

    sample ─→ estimate ─→ [ walk a stretch ─→ fetch what is pending ]* ─→ report

Each turn takes the source's lease and gives it back, so that a running daemon polls the source in between. What is settled
is not fetched again and the place of each walk is remembered: the same command goes on after any interruption.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from crawler.asking import AskFor, while_asking
from crawler.assignments import CrawlOrder
from crawler.backfill import Stretch, Walker, asking_as_crawls_do, doors_into_the_past
from crawler.crawl_report import CrawlReport, SourceReport
from crawler.crawl_services import CrawlServices
from crawler.dispatcher import Dispatcher
from crawler.fetch_errors import FetchStopped
from crawler.process import crawl_process
from crawler.reactor import run_in_reactor
from crawler.run_book import RunBook
from desk.crawl_once import Crawled, note_taken_over, quiet_log, stop_on_signals
from desk.crawl_progress import crawl_progress
from desk.screen import note
from press.backfill import DoorSample, Estimate, Period, WalkPlace, estimate
from press.configuration import Configuration
from press.errors import first_cause
from press.moments import system_clock
from press.numbered import numbered
from press.sources import Door, Source
from storage import RunState

TURN = 100
"""So many pages are fetched before the source is free for others again; at three seconds each, five minutes."""

MOST_UNDATED = 500
"""So many addresses, or pages of lists, are taken in one go where neither the lists nor the pages read say when they are from."""

OPEN = (
    "How many there are is unknown: its lists print no dates, so they are read until the articles read turn out to be older; "
    f"where these print none either, {MOST_UNDATED} at a time. "
)
IN_THE_DARK = (
    "neither its lists nor most of the pages read say when they are from, so it cannot be told where the period begins; "
    "stopped here, the same command goes on for as many more"
)
MOST_IDLE_TURNS = 3
ANSWER_SECONDS = 1.0
"""What an answer takes, beside the pause."""


@dataclass(slots=True, kw_only=True)
class BackFill:
    """One source's way back. troubles: by door, in words; begun: where the walk of each door stood at first."""

    services: CrawlServices
    dispatcher: Dispatcher
    source: Source
    period: Period
    say: Callable[[str], None]
    counts: Counter[str] = field(default_factory=Counter)
    troubles: dict[str, str] = field(default_factory=dict)
    begun: dict[str, WalkPlace] = field(default_factory=dict)
    run_id: int = 0

    async def expected(self) -> Estimate:
        """Asks each door for its first page. Raises FetchStopped."""

        async def work(ask: AskFor) -> list[DoorSample]:
            walker = self._walker(ask)
            samples = []
            for door in doors_into_the_past(self.source):
                sample = await walker.sample(door)
                if isinstance(sample, DoorSample):
                    samples.append(sample)
                else:
                    self.say(f"{self.source.id}: {door.address}: {sample}")
            return samples

        samples = await while_asking(asking_as_crawls_do(self.services), work)
        own = self.source.delay_seconds
        pause = self.services.settings.crawl.delay_seconds if own is None else own
        return estimate(
            samples,
            self.period,
            per_day=self.source.expected_per_day,
            seconds_a_request=pause + ANSWER_SECONDS if pause else ANSWER_SECONDS / 10,
        )

    async def run(self) -> None:
        """Turn by turn, until the doors are at their end and nothing is left to fetch, or nothing moves any more."""
        open_doors = list(doors_into_the_past(self.source))
        idle = 0
        while not self.dispatcher.stopping and idle < MOST_IDLE_TURNS:
            before = sum(self.counts.values())
            open_doors = await self._walk(open_doors)
            order = CrawlOrder(source=self.source, doors="none", page_limit=TURN)
            report = await self.dispatcher.crawl([order], kind="crawl")
            self._count(report)
            left = await self._left()
            if not open_doors and not left:
                return
            if sum(self.counts.values()) > before:
                idle = 0
                self.say(
                    f"{self.source.id}: {numbered(self.counts['lists'], 'page')} of lists read, "
                    f"{numbered(self.counts['found'], 'address', 'addresses')} found, {numbered(left, 'page')} left to fetch"
                )
            else:
                idle += 1
                await asyncio.sleep(self.services.settings.daemon.lease_seconds / 3)
        if idle:
            self.troubles["turn"] = "another run holds the source, or its host wants to be left alone; go on later"

    def report(self) -> SourceReport:
        """All turns as one."""
        state = RunState.STOPPED if self.dispatcher.stopping else RunState.PARTIAL if self.troubles else RunState.DONE
        reasons = list(dict.fromkeys(self.troubles.values()))
        more = f" (and {len(reasons) - 3} more)" if len(reasons) > 3 else ""
        return SourceReport(
            source_id=self.source.id,
            run_id=self.run_id,
            state=state,
            counts=dict(self.counts),
            reason="; ".join(reasons[:3]) + more,
        )

    async def _walk(self, doors: list[Door]) -> list[Door]:
        """Walks the first door that is not at its end for a stretch; those that are still open."""
        if not doors:
            return doors
        book = RunBook(self.services)
        begun = await book.begin([CrawlOrder(source=self.source, doors="none", page_limit=0)], "backfill")
        if not begun.assignments:
            return doors
        (assignment,) = begun.assignments
        self.run_id = assignment.run.id
        door = doors[0]

        async def work(ask: AskFor) -> Stretch | None:
            walker = self._walker(ask)
            place = await walker.place_of(door)
            if not place.waiting:
                self.say(f"{self.source.id}: {door.address}: walked to its end already on {place.finished_at:%Y-%m-%d}")
                return Stretch(place=place)
            if self._has_taken_much(door, place) and await walker.is_in_the_dark(door):
                return Stretch(place=place, trouble=f"{door.address}: {IN_THE_DARK}", is_stuck=True)
            try:
                return await walker.walk_on(door, place, assignment.run, enough=TURN)
            except FetchStopped:
                return None

        async with book.kept_alive(begun.leases) as held:
            stretch = await while_asking(asking_as_crawls_do(self.services), work)
            if stretch is not None:
                assignment.counts["found"] += stretch.found
                assignment.problems += [stretch.trouble] if stretch.trouble else []
            await book.finish(begun.assignments, held, stopped=self.dispatcher.stopping)
        if stretch is None:
            return doors
        self.counts["found"] += stretch.found
        self.counts["lists"] += stretch.lists
        if stretch.trouble:
            self.troubles[door.address] = stretch.trouble
            self.say(f"{self.source.id}: {stretch.trouble}")
        return doors[1:] if stretch.is_stuck or not stretch.place.waiting else doors

    def _has_taken_much(self, door: Door, place: WalkPlace) -> bool:
        begun = self.begun.setdefault(door.address, place)
        return max(place.found - begun.found, place.lists - begun.lists) >= MOST_UNDATED

    def _walker(self, ask: AskFor) -> Walker:
        return Walker(services=asking_as_crawls_do(self.services), source=self.source, period=self.period, ask=ask)

    def _count(self, report: CrawlReport) -> None:
        for each in report.sources:
            self.counts.update({key: number for key, number in each.counts.items() if key != "left"})
            if each.reason:
                self.troubles[f"pages {len(self.troubles)}"] = each.reason

    async def _left(self) -> int:
        services = self.services
        backlogs = await services.database(services.storage.ledger.backlogs, services.clock())
        left: int = backlogs.get(self.source.id, 0)
        return left


def back_fill(
    configuration: Configuration,
    sources: tuple[Source, ...],
    period: Period,
    *,
    quiet: bool,
    only_estimate: bool,
    told: Callable[[Source, Estimate], None],
    agreed: Callable[[], bool],
) -> Crawled:
    """Source after source. told: of each estimate, agreed: asked once all are told. Raises StorageError, and any defect by its first cause."""
    quiet_log(configuration)
    with crawl_progress(quiet=quiet) as shown:

        async def main() -> Crawled:
            async with crawl_process(
                configuration, clock=system_clock, watch=shown.watch, tell_taken_over=note_taken_over
            ) as services:
                dispatcher = Dispatcher(services)
                fills = [
                    BackFill(
                        services=services, dispatcher=dispatcher, source=source, period=period, say=say_unless(quiet)
                    )
                    for source in sources
                ]
                working = asyncio.create_task(in_order(fills, told, only_estimate=only_estimate, agreed=agreed))
                stopping = stop_on_signals(dispatcher, working, services.settings.daemon.stop_seconds)
                try:
                    await working
                except FetchStopped:
                    pass
                finally:
                    stopping.cancel()
                report = CrawlReport(sources=tuple(fill.report() for fill in fills))
                return Crawled(report=report, stopped=dispatcher.stopping)

        try:
            return run_in_reactor(main)
        except BaseExceptionGroup as group:
            raise first_cause(group) from group


async def in_order(
    fills: list[BackFill],
    told: Callable[[Source, Estimate], None],
    *,
    only_estimate: bool,
    agreed: Callable[[], bool],
) -> None:
    for fill in fills:
        expected = await fill.expected()
        tell_estimate(fill.source, fill.period, expected)
        told(fill.source, expected)
    if only_estimate or not agreed():
        return
    for fill in fills:
        await fill.run()


def tell_estimate(source: Source, period: Period, expected: Estimate) -> None:
    minutes = max(1, round(expected.hours * 60))
    hours = numbered(round(expected.hours), "hour") if minutes >= 90 else numbered(minutes, "minute")
    note(
        f"{source.id}: {period.since:%Y-%m-%d} to {period.until:%Y-%m-%d}: {'at least' if expected.is_open else 'about'} "
        f"{numbered(expected.articles, 'article')} and {numbered(expected.lists, 'page')} of lists, {hours}. "
        f"{OPEN if expected.is_open else ''}It can be stopped; the same command goes on."
    )


def say_unless(quiet: bool) -> Callable[[str], None]:  # there is nothing else to say
    def silence(_line: str) -> None:
        return None

    return silence if quiet else note


def agreed_at_a_terminal(yes: bool) -> Callable[[], bool]:  # as above
    """Asks a person who watches; goes on when nobody does, or when it was agreed before."""

    def ask() -> bool:
        if yes or not sys.stdin.isatty():
            return True
        answer: Any = input("Begin? [y/N] ")
        return str(answer).strip().lower() in ("y", "yes", "да", "نعم")

    return ask
