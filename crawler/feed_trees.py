"""A feed's XML made small and well-formed, so that feedparser's strict parser reads it quickly and whole.

    text ─parse, repair→ tree ─broken?→ salvage: each entry parsed by itself ─prune→ tree of what we read, as bytes

feedparser's own way with broken feeds (an SGML parser in Python) takes four times the time and memory, and long fields
make some of its regular expressions quadratic: so it is never given either.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import quoteattr

from lxml import etree

from crawler.door_entries import too_many
from crawler.xml_documents import Document, local_name, parse, parse_repaired, repair
from press.numbered import numbered

MOST_ENTRIES: Final = 10_000

ENTRY_NAMES: Final = frozenset(("item", "entry"))
_CONTAINERS: Final = frozenset(("rss", "rdf", "feed", "channel", "items"))
_FEED_FIELDS: Final = frozenset(("title", "link", "ttl", "language", "base"))
_LONG_FIELDS: Final = frozenset(
    ("title", "description", "summary", "content", "encoded", "body", "fullitem", "abstract")
)
_SHORT_FIELDS: Final = frozenset((
    "link", "guid", "id", "origlink", "author", "creator", "name", "language",
    "pubdate", "published", "issued", "date", "created", "updated", "modified",
))  # fmt: skip
_LONGEST_SHORT_FIELD: Final = 4_096
_MOST_ATTRIBUTES: Final = 50
_LONGEST_PIECE: Final = 2_000_000
_PREFIXES: Final = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "atom": "http://www.w3.org/2005/Atom",
    "a10": "http://www.w3.org/2005/Atom",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MAY_BE_A_LINK: Final = re.compile(r"\s*(?:https?:|/)", re.IGNORECASE)
_OPENING: Final = re.compile(r"<(?:[A-Za-z][\w.-]*:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_CLOSING: Final = re.compile(r"</(?:[A-Za-z][\w.-]*:)?(?:item|entry)\s*>", re.IGNORECASE)
_NAME: Final = re.compile(r"[^\W\d][\w.-]*")
_LAST_TAG: Final = re.compile(r"</[^<>]{1,200}>|<[^<>]{1,2000}/>")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedTree:
    """What feedparser is given. body: UTF-8 XML, well-formed; notes: sentences on what was wrong. quiet_hours: of the week,
    which feedparser does not read (skipHours, skipDays)."""

    body: bytes
    notes: tuple[str, ...]
    quiet_hours: frozenset[int]


def feed_tree(text: str) -> FeedTree | None:
    """Makes a feed's text (`without_doctype`) readable; None when there is nothing in it."""
    document = parse_repaired(text)
    notes: list[str] = []
    if document.defect:
        document, note = _salvage(text, document)
        notes.append(note)
    root = document.root
    if root is None:
        return None
    _declare_prefixes(root)
    quiet_hours = _quiet_hours(root)
    _prune(root)
    left_out = _cut(root)
    if left_out:
        notes.append(too_many(left_out, MOST_ENTRIES))
    return FeedTree(body=etree.tostring(root, encoding="utf-8"), notes=tuple(notes), quiet_hours=quiet_hours)


def _salvage(text: str, document: Document) -> tuple[Document, str]:
    """Reads a broken feed entry by entry, so that a defect harms only the entry it stands in."""
    text = repair(text)
    openings = [match.start() for match in _OPENING.finditer(text)]
    head = parse(text[: openings[0]] if openings else text)
    is_cut = bool(openings) and not _CLOSING.search(text, openings[-1])
    note = (
        f"the feed breaks off before its end (after {numbered(len(openings), 'entry', 'entries')})"
        if is_cut or document.is_cut
        else ""
    )
    if head.root is None or not openings:
        return document, note or f"the feed is broken XML ({document.defect})"
    channel = next((element for element in head.root.iter() if local_name(element) == "channel"), head.root)
    home = head.root if local_name(head.root) == "rdf" else channel
    before, after = _wrapper(head.root)
    ends = [*openings[1:], len(text)]
    for start, end in zip(openings[:MOST_ENTRIES], ends, strict=False):
        piece = text[start : min(end, start + _LONGEST_PIECE)]
        if end == len(text) and is_cut:
            piece = _without_loose_end(piece)
        home.extend(_entries_of(before + piece + after))
    return Document(root=head.root, defect="", is_cut=is_cut), note or (
        f"the feed is broken XML ({document.defect}); it was read entry by entry"
    )


