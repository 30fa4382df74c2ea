"""Sitemaps, news sitemaps and sitemap indexes (sitemaps.org 0.9, Google's news extension), read as a stream.

The `lastmod` of a plain sitemap is a date of change, often of the whole site's last build: it is never taken for a date
of publication. Only `news:publication_date` is one.
"""

import re
from typing import Final

from lxml import etree

from crawler.door_entries import EntryList, absolute
from crawler.xml_documents import defect, feed, is_cut, local_name, new_parser, repair
from press.discoveries import DoorContent, DoorUnreadable
from press.numbered import numbered

MOST_CHILDREN: Final = 5_000
MOST_ELEMENTS: Final = 2_000_000
LONGEST_FIELD: Final = 8_192

ROOTS: Final = frozenset(("urlset", "sitemapindex"))

_END: Final = re.compile(r"</(?:[\w.-]+:)?(?:urlset|sitemapindex)\s*>|^\s*<[^>]*/>\s*$", re.IGNORECASE)
_END_WITHIN: Final = 20_000
_ROW_END: Final = re.compile(r"</(?:[\w.-]+:)?(?:url|sitemap)\s*>", re.IGNORECASE)
_LINE: Final = re.compile(r"[^\r\n]+")
_WEB_ADDRESS: Final = re.compile(r"\s*https?://\S+\s*\Z", re.IGNORECASE)


def read_sitemap(text: str, url: str, pattern: str) -> DoorContent | DoorUnreadable:
    """Reads a sitemap's text (`xml_documents.without_doctype`); url: its own address."""
    sound = _without_loose_end(text)
    is_cut = len(sound) < len(text)
    reading = _Reading(url, pattern, is_cut=is_cut)
    reading.run(sound)
    if reading.defect:
        repaired = repair(sound)
        if repaired != sound:
            reading = _Reading(url, pattern, is_cut=is_cut)
            reading.run(repaired)
    return reading.content()


def _without_loose_end(text: str) -> str:
    """A sitemap that breaks off, up to its last whole row: half an address is worse than none."""
    if _END.search(text, max(0, len(text) - _END_WITHIN)):
        return text
    last = max((match.end() for match in _ROW_END.finditer(text)), default=0)
    return text[:last]


def is_text_sitemap(text: str) -> bool:
    """One address a line and nothing else (judged by the first lines)."""
    lines = [line for line in text[:5_000].splitlines()[:20] if line.strip()]
    return bool(lines) and all(_WEB_ADDRESS.match(line) for line in lines[: max(1, len(lines) - 1)])


def read_text_sitemap(text: str, url: str, pattern: str) -> DoorContent:
    found = EntryList(url, pattern)
    for match in _LINE.finditer(text):
        line = match[0].strip()
        if _WEB_ADDRESS.match(line):
            found.offer(line)
        elif line:
            found.note(f"a line was left out: it is no http address: {line[:100]}")
    return DoorContent(entries=found.entries, kind="sitemap", skipped=found.skipped)


class _Reading:
    """One pass over a sitemap: takes `url` and `sitemap` elements as they end, and forgets them."""

    def __init__(self, url: str, pattern: str, *, is_cut: bool) -> None:
        self.defect = ""
        self._found = EntryList(url, pattern)
        self._children: dict[str, str] = {}
        self._is_index = False
        self._has_news = False
        self._is_cut = is_cut

    def run(self, text: str) -> None:
        parser = new_parser("end")
        for element in feed(parser, text, MOST_ELEMENTS):
            name = local_name(element)
            parent = element.getparent()
            if name == "url" and not _is_foreign(parent):
                self._take_address(element)
            elif name == "sitemap" and not _is_foreign(parent):
                self._take_child(element)
            elif parent is not None and local_name(parent) in ROOTS:
                pass
            else:
                continue
            _forget(element)
        self._is_index = self._is_index or "<sitemapindex" in text[:2_000].lower()
        self.defect = "" if is_cut(parser) else defect(parser)

    def content(self) -> DoorContent:
        if self._is_cut:
            self._found.note(
                f"the sitemap breaks off before its end (after {numbered(len(self._found), 'address', 'addresses')})"
            )
        elif self.defect:
            self._found.note(f"the sitemap is broken XML ({self.defect}); what could be read was read")
        newest_first = sorted(self._children, key=self._children.__getitem__, reverse=True)
        kind = "sitemap-index" if self._is_index else "news-sitemap" if self._has_news else "sitemap"
        return DoorContent(
            entries=self._found.entries,
            kind=kind,
            children=tuple(newest_first[:MOST_CHILDREN]),
            skipped=self._found.skipped,
        )

    def _take_address(self, element: etree._Element) -> None:
        loc = _own_fields(element).get("loc")
        news = next((child for child in element if local_name(child) == "news"), None)
        if news is None:
            self._found.offer(loc, trouble="no <loc>")
            return
        self._has_news = True
        about = {local_name(field): "".join(field.itertext()).strip()[:LONGEST_FIELD] for field in news.iter()}
        self._found.offer(
            loc,
            title=about.get("title"),
            published=about.get("publication_date"),
            language=about.get("language"),
            trouble="no <loc>",
        )

    def _take_child(self, element: etree._Element) -> None:
        self._is_index = True
        fields = _own_fields(element)
        address = absolute(fields.get("loc"), self._found.base)
        if address is None:
            self._found.note("a child sitemap was left out: it has no http address")
        elif len(self._children) < MOST_CHILDREN:
            self._children.setdefault(address, fields.get("lastmod", ""))


def _is_foreign(parent: etree._Element | None) -> bool:
    """Whether an element stands elsewhere than in the root, or in siblings that libxml2's recovery nested."""
    while parent is not None and local_name(parent) in ("url", "sitemap"):
        parent = parent.getparent()
    return parent is None or local_name(parent) not in ROOTS


def _own_fields(element: etree._Element) -> dict[str, str]:
    """The texts of an element's children of its own vocabulary: `image:loc` is not `loc`."""
    own = _vocabulary(element)
    fields: dict[str, str] = {}
    for child in element:
        name = local_name(child)
        if name and _vocabulary(child) == own:
            fields.setdefault(name, "".join(child.itertext()).strip()[:LONGEST_FIELD])
    if bare := (element.text or "").strip():  # some write the address without a <loc>
        fields.setdefault("loc", bare[:LONGEST_FIELD])
    return fields


def _vocabulary(element: etree._Element) -> str:
    """Namespace and undeclared prefix."""
    return str(element.tag)[: -len(local_name(element))]


def _forget(element: etree._Element) -> None:
    """Frees an element and everything before it, so that a sitemap of any length takes little memory."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
