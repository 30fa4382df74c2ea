"""Obeys robots.txt (RFC 9309) and passes the site's Crawl-delay on to the host gate."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.fetch_errors import (
    FETCH_FAILURES,
    FetchStopped,
    HostResting,
    RedirectsUnending,
    RobotsForbidden,
    RobotsUnreachable,
    sentence_of,
)
from crawler.fetch_services import services_of
from crawler.request_notes import CRAWL_DELAY, IS_ROBOTS, SOURCE
from crawler.robots_cache import RobotsAnswer
from press.robots import RobotsStanding, robots_address, robots_standing, unreachable_reason

ENDLESS_REDIRECT = 302


class RobotsGuard:
    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._fetch = services_of(crawler.settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises RobotsForbidden or RobotsUnreachable."""
        if not self._fetch.settings.robots_obey or request.meta.get(IS_ROBOTS):
            return

        async def ask(address: str) -> RobotsAnswer:
            return await self._ask(address, request)

        found = await self._fetch.robots.rules_for(request.url, ask)
        if robots_standing(found.record, self._fetch.clock()) is RobotsStanding.FORBIDDEN:
            raise RobotsUnreachable(unreachable_reason(found.record))
        if not found.allows(request.url):
            raise RobotsForbidden(f"{robots_address(found.record.origin)} forbids it")
        if found.crawl_delay is not None:
            request.meta[CRAWL_DELAY] = found.crawl_delay

    async def _ask(self, address: str, on_behalf_of: Request) -> RobotsAnswer:
        meta = {IS_ROBOTS: True, SOURCE: on_behalf_of.meta.get(SOURCE)}
        try:
            response = await self._crawler.engine.download_async(Request(address, meta=meta, dont_filter=True))
        except (FetchStopped, HostResting):
            raise
        except RedirectsUnending:
            return RobotsAnswer(status=ENDLESS_REDIRECT)
        except FETCH_FAILURES as error:
            return RobotsAnswer(status=None, trouble=sentence_of(error))
        return RobotsAnswer(status=response.status, body=response.body)
