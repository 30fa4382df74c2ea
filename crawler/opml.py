"""Lists of feeds as other readers keep them (OPML 1.0 and 2.0), in and out.

Read as every foreign XML is: no entities, no network, bounded, broken files as far as they go.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from crawler.door_entries import absolute, language_code, plain
from crawler.feed_decoding import decode, unpack
from crawler.xml_documents import local_name, parse_repaired, without_doctype
from press.sources import DoorKind, Source

MOST_FEEDS: Final = 20_000

_NOT_FEEDS: Final = ("link", "include")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFeed:
    """A feed of an OPML file. folder: the titles of the outlines it stands in, joined by “/”; homepage "" when not given."""

    address: str
    title: str
    homepage: str = ""
    language: str = ""
    folder: str = ""


def read_opml(body: bytes) -> tuple[ListedFeed, ...]:
    """The feeds of a file, each address once, in its order; none for what is no OPML."""
    text = decode(unpack(body)[0]).lstrip("\ufeff \t\r\n")
    root = parse_repaired(without_doctype(text)).root
    if root is None or local_name(root) != "opml":
        return ()
    feeds: dict[str, ListedFeed] = {}
    for outline in root.iter(etree.Element):
        if local_name(outline) == "outline" and len(feeds) < MOST_FEEDS and (feed := _feed(outline)):
            feeds.setdefault(feed.address, feed)
    return tuple(feeds.values())


def write_opml(sources: Iterable[Source], *, title: str = "Rasid") -> str:
    """The feeds of sources for other readers, grouped by country; doors of other kinds have no place in such a file."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += [f"<head><title>{escape(title)}</title></head>", "<body>"]
    countries: dict[str, list[Source]] = {}
    for source in sources:
        if any(door.kind is DoorKind.FEED for door in source.doors):
            countries.setdefault(source.country or "other", []).append(source)
    for country, members in countries.items():
        lines.append(f"  <outline{_attributes({'text': country, 'title': country})}>")
        lines.extend(f"    {line}" for source in members for line in _outlines(source))
        lines.append("  </outline>")
    return "\n".join([*lines, "</body>", "</opml>", ""])


def _feed(outline: etree._Element) -> ListedFeed | None:
    """An outline that names a feed; attributes are matched in any case, as files write xmlUrl and xmlurl."""
    fields = {name.lower(): value for name, value in outline.attrib.items()}
    address = absolute(fields.get("xmlurl"), "") or absolute(fields.get("url"), "")
    if address is None or fields.get("type", "").lower() in _NOT_FEEDS:
        return None
    return ListedFeed(
        address=address,
        title=_title(fields) or address,
        homepage=absolute(fields.get("htmlurl"), "") or "",
        language=language_code(fields.get("language")) or "",
        folder="/".join(reversed(list(_folders(outline)))),
    )


def _folders(outline: etree._Element) -> Iterator[str]:
    parent = outline.getparent()
    while parent is not None and local_name(parent) == "outline":
        if title := _title({name.lower(): value for name, value in parent.attrib.items()}):
            yield title
        parent = parent.getparent()


def _title(fields: Mapping[str, str]) -> str:
    return plain(fields.get("title"), 300) or plain(fields.get("text"), 300) or ""


def _outlines(source: Source) -> Iterator[str]:
    feeds = [door for door in source.doors if door.kind is DoorKind.FEED]
    for number, door in enumerate(feeds, 1):
        name = source.name if len(feeds) == 1 else f"{source.name} ({number})"
        fields = {"type": "rss", "text": name, "title": name, "xmlUrl": door.address, "htmlUrl": source.homepage}
        if len(source.languages) == 1:
            fields["language"] = source.languages[0]
        yield f"<outline{_attributes(fields)}/>"


def _attributes(fields: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in fields.items())
