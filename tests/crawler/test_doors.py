"""Doors are read by what they really are.

A case is a folder of tests/golden/doors: `body.*` as a server would send it, `door.toml` (fields of a door; in
[answer] what the answer said of itself), `expected.json`. Of an expected entry the fields that stand there count, and
`content` only where it is given; a key that is missing is not compared.
"""

import json
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.door_entries import EntryList, absolute, plain
from crawler.door_reading import read_door
from crawler.feed_decoding import MOST_UNPACKED, decode, unpack
from press.discoveries import DoorContent, DoorUnreadable, FeedEntry
from press.sources import Door

CASES = sorted((Path(__file__).parent.parent / "golden" / "doors").iterdir())
FEED = "https://www.akhbar.example/feed"


def door(**fields: object) -> Door:
    return Door.model_validate({"kind": "feed", "address": FEED, **fields})


def read(body: bytes, *, of: Door | None = None, **answer: str) -> DoorContent | DoorUnreadable:
    of = of or door()
    return read_door(
        of,
        body,
        url=answer.get("url", of.address),
        content_type=answer.get("content_type"),
        charset=answer.get("charset"),
    )


@pytest.mark.parametrize("folder", CASES, ids=[folder.name for folder in CASES])
def test_a_door_offers_what_stands_in_it(folder: Path) -> None:
    [body] = folder.glob("body.*")
    row = tomllib.loads((folder / "door.toml").read_text("utf-8")) if (folder / "door.toml").is_file() else {}
    answer = row.pop("answer", {})
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    content = read(body.read_bytes(), of=door(**row), **answer)
    if "unreadable" in expected:
        assert isinstance(content, DoorUnreadable)
        assert expected["unreadable"] in content.reason
    else:
        assert isinstance(content, DoorContent)
        compare(content, expected)


def compare(content: DoorContent, expected: Mapping[str, Any]) -> None:
    for key in ("kind", "title", "next_page", "ttl_minutes"):
        if key in expected:
            assert getattr(content, key) == expected[key]
    if "entries" in expected:
        assert [in_short(entry, row) for entry, row in zip(content.entries, expected["entries"], strict=False)] == (
            expected["entries"]
        )
        assert len(content.entries) == len(expected["entries"])
    if "urls" in expected:
        assert [entry.url for entry in content.entries] == expected["urls"]
    assert len(content.entries) >= expected.get("at_least", 0)
    for key in ("children", "skipped", "unrecognised"):
        if key in expected:
            assert list(getattr(content, key)) == expected[key]
    for words in expected.get("skipped_like", ()):
        assert any(words in sentence for sentence in content.skipped)


def in_short(entry: FeedEntry, row: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: getattr(entry, name) for name in entry.__dataclass_fields__}
    optional = ("content",) if "content" not in row else ()
    return {name: value for name, value in fields.items() if value is not None and name not in optional}


