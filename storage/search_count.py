"""Counts by organization, time, source, language, country.

Two ways. Where nothing but months, organizations and languages is asked for, it has been counted already (`storage.month_counts`).
Otherwise each article that answers is looked up (`storage.search_count_rows`).
"""

from collections import Counter
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, text

from press.errors import UsageError, nearest
from storage.moments import from_microseconds, to_microseconds
from storage.month_counts import ANY, ANY_LANGUAGE, month_of
from storage.search_conditions import Conditions
from storage.search_count_rows import KEYS, count_rows
from storage.search_plan import OfMonths, Plan
from storage.search_rows import CountRow

OF_MONTHS: Final = frozenset({"organization", "language", "month", "year"})


def count_articles(connection: Connection, plan: Plan, by: tuple[str, ...]) -> tuple[CountRow, ...]:
    """In the order of the keys; one row without keys when `by` is empty."""
    for key in by:
        if key not in KEYS:
            raise UsageError(f"nothing is counted by “{key}”.{nearest(key, KEYS)} Known: {', '.join(KEYS)}")
    asked = plan.of_months if set(by) <= OF_MONTHS and len(set(by)) == len(by) else None
    counts = count_rows(connection, plan, by) if asked is None else _by_months(connection, plan, asked, by)
    if not by:
        counts.setdefault((), 0)
    return tuple(CountRow(keys=keys, articles=counts[keys]) for keys in sorted(counts))


def _by_months(connection: Connection, plan: Plan, asked: OfMonths, by: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    """Whole months as they were counted, what is left of others by their rows."""
    whole, parts = _months(plan)
    counts: Counter[tuple[str, ...]] = Counter()
    for since, before in parts:
        counts += count_rows(connection, replace(plan, since=since, before=before), by)
    if whole is None:
        return counts
    conditions = Conditions()
    beside = "a.beside != ''" if "organization" in by else "a.beside = ''"
    language = f"a.language {'!=' if 'language' in by else '='} '{ANY_LANGUAGE}'"
    if asked.language is not None:
        language = conditions.sql(asked.language)
    kept = text(f"""
        SELECT a.beside AS organization, a.language, a.month, a.articles FROM month_count a
        WHERE a.organization = :organization AND a.month >= :first AND a.month < :behind AND a.articles > 0
            AND {beside} AND {language}
    """)
    values = {"organization": asked.organization or ANY, "first": whole[0], "behind": whole[1]} | conditions.values
    for row in connection.execute(kept, values):
        known = {"organization": row.organization, "language": row.language, "month": row.month, "year": row.month[:4]}
        counts[tuple(known[name] for name in by)] += row.articles
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
