"""Keeps the roles of doors in step with what is known of them, in the transaction that changes it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from press.door_roles import DoorRecord, DoorRole, choose_roles
from press.door_verdicts import DoorVerdict
from press.doors import PollVerdict
from storage.schema import DoorRow

COLUMNS = [
    DoorRow.__table__.c[name]
    for name in (
        "id", "source_id", "believed", "check_verdict", "checked_at", "verdict", "failures", "retired_at", "last_poll_at", "last_change_at",
        "active", "seldom",
    )
]  # fmt: skip


def settle_roles(connection: Connection, source_ids: Sequence[str] | None = None) -> None:
    """Decides anew which doors of these sources (None: of all) are polled, and which seldom."""
    wanted = select(*COLUMNS).where(DoorRow.configured)
    if source_ids is not None:
        wanted = wanted.where(DoorRow.source_id.in_(source_ids))
    by_source: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(wanted):
        by_source[row.source_id].append(row)
    changes = [
        {"the_door": row.id, "is_active": role is not DoorRole.IDLE, "is_seldom": role is DoorRole.SELDOM}
        for rows in by_source.values()
        for row, role in zip(rows, choose_roles([door_record(row) for row in rows]), strict=True)
        if (row.active, row.seldom) != (role is not DoorRole.IDLE, role is DoorRole.SELDOM)
    ]
    if changes:
        change = (
            update(DoorRow)
            .where(DoorRow.id == bindparam("the_door"))
            .values(active=bindparam("is_active"), seldom=bindparam("is_seldom"))
        )
        connection.execute(change, changes)


def door_record(row: Row[Any]) -> DoorRecord:
    """A row of the door table as the value that roles are decided on."""
    return DoorRecord(
        believed=row.believed,
        check=DoorVerdict(row.check_verdict) if row.check_verdict else None,
        checked_at=row.checked_at,
        failures=row.failures,
        is_missing=row.verdict == PollVerdict.GONE,
        is_retired=row.retired_at is not None,
        last_poll_at=row.last_poll_at,
        last_change_at=row.last_change_at,
    )
