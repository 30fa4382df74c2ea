"""The two steps every page goes through: reading in the process pool, and storing."""

from typing import Self

from scrapy.crawler import Crawler

from crawler.page_items import PageItem
from crawler.spiders.source import SourceSpider
from press.outcomes import PageArticle, PageOffTopic, PageOutcome, PageUnreadable
from press.pages import FetchedPage, ReadArticle, ReadingHints, ReadNothing, ReadOffTopic, ReadResult
from press.sources import Source


def hints_for(item: PageItem, source: Source) -> ReadingHints:
    """What is known of a page before it is read. A stored article's page is read whatever it says now."""
    discovery = item.discovery
    return ReadingHints(
        source_id=source.id,
        zone=source.zone,
        languages=source.languages,
        door_kind=discovery.door_kind,
        title=discovery.title,
        published=discovery.published,
        language=discovery.language,
        keep_all=source.keep == "all" or discovery.revisit,
    )


def outcome_of(result: ReadResult, page: FetchedPage) -> PageOutcome:
    """What is to be stored of a page that was read."""
    match result:
        case ReadArticle(tagged=tagged):
            return PageArticle(tagged=tagged, final_url=page.final_url, fetched_at=page.fetched_at)
        case ReadOffTopic(by=by):
            where = "anywhere in the page" if by == "gate" else "in its title and text"
            return PageOffTopic(reason=f"no organization of the watch-list is named {where}")
        case ReadNothing(reason=reason):
            return PageUnreadable(reason=reason)


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
        result = await self._spider.services.pool.read(item.page, hints_for(item, item.assignment.source))
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
