"""Listing pages: sections, tags, search results. The links of a page, by CSS selector or by the articles' address pattern."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.cssselect import CSSSelector, SelectorError

from crawler.door_entries import EntryList, absolute
from press.discoveries import DoorContent, DoorUnreadable
from press.other_pages import unrecognised
from press.sources import Door

LONGEST: Final = 5_000_000
MOST_ELEMENTS: Final = 300_000
MOST_LINKS: Final = 2_000

_CHUNK: Final = 65_536
_LOOKS_LIKE_HTML: Final = re.compile(
    r"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|script|div|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_FEED_TYPES: Final = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")


def looks_like_html(text: str) -> bool:
    return bool(_LOOKS_LIKE_HTML.match(text[:20_000]))


def read_listing(text: str, url: str, door: Door, pattern: str) -> DoorContent | DoorUnreadable:
    """Reads the links of a page.

    With a selector of the door: the links it names (or that stand inside of what it names). Without, or when the page has
    been rebuilt and it finds nothing: every link that matches `pattern`; without either: every link to the page's own host.
    """
    root = parse_page(text)
    if root is None:
        return DoorUnreadable(reason=f"{url}: the page is empty")
    has_selectors = bool(door.items or door.links)
    try:
        links = list(_links(root, door)) if has_selectors else []
        following = _select(root, door.next_page)[:1] if door.next_page else []
    except SelectorError as error:
        return DoorUnreadable(reason=f"{url}: a selector of this listing is no CSS selector ({error})")
    base = _base(root, url)
    found = EntryList(base, pattern, limit=MOST_LINKS)
    is_rebuilt = has_selectors and not links and bool(pattern)
    if is_rebuilt:
        found.note("the selectors of this listing find nothing any more; its links are told by their addresses")
    if is_rebuilt or not has_selectors:
        links = [_Linked(element=link) for link in root.iter("a", "area")]
    labels = _by_address(links, base, url, own_host=None if has_selectors or pattern else _host(url))
    for address, (label, date) in labels.items():
        found.offer(address, title=label, published=date)
    known = {entry.url for entry in found.entries}
    others = [(address, label) for address, (label, _) in labels.items() if address not in known]
    next_page = next((absolute(link.get("href"), base) for link in following), None)
    return DoorContent(
        entries=found.entries,
        kind="listing",
        title=_page_title(root),
        next_page=next_page if next_page and not _is_same_page(next_page, url) else None,
        skipped=found.skipped,
        unrecognised=unrecognised(others, url, recognised=len(known)) if pattern else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Linked:
    """A link with what is printed beside it, where the door says where that stands."""

    element: etree._Element
    title: str = ""
    date: str | None = None


def _by_address(
    links: Iterable[_Linked], base: str, url: str, *, own_host: str | None
) -> dict[str, tuple[str, str | None]]:
    """What is printed at each address: the longest title (of picture, title, “read more”) and the first date."""
    labels: dict[str, tuple[str, str | None]] = {}
    for link in links:
        address = absolute(link.element.get("href"), base)
        if address is None or _is_same_page(address, url) or (own_host and _host(address) != own_host):
            continue
        label, date = labels.get(address, ("", None))
        labels[address] = max(label, link.title or _label(link.element), key=len), date or link.date
    return labels


def _links(root: etree._Element, door: Door) -> Iterator[_Linked]:
    """The links that the door's selectors name."""
    if not door.items:
        yield from (_Linked(element=link) for link in _select(root, door.links))
        return
    for item in CSSSelector(door.items, translator="html")(root):
        title, date = _first(item, door.title), _first(item, door.date)
        printed = None if date is None else date.get("datetime") or _words(date)
        headline = "" if title is None else _escaped(_words(title))
        inner = [item] if item.get("href") else item.iter("a", "area")
        for link in _select(item, door.links) if door.links else inner:
            yield _Linked(element=link, title=headline, date=printed)


def _first(item: etree._Element, selector: str) -> etree._Element | None:
    return next(iter(CSSSelector(selector, translator="html")(item)), None) if selector else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of a page: where it leads, and its own words."""

    address: str
    label: str


def links_of(text: str, url: str) -> tuple[Link, ...]:
    """All links of a page, each address once."""
    root = parse_page(text)
    if root is None:
        return ()
    base = _base(root, url)
    links: dict[str, Link] = {}
    for element in root.iter("a", "area"):
        address = absolute(element.get("href"), base)
        if address and not _is_same_page(address, url) and len(links) < MOST_LINKS:
            links.setdefault(address, Link(address=address, label=_words(element)))
    return tuple(links.values())


def declared_feeds(text: str, url: str, *, most: int = 3) -> tuple[str, ...]:
    """The feeds that a page declares (`<link rel="alternate" type="application/rss+xml">`)."""
    root = parse_page(text[:500_000])
    if root is None:
        return ()
    base = _base(root, url)
    addresses = [
        absolute(link.get("href"), base)
        for link in root.iter("link")
        if "alternate" in (link.get("rel") or "").lower().split()
        and (link.get("type") or "").partition(";")[0].strip().lower() in _FEED_TYPES
    ]
    return tuple(dict.fromkeys(address for address in addresses if address))[:most]


def parse_page(text: str) -> etree._Element | None:
    """A page's tree within bounds; None when there is nothing in it."""
    parser = etree.HTMLPullParser(events=("start",), no_network=True, huge_tree=False, remove_comments=True)
    count = 0
    text = text[:LONGEST]
    for start in range(0, len(text), _CHUNK):
        parser.feed(text[start : start + _CHUNK])
        count += sum(1 for _ in parser.read_events())
        if count > MOST_ELEMENTS:
            break
    try:
        return parser.close()
    except etree.XMLSyntaxError:
        return None


def _select(root: etree._Element, selector: str) -> list[etree._Element]:
    """Links that a selector names, or that stand inside of what it names."""
    links: list[etree._Element] = []
    for element in CSSSelector(selector, translator="html")(root):
        links.extend([element] if element.get("href") else element.iter("a"))
    return links


def _base(root: etree._Element, url: str) -> str:
    declared = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    return absolute(declared, url) or url


def _label(link: etree._Element) -> str:
    """The link's own words; its title attribute or its picture's text when it has none."""
    text = _words(link)
    if not text:
        picture = next(iter(link.iter("img")), None)
        text = link.get("title") or (picture.get("alt") if picture is not None else None) or ""
    return _escaped(text)


def _escaped(text: str) -> str:
    """As a title that may carry markup is read."""
    return text.replace("&", "&amp;").replace("<", "&lt;")[:2_000]


def _words(element: etree._Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _page_title(root: etree._Element) -> str | None:
    title = next(root.iter("title"), None)
    return " ".join("".join(title.itertext()).split())[:300] or None if title is not None else None


def _host(address: str) -> str:
    return address.split("/", 3)[2].lower().removeprefix("www.")


def _is_same_page(address: str, url: str) -> bool:
    return address.partition("#")[0] == url.partition("#")[0]
