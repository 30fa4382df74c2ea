"""Follows redirects, as far as the settings allow; each step passes robots.txt, the guard and the host gate again."""

from typing import Final, Self
from urllib.parse import urldefrag, urljoin, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from w3lib.url import safe_url_string

from crawler.fetch_errors import RedirectsUnending, RedirectUnusable
from crawler.fetch_services import services_of
from crawler.request_notes import CRAWL_DELAY, MOVED_FOR_GOOD, STEPS

TEMPORARY: Final = frozenset((302, 303, 307))
FOR_GOOD: Final = frozenset((301, 308))


class Redirects:
    def __init__(self, most: int) -> None:
        self._most = most

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(services_of(crawler.settings).settings.max_redirects)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Raises RedirectsUnending or RedirectUnusable. A redirect that names no place is an answer like any other."""
        location = response.headers.get("Location")
        if response.status not in TEMPORARY | FOR_GOOD or not location:
            return response
        target = redirect_target(request.url, location)
        steps = (*request.meta.get(STEPS, ()), request.url)
        if urldefrag(target).url in {urldefrag(step).url for step in steps}:
            raise RedirectsUnending(f"its redirects lead in a circle, back to {target}")
        if len(steps) > self._most:
            raise RedirectsUnending(f"it is redirected more than {self._most} times (crawl.max_redirects)")
        still_for_good = len(steps) == 1 or request.meta.get(MOVED_FOR_GOOD)
        meta = {
            **request.meta,
            STEPS: steps,
            MOVED_FOR_GOOD: target if response.status in FOR_GOOD and still_for_good else None,
        }
        for own in ("download_slot", "download_latency", CRAWL_DELAY):
            meta.pop(own, None)
        return request.replace(url=target, meta=meta, priority=request.priority + 1)


def redirect_target(url: str, location: bytes) -> str:
    """Where a Location header leads. Raises RedirectUnusable when that is no web address."""
    try:
        target = urljoin(url, safe_url_string(location.strip()))
        parts = urlsplit(target)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        unwanted = bool(parts.username or parts.password)
    except ValueError:
        usable, unwanted, target = False, False, location.decode("latin-1")
    if not usable or unwanted:
        raise RedirectUnusable(f"it is redirected to what is no web address: {target[:200]}")
    return target
