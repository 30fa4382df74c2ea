"""Kazinform's own spider: listings are sorted by the forms of the agency's addresses; what its feeds name is an article.

A feed's entry of a form that nobody knows yet is taken too: else a new form would only show as silence.
"""

import re
from typing import Final

from crawler.spiders.source import SourceSpider
from press.addresses import host_of
from press.discoveries import FeedEntry
from press.kazinform import recognise
from press.other_pages import is_other_page

_HOSTS: Final = re.compile(r"(?:^|\.)(?:(?:kaz)?inform\.kz|qazinform\.com)$")


class KazinformSpider(SourceSpider):
    name = "kazinform"

    def wants(self, entry: FeedEntry) -> bool:
        """Listings and sitemaps bring what `press.kazinform` knows; a feed may bring more."""
        return may_be_article(entry.url)


def may_be_article(url: str) -> bool:
    """An address of a known form, or one of the agency's that says nothing to the contrary."""
    if recognise(url) is not None:
        return True
    return _HOSTS.search(host_of(url)) is not None and not is_other_page(url)
