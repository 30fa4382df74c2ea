"""Counts by organization, time, source, language, country.

Two ways. Where nothing but whole months, organizations and languages is asked for, it has been counted already
(`storage.month_counts`). Otherwise the articles that answer are counted one by one (`storage.search_count_rows`).
"""

from collections import Counter
from typing import Final

from sqlalchemy import Connection, text

from press.errors import UsageError, nearest
from storage.moments import from_microseconds
from storage.month_counts import ANY, ANY_LANGUAGE, month_of
from storage.search_conditions import Conditions
from storage.search_count_rows import KEYS, count_rows
from storage.search_masks import Progress
from storage.search_plan import Plan
from storage.search_rows import CountRow

OF_MONTHS: Final = frozenset({"organization", "language", "month", "year"})


def count_articles(
    connection: Connection, plan: Plan, by: tuple[str, ...], progress: Progress | None = None
) -> tuple[CountRow, ...]:
    """In the order of the keys; one row without keys when `by` is empty."""
    for key in by:
        if key not in KEYS:
            raise UsageError(f"nothing is counted by “{key}”.{nearest(key, KEYS)} Known: {', '.join(KEYS)}")
    is_of_months = plan.of_months is not None and set(by) <= OF_MONTHS and len(set(by)) == len(by)
    counts = (
        _by_months(connection, plan, by)
        if is_of_months and _is_of_whole_months(plan)
        else count_rows(connection, plan, by, progress)
    )
    if not by:
        counts.setdefault((), 0)
    return tuple(CountRow(keys=keys, articles=counts[keys]) for keys in sorted(counts))


def _by_months(connection: Connection, plan: Plan, by: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    asked = plan.of_months
    assert asked is not None
    counts: Counter[tuple[str, ...]] = Counter()
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
    values = {
        "organization": asked.organization or ANY,
        "first": _month(plan.since, "0000"),
        "behind": _month(plan.before, "~"),
    }
    for row in connection.execute(kept, values | conditions.values):
        known = {"organization": row.organization, "language": row.language, "month": row.month, "year": row.month[:4]}
        counts[tuple(known[name] for name in by)] += row.articles
    return counts


def _is_of_whole_months(plan: Plan) -> bool:
    bounds = [from_microseconds(bound) for bound in (plan.since, plan.before) if bound is not None]
    return all(bound == bound.replace(day=1, hour=0, minute=0, second=0, microsecond=0) for bound in bounds)


def _month(bound: int | None, default: str) -> str:
    return default if bound is None else month_of(from_microseconds(bound))
