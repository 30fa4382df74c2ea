"""The item that goes through Scrapy's pipelines."""

from dataclasses import dataclass

from crawler.assignments import Assignment
from press.discoveries import Discovery
from press.pages import FetchedPage


@dataclass(frozen=True, slots=True, kw_only=True)
class PageItem:
    """A page on its way from the network to the store."""

    assignment: Assignment
    discovery: Discovery
    page: FetchedPage
