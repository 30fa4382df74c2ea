"""Tables that only lay a page out, as the sites of twenty years ago did: their cells are parts of the page, not of a table."""

from copy import deepcopy

from lxml.etree import XPath
from lxml.html import HtmlElement

# Those with a cell that holds a story: long, and broken into lines or blocks of its own.
_LAYOUTS = XPath(
    "//table[.//td[string-length(normalize-space(.)) > 400][count(.//br) > 2 or .//p or .//div or .//table]]"
)
_PARTS = ("table", "tbody", "thead", "tr", "td", "th", "center")


def without_layout_tables(tree: HtmlElement) -> HtmlElement:
    """The tree as it is, or a copy in which the tables around stories are plain blocks."""
    if next(tree.iter("td"), None) is None or not _LAYOUTS(tree):
        return tree
    tree = deepcopy(tree)
    layouts = set(_LAYOUTS(tree))
    parts = [
        part
        for table in layouts
        for part in table.iter(*_PARTS)
        if part is table or next(part.iterancestors("table"), None) is table
    ]
    for part in parts:
        if part.tag != "table" or part in layouts:
            part.tag = "div"
    return tree
