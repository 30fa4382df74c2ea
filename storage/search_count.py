"""Counts by organization, time, source, language, country.

Two ways. Where nothing but months and organizations is asked for, it has been counted already (`storage.month_counts`).
Otherwise each article that answers is looked up, and Python counts what the rows say.
"""

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, text

from press.errors import UsageError, nearest
from storage.moments import from_microseconds, to_microseconds
from storage.month_counts import ANY, month_of
from storage.search_plan import Plan
from storage.search_rows import CountRow

DAY_MICROSECONDS: Final = 86_400_000_000

_TIMES: Final = {"day": 10, "month": 7, "year": 4}
"""How much of 2026-03-01 each is."""
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
    "person": "person.code",
    "place": "place.code",
    "dateline": "coalesce(a.dateline_place, '')",
}
KEYS: Final = tuple(_COLUMNS)

_PLAIN: Final = frozenset(
    {"organization", *_TIMES, "source", "language", "country", "kind", "person", "place", "dateline"}
)
"""Keys without a line break or a tab in them: they come as one long text, in two thirds of the time that rows take."""

_OF_ARTICLES: Final = frozenset({"source", "language", "country", "kind", "credit", "dateline"})

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
    found: Counter[tuple[Any, ...]] = Counter()
    if _PLAIN.issuperset(by):
        for joined, number in Counter((rows.fetchone()[0] or "").split("\n")).items():
            if joined:
                found[tuple(joined.split("\t"))] = number
    else:
        found.update(rows)
    counts: Counter[tuple[str, ...]] = Counter()
    for row, number in found.items():
        counts[tuple(_key(name, value) for name, value in zip(by, row, strict=False))] += number
    return counts


def _key(name: str, value: Any) -> str:
    return _day(value)[: _TIMES[name]] if name in _TIMES else str(value)


@lru_cache(10_000)
def _day(number: int | str) -> str:
    """Of days since 1970."""
    return from_microseconds(int(number) * DAY_MICROSECONDS).isoformat()


def _counting(plan: Plan, by: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """A row for each article (and organization) that answers; the article's own row is read only where something asks for it."""
    conditions, values = [plan.checks], dict(plan.values)
    of_organization = plan.organization is not None
    moment = (
        "o.sort_at" if of_organization else "g.sort_at" if plan.expression and "organization" in by else "a.sort_at"
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
    wants_article = plan.checks != "1" or _OF_ARTICLES & set(by)
    if wants_article or moment == "a.sort_at" or number == "a.id":
        tables.append("article a" + (f" ON a.id = {number}" if tables else ""))
    if "organization" in by:
        tables.append(f"article_tag g ON g.article_id = {number}")
    tables += [
        f"article_entity {kind} ON {kind}.article_id = {number} AND {kind}.kind = '{kind}'"
        for kind in ("person", "place")
        if kind in by
    ]
    if {"country", "kind"} & set(by):
        tables.append("source s ON s.id = a.source_id")
    for name, bound, sign in (("since", plan.since, ">="), ("before", plan.before, "<")):
        if bound is not None:
            conditions.append(f"{moment} {sign} :{name}")
            values[name] = bound
    written = [_COLUMNS[key].format(moment=moment) for key in by] or ["1"]
    columns = (
        f"group_concat({' || char(9) || '.join(written)}, char(10))" if _PLAIN.issuperset(by) else ", ".join(written)
    )
    return f"SELECT {columns} FROM {' CROSS JOIN '.join(tables)} WHERE {' AND '.join(conditions)}", values


def _only_months(plan: Plan, by: tuple[str, ...]) -> bool:
    """Whether the counts of months know all that is asked."""
    if plan.checks != "1" or not set(by) <= {"organization", "month", "year"} or len(set(by)) < len(by):
        return False
    return plan.organization is not None or not plan.expression


def _by_months(connection: Connection, plan: Plan, by: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    """Whole months as they were counted, what is left of others by their rows."""
    whole, parts = _months(plan)
    counts: Counter[tuple[str, ...]] = Counter()
    for since, before in parts:
        counts += _by_rows(connection, replace(plan, since=since, before=before), by)
    if whole is None:
        return counts
    conditions = "" if "organization" in by else "AND beside = ''"
    kept = text(f"""
        SELECT beside, month, articles FROM month_count
        WHERE organization = :organization AND month >= :first AND month < :behind AND articles > 0 {conditions}
    """)
    values = {"organization": plan.organization or ANY, "first": whole[0], "behind": whole[1]}
    for beside, month, articles in connection.execute(kept, values):
        if beside != ANY or "organization" not in by:
            known = {"organization": beside, "month": month, "year": month[:4]}
            counts[tuple(known[name] for name in by)] += articles
    return counts


Span = tuple[int | None, int | None]


def _months(plan: Plan) -> tuple[tuple[str, str] | None, list[Span]]:
    """The whole months within the plan's bounds (first, and the one behind the last), and the spans beside them."""
    try:
        first = None if plan.since is None else _month_start(plan.since, up=True)
        behind = None if plan.before is None else _month_start(plan.before, up=False)
    except ValueError:  # the end of time
        return None, [(plan.since, plan.before)]
    if first is not None and behind is not None and first > behind:
        return None, [(plan.since, plan.before)]
    spans: list[Span] = []
    if first != plan.since:
        spans.append((plan.since, first))
    if behind != plan.before:
        spans.append((behind, plan.before))
    return (_name(first, "0000"), _name(behind, "~")), spans


def _name(moment: int | None, default: str) -> str:
    return default if moment is None else month_of(from_microseconds(moment))


def _month_start(number: int, *, up: bool) -> int:
    """The beginning of the month a moment is in or, when it is none itself and `up`, of the next."""
    moment = from_microseconds(number)
    start = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if up and start < moment:
        start = start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    return to_microseconds(start)
