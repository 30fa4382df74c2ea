"""What a spider needs when `scrapy crawl SOURCE` starts it: services and a lease of its own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any, Self

import scrapy
from scrapy.crawler import Crawler

from crawler.assignments import CrawlOrder
from crawler.fetch_services import SETTING
from crawler.page_items import PageItem
from crawler.process import CrawlProcess
from crawler.run_book import RunBook
from crawler.spiders.source import SourceSpider
from press.configuration import load_configuration
from press.moments import system_clock
from press.sources import Source
from storage import Lease


class Standalone(SourceSpider):
    """Put before a spider class: opens the configuration's database, and closes its run when Scrapy is done."""

    source: Source

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        process = CrawlProcess(load_configuration(), clock=system_clock)
        crawler.settings.set(SETTING, process.services.fetch, priority="spider")
        spider = super().from_crawler(crawler, *args, services=process.services, assignments=(), **kwargs)
        spider._process = process
        spider._book = RunBook(process.services)
        spider._open, spider._held = AsyncExitStack(), {}
        crawler.signals.connect(spider._closed, signal=scrapy.signals.spider_closed)
        return spider

    _process: CrawlProcess
    _book: RunBook
    _open: AsyncExitStack
    _held: dict[str, Lease]

    async def start(self) -> AsyncIterator[scrapy.Request | PageItem]:
        begun = await self._book.begin([CrawlOrder(source=self.source)], "crawl")
        self.assignments = begun.assignments
        if begun.busy:
            self.logger.error("another run holds the source %s; nothing was done", self.source.id)
            return
        self._held = await self._open.enter_async_context(self._book.kept_alive(begun.leases))
        async for request in super().start():
            yield request

    async def _closed(self, reason: str) -> None:
        if self.failure is None:
            await self.write_quiet_polls()
            await self._book.finish(self.assignments, self._held, stopped=reason != "finished")
        else:
            self.logger.error("stopped: %s", self.failure)
        await self._open.aclose()
        self._process.close()
