"""Counts by organization, time, source, language, country."""

from collections import Counter
from typing import Any, Final

from sqlalchemy import Connection, text

from press.errors import UsageError, nearest
from storage.moments import from_microseconds
from storage.search_plan import Plan
from storage.search_rows import CountRow

DAY_MICROSECONDS: Final = 86_400_000_000

_TIMES: Final = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
_COLUMNS: Final = {
    "organization": "g.organization",
    **dict.fromkeys(
        _TIMES,
        f"(a.sort_at - ((a.sort_at % {DAY_MICROSECONDS}) + {DAY_MICROSECONDS}) % {DAY_MICROSECONDS}) / {DAY_MICROSECONDS}",
    ),
    "source": "s.id",
    "language": "a.language",
    "country": "s.country",
    "kind": "s.kind",
    "credit": "coalesce(a.credit, '')",
}
KEYS: Final = tuple(_COLUMNS)


def count_articles(connection: Connection, plan: Plan, by: tuple[str, ...]) -> tuple[CountRow, ...]:
    """In the order of the keys; one row without keys when `by` is empty."""
    for key in by:
        if key not in _COLUMNS:
            raise UsageError(f"nothing is counted by “{key}”.{nearest(key, KEYS)} Known: {', '.join(KEYS)}")
    sql, values = _counting(plan, by)
    counts: Counter[tuple[str, ...]] = Counter()
    for row in connection.execute(text(sql), values):
        counts[tuple(_key(name, value) for name, value in zip(by, row, strict=False))] += row[-1]
    if not by:
        counts.setdefault((), 0)
    return tuple(CountRow(keys=keys, articles=counts[keys]) for keys in sorted(counts))


def _key(name: str, value: Any) -> str:
    if name in _TIMES:
        return from_microseconds(value * DAY_MICROSECONDS).strftime(_TIMES[name])
    return str(value)


def _counting(plan: Plan, by: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    tables, conditions, values = "article a", [plan.conditions], dict(plan.values)
    if plan.expression:
        tables = "(SELECT rowid AS id FROM article_index WHERE article_index MATCH :match) m CROSS JOIN article a ON a.id = m.id"
        values["match"] = plan.expression
    if "organization" in by:
        tables += " JOIN article_tag g ON g.article_id = a.id"
    if {"source", "country", "kind"} & set(by):
        tables += " JOIN source s ON s.id = a.source_id"
    for name, bound, sign in (("since", plan.since, ">="), ("before", plan.before, "<")):
        if bound is not None:
            conditions.append(f"a.sort_at {sign} :{name}")
            values[name] = bound
    columns = ", ".join(_COLUMNS[key] for key in by)
    grouped = f" GROUP BY {', '.join(str(place + 1) for place in range(len(by)))}" if by else ""
    selected = f"{columns}, count(*)" if by else "count(*)"
    return f"SELECT {selected} FROM {tables} WHERE {' AND '.join(conditions)}{grouped}", values
