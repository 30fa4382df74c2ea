"""When the machine's clock was set back: moments that were to come move with it, so that nothing waits an hour too long."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import InstrumentedAttribute

from storage.engines import Engines
from storage.schema import DiscoveryRow, DoorRow, HostTurnRow, SightingRow, SourceRow

COMING: tuple[InstrumentedAttribute[datetime | None] | InstrumentedAttribute[datetime], ...] = (
    DoorRow.next_poll_at,
    DiscoveryRow.next_attempt_at,
    SightingRow.look_again_at,
    SourceRow.lease_until,
    HostTurnRow.free_at,
)


def shift_coming(engines: Engines, now: datetime, by: timedelta) -> int:
    """Moves every moment after `now` by so much, none of them before `now`. How many were moved."""
    moved = 0
    with engines.writing() as connection:
        for column in COMING:
            earliest, step = now, by // timedelta(microseconds=1)
            later = column > earliest
            moved += connection.execute(
                update(column.class_).where(later).values({column.key: column.op("+")(step)})
            ).rowcount
            connection.execute(
                update(column.class_).where(column < earliest, column >= earliest + by).values({column.key: earliest})
            )
    return moved
