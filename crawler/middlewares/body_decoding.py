"""Unpacks answers, within crawl.max_body_bytes."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.body_decoding import decoded
from crawler.fetch_services import services_of


class BodyDecoding:
    def __init__(self, limit: int) -> None:
        self._limit = limit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(services_of(crawler.settings).settings.max_body_bytes)

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002  # Scrapy's shape
        """Raises BodyTooLarge or BodyDamaged."""
        lines = response.headers.getlist("Content-Encoding")
        if not lines or not response.body:
            return response
        named = b",".join(lines).decode("latin-1").lower().split(",")
        body = decoded(response.body, [name.strip() for name in named], self._limit)
        if body is response.body:
            return response
        unpacked = response.replace(body=body)
        del unpacked.headers["Content-Encoding"]
        return unpacked
