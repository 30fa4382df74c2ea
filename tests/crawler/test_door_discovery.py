"""The doors of a site nobody has described: found on a site of our own making, in memory."""

import asyncio
import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.door_discovery import Discovered, discover_doors
from crawler.link_shapes import article_pattern_of
from crawler.responses import DoorAnswer
from press.doors import Validators
from press.sources import DoorKind

HOME = "https://wire.example/"
NEWS = tuple(f"{HOME}news/{4700 + n}-words-of-a-headline-{n}" for n in range(8))
MENU = '<a href="/about">About us</a><a href="/contacts">Contacts</a><a href="/news">All news</a><a href="/tag/water">water</a>'


def rss(links: tuple[str, ...] = NEWS) -> str:
    items = "".join(f"<item><title>Headline</title><link>{link}</link></item>" for link in links)
    return f'<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'


def sitemap(links: tuple[str, ...] = NEWS, *, news: bool = False) -> str:
    about = "<news:news><news:title>Headline</news:title></news:news>" if news else ""
    return "<urlset>" + "".join(f"<url><loc>{link}</loc>{about}</url>" for link in links) + "</urlset>"


def index(*children: str) -> str:
    return (
        "<sitemapindex>" + "".join(f"<sitemap><loc>{child}</loc></sitemap>" for child in children) + "</sitemapindex>"
    )


def page(*links: str, head: str = "") -> str:
    anchors = "".join(f'<h2><a href="{link}">A headline of the day</a></h2>' for link in links)
    return f"<html><head><title>The Wire</title>{head}</head><body>{MENU}{anchors}</body></html>"


def discover(pages: Mapping[str, str], url: str = HOME, **limits: int) -> Discovered:
    async def ask(address: str) -> DoorAnswer | None:
        body = pages.get(address)
        return DoorAnswer(
            url=address,
            status=404 if body is None else 200,
            body=(body or "Not found").encode(),
            content_type=None,
            charset="utf-8",
            validators=Validators(),
            retry_after=None,
            max_age_seconds=None,
        )

    return asyncio.run(discover_doors(url, ask, **limits))


def found(discovered: Discovered) -> list[tuple[DoorKind, str]]:
    return [(door.door.kind, door.door.address) for door in discovered.doors]


def test_a_declared_feed_is_found_and_says_how() -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/rss/all">'
    discovered = discover({HOME: page(head=head), f"{HOME}rss/all": rss()})
    assert found(discovered) == [(DoorKind.FEED, f"{HOME}rss/all")]
    assert discovered.doors[0].door.evidence == ("declared by the page given",)
    assert len(discovered.doors[0].content.entries) == 8
    assert discovered.title == "The Wire"
    assert f"{HOME}feed" not in discovered.asked


def test_a_feed_that_is_only_linked_is_found() -> None:
    discovered = discover({HOME: page("/services/rss.php"), f"{HOME}services/rss.php": rss()})
    assert found(discovered) == [(DoorKind.FEED, f"{HOME}services/rss.php")]


def test_a_feed_at_a_well_known_place_is_found_under_the_edition_first() -> None:
    discovered = discover({f"{HOME}en/": page(), f"{HOME}en/feed": rss(), f"{HOME}feed": rss(NEWS[4:])}, f"{HOME}en/")
    assert found(discovered) == [(DoorKind.FEED, f"{HOME}en/feed"), (DoorKind.FEED, f"{HOME}feed")]


def test_one_feed_at_two_addresses_is_one_door() -> None:
    assert found(discover({HOME: page(), f"{HOME}feed": rss(), f"{HOME}rss.xml": rss()})) == [
        (DoorKind.FEED, f"{HOME}feed")
    ]


def test_a_feed_of_nothing_or_of_a_lie_is_none() -> None:
    assert found(discover({HOME: page(), f"{HOME}feed": rss(()), f"{HOME}rss": page()})) == []


def test_sitemaps_of_robots_txt_are_found_and_the_news_among_their_parts() -> None:
    robots = "User-agent: *\nDisallow: /x\nSitemap: https://wire.example/maps/all.xml\nsitemap: /maps/google-news.xml\n"
    pages = {
        HOME: page(),
        f"{HOME}robots.txt": robots,
        f"{HOME}maps/all.xml": index(f"{HOME}maps/2026.xml", f"{HOME}maps/latest.xml"),
        f"{HOME}maps/latest.xml": sitemap(NEWS[:4], news=True),
        f"{HOME}maps/google-news.xml": sitemap(news=True),
    }
    discovered = discover(pages)
    assert found(discovered) == [
        (DoorKind.NEWS_SITEMAP, f"{HOME}maps/google-news.xml"),
        (DoorKind.NEWS_SITEMAP, f"{HOME}maps/latest.xml"),
        (DoorKind.SITEMAP, f"{HOME}maps/all.xml"),
    ]
    assert [door.door.archive for door in discovered.doors] == [False, False, True]


