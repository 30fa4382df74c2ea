"""The relevance gate: whether a page can name one of our core bodies at all, told without extracting its text.

It may let pass what the tagger then rejects (no context, a veto), never the other way round: it looks for the same
forms in the same squeezed letters. Neighbours alone make no page ours, so their forms open no gate.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import chain
from typing import Final

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from press.boundaries import may_stand
from press.forms import Form, FormIndex, forms_of
from press.organizations import Organization, WatchList
from press.squeezing import Squeezed

# Where a page declares its title in words that the plain text may lack; each key with the signs that open and close
# the place around it. The first two of a kind are looked at: whoever reads the page takes the first that is one.
_TITLE_PLACES: Final = (
    (b"<title", b"<", b"</title"),
    (b"og:title", b"<", b">"),
    (b"twitter:title", b"<", b">"),
    (b"dc.title", b"<", b">"),
    (b"sailthru.title", b"<", b">"),
    (b'"headline"', b'"', b'",'),
)
_TITLE_KEYS: Final = BytesAhoCorasick([key for key, _, _ in _TITLE_PLACES], matchkind=MatchKind.LeftmostFirst)
_MOST_OF_A_KIND: Final = 2
_LONGEST_TITLE: Final = 2_000
_ESCAPE: Final = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")

_JSON_LD: Final = re.compile(
    r"<script\b[^<>]*ld(?:\+|&#x2b;|&#43;)json[^<>]*>([^<]*(?:<(?!/script)[^<]*)*)", re.IGNORECASE
)
_META: Final = re.compile(r"<meta\b[^<>]*>", re.IGNORECASE)
_BREAK: Final = re.compile(r"\\[nrtbf]")
_TAG: Final = re.compile(r"<[^<>]*>")

_NEARBY: Final = 40  # bytes around a single word that show whether it begins and ends there
_UTF8: Final = re.compile(r"utf-?8|(?:us-)?ascii", re.IGNORECASE)


class Gate:
    """`may_name` on the bytes of a page, `may_name_text` on its plain text; a page that fails both is off topic."""

    def __init__(self, watch_list: WatchList) -> None:
        wanted = [form for body in _core(watch_list) for form in forms_of(body) if form.kind != "look-alike"]
        self._names = FormIndex(_shortest(form for form in wanted if form.kind == "name"))
        self._acronyms = FormIndex(form for form in wanted if form.kind == "acronym")
        raw = _raw_patterns(form for form in wanted if not form.rule.startswith("pattern"))
        self._is_word = list(raw.values())
        self._raw = BytesAhoCorasick(
            list(raw), matchkind=MatchKind.LeftmostFirst, implementation=Implementation.ContiguousNFA
        )

    def may_name(self, body: bytes, charset: str | None) -> bool:
        """Whether a form stands in the raw page (as it is, as entities, escaped in a script) or in a declared title."""
        if charset and not _UTF8.fullmatch(charset.strip()):
            try:
                body = body.decode(charset.strip(), "ignore").encode()
            except (LookupError, UnicodeError):
                return False
        for number, start, end in self._raw.find_matches_as_indexes(body):
            if not self._is_word[number] or self.may_name_text(
                _readable(body[max(start - _NEARBY, 0) : end + _NEARBY])
            ):
                return True
        return any(map(self.may_name_text, _declared_titles(body)))

    def may_name_declared(self, page: str) -> bool:
        """Whether a form stands in what a page declares for machines: JSON-LD and the contents of its meta tags."""
        return any(map(self.may_name_text, _declared_words(page)))

    def may_name_text(self, text: str) -> bool:
        """Whether a form stands in a plain text, whatever stands between its letters."""
        squeezed = Squeezed(text)
        found = chain(self._names.find(squeezed.letters), self._acronyms.find(squeezed.cased))
        return any(_may_be(form, squeezed, start, end) for start, end, forms in found for form in forms)


def _core(watch_list: WatchList) -> list[Organization]:
    core = {body.code for body in watch_list.organizations if body.tier == "core"}
    return [body for body in watch_list.organizations if body.code in core or body.parent in core]


def _shortest(forms: Iterable[Form]) -> list[Form]:
    """Without the forms that hold a name of several words: where they stand it stands, and it opens the gate."""
    listed = list(forms)
    index = FormIndex(form for form in listed if form.words > 1)
    return [
        form for form in listed if all(end - start == len(form.letters) for start, end, _ in index.find(form.letters))
    ]


def _may_be(form: Form, text: Squeezed, start: int, end: int) -> bool:
    """Names of several words are taken at once, single words and acronyms only where a word begins and ends."""
    return (form.kind == "name" and form.words > 1) or may_stand(form, text, start, end)


def _raw_patterns(forms: Iterable[Form]) -> dict[bytes, bool]:
    """The forms in UTF-8, as decimal and hexadecimal entities, as \\u escapes; and whether each is a single word."""
    patterns: dict[bytes, bool] = {}
    for form in _shortest(forms):
        for written in {form.written, form.written.upper()}:
            escaped = json.dumps(written)[1:-1]
            shouted = _ESCAPE.sub(lambda found: found[0].upper().replace("U", "u"), escaped)
            decimal = "".join(f"&#{ord(sign)};" for sign in written)
            hexadecimal = "".join(f"&#x{ord(sign):x};" for sign in written)
            spellings = (written,) if written.isascii() else (written, decimal, hexadecimal, escaped, shouted)
            patterns.update((spelling.encode(), form.words == 1) for spelling in spellings)
    return patterns


def _declared_titles(body: bytes) -> Iterator[str]:
    """What stands where a page declares its title, as a reader would see it."""
    seen: Counter[int] = Counter()
    for number, place, _ in _TITLE_KEYS.find_matches_as_indexes(body):
        seen[number] += 1
        if seen[number] > _MOST_OF_A_KIND:
            continue
        _, opening, closing = _TITLE_PLACES[number]
        start = body.rfind(opening, max(place - _LONGEST_TITLE, 0), place + 1)
        end = body.find(closing, place, place + _LONGEST_TITLE)
        declared = body[start if start >= 0 else place : end if end >= 0 else place + _LONGEST_TITLE]
        yield _readable(declared)


def _declared_words(page: str) -> Iterator[str]:
    """What JSON-LD and meta tags say, with the escapes of JSON resolved and without the tags of HTML in it."""
    for block in _JSON_LD.finditer(page):
        text = unescape(_resolved(_BREAK.sub(" ", block[1])))
        yield text
        yield _TAG.sub("", text)
    yield "\n\n".join(map(unescape, _META.findall(page)))


def _readable(raw: bytes) -> str:
    return unescape(_resolved(raw.decode("utf-8", "ignore")))


def _resolved(text: str) -> str:
    return _ESCAPE.sub(_unescaped, text)


def _unescaped(found: re.Match[str]) -> str:
    return str(json.loads(f'"{found[0]}"'))
