"""Whether the main process stays flat: its resident memory while it crawls 5,000 loopback pages.

    python -m benchmarks.memory [--pages 5000]

Prints the resident memory after each tenth of the pages, and the spread from the first fifth on (what was needed to get
going is allocated by then).
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from types import MappingProxyType

from crawler.assignments import CrawlOrder
from crawler.crawl_events import CrawlEvent, PageSettled
from crawler.crawl_report import CrawlReport
from crawler.dispatcher import Dispatcher
from crawler.process import crawl_process
from crawler.reactor import run_in_reactor
from press.configuration import Configuration, load_configuration
from press.moments import system_clock
from press.settings import ArchiveSettings, CrawlSettings, DatabaseSettings, Settings
from press.sources import Door, DoorKind, Source


def resident_megabytes() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("/proc/self/status has no VmRSS")


def configuration(port: int, pages: int, folder: Path) -> Configuration:
    origin = f"http://127.0.0.1:{port}"
    source = Source(
        id="pages", name="Pages", homepage=origin, doors=(Door(kind=DoorKind.FEED, address=f"{origin}/feed.xml"),)
    )
    settings = Settings(
        database=DatabaseSettings(url=f"sqlite:///{folder / 'bench.sqlite3'}"),
        archive=ArchiveSettings(directory=str(folder / "archive")),
        crawl=CrawlSettings(delay_seconds=0, allow_private_networks=("127.0.0.0/8",), max_pages_per_run=pages),
    )
    return load_configuration().replaced(settings=settings, sources=MappingProxyType({source.id: source}))


class Watcher:
    """Notes the resident memory after each tenth of the pages."""

    def __init__(self, pages: int) -> None:
        self._step = pages // 10
        self.settled = 0
        self.samples: list[float] = []

    def watch(self, event: CrawlEvent) -> None:
        if isinstance(event, PageSettled):
            self.settled += 1
            if self.settled % self._step == 0:
                self.samples.append(resident_megabytes())
                print(f"{self.settled:6} pages  {self.samples[-1]:7.1f} MB", flush=True)


async def crawl(wanted: Configuration, watcher: Watcher) -> CrawlReport:
    async with crawl_process(wanted, clock=system_clock, watch=watcher.watch) as services:
        orders = [CrawlOrder(source=source) for source in wanted.sources.values()]
        return await Dispatcher(services).crawl(orders, kind="crawl")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5000)
    options = parser.parse_args()
    command = [sys.executable, "-m", "benchmarks.loopback_pages", str(options.pages)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        assert server.stdout is not None
        port = int(server.stdout.readline())
        watcher = Watcher(options.pages)
        try:
            report = run_in_reactor(lambda: crawl(configuration(port, options.pages, Path(folder)), watcher))
        finally:
            server.terminate()
    steady = watcher.samples[1:]
    middle = sorted(steady)[len(steady) // 2]
    spread = max(abs(each - middle) for each in steady) / middle
    print(f"{report.stored} articles stored; median {middle:.1f} MB, furthest from it {spread:.1%}")


if __name__ == "__main__":
    main()
