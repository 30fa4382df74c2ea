"""Copies of one article are one answer.

Of an article and its copies the one that comes first stands for them all: their head where it answers, else the earliest that
does. That is told of each answer by itself, whatever page it stands on, so pages follow each other without a memory of what was
shown: no article is lost, and none comes twice.
"""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

from storage.search_conditions import Conditions
from storage.search_plan import Place, Plan

_COPIES = text("""
    SELECT a.id, a.head_id FROM json_each(:ids) i CROSS JOIN article a ON a.id = i.value WHERE a.head_id IS NOT NULL
""")
_OF_HEADS = text("""
    SELECT a.head_id, a.sort_at, a.id FROM json_each(:ids) i CROSS JOIN article a ON a.head_id = i.value
""")


def firsts(connection: Connection, plan: Plan, places: Sequence[Place]) -> list[Place]:
    """Those of these answers for which no other answer stands."""
    rows = connection.execute(_COPIES, _ids(place.id for place in places))
    heads: dict[int, int] = {row.id: row.head_id for row in rows}
    if not heads:
        return list(places)
    leaders = set(heads.values())
    copies = [(head, Place(*place)) for head, *place in connection.execute(_OF_HEADS, _ids(leaders))]
    answering = {place.id for place in places}
    answering |= _answering(connection, plan, leaders - answering)
    orphans = {place.id for head, place in copies if head not in answering}
    answering |= _answering(connection, plan, orphans - answering)
    earliest: dict[int, Place] = {}
    for head, place in copies:
        if place.id in answering and head not in answering:
            earliest[head] = min(place, earliest.get(head, place))
    return [place for place in places if place.id not in heads or place == earliest.get(heads[place.id])]


def _answering(connection: Connection, plan: Plan, ids: set[int]) -> set[int]:
    """Which of some articles answer."""
    if not ids:
        return set()
    values = plan.values | _ids(ids)
    conditions = []
    for name, bound, sign in (("since", plan.since, ">="), ("before", plan.before, "<")):
        if bound is not None:
            conditions.append(f"a.sort_at {sign} :{name}")
            values[name] = bound
    conditions += [plan.checks, Conditions(values=values).sql(plan.told)]
    wanted = (
        f"SELECT a.id FROM json_each(:ids) i CROSS JOIN article a ON a.id = i.value WHERE {' AND '.join(conditions)}"
    )
    return set(connection.execute(text(wanted), values).scalars())


def _ids(numbers: Iterable[int]) -> dict[str, str]:
    return {"ids": json.dumps(list(numbers))}
