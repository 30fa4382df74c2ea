"""How a query is walked: what the index is asked, what is checked on the rows, and in which windows of time."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import Connection, text

from press.queries import Query
from press.query_tree import And, Everything, Field, FieldIs, Node, Not, Published, Sort, all_of
from storage.moments import from_microseconds, to_microseconds
from storage.month_counts import month_of, months_of_all
from storage.search_conditions import Conditions
from storage.search_text import (
    Expression,
    day_mark,
    expression,
    has_exact_forms,
    is_of_words,
    month_mark,
    negative,
    without,
)

if TYPE_CHECKING:
    from storage.search_masks import Masks

FIRST_WINDOW: Final = 4_000
"""So many articles, newest first, are in the first window. Each further one is as much larger as what the one before held lets
expect to be needed, within bounds; BLIND_GROWTH times when that held nothing."""
LEAST_GROWTH: Final = 4
BLIND_GROWTH: Final = 16
MOST_GROWTH: Final = 64
EXPORT_WINDOW: Final = 20_000
MOST_DAYS: Final = 40
MOST_MONTHS: Final = 24
PAGE: Final = 1_000
MOST_STEPS: Final = 10_000

DAY: Final = timedelta(days=1)


class Place(NamedTuple):
    """Where an article stands in the order of time."""

    sort_at: int
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfMonths:
    """A query about nothing but an organization, a language and time."""

    organization: str | None
    language: FieldIs | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """expression: for the index, "" when it has nothing to tell; told: the conditions that it stands for. organization: set when
    it is all the index has to tell. of_months: set when the counts of months know all that is asked.

    since, before: bounds of sort_at. left: further conditions; loose: those of them of which the expression says nothing;
    conditions: these as SQL on `article AS a`, with their values, but for late: those of them that read texts (exact forms).
    kept: what has been worked out for it already, in one view of the database.
    """

    expression: str
    told: Node
    organization: str | None
    of_months: OfMonths | None
    since: int | None
    before: int | None
    left: Node
    loose: Node
    conditions: str
    late: str
    values: dict[str, Any]
    sort: Sort
    kept: list[tuple["Masks", int]] = field(default_factory=list)

    @property
    def checks(self) -> str:
        """All that is checked on rows."""
        return self.conditions if self.late == "1" else f"{self.conditions} AND {self.late}"


def plan_for(query: Query) -> Plan:
    """Parts the query's conditions by who can tell."""
    parts = query.tree.parts if isinstance(query.tree, And) else (query.tree,)
    bounds = [part for part in parts if isinstance(part, Published)]
    others = [part for part in parts if not isinstance(part, Published | Everything)]
    told: dict[Node, Expression] = {
        part: found for part in others if not isinstance(part, Not) and (found := expression(part)) is not None
    }
    excluded: dict[Node, Expression] = {
        part: found for part in others if told and (found := negative(part)) is not None
    }
    left = [part for part in others if part not in excluded and not (part in told and told[part].exact)]
    exact = [part for part in left if has_exact_forms(part)]
    rest = Conditions()
    late = [rest.sql(part) for part in exact]
    sinces = [to_microseconds(each.since) for each in bounds if each.since is not None]
    befores = [to_microseconds(each.before) for each in bounds if each.before is not None]
    return Plan(
        expression=without(list(told.values()), list(excluded.values())) if told else "",
        told=all_of(*told, *excluded),
        organization=_only_organization(list(told), excluded),
        of_months=_of_months(others),
        since=max(sinces, default=None),
        before=min(befores, default=None),
        left=all_of(*left),
        loose=all_of(*(part for part in left if part not in told)),
        conditions=rest.sql(all_of(*(part for part in left if part not in exact))),
        late=" AND ".join(late) or "1",
        values=rest.values,
        sort=query.sort,
    )


def _only_organization(told: list[Node], excluded: dict[Node, Expression]) -> str | None:
    if len(told) != 1 or excluded:
        return None
    only = told[0]
    is_one = isinstance(only, FieldIs) and only.field is Field.ORGANIZATION and not only.prefix
    return only.value if isinstance(only, FieldIs) and is_one else None


def _of_months(conditions: Sequence[Node]) -> OfMonths | None:
    organization: str | None = None
    language: FieldIs | None = None
    for each in conditions:
        match each:
            case FieldIs(field=Field.ORGANIZATION, prefix=False) if organization is None:
                organization = each.value
            case FieldIs(field=Field.LANGUAGE) if language is None:
                language = each
            case _:
                return None
    return OfMonths(organization=organization, language=language)


def in_order(
    connection: Connection, plan: Plan, start: Place | None, limit: int | None, *, window: int | None = None
) -> Iterator[Place]:
    """The places of the answers, in the plan's order, behind `start`.

    limit: more are not taken. window: for what is taken until enough is found; windows grow to this size.
    """
    if plan.kept or is_of_words(plan.loose):
        return _through_masks(connection, plan, start, limit)
    if plan.organization is None and plan.expression:
        return _through_windows(connection, plan, start, limit, window)
    if plan.conditions == "1" or limit is None:
        return _walk(connection, plan, start, limit or PAGE)
    return _walk_a_little(connection, plan, start, limit)


