"""The article's node among all that a page says of itself in JSON-LD."""

import json
from typing import Any

import pytest
from lxml.html import HtmlElement

from crawler.json_ld import article_nodes
from crawler.page_tree import parse_page

URL = "https://news.example.org/world/4711"


def page(*blocks: str) -> HtmlElement:
    scripts = "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)
    tree = parse_page(f"<html><head>{scripts}</head><body><p>x</p></body></html>")
    assert tree is not None
    return tree


def headlines(*blocks: Any) -> list[str | None]:
    texts = [block if isinstance(block, str) else json.dumps(block, ensure_ascii=False) for block in blocks]
    return [node.get("headline") for node in article_nodes(page(*texts), URL)]


@pytest.mark.parametrize(
    "block",
    [
        {"@type": "NewsArticle", "headline": "A"},
        {"@type": ["Thing", "NewsArticle"], "headline": "A"},
        {"@type": "http://schema.org/NewsArticle", "headline": "A"},
        [{"@type": "Organization"}, {"@type": "NewsArticle", "headline": "A"}],
        {"@graph": [{"@type": "WebSite"}, {"@type": "Article", "headline": "A"}]},
        {"@type": "WebSite", "mainEntity": {"@type": "BlogPosting", "headline": "A"}},
        '<!-- {"@type": "NewsArticle", "headline": "A"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "A"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "A",}',
        '{"@type": "NewsArticle", "headline": "A"};',
        '{"@type": "NewsArticle", "headline": "A", "articleBody": "one\ntwo\tthree"}',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;A&quot;}",
        '{"@type": "NewsArticle", "headline": "A", "author": {"name": "broken "quotes" here"}}',
    ],
)
def test_the_article_is_found_in_all_shapes_that_sites_give_it(block: Any) -> None:
    assert headlines(block)[0] == "A"


def test_of_several_articles_the_one_with_the_pages_address_wins() -> None:
    related = {"@type": "NewsArticle", "headline": "Related", "url": "https://news.example.org/world/1"}
    own = {"@type": "NewsArticle", "headline": "Own", "mainEntityOfPage": {"@id": URL + "/"}}
    assert headlines(related, own) == ["Own"]


@pytest.mark.parametrize("block", ["", "null", "[]", "7", '"x"', "{", "[" * 5000, "{}" * 10, '{"@type": 7}', "\ud800"])
def test_a_block_that_says_nothing_is_passed_over(block: str) -> None:
    assert headlines(block) == []


def test_a_block_of_half_a_megabyte_and_a_hundred_thousand_nodes_are_bounded() -> None:
    huge = {"@type": "NewsArticle", "headline": "A", "articleBody": "x" * 500_000}
    many = {"@graph": [{"@type": "Thing"}] * 20_000 + [{"@type": "NewsArticle", "headline": "A"}]}
    assert headlines(huge) == headlines(many) == []
