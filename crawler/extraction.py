"""The text of a page: the one home of trafilatura."""

import logging
import re
from copy import deepcopy
from itertools import islice

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import DEFAULT_CONFIG

from crawler import leaner_trafilatura
from crawler.bare_heads import with_heads_as_paragraphs
from crawler.layout_tables import without_layout_tables

leaner_trafilatura.put_in_place()

# They report every odd page as a warning; what becomes of a page is told by its outcome instead.
for _name in ("trafilatura", "htmldate", "readability", "justext", "charset_normalizer"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


# A text shorter than 250 signs makes trafilatura take all of the page; 250 signs of Chinese are a whole report.
_DENSE = deepcopy(DEFAULT_CONFIG)
_DENSE["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "90"
_DENSE_SIGN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SAMPLE = 400


def extract_text(tree: HtmlElement, url: str, *, fast: bool = False) -> str:
    """The article's text as trafilatura finds it, a line per paragraph; "" when there is none. The tree stays as it is.

    Its duplicate filter stays off: it remembers, so the same page comes out empty from the fourth time on.
    Its metadata and its language filter stay off, too: they cost as much as the text does.
    """
    document = bare_extraction(
        with_heads_as_paragraphs(without_layout_tables(tree)),
        url=url,
        fast=fast,
        include_comments=False,
        include_tables=True,
        deduplicate=False,
        with_metadata=False,
        config=_DENSE if _is_dense(tree) else DEFAULT_CONFIG,
    )
    if document is None or isinstance(document, dict):
        return ""
    return document.text or ""


def _is_dense(tree: HtmlElement) -> bool:
    """Whether the page is written in signs of which each is half a word: Han, kana, hangul."""
    sample = ""
    for paragraph in islice(tree.iter("p", "div", "td"), 200):
        sample += paragraph.text or ""
        if len(sample) > _SAMPLE:
            break
    return 2 * len(_DENSE_SIGN.findall(sample)) > sum(map(str.isalpha, sample))
