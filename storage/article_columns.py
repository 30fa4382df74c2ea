"""What counting asks of every article, packed: a column for each kind of fact, in blocks of 500 articles.

A count may have to look at hundreds of thousands of articles; each of them as a row costs a search in a tree. A column of a
million articles is read in some milliseconds, as one run of numbers in the order of the articles' own. Facts that go together
are one number, which a small table explains. Kept with the full-text index (see `storage.search_index`).

cells      the month, counted from the year 0, times SETS, plus the number of the set of organizations it names
days       counted from the year 1, as `date.toordinal` does
origins    source and language
manners    credit, place of the dateline, and some facts: see Manner
"""

import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby, zip_longest
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, text

from storage.driver_statement import DriverStatement
from storage.moments import DAY_MICROSECONDS, from_microseconds

AT_ONCE: Final = 500
"""Articles in a block: the cells of so many just fit on one page of the database."""
MOST_BLOCKS: Final = 1 << 32
"""The id of a row is the number of its block and this, times the place of its column: so a column stands together."""
SETS: Final = 1 << 24
EPOCH_DAY: Final = 719_163

TYPES: Final = {"cells": "q", "days": "I", "origins": "I", "manners": "I"}
WIDTHS: Final = {name: array(code).itemsize for name, code in TYPES.items()}

_FACTS: Final = """
    SELECT a.id, a.sort_at, (SELECT group_concat(g.organization) FROM article_tag g WHERE g.article_id = a.id),
           a.source_id, a.language, coalesce(a.credit, ''), coalesce(a.dateline_place, ''), a.published_at IS NOT NULL,
           coalesce(a.author, '') != '', (SELECT count(*) FROM (SELECT 1 FROM sighting s WHERE s.article_id = a.id LIMIT 2)) > 1,
           a.head_id IS NOT NULL, EXISTS (SELECT 1 FROM article c WHERE c.head_id = a.id)
    FROM article a
"""
_ONE: Final = DriverStatement(f"{_FACTS} WHERE a.id = :id")
_NEXT: Final = DriverStatement(f"{_FACTS} WHERE a.id > :after ORDER BY a.id LIMIT 5000")
_BLOCK: Final = DriverStatement("SELECT numbers FROM article_column WHERE id = :id")
_PUT: Final = DriverStatement("""
    INSERT INTO article_column (id, numbers) VALUES (:id, :numbers) ON CONFLICT (id) DO UPDATE SET numbers = excluded.numbers
""")
_TABLES: Final = {
    "organization_set": ("codes",),
    "article_origin": ("source_id", "language"),
    "article_manner": ("credit", "dateline_place", "is_dated", "is_signed", "is_shared", "is_copy", "is_copied"),
}


class Origin(NamedTuple):
    source_id: str
    language: str


class Manner(NamedTuple):
    """is_signed: it has an author; is_shared: it was seen at several addresses; is_copy: of an earlier article; is_copied: others
    are copies of it. Texts are empty where there is nothing."""

    credit: str
    dateline_place: str
    is_dated: bool
    is_signed: bool
    is_shared: bool
    is_copy: bool
    is_copied: bool


class _Article(NamedTuple):
    """As its tables have it."""

    id: int
    sort_at: int
    codes: tuple[str, ...]
    origin: Origin
    manner: Manner

    @property
    def month(self) -> int:
        moment = from_microseconds(self.sort_at)
        return moment.year * 12 + moment.month - 1

    @property
    def day(self) -> int:
        return self.sort_at // DAY_MICROSECONDS + EPOCH_DAY


def pack_articles(connection: Connection, ids: Iterable[int]) -> None:
    """As their tables have them now."""
    rows = (row for number in sorted(set(ids)) for row in _ONE.run(connection, {"id": number}))
    _pack(connection, map(_article, rows))


def pack_again(connection: Connection) -> None:
    """Makes all columns anew."""
    for table in ("article_column", *_TABLES):
        connection.execute(text(f"DELETE FROM {table}"))
    _pack(connection, _articles(connection))


def read_column(connection: Connection, name: str) -> "array[int]":
    """Of all articles, by their numbers from 0 on; where there is no article, zeros stand."""
    first = _id_of(name, 0)
    wanted = text("SELECT id, numbers FROM article_column WHERE id >= :first AND id < :behind ORDER BY id")
    rows: Any = connection.execute(wanted, {"first": first, "behind": first + MOST_BLOCKS}).cursor
    column = array(TYPES[name])
    for number, numbers in rows.fetchall():
        column.extend([0] * ((number - first) * AT_ONCE - len(column)))
        column.frombytes(numbers)
    return _turned(column)