def test_a_section_of_news_becomes_a_listing_with_a_pattern_for_its_articles() -> None:
    pages = {HOME: page(), f"{HOME}news": page(*NEWS, "/news/archive", "https://else.example/news/1-a-b-c")}
    discovered = discover(pages)
    assert found(discovered) == [(DoorKind.LISTING, f"{HOME}news")]
    listing = discovered.doors[0]
    assert [entry.url for entry in listing.content.entries] == list(NEWS)
    assert all(re.search(listing.door.articles, link) for link in NEWS)
    assert not re.search(listing.door.articles, f"{HOME}about")


def test_the_address_of_a_feed_itself_is_a_door() -> None:
    discovered = discover({f"{HOME}feed": rss()}, f"{HOME}feed")
    assert found(discovered) == [(DoorKind.FEED, f"{HOME}feed")]
    assert discovered.asked == (f"{HOME}feed",)


def test_a_site_that_does_not_answer_is_a_problem_told() -> None:
    discovered = discover({})
    assert discovered.doors == ()
    assert discovered.problem == f"{HOME}: no page there could be read"


def test_no_more_is_asked_than_allowed_and_nothing_twice() -> None:
    asked = discover({HOME: page()}, most_questions=10).asked
    assert len(asked) == 10
    assert len(set(asked)) == 10


# Which links are articles

SITES = {
    "numbers": [f"https://a.example/{n}" for n in (204301, 204302, 204399, 204310)],
    "number and slug": [f"https://a.example/news/{n}-summit-opens" for n in (4711, 4712, 4713, 4714)],
    "slug and number": [f"https://a.example/ru/novosti/sammit-{n}" for n in (29105830, 29105831, 29105832, 29105899)],
    "slugs": [f"https://a.example/story/{word}-of-the-long-day" for word in ("one", "two", "three", "four")],
    "days": [f"https://a.example/2026/11/{day}/a-word-or-two-{day}/" for day in (21, 22, 23, 24)],
    "query": [f"https://a.example/view.aspx?cdate=24112026&id={n}" for n in (501, 502, 503, 504)],
    "endings": [f"https://a.example/20261124/{n}.html" for n in (1420545, 1420546, 1420547, 1420548)],
    "hexadecimal": [f"https://a.example/news/summit-b311a{n}" for n in range(4)],
    "Arabic": [f"https://a.example/أخبار/{word}-أعمال-القمة-الدولية" for word in ("بدء", "ختام", "اليوم", "انطلاق")],
    "Arabic, encoded": [f"https://a.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/{n}" for n in (1001, 1002, 1003, 1004)],
}
OTHERS = [
    "https://a.example/", "https://a.example/about", "https://a.example/contacts/", "https://a.example/tag/water-and-air",
    "https://a.example/category/politics_c241/", "https://a.example/author/a-long-name-here", "https://a.example/en/",
    "https://a.example/news?page=2", "https://a.example/search?q=summit",
]  # fmt: skip


@pytest.mark.parametrize("links", SITES.values(), ids=SITES.keys())
def test_articles_are_told_from_other_links_by_how_their_addresses_are_built(links: list[str]) -> None:
    pattern = article_pattern_of([*OTHERS, *links])
    assert [link for link in links if not re.search(pattern, link)] == []
    assert [link for link in OTHERS if re.search(pattern, link)] == []


def test_a_page_without_a_group_of_alike_links_has_no_articles() -> None:
    assert article_pattern_of(OTHERS) == ""
    assert article_pattern_of([]) == ""


@given(
    st.lists(
        st.text(max_size=30).map("https://a.example/".__add__)
        | st.from_regex(r"https://a\.example/[a-z0-9/?=&%-]{0,30}")
    )
)
def test_no_links_raise_and_a_pattern_always_knows_some_of_them(links: list[str]) -> None:
    pattern = article_pattern_of(links)
    assert not pattern or any(re.search(pattern, link) for link in links)
