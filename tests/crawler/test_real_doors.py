"""Feeds and sitemaps of others, broken in every way that years of bug reports brought up (../shared/data)."""

import io
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest

from crawler.door_reading import read_door
from press.discoveries import DoorContent, DoorUnreadable
from press.sources import Door

ADDRESS = "https://press.example/feeds/all"
SECONDS_PER_FEED = 2.0
SAMPLE = 12

pytestmark = pytest.mark.shared


def real_feeds(shared_data: Path, every: int) -> Iterator[tuple[str, bytes]]:
    """Every so-many-th file. Read as a stream: in the order of the archive."""
    with tarfile.open(shared_data / "feeds.tar.gz") as archive:
        for number, member in enumerate(member for member in archive if member.isfile()):
            if number % every == 0 and (file := archive.extractfile(member)):
                yield member.name, file.read()


def read(body: bytes, kind: str = "feed") -> DoorContent | DoorUnreadable:
    door = Door.model_validate({"kind": kind, "address": ADDRESS})
    return read_door(door, body, url=ADDRESS, content_type=None, charset=None)


def has_links_for_feedparser(body: bytes) -> bool:
    try:
        parsed = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    except Exception:  # noqa: BLE001  # whatever it raises, it read nothing
        return False
    return any(str(entry.get("link", "")).startswith("http") for entry in parsed["entries"])


def check(feeds: Iterator[tuple[str, bytes]]) -> None:
    theirs = ours = files = 0
    for name, body in feeds:
        files += 1
        start = time.process_time()
        content = read(body)
        assert time.process_time() - start < SECONDS_PER_FEED, name
        if isinstance(content, DoorContent):
            for entry in content.entries:
                assert urlsplit(entry.url).scheme in ("http", "https"), name
        if has_links_for_feedparser(body):
            theirs += 1
            ours += isinstance(content, DoorContent) and bool(content.entries)
    assert files
    assert theirs
    assert ours >= 0.98 * theirs, f"{ours} of the {theirs} feeds that feedparser finds links in"


def test_a_sample_of_real_feeds_is_read_at_least_as_well_as_feedparser_does(shared_data: Path) -> None:
    check(real_feeds(shared_data, SAMPLE))


@pytest.mark.long
def test_all_real_feeds_are_read_at_least_as_well_as_feedparser_does(shared_data: Path) -> None:
    check(real_feeds(shared_data, 1))


def test_real_sitemaps_give_their_addresses(shared_data: Path) -> None:
    folder = shared_data / "sitemaps"
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "manifest.jsonl"]
    assert len(files) >= 15
    for path in files:
        content = read(path.read_bytes(), "sitemap")
        if path.name == "do-not-visit.txt":  # one line of words
            continue
        assert isinstance(content, DoorContent), path
        assert content.entries or content.children, path


def test_a_real_news_sitemap_gives_titles_dates_and_languages(shared_data: Path) -> None:
    folder = shared_data / "sitemaps"
    news = [
        content for path in folder.rglob("*news*.xml") if isinstance(content := read(path.read_bytes()), DoorContent)
    ]
    assert news
    for content in news:
        assert content.kind == "news-sitemap"
        assert all(entry.title and entry.published and entry.language for entry in content.entries)
