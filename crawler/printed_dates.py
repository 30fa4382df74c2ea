"""Dates that a page prints for its readers: where they stand, and what they are likely the dates of.

near_heading: beside the article's heading. printed_lines: all lines of the page's own part, for the labelled ones
(«نشر في …», "Published: …"), for those that follow the heading, and for datelines that open a paragraph.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml.etree import XPath
from lxml.html import HtmlElement

from crawler.tidying import tidy

LONGEST_PRINTED = 120
_LONGEST_BESIDE = 80
# How far from the heading dates are looked for: generations up, the nearest first, and how many of each.
_CLIMB = (1, 3, 6)
_MOST_TRIED = 12
_MOST_LINES = 3_000
_OPENING = 90
_LONGEST_LABEL = 40
_LONGEST_PARAGRAPH = 1_000
_LONGEST_BEFORE, _LONGEST_AROUND = 15, 60
_FEWEST_TOLD = 4  # words in small letters: «The treaty was signed on»
_DIGIT = re.compile(r"\d")

_HEADINGS = XPath("//h1[normalize-space()]")
_LESSER_HEADINGS = XPath("//h2[normalize-space()] | //h3[normalize-space()]")
_TODAY = XPath(".//*[contains(@class, 'today') or contains(@class, 'clock') or contains(@id, 'today')]")
_MAY_BE_DATED = ("time", "span", "div", "p", "em", "small", "b", "i", "td", "h6", "h5", "h4", "h3", "h2", "li", "abbr")
_DATED = re.compile(r"date|time|publi|posted|meta|created", re.IGNORECASE)
_ELSEWHERE = frozenset(("nav", "footer", "aside", "h2", "h3"))
_NOT_ARTICLE_TAGS = frozenset(("nav", "aside", "form", "header", "figure", "figcaption"))
# Parts of a page that are not the article: other articles, what readers say, the site's clock and calendar.
_NOT_THE_ARTICLE = re.compile(
    r"(?<![a-z])(?:comments?|respond|disqus|related|recommend\w*|sidebar|widget|teaser|similar|today|clock|calendar|breadcrumbs?|"
    r"copyright|ticker|trending|popular|most-?(?:read|viewed)|read-?(?:more|next)|more-?news|next|prev(?:ious)?|weather|menu|newsfeed|events?|"
    r"captions?|img\w*|gallery|nav\w*)(?![a-z])",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"updat|modif|edited|revis", re.IGNORECASE)
_PUBLISHED = re.compile(r"publi|entry-date|post(?:ed)?-(?:date|on)", re.IGNORECASE)
_NO_TEXT = frozenset(
    ("script", "style", "noscript", "template", "select", "button", "textarea", "svg", "head", "iframe")
)
INLINE = frozenset(
    (
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins",
        "kbd", "label", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as a reader sees it. label: the few words alone on the line before it («تاريخ النشر»), "" if none.

    behind: how many lines behind the heading of the article it stands (0: the heading itself); None before it.
    """

    text: str
    label: str
    behind: int | None


def near_heading(tree: HtmlElement, title: str, *, climb: tuple[int, ...] = _CLIMB) -> Iterator[str]:
    """What may be a date beside the article's heading, the nearest first; the head of the site is farther away."""
    heading = find_heading(tree, title)
    if heading is None:
        return
    seen: set[str] = set()
    for element in _beside(heading):
        text = _printed(element)
        if text and len(text) <= _LONGEST_BESIDE and text not in seen:
            seen.add(text)
            yield text
    ancestors = [node for node in heading.iterancestors() if node.tag not in ("body", "html")]
    seen_nodes: set[HtmlElement] = set()
    for generation in climb[: len(ancestors)]:
        container = ancestors[min(generation, len(ancestors)) - 1]
        for element in islice(_dated(container), _MOST_TRIED):
            if element in seen_nodes:
                continue
            seen_nodes.add(element)
            text = _printed(element) if _belongs(element, container) and not _is_in_a_sentence(element) else None
            if text and text not in seen:
                seen.add(text)
                yield text


def _dated(container: HtmlElement) -> Iterator[HtmlElement]:
    """The elements that call themselves dates, in order."""
    for element in container.iter(*_MAY_BE_DATED):
        name = element.get("class")
        if element.tag == "time" or (name and _DATED.search(name)) or "date" in (element.get("id") or "").lower():
            yield element


