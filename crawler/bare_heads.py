"""First paragraphs that stand bare before those in <p>: editors of old leave them so, and what finds texts loses them.

«<div>عقد الوزراء …<p>وناقش …» and «<div><div>عقد الوزراء …</div><p>وناقش …» are what is looked for.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.printed_dates import INLINE, is_elsewhere

_AROUND = ("div", "section", "article", "main", "td", "center", "font")
_INLINE = INLINE - {"img"} | {"br"}
_BLOCKS = (
    "p", "div", "ul", "ol", "table", "figure", "img", "h1", "h2", "h3", "section", "article", "iframe", "video", "form",
    "script", "style", "blockquote",
)  # fmt: skip
_SHORTEST = 60  # shorter ones are labels, dates and captions


@dataclass(frozen=True, slots=True)
class _Head:
    """Bare text before the first <p> of a block. behind: the element it follows, None at the block's beginning."""

    block: HtmlElement
    behind: HtmlElement | None
    words: list[HtmlElement]


def with_heads_as_paragraphs(tree: HtmlElement) -> HtmlElement:
    """The tree as it is, or a copy in which first paragraphs are paragraphs."""
    if next(_heads(tree), None) is None:
        return tree
    tree = deepcopy(tree)
    for head in list(_heads(tree)):
        if not head.words and head.behind is not None and not (head.behind.tail or "").strip():
            head.behind.tag = "p"
        else:
            _wrap(head)
    return tree


def _heads(tree: HtmlElement) -> Iterator[_Head]:
    blocks: set[HtmlElement] = set()
    for paragraph in tree.iter("p"):
        block = paragraph.getparent()
        if block is None or block in blocks or block.tag not in _AROUND:
            continue
        blocks.add(block)
        head = _before(block, paragraph)
        if _says_enough(_text_of(head), head.words) or _is_paragraph(head):
            yield head


def _before(block: HtmlElement, paragraph: HtmlElement) -> _Head:
    words: list[HtmlElement] = []
    behind = paragraph.getprevious()
    while behind is not None and behind.tag in _INLINE and _is_leaf(behind):
        words.insert(0, behind)
        behind = behind.getprevious()
    return _Head(block, behind, words)


def _text_of(head: _Head) -> str:
    before = head.block.text if head.behind is None else head.behind.tail
    return (before or "") + "".join(word.text_content() + (word.tail or "") for word in head.words)


def _is_paragraph(head: _Head) -> bool:
    """Whether a block right before the paragraphs is one of them in all but name."""
    block = head.behind
    return (
        block is not None
        and block.tag == "div"
        and not _text_of(head).strip()
        and not head.words
        and _is_leaf(block)
        and not is_elsewhere(block)
        and _says_enough(block.text_content(), [block])
    )


def _is_leaf(element: HtmlElement) -> bool:
    return next(element.iterdescendants(*_BLOCKS), None) is None


def _says_enough(text: str, words: list[HtmlElement]) -> bool:
    """Whether a text is as long as a paragraph, and less than half of it leads elsewhere."""
    if len(text) < _SHORTEST or len(" ".join(text.split())) < _SHORTEST:
        return False
    linked = sum(len(link.text_content()) for word in words for link in word.iter("a"))
    return linked * 2 < len(text)


def _wrap(head: _Head) -> None:
    paragraph = head.block.makeelement("p")
    if head.behind is None:
        paragraph.text, head.block.text = head.block.text, None
        head.block.insert(0, paragraph)
    else:
        paragraph.text, head.behind.tail = head.behind.tail, None
        head.behind.addnext(paragraph)
    paragraph.extend(head.words)
