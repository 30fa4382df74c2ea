"""Whether a form that means other things as well means our body here: words that speak for it, words against it.

No word of `veto` may stand in its sentence, and no rival of its body in an article that never names the body in full.
Then one of these is enough: the language says so, the body (or its parent) is named in full, another core body is,
a word of `need` or one of its people stands in the article, two of `places` do, or one of them and one of `dealings`.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from press.boundaries import UNKNOWN_LANGUAGE, begins_word, ends_word, script
from press.forms import automaton
from press.organizations import AmbiguousForms, Organization, WatchList
from press.squeezing import Squeezed

_SENTENCE_END: Final = re.compile(r"[.!?؟…]+[\"'»”)\]]*(?=\s)|[。！？]|\n")
_QUOTES: Final = frozenset("\"'«»“”„‟‹›‘’「」『』《》")
_LONGEST_CAPITALS: Final = 6
_SAME_PLACE: Final = 4  # Казахстан and казахский, Turkey and Turkish begin alike: one country, not two


class ContextWord(NamedTuple):
    """written: as the watch-list has it. is_stem: it ended in *. is_cased: all capitals, so compared as written."""

    written: str
    letters: str
    is_stem: bool
    is_cased: bool


def context_word(written: str) -> ContextWord:
    plain = written.rstrip("*")
    is_cased = plain.isupper() and len(plain) <= _LONGEST_CAPITALS
    return ContextWord(written, Squeezed(plain).letters, written.endswith("*"), is_cased)


class ContextIndex:
    """All context words of a watch-list in one automaton, and which of them each ambiguous row asks for."""

    def __init__(self, watch_list: WatchList) -> None:
        self._needs: dict[int, frozenset[str]] = {}
        self._places: dict[int, frozenset[str]] = {}
        self._dealings: dict[int, frozenset[str]] = {}
        self._vetoes: dict[int, frozenset[str]] = {}
        every: set[str] = set()
        for organization in watch_list.organizations:
            for row in organization.ambiguous:
                self._needs[id(row)] = watch_list.context_words(row.need) | frozenset(organization.people)
                self._places[id(row)] = watch_list.context_words(row.places)
                self._dealings[id(row)] = watch_list.context_words(row.dealings)
                self._vetoes[id(row)] = watch_list.context_words(row.veto)
                every |= self._needs[id(row)] | self._places[id(row)] | self._dealings[id(row)] | self._vetoes[id(row)]
        by_letters: dict[str, list[ContextWord]] = defaultdict(list)
        for written in sorted(every):
            word = context_word(written)
            by_letters[word.letters].append(word)
        self._words = list(by_letters.values())
        self._automaton = automaton(by_letters)

    def needs(self, row: AmbiguousForms) -> frozenset[str]:
        return self._needs[id(row)]

    def places(self, row: AmbiguousForms) -> frozenset[str]:
        return self._places[id(row)]

    def dealings(self, row: AmbiguousForms) -> frozenset[str]:
        return self._dealings[id(row)]

    def vetoes(self, row: AmbiguousForms) -> frozenset[str]:
        return self._vetoes[id(row)]

    def find(self, text: Squeezed) -> dict[str, list[int]]:
        """Each context word of a text, as the watch-list writes it, with its places in the original."""
        found: dict[str, list[int]] = defaultdict(list)
        if self._automaton is None:
            return found
        for number, start, end in self._automaton.find_matches_as_indexes(text.letters, overlapping=True):
            first, last = text.span(start, end)
            if not begins_word(text.original, first):
                continue
            is_whole = ends_word(text.original, last)
            for word in self._words[number]:
                if (is_whole or word.is_stem) and _is_as_written(word, text, start, end):
                    found[word.written].append(first)
        return found


def _is_as_written(word: ContextWord, text: Squeezed, start: int, end: int) -> bool:
    if word.is_cased and not text.cased[start:end].isupper():
        return False
    first, last = text.span(start, end)
    if last - first == end - start or script(text.original[first]) == "han":
        return True
    gaps = sum(sign.isspace() for sign in text.original[first:last])
    return gaps <= word.written.count(" ") + word.written.count("-")


class FieldContext:
    """The context words of one field (title or text), looked up when they are first asked for."""

    def __init__(self, text: Squeezed, index: ContextIndex) -> None:
        self._text = text
        self._index = index

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        return self._index.find(self._text)

    @cached_property
    def _starts(self) -> list[int]:
        """Where the sentences begin."""
        return [0, *(end.end() for end in _SENTENCE_END.finditer(self._text.original))]

    @cached_property
    def _by_sentence(self) -> dict[int, dict[str, list[int]]]:
        found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for word, places in self._places.items():
            for place in places:
                found[bisect_right(self._starts, place)][word].append(place)
        return found

    def all_of(self, words: frozenset[str], outside: tuple[int, int] | None = None) -> frozenset[str]:
        """Those of the words that stand in this field, not counting what a form itself holds."""
        return _those(words, self._places, outside)

    def anywhere(self, words: frozenset[str], outside: tuple[int, int] | None = None) -> str:
        """One of the words, if it stands in this field, not counting what a form itself holds; else ""."""
        return _first(words, self._places, outside)

    def in_sentence(self, words: frozenset[str], span: tuple[int, int]) -> str:
        """One of the words, if it stands in the sentence of a form, outside of the form; else ""."""
        sentence = self._by_sentence.get(bisect_right(self._starts, span[0]))
        return _first(words, sentence, span) if sentence else ""

    def is_quoted(self, span: tuple[int, int]) -> bool:
        """Whether a form stands between quotation marks."""
        start, end = span
        before, after = (
            self._text.original[max(start - 2, 0) : start].rstrip(),
            self._text.original[end : end + 2].lstrip(),
        )
        return before[-1:] in _QUOTES and after[:1] in _QUOTES


def _first(words: frozenset[str], places: Mapping[str, list[int]], outside: tuple[int, int] | None) -> str:
    """The first of the words, in the order of the alphabet, so that the same article is explained in the same way."""
    return min(_those(words, places, outside), default="")


def _those(words: frozenset[str], places: Mapping[str, list[int]], outside: tuple[int, int] | None) -> frozenset[str]:
    start, end = outside or (0, 0)
    common = words & places.keys()
    if outside:
        common = frozenset(word for word in common if any(not start <= place < end for place in places[word]))
    return common


class Verdict(NamedTuple):
    is_meant: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleContext:
    """What a decision looks at.

    named: codes of the bodies that are named beyond doubt, and of their parents. core: those that are core.
    rivals: body → a rival of it that stands in the article.
    """

    language: str
    fields: tuple[FieldContext, ...]
    named: frozenset[str]
    core: frozenset[str]
    rivals: Mapping[str, str]
    index: ContextIndex

    def judge(
        self, organization: Organization, row: AmbiguousForms, field: FieldContext, span: tuple[int, int]
    ) -> Verdict:
        """Whether an ambiguous form at a place means its body, and why."""
        against = self._against(organization, row, field, span)
        if against:
            return Verdict(False, against)
        favour = self._in_favour(organization, row, field, span)
        where = "in its sentence" if row.within == "sentence" else "in the article"
        return Verdict(True, favour) if favour else Verdict(False, f"no context word {where}")

    def _against(
        self, organization: Organization, row: AmbiguousForms, field: FieldContext, span: tuple[int, int]
    ) -> str:
        if row.only and self.language != UNKNOWN_LANGUAGE and not self._is_in(row.only):
            return f"not in this language ({self.language})"
        if row.quoted and not field.is_quoted(span):
            return "not between quotation marks"
        if vetoed := field.in_sentence(self.index.vetoes(row), span):
            return f"vetoed by “{vetoed}” in its sentence"
        rival = self.rivals.get(organization.code)
        if rival and not self._is_named(organization):
            return f"the article names its rival “{rival}”"
        return ""

    def _in_favour(
        self, organization: Organization, row: AmbiguousForms, field: FieldContext, span: tuple[int, int]
    ) -> str:
        needs = self.index.needs(row)
        if row.within == "sentence":
            word = field.in_sentence(needs, span)
            return f"context word “{word}” in its sentence" if word else ""
        if not row.need and not row.places:
            return "nothing speaks against it"
        if self._is_named(organization):
            return "the article names it in full"
        if self._is_in(row.languages):
            return f"in this language ({self.language}) it means nothing else"
        if row.companions and (others := self.core - {organization.code}):
            return f"the article names {min(others)}"
        word = next(filter(None, (part.anywhere(needs, span if part is field else None) for part in self.fields)), "")
        return f"context word “{word}” in the article" if word else self._by_places(row, field, span)

    def _by_places(self, row: AmbiguousForms, field: FieldContext, span: tuple[int, int]) -> str:
        """A country alone says nothing: clubs and firms have one too. Two of them do, or one where states have dealings."""
        outside = [(part, span if part is field else None) for part in self.fields]
        found = sorted(frozenset().union(*(part.all_of(self.index.places(row), ours) for part, ours in outside)))
        if not found:
            return ""
        dealings = self.index.dealings(row)
        others = [word for word in found if word[:_SAME_PLACE].lower() != found[0][:_SAME_PLACE].lower()]
        beside = others[:1] or [word for part, ours in outside if (word := part.anywhere(dealings, ours))]
        return f"context words “{found[0]}” and “{beside[0]}” in the article" if beside else ""

    def _is_named(self, organization: Organization) -> bool:
        return organization.code in self.named or organization.parent in self.named

    def _is_in(self, languages: tuple[str, ...]) -> bool:
        return self.language in languages or self.language.partition("-")[0] in languages
