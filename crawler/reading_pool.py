"""Reading in processes of their own: a page that hangs or kills its reader costs that page, never the crawl.

    main process ── page ──> worker (fork of a preloaded server) ── ReadResult ──> main process
         └── deadline passed: the worker is killed, another takes its place

Threads will not do: trafilatura crashed natively in them, and is no faster.
"""

import asyncio
import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from crawler.reading_rules import ReadingRules
from crawler.reading_worker import read_in_worker, start_worker
from press.errors import RasidError
from press.pages import FetchedPage, ReaderVersions, ReadingHints, ReadNothing, ReadResult
from press.settings import ReadingSettings
from press.site_rules import SiteRules

if TYPE_CHECKING:
    from press.entities import Entity
    from press.organizations import WatchList

P = ParamSpec("P")
R = TypeVar("R")

# Workers are replaced now and then: lxml and trafilatura's caches grow slowly.
PAGES_PER_WORKER = 400
# A page is tried twice when its worker dies under it: the first death may have been an accident.
_ATTEMPTS = 2
# How often the pool is built anew for one page before that page is given up.
_REBUILDS = 2
# A pool that finishes nothing for this long beyond a page's deadline has lost its queue (a worker was killed holding it).
_STANDSTILL_SECONDS = 30.0
_CLOSED = "the reading pool was closed before this page was read; the next run reads it"
_PRELOAD = ["crawler.reading_preload"]

_launching = threading.Lock()


class _WorkerProcess(ForkServerProcess):
    """A worker that does not import the main program again, and that ends at once when told to."""

    def start(self) -> None:
        with _main_program_hidden():
            super().start()

    def terminate(self) -> None:
        # A reader has nothing to put in order, and SIGTERM would wait until lxml returns to Python.
        self.kill()


class _WorkerContext(ForkServerContext):
    Process = _WorkerProcess


@contextlib.contextmanager
def _main_program_hidden() -> Iterator[None]:
    """For the time of a launch, `__main__` has neither file nor name.

    multiprocessing has each child run the main program's module, lest it hold something to be unpickled. Ours never
    does, and importing the command with Scrapy and the database behind it would cost a second and 100 MB a worker.
    """
    main = sys.modules["__main__"]
    with _launching:
        spec, file = main.__spec__, getattr(main, "__file__", None)
        main.__spec__ = None
        if file is not None:
            del main.__file__
        try:
            yield
        finally:
            main.__spec__ = spec
            if file is not None:
                main.__file__ = file


