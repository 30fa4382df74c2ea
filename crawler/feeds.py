"""RSS 0.9x/1.0/2.0, Atom, RDF and CDF: the one home of feedparser.

feedparser is handed a small well-formed document (see `feed_trees`), as `BytesIO` only: a string that is an address it
would fetch. Dates are handed on as printed: it turns some it cannot read into days of the present month.
"""

import html
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final
from xml.sax import SAXException

import feedparser

from crawler.door_entries import EntryList, absolute, language_code, plain
from crawler.feed_trees import feed_tree
from press.discoveries import DoorContent, DoorUnreadable

LONGEST_TTL: Final = 525_600
LONGEST_CONTENT: Final = 2_000_000

# What feedparser raises on hostile feeds; it is a library of regular expressions and getattr, so anything ordinary.
_TROUBLE: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    SAXException,
)
_HTML: Final = frozenset(("text/html", "application/xhtml+xml"))

Parsed = Mapping[str, Any]


def read_feed(text: str, url: str, pattern: str) -> DoorContent | DoorUnreadable:
    """Reads a feed's text (`xml_documents.without_doctype`); url: its own address, for relative links."""
    tree = feed_tree(text)
    if tree is None:
        return DoorUnreadable(reason=f"{url}: the feed is broken beyond reading")
    try:
        parsed = feedparser.parse(
            io.BytesIO(tree.body),
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
        return replace(_content(parsed, url, pattern, tree.notes), quiet_hours=tree.quiet_hours)
    except _TROUBLE as error:
        return DoorUnreadable(reason=f"{url}: the feed cannot be read ({type(error).__name__}: {error})")


def _content(parsed: Parsed, url: str, pattern: str, notes: Iterable[str]) -> DoorContent:
    feed: Parsed = parsed["feed"]
    found = EntryList(url, pattern)
    for note in notes:
        found.note(note)
    language = _text(feed, "language")
    dates = _printed_dates(parsed["entries"])
    for entry, published in zip(parsed["entries"], dates, strict=True):
        link, trouble = _link(entry, url)
        found.offer(
            link,
            title=_text(entry, "title"),
            published=published,
            language=_language(entry) or language,
            author=_author(entry),
            content=_full_content(entry),
            trouble=trouble,
        )
    return DoorContent(
        entries=found.entries,
        kind=_kind(str(parsed.get("version") or "")),
        title=plain(_text(feed, "title"), 300),
        next_page=_next_page(feed, url),
        ttl_minutes=_ttl(feed),
        skipped=found.skipped,
    )


def _text(row: Parsed, key: str) -> str | None:
    """A field as printed; never feedparser's stand-ins for a missing one."""
    value = next((row[own] for own in row if own == key), None)
    return value if isinstance(value, str) and value.strip() else None


def _kind(version: str) -> str:
    if version.startswith("atom"):
        return "atom"
    return "rdf" if version in ("rss090", "rss10") else "rss"


def _printed_dates(entries: list[Parsed]) -> list[str | None]:
    """When each entry says it was published.

    A date of change stands in only in a feed that prints no date of publication at all (Atom allows that, dc:date means
    that), and not when three or more entries share it to the second: that is when the feed was made.
    """
    published = [_text(entry, "published") or _text(entry, "created") for entry in entries]
    if any(published):
        return published
    changed = [_text(entry, "updated") for entry in entries]
    made_at_once = len(changed) >= 3 and len(set(changed)) == 1
    return published if made_at_once else changed


def _link(entry: Parsed, url: str) -> tuple[str | None, str]:
    """The article's address, the best that the entry has; and what is wrong when there is none."""
    links = [link for link in entry.get("links", ()) if isinstance(link.get("href"), str)]
    alternates = [link for link in links if link.get("rel", "alternate") == "alternate"]
    alternates.sort(key=lambda link: link.get("type", "text/html") not in _HTML)
    candidates = [_text(entry, "feedburner_origlink"), *(link["href"] for link in alternates), _text(entry, "link")]
    identifier = _text(entry, "id")
    if identifier and entry.get("guidislink", True) and identifier.strip()[:4].lower() == "http":
        candidates.append(identifier)
    for candidate in candidates:
        if candidate and absolute(candidate, url):
            return candidate, ""
    written = next((candidate for candidate in candidates if candidate and candidate.strip()), None)
    if written is None and identifier:
        return None, f"no link, only the identifier {identifier[:100]}"
    return written, "no link"


def _language(entry: Parsed) -> str | None:
    """The entry's own language: dc:language, or xml:lang where its title stands."""
    title = entry.get("title_detail")
    declared = _text(title, "language") if isinstance(title, Mapping) else None
    return language_code(_text(entry, "language")) or language_code(declared)


def _author(entry: Parsed) -> str | None:
    detail = entry.get("author_detail")
    return (_text(detail, "name") if isinstance(detail, Mapping) else None) or _text(entry, "author")


def _full_content(entry: Parsed) -> str | None:
    """The article as HTML, when the feed carries more than a summary."""
    best = ""
    for part in entry.get("content", ()):
        value = _text(part, "value")
        if value is None or len(value) > LONGEST_CONTENT or part.get("src"):
            continue
        markup = value if part.get("type") in _HTML else html.escape(value)
        best = max(best, markup, key=len)
    return best.strip() or None


def _next_page(feed: Parsed, url: str) -> str | None:
    """The page that follows (RFC 5005, 3) or the archive before this one (4)."""
    for relation in ("next", "prev-archive"):
        for link in feed.get("links", ()):
            address = absolute(link.get("href"), url) if link.get("rel") == relation else None
            if address and address != url:
                return address
    return None


def _ttl(feed: Parsed) -> int | None:
    text = (_text(feed, "ttl") or "").strip()
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return None
    return min(int(text), LONGEST_TTL) or None
