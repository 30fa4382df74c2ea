"""Wall time of reading the same pages with a pool of one process and with a pool of two, the median of several rounds.

python -m benchmarks.reading_pool [--pages 671] [--rounds 3] [--data ../shared/data]
"""

import argparse
import asyncio
import gzip
import json
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

from crawler.reading_pool import ReadingPool
from press.organizations import read_watch_list
from press.pages import FetchedPage, ReadingHints
from press.settings import ReadingSettings

HINTS = ReadingHints(source_id="benchmark", keep_all=True)
ORGANIZATIONS = Path(__file__).resolve().parent.parent / "config" / "organizations"


def pages_of(data: Path, most: int) -> list[FetchedPage]:
    rows = [json.loads(line) for line in (data / "pages" / "manifest.jsonl").read_text("utf-8").splitlines()][:most]
    return [
        FetchedPage(
            url=row["url"],
            final_url=row["url"],
            body=gzip.decompress((data / "pages" / row["page"]).read_bytes()),
            content_type="text/html",
            charset=None,
            fetched_at=datetime.now(UTC),
        )
        for row in rows
    ]


async def wall_seconds(workers: int, pages: list[FetchedPage]) -> float:
    """From the first page handed over to the last answer; the processes run already and have read some pages."""
    watch_list = read_watch_list(sorted(ORGANIZATIONS.glob("*.toml")))
    pool = ReadingPool(ReadingSettings(workers=workers), watch_list)
    try:
        async for _ in pool.read_all((page, HINTS) for page in pages[: 20 * workers]):
            pass
        start = time.perf_counter()
        async for _ in pool.read_all((page, HINTS) for page in pages):
            pass
        return time.perf_counter() - start
    finally:
        pool.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    options = parser.parse_args()
    pages = pages_of(options.data, options.pages)
    # One round of one and one of two by turns, so that other work on the machine meets both.
    rounds = [[asyncio.run(wall_seconds(workers, pages)) for workers in (1, 2)] for _ in range(options.rounds)]
    one, two = (statistics.median(times) for times in zip(*rounds, strict=True))
    print(
        f"{len(pages)} pages, median of {options.rounds}: one process {one:.1f} s, two {two:.1f} s, ratio {two / one:.2f}"
    )


if __name__ == "__main__":
    main()
