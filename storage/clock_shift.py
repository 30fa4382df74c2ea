"""When the machine's clock was set back: moments that were to come move with it, so that nothing waits an hour too long."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, case, type_coerce, update

from storage.engines import Engines
from storage.moments import to_microseconds
from storage.schema import DiscoveryRow, DoorRow, HostTurnRow, SightingRow, SourceRow

COMING = (
    (DoorRow, "next_poll_at"),
    (DiscoveryRow, "next_attempt_at"),
    (SightingRow, "look_again_at"),
    (SourceRow, "lease_until"),
    (HostTurnRow, "free_at"),
)


def shift_coming(engines: Engines, now: datetime, by: timedelta) -> int:
    """Moves every moment after `now` by so much, but none of them before `now`. How many were moved."""
    present, step = to_microseconds(now), by // timedelta(microseconds=1)
    moved = 0
    with engines.writing() as connection:
        for table, name in COMING:
            moment = type_coerce(getattr(table, name), BigInteger)
            shifted = case((moment + step < present, present), else_=moment + step)
            moved += connection.execute(update(table).where(moment > present).values({name: shifted})).rowcount
    return moved
