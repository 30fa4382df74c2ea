"""Articles as they are taken away, some hundred at a time: as rows, or as lines of JSON that the database makes itself.

Of a row's time in Python half went into decoding its text and encoding it again: JSON needs neither.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection

from storage.moments import from_microseconds
from storage.search_rows import ExportRow

_ARTICLES: Final = """
    FROM json_each(?) i CROSS JOIN article a ON a.id = i.value
    JOIN source s ON s.id = a.source_id
    JOIN article_text t ON t.article_id = a.id AND t.revision = a.revision
"""
_TAGS: Final = "FROM article_tag g WHERE g.article_id = a.id"
_ENTITIES: Final = "FROM article_entity e WHERE e.article_id = a.id AND e.kind = '{kind}'"
_SIGHTINGS: Final = "(SELECT count(*) FROM sighting g WHERE g.article_id = a.id)"

_ROWS: Final = f"""
    SELECT a.id, a.sort_at, a.published_at, a.published_offset, a.published_precision, a.published_reason, a.first_seen_at,
           a.source_id, s.name, s.country, a.language,
           (SELECT group_concat(g.organization) {_TAGS}),
           (SELECT group_concat(e.code) {_ENTITIES.format(kind="person")}),
           (SELECT group_concat(e.code) {_ENTITIES.format(kind="place")}),
           a.dateline_place, a.title, t.text, a.author, a.credit, a.section, a.url, {_SIGHTINGS}, a.revision
    {_ARTICLES}
"""


def export_rows(connection: Connection, ids: Sequence[int]) -> Iterator[ExportRow]:
    """In the order of ids."""
    found: Any = connection.exec_driver_sql(_ROWS, (json.dumps(ids),)).cursor
    for row in found:
        values = list(row)
        values[1] = from_microseconds(row[1])
        values[2] = values[1] if row[2] == row[1] else moment_or_none(row[2])
        values[6] = from_microseconds(row[6])
        values[11:14] = map(split_codes, row[11:14])
        yield ExportRow._make(values)


@lru_cache(10_000)
def split_codes(joined: str | None) -> tuple[str, ...]:
    return tuple(sorted(joined.split(","))) if joined else ()


def moment_or_none(number: int | None) -> datetime | None:
    return None if number is None else from_microseconds(number)


def _iso(moment: str, offset: str = "0") -> str:
    """An expression that writes microseconds since 1970 as `datetime.isoformat` does. offset: in minutes, as printed."""
    second = f"(({moment} - 999999 * ({moment} < 0)) / 1000000)"
    local, zone = second, "'+00:00'"
    if offset != "0":
        local = f"{second} + 60 * coalesce({offset}, 0)"
        signed = f"printf('%s%02d:%02d', iif({offset} < 0, '-', '+'), abs({offset}) / 60, abs({offset}) % 60)"
        zone = f"iif({offset}, {signed}, '+00:00')"
    fraction = f"iif({moment} % 1000000, '.' || substr({moment} - 1000000 * {second} + 1000000, 2), '')"
    return f"replace(datetime({local}, 'unixepoch'), ' ', 'T') || {fraction} || {zone}"


_LINES: Final = f"""
    SELECT CAST(json_object(
        'id', a.id,
        'sort_at', {_iso("a.sort_at")},
        'published_at', {_iso("a.published_at", "a.published_offset")},
        'published_precision', a.published_precision,
        'published_reason', a.published_reason,
        'first_seen_at', {_iso("a.first_seen_at")},
        'source', s.name,
        'source_id', a.source_id,
        'country', s.country,
        'language', a.language,
        'organizations', (SELECT json_group_array(g.organization) {_TAGS}),
        'persons', (SELECT json_group_array(e.code) {_ENTITIES.format(kind="person")}),
        'places', (SELECT json_group_array(e.code) {_ENTITIES.format(kind="place")}),
        'dateline_place', a.dateline_place,
        'title', a.title,
        'text', t.text,
        'author', a.author,
        'credit', a.credit,
        'section', a.section,
        'url', a.url,
        'sightings', {_SIGHTINGS},
        'revision', a.revision
    ) AS BLOB)
    {_ARTICLES}
"""


def export_lines(connection: Connection, ids: Sequence[int]) -> Iterator[bytes]:
    """The same, each an object of JSON in UTF-8 without a line break; moments in ISO 8601."""
    found: Any = connection.exec_driver_sql(_LINES, (json.dumps(ids),)).cursor
    for (line,) in found:
        yield line
