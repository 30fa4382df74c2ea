"""One run of a source at a time, across all processes: leases with a fencing token, runs, and runs that were due."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from press.errors import LeaseLost
from press.moments import Clock
from storage.engines import Engines
from storage.rows import DueState, Lease, Run, RunEnd, RunState
from storage.schema import CrawlRunRow, DueRunRow, SourceRow

UNDER_WAY = "ended without a word; its process was killed or its machine went down"


def fence(connection: Connection, runs: Iterable[Run]) -> None:
    """Raises LeaseLost when one of the runs no longer holds its source."""
    for source_id in fenced_out(connection, runs):
        raise LeaseLost(source_id)


def fenced_out(connection: Connection, runs: Iterable[Run]) -> frozenset[str]:
    """Sources that these runs no longer hold."""
    tokens = {run.source_id: run.token for run in runs}
    now = connection.execute(select(SourceRow.id, SourceRow.lease_token).where(SourceRow.id.in_(tokens)))
    return frozenset(source_id for source_id, token in now if tokens[source_id] != token)


class RunStore:
    """Leases and runs."""

    def __init__(self, engines: Engines, clock: Clock) -> None:
        self._engines = engines
        self._clock = clock

    def acquire_leases(self, source_ids: Sequence[str], *, holder: str, seconds: float) -> dict[str, Lease]:
        """The leases that could be had. Runs that an earlier holder left open are closed as lost."""
        now = self._clock()
        until = now + timedelta(seconds=seconds)
        free = or_(SourceRow.lease_holder.is_(None), SourceRow.lease_until < now)
        take = (
            update(SourceRow)
            .where(SourceRow.id.in_(source_ids), free)
            .values(lease_holder=holder, lease_until=until, lease_token=SourceRow.lease_token + 1)
            .returning(SourceRow.id, SourceRow.lease_token)
        )
        with self._engines.writing() as connection:
            leases = {
                source_id: Lease(source_id=source_id, holder=holder, token=token, until=until)
                for source_id, token in connection.execute(take)
            }
            connection.execute(
                update(CrawlRunRow)
                .where(CrawlRunRow.source_id.in_(leases), CrawlRunRow.state == RunState.RUNNING)
                .values(state=RunState.LOST, finished_at=now, reason=UNDER_WAY)
            )
        return leases

    def renew_leases(self, leases: Sequence[Lease], seconds: float) -> tuple[Lease, ...]:
        """Renews what is still held. Returns the leases that have passed on."""
        until = self._clock() + timedelta(seconds=seconds)
        lost = []
        with self._engines.writing() as connection:
            for lease in leases:
                renewed = connection.execute(
                    update(SourceRow)
                    .where(SourceRow.id == lease.source_id, SourceRow.lease_token == lease.token)
                    .values(lease_until=until)
                )
                if not renewed.rowcount:
                    lost.append(lease)
        return tuple(lost)

    def release_leases(self, leases: Sequence[Lease]) -> None:
        """Gives leases back; one that has passed on is left alone."""
        rows = [{"the_source": lease.source_id, "the_token": lease.token} for lease in leases]
        if not rows:
            return
        give_back = (
            update(SourceRow)
            .where(SourceRow.id == bindparam("the_source"), SourceRow.lease_token == bindparam("the_token"))
            .values(lease_holder=None, lease_until=None)
        )
        with self._engines.writing() as connection:
            connection.execute(give_back, rows)

    def start_runs(self, leases: Sequence[Lease], kind: str) -> tuple[Run, ...]:
        """A run under each lease, in their order."""
        now = self._clock()
        rows = [
            {
                "source_id": lease.source_id,
                "kind": kind,
                "state": RunState.RUNNING,
                "token": lease.token,
                "started_at": now,
                "counts": {},
                "reason": "",
            }
            for lease in leases
        ]
        start = insert(CrawlRunRow).returning(CrawlRunRow.id, CrawlRunRow.source_id, sort_by_parameter_order=True)
        with self._engines.writing() as connection:
            ids = {source_id: run_id for run_id, source_id in connection.execute(start, rows)}
        return tuple(
            Run(id=ids[lease.source_id], source_id=lease.source_id, kind=kind, started_at=now, token=lease.token)
            for lease in leases
        )

    def finish_runs(self, ends: Sequence[RunEnd]) -> None:
        """Puts on record how runs ended; one that was declared lost meanwhile stays so."""
        rows = [
            {
                "the_run": end.run.id,
                "new_state": end.state,
                "new_counts": dict(end.counts),
                "new_reason": end.reason,
                "now": self._clock(),
            }
            for end in ends
        ]
        if not rows:
            return
        finish = (
            update(CrawlRunRow)
            .where(CrawlRunRow.id == bindparam("the_run"), CrawlRunRow.state == RunState.RUNNING)
            .values(
                state=bindparam("new_state"),
                counts=bindparam("new_counts", type_=CrawlRunRow.__table__.c.counts.type),
                reason=bindparam("new_reason"),
                finished_at=bindparam("now", type_=CrawlRunRow.__table__.c.finished_at.type),
            )
        )
        with self._engines.writing() as connection:
            connection.execute(finish, rows)

    def plan_due(self, due: Mapping[str, datetime]) -> None:
        """Notes that sources are due, before anything is done about it."""
        rows = [
            {"source_id": source_id, "due_at": moment, "state": DueState.PLANNED, "reason": ""}
            for source_id, moment in due.items()
        ]
        if rows:
            with self._engines.writing() as connection:
                connection.execute(insert(DueRunRow).on_conflict_do_nothing(), rows)

    def settle_due(self, due: Mapping[str, datetime], state: DueState, reason: str) -> None:
        """Notes what became of due runs."""
        rows = [{"the_source": source_id, "moment": moment} for source_id, moment in due.items()]
        if not rows:
            return
        settle = (
            update(DueRunRow)
            .where(
                DueRunRow.source_id == bindparam("the_source"),
                DueRunRow.due_at == bindparam("moment", type_=DueRunRow.__table__.c.due_at.type),
            )
            .values(state=state, reason=reason, settled_at=self._clock())
        )
        with self._engines.writing() as connection:
            connection.execute(settle, rows)

    def miss_planned(self, reason: str) -> int:
        """Due runs that an earlier daemon planned and never settled are missed, for this reason. How many."""
        with self._engines.writing() as connection:
            return connection.execute(
                update(DueRunRow)
                .where(DueRunRow.state == DueState.PLANNED)
                .values(state=DueState.MISSED, reason=reason, settled_at=self._clock())
            ).rowcount

    def forget(self, before: datetime) -> int:
        """Removes runs and due runs that ended before; the ledger keeps their numbers. How many."""
        with self._engines.writing() as connection:
            runs = connection.execute(
                delete(CrawlRunRow).where(CrawlRunRow.started_at < before, CrawlRunRow.state != RunState.RUNNING)
            )
            due = connection.execute(
                delete(DueRunRow).where(DueRunRow.due_at < before, DueRunRow.state != DueState.PLANNED)
            )
        return runs.rowcount + due.rowcount
