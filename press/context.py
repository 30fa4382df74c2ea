"""Whether a form that means other things as well means our body here: words that speak for it, words against it.

no word of `veto` in its sentence, and no rival of its body in an article that never names the body in full; then one of: the language says so, the body (or its parent) is named in full, another core body
is, a word of `need` or one of its people stands in the article.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from press.boundaries import begins_word, ends_word, script
from press.forms import automaton
from press.organizations import AmbiguousForms, Organization, WatchList
from press.squeezing import Squeezed

_SENTENCE_END: Final = re.compile(r"[.!?؟…]+[\"'»”)\]]*(?=\s)|[。！？]|\n")
_QUOTES: Final = frozenset("\"'«»“”„‟‹›‘’")
_LONGEST_CAPITALS: Final = 6


@dataclass(frozen=True, slots=True)
class ContextWord:
    """written: as the watch-list has it. is_stem: it ended in *. is_cased: all capitals, so compared as written."""

    written: str
    letters: str
    is_stem: bool
    is_cased: bool


def context_word(written: str) -> ContextWord:
    plain = written.rstrip("*")
    return ContextWord(
        written=written,
        letters=Squeezed(plain).letters,
        is_stem=written.endswith("*"),
        is_cased=plain.isupper() and len(plain) <= _LONGEST_CAPITALS,
    )


class Sentences:
    """Where the sentences of a text begin."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(end.end() for end in _SENTENCE_END.finditer(text))]

    def number(self, place: int) -> int:
        return bisect_right(self._starts, place)


class ContextIndex:
    """All context words of a watch-list in one automaton."""

    def __init__(self, watch_list: WatchList) -> None:
        self._needs: dict[int, frozenset[str]] = {}
        self._vetoes: dict[int, frozenset[str]] = {}
        every: set[str] = set()
        for organization in watch_list.organizations:
            for row in organization.ambiguous:
                self._needs[id(row)] = watch_list.context_words(row.need) | frozenset(organization.people)
                self._vetoes[id(row)] = watch_list.context_words(row.veto)
                every |= self._needs[id(row)] | self._vetoes[id(row)]
        by_letters: dict[str, list[ContextWord]] = {}
        for written in sorted(every):
            word = context_word(written)
            by_letters.setdefault(word.letters, []).append(word)
        self._words = list(by_letters.values())
        self._automaton = automaton(by_letters)

    def needs(self, row: AmbiguousForms) -> frozenset[str]:
        return self._needs[id(row)]

    def vetoes(self, row: AmbiguousForms) -> frozenset[str]:
        return self._vetoes[id(row)]

    def find(self, text: Squeezed) -> dict[str, list[int]]:
        """Each context word of a text, as the watch-list writes it, with its places in the original."""
        found: dict[str, list[int]] = {}
        if self._automaton is None:
            return found
        for number, start, end in self._automaton.find_matches_as_indexes(text.letters, overlapping=True):
            first, last = text.span(start, end)
            if not begins_word(text.original, first):
                continue
            for word in self._words[number]:
                if (word.is_stem or ends_word(text.original, last)) and _is_as_written(word, text, start, end):
                    found.setdefault(word.written, []).append(first)
        return found


def _is_as_written(word: ContextWord, text: Squeezed, start: int, end: int) -> bool:
    first, last = text.span(start, end)
    if script(text.original[first]) != "han" and " " not in word.written and last - first > 2 * len(word.letters):
        return False
    return not word.is_cased or text.cased[start:end].isupper()


class FieldContext:
    """The context words of one field (title or text), looked up when they are first asked for."""

    def __init__(self, text: Squeezed, index: ContextIndex) -> None:
        self._text = text
        self._index = index

    @cached_property
    def words(self) -> dict[str, list[int]]:
        return self._index.find(self._text)

    @cached_property
    def _sentences(self) -> Sentences:
        return Sentences(self._text.original)

    @cached_property
    def _by_sentence(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for word, places in self.words.items():
            for place in places:
                found.setdefault(self._sentences.number(place), set()).add(word)
        return found

    def in_sentence_of(self, place: int, words: frozenset[str]) -> str:
        """One of the words, if it stands in the sentence of a place; else ""."""
        return min(words & self._by_sentence.get(self._sentences.number(place), set()), default="")

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether a place stands between quotation marks, by itself or behind a clitic (و«شنغهاي»)."""
        original = self._text.original
        before, after = original[max(start - 2, 0) : start].rstrip(), original[end : end + 2].lstrip()
        return before != "" and before[-1] in _QUOTES and after != "" and after[0] in _QUOTES

    def anywhere(self, words: frozenset[str]) -> str:
        return min(words & self.words.keys(), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleContext:
    """What a decision looks at.

    named: codes of the bodies that are named beyond doubt. core: those of them that are core.
    rivals: body → a rival of it that stands in the article.
    """

    language: str
    fields: tuple[FieldContext, ...]
    named: frozenset[str]
    core: frozenset[str]
    rivals: dict[str, str]
    index: ContextIndex

    def why_not(
        self, organization: Organization, row: AmbiguousForms, field: FieldContext, span: tuple[int, int]
    ) -> str:
        """Why an ambiguous form at a place does not mean its body; "" when it does."""
        place = span[0]
        if row.quoted and not field.is_quoted(*span):
            return "not between quotation marks"
        if vetoed := field.in_sentence_of(place, self.index.vetoes(row)):
            return f"vetoed by “{vetoed}” in its sentence"
        if row.within == "sentence":
            return "" if field.in_sentence_of(place, self.index.needs(row)) else "no context word in its sentence"
        is_named = organization.code in self.named or organization.parent in self.named
        rival = self.rivals.get(organization.code)
        if rival and not is_named:
            return f"the article names its rival “{rival}”"
        if is_named or self.language.partition("-")[0] in row.languages or self.language in row.languages:
            return ""
        if row.companions and self.core - {organization.code}:
            return ""
        if any(part.anywhere(self.index.needs(row)) for part in self.fields):
            return ""
        return "no context word in the article"
