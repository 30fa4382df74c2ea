"""Signs of life: when a daemon started, when it last said that it lives, and how it ended, if it said so."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert

from storage.engines import Engines
from storage.schema import HeartbeatRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """A daemon on record. ended_at: None while it lives, or when it died without a word; reason: why it ended."""

    holder: str
    host: str
    pid: int
    started_at: datetime
    beat_at: datetime
    ended_at: datetime | None
    reason: str


class HeartbeatStore:
    """The daemons of this database; the newest few of them are kept."""

    KEPT = 20

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def beat(self, heart: Heartbeat) -> None:
        """Writes a sign of life; the first one puts the daemon on record."""
        row = {name: getattr(heart, name) for name in Heartbeat.__dataclass_fields__}
        changes = {"beat_at": heart.beat_at, "ended_at": heart.ended_at, "reason": heart.reason}
        add = insert(HeartbeatRow).values(row)
        with self._engines.writing() as connection:
            connection.execute(add.on_conflict_do_update(index_elements=["holder"], set_=changes))

    def newest(self) -> tuple[Heartbeat, ...]:
        """Newest first."""
        wanted = select(HeartbeatRow.__table__).order_by(HeartbeatRow.started_at.desc()).limit(self.KEPT)
        with self._engines.reading() as connection:
            return tuple(Heartbeat(**row._mapping) for row in connection.execute(wanted))

    def forget_old(self) -> None:
        """Called once at a daemon's start."""
        kept = select(HeartbeatRow.holder).order_by(HeartbeatRow.started_at.desc()).limit(self.KEPT)
        with self._engines.writing() as connection:
            connection.execute(delete(HeartbeatRow).where(HeartbeatRow.holder.not_in(kept.scalar_subquery())))

    def close_silent(self, now: datetime, reason: str) -> tuple[Heartbeat, ...]:
        """Daemons that never said how they ended are closed with this reason; they are returned as they were."""
        silent = select(HeartbeatRow.__table__).where(HeartbeatRow.ended_at.is_(None))
        with self._engines.writing() as connection:
            found = tuple(Heartbeat(**row._mapping) for row in connection.execute(silent))
            connection.execute(
                update(HeartbeatRow).where(HeartbeatRow.ended_at.is_(None)).values(ended_at=now, reason=reason)
            )
        return found
