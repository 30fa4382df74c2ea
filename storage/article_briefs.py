"""What counting asks of an article, in few bytes: its moment, month, organizations, language and source.

A count over hundreds of thousands of articles looks each of them up. Here thirty stand on one page of the database for every
three of the table of articles, and month and organizations are one number. Kept with the full-text index (see
`storage.search_index`).
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, text

from storage.driver_statement import DriverStatement
from storage.moments import from_microseconds
from storage.month_counts import month_of

SETS: Final = 1 << 24
"""A cell is the month, counted from the year 0, times this, plus the number of the set of organizations."""

_NEW_SET: Final = DriverStatement("INSERT INTO organization_set (codes) VALUES (:codes) ON CONFLICT (codes) DO NOTHING")
_PUT: Final = DriverStatement(f"""
    INSERT INTO article_brief (id, sort_at, cell, language, source_id)
    VALUES (:id, :sort_at, :month * {SETS} + (SELECT id FROM organization_set WHERE codes = :codes), :language, :source_id)
    ON CONFLICT (id) DO UPDATE SET
        sort_at = excluded.sort_at, cell = excluded.cell, language = excluded.language, source_id = excluded.source_id
""")
_TRUE: Final = text("""
    SELECT a.id, a.sort_at, a.language, a.source_id, b.sort_at AS sort_at_there, b.cell, b.language AS language_there,
           b.source_id AS source_id_there, (SELECT group_concat(g.organization) FROM article_tag g WHERE g.article_id = a.id) AS codes
    FROM article a LEFT JOIN article_brief b ON b.id = a.id
""")

_OF_NONE: Final = text("SELECT id FROM article_brief b WHERE NOT EXISTS (SELECT 1 FROM article a WHERE a.id = b.id)")


def write_brief(connection: Connection, row: Any, organizations: Iterable[str]) -> None:
    """Of an article as its tables have it now. row: with its id, sort_at, language and source_id."""
    moment = from_microseconds(row.sort_at)
    values = {
        "id": row.id,
        "sort_at": row.sort_at,
        "month": moment.year * 12 + moment.month - 1,
        "codes": ",".join(sorted(organizations)),
        "language": row.language,
        "source_id": row.source_id,
    }
    _NEW_SET.run(connection, values)
    _PUT.run(connection, values)


def load_sets(connection: Connection) -> Mapping[int, tuple[str, ...]]:
    """Every set of organizations that articles name, by its number."""
    rows = connection.execute(text("SELECT id, codes FROM organization_set"))
    return {row.id: tuple(row.codes.split(",")) if row.codes else () for row in rows}


@lru_cache(10_000)
def month_name(number: int) -> str:
    """Of a month counted from the year 0, as 2026-03."""
    return f"{number // 12:04}-{number % 12 + 1:02}"


def wrong_briefs(connection: Connection) -> tuple[int, ...]:
    """Articles of which counting knows something else than is true."""
    sets = load_sets(connection)
    wrong = [row.id for row in connection.execute(_TRUE) if not _is_right(row, sets)]
    return (*wrong, *connection.execute(_OF_NONE).scalars())


def _is_right(row: Any, sets: Mapping[int, tuple[str, ...]]) -> bool:
    if (row.sort_at, row.language, row.source_id) != (row.sort_at_there, row.language_there, row.source_id_there):
        return False
    month, named = divmod(row.cell, SETS)
    codes = tuple(sorted(row.codes.split(","))) if row.codes else ()
    return (month_name(month), sets.get(named)) == (month_of(from_microseconds(row.sort_at)), codes)
