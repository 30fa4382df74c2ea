"""Leases and runs: what makes a crawl one of a kind and puts it on record."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from crawler.assignments import Assignment, CrawlOrder
from crawler.crawl_services import CrawlServices
from press.discoveries import FeedEntry
from press.doors import DoorState
from press.errors import StorageError
from press.sources import Door
from storage import Lease, RunEnd

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """busy: sources that another run holds."""

    assignments: tuple[Assignment, ...]
    leases: tuple[Lease, ...]
    busy: tuple[str, ...]


class RunBook:
    """Begins runs under leases, keeps the leases alive, and closes the runs."""

    def __init__(self, services: CrawlServices) -> None:
        self._services = services

    async def begin(self, orders: Sequence[CrawlOrder], kind: str) -> Begun:
        """Takes the leases that can be had and starts a run under each."""
        services = self._services
        wanted = {order.source.id: order for order in orders}
        leases = await services.database(
            services.storage.runs.acquire_leases,
            tuple(wanted),
            holder=services.holder,
            seconds=services.settings.daemon.lease_seconds,
        )
        busy = tuple(source_id for source_id in wanted if source_id not in leases)
        if not leases:
            return Begun(assignments=(), leases=(), busy=busy)
        held = tuple(leases.values())
        runs = await services.database(services.storage.runs.start_runs, held, kind)
        states = await services.database(services.storage.sources.door_states_of, tuple(leases))
        backlogs = await services.database(services.storage.ledger.backlogs, services.clock())
        assignments = []
        for run in runs:
            order = wanted[run.source_id]
            limit = services.settings.crawl.max_pages_per_run if order.page_limit is None else order.page_limit
            assignment = Assignment(
                source=order.source,
                run=run,
                page_limit=limit,
                backlog=backlogs.get(run.source_id, 0),
                doors=doors_to_poll(order, states[run.source_id], services.clock()),
            )
            await self._note_urls(assignment, order.urls)
            assignments.append(assignment)
        return Begun(assignments=tuple(assignments), leases=held, busy=busy)

    async def _note_urls(self, assignment: Assignment, urls: Sequence[str]) -> None:
        """Addresses given by hand enter the ledger like those of a door."""
        if urls:
            services = self._services
            entries = tuple(FeedEntry(url=url) for url in urls)
            assignment.add(
                await services.database(services.storage.ledger.record_found, assignment.run, entries, "url")
            )

    @contextlib.asynccontextmanager
    async def kept_alive(self, leases: Sequence[Lease]) -> AsyncIterator[dict[str, Lease]]:
        """Renews the leases while the work goes on, and gives them back at its end; `finish` does so before, one by one.

        Yields those that are still held, by source.
        """
        services = self._services
        seconds = services.settings.daemon.lease_seconds
        held = {lease.source_id: lease for lease in leases}

        async def renew() -> None:
            while True:
                await asyncio.sleep(seconds / 3)
                try:
                    lost = await services.database(services.storage.runs.renew_leases, tuple(held.values()), seconds)
                except StorageError as error:
                    # The next write of a run says the same and ends it; a lock that passes costs nothing.
                    log.warning("leases_not_renewed", reason=str(error))
                    continue
                for lease in lost:
                    log.warning("lease_lost", source=lease.source_id)
                    held.pop(lease.source_id, None)

        task = asyncio.create_task(renew())
        try:
            yield held
        finally:
            task.cancel()
            await asyncio.wait((task,))
            await services.database(services.storage.runs.release_leases, tuple(held.values()))
            if not task.cancelled():
                task.result()  # what nobody foresaw is raised

    async def finish(self, assignments: Sequence[Assignment], held: dict[str, Lease], *, stopped: bool) -> None:
        """Puts on record how each run ended, and gives its lease back."""
        services = self._services
        ends = [
            RunEnd(
                run=assignment.run,
                state=assignment.state(stopped=stopped),
                counts=dict(assignment.counts),
                reason=assignment.reason(),
            )
            for assignment in assignments
        ]
        await services.database(services.storage.runs.finish_runs, ends)
        ended = [held.pop(each.source.id) for each in assignments if each.source.id in held]
        await services.database(services.storage.runs.release_leases, ended)


def doors_to_poll(order: CrawlOrder, states: Sequence[DoorState], now: datetime) -> tuple[tuple[DoorState, Door], ...]:
    """The doors that an order asks for, each with its memory."""
    if order.doors == "none":
        return ()
    doors = {door.address: door for door in order.source.doors}
    return tuple(
        (state, doors[state.address])
        for state in states
        if state.address in doors and (order.doors == "all" or state.next_poll_at is None or state.next_poll_at <= now)
    )
