"""Signs → tree. The grammar, loosest first:

either  = both { OR both }
both    = one { [AND] one }
one     = NOT one | ( either ) | field: value { , value } | field: ( either ) | word | "phrase" | prefix* | ="exact form" | *
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from press.errors import nearest
from press.folding import HAN_RUN, folded, words
from press.query_dates import empty_period, read_span
from press.query_lexer import Kind, Sign
from press.query_tree import (
    Everything,
    Field,
    FieldIs,
    Has,
    Match,
    Node,
    Not,
    Published,
    QueryError,
    Sort,
    Text,
    all_of,
    any_of,
    bounds_of,
)
from press.query_words import COMMAS, FACT_NAMES, HAS, LANGUAGE_NAMES, SINCE, SORT, SORT_NAMES, TITLE, UNTIL

MOST_TERMS: Final = 50
DEEPEST: Final = 20
SHORTEST_PREFIX: Final = 2
LONGEST_TERM: Final = 200

_VALUES: Final = {Kind.WORD, Kind.QUOTED, Kind.EXACT, Kind.PREFIX}
_MATCHES: Final = {
    Kind.WORD: Match.WORDS,
    Kind.QUOTED: Match.WORDS,
    Kind.EXACT: Match.EXACT,
    Kind.PREFIX: Match.PREFIX,
}
_LANGUAGE_CODE: Final = re.compile(r"[a-z]{2,3}(-[a-z]{2,8})?")
_OPERATORS: Final = (Kind.AND, Kind.OR)


def take_sort(query: str, signs: Sequence[Sign]) -> tuple[Sort, list[Sign]]:
    """The order asked for, wherever it stands, and the other signs."""
    sort = Sort.NEWEST
    left: list[Sign] = []
    waiting = iter(signs)
    for sign in waiting:
        if sign.kind is not Kind.FIELD or sign.text != SORT:
            left.append(sign)
            continue
        value = next(waiting, None)
        known = SORT_NAMES.get(folded(value.text)) if value else None
        if value is None or known is None:
            raise QueryError("sort: takes newest or oldest", query=query, place=value.place if value else sign.place)
        sort = known
    return sort, left


class Parser:
    """Reads one query's signs. now: what relative dates (since:7d) count from."""

    def __init__(self, query: str, signs: Sequence[Sign], now: datetime | None) -> None:
        self._query = query
        self._signs = signs
        self._at = 0
        self._now = now
        self._terms = 0
        self._depth = 0

    def parse(self) -> Node:
        tree = self._either(None)
        sign = self._peek()
        if sign is not None:
            raise self._error("this parenthesis was never opened", sign)
        return tree

    def _peek(self) -> Sign | None:
        return self._signs[self._at] if self._at < len(self._signs) else None

    def _error(self, problem: str, sign: Sign | None) -> QueryError:
        return QueryError(problem, query=self._query, place=sign.place if sign else max(0, len(self._query) - 1))

    def _either(self, field: str | None) -> Node:
        parts = [self._both(field)]
        while (sign := self._peek()) is not None and sign.kind is Kind.OR:
            self._at += 1
            parts.append(self._both(field))
        return any_of(*parts)

    def _both(self, field: str | None) -> Node:
        parts = [self._one(field)]
        while (sign := self._peek()) is not None and sign.kind not in (Kind.OR, Kind.CLOSE):
            if sign.kind is Kind.AND:
                self._at += 1
                sign = self._peek()
            parts.append(self._one(field))
            if isinstance(parts[-1], Published) and (problem := empty_period(*bounds_of(parts))):
                raise self._error(problem, sign)
        return all_of(*parts)

    def _one(self, field: str | None) -> Node:
        sign = self._peek()
        if sign is None or sign.kind in (*_OPERATORS, Kind.CLOSE):
            raise self._missing(sign)
        self._at += 1
        if sign.kind is Kind.NOT:
            return self._within(sign, lambda: Not(part=self._one(field)))
        if sign.kind is Kind.OPEN:
            return self._within(sign, lambda: self._group(sign, field))
        if sign.kind is Kind.ALL:
            return Everything()
        if sign.kind is Kind.FIELD:
            return self._field(sign, field)
        return self._value(sign, field)

    def _missing(self, sign: Sign | None) -> QueryError:
        before = self._signs[self._at - 1] if self._at else None
        if sign is None and before is not None:
            return self._error(f"something is missing after “{before.text}”", before)
        if sign is not None and sign.kind is Kind.CLOSE:
            opened = before is not None and before.kind is Kind.OPEN
            return self._error(
                "there is nothing between these parentheses"
                if opened
                else "something is missing before this parenthesis",
                sign,
            )
        said = sign.text if sign else ""
        return self._error(
            f"“{said}” joins two things, and one is missing. To search for the word, put it in quotation marks", sign
        )

    def _within(self, sign: Sign, read: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error(f"more than {DEEPEST} levels of parentheses and NOT", sign)
        node = read()
        self._depth -= 1
        return node

    def _group(self, opening: Sign, field: str | None) -> Node:
        node = self._either(field)
        closing = self._peek()
        if closing is None:
            raise self._error("this parenthesis is never closed", opening)
        self._at += 1
        return node

    def _field(self, name: Sign, outer: str | None) -> Node:
        value = self._peek()
        if outer is not None:
            raise self._error(f"“{name.text}:” stands inside another field", name)
        if value is not None and value.kind is Kind.OPEN:
            self._at += 1
            return self._within(value, lambda: self._group(value, name.text))
        if value is None or value.kind not in _VALUES:
            raise self._error(f"a value is missing after “{name.text}:”", name)
        self._at += 1
        if name.text in (TITLE, SINCE, UNTIL):
            return self._value(value, name.text)
        return any_of(*(self._value(each, name.text) for each in self._listed(value)))

    def _listed(self, first: Sign) -> Iterator[Sign]:
        """The values that stand there with commas between them: org:sco,cica and منظمة:سيكا، شنغهاي."""
        sign = first
        while True:
            place = sign.place
            is_plain = sign.kind in (Kind.WORD, Kind.PREFIX)
            for part in COMMAS.split(sign.text) if is_plain else [sign.text]:
                if part.strip() or not is_plain:
                    yield replace(sign, text=part, place=place)
                place += len(part) + 1
            following = self._peek()
            if following is None or following.kind not in _VALUES:
                return
            between = self._query[sign.place + len(sign.text) : following.place].rstrip()
            if not (COMMAS.match(between[-1:]) or COMMAS.match(following.text)):
                return
            self._at += 1
            sign = following

    def _value(self, sign: Sign, field: str | None) -> Node:
        if field is None or field == TITLE:
            return self._text(sign, in_title=field == TITLE)
        self._count(sign, 1)
        value = sign.text.strip()
        if field in (SINCE, UNTIL):
            return self._date(sign, field)
        if field == HAS:
            fact = FACT_NAMES.get(folded(value))
            if fact is None:
                raise self._error(
                    f"“{value[:40]}” is no fact about an article.{nearest(value, FACT_NAMES)} "
                    "Known: copies, copy, revised, vanished, date, author, credit",
                    sign,
                )
            return Has(fact=fact)
        return self._field_value(sign, Field(field), value)

    def _field_value(self, sign: Sign, field: Field, value: str) -> Node:
        if not value or len(value) > LONGEST_TERM:
            raise self._error(f"the value of {field}: is empty or too long", sign)
        value = value.upper() if field in (Field.ORGANIZATION, Field.COUNTRY) else value.lower()
        prefix = sign.kind is Kind.PREFIX
        if field is Field.LANGUAGE:
            value = LANGUAGE_NAMES.get(folded(value), value)
            if not _LANGUAGE_CODE.fullmatch(value):
                raise self._error("a language is a code such as ar, ru or kk-arab, or its name", sign)
        return FieldIs(field=field, value=value, prefix=prefix)

    def _date(self, sign: Sign, field: str) -> Node:
        span = read_span(sign.text, self._now)
        if span is None:
            raise self._error(
                f"{field}: takes a date such as 2024, 2024-07, 2024-07-04 or 2024-07-04T10:00, or 12h, 7d, 2w, 3m, 1y, today",
                sign,
            )
        start, end = span
        return Published(since=start) if field == SINCE else Published(before=end)

    def _text(self, sign: Sign, *, in_title: bool) -> Node:
        found = words(sign.text)
        if not found:
            raise self._error("there are no letters or digits to search for", sign)
        if any(len(word) > LONGEST_TERM for word in found):
            raise self._error(f"a word of more than {LONGEST_TERM} letters", sign)
        if sign.kind is Kind.PREFIX and len(found[-1]) < SHORTEST_PREFIX and not HAN_RUN.fullmatch(found[-1]):
            raise self._error(f"at least {SHORTEST_PREFIX} letters before a star", sign)
        self._count(sign, len(found))
        match = _MATCHES[sign.kind]
        if match is Match.WORDS and len(found[-1]) == 1 and HAN_RUN.fullmatch(found[-1]):
            match = Match.PREFIX  # a character begins the terms that it is in
        return Text(text=sign.text, match=match, in_title=in_title)

    def _count(self, sign: Sign, terms: int) -> None:
        self._terms += terms
        if self._terms > MOST_TERMS:
            raise self._error(f"more than {MOST_TERMS} words and values in one query", sign)