def _turned(numbers: "array[int]") -> "array[int]":
    """From the order of bytes they are kept in to the machine's, and back."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _id_of(name: str, block: int) -> int:
    return list(TYPES).index(name) * MOST_BLOCKS + block


def load_sets(connection: Connection) -> Mapping[int, tuple[str, ...]]:
    """Every set of organizations that articles name, by its number."""
    return {number: tuple(codes.split(",")) if codes else () for number, codes in _rows(connection, "organization_set")}


def load_origins(connection: Connection) -> Mapping[int, Origin]:
    return {number: Origin._make(values) for number, *values in _rows(connection, "article_origin")}


def load_manners(connection: Connection) -> Mapping[int, Manner]:
    return {
        number: Manner(credit, place, *map(bool, facts))
        for number, credit, place, *facts in _rows(connection, "article_manner")
    }


@lru_cache(10_000)
def month_name(number: int) -> str:
    """Of a month counted from the year 0, as 2026-03."""
    return f"{number // 12:04}-{number % 12 + 1:02}"


def wrong_columns(connection: Connection) -> tuple[int, ...]:
    """Articles of which counting knows something else than is true."""
    columns = [read_column(connection, name) for name in TYPES]
    sets, origins, manners = load_sets(connection), load_origins(connection), load_manners(connection)
    known = {
        number: (day, *divmod(cell, SETS), origin, manner)
        for number, (cell, day, origin, manner) in enumerate(zip_longest(*columns, fillvalue=0))
        if cell or day or origin or manner
    }
    wrong = []
    for article in _articles(connection):
        day, month, named, origin, manner = known.pop(article.id, (0, 0, 0, 0, 0))
        told = (day, month, sets.get(named), origins.get(origin), manners.get(manner))
        if told != (article.day, article.month, article.codes, article.origin, article.manner):
            wrong.append(article.id)
    return (*wrong, *known)


def _articles(connection: Connection) -> Iterator[_Article]:
    """By their numbers."""
    after = 0
    while rows := _NEXT.run(connection, {"after": after}):
        yield from map(_article, rows)
        after = rows[-1][0]


def _article(row: tuple[Any, ...]) -> _Article:
    number, sort_at, joined, source, language, credit, place, *facts = row
    codes = tuple(sorted(joined.split(","))) if joined else ()
    return _Article(number, sort_at, codes, Origin(source, language), Manner(credit, place, *map(bool, facts)))


def _pack(connection: Connection, articles: Iterable[_Article]) -> None:
    """Articles in the order of their numbers."""
    numbers = _Numbers(connection)
    for block, of_block in groupby(articles, lambda article: article.id // AT_ONCE):
        columns = {name: _block(connection, name, block) for name in TYPES}
        for article in of_block:
            place = article.id % AT_ONCE
            columns["cells"][place] = article.month * SETS + numbers.of("organization_set", (",".join(article.codes),))
            columns["days"][place] = article.day
            columns["origins"][place] = numbers.of("article_origin", article.origin)
            columns["manners"][place] = numbers.of("article_manner", article.manner)
        for name, column in columns.items():
            _PUT.run(connection, {"id": _id_of(name, block), "numbers": _turned(column).tobytes()})


def _block(connection: Connection, name: str, block: int) -> "array[int]":
    stored = _BLOCK.run(connection, {"id": _id_of(name, block)})
    return _turned(array(TYPES[name], stored[0][0] if stored else bytes(AT_ONCE * WIDTHS[name])))


class _Numbers:
    """What stands for values that go together; new ones get the next number."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[Any, ...], int] = {}

    def of(self, table: str, values: tuple[Any, ...]) -> int:
        key = (table, *values)
        if key not in self._known:
            named = dict(zip(_TABLES[table], values, strict=True))
            put, find = _number_statements(table)
            if not (found := find.run(self._connection, named)):
                put.run(self._connection, named)
                found = find.run(self._connection, named)
            self._known[key] = found[0][0]
        return self._known[key]


@lru_cache
def _number_statements(table: str) -> tuple[DriverStatement, DriverStatement]:
    columns = _TABLES[table]
    values = ", ".join(f":{name}" for name in columns)
    same = " AND ".join(f"{name} = :{name}" for name in columns)
    return (
        DriverStatement(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"),
        DriverStatement(f"SELECT id FROM {table} WHERE {same}"),
    )


def _rows(connection: Connection, table: str) -> list[tuple[Any, ...]]:
    rows: Any = connection.execute(text(f"SELECT id, {', '.join(_TABLES[table])} FROM {table}")).cursor
    return list(rows.fetchall())
