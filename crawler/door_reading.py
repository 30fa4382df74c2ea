"""From a door's bytes to what it offers: a pure function, so that it may run in a pool.

    body ─unpack→ ─decode→ text ─what is it really?→ feeds · json_feed · sitemaps · listings

A door's kind says what is expected; what the body really is decides how it is read.
"""

import re
from dataclasses import replace
from typing import Final

from crawler.feed_decoding import decode, unpack
from crawler.feeds import read_feed
from crawler.json_feed import read_json_feed
from crawler.listings import declared_feeds, looks_like_html, read_listing
from crawler.sitemaps import ROOTS, is_text_sitemap, read_sitemap, read_text_sitemap
from crawler.xml_documents import root_name, without_doctype
from press.discoveries import DoorContent, DoorUnreadable
from press.sources import Door, DoorKind

LONGEST_FEED: Final = 10_000_000

_FEED_ROOTS: Final = frozenset(("rss", "feed", "rdf", "channel"))
_LATE_START: Final = re.compile(r"<\?xml\b|<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.IGNORECASE)
_JUNK_WITHIN: Final = 20_000
_SITEMAPS: Final = (DoorKind.SITEMAP, DoorKind.NEWS_SITEMAP)


def read_door(
    door: Door, body: bytes, *, url: str, content_type: str | None, charset: str | None, article_pattern: str = ""
) -> DoorContent | DoorUnreadable:
    """Reads what a door answered; whatever is wrong with it becomes a reason.

    url: the address that answered, after redirects. charset: of the HTTP header. article_pattern: regular expression
    that an address must match to be an article; empty takes the door's own, and if that is empty too, all.
    Never raises for a body, whatever it is; at most 10 MB of a feed and 25 MB of an unpacked sitemap are read.
    """
    try:
        pattern = article_pattern or door.articles
        return _read_body(door, body, url, pattern, content_type=content_type, charset=charset)
    except Exception as error:  # noqa: BLE001 - the border: a feed nobody foresaw must not end the crawl of the others
        return DoorUnreadable(reason=f"{url}: it could not be read: {type(error).__name__}: {str(error)[:200]}")


def _read_body(
    door: Door, body: bytes, url: str, pattern: str, *, content_type: str | None, charset: str | None
) -> DoorContent | DoorUnreadable:
    unpacked, is_whole = unpack(body)
    text = decode(unpacked, charset).lstrip("\ufeff \t\r\n")
    if not text:
        return DoorUnreadable(reason=f"{url}: the answer is empty")
    content = _read(door, text, url, pattern, content_type)
    if isinstance(content, DoorContent) and not is_whole:
        note = f"the packed body is damaged or too large: only {len(unpacked)} bytes of it were read"
        return replace(content, skipped=(*content.skipped, note))
    return content


def _read(door: Door, text: str, url: str, pattern: str, content_type: str | None) -> DoorContent | DoorUnreadable:
    document = _xml_part(text)
    name = root_name(document)
    if text[0] in "{[":
        content = read_json_feed(text, url, pattern)
    elif name in ROOTS:
        content = read_sitemap(document, url, pattern)
    elif name in _FEED_ROOTS:
        content = _read_feed(document, url, pattern)
    elif door.kind is DoorKind.LISTING and "<" in text:
        content = read_listing(text, url, door, pattern)
    elif name == "html" or looks_like_html(text):
        content = _unexpected_page(door, text, url)
    elif door.kind in _SITEMAPS and is_text_sitemap(text):
        content = read_text_sitemap(text, url, pattern)
    else:
        content = _unknown(door, name, url, content_type)
    return content


def _xml_part(text: str) -> str:
    """The text from its root element on, whatever a server printed before it (warnings, blank lines)."""
    document = without_doctype(text)
    if root_name(document) in _FEED_ROOTS | ROOTS or looks_like_html(text):
        return document
    start = _LATE_START.search(text, 0, _JUNK_WITHIN)
    return without_doctype(text[start.start() :]) if start else document


def _read_feed(document: str, url: str, pattern: str) -> DoorContent | DoorUnreadable:
    content = read_feed(document[:LONGEST_FEED], url, pattern)
    if isinstance(content, DoorContent) and len(document) > LONGEST_FEED:
        note = f"only the first {LONGEST_FEED} characters of the feed were read"
        return replace(content, skipped=(*content.skipped, note))
    return content


def _unexpected_page(door: Door, text: str, url: str) -> DoorUnreadable:
    what = _name_of(door)
    feeds = declared_feeds(text, url)
    advice = f"; it declares {'this feed' if len(feeds) == 1 else 'these feeds'}: {', '.join(feeds)}" if feeds else ""
    return DoorUnreadable(reason=f"{url}: this {what} is an HTML page{advice}")


def _unknown(door: Door, name: str, url: str, content_type: str | None) -> DoorUnreadable:
    what = _name_of(door)
    found = f"XML with the root <{name}>" if name else f"neither XML nor JSON ({content_type or 'no content type'})"
    return DoorUnreadable(reason=f"{url}: this {what} is {found}")


def _name_of(door: Door) -> str:
    return "sitemap" if door.kind in _SITEMAPS else str(door.kind)
