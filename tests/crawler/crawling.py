"""The real crawl on a test's own sources: configuration in a folder, the reactor on a thread, the ledger afterwards."""

import asyncio
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from crawler.assignments import CrawlOrder
from crawler.crawl_events import CrawlEvent
from crawler.crawl_report import CrawlReport
from crawler.crawl_services import CrawlServices
from crawler.dispatcher import Dispatcher
from crawler.process import crawl_process
from crawler.reactor import REACTOR
from press.configuration import Configuration
from press.moments import system_clock
from press.settings import (
    ArchiveSettings,
    CrawlSettings,
    DaemonSettings,
    DatabaseSettings,
    PollingSettings,
    ReadingSettings,
    Settings,
)
from press.sources import Door, DoorKind, Source

T = TypeVar("T")

WATCH_LIST = """
[[organization]]
code = "SCO"
tier = "core"
name = "Shanghai Cooperation Organisation"
  [organization.names.en]
  "Shanghai Cooperation Organisation" = "high"
  [organization.names.ar]
  "منظمة شنغهاي للتعاون" = "high"
"""

ARTICLE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body><article>'
    "<h1>{title}</h1>"
    + "".join(
        f"<p>The Shanghai Cooperation Organisation met in Astana on matter {number} of {{title}}, and its members spoke "
        "at length about trade, transport and water in the region.</p>"
        for number in range(6)
    )
    + "</article></body></html>"
)


def article(title: str) -> str:
    """A page that becomes an article of its own."""
    return ARTICLE.format(title=title)


def configuration(
    folder: Path,
    *sources: Source,
    daemon: DaemonSettings | None = None,
    polling: PollingSettings | None = None,
    **crawl: Any,
) -> Configuration:
    """An installation in a folder. crawl: settings of the section `crawl`; loopback is allowed unless they say otherwise."""
    (folder / "organizations").mkdir(exist_ok=True)
    (folder / "organizations" / "core.toml").write_text(WATCH_LIST, "utf-8")
    manners: dict[str, Any] = {"delay_seconds": 0, "allow_private_networks": ("127.0.0.0/8",)}
    settings = Settings(
        database=DatabaseSettings(url=f"sqlite:///{folder / 'rasid.sqlite3'}"),
        crawl=CrawlSettings(**{**manners, **crawl}),
        polling=polling or PollingSettings(jitter=0.0),
        reading=ReadingSettings(workers=1),
        archive=ArchiveSettings(directory=str(folder / "archive")),
        daemon=daemon or DaemonSettings(lease_seconds=30, stop_seconds=5),
    )
    return Configuration(
        directory=folder,
        settings=settings,
        sources=MappingProxyType({source.id: source for source in sources}),
        origins=MappingProxyType({}),
    )


def source(source_id: str, *addresses: str, kind: DoorKind = DoorKind.FEED, **keys: Any) -> Source:
    """A source with a door at each address."""
    doors = tuple(Door(kind=kind, address=address) for address in addresses)
    homepage = keys.pop("homepage", addresses[0] if addresses else "http://127.0.0.1/")
    return Source(id=source_id, name=source_id, homepage=homepage, doors=doors, **keys)


def feed_of(links: Sequence[str]) -> str:
    items = "".join(f"<item><title>{number}</title><link>{link}</link></item>" for number, link in enumerate(links))
    return f'<rss version="2.0"><channel><title>feed</title>{items}</channel></rss>'


class ReactorThread:
    """The reactor, which can be started only once in a process: it runs on a thread for all tests."""

    def __init__(self) -> None:
        from scrapy.utils.reactor import install_reactor

        install_reactor(REACTOR)
        from twisted.internet import reactor

        self._reactor: Any = reactor
        self._loop: asyncio.AbstractEventLoop = self._reactor._asyncioEventloop
        self._thread = threading.Thread(target=lambda: self._reactor.run(installSignalHandlers=False), daemon=True)
        self._thread.start()

    def run(self, work: Callable[[], Awaitable[T]], *, seconds: float = 60.0) -> T:
        """Runs a coroutine there to its end. Raises TimeoutError when it takes longer."""

        async def bounded() -> T:
            async with asyncio.timeout(seconds):
                return await work()

        return asyncio.run_coroutine_threadsafe(bounded(), self._loop).result(seconds + 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    state: str
    reason: str
    attempts: int
    status: int | None
    next_attempt_at: int | None


def ledger(folder: Path) -> dict[str, LedgerRow]:
    """Every address of the database, with where it stands."""
    with sqlite3.connect(f"file:{folder / 'rasid.sqlite3'}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "SELECT url, state, reason, attempts, status, next_attempt_at FROM discovery"
        ).fetchall()
    return {
        url: LedgerRow(state=state, reason=reason, attempts=attempts, status=status, next_attempt_at=at)
        for url, state, reason, attempts, status, at in rows
    }


def question(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(f"file:{folder / 'rasid.sqlite3'}?mode=ro", uri=True) as connection:
        return connection.execute(sql).fetchall()


async def crawl(
    installation: Configuration,
    *,
    orders: Sequence[CrawlOrder] | None = None,
    kind: str = "crawl",
    watch: Callable[[CrawlEvent], None] | None = None,
) -> CrawlReport:
    """One crawl of all sources, as `rasid crawl` does it."""
    wanted = orders or [CrawlOrder(source=each) for each in installation.sources.values()]
    async with crawl_process(installation, clock=system_clock, watch=watch or (lambda _event: None)) as services:
        return await Dispatcher(services).crawl(wanted, kind=kind)


async def with_services(installation: Configuration, work: Callable[[CrawlServices], Awaitable[T]]) -> T:
    async with crawl_process(installation, clock=system_clock) as services:
        return await work(services)