def _walk_a_little(connection: Connection, plan: Plan, start: Place | None, limit: int) -> Iterator[Place]:
    """What is not among the newest is looked for among all at once."""
    low, high = next(_windows(connection, plan, start, repeat(FIRST_WINDOW), plan.organization))
    found = 0
    for place in _walk(connection, _bounded(plan, low, high), start, limit):
        found += 1
        yield place
    if found < limit and (rest := _beyond(plan, low, high)) is not None:
        yield from _through_masks(connection, rest, start, limit)


def _beyond(plan: Plan, low: int | None, high: int | None) -> Plan | None:
    """The plan behind a window; None when that was the last."""
    if plan.sort is Sort.NEWEST:
        return None if low == plan.since else replace(plan, before=low)
    return None if high == plan.before else replace(plan, since=high)


def _through_masks(connection: Connection, plan: Plan, start: Place | None, limit: int | None) -> Iterator[Place]:
    """Which of all articles answer is worked out first, so windows can be as large as it takes to find enough."""
    from storage.search_masks import Masks  # most searches do without

    if not plan.kept:
        masks = Masks(connection, loosely=True)
        named = masks.mask(masks.matches(plan.expression)) if is_of_words(plan.told) else masks.of(plan.told)
        plan.kept.append((masks, masks.of(plan.loose, named)))
    masks, answering = plan.kept[0]
    total = answering.bit_count()
    size = max(FIRST_WINDOW, 2 * (limit or EXPORT_WINDOW) * masks.size // total) if total else 0
    tables = "json_each(:ids) i CROSS JOIN article a ON a.id = i.value"
    for low, high in _windows(connection, plan, start, repeat(size)) if total else ():
        bounds = Published(since=_moment(low), before=_moment(high))
        numbers = masks.numbers(masks.of(bounds, answering))
        sql, values = _ordered(replace(_bounded(plan, low, high), conditions="1"), "a.sort_at", "a.id", tables, start)
        values |= {"ids": json.dumps(numbers), "limit": -1 if limit is None else limit}
        for row in connection.execute(text(sql), values) if numbers else ():
            yield Place(*row)


def _moment(bound: int | None) -> datetime | None:
    return None if bound is None else from_microseconds(bound)


def _walk(connection: Connection, plan: Plan, start: Place | None, limit: int) -> Iterator[Place]:
    """Along the index of moments, of all articles or of one organization's."""
    tables, moment, number = "article a", "a.sort_at", "a.id"
    if plan.organization is not None:
        checked = "" if plan.checks == "1" else "CROSS JOIN article a ON a.id = g.article_id"
        tables = f"(SELECT * FROM article_tag WHERE organization = :organization) g {checked}"
        moment, number = "g.sort_at", "g.article_id"
    while True:
        sql, values = _ordered(plan, moment, number, tables, start)
        rows: Any = connection.execute(text(sql), values | {"organization": plan.organization, "limit": limit})
        found = [Place._make(row) for row in rows.cursor.fetchall()]
        yield from found
        if len(found) < limit:
            return
        start = found[-1]


def _ordered(plan: Plan, moment: str, number: str, tables: str, start: Place | None) -> tuple[str, dict[str, Any]]:
    """SELECT … ORDER BY … LIMIT :limit, and the values it names but the limit."""
    newest = plan.sort is Sort.NEWEST
    conditions = [plan.checks]
    values = dict(plan.values)
    for name, bound, sign in (("since", plan.since, ">="), ("before", plan.before, "<")):
        if bound is not None:
            conditions.append(f"{moment} {sign} :{name}")
            values[name] = bound
    if start is not None:
        conditions.append(f"({moment}, {number}) {'<' if newest else '>'} (:start_at, :start_id)")
        values |= {"start_at": start.sort_at, "start_id": start.id}
    direction = "DESC" if newest else "ASC"
    sql = (
        f"SELECT {moment}, {number} FROM {tables} WHERE {' AND '.join(conditions)} "
        f"ORDER BY {moment} {direction}, {number} {direction} LIMIT :limit"
    )
    return sql, values


def _through_windows(
    connection: Connection, plan: Plan, start: Place | None, limit: int | None, largest: int | None
) -> Iterator[Place]:
    tables = (
        "(SELECT rowid AS id FROM article_index WHERE article_index MATCH :match) m CROSS JOIN article a ON a.id = m.id"
    )
    sizes = _Sizes(limit or PAGE, largest) if limit is not None or largest is not None else None
    taken = 0
    for low, high in _windows(connection, plan, start, sizes or repeat(EXPORT_WINDOW)):
        sql, values = _ordered(_bounded(plan, low, high), "a.sort_at", "a.id", tables, start)
        values |= {"match": in_window(connection, plan, low, high), "limit": -1 if limit is None else limit}
        found = 0
        for row in connection.execute(text(sql), values):
            found += 1
            yield Place(*row)
        if sizes is None:
            continue
        sizes.grow(found)
        taken += found
        if plan.conditions != "1" and limit is not None and taken < limit:
            if (rest := _beyond(plan, low, high)) is not None:
                yield from _through_masks(connection, rest, start, limit)
            return


class _Sizes:
    """Of windows that grow, up to the largest. wanted: so many answers are."""

    def __init__(self, wanted: int, largest: int | None) -> None:
        self._size = FIRST_WINDOW
        self._wanted = wanted
        self._largest = largest

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        return self._size if self._largest is None else min(self._size, self._largest)

    def grow(self, found: int) -> None:
        self._size *= min(MOST_GROWTH, max(LEAST_GROWTH, 2 * self._wanted // found)) if found else BLIND_GROWTH


def _bounded(plan: Plan, low: int | None, high: int | None) -> Plan:
    lows = [each for each in (plan.since, low) if each is not None]
    highs = [each for each in (plan.before, high) if each is not None]
    return replace(plan, since=max(lows, default=None), before=min(highs, default=None))


def _windows(
    connection: Connection, plan: Plan, start: Place | None, sizes: Iterator[int], organization: str | None = None
) -> Iterator[tuple[int | None, int | None]]:
    """Spans of sort_at (low ≤ … < high; None is open), in the plan's order, cut at midnight, that cover all that is wanted.
    sizes: of so many articles, or of so many that name the organization."""
    newest = plan.sort is Sort.NEWEST
    edge = plan.before if newest else plan.since
    if start is not None:
        edge = start.sort_at + 1 if newest else start.sort_at
    far = plan.since if newest else plan.before
    for size in sizes:
        cut = _cut(connection, edge, size, organization, newest=newest)
        if cut is None or (far is not None and (cut <= far if newest else cut >= far)):
            yield (far, edge) if newest else (edge, far)
            return
        yield (cut, edge) if newest else (edge, cut)
        edge = cut


def _cut(connection: Connection, edge: int | None, size: int, organization: str | None, *, newest: bool) -> int | None:
    """A midnight behind which at least `size` articles lie, seen from the edge; None when there are fewer."""
    if size > MOST_STEPS and organization is None:
        return _cut_at_month(connection, edge, size, newest=newest)
    sign, direction = ("<", "DESC") if newest else (">=", "ASC")
    counted = "article WHERE 1" if organization is None else "article_tag WHERE organization = :organization"
    bound = f"AND sort_at {sign} :edge" if edge is not None else ""
    sql = f"SELECT sort_at FROM {counted} {bound} ORDER BY sort_at {direction} LIMIT 1 OFFSET :size"
    values = {"size": size, "edge": edge, "organization": organization}
    reached = connection.execute(text(sql), values).scalar()
    if reached is None:
        return None
    midnight = from_microseconds(reached).replace(hour=0, minute=0, second=0, microsecond=0)
    return to_microseconds(midnight if newest else midnight + DAY)


def _cut_at_month(connection: Connection, edge: int | None, size: int, *, newest: bool) -> int | None:
    """As `_cut`, by the counts of whole months behind that of the edge: stepping over so many articles would take longer than
    the search."""
    months = months_of_all(connection)
    if edge is not None:
        of_edge = month_of(from_microseconds(edge))
        months = [each for each in months if (each.month < of_edge if newest else each.month > of_edge)]
    left = size
    for each in reversed(months) if newest else months:
        left -= each.articles
        if left <= 0:
            start = datetime.fromisoformat(f"{each.month}-01T00:00Z")
            return to_microseconds(start if newest else (start + 31 * DAY).replace(day=1))
    return None


def in_window(connection: Connection, plan: Plan, low: int | None, high: int | None) -> str:
    """The plan's expression, narrowed to the days or months of a window where these are few."""
    first = low if low is not None else connection.execute(text("SELECT min(sort_at) FROM article")).scalar()
    last = high - 1 if high is not None else connection.execute(text("SELECT max(sort_at) FROM article")).scalar()
    if first is None or last is None or last < first:
        return plan.expression
    spans = _time_marks(from_microseconds(first), from_microseconds(last))
    return f"({plan.expression}) AND ({' OR '.join(spans)})" if spans else plan.expression


def _time_marks(first: datetime, last: datetime) -> list[str]:
    days = (last.date() - first.date()).days + 1
    if days <= MOST_DAYS:
        return [f'"{day_mark(first + step * DAY)}"' for step in range(days)]
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months > MOST_MONTHS:
        return []
    numbers = range(first.month - 1, first.month - 1 + months)
    return [
        f'"{month_mark(datetime(first.year + number // 12, number % 12 + 1, 1, tzinfo=UTC))}"' for number in numbers
    ]
