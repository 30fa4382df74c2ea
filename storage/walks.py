"""How far back-fills have walked the doors of sources."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from press.addresses import address_key
from press.backfill import WalkPlace
from press.discoveries import DiscoveryState
from press.moments import Clock
from storage.engines import Engines
from storage.leases import fence
from storage.ledger import chunks
from storage.rows import Run
from storage.schema import ArticleRow, DiscoveryRow, WalkRow


class WalkStore:
    """A place for each door and each moment to which it is walked back."""

    def __init__(self, engines: Engines, clock: Clock) -> None:
        self._engines = engines
        self._clock = clock

    def place(self, source_id: str, address: str, since: datetime) -> WalkPlace | None:
        """How far a door was walked back to a moment; None when never."""
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

    def published(self, urls: Iterable[str]) -> dict[str, str]:
        """When the pages of these addresses are from: of articles by themselves, of others as the door or the page says.

        Addresses of which nothing is known are left out.
        """
        keys = {address_key(url): url for url in urls}
        wanted = (
            select(DiscoveryRow.address_key, DiscoveryRow.published, ArticleRow.published_at)
            .join(ArticleRow, ArticleRow.id == DiscoveryRow.article_id, isouter=True)
            .where(DiscoveryRow.state != DiscoveryState.PENDING)
        )
        with self._engines.reading() as connection:
            rows = [
                row
                for chunk in chunks(list(keys), 500)
                for row in connection.execute(wanted.where(DiscoveryRow.address_key.in_(chunk)))
            ]
        return {keys[row.address_key]: said for row in rows if (said := _said(row.published_at, row.published))}

    def last_found(self, source_id: str, door_kind: str, number: int) -> tuple[str, ...]:
        """Addresses that the walks of a kind of door entered last, the last first."""
        wanted = (
            select(DiscoveryRow.url)
            .where(
                DiscoveryRow.source_id == source_id,
                DiscoveryRow.door_id.is_(None),
                DiscoveryRow.door_kind == door_kind,
            )
            .order_by(DiscoveryRow.id.desc())
            .limit(number)
        )
        with self._engines.reading() as connection:
            return tuple(connection.execute(wanted).scalars())

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


def _said(published_at: datetime | None, published: str | None) -> str | None:
    return published_at.isoformat() if published_at else published
