"""The demo's crawl: the daemon as it always is, over the demo site, until everything is settled."""

import asyncio
import shutil
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from crawler.crawl_events import CrawlEvent, DoorSettled, PageSettled
from crawler.process import crawl_process
from crawler.reactor import run_in_reactor
from desk.crawl_progress import door_line, page_line
from desk.demo.site import DemoSite
from desk.screen import say
from press.configuration import Configuration, load_configuration
from press.doors import PollVerdict
from press.errors import StorageUnavailable
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
from press.sources import Source
from scheduler import Daemon
from storage import Storage

DATABASE = "rasid-demo.sqlite3"
ARCHIVE = "rasid-demo-archive"
DEADLINE_SECONDS = 45.0
SETTLED_POLLS = 2
"""Every door is polled twice: the second time shows what a conditional request saves."""


def crawl_demo_site(folder: Path) -> Path:
    """Crawls the demo site into a fresh database. Returns its path. Raises StorageError when it cannot be written."""
    database = fresh_database(folder)
    with DemoSite() as site:
        doors = sum(len(source.doors) for source in site.sources)
        say(f"A news site of our own runs on this machine: {len(site.sources)} outlets, {doors} doors, four languages.")
        say("Rasid's daemon polls it; each line is a door or a page:")
        say()
        configuration = demo_configuration(site.sources, folder, database)
        run_in_reactor(lambda: _crawl_until_settled(configuration))
    return database


def fresh_database(folder: Path) -> Path:
    """The path of the demo's database, with what an earlier demo left there removed."""
    path = folder / DATABASE
    leftovers = (path, *(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", ".daemon")))
    try:
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
        shutil.rmtree(folder / ARCHIVE, ignore_errors=True)
    except OSError as error:
        raise StorageUnavailable(
            f"{path}: an earlier demo's database cannot be removed ({error.strerror}). Run the demo in another directory."
        ) from error
    return path


def demo_configuration(sources: tuple[Source, ...], folder: Path, database: Path) -> Configuration:
    """Quick and small, and allowed to ask this machine's own loopback network, which needs no contact address."""
    settings = Settings(
        database=DatabaseSettings(url=f"sqlite:///{database}"),
        crawl=CrawlSettings(delay_seconds=0.05, retry_after_seconds=1, allow_private_networks=("127.0.0.0/8",)),
        polling=PollingSettings(
            first_interval_minutes=0.05, min_interval_minutes=0.05, max_interval_minutes=1.0, jitter=0.0
        ),
        reading=ReadingSettings(workers=2),
        archive=ArchiveSettings(directory=str(folder / ARCHIVE)),
        daemon=DaemonSettings(lease_seconds=10, stop_seconds=5, health_port=0),
    )
    return load_configuration().replaced(
        settings=settings, sources=MappingProxyType({source.id: source for source in sources})
    )


def show(event: CrawlEvent) -> None:
    """Doors that brought something, and every page; what is only routine is left out."""
    match event:
        case DoorSettled(verdict=verdict) if verdict is not PollVerdict.UNCHANGED:
            say(door_line(event))
        case PageSettled():
            say(page_line(event))
        case _:
            pass


async def _crawl_until_settled(configuration: Configuration) -> None:
    async with crawl_process(configuration, clock=system_clock, watch=show) as services:
        daemon = Daemon(services, configuration.sources.values())
        running = asyncio.create_task(daemon.run())
        with suppress(TimeoutError):
            async with asyncio.timeout(DEADLINE_SECONDS):
                while not running.done() and not await services.database(  # noqa: ASYNC110
                    _is_settled, services.storage, configuration
                ):
                    await asyncio.sleep(0.2)  # nothing tells when a database has settled
        daemon.stop("the demo is done")
        await running


def _is_settled(storage: Storage, configuration: Configuration) -> bool:
    """Whether every door was polled often enough and no page is pending."""
    doors = [state for source_id in configuration.sources for state in storage.sources.door_states(source_id)]
    return all(state.polls + state.failures >= SETTLED_POLLS for state in doors) and storage.ledger.pending_total() == 0
