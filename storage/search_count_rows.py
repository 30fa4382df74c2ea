"""Counts by looking up each article that answers, mostly in the narrow `article_brief`; Python counts what is said there."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, text

from storage.article_briefs import SETS, load_sets, month_name
from storage.moments import from_microseconds
from storage.search_plan import OF_ARTICLE, Plan

DAY_MICROSECONDS: Final = 86_400_000_000

_OF_CELL: Final = ("organization", "month", "year")
_OF_SOURCE: Final = ("source", "country", "kind")
_DAY: Final = f"((b.sort_at + 4611685968000000000) / {DAY_MICROSECONDS} - 53375995)"
"""Days since 1970, also for moments before it: SQL divides towards zero, so the sum is kept above it."""
_CREDIT: Final = "coalesce(a.credit, '')"
"""The only column that may have a line break or a tab in it. Without it the answer comes as one long text, in two thirds of
the time that rows take."""
_PLAIN: Final = {
    "language": "b.language",
    "credit": _CREDIT,
    "person": "person.code",
    "place": "place.code",
    "dateline": "coalesce(a.dateline_place, '')",
}
"""Keys that are what a column says: b is the article's brief, a its row, person and place what it names."""
KEYS: Final = ("organization", "day", "month", "year", *_OF_SOURCE, *_PLAIN)

_NAMED: Final = (
    "(SELECT sort_at, article_id FROM article_tag INDEXED BY ix_article_tag_month WHERE organization = :organization) o"
)
_MATCHES: Final = "(SELECT rowid AS id FROM article_index WHERE article_index MATCH :match) m"


@dataclass(frozen=True, slots=True)
class _Column:
    """What SQL is asked, and what its answer says under each of the keys; several times of an article with several organizations."""

    sql: str
    keys: tuple[str, ...]
    read: Callable[[Any], Iterable[tuple[str, ...]]]


def count_rows(connection: Connection, plan: Plan, by: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    """How many articles answer, by their keys."""
    columns = list(_columns(connection, by))
    sql, values = _counting(plan, [column.sql for column in columns])
    rows: Any = connection.execute(text(sql), values).cursor
    if not columns:
        return Counter({(): rows.fetchone()[0]})
    if any(column.sql == _CREDIT for column in columns):
        found = Counter(tuple(row) for row in rows)
    else:
        joined = rows.fetchone()[0]
        found = Counter(
            {tuple(line.split("\t")): number for line, number in Counter((joined or "").split("\n")).items()}
        )
        found = found if joined else Counter()
    return _counted(columns, found, by)


def _counted(columns: list[_Column], found: Counter[tuple[Any, ...]], by: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    counts: Counter[tuple[str, ...]] = Counter()
    if len(columns) == 1:
        read = columns[0].read
        for (said,), number in found.items():
            for keys in read(said):
                counts[keys] += number
        return counts
    order = list(chain.from_iterable(column.keys for column in columns))
    places = [order.index(key) for key in by]
    for row, number in found.items():
        for parts in product(*(column.read(said) for column, said in zip(columns, row, strict=True))):
            keys = tuple(chain.from_iterable(parts))
            counts[tuple(keys[place] for place in places)] += number
    return counts


def _columns(connection: Connection, by: tuple[str, ...]) -> Iterable[_Column]:
    if of_cell := tuple(key for key in by if key in _OF_CELL):
        yield _cell(connection, of_cell)
    if of_source := tuple(key for key in by if key in _OF_SOURCE):
        yield _source(connection, of_source)
    for key in by:
        if key == "day":
            yield _Column(_DAY, (key,), lambda day: ((_day(day),),))
        elif key in _PLAIN:
            yield _Column(_PLAIN[key], (key,), lambda said: ((str(said),),))


def _cell(connection: Connection, keys: tuple[str, ...]) -> _Column:
    """Month and organizations are one number (see `storage.article_briefs`); only what is asked for is taken out of it."""
    if "organization" not in keys:
        return _Column(f"(b.cell / {SETS})", keys, lambda month: (_times(month, keys),))
    sets = load_sets(connection)
    if keys == ("organization",):
        return _Column(f"(b.cell % {SETS})", keys, lambda named: [(code,) for code in sets[int(named)]])
    pick = itemgetter(*(_OF_CELL.index(key) for key in keys))

    def read(cell: str) -> Iterable[tuple[str, ...]]:
        month, named = divmod(int(cell), SETS)
        name = month_name(month)
        return [pick((code, name, name[:4])) for code in sets[named]]

    return _Column("b.cell", keys, read)


def _times(month: int | str, keys: tuple[str, ...]) -> tuple[str, ...]:
    name = month_name(int(month))
    return tuple(name if key == "month" else name[:4] for key in keys)


def _source(connection: Connection, keys: tuple[str, ...]) -> _Column:
    rows = connection.execute(text("SELECT id, id AS source, country, kind FROM source"))
    told = {row.id: (tuple(getattr(row, key) for key in keys),) for row in rows}
    return _Column("b.source_id", keys, told.__getitem__)


@lru_cache(10_000)
def _day(number: int | str) -> str:
    """Of days since 1970."""
    return from_microseconds(int(number) * DAY_MICROSECONDS).date().isoformat()


def _counting(plan: Plan, columns: list[str]) -> tuple[str, dict[str, Any]]:
    """What the columns say of each article that answers; without any, how many answer. Of the article's own row only what
    nothing else tells."""
    start, moment, number = _start(plan)
    conditions = [plan.checks]
    values = plan.values | {"organization": plan.organization, "match": plan.expression}
    for name, bound, sign in (("since", plan.since, ">="), ("before", plan.before, "<")):
        if bound is not None:
            conditions.append(f"{moment} {sign} :{name}")
            values[name] = bound
    where = " AND ".join(conditions)
    if plan.is_brief:
        where = OF_ARTICLE.sub(r"b.\1", where)
    wants_article = not plan.is_brief or any("a." in column for column in columns)
    wants_brief = any("b." in column for column in [*columns, where]) or not (start or wants_article)
    tables = [start] if start else []
    for wanted, table, name in ((wants_brief, "article_brief", "b"), (wants_article, "article", "a")):
        if wanted:
            tables.append(f"{table} {name}" + (f" ON {name}.id = {number}" if number else ""))
            number = number or f"{name}.id"
    for kind in ("person", "place"):
        if f"{kind}.code" in columns:
            tables.append(f"article_entity {kind} ON {kind}.article_id = {number} AND {kind}.kind = '{kind}'")
    return f"SELECT {_said(columns)} FROM {' CROSS JOIN '.join(tables)} WHERE {where}", values


def _said(columns: list[str]) -> str:
    if _CREDIT in columns:
        return ", ".join(columns)
    return f"group_concat({' || char(9) || '.join(columns)}, char(10))" if columns else "count(*)"


def _start(plan: Plan) -> tuple[str, str, str]:
    """Where the articles are found: the table (none where all are to be looked at), its column of moments, that of numbers."""
    has_bounds = plan.since is not None or plan.before is not None
    if plan.organization is not None and has_bounds:
        return _NAMED, "o.sort_at", "o.article_id"
    if plan.expression:
        return _MATCHES, "b.sort_at", "m.id"
    return ("article i INDEXED BY ix_article_sort_at_id", "i.sort_at", "i.id") if has_bounds else ("", "", "")
