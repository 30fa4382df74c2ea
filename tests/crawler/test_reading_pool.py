"""The pool of reading processes, with real processes: they are killed, overdue, cancelled, closed and interrupted."""

import asyncio
import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from golden_pages import FETCHED, NOBODY, golden_pages, read_bytes
from worker_processes import busy_workers, workers_of

from crawler.reading_pool import ReadingPool, ReadingUnavailable
from press.pages import FetchedPage, ReadArticle, ReadingHints, ReadNothing
from press.settings import ReadingSettings

HINTS = ReadingHints(source_id="golden", keep_all=True)
PATIENCE = 60.0
WORDS = "the ministers met in the capital and agreed on a round of talks before the end of the year "


def page(body: bytes, name: str = "a") -> FetchedPage:
    url = f"https://news.example.org/{name}"
    return FetchedPage(url=url, final_url=url, body=body, content_type="text/html", charset=None, fetched_at=FETCHED)


SMALL = page(
    f"<html><body><article><h1>Talks</h1><p>{WORDS * 6}</p><p>{WORDS * 6}</p></article></body></html>".encode()
)
# Half a minute of work: thousands of short paragraphs among links and tables.
SLOW = page(
    b"<html><body><article>" + b"<div><table><tr><td><p>a b <a href=x>c</a></p></td></tr></table></div>" * 60_000,
    "slow",
)


@asynccontextmanager
async def pool_of(workers: int, deadline: float = 30.0) -> AsyncIterator[ReadingPool]:
    settings = ReadingSettings(workers=workers, deadline_seconds=deadline, max_page_bytes=10_000_000)
    pool = ReadingPool(settings, NOBODY)
    try:
        yield pool
    finally:
        pool.close()


async def until(condition: Callable[[], list[int]]) -> list[int]:
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.02)
    return found


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")


def test_pages_are_read_in_their_order_and_as_without_a_pool() -> None:
    async def read() -> None:
        pages = [page(case.body, case.name) for case in golden_pages()[:12]]
        async with pool_of(2) as pool:
            results = [result async for result in pool.read_all((one, HINTS) for one in pages)]
        assert results == [read_bytes(one.body, one.url) for one in pages]

    asyncio.run(read())


def test_a_page_over_its_deadline_is_given_up_and_the_next_one_is_read() -> None:
    async def read() -> None:
        async with pool_of(1, deadline=1.0) as pool:
            assert isinstance(await pool.read(SMALL, HINTS), ReadArticle)
            slow = await pool.read(SLOW, HINTS)
            assert isinstance(slow, ReadNothing)
            assert "longer than 1 s" in slow.reason
            assert isinstance(await pool.read(SMALL, HINTS), ReadArticle)

    asyncio.run(read())


def test_a_page_that_kills_its_worker_twice_is_nothing_and_the_others_are_read() -> None:
    async def read() -> None:
        async with pool_of(2) as pool:
            assert isinstance(await pool.read(SMALL, HINTS), ReadArticle)
            slow = asyncio.create_task(pool.read(SLOW, HINTS))
            killed: set[int] = set()
            for _ in range(2):
                (worker, *_) = await until(lambda: [worker for worker in busy_workers() if worker not in killed])
                os.kill(worker, signal.SIGKILL)
                killed.add(worker)
            result = await slow
            assert isinstance(result, ReadNothing)
            assert "crashed the reader twice" in result.reason
            assert isinstance(await pool.read(SMALL, HINTS), ReadArticle)

    asyncio.run(read())


def test_a_cancelled_page_frees_its_worker() -> None:
    async def read() -> None:
        async with pool_of(1, deadline=120.0) as pool:
            slow = asyncio.create_task(pool.read(SLOW, HINTS))
            await until(busy_workers)
            slow.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await slow
            assert isinstance(await asyncio.wait_for(pool.read(SMALL, HINTS), PATIENCE), ReadArticle)

    asyncio.run(read())


def test_who_waits_for_a_page_of_a_closed_pool_is_told_to_come_again() -> None:
    async def read() -> None:
        async with pool_of(1, deadline=120.0) as pool:
            slow = asyncio.create_task(pool.read(SLOW, HINTS))
            await until(busy_workers)
            pool.close()
            with pytest.raises(ReadingUnavailable):
                await asyncio.wait_for(slow, PATIENCE)
            with pytest.raises(ReadingUnavailable):
                await pool.read(SMALL, HINTS)

    asyncio.run(read())


def test_a_page_beyond_the_limit_is_refused_before_it_is_handed_over() -> None:
    async def read() -> None:
        pool = ReadingPool(ReadingSettings(workers=1, max_page_bytes=10_000), NOBODY)
        result = await pool.read(page(b"x" * 10_001), HINTS)
        assert isinstance(result, ReadNothing)
        assert "reading.max_page_bytes" in result.reason
        pool.close()

    asyncio.run(read())


INTERRUPTED = """
import asyncio, signal, sys
sys.path[:0] = [{tests!r}]
from test_reading_pool import HINTS, SMALL, pool_of

async def main():
    asked = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, asked.set)
    async with pool_of(2) as pool:
        await pool.read(SMALL, HINTS)
        print("ready", flush=True)
        await asyncio.wait_for(asked.wait(), 60)
        results = [await pool.read(SMALL, HINTS) for _ in range(4)]
        print([type(result).__name__ for result in results], flush=True)

asyncio.run(main())
"""


def test_ctrl_c_reaches_the_whole_group_and_the_workers_read_on() -> None:
    program = INTERRUPTED.format(tests=str(Path(__file__).parent))
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    workers = workers_of(process.pid)
    assert workers
    os.killpg(process.pid, signal.SIGINT)
    answer, _ = process.communicate(timeout=PATIENCE)
    assert answer.strip() == str(["ReadArticle"] * 4)
    assert process.returncode == 0
    assert not [worker for worker in workers if Path(f"/proc/{worker}/exe").exists()]


INTERRUPTED_EARLY = """
import asyncio, signal, sys
sys.path[:0] = [{tests!r}]
signal.signal(signal.SIGINT, lambda *_: None)
from test_reading_pool import HINTS, SMALL, pool_of

async def main():
    print("ready", flush=True)
    async with pool_of(2) as pool:
        print(type(await pool.read(SMALL, HINTS)).__name__, flush=True)
        await asyncio.to_thread(sys.stdin.readline)

asyncio.run(main())
"""


def test_ctrl_c_while_the_processes_start_is_not_their_business() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED_EARLY.format(tests=str(Path(__file__).parent))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    deadline = time.monotonic() + PATIENCE
    while not select.select([process.stdout], [], [], 0.02)[0] and time.monotonic() < deadline:
        os.killpg(process.pid, signal.SIGINT)
    answer, complaint = process.communicate("\n", timeout=PATIENCE)
    assert complaint == ""
    assert answer == "ReadArticle\n"
