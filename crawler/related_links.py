"""Headlines of other articles that follow a label of their own in the text: «موضوعات متعلقة:» and the links under it."""

from itertools import islice

from lxml.html import HtmlElement

from crawler.tidying import tidy
from press.site_furniture import is_furniture

_LONGEST_LABEL = 60
_LONGEST_HEADLINE = 250
_MOST_LINKS = 3_000
_INLINE = frozenset(("a", "b", "strong", "em", "i", "u", "span", "font", "small"))


def without_linked_headlines(text: str, tree: HtmlElement) -> str:
    """The extracted text without the lines that are nothing but a link and follow a line of furniture."""
    lines = text.split("\n")
    labels = {number for number, line in enumerate(lines) if len(line) <= _LONGEST_LABEL and is_furniture(line)}
    if not labels:
        return text
    headlines = _linked_blocks(tree)
    kept: list[str] = []
    is_behind_label = False
    for number, line in enumerate(lines):
        is_headline = is_behind_label and line.removeprefix("- ").strip() in headlines
        if not is_headline:
            kept.append(line)
        is_behind_label = number in labels or is_headline
    return "\n".join(kept)


def _linked_blocks(tree: HtmlElement) -> frozenset[str]:
    """The texts of blocks that are one link from end to end."""
    found: set[str] = set()
    for link in islice(tree.iter("a"), _MOST_LINKS):
        block = link
        while block.tag in _INLINE and (parent := block.getparent()) is not None:
            block = parent
        words = tidy(link.text_content(), _LONGEST_HEADLINE + 1)
        if words and len(words) <= _LONGEST_HEADLINE and words == tidy(block.text_content(), _LONGEST_HEADLINE + 1):
            found.add(words)
    return frozenset(found)
