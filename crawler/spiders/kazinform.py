"""Kazinform's own spider: it knows the agency's addresses of all eras, and takes nothing else for an article."""

from crawler.spiders.source import SourceSpider
from press.discoveries import FeedEntry
from press.kazinform import recognise


class KazinformSpider(SourceSpider):
    name = "kazinform"

    def wants(self, entry: FeedEntry) -> bool:
        return recognise(entry.url) is not None
