"""Pages to be looked at again: those of stored articles, and those a person wants to be tried once more."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from press.discoveries import Discovery, DiscoveryState
from press.outcomes import PageArticle, PageGone, PageOutcome, PagePostponed
from press.revisits import next_look
from storage.discovery_rows import discovery_of
from storage.engines import Engines
from storage.schema import DiscoveryRow, SightingRow


class RevisitStore:
    """Which pages are due for another look, and which are to be tried again."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def due(self, now: datetime, source_id: str, limit: int) -> tuple[Discovery, ...]:
        """Pages of stored articles whose time to be looked at has come, the longest due first."""
        wanted = (
            select(DiscoveryRow.__table__)
            .join(SightingRow, SightingRow.address_key == DiscoveryRow.address_key)
            .where(SightingRow.source_id == source_id, SightingRow.look_again_at <= now)
            .order_by(SightingRow.look_again_at, DiscoveryRow.id)
            .limit(limit)
        )
        with self._engines.reading() as connection:
            return tuple(discovery_of(row, revisit=True) for row in connection.execute(wanted))

    def requeue(self, state: DiscoveryState, *, since: datetime | None = None, source_id: str | None = None) -> int:
        """Makes pages that were settled since then pending again, as if they had never been tried. How many.

        Raises ValueError for a state that has nothing to be tried again. Addresses that may not be fetched at all
        (never tried, failed at once) are left as they are.
        """
        if state in (DiscoveryState.PENDING, DiscoveryState.ARTICLE):
            raise ValueError(f"pages in the state “{state}” are not to be tried again")
        again = (
            update(DiscoveryRow)
            .where(DiscoveryRow.state == state, DiscoveryRow.attempts > 0)
            .values(
                state=DiscoveryState.PENDING, attempts=0, next_attempt_at=None, settled_at=None, settled_run_id=None
            )
        )
        if since is not None:
            again = again.where(DiscoveryRow.settled_at >= since)
        if source_id is not None:
            again = again.where(DiscoveryRow.source_id == source_id)
        with self._engines.writing() as connection:
            return connection.execute(again).rowcount


def note_look(connection: Connection, discovery: Discovery, outcome: PageOutcome, now: datetime) -> None:
    """Puts a look on record: whether the page is still there, and when it is looked at next."""
    mine = SightingRow.address_key == discovery.key
    row = connection.execute(select(SightingRow.first_seen_at, SightingRow.vanished_at).where(mine)).first()
    if row is None:
        return
    vanished_at = row.vanished_at
    if isinstance(outcome, PageGone):
        vanished_at = vanished_at or now
    elif isinstance(outcome, PageArticle):
        vanished_at = None
    not_before = outcome.retry_at if isinstance(outcome, PagePostponed) else now
    connection.execute(
        update(SightingRow)
        .where(mine)
        .values(
            looks=SightingRow.looks + 1,
            looked_at=now,
            look_again_at=next_look(row.first_seen_at, not_before),
            vanished_at=vanished_at,
        )
    )
