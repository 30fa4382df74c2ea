"""The two steps every page goes through: reading in the process pool, and storing."""

from typing import Self

from scrapy.crawler import Crawler

from crawler.page_items import PageItem
from crawler.page_outcomes import hints_for, outcome_of
from crawler.spiders.source import SourceSpider
from press.pages import ReadArticle


class ReadAndStore:
    """Scrapy's item pipeline. Reading never raises for a bad page; a storage failure ends the crawl."""

    def __init__(self, crawler: Crawler) -> None:
        if not isinstance(crawler.spider, SourceSpider):
            raise TypeError("this pipeline belongs to the spiders of Rasid")
        self._spider = crawler.spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: PageItem) -> PageItem:
        archived = await self._spider.services.archive.keep(item.page)
        result = await self._spider.services.pool.read(item.page, hints_for(item.discovery, item.assignment.source))
        title = result.tagged.article.title if isinstance(result, ReadArticle) else None
        outcome = outcome_of(result, item.page)
        await self._spider.settle_page(
            item.assignment,
            item.discovery,
            outcome,
            title=title,
            archived=archived,
            judged_by=self._spider.services.pool.versions,
        )
        return item
