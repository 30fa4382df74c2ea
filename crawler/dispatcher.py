"""Runs crawls in this process: takes leases, polls many doors in one crawl, then fetches source by source.

    orders ─lease→ assignments ─one crawl→ doors polled ─a crawl per source→ pages settled ─→ run finished

Each source's run is finished as soon as its own work is done; those that brought nothing are finished together. A source
that another run holds is reported as busy. One broken source never stops or delays the others; a storage failure or a
defect stops everything and is raised.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from structlog.contextvars import bound_contextvars

from crawler.assignments import Assignment, CrawlOrder
from crawler.crawl_report import CrawlReport, SourceReport
from crawler.crawl_services import CrawlServices
from crawler.fetch_services import SETTING
from crawler.run_book import RunBook
from crawler.scrapy_settings import crawl_settings
from crawler.spider_loader import spider_class
from crawler.spiders.source import SourceSpider

POLL_CONCURRENCY = 100

Done = Callable[[Sequence[SourceReport]], Awaitable[None]]
Finish = Callable[[Sequence[Assignment]], Awaitable[None]]


async def nobody_waits(_reports: Sequence[SourceReport]) -> None:
    """Default of `done`."""


class Dispatcher:
    """One per process. `crawl` may be called again and again, also side by side for different sources."""

    def __init__(self, services: CrawlServices) -> None:
        self._services = services
        self._book = RunBook(services)
        self._settings = crawl_settings(services.settings) | {SETTING: services.fetch}
        self._runner = AsyncCrawlerRunner(self._settings)
        self._turns = asyncio.Semaphore(services.settings.daemon.concurrent_sources)
        self._stopping = False

    @property
    def stopping(self) -> bool:
        return self._stopping

    async def crawl(self, orders: Sequence[CrawlOrder], *, kind: str, done: Done = nobody_waits) -> CrawlReport:
        """Crawls the sources of `orders`, each at most once at a time.

        kind: "poll" or "crawl", for the record. done: told of each source once its run is finished, whatever the others do.
        Raises StorageError when the database fails, and any defect.
        """
        begun = await self._book.begin(orders, kind)
        if begun.assignments:
            async with self._book.kept_alive(begun.leases) as held:

                async def finish(assignments: Sequence[Assignment]) -> None:
                    await self._book.finish(assignments, held, stopped=self._stopping)
                    await done([self._report(assignment) for assignment in assignments])

                await self._work(begun.assignments, finish)
                await finish([assignment for assignment in begun.assignments if assignment.source.id in held])
        return CrawlReport(sources=tuple(self._report(assignment) for assignment in begun.assignments), busy=begun.busy)

    async def stop(self) -> None:
        """Takes nothing new and ends what is under way; pages not yet fetched stay pending in the ledger."""
        self._stopping = True
        self._services.fetch.stop()
        for crawler in tuple(self._runner.crawlers):
            await stop_crawler(crawler)

    async def _work(self, assignments: Sequence[Assignment], finish: Finish) -> None:
        """Polls all doors in one crawl per kind of spider; a source's pages follow as soon as its own doors answered."""
        by_spider: dict[type[SourceSpider], list[Assignment]] = defaultdict(list)
        async with asyncio.TaskGroup() as group:

            def fetch_pages(assignment: Assignment) -> None:
                if assignment.has_pages and not self._stopping:
                    group.create_task(self._fetch_pages(assignment, finish))

            for assignment in assignments:
                if assignment.doors:
                    by_spider[spider_class(assignment.source)].append(assignment)
                else:
                    fetch_pages(assignment)
            for spider, polled in by_spider.items():
                group.create_task(self._poll(spider, tuple(polled), fetch_pages, finish))

    async def _poll(
        self,
        spider: type[SourceSpider],
        assignments: tuple[Assignment, ...],
        doors_done: Callable[[Assignment], None],
        finish: Finish,
    ) -> None:
        await self._run(spider, assignments, concurrency=POLL_CONCURRENCY, fetch_pages=False, doors_done=doors_done)
        if not self._stopping:
            await finish([assignment for assignment in assignments if not assignment.has_pages])

    async def _fetch_pages(self, assignment: Assignment, finish: Finish) -> None:
        async with self._turns:
            # Each line of the log that is written on behalf of these pages says whose they are.
            with bound_contextvars(source=assignment.source.id, run=assignment.run.id):
                await self._run(
                    spider_class(assignment.source),
                    (assignment,),
                    concurrency=self._services.settings.crawl.concurrent_hosts,
                    poll_doors=False,
                )
        await finish([assignment])

    async def _run(
        self, spider: type[SourceSpider], assignments: tuple[Assignment, ...], *, concurrency: int, **wishes: Any
    ) -> None:
        """One Scrapy crawl. Raises what stopped it."""
        if self._stopping:
            return
        crawler = Crawler(spider, self._settings | {"CONCURRENT_REQUESTS": concurrency})
        task = self._runner.crawl(crawler, services=self._services, assignments=assignments, **wishes)
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            await stop_crawler(crawler)
            raise
        ran = crawler.spider
        if isinstance(ran, SourceSpider):
            if ran.failure is not None:
                raise ran.failure
            await ran.write_quiet_polls()

    def _report(self, assignment: Assignment) -> SourceReport:
        return SourceReport(
            source_id=assignment.source.id,
            run_id=assignment.run.id,
            state=assignment.state(stopped=self._stopping),
            counts=dict(assignment.counts),
            reason=assignment.reason(),
        )


async def stop_crawler(crawler: Crawler) -> None:
    """Ends a crawl in order.

    Scrapy's stop never returns when it is called in the first turns of the loop, before the engine runs
    (https://github.com/scrapy/scrapy/issues/6916), so that is waited for.
    """
    while crawler.crawling and not (crawler._engine is not None and crawler.engine.running):  # noqa: ASYNC110  # no event tells of it
        await asyncio.sleep(0.01)
    if crawler.crawling:
        await crawler.stop_async()
