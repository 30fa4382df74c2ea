"""Says who asks, and what is understood."""

from typing import Final, Self

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.fetch_services import services_of
from crawler.request_notes import SOURCE
from press.sources import Source

ACCEPT: Final = (
    "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.8"
)
ACCEPT_ENCODING: Final = "gzip, deflate, br, zstd"


class RequestHeaders:
    def __init__(self, user_agent: str) -> None:
        self._user_agent = user_agent

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(services_of(crawler.settings).user_agent)

    def process_request(self, request: Request) -> None:
        headers = request.headers
        headers["User-Agent"] = self._user_agent
        headers["Accept"] = ACCEPT
        headers["Accept-Encoding"] = ACCEPT_ENCODING
        headers["Accept-Language"] = accept_language(request.meta.get(SOURCE))


def accept_language(source: object) -> str:
    """A source's own languages first; a site that offers many is asked for the edition we follow."""
    languages = source.languages if isinstance(source, Source) else ()
    return ", ".join((*languages, "*;q=0.5")) if languages else "*"
