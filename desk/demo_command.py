"""`rasid demo`: the real daemon over a small news site on loopback, into a fresh database, and what an analyst asks of it."""

import asyncio
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from rich.console import Console

from crawler.process import crawl_process
from crawler.reactor import run_in_reactor
from desk.demo.site import DemoSite
from press.configuration import Configuration, load_configuration
from press.moments import system_clock
from press.settings import CrawlSettings, DaemonSettings, DatabaseSettings, PollingSettings, ReadingSettings, Settings
from press.sources import Source
from scheduler import Daemon
from storage import Storage

DATABASE = "rasid-demo.sqlite3"
DEADLINE_SECONDS = 50.0
SETTLED_POLLS = 2
"""Every door is polled twice: the second time shows what a conditional request saves."""


def demo_settings(database: Path) -> Settings:
    """Quick and small, and allowed to ask this machine's own loopback network, which needs no contact address."""
    return Settings(
        database=DatabaseSettings(url=f"sqlite:///{database}"),
        crawl=CrawlSettings(delay_seconds=0.05, retry_after_seconds=1, allow_private_networks=("127.0.0.0/8",)),
        polling=PollingSettings(
            first_interval_minutes=0.05, min_interval_minutes=0.05, max_interval_minutes=0.1, jitter=0.0
        ),
        reading=ReadingSettings(workers=2),
        daemon=DaemonSettings(lease_seconds=10, stop_seconds=5),
    )


def fresh_database(folder: Path) -> Path:
    """The path of the demo's database, with what an earlier demo left there removed."""
    path = folder / DATABASE
    for leftover in (path, *(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", ".daemon"))):
        leftover.unlink(missing_ok=True)
    return path


def demo_configuration(sources: tuple[Source, ...], database: Path) -> Configuration:
    return load_configuration().replaced(
        settings=demo_settings(database), sources=MappingProxyType({source.id: source for source in sources})
    )


def run_demo(folder: Path, console: Console) -> Path:
    """Crawls the demo site until everything is settled. Returns the database. Raises StorageError when it cannot be written."""
    database = fresh_database(folder)
    with DemoSite() as site:
        configuration = demo_configuration(site.sources, database)
        doors = sum(len(source.doors) for source in site.sources)
        console.print(
            f"A news site of our own with {len(site.sources)} outlets and {doors} doors now runs on this machine; "
            "Rasid's daemon polls it …"
        )
        run_in_reactor(lambda: _crawl_until_settled(configuration))
    return database


async def _crawl_until_settled(configuration: Configuration) -> None:
    async with crawl_process(configuration, clock=system_clock) as services:
        daemon = Daemon(services, configuration.sources.values())
        running = asyncio.create_task(daemon.run())
        with suppress(TimeoutError):
            async with asyncio.timeout(DEADLINE_SECONDS):
                while not running.done() and not await services.database(_is_settled, services.storage, configuration):
                    await asyncio.sleep(0.2)
        daemon.stop("the demo is done")
        await running


def _is_settled(storage: Storage, configuration: Configuration) -> bool:
    """Whether every door was polled often enough and no page is pending."""
    doors = [state for source_id in configuration.sources for state in storage.door_states(source_id)]
    return all(state.polls + state.failures >= SETTLED_POLLS for state in doors) and storage.pending_total() == 0
