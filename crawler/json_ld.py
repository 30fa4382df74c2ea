"""What a page declares of itself in JSON-LD (schema.org): the node of the article it is.

Nothing here is trusted: blocks are bounded, broken ones are repaired where that is cheap, else passed over.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

Node = Mapping[str, Any]

_MAX_BLOCK_CHARACTERS = 256_000
_MAX_NODES = 400
_MAX_DEPTH = 8

_ARTICLE_TYPES = frozenset(
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle "
    "reviewnewsarticle askpublicnewsarticle advertisercontentarticle satiricalarticle blogposting liveblogposting "
    "techarticle scholarlyarticle report socialmediaposting discussionforumposting".split()
)
# Second best: pages that call themselves by what carries the article.
_PAGE_TYPES = frozenset("webpage itempage videoobject creativework medicalwebpage review recipe".split())

_WRAPPING = re.compile(r"^\s*(?:/[/*]\s*)?(?:<!--|<!\[CDATA\[)(?:\s*\*/)?|(?:/[/*]\s*)?(?:-->|\]\]>)(?:\s*\*/)?\s*$")
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_SALVAGE = re.compile(r'"(headline|datePublished|articleSection)"\s*:\s*"((?:[^"\\]|\\.){1,500})"')
_SALVAGED_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"(\w+)"')

_decoder = json.JSONDecoder(strict=False)


def article_nodes(tree: HtmlElement, url: str) -> tuple[Node, ...]:
    """The nodes that describe the article itself, the most telling first; empty when the page has none.

    A list of related articles is no description: of several articles the one with the page's own address wins.
    """
    articles: list[Node] = []
    pages: list[Node] = []
    for node in _all_nodes(tree):
        types = _types(node)
        if types & _ARTICLE_TYPES:
            articles.append(node)
        elif types & _PAGE_TYPES:
            pages.append(node)
    path = _path(url)
    articles.sort(key=lambda node: path not in _paths(node))
    pages.sort(key=lambda node: "webpage" not in _types(node))
    return (*articles[:1], *pages)


def _all_nodes(tree: HtmlElement) -> Iterator[Node]:
    left = _MAX_NODES
    for script in tree.iter("script"):
        text = script.text
        if not text or "ld+json" not in (script.get("type") or "").lower() or len(text) > _MAX_BLOCK_CHARACTERS:
            continue
        for node in _walk(_parse(text), _MAX_DEPTH):
            if left == 0:
                return
            left -= 1
            yield node


def _parse(text: str) -> Any:
    """The value of a block, repaired if need be; None when nothing can be made of it."""
    try:
        return _decoder.decode(text)
    except (ValueError, RecursionError):
        pass
    mended = _TRAILING_COMMA.sub("", _WRAPPING.sub("", _WRAPPING.sub("", text)).strip())
    if "&quot;" in mended and '"' not in mended:
        mended = html.unescape(mended)
    try:
        return _decoder.raw_decode(mended)[0]
    except (ValueError, RecursionError):
        return _salvage(text)


def _salvage(text: str) -> Node | None:
    """The few strings that matter, out of a block that is no JSON at all."""
    types = [name for name in _SALVAGED_TYPE.findall(text) if name.lower() in _ARTICLE_TYPES]
    if len(types) != 1:
        return None
    node: dict[str, Any] = {"@type": types[0]}
    for key, value in _SALVAGE.findall(text):
        try:
            node.setdefault(key, json.loads(f'"{value}"', strict=False))
        except ValueError:
            continue
    return node


def _walk(value: Any, depth: int) -> Iterator[Node]:
    if depth == 0:
        return
    if isinstance(value, list):
        for item in value:
            yield from _walk(item, depth - 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _walk(value.get(key), depth - 1)


def _types(node: Node) -> set[str]:
    declared = node.get("@type")
    names = declared if isinstance(declared, list) else [declared]
    return {name.rpartition("/")[2].lower() for name in names if isinstance(name, str)}


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return ""


def _paths(node: Node) -> set[str]:
    page = node.get("mainEntityOfPage")
    if isinstance(page, dict):
        page = page.get("@id") or page.get("url")
    return {_path(value) for value in (node.get("url"), node.get("@id"), page) if isinstance(value, str)}
