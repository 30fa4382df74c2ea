"""What a door offers, gathered: addresses made absolute, each once, and a sentence for what could not be used."""

import html
import re
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from press.addresses import CONTROL
from press.discoveries import FeedEntry
from press.numbered import numbered
from press.plain_lines import one_line

MOST_ENTRIES: Final = 50_000
MOST_SENTENCES: Final = 20
LONGEST_ADDRESS: Final = 4_096

_IN_ADDRESSES: Final = re.compile(r"[\t\r\n]+")
_TAG: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)|<[A-Za-z/!?][^<>]{0,500}>", re.DOTALL | re.IGNORECASE
)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


def absolute(href: str | None, base: str) -> str | None:
    """The http(s) address a link leads to, otherwise exactly as it was written; None when it leads to none.

    Control characters and marks of direction are percent-encoded, as every browser does before it asks.
    """
    if not href:
        return None
    href = _IN_ADDRESSES.sub("", href.strip())
    if not href or len(href) > LONGEST_ADDRESS:
        return None
    try:
        address = href if href[:8].lower().startswith(("http://", "https://")) else urljoin(base, href)
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    if not usable or CONTROL.search(parts.netloc):
        return None
    return CONTROL.sub(lambda found: found.group() if found.group() == " " else quote(found.group()), address)


def plain(markup: str | None, limit: int = 1_000) -> str | None:
    """One line of text out of a title that may carry markup or escaped entities."""
    if not markup:
        return None
    text = markup[: limit * 4]
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
    return one_line(text)[:limit] or None


def language_code(text: str | None) -> str | None:
    """A language as the door names it, None when that is no code at all."""
    code = (text or "").strip()
    return code if _LANGUAGE.fullmatch(code) else None


class EntryList:
    """Builds the entries of one door.

    base: what relative links are resolved against; pattern: regular expression an address must match, empty takes all.
    """

    def __init__(self, base: str, pattern: str = "", *, limit: int = MOST_ENTRIES) -> None:
        self.base = base
        self._pattern = re.compile(pattern) if pattern else None
        self._limit = limit
        self._entries: dict[str, FeedEntry] = {}
        self._sentences: list[str] = []
        self._unsaid = 0
        self._foreign = 0
        self._too_many = 0

    def offer(
        self,
        href: str | None,
        *,
        title: str | None = None,
        published: str | None = None,
        language: str | None = None,
        author: str | None = None,
        content: str | None = None,
        trouble: str = "no link",
    ) -> None:
        """Takes an entry, or notes why not. trouble: what is wrong with an entry that has no `href`."""
        url = absolute(href, self.base)
        title = plain(title)
        if url is None:
            named = f" “{title[:80]}”" if title else ""
            self.note(f"an entry{named} was left out: {_not_an_address(href) if href else trouble}")
        elif self._pattern is not None and not self._pattern.search(url):
            self._foreign += 1
        elif url in self._entries:
            return
        elif len(self._entries) >= self._limit:
            self._too_many += 1
        else:
            self._entries[url] = FeedEntry(
                url=url,
                title=title,
                published=plain(published, 100),
                language=language_code(language),
                author=plain(author, 300),
                content=content or None,
            )

    def note(self, sentence: str) -> None:
        """Something the operator should know."""
        if len(self._sentences) < MOST_SENTENCES:
            self._sentences.append(sentence)
        else:
            self._unsaid += 1

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def entries(self) -> tuple[FeedEntry, ...]:
        return tuple(self._entries.values())

    @property
    def skipped(self) -> tuple[str, ...]:
        sentences = list(self._sentences)
        if self._unsaid:
            sentences.append(f"{numbered(self._unsaid, 'more such entry was', 'more such entries were')} left out")
        if self._foreign:
            sentences.append(f"{numbered(self._foreign, 'address does', 'addresses do')} not match the article pattern")
        if self._too_many:
            sentences.append(too_many(self._too_many, self._limit))
        return tuple(sentences)


def too_many(left_out: int, limit: int) -> str:
    return f"{numbered(left_out, 'entry', 'entries')} beyond the first {limit:,} left out"


def _not_an_address(href: str) -> str:
    if len(href) > LONGEST_ADDRESS:
        return f"its link is longer than {LONGEST_ADDRESS} characters"
    return f"its link is no http address: {one_line(href)[:100]}"
