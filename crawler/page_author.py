"""Who signed an article: a person or a desk, as the page declares it, else as a byline shows it."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml.etree import XPath, iterwalk
from lxml.html import HtmlElement

from crawler.declarations import Declarations, as_list
from crawler.tidying import MAX_FIELD, comparable, tidy

_AUTHOR_KEYS = (
    "author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author",
    "cxenseparse:author", "byl", "og:article:author", "article:author_name", "citation_author",
)  # fmt: skip
_SIGNED = XPath("//*[@rel='author' or @itemprop='author']")
_MAY_SIGN = ("a", "span", "div", "p", "address", "li")
_PARTS = frozenset(("br", "div", "p", "li"))
_MAX_BYLINE_WORDS = 6
_DIGITS = re.compile(r"\d{2}")
_BY = re.compile(r"^\s*(?:by|von|par|por|di|автор|بقلم|كتب|كتبت|yazar)\b\s*:?\s*", re.IGNORECASE)
_ROLE = re.compile(
    r"^\s*(?:(?:about the )?authors?|editor|reporter|correspondent|writer|journalist|(?:staff|senior) (?:writer|reporter)|авторы?|"
    r"корреспондент|журналист|редактор|тілші|редакторы|yazar|muhabir|editör|(?:ال)?(?:كاتبة?|محررة?|مراسلة?|صحفية?)|"
    r"记者|作者|编辑)\s*:?\s*$",
    re.IGNORECASE,
)
_OF_A_COMMENT = re.compile(r"comment|respond|reply|form", re.IGNORECASE)
_ADDRESS_BEHIND = re.compile(r"\s*(?:https?://|www\.)\S*$", re.IGNORECASE)
_NO_NAME = re.compile(
    r"^(?:https?:|www\.|@)|[{}<>]|^[\W\d]*$|\[at\]|^(?:admin|administrator|author|authors|follow|posted|editor|user|guest|"
    r"none|null|undefined|anonymous)$|^(?:фото|photo|image|foto|picture|صورة|تصوير|الصورة|фотография)\b",
    re.IGNORECASE,
)


def read_author(tree: HtmlElement, declared: Declarations, sites: frozenset[str]) -> str | None:
    """Who signed the article. The site's own name is taken only where nobody else is named."""
    outlet: str | None = None
    for names in _signatures(tree, declared):
        people = [name for name in names if comparable(name) not in sites]
        if people:
            return ", ".join(people)[:MAX_FIELD]
        outlet = outlet or names[0]
    return outlet


def _signatures(tree: HtmlElement, declared: Declarations) -> Iterator[list[str]]:
    """The names at each place where authors are named, the most trustworthy first; none is empty."""
    for node in declared.nodes:
        if names := list(dict.fromkeys(_names(node.get("author")) or _names(node.get("creator")))):
            yield names
    for value in declared.values(_AUTHOR_KEYS):
        if name := _name(value):
            yield [name]
    for element in _bylines(tree):
        if _OF_A_COMMENT.search(f"{element.get('class')} {element.get('id')}") or element.find(".//input") is not None:
            continue
        named = element.find(".//*[@itemprop='name']")
        pieces = _pieces(named if named is not None else element)
        name = _name(" ".join(piece for piece in pieces if not _ROLE.search(piece)))
        if name and len(name.split()) <= _MAX_BYLINE_WORDS and not _DIGITS.search(name):
            yield [name]


def _bylines(tree: HtmlElement) -> Iterator[HtmlElement]:
    yield from _SIGNED(tree)[:3]
    yield from islice((element for element in tree.iter(*_MAY_SIGN) if _is_byline(element)), 5)


def _is_byline(element: HtmlElement) -> bool:
    name = element.get("class")
    if name and ("uthor" in name or "yline" in name):
        return True
    address = element.get("href")
    return address is not None and "/author/" in address


def _pieces(element: HtmlElement) -> Iterator[str]:
    """An element's words, apart where one part of it ends and the next begins: <a>Jane Carter</a><span>Author</span>."""
    piece, is_behind_part = "", False
    for event, node in iterwalk(element, events=("start", "end")):
        if event == "start":
            if is_behind_part or node.tag in _PARTS:
                yield piece
                piece = ""
            piece += node.text or ""
            is_behind_part = False
        elif node is not element:
            tail = node.tail or ""
            piece += tail
            is_behind_part = not tail.strip()
    yield piece


def _names(value: Any) -> list[str]:
    found: list[str] = []
    for item in as_list(value)[:10]:
        text = item.get("name") if isinstance(item, dict) else item
        for part in as_list(text):
            if isinstance(part, str) and (name := _name(part)):
                found.append(name)
    return found


def _name(text: str) -> str | None:
    """A person's or a desk's name; None for an address, a handle, a photographer, or a whole paragraph."""
    name = _BY.sub("", tidy(text, MAX_FIELD + 1))
    name = _ADDRESS_BEHIND.sub("", name).strip(" \t,;:|/–—-()[]")
    return name if name and len(name) <= MAX_FIELD and not _NO_NAME.search(name) else None
