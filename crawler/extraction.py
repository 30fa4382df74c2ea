"""The text of a page: the one home of trafilatura."""

import logging

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from crawler import leaner_trafilatura

leaner_trafilatura.put_in_place()

# They report every odd page as a warning; what becomes of a page is told by its outcome instead.
for _name in ("trafilatura", "htmldate", "readability", "justext", "charset_normalizer"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


def extract_text(tree: HtmlElement, url: str, *, fast: bool = False) -> str:
    """The article's text as trafilatura finds it, a line per paragraph; "" when there is none. The tree stays as it is.

    Its duplicate filter stays off: it remembers, so the same page comes out empty from the fourth time on.
    Its metadata and its language filter stay off, too: they cost as much as the text does.
    """
    document = bare_extraction(
        tree,
        url=url,
        fast=fast,
        include_comments=False,
        include_tables=True,
        deduplicate=False,
        with_metadata=False,
    )
    if document is None or isinstance(document, dict):
        return ""
    return document.text or ""
