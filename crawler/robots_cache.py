"""The robots.txt of each origin: asked once, kept in the database for all processes, its rules kept here. The one home of Protego.

memory ─→ database ─→ the site ─→ database and memory
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from protego import Protego

from crawler.database_thread import DatabaseThread
from press.moments import Clock
from press.robots import (
    RobotsRecord,
    RobotsStanding,
    origin_of,
    robots_address,
    robots_record,
    robots_standing,
    robots_text,
)
from storage import Storage

PRODUCT: Final = "rasid"
MOST_ORIGINS: Final = 2_000
LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsAnswer:
    """status: None when there was no answer, and then trouble says why."""

    status: int | None
    body: bytes = b""
    trouble: str = ""


Ask = Callable[[str], Awaitable[RobotsAnswer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginRules:
    """A record with its rules read. crawl_delay: the site's wish, in seconds."""

    record: RobotsRecord
    rules: Protego | None
    crawl_delay: float | None

    def allows(self, url: str) -> bool:
        return self.rules is None or self.rules.can_fetch(url, PRODUCT)


def read_rules(record: RobotsRecord, now: datetime) -> OriginRules:
    if robots_standing(record, now) is not RobotsStanding.RULES:
        return OriginRules(record=record, rules=None, crawl_delay=None)
    text = robots_text(record.body)
    if not text.strip():
        return OriginRules(record=record, rules=None, crawl_delay=None)
    rules = Protego.parse(text)
    return OriginRules(record=record, rules=rules, crawl_delay=rules.crawl_delay(PRODUCT))


class RobotsCache:
    """One per process."""

    def __init__(self, storage: Storage, database: DatabaseThread, clock: Clock) -> None:
        self._storage = storage
        self._database = database
        self._clock = clock
        self._known: OrderedDict[str, OriginRules] = OrderedDict()
        self._under_way: dict[str, asyncio.Event] = {}

    async def rules_for(self, url: str, ask: Ask) -> OriginRules:
        """The rules that hold for an address now.

        ask: fetches a robots.txt; called once per origin however many wait. Whatever it raises is raised to the one who asked, and the next in line asks again.
        """
        origin = origin_of(url)
        while True:
            known = self._known.get(origin)
            if known is not None and known.record.is_fresh(self._clock()):
                self._known.move_to_end(origin)
                return known
            if origin not in self._under_way:
                return await self._learn(origin, ask)
            await self._under_way[origin].wait()

    async def _learn(self, origin: str, ask: Ask) -> OriginRules:
        done = self._under_way[origin] = asyncio.Event()
        try:
            kept = await self._database(self._storage.network.robots, origin, LONG_AGO)
            if kept is None or not kept.is_fresh(self._clock()):
                said = await ask(robots_address(origin))
                kept = robots_record(
                    origin,
                    status=said.status,
                    body=said.body,
                    now=self._clock(),
                    previous=kept,
                    trouble=said.trouble,
                )
                await self._database(self._storage.network.save_robots, kept)
            rules = self._known[origin] = read_rules(kept, self._clock())
            while len(self._known) > MOST_ORIGINS:
                self._known.popitem(last=False)
            return rules
        finally:
            del self._under_way[origin]
            done.set()
