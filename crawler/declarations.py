"""What a page declares of itself for machines: the JSON-LD of the article it is, and its meta elements."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from crawler.json_ld import Node, article_nodes


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarations:
    """nodes: those that describe the article, the most telling first. meta: contents by lower-case name."""

    nodes: tuple[Node, ...]
    meta: Mapping[str, str]

    def texts(self, key: str) -> Iterator[str]:
        """What stands under a key of JSON-LD, node by node."""
        return node_texts(self.nodes, key)

    def main_texts(self, key: str) -> Iterator[str]:
        """The same of the most telling node alone."""
        return node_texts(self.nodes[:1], key)

    def values(self, keys: Iterable[str]) -> Iterator[str]:
        """The contents of meta elements, in the order of these names."""
        return (self.meta[key] for key in keys if key in self.meta)


def read_declarations(tree: HtmlElement, url: str) -> Declarations:
    """url: the page's own address, after redirects."""
    return Declarations(nodes=article_nodes(tree, url), meta=_meta(tree))


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Lower-case name → content of the first meta of that name that has any."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        if not content or not content.strip():
            continue
        for attribute in ("property", "name", "itemprop"):
            name = element.get(attribute)
            if name:
                found.setdefault(name.strip().lower(), content.strip())
    return found


def node_texts(nodes: Iterable[Node], key: str) -> Iterator[str]:
    """The plain strings under a key of each node; the first string of a list; the name of an object."""
    for node in nodes:
        for value in as_list(node.get(key)):
            text = value.get("name") if isinstance(value, dict) else value
            if isinstance(text, str) and text.strip():
                yield text
                break


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