def _start_server() -> None:
    """Starts the fork server deaf to SIGINT and SIGTERM: Ctrl-C and a service's stop reach the whole group of
    processes, but the workers shall finish what is in hand. They end when told to, or when the main process is gone.

    multiprocessing's tracker of resources is started before: starting it lets the signals through again."""
    multiprocessing.set_forkserver_preload(_PRELOAD)
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        with _main_program_hidden():
            forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class ReadingUnavailable(RasidError):
    """The pool was closed, or its processes cannot be kept running: no page's fault, so the page is to be read later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """Work that was given up. reason: what it did, to be put after its name."""

    reason: str


class ReadingPool:
    """Reads pages side by side. One per process; lives as long as the daemon. Processes start with the first page."""

    def __init__(
        self,
        settings: ReadingSettings,
        watch_list: "WatchList",
        site_rules: SiteRules | None = None,
        entities: "tuple[Entity, ...] | None" = None,
    ) -> None:
        self._settings = settings
        self._rules = ReadingRules(
            watch_list=watch_list,
            max_page_bytes=settings.max_page_bytes,
            fast=settings.fast,
            site_rules=site_rules or SiteRules(),
        )
        if entities is not None:
            self._rules = replace(self._rules, entities=entities)
        self._pool: ProcessPool | None = None
        self._versions: ReaderVersions | None = None
        self._closed = False
        self._starting = asyncio.Lock()
        self._finished = 0
        self._pending: set[Future[Any]] = set()

    @property
    def versions(self) -> ReaderVersions:
        """By what pages are judged. Looked up once: it is asked for with every page, and costs as much as storing one."""
        if self._versions is None:
            self._versions = self._rules.versions
        return self._versions

    @property
    def workers(self) -> int:
        """How many pages are read side by side."""
        return self._settings.workers or os.cpu_count() or 1

    async def start(self) -> None:
        """Starts the processes now rather than with the first page."""
        await self._running_pool()

    def close(self) -> None:
        """Ends the processes without waiting for pages in hand; who waits for one gets ReadingUnavailable."""
        self._closed = True
        self._drop(self._pool)

    async def read(self, page: FetchedPage, hints: ReadingHints) -> ReadResult:
        """Reads one page. Never raises for a bad page; cancelling kills the worker that reads it.

        Raises ReadingUnavailable when the pool is closed or cannot be kept running.
        """
        if len(page.body) > self._settings.max_page_bytes:
            # Refused here already, so that it need not be carried over.
            return ReadNothing(reason=self._rules.too_large(len(page.body)))
        read = await self.run(read_in_worker, page, hints)
        return ReadNothing(reason=f"reading this page {read.reason}") if isinstance(read, Unfinished) else read

    async def run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> "R | Unfinished":
        """Does any work in a worker, within the deadline of a page; cancelling kills that worker.

        `work` is a function of a module, and everything it takes and returns can be pickled. Raises ReadingUnavailable
        when the pool is closed or cannot be kept running, and whatever `work` raises.
        """
        crashes = rebuilds = 0
        while crashes < _ATTEMPTS and rebuilds <= _REBUILDS and not self._closed:
            pool = await self._running_pool()
            try:
                return await self._run_in(pool, partial(work, *args, **kwargs))
            except ProcessExpired:
                crashes += 1
            except TimeoutError:
                return Unfinished(reason=f"took longer than {self._settings.deadline_seconds:g} s")
            except (BrokenExecutor, RuntimeError):
                # The pool itself is gone (a worker was killed between two pages, say): no fault of this page.
                rebuilds += 1
                self._drop(pool)
        if crashes == _ATTEMPTS:
            return Unfinished(reason="crashed the reader twice")
        if self._closed:
            raise ReadingUnavailable(_CLOSED)
        raise ReadingUnavailable("the reading processes could not be kept running; is there memory left?")

    async def read_all(self, pages: Iterable[tuple[FetchedPage, ReadingHints]]) -> AsyncIterator[ReadResult]:
        """Reads many pages side by side; answers in their order, and takes no more of them than it needs at a time."""
        waiting: deque[asyncio.Task[ReadResult]] = deque()
        try:
            for page, hints in pages:
                waiting.append(asyncio.create_task(self.read(page, hints)))
                if len(waiting) > 4 * self.workers:
                    yield await waiting.popleft()
            while waiting:
                yield await waiting.popleft()
        finally:
            for task in waiting:
                task.cancel()

    async def _run_in(self, pool: ProcessPool, work: Callable[[], R]) -> R:
        deadline = self._settings.deadline_seconds
        future: Future[R] = pool.schedule(work, timeout=deadline)
        self._pending.add(future)
        waiting = asyncio.wrap_future(future)
        try:
            while True:
                finished = self._finished
                done, _ = await asyncio.wait((waiting,), timeout=deadline + _STANDSTILL_SECONDS)
                if done:
                    self._finished += 1
                    return waiting.result()
                if finished == self._finished:
                    raise BrokenExecutor("the reading processes stand still")
        finally:
            self._pending.discard(future)
            waiting.cancel()

    async def _running_pool(self) -> ProcessPool:
        """The pool, started if need be: on a thread, because the first process takes seconds to load what it needs."""
        async with self._starting:
            if self._pool is None:
                pool = await asyncio.to_thread(self._started_pool)
                if self._closed:
                    pool.stop()  # type: ignore[no-untyped-call]  # pebble has no types here
                    pool.join()
                    raise ReadingUnavailable(_CLOSED)
                self._pool = pool
            return self._pool

    def _started_pool(self) -> ProcessPool:
        _start_server()
        pool = ProcessPool(
            max_workers=self.workers,
            max_tasks=PAGES_PER_WORKER,
            initializer=start_worker,
            initargs=(self._rules,),
            context=_WorkerContext(),
        )
        if not pool.active:  # asking starts it
            raise ReadingUnavailable("the reading processes could not be started; is there memory left?")
        return pool

    def _drop(self, pool: ProcessPool | None) -> None:
        """Ends a pool, once: the first who finds it broken does."""
        if pool is None or pool is not self._pool:
            return
        self._pool = None
        pool.stop()  # type: ignore[no-untyped-call]  # pebble has no types here
        pool.join()
        for future in self._pending:
            if not future.done():
                # Nobody is left to answer it.
                future.set_exception(BrokenExecutor("the reading pool was ended"))
        self._pending = set()
