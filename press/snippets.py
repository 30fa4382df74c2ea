"""Passages that show why an article answers a query: the words asked for, marked, with what stands around them."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from press.folding import fold
from press.query_tree import And, Match, Node, Or, Text
from press.search_terms import PlacedTerms, index_terms, prefix_terms, query_terms

LENGTH: Final = 220
BEFORE: Final = 60
MOST_HITS: Final = 50

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A series of terms to be marked. open_end: its last term is only a beginning."""

    terms: tuple[str, ...]
    open_end: bool
    in_title: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """text: one line; hits: spans in it, in order, not overlapping."""

    text: str
    hits: tuple[Span, ...]


def wanted_terms(tree: Node) -> tuple[Wanted, ...]:
    """What a query asks for in words; what it excludes is left out."""
    return tuple(dict.fromkeys(_wanted(tree)))


def _wanted(node: Node) -> Iterator[Wanted]:
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from _wanted(part)
    elif isinstance(node, Text) and node.match is Match.PREFIX:
        yield from (Wanted(terms, open_end, node.in_title) for terms, open_end in prefix_terms(node.text))
    elif isinstance(node, Text):
        yield from (Wanted(terms, False, node.in_title) for terms in query_terms(node.text))


def find_hits(text: str, language: str, wanted: Iterable[Wanted]) -> tuple[Span, ...]:
    """Where the text has what is wanted: spans of whole words, in order, those that touch joined."""
    folded = fold(text)
    placed = PlacedTerms(folded.text, language)
    found = sorted(set(_found(placed.terms, wanted)))[: MOST_HITS + 1]
    spans = [placed.span(first, last) for first, last in found]
    return tuple(_with_marks(text, *folded.span(start, end)) for start, end in _joined(spans))


def has_hits(text: str, language: str, wanted: Iterable[Wanted]) -> bool:
    """Whether the text has anything of what is wanted."""
    return any(True for _ in _found(index_terms(text, language), wanted))


def _found(terms: list[str], wanted: Iterable[Wanted]) -> Iterator[tuple[int, int]]:
    """The numbers of the first and the last term, wherever a series stands."""
    for each in wanted:
        length = len(each.terms)
        for number in _beginnings(terms, each) if length == 1 and each.open_end else _places(terms, each.terms[0]):
            if length == 1 or _follows(terms, number, each):
                yield number, number + length - 1


def _beginnings(terms: list[str], wanted: Wanted) -> Iterator[int]:
    beginning = wanted.terms[0]
    return (number for number, term in enumerate(terms) if term.startswith(beginning))


def _places(terms: list[str], term: str) -> Iterator[int]:
    place = 0
    for _ in range(terms.count(term)):
        place = terms.index(term, place) + 1
        yield place - 1


def _with_marks(text: str, start: int, end: int) -> Span:
    """The span with the vowel signs on its last letter."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return start, end


def _follows(terms: list[str], number: int, wanted: Wanted) -> bool:
    series = tuple(terms[number : number + len(wanted.terms)])
    if not wanted.open_end:
        return series == wanted.terms
    return (
        series[:-1] == wanted.terms[:-1]
        and len(series) == len(wanted.terms)
        and series[-1].startswith(wanted.terms[-1])
    )


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def make_snippet(text: str, hits: tuple[Span, ...]) -> Snippet:
    """The passage with the most hits, or the text's beginning when there are none."""
    start = _best_start(text, hits) if hits else 0
    end = min(len(text), start + LENGTH)
    if end < len(text):
        blank = text.rfind(" ", start + LENGTH // 2, end)
        end = blank if blank > 0 and not any(a < blank < b for a, b in hits) else end
    lead, tail = ("… " if start else ""), (" …" if end < len(text) else "")
    line = lead + text[start:end].replace("\n", " ") + tail
    shift = len(lead) - start
    return Snippet(
        text=line, hits=tuple((max(a, start) + shift, min(b, end) + shift) for a, b in hits if a < end and b > start)
    )


def _best_start(text: str, hits: tuple[Span, ...]) -> int:
    """Some words before the hit that has the most others close behind it."""
    best = max(range(len(hits)), key=lambda first: (_within(hits, first), -first))
    start = max(0, hits[best][0] - BEFORE)
    if start == 0:
        return 0
    blank = max(text.find(" ", start, hits[best][0]), text.find("\n", start, hits[best][0]))
    return blank + 1 if blank >= 0 else start


def _within(hits: tuple[Span, ...], first: int) -> int:
    limit = hits[first][0] + LENGTH - BEFORE
    return sum(end <= limit for _, end in hits[first:])
