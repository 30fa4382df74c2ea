"""JSON Feed 1 and 1.1 (jsonfeed.org)."""

import html
import json
from collections.abc import Mapping
from typing import Any, Final

from crawler.door_entries import EntryList, absolute, plain
from press.discoveries import DoorContent, DoorUnreadable

LONGEST: Final = 5_000_000  # characters; empty lists and objects take 25 times their size in memory
MOST_ENTRIES: Final = 10_000

Row = Mapping[str, Any]


def read_json_feed(text: str, url: str, pattern: str) -> DoorContent | DoorUnreadable:
    """Reads a JSON Feed; url: its own address, for relative links."""
    if len(text) > LONGEST:
        return DoorUnreadable(reason=f"{url}: a JSON feed of more than {LONGEST} characters is not read")
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        return DoorUnreadable(reason=f"{url}: the body begins like JSON but is not ({error})")
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return DoorUnreadable(reason=f"{url}: the body is JSON but no JSON Feed (it has no list “items”)")
    found = EntryList(url, pattern, limit=MOST_ENTRIES)
    for item in items:
        if isinstance(item, dict):
            _offer(found, item, feed)
        else:
            found.note("an entry was left out: it is no object")
    next_page = absolute(_text(feed, "next_url"), url)
    return DoorContent(
        entries=found.entries,
        kind="json-feed",
        title=plain(_text(feed, "title"), 300),
        next_page=next_page if next_page != url else None,
        skipped=found.skipped,
    )


def _offer(found: EntryList, item: Row, feed: Row) -> None:
    identifier = _text(item, "id")
    links = [
        _text(item, "url"),
        identifier if (identifier or "").startswith("http") else None,
        _text(item, "external_url"),
    ]
    plain_text = _text(item, "content_text")
    found.offer(
        next((link for link in links if link), None),
        title=html.escape(_text(item, "title") or "", quote=False),
        published=_text(item, "date_published"),
        language=_text(item, "language") or _text(feed, "language"),
        author=_author(item) or _author(feed),
        content=_text(item, "content_html") or (html.escape(plain_text) if plain_text else None),
    )


def _author(row: Row) -> str | None:
    authors = row.get("authors")
    persons = authors if isinstance(authors, list) else [row.get("author")]
    names = [name for person in persons if isinstance(person, dict) and (name := _text(person, "name"))]
    return ", ".join(names) or None


def _text(row: Row, key: str) -> str | None:
    value = row.get(key)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) and value.strip() else None
