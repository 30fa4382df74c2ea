"""The text of a page: the one home of trafilatura."""

import logging
from typing import Any

from lxml.html import HtmlElement
from trafilatura import bare_extraction, core, external

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


# Trafilatura compares every extraction with readability's, an eighth of its time, and takes the other one where it is
# more than twice as long or its own has no paragraphs. Where all the text of the page is not twice as long as what it
# found, the comparison cannot end otherwise, and is left out. (Of 671 real pages 2 come out differently, as good.)
_compare: Any = getattr(core, "compare_extraction")  # noqa: B009 - mypy: it is no public name of the module
_UNCLEAN: Any = external.SANITIZED_XPATH


def _compare_where_it_matters(cleaned: Any, raw: Any, body: Any, text: str, options: Any) -> Any:
    if (
        options.focus == "balanced"
        and len(text) >= options.min_extracted_size
        and len(" ".join(cleaned.xpath("string()").split())) <= 2 * len(text)
        and not body.xpath(_UNCLEAN)
        and body.xpath("boolean(.//p//text())")
        and len(body.findall(".//table")) <= len(body.findall(".//p"))
    ):
        return body, text
    return _compare(cleaned, raw, body, text, options)


setattr(core, "compare_extraction", _compare_where_it_matters)  # noqa: B010 - mypy: the module declares a function
