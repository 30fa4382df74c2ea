"""What a question to the store is, once it has been read: a tree of conditions.

And / Or / Not
├── Text         a word, a phrase, a beginning of a word, an exact form; anywhere or in the title
├── FieldIs      organization, language, source, country, kind, credit, person, place, dateline
├── Published    from one moment to another
├── Has          a fact about the article: copies, revisions …
└── Everything
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from press.errors import UsageError

EXCERPT: Final = 24


class QueryError(UsageError):
    """A query that cannot be read. place: index of the character in `query` that it is about."""

    def __init__(self, problem: str, *, query: str, place: int) -> None:
        self.problem = problem
        self.query = query
        self.place = max(0, min(place, len(query)))
        super().__init__(f"character {self.place + 1} of the query: {_sentence(problem)}{self._shown()}")

    def _shown(self) -> str:
        """The surroundings of the place, with an arrow in front of it."""
        start, end = max(0, self.place - EXCERPT), self.place + EXCERPT
        before, after = self.query[start : self.place], self.query[self.place : end]
        excerpt = f"{'…' if start else ''}{before}→{after}{'…' if end < len(self.query) else ''}"
        return "\n    The place: " + "".join(letter if letter.isprintable() else " " for letter in excerpt)


def _sentence(problem: str) -> str:
    return problem if problem.endswith((".", "?", "!")) else f"{problem}."


class Match(StrEnum):
    """How a text is compared. EXACT: letter by letter as folded, not by its stem. PREFIX: its last word may go on."""

    WORDS = "words"
    EXACT = "exact"
    PREFIX = "prefix"


class Field(StrEnum):
    """What of an article is compared with a given value."""

    ORGANIZATION = "org"
    LANGUAGE = "lang"
    SOURCE = "source"
    COUNTRY = "country"
    KIND = "kind"
    CREDIT = "credit"
    PERSON = "person"
    PLACE = "place"
    DATELINE = "dateline"


class Fact(StrEnum):
    """COPIES: it ran at further addresses, or others ran it reworded a little; COPY: it is such a copy of an earlier one."""

    COPIES = "copies"
    COPY = "copy"
    REVISED = "revised"
    VANISHED = "vanished"
    DATE = "date"
    AUTHOR = "author"
    CREDIT = "credit"


class Sort(StrEnum):
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words that follow each other. text: as typed."""

    text: str
    match: Match = Match.WORDS
    in_title: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldIs:
    """prefix: the value is the beginning of what is looked for. A language stands for all of its scripts."""

    field: Field
    value: str
    prefix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """since ≤ the article's moment < before."""

    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Has:
    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class And:
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Or:
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    part: "Node"


Node = Text | FieldIs | Published | Has | Everything | And | Or | Not


def all_of(*parts: Node) -> Node:
    """The conjunction, flat, without parts that say nothing."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, And) else (part,))
    told = tuple(dict.fromkeys(part for part in flat if not isinstance(part, Everything)))
    if not told:
        return Everything()
    return told[0] if len(told) == 1 else And(parts=told)


def any_of(*parts: Node) -> Node:
    """The disjunction, flat."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Or) else (part,))
    different = tuple(dict.fromkeys(flat))
    return different[0] if len(different) == 1 else Or(parts=different)


def conditions_of(node: Node) -> Iterator[FieldIs]:
    """Those on a field, wherever in the tree they stand."""
    match node:
        case FieldIs():
            yield node
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from conditions_of(part)
        case Not(part=part):
            yield from conditions_of(part)
        case _:
            return


def bounds_of(parts: Iterable[Node]) -> tuple[datetime | None, datetime | None]:
    """The period that all of these conditions leave: since, before."""
    periods = [part for part in parts if isinstance(part, Published)]
    since = max((each.since for each in periods if each.since), default=None)
    before = min((each.before for each in periods if each.before), default=None)
    return since, before
