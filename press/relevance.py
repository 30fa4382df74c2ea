"""The relevance gate: whether a page can name one of our core bodies at all, told without extracting its text.

It may let pass what the tagger then rejects (no context, a veto), never the other way round: it looks for the same
forms in the same squeezed letters. Neighbours alone make no page ours, so their forms open no gate.
"""

import re
from collections.abc import Iterable
from itertools import chain
from typing import Final

from ahocorasick_rs import BytesAhoCorasick, Implementation

from press.boundaries import may_stand
from press.forms import Form, FormIndex, forms_of
from press.organizations import Organization, WatchList
from press.squeezing import Squeezed

_WORD_BYTES: Final = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_UTF8: Final = re.compile(r"utf-?8|ascii", re.IGNORECASE)


class Gate:
    """`may_name` on the bytes of a page, `may_name_text` on its plain text; a page that fails both is off topic."""

    def __init__(self, watch_list: WatchList) -> None:
        wanted = [form for body in _core(watch_list) for form in forms_of(body) if form.kind != "look-alike"]
        self._names = FormIndex(_shortest(form for form in wanted if form.kind == "name"))
        self._acronyms = FormIndex(form for form in wanted if form.kind == "acronym")
        written = _raw_patterns(form for form in wanted if not form.rule.startswith("pattern"))
        self._is_word = [is_word for _, is_word in written]
        self._raw = BytesAhoCorasick([raw for raw, _ in written], implementation=Implementation.ContiguousNFA)

    def may_name(self, body: bytes, charset: str | None) -> bool:
        """Whether a form stands in the raw page as it is, as entities, or escaped in a script."""
        if charset and not _UTF8.fullmatch(charset.strip()):
            try:
                body = body.decode(charset, "ignore").encode()
            except (LookupError, UnicodeError):
                return False
        for number, start, end in self._raw.find_matches_as_indexes(body, overlapping=True):
            if not self._is_word[number] or not _is_inside_word(body, start, end):
                return True
        return False

    def may_name_text(self, text: str) -> bool:
        """Whether a form stands in a plain text, whatever stands between its letters."""
        squeezed = Squeezed(text)
        found = chain(self._names.find(squeezed.letters), self._acronyms.find(squeezed.cased))
        return any(any(_may_be(form, squeezed, start, end) for form in forms) for start, end, forms in found)


def _core(watch_list: WatchList) -> list[Organization]:
    core = {body.code for body in watch_list.organizations if body.tier == "core"}
    return [body for body in watch_list.organizations if body.code in core or body.parent in core]


def _shortest(forms: Iterable[Form]) -> list[Form]:
    """Without the forms that hold another one: where they stand, the other stands."""
    listed = list(forms)
    index = FormIndex(listed)
    return [
        form for form in listed if all(end - start == len(form.letters) for start, end, _ in index.find(form.letters))
    ]


def _may_be(form: Form, text: Squeezed, start: int, end: int) -> bool:
    """Names of several words are taken at once, single words and acronyms only where a word begins and ends."""
    return (form.kind == "name" and form.words > 1) or may_stand(form, text, start, end)


def _raw_patterns(forms: Iterable[Form]) -> list[tuple[bytes, bool]]:
    """The forms in UTF-8, as decimal and hexadecimal entities and as \\u escapes; whether they are single Latin words."""
    patterns: dict[bytes, bool] = {}
    for form in _shortest(forms):
        for written in {form.written, form.written.upper()}:
            patterns[written.encode()] = written.isascii() and not form.cuts
            if written.isascii():
                continue
            patterns["".join(f"&#{ord(sign)};" for sign in written).encode()] = False
            patterns["".join(f"&#x{ord(sign):x};" for sign in written).encode()] = False
            escaped = "".join(f"\\u{ord(sign):04x}" for sign in written)
            patterns[escaped.encode()] = False
            patterns[escaped.upper().replace("\\U", "\\u").encode()] = False
    return list(patterns.items())


def _is_inside_word(body: bytes, start: int, end: int) -> bool:
    return (start > 0 and body[start - 1] in _WORD_BYTES) or (end < len(body) and body[end] in _WORD_BYTES)