def test_a_feed_of_ten_thousand_entries_is_read_and_more_are_counted() -> None:
    items = "".join(f"<item><title>n {n}</title><link>/n/{n}</link></item>" for n in range(10_050))
    content = read(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    assert isinstance(content, DoorContent)
    assert len(content.entries) == 10_000
    assert content.skipped == ("50 entries beyond the first 10,000 left out",)


def test_a_packed_bomb_is_read_within_bounds() -> None:
    import gzip

    bomb = gzip.compress(b"<urlset>" + b" " * (4 * MOST_UNPACKED), 9)
    unpacked, is_whole = unpack(bomb)
    assert len(unpacked) == MOST_UNPACKED
    assert not is_whole


def test_a_door_with_a_thousand_nested_elements_is_not_followed_down() -> None:
    body = b"<rss><channel>" + b"<item>" * 5_000 + b"<link>https://wire.example/1</link>"
    assert isinstance(read(body), DoorContent | DoorUnreadable)


def test_a_picture_and_a_read_more_give_an_article_no_title_when_its_headline_does() -> None:
    page = b"<a href=/n/1><img alt='A photo'></a><a href=/n/1>The headline of the article</a><a href=/n/1>More</a>"
    content = read(page, of=door(kind="listing", articles="/n/"))
    assert isinstance(content, DoorContent)
    assert [entry.title for entry in content.entries] == ["The headline of the article"]


# Whatever a server sends

MARKUP = r"""
<rss version="2.0">|<channel>|</channel>|</rss>|<item>|</item>|<feed xmlns="http://www.w3.org/2005/Atom">|<entry>|</entry>
<link>https://a.example/1</link>|<link/>|<link href="/b?x=1&y=2"/>|<link rel="next" href="?page=2"/>|<guid>|</guid>|<id>7</id>
<title>خبر &amp; خبر</title>|<title type="html">|<![CDATA[|]]>|<pubDate>3 مارس</pubDate>|<dc:creator>|<content:encoded>
<urlset>|</urlset>|<url>|</url>|<loc>https://a.example/2</loc>|<loc>|<news:news>|<sitemapindex>|<sitemap>|<!DOCTYPE rss [
<!ENTITY a "b">|]>|&a;|&#0;|&nbsp;|<?xml version="1.0" encoding="utf-16"?>|<!--|-->|<html>|<base href="x:">|<base href="//[">
<a href="https://[">x</a>|<a href="/n/1"><b>y</b></a>|{"items": [{"url": "u"}]}|{"items": [[]], "next_url": 1}|<rdf:RDF>|<|>|&|"
"""
PIECES = st.lists(
    st.sampled_from([piece for line in MARKUP.split("\n") for piece in line.split("|")])
    | st.sampled_from(["\x00", "\x0b", "\ufffe", "\ud7ff", "\xa0", "https://a.example/\u202e"])
    | st.text(max_size=8),
    max_size=30,
).map("".join)
BODIES = PIECES.map(lambda text: text.encode("utf-8", "replace")) | st.binary(max_size=300)
DOORS = st.sampled_from(["feed", "news_sitemap", "sitemap", "listing"])


@given(
    body=BODIES, kind=DOORS, charset=st.none() | st.sampled_from(["utf-8", "windows-1256", "utf-7", "zip", "x" * 99])
)
def test_no_body_raises_and_every_address_can_be_asked(body: bytes, kind: str, charset: str | None) -> None:
    reading = [read_door(door(kind=kind), body, url=FEED, content_type="text/xml", charset=charset) for _ in range(2)]
    assert reading[0] == reading[1]
    content = reading[0]
    if isinstance(content, DoorUnreadable):
        assert content.reason.startswith(FEED)
        return
    addresses = [entry.url for entry in content.entries]
    assert len(addresses) == len(set(addresses))
    for address in (*addresses, *content.children, *filter(None, [content.next_page])):
        assert urlsplit(address).scheme in ("http", "https")
        assert urlsplit(address).hostname
    for entry in content.entries:
        for field in (entry.title, entry.published, entry.author, entry.content, entry.language):
            assert field is None or field.strip()
            assert field is None or field.encode("utf-8")


@given(body=BODIES, cut=st.integers(0, 300))
def test_a_cut_body_never_raises(body: bytes, cut: int) -> None:
    whole = b'<rss version="2.0"><channel><item><link>https://a.example/1</link>' + body
    read(whole[:cut])


ARABIC = st.text(st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهوي "), min_size=30, max_size=200).filter(str.strip)


@given(text=ARABIC, charset=st.sampled_from(["utf-8", "windows-1256", "iso-8859-6", "utf-16"]))
def test_arabic_in_its_declared_charset_comes_out_as_it_went_in(text: str, charset: str) -> None:
    document = f'<?xml version="1.0" encoding="{charset}"?><rss><title>والمؤتمر العالمي {text}</title></rss>'
    assert decode(document.encode(charset)) == document


@given(text=ARABIC, position=st.integers(0, 10_000))
def test_one_bad_byte_spoils_one_letter(text: str, position: int) -> None:
    body = f"<rss><title>{text * 4}</title></rss>".encode()
    position %= len(body)
    broken = decode(body[:position] + b"\xff" + body[position:])
    assert len(broken.replace("\ufffd", "")) >= len(body.decode()) - 2


@given(href=st.text(max_size=60), base=st.sampled_from([FEED, "https://a.example/b/c?d=e", "x:", ""]))
def test_a_link_becomes_an_absolute_address_or_nothing(href: str, base: str) -> None:
    address = absolute(href, base)
    assert address is None or address.lower().startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Plain words", "Plain words"),
        ("<b>خبر</b> عاجل", "خبر عاجل"),
        ("Rock &amp; roll &lt;live&gt;", "Rock & roll <live>"),
        ("Safe<script>alert('no')</script> title", "Safe title"),
        ("Half<!-- a comment that never ends", "Half"),
        ("3 < 5 and 6 > 2", "3 < 5 and 6 > 2"),
        ("  a\n b\t c ", "a b c"),
        ("<img src=x>", None),
        ("", None),
    ],
)
def test_a_title_is_one_line_of_text(markup: str, text: str | None) -> None:
    assert plain(markup) == text


HEAD = '<rss version="2.0"><channel>'
ENTRY = "<item><link>https://a.example/1</link>"
HOSTILE = {
    "unclosed CDATA": HEAD + "<![CDATA[" * 11_000,
    "unclosed comments": "<!--" * 25_000,
    "unclosed declarations": "<?xml " * 16_000,
    "a DOCTYPE of quotes": "<!DOCTYPE [" + '"' * 100_000,
    "thousands of attributes": HEAD + "<item><link " + " ".join(f'a{n}="b"' for n in range(10_000)) + "/></item>",
    "ampersands": HEAD + "&" * 100_000,
    "items in items": HEAD + "<item>" * 16_000,
    "a title of brackets": HEAD + ENTRY + "<title>" + "&lt;" * 25_000 + "</title></item>",
    "a title of scripts": HEAD + ENTRY + "<title>" + "&lt;script&gt;" * 7_000 + "</title></item>",
    "authors of brackets": HEAD + (ENTRY + "<author>" + "(" * 3_900 + "</author></item>") * 25,
    "rows in rows": "<urlset>" + "<url>" * 20_000,
    "nested pages": "<html>" + "<div>" * 20_000,
    "nested lists": "[" * 100_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_body_takes_no_more_time_than_its_length(body: str) -> None:
    for kind in ("feed", "sitemap", "listing"):
        start = time.process_time()
        read(body.encode(), of=door(kind=kind))
        assert time.process_time() - start < 3


def test_a_title_and_an_address_that_would_steer_a_terminal_are_made_harmless() -> None:
    entries = EntryList("https://press.example/")
    entries.offer("https://press.example/a\x1b[2J\u202e", title="A\x1b]0;owned\x07 \x9b31m \u202eمی\u200cشود")
    entries.offer("https://press\x9b.example/b", title="no host")
    (entry,) = entries.entries
    assert entry.url == "https://press.example/a%1B[2J%E2%80%AE"
    assert entry.title == "A ]0;owned 31m می\u200cشود"
