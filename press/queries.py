"""The analysts' query language: text in, tree out. `press.query_parser` has the grammar, `press.query_words` the words.

"بناء الثقة" org:CICA since:2024-07 -source:xinhua*
(شنغهاي OR ШОС) AND title:саммит lang:(ar OR ru) has:copies sort:oldest
عنوان:"منظمة شنغهاي" أو توكا*     ="بالثقة"
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self

from press.moments import utc
from press.query_dates import refuse_empty_period
from press.query_lexer import is_blank, read_signs
from press.query_parser import Parser, take_sort
from press.query_tree import (
    And,
    Everything,
    Field,
    FieldIs,
    Match,
    Node,
    Not,
    Or,
    Published,
    QueryError,
    Sort,
    Text,
    all_of,
    any_of,
    bounds_of,
)

__all__ = ["Query", "QueryError", "parse_query"]

Variants = Callable[[str], Iterable[str]]
"""Other ways of writing a name, for a name as typed; nothing for what is no name."""


CodeOf = Callable[[str, str], str]
"""The code of a person, place, agency or organization («person», …), by any way of writing its name; what is no name stays as it is."""

ENTITY_KINDS: Final = {Field.PERSON: "person", Field.PLACE: "place", Field.DATELINE: "place", Field.CREDIT: "agency"}
NAMED: Final = ENTITY_KINDS | {Field.ORGANIZATION: "organization"}
"""Fields whose values may be written as any of their names, and what these name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question to the store. written: as the analyst typed it, for messages."""

    tree: Node
    sort: Sort = Sort.NEWEST
    written: str = ""

    @classmethod
    def everything(cls) -> Self:
        return cls(tree=Everything())

    def restricted(
        self,
        *,
        organizations: Iterable[str] = (),
        languages: Iterable[str] = (),
        sources: Iterable[str] = (),
        countries: Iterable[str] = (),
        credits: Iterable[str] = (),
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> "Query":
        """The query and one of each of these as well. until: this moment no longer counts."""
        parts: list[Node] = [self.tree]
        wanted = (
            (Field.ORGANIZATION, [code.upper() for code in organizations]),
            (Field.LANGUAGE, [code.lower() for code in languages]),
            (Field.SOURCE, list(sources)),
            (Field.COUNTRY, [code.upper() for code in countries]),
            (Field.CREDIT, [code.lower() for code in credits]),
        )
        parts += [
            any_of(*(FieldIs(field=field, value=value) for value in values)) for field, values in wanted if values
        ]
        if since is not None or until is not None:
            parts.append(Published(since=utc(since) if since else None, before=utc(until) if until else None))
        return replace(self, tree=all_of(*parts))

    def refuse_empty_period(self) -> None:
        """Raises UsageError when nothing can answer since the time asked for is over before it begins."""
        parts = self.tree.parts if isinstance(self.tree, And) else (self.tree,)
        refuse_empty_period(*bounds_of(parts))

    def with_codes(self, code_of: CodeOf) -> "Query":
        """The query with organizations, persons, places and agencies by their codes, however they were written."""
        return replace(self, tree=_each(self.tree, lambda node: _with_code(node, code_of)))

    def with_variants(self, variants: Variants) -> "Query":
        """The query with every word and phrase also in its other spellings; exact forms and beginnings stay as typed."""
        return replace(self, tree=_each(self.tree, lambda node: _with_variants(node, variants)))


def parse_query(text: str, *, now: datetime | None = None) -> Query:
    """Reads a query. An empty one asks for everything; without `now` there are no relative dates.

    Raises QueryError, which points at the character.
    """
    if all(is_blank(letter) for letter in text):
        return Query.everything()
    sort, signs = take_sort(text, read_signs(text))
    if not signs:
        if sort is not Sort.NEWEST or ":" in text:
            return Query(tree=Everything(), sort=sort, written=text)
        raise QueryError("there is nothing to search for", query=text, place=0)
    return Query(tree=Parser(text, signs, now).parse(), sort=sort, written=text)


def _each(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree with each of its conditions changed."""
    if isinstance(node, Not):
        return Not(part=_each(node.part, change))
    if isinstance(node, And | Or):
        join = all_of if isinstance(node, And) else any_of
        return join(*(_each(part, change) for part in node.parts))
    return change(node)


def _with_code(node: Node, code_of: CodeOf) -> Node:
    if isinstance(node, FieldIs) and node.field in NAMED and not node.prefix:
        return replace(node, value=code_of(NAMED[node.field], node.value))
    return node


def _with_variants(node: Node, variants: Variants) -> Node:
    if isinstance(node, Text) and node.match is Match.WORDS:
        return any_of(node, *(replace(node, text=other) for other in variants(node.text)))
    return node
