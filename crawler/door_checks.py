"""All doors of many sources on trial: host by host side by side, one thing at a time at each host.

sources ─doors by host→ ask ─judge→ verdict ─→ database, and whoever watches
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from crawler.asking import AskFor, AskingServices
from crawler.door_trials import NoAnswer, try_door
from crawler.fetch_errors import FetchStopped
from crawler.responses import DoorAnswer
from press.door_verdicts import DoorJudgement
from press.sources import Door, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorCheck:
    """What one door showed."""

    source: Source
    door: Door
    judgement: DoorJudgement
    checked_at: datetime


async def check_doors(
    services: AskingServices, sources: Iterable[Source], ask: AskFor, watch: Callable[[DoorCheck], None]
) -> tuple[DoorCheck, ...]:
    """Tries every door, stores each verdict as it falls, and returns those that fell before we were told to stop."""
    turns = asyncio.Semaphore(services.settings.crawl.concurrent_hosts)
    checks: dict[tuple[str, str], DoorCheck] = {}
    listed = list(sources)

    async def check_host(doors: list[tuple[Source, Door]]) -> None:
        async with turns:
            for source, door in doors:
                try:
                    check = await check_door(services, source, door, ask)
                except FetchStopped:
                    return
                checks[source.id, door.address] = check
                watch(check)

    async with asyncio.TaskGroup() as group:
        for doors in by_host(listed).values():
            group.create_task(check_host(doors))
    wanted = ((source.id, door.address) for source in listed for door in source.doors)
    return tuple(checks[each] for each in wanted if each in checks)


async def check_door(services: AskingServices, source: Source, door: Door, ask: AskFor) -> DoorCheck:
    """Tries one door and stores its verdict. Raises FetchStopped."""

    async def ask_for_it(address: str) -> DoorAnswer | NoAnswer:
        return await ask(source, address)

    now = services.clock()
    judgement = await try_door(source, door, ask_for_it, now=now)
    await services.database(
        services.storage.sources.record_check,
        source.id,
        door.address,
        checked_at=now,
        verdict=judgement.verdict,
        reason=judgement.reason,
    )
    return DoorCheck(source=source, door=door, judgement=judgement, checked_at=now)


def by_host(sources: Iterable[Source]) -> dict[str, list[tuple[Source, Door]]]:
    hosts: dict[str, list[tuple[Source, Door]]] = defaultdict(list)
    for source in sources:
        for door in source.doors:
            hosts[urlsplit(door.address).netloc].append((source, door))
    return hosts
