"""How far back-fills have walked the doors of sources."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from press.backfill import WalkPlace
from press.moments import Clock
from storage.engines import Engines
from storage.leases import fence
from storage.rows import Run
from storage.schema import WalkRow


class WalkStore:
    """A place for each door and each beginning of a period."""

    def __init__(self, engines: Engines, clock: Clock) -> None:
        self._engines = engines
        self._clock = clock

    def place(self, source_id: str, address: str, since: datetime) -> WalkPlace | None:
        wanted = select(WalkRow.__table__).where(
            WalkRow.source_id == source_id, WalkRow.address == address, WalkRow.since == since
        )
        with self._engines.reading() as connection:
            row = connection.execute(wanted).first()
        if row is None:
            return None
        return WalkPlace(
            waiting=tuple(row.waiting),
            page=row.page,
            lists=row.lists,
            found=row.found,
            finished_at=row.finished_at,
        )

    def save(self, run: Run, address: str, since: datetime, place: WalkPlace) -> None:
        """Raises LeaseLost when the run no longer holds its source."""
        row = {
            "source_id": run.source_id,
            "address": address,
            "since": since,
            "waiting": list(place.waiting),
            "page": place.page,
            "lists": place.lists,
            "found": place.found,
            "walked_at": self._clock(),
            "finished_at": place.finished_at,
        }
        add = insert(WalkRow)
        columns = {name: add.excluded[name] for name in row if name not in ("source_id", "address", "since")}
        with self._engines.writing() as connection:
            fence(connection, [run])
            connection.execute(
                add.on_conflict_do_update(index_elements=["source_id", "address", "since"], set_=columns), [row]
            )