def _wrapper(root: etree._Element) -> tuple[str, str]:
    """A root of the same kind and namespaces, to parse a single entry in."""
    spaces = "".join(f" xmlns{':' + prefix if prefix else ''}={quoteattr(uri)}" for prefix, uri in root.nsmap.items())
    return f"<feed{spaces}>", "</feed>"


def _without_loose_end(piece: str) -> str:
    """An entry that breaks off, up to its last whole element: half an address is worse than none."""
    end = max((match.end() for match in _LAST_TAG.finditer(piece)), default=0)
    return piece[:end]


def _entries_of(text: str) -> list[etree._Element]:
    root = parse(text).root
    if root is None or len(root) == 0 or local_name(root[0]) not in ENTRY_NAMES:
        return []
    entry = root[0]
    for element in list(entry.iter()):  # a lost end tag puts the fields that follow inside the one before
        if local_name(element) in _SHORT_FIELDS and element.getparent() is not entry and element is not entry:
            parent = element.getparent()
            if local_name(parent) not in ("author", "source"):
                entry.append(element)
    return [entry]


def _declare_prefixes(root: etree._Element) -> None:
    """Gives undeclared but well-known prefixes their namespace, and drops what has an unknown one."""
    for element in root.iter(etree.Element):
        if len(element.attrib) > _MOST_ATTRIBUTES:
            element.attrib.clear()  # feedparser takes quadratic time for them
        if ":" in element.tag.rpartition("}")[2]:
            prefix, _, name = element.tag.rpartition("}")[2].partition(":")
            if not _NAME.fullmatch(name):  # an element may be called dc:a:b or dc:47Z; lxml refuses to call it so
                name = "unknown"
            element.tag = f"{{{_PREFIXES[prefix]}}}{name}" if prefix in _PREFIXES else name
        for key in [key for key in element.attrib if ":" in key.rpartition("}")[2]]:
            value = element.attrib.pop(key)
            if key == "rdf:about":
                element.set(f"{{{_PREFIXES['rdf']}}}about", value)


def _quiet_hours(root: etree._Element) -> frozenset[int]:
    """Hours of the week (from Monday 0:00 UTC) in which a feed does not want to be asked; 24 is midnight in RSS 0.91."""
    hours: set[int] = set()
    days: set[int] = set()
    for element in _inner(root):
        if local_name(element) == "skiphours":
            hours |= {
                int(text) % 24 for text in _listed(element) if text.isascii() and text.isdigit() and int(text[:3]) <= 24
            }
        elif local_name(element) == "skipdays":
            days |= {_DAYS.index(text[:3].lower()) for text in _listed(element) if text[:3].lower() in _DAYS}
    return frozenset(day * 24 + hour for day in range(7) for hour in range(24) if day in days or hour in hours)


def _listed(element: etree._Element) -> Iterator[str]:
    return ((child.text or "").strip() for child in list(element)[:_MOST_ATTRIBUTES])


def _prune(root: etree._Element) -> None:
    """Removes what is not read: pictures, categories, foreign elements, overlong fields."""
    for element in list(_inner(root)):
        name = local_name(element)
        parent = element.getparent()
        if name in ENTRY_NAMES:
            _prune_entry(element)
        elif name not in _CONTAINERS and (name not in _FEED_FIELDS or _is_too_long(element)) and parent is not None:
            parent.remove(element)


def _inner(root: etree._Element) -> Iterator[etree._Element]:
    """Entries, and everything outside of them that stands directly in a container."""
    waiting = [root]
    while waiting:
        container = waiting.pop()
        for child in list(container):
            if local_name(child) in _CONTAINERS:
                waiting.append(child)
            yield child


def _prune_entry(entry: etree._Element) -> None:
    for field in list(entry):
        name = local_name(field)
        if name not in _LONG_FIELDS and (name not in _SHORT_FIELDS or _is_too_long(field)):
            entry.remove(field)
        elif name in ("guid", "id") and not _MAY_BE_A_LINK.match(field.text or ""):
            field.tag, field.attrib["isPermaLink"] = "guid", "false"  # feedparser would make an address of a number


def _is_too_long(field: etree._Element) -> bool:
    return len(field) > 50 or sum(len(text) for text in field.itertext()) > _LONGEST_SHORT_FIELD


def _cut(root: etree._Element) -> int:
    """Removes the entries beyond the limit and returns how many they were."""
    entries = [element for element in root.iter() if local_name(element) in ENTRY_NAMES]
    for entry in entries[MOST_ENTRIES:]:
        parent = entry.getparent()
        if parent is not None:
            parent.remove(entry)
    return max(0, len(entries) - MOST_ENTRIES)