def find_heading(tree: HtmlElement, title: str) -> HtmlElement | None:
    """The heading that says the title, else the first one: the site's name may stand in an h1 of its own."""
    headings: list[HtmlElement] = list(islice(_HEADINGS(tree), 5))
    for heading in headings:
        text = tidy(heading.text_content(), LONGEST_PRINTED)
        if text and (text in title or title in text):
            return heading
    for heading in islice(_LESSER_HEADINGS(tree), 20):
        text = tidy(heading.text_content(), LONGEST_PRINTED)
        if len(text) > 8 and text in title and len(text) > 0.6 * len(title):
            return heading
    return headings[0] if headings else None


def printed_lines(tree: HtmlElement, title: str) -> list[PrintedLine]:
    """The lines of a page in order, without menus, comments, teasers of other articles and the like."""
    heading = find_heading(tree, title)
    within = set(heading.iterancestors()) if heading is not None else set()
    lines: list[PrintedLine] = []
    words: list[str] = []
    behind = 0 if heading is None else None

    def end_line() -> None:
        nonlocal behind
        text = " ".join(" ".join(words).split())
        words.clear()
        if text:
            before = lines[-1].text if lines else ""
            is_label = len(before) <= _LONGEST_LABEL and not _DIGIT.search(before)
            lines.append(PrintedLine(text, before if is_label else "", behind))
            behind = None if behind is None else behind + 1

    body = tree if tree.tag == "body" else tree.find(".//body")
    walker = etree.iterwalk(body if body is not None else tree, events=("start", "end"))
    for event, node in walker:
        tag = node.tag
        if len(lines) >= _MOST_LINES:
            break
        if event == "start":
            elsewhere = tag not in INLINE and node not in within and is_elsewhere(node)
            if tag in _NO_TEXT or elsewhere or (tag == "time" and _is_of_update(node)):
                walker.skip_subtree()
                continue
            if tag not in INLINE:
                end_line()
            if node is heading:
                behind = 0
            words.append(node.text or "")
        else:
            if tag not in INLINE:
                end_line()
            words.append(node.tail or "")
    end_line()
    return lines


def opening(line: str) -> str:
    """The part of a paragraph where a dateline stands: «الرباط 22 يوليوز 2022 (ومع) – …», "Berlin, 28.10.2021 - …"."""
    return line[:_OPENING]


def is_elsewhere(node: HtmlElement) -> bool:
    if node.tag in _NOT_ARTICLE_TAGS:
        return True
    name = node.get("class")
    identity = node.get("id")
    return bool(name and _NOT_THE_ARTICLE.search(name)) or bool(identity and _NOT_THE_ARTICLE.search(identity))


def _belongs(element: HtmlElement, container: HtmlElement) -> bool:
    """Whether the element is no part of a menu, of a list of other articles, or of another article's teaser."""
    for node in (element, *element.iterancestors()):
        if node is container:
            return True
        if (
            (node.tag in _ELSEWHERE and node is not element)
            or (node.tag == "li" and node.find(".//a") is not None)
            or is_elsewhere(node)
        ):
            return False
    return True


def _is_in_a_sentence(element: HtmlElement) -> bool:
    """Whether an element is a part of a paragraph that tells of a day: «… was signed on <time>24 May 1998</time> in …»."""
    block = element
    while block.tag in INLINE and (parent := block.getparent()) is not None:
        block = parent
    if block is element or block.tag != "p":
        return False
    whole, own = (tidy(node.text_content(), _LONGEST_PARAGRAPH) for node in (block, element))
    if len(whole) - len(own) > _LONGEST_AROUND:
        return whole.find(own) > _LONGEST_BEFORE
    return sum(word[0].islower() for word in whole[: max(whole.find(own), 0)].split()) >= _FEWEST_TOLD


def _beside(heading: HtmlElement) -> Iterator[HtmlElement]:
    """The lines right under and over a heading: many sites print the date there without any telling class."""
    beside = [*islice(heading.itersiblings(), 4), *islice(heading.itersiblings(preceding=True), 2)]
    parent = heading.getparent()
    if parent is not None and parent.tag not in ("body", "html"):
        beside += islice(parent.itersiblings(), 3)
    for element in beside:
        if not is_elsewhere(element) and not _TODAY(element):
            yield element


def _is_of_update(element: HtmlElement) -> bool:
    """Whether an element calls itself the date of an update, and not that of the publication as well."""
    name = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    return _UPDATED.search(name) is not None and _PUBLISHED.search(name) is None


def _printed(element: HtmlElement) -> str | None:
    if _is_of_update(element):
        return None
    text = element.get("datetime") or tidy(element.text_content(), LONGEST_PRINTED + 1)
    return text if text and len(text) <= LONGEST_PRINTED and any(character.isdigit() for character in text) else None
