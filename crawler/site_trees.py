"""Applies the rule of a site to the tree of its page."""

from functools import lru_cache

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from press.site_rules import SiteRule


def drop_by_rule(tree: HtmlElement, rule: SiteRule) -> None:
    """Takes out of the tree what the rule says is no part of the article; the text behind it stays."""
    for css in rule.drop:
        for element in _selector(css)(tree):
            if element.getparent() is not None:
                element.drop_tree()


def part_by_rule(tree: HtmlElement, rule: SiteRule) -> HtmlElement:
    """Where the article's text stands, by the rule; the whole tree where the page has no such place."""
    if rule.keep is None:
        return tree
    found = _selector(rule.keep)(tree)
    return found[0] if found else tree


@lru_cache(maxsize=500)
def _selector(css: str) -> CSSSelector:
    return CSSSelector(css)
