"""Counts by organization, time, source, language, country.

Two ways. Where nothing but time (and at most one organization) is asked for, the narrow index of moments is counted month by
month, which touches no row. Otherwise each article that answers is looked up, and Python counts what the rows say.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, text

from press.errors import UsageError, nearest
from storage.moments import from_microseconds, to_microseconds
from storage.search_plan import Plan
from storage.search_rows import CountRow

DAY_MICROSECONDS: Final = 86_400_000_000

_TIMES: Final = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
_DAY: Final = f"(({{moment}} + 4611685968000000000) / {DAY_MICROSECONDS} - 53375995)"
"""Days since 1970, also for moments before it: SQL divides towards zero, so the sum is kept above it."""

_COLUMNS: Final = {
    "organization": "g.organization",
    **dict.fromkeys(_TIMES, _DAY),
    "source": "a.source_id",
    "language": "a.language",
    "country": "s.country",
    "kind": "s.kind",
    "credit": "coalesce(a.credit, '')",
}
KEYS: Final = tuple(_COLUMNS)

_MATCHES: Final = "(SELECT rowid AS id FROM article_index WHERE article_index MATCH :match) m"


def count_articles(connection: Connection, plan: Plan, by: tuple[str, ...]) -> tuple[CountRow, ...]:
    """In the order of the keys; one row without keys when `by` is empty."""
    for key in by:
        if key not in _COLUMNS:
            raise UsageError(f"nothing is counted by “{key}”.{nearest(key, KEYS)} Known: {', '.join(KEYS)}")
    counts = _by_months(connection, plan, by) if _only_months(plan, by) else _by_rows(connection, plan, by)
    if not by:
        counts.setdefault((), 0)
    return tuple(CountRow(keys=keys, articles=counts[keys]) for keys in sorted(counts))


def _by_rows(connection: Connection, plan: Plan, by: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    sql, values = _counting(plan, by)
    rows: Any = connection.execute(text(sql), values).cursor
    found: Counter[tuple[Any, ...]] = Counter(rows)
    counts: Counter[tuple[str, ...]] = Counter()
    for row, number in found.items():
        counts[tuple(_key(name, value) for name, value in zip(by, row, strict=False))] += number
    return counts


def _key(name: str, value: Any) -> str:
    if name in _TIMES:
        return from_microseconds(value * DAY_MICROSECONDS).strftime(_TIMES[name])
    return str(value)


def _counting(plan: Plan, by: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """A row for each article (and organization) that answers; the article's own row is read only where something asks for it."""
    conditions, values = [plan.conditions], dict(plan.values)
    of_organization = plan.organization is not None
    moment = (
        "g.sort_at" if "organization" in by and not of_organization else "o.sort_at" if of_organization else "a.sort_at"
    )
    tables = []
    if of_organization:
        tables.append("article_tag o INDEXED BY ix_article_tag_month")
        conditions.append("o.organization = :organization")
        values["organization"] = plan.organization
    elif plan.expression:
        tables.append(_MATCHES)
        values["match"] = plan.expression
    number = "o.article_id" if of_organization else "m.id" if plan.expression else "a.id"
    wants_article = plan.conditions != "1" or {"source", "language", "country", "kind", "credit"} & set(by)
    if wants_article or moment == "a.sort_at" or number == "a.id":
        tables.append("article a" + (f" ON a.id = {number}" if tables else ""))
    if "organization" in by:
        tables.append(f"article_tag g ON g.article_id = {number}")
    if {"country", "kind"} & set(by):
        tables.append("source s ON s.id = a.source_id")
    for name, bound, sign in (("since", plan.since, ">="), ("before", plan.before, "<")):
        if bound is not None:
            conditions.append(f"{moment} {sign} :{name}")
            values[name] = bound
    columns = ", ".join(_COLUMNS[key].format(moment=moment) for key in by) or "1"
    return f"SELECT {columns} FROM {' CROSS JOIN '.join(tables)} WHERE {' AND '.join(conditions)}", values


def _only_months(plan: Plan, by: tuple[str, ...]) -> bool:
    """Whether the narrow indexes know all that is asked."""
    if plan.conditions != "1" or not set(by) <= {"organization", "month", "year"} or len(set(by)) < len(by):
        return False
    if plan.organization is not None:
        return "organization" not in by
    return not plan.expression


def _by_months(connection: Connection, plan: Plan, by: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    tagged = plan.organization is not None or "organization" in by
    table, same = ("article_tag", "organization = {code} AND ") if tagged else ("article", "")
    codes = [plan.organization or ""] if plan.organization or not tagged else list(_organizations(connection))
    ends = text(f"SELECT min(sort_at), max(sort_at) FROM {table} WHERE {same.format(code=':code')}1")
    spans: list[tuple[str, int, int]] = []
    for code in codes:
        first, last = connection.execute(ends, {"code": code} if tagged else {}).one()
        months = _months(plan, first, last) if {"month", "year"} & set(by) else [_whole(plan, first, last)]
        spans += [(code, low, high) for low, high in months]
    wanted = text(f"""
        SELECT (SELECT count(*) FROM {table} WHERE {same.format(code="value ->> 0")}
                sort_at >= value ->> 1 AND sort_at < value ->> 2) FROM json_each(:spans) ORDER BY key
    """)
    counts: Counter[tuple[str, ...]] = Counter()
    numbers = connection.execute(wanted, {"spans": json.dumps(spans)}).scalars()
    for (code, low, _), number in zip(spans, numbers, strict=True):
        if number:
            counts[tuple(_range_key(name, code, low) for name in by)] += number
    return counts


def _range_key(name: str, code: str, low: int) -> str:
    return code if name == "organization" else from_microseconds(low).strftime(_TIMES[name])


def _organizations(connection: Connection) -> Iterator[str]:
    """Those that are named at all, by one step in the index each."""
    following = text("SELECT min(organization) FROM article_tag WHERE organization > :code")
    code = connection.execute(following, {"code": ""}).scalar()
    while code is not None:
        yield code
        code = connection.execute(following, {"code": code}).scalar()


def _whole(plan: Plan, first: int | None, last: int | None) -> tuple[int, int]:
    if first is None or last is None:
        return 0, 0
    low = first if plan.since is None else max(first, plan.since)
    return low, last + 1 if plan.before is None else min(last + 1, plan.before)


def _months(plan: Plan, first: int | None, last: int | None) -> Iterable[tuple[int, int]]:
    """The months from the first to the last moment, within the plan's bounds."""
    low, end = _whole(plan, first, last)
    while low < end:
        high = min(end, to_microseconds(_next_month(from_microseconds(low))))
        yield low, high
        low = high


def _next_month(moment: datetime) -> datetime:
    start = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
