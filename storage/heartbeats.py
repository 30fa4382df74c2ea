"""Signs of life: whether a daemon works on the database, since when, and how the last one ended."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from press.moments import Clock
from storage.answers import Heartbeat
from storage.engines import Engines
from storage.schema import HeartbeatRow

KEPT = timedelta(days=30)
MISSED_BEAT = timedelta(minutes=5)
"""A daemon that was not heard of for so long is dead."""


class HeartbeatStore:
    """Written by the daemon, read by `rasid status`."""

    def __init__(self, engines: Engines, clock: Clock) -> None:
        self._engines = engines
        self._clock = clock

    def start(self, holder: str, host: str, pid: int) -> None:
        """A daemon begins. Daemons of long ago are forgotten."""
        now = self._clock()
        fresh = {"host": host, "pid": pid, "started_at": now, "beat_at": now, "ended_at": None, "reason": ""}
        add = insert(HeartbeatRow).values(holder=holder, **fresh)
        with self._engines.writing() as connection:
            connection.execute(delete(HeartbeatRow).where(HeartbeatRow.beat_at < now - KEPT))
            connection.execute(add.on_conflict_do_update(index_elements=["holder"], set_=fresh))

    def beat(self, holder: str) -> None:
        """It is still alive."""
        self._change(holder, beat_at=self._clock())

    def end(self, holder: str, reason: str) -> None:
        """It ended in order, for this reason."""
        now = self._clock()
        self._change(holder, beat_at=now, ended_at=now, reason=reason)

    def last(self) -> Heartbeat | None:
        """Of the daemon that was heard of last."""
        with self._engines.reading() as connection:
            return last_heartbeat(connection)

    def _change(self, holder: str, **values: object) -> None:
        with self._engines.writing() as connection:
            connection.execute(update(HeartbeatRow).where(HeartbeatRow.holder == holder).values(values))


def is_alive(beat: Heartbeat | None, now: datetime) -> bool:
    """Whether a daemon works on the database, as far as its last sign of life tells."""
    return beat is not None and beat.ended_at is None and now - beat.beat_at <= MISSED_BEAT


def last_heartbeat(connection: Connection) -> Heartbeat | None:
    newest = select(HeartbeatRow.__table__).order_by(HeartbeatRow.started_at.desc(), HeartbeatRow.holder).limit(1)
    row = connection.execute(newest).first()
    return None if row is None else Heartbeat(**row._mapping)
