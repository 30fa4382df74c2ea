"""The lead of an article, where a page prints it apart from the text: the words it also declares as its description.

One page in six does so, and what finds texts takes such a block for furniture; the names of an article stand there first.
"""

from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.printed_dates import find_heading
from crawler.tidying import comparable, tidy

_SHORTEST, _LONGEST = 50, 700
_BLOCKS_BEHIND_HEADING = 60
_BLOCKS = ("p", "div", "span", "strong", "h2", "h3", "h4")
_BLOCKS_IN_BLOCKS = ("p", "div", "h2", "h3", "h4")
_NO_TEXT = ("script", "style", "noscript", "form", "iframe", "nav", "aside")


def read_lead(tree: HtmlElement, title: str, descriptions: tuple[str, ...], text: str) -> str:
    """The lead that stands between the heading and the text without being in it; "" where there is none.

    descriptions: what the page declares of itself. Only what is declared word by word is certainly the article's.
    """
    declared = [description for description in descriptions if len(description) >= _SHORTEST]
    if not declared or any(description[:_SHORTEST] in text for description in declared):
        return ""
    keys = [key for key in map(comparable, declared) if key]
    body = comparable(text)
    keys = [key for key in keys if key[: _SHORTEST // 2] not in body]
    heading = find_heading(tree, title) if keys else None
    if heading is None:
        return ""
    for block, key in _blocks_before(heading, body):
        if any(key.startswith(declared_key) or declared_key.startswith(key) for declared_key in keys):
            return block if key != comparable(title) else ""
    return ""


def _blocks_before(heading: HtmlElement, body: str) -> Iterator[tuple[str, str]]:
    """The innermost blocks behind the heading that say something, up to the first that is in the text."""
    for element in islice(_behind(heading), _BLOCKS_BEHIND_HEADING):
        if next(element.iterdescendants(*_NO_TEXT, *_BLOCKS_IN_BLOCKS), None) is not None:
            continue
        block = tidy(element.text_content(), _LONGEST + 1)
        if not _SHORTEST <= len(block) <= _LONGEST:
            continue
        key = comparable(block)
        if key in body:
            return
        yield block, key


def _behind(heading: HtmlElement) -> Iterator[HtmlElement]:
    """The blocks behind the heading in the order of the page, looked for no farther than they are asked for."""
    node: HtmlElement | None = heading
    while node is not None:
        for sibling in node.itersiblings():
            if sibling.tag not in _NO_TEXT:
                yield from sibling.iter(*_BLOCKS)
        node = node.getparent()
