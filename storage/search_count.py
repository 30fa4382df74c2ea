"""Counts by organization, time, source, language, country.

Two ways. Where nothing but months and organizations is asked for, it has been counted already (`storage.month_counts`).
Otherwise each article that answers is looked up (`storage.search_count_rows`).
"""

from collections import Counter
from dataclasses import replace

from sqlalchemy import Connection, text

from press.errors import UsageError, nearest
from storage.moments import from_microseconds, to_microseconds
from storage.month_counts import ANY, month_of
from storage.search_count_rows import KEYS, count_rows
from storage.search_plan import Plan
from storage.search_rows import CountRow


def count_articles(connection: Connection, plan: Plan, by: tuple[str, ...]) -> tuple[CountRow, ...]:
    """In the order of the keys; one row without keys when `by` is empty."""
    for key in by:
        if key not in KEYS:
            raise UsageError(f"nothing is counted by “{key}”.{nearest(key, KEYS)} Known: {', '.join(KEYS)}")
    counts = _by_months(connection, plan, by) if _only_months(plan, by) else count_rows(connection, plan, by)
    if not by:
        counts.setdefault((), 0)
    return tuple(CountRow(keys=keys, articles=counts[keys]) for keys in sorted(counts))


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
        counts += count_rows(connection, replace(plan, since=since, before=before), by)
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
