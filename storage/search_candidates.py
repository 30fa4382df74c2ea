"""Answers that only the texts can tell (exact forms), within a bound of time.

The index names candidates, newest first; each one's text costs up to a fifth of a millisecond, and a common word has hundreds
of thousands. So a page takes what it finds in the time there is, says how many candidates it has looked at, and the next page
goes on behind the last of them.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from sqlalchemy import Connection, text

from storage.search_plan import Place, Plan, in_order

SECONDS: Final = 0.4
"""Of work; a busy machine or a slow disk may take PATIENCE times as long for it."""
PATIENCE: Final = 1.5
AT_ONCE: Final = 250
LARGEST_WINDOW: Final = 64_000


class Patience:
    """How long a page may be looked for, from now on."""

    def __init__(self) -> None:
        self._work_until = time.thread_time() + SECONDS
        self._until = time.monotonic() + PATIENCE * SECONDS

    def is_over(self) -> bool:
        return time.thread_time() > self._work_until or time.monotonic() > self._until


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """places: the answers, in order. candidates: how many were looked at; last: the last of them when time ran out, else None."""

    places: list[Place]
    candidates: int
    last: Place | None


def look_at_candidates(
    connection: Connection, plan: Plan, start: Place | None, number: int, patience: Patience
) -> Looked:
    """Up to `number` answers."""
    candidates = in_order(connection, replace(plan, late="1"), start, None, window=LARGEST_WINDOW)
    places: list[Place] = []
    looked = 0
    while chunk := list(islice(candidates, AT_ONCE)):
        places += _answers(connection, plan, chunk)
        looked += len(chunk)
        if len(places) >= number:
            break
        if patience.is_over():
            return Looked(places=places, candidates=looked, last=chunk[-1])
    return Looked(places=places[:number], candidates=looked, last=None)


def _answers(connection: Connection, plan: Plan, chunk: list[Place]) -> Iterator[Place]:
    wanted = text(f"""
        SELECT a.id FROM json_each(:ids) i CROSS JOIN article a ON a.id = i.value WHERE {plan.late}
    """)
    ids = json.dumps([place.id for place in chunk])
    found = set(connection.execute(wanted, plan.values | {"ids": ids}).scalars())
    return (place for place in chunk if place.id in found)
