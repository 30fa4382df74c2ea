"""Every listing door of the shipped sources reads a page of our own writing in the markup of its site.

A case is a folder of tests/golden/listings; its README.md says what stands in it.
"""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from crawler.door_reading import read_door
from press.addresses import address_key
from press.configuration import load_sources
from press.discoveries import DoorContent
from press.shipped import shipped_directory
from press.sources import Door, DoorKind, Source

LISTINGS = {
    door.address: (source, door)
    for source in load_sources(shipped_directory() / "sources").values()
    for door in source.doors
    if door.kind is DoorKind.LISTING
}
FOLDERS = sorted(path for path in (Path(__file__).parent.parent / "golden" / "listings").iterdir() if path.is_dir())
EXPECTED: Mapping[str, Mapping[str, Any]] = {
    folder.name: json.loads((folder / "expected.json").read_text("utf-8")) for folder in FOLDERS
}


def door_of(folder: Path) -> tuple[Source, Door, Mapping[str, Any]]:
    expected = EXPECTED[folder.name]
    return *LISTINGS[expected["url"]], expected


def read(source: Source, door: Door, page: Path, url: str) -> DoorContent:
    pattern = source.article_pattern(door)
    content = read_door(
        door, page.read_bytes(), url=url, content_type="text/html", charset=None, article_pattern=pattern
    )
    assert isinstance(content, DoorContent)
    return content


def in_short(content: DoorContent) -> list[dict[str, str]]:
    rows = ({"url": each.url, "title": each.title, "published": each.published} for each in content.entries)
    return [{key: value for key, value in row.items() if value} for row in rows]


def test_every_listing_door_has_a_folder_and_every_folder_a_door() -> None:
    folders = Counter(expected["url"] for expected in EXPECTED.values())
    assert sorted(set(LISTINGS) - set(folders)) == [], "write a page for them, see tests/golden/listings/README.md"
    assert sorted(set(folders) - set(LISTINGS)) == []
    assert [url for url, number in folders.items() if number > 1] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_listing_door_offers_the_articles_of_its_page_and_nothing_else(folder: Path) -> None:
    source, door, expected = door_of(folder)
    content = read(source, door, folder / "page.html", door.address)
    assert in_short(content) == expected["entries"]
    assert content.skipped == () or "pattern" in content.skipped[0]
    assert content.unrecognised == ()
    keys = {address_key(entry.url) for entry in content.entries}
    assert len(keys) == len(content.entries) >= 2
    if source.article_pattern(door):
        assert all(source.is_article(entry.url) for entry in content.entries)
    if door.date:
        assert all(entry.published for entry in content.entries)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_listing_door_that_says_where_its_second_page_is_has_one(folder: Path) -> None:
    source, door, expected = door_of(folder)
    first = read(source, door, folder / "page.html", door.address)
    following = first.next_page or door.further_page(2)
    assert following == expected.get("page_2", {}).get("url")
    if following is not None:
        second = read(source, door, folder / "page-2.html", following)
        assert in_short(second) == expected["page_2"]["entries"]
        assert not {entry.url for entry in second.entries} & {entry.url for entry in first.entries}
