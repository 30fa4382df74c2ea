"""What polling costs: 100 loopback feeds that all answer 304, in CPU seconds of this process.

    python -m benchmarks.polling [--feeds 100] [--rounds 3]

The first round reads the feeds (all answer 200); the rounds after it are answered 304 and are what is measured. Imports
and the opening of the database are outside the figure; scheduling, requests, manners and ledger are inside it.
"""

import argparse
import asyncio
import statistics
import tempfile
import threading
import time
from pathlib import Path
from types import MappingProxyType
from typing import Any

from aiohttp import web

from crawler.assignments import CrawlOrder
from crawler.dispatcher import Dispatcher
from crawler.process import crawl_process
from crawler.reactor import run_in_reactor
from press.configuration import Configuration, load_configuration
from press.moments import system_clock
from press.settings import ArchiveSettings, CrawlSettings, DatabaseSettings, PollingSettings, Settings
from press.sources import Door, DoorKind, Source

FEED = (
    "<rss version='2.0'><channel><title>feed</title><item><title>one</title><link>{origin}/{number}.html</link></item>"
    "</channel></rss>"
)


async def serve() -> int:
    """Starts the server on a free loopback port and returns the port."""

    async def answer(request: web.BaseRequest) -> web.Response:
        if request.path == "/robots.txt":
            return web.Response(status=404)
        if request.headers.get("If-None-Match"):
            return web.Response(status=304, headers={"ETag": '"1"'})
        body = FEED.format(origin=f"http://{request.host}", number=request.path.strip("/"))
        return web.Response(text=body, content_type="application/rss+xml", headers={"ETag": '"1"'})

    server: Any = web.Server(answer)
    runner = web.ServerRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    return int(runner.addresses[0][1])


def start_server() -> int:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    return asyncio.run_coroutine_threadsafe(serve(), loop).result(30)


def configuration(port: int, feeds: int, folder: Path) -> Configuration:
    settings = Settings(
        database=DatabaseSettings(url=f"sqlite:///{folder / 'bench.sqlite3'}"),
        archive=ArchiveSettings(directory=str(folder / "archive")),
        crawl=CrawlSettings(delay_seconds=0, allow_private_networks=("127.0.0.0/8",), max_pages_per_run=1),
        polling=PollingSettings(unconditional_every=1000),
    )
    origin = f"http://127.0.0.1:{port}"
    sources = {
        f"feed-{number}": Source(
            id=f"feed-{number}",
            name=f"Feed {number}",
            homepage=origin,
            doors=(Door(kind=DoorKind.FEED, address=f"{origin}/{number}"),),
        )
        for number in range(feeds)
    }
    return load_configuration().replaced(settings=settings, sources=MappingProxyType(sources))


async def measure(settings: Configuration, rounds: int) -> tuple[list[float], list[float]]:
    cpu, wall = [], []
    async with crawl_process(settings, clock=system_clock) as services:
        dispatcher = Dispatcher(services)
        orders = [CrawlOrder(source=source, page_limit=0) for source in settings.sources.values()]
        first = await dispatcher.crawl(orders, kind="poll")
        assert first.totals["found"] == len(orders), first.totals
        for _ in range(rounds):
            cpu_before, wall_before = time.process_time(), time.perf_counter()
            report = await dispatcher.crawl(orders, kind="poll")
            cpu.append(time.process_time() - cpu_before)
            wall.append(time.perf_counter() - wall_before)
            assert report.totals["door_unchanged"] == len(orders), report.totals
    return cpu, wall


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    port = start_server()
    with tempfile.TemporaryDirectory() as folder:
        wanted = configuration(port, options.feeds, Path(folder))
        cpu, wall = run_in_reactor(lambda: measure(wanted, options.rounds))
    print(f"{options.feeds} feeds that answer 304, {options.rounds} rounds")
    print(
        "CPU seconds (this process, the loopback server's share included): " + ", ".join(f"{each:.2f}" for each in cpu)
    )
    print(f"median {statistics.median(cpu):.2f} CPU-s, {statistics.median(wall):.2f} s")


if __name__ == "__main__":
    main()
