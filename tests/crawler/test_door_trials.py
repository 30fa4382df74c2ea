"""Doors of the catalogue on trial, on pages of our own writing."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from crawler.door_trials import NoAnswer, try_door
from crawler.door_walk import Ask, read_answer, walk_door
from crawler.responses import DoorAnswer
from press.configuration import load_sources, shipped_directory
from press.discoveries import DoorContent, DoorUnreadable
from press.door_verdicts import DoorJudgement, DoorVerdict
from press.doors import Validators
from press.sources import Door, DoorKind, Source

CATALOGUE = load_sources(shipped_directory() / "sources")
LISTINGS = [
    (source, door)
    for source in CATALOGUE.values()
    for door in source.doors
    if door.kind is DoorKind.LISTING and source.examples and not door.links and not door.items
]
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NEWS = "<item><title>انطلاق أعمال القمة في العاصمة {n}</title><link>https://wire.example/{n}</link><pubDate>Tue, 24 Nov 2026 08:00:00 GMT</pubDate></item>"
FEED = '<rss version="2.0"><channel>' + "".join(NEWS.format(n=n) for n in range(5)) + "</channel></rss>"
WIRE = Source.model_validate(
    {"id": "wire", "name": "Wire", "homepage": "https://wire.example/", "languages": ["ar"], "zone": "Asia/Almaty"}
)


def answer(
    body: str, *, url: str = "https://wire.example/feed", status: int = 200, moved_to: str | None = None
) -> DoorAnswer:
    return DoorAnswer(
        url=url,
        status=status,
        body=body.encode(),
        content_type="text/xml",
        charset="utf-8",
        validators=Validators(),
        retry_after=None,
        max_age_seconds=None,
        moved_to=moved_to,
    )


async def read(door: Door, page: DoorAnswer, pattern: str) -> DoorContent | DoorUnreadable:
    return read_answer(door, page, pattern)


def walk(door: Door, page: DoorAnswer, pattern: str, ask: Ask) -> tuple[DoorContent, bool]:
    content, whole = asyncio.run(walk_door(door, page, pattern, ask=ask, read=read))
    assert isinstance(content, DoorContent)
    return content, whole


def judge(answers: Mapping[str, DoorAnswer | NoAnswer], *, kind: str = "feed") -> DoorJudgement:
    async def ask(address: str) -> DoorAnswer | NoAnswer:
        return answers[address]

    door = Door.model_validate({"kind": kind, "address": "https://wire.example/feed"})
    return asyncio.run(try_door(WIRE, door, ask, now=NOW))


def test_a_living_feed_is_proven() -> None:
    judged = judge({"https://wire.example/feed": answer(FEED)})
    assert (judged.verdict, judged.items, judged.language, judged.size) == (
        DoorVerdict.PROVEN,
        5,
        "ar",
        len(FEED.encode()),
    )


def test_no_answer_and_no_permission_are_told_apart() -> None:
    silent = judge({"https://wire.example/feed": NoAnswer(reason="the host has no address")})
    forbidden = judge({"https://wire.example/feed": NoAnswer(reason="robots.txt", is_forbidden=True)})
    assert (silent.verdict, silent.reason) == (DoorVerdict.FAILING, "the host has no address")
    assert forbidden.verdict is DoorVerdict.FORBIDDEN


def test_an_error_page_is_not_read_as_a_door() -> None:
    assert judge({"https://wire.example/feed": answer(FEED, status=503)}).verdict is DoorVerdict.FAILING
    blocked = judge({"https://wire.example/feed": answer("<title>Just a moment...</title>", status=403)})
    assert blocked.verdict is DoorVerdict.BLOCKED
    assert "Cloudflare" in blocked.reason


def test_of_an_index_of_news_sitemaps_the_newest_part_is_judged() -> None:
    rows = "".join(
        f"<url><loc>https://wire.example/{n}</loc><news:news><news:title>انطلاق أعمال القمة في العاصمة</news:title>"
        "<news:publication_date>2026-11-24</news:publication_date></news:news></url>"
        for n in range(4)
    )
    index = "<sitemapindex><sitemap><loc>https://wire.example/1.xml</loc></sitemap></sitemapindex>"
    answers = {
        "https://wire.example/feed": answer(index),
        "https://wire.example/1.xml": answer(f"<urlset>{rows}</urlset>"),
    }
    assert judge(answers, kind="news_sitemap").verdict is DoorVerdict.PROVEN


@pytest.mark.parametrize(("source", "door"), LISTINGS, ids=[door.address for _, door in LISTINGS])
def test_a_listing_of_the_catalogue_takes_its_articles_and_leaves_the_menu(source: Source, door: Door) -> None:
    menu = [
        "/",
        "/about",
        "/contacts",
        "/tag/water",
        "/search?q=x",
        "#top",
        door.address,
        source.homepage,
        "https://else.example/1",
    ]
    links = "".join(f'<a href="{link.replace("&", "&amp;")}">words of a link</a>' for link in (*menu, *source.examples))

    async def no_more(address: str) -> None:
        return None

    page = answer(f"<html><body>{links}</body></html>", url=door.address)
    content, _ = walk(door, page, source.article_pattern(door), no_more)
    assert [entry.url for entry in content.entries] == list(source.examples)


def test_a_listing_is_followed_to_its_further_pages_as_far_as_its_door_says() -> None:
    door = Door.model_validate(
        {
            "kind": "listing",
            "address": "https://wire.example/news",
            "articles": r"/n/\d+$",
            "pages": "https://wire.example/news?from={offset}",
            "page_size": 2,
            "max_pages": 4,
        }
    )
    pages = {
        "https://wire.example/news?from=2": '<a href="/n/3">c</a><a href="/n/4">d</a>',
        "https://wire.example/news?from=4": '<a href="/n/5">e</a>',
        "https://wire.example/news?from=6": "<p>nothing more</p>",
    }
    asked = []

    async def ask(address: str) -> DoorAnswer | None:
        asked.append(address)
        return answer(pages[address], url=address)

    first = answer('<a href="/n/1">a</a><a href="/n/2">b</a>', url=door.address)
    content, whole = walk(door, first, door.articles, ask)
    assert [entry.url for entry in content.entries] == [f"https://wire.example/n/{n}" for n in range(1, 6)]
    assert whole
    assert asked == list(pages)


def test_paging_ends_at_a_page_that_cannot_be_had_and_the_door_is_not_whole() -> None:
    door = Door.model_validate(
        {
            "kind": "listing",
            "address": "https://wire.example/news",
            "articles": r"/n/\d+$",
            "pages": "https://wire.example/news?page={page}",
            "max_pages": 9,
        }
    )
    asked = []

    async def ask(address: str) -> DoorAnswer | None:
        asked.append(address)
        return None

    content, whole = walk(door, answer('<a href="/n/1">a</a>', url=door.address), door.articles, ask)
    assert (len(content.entries), whole, asked) == (1, False, ["https://wire.example/news?page=2"])
