"""The ledger: every address ever found, and what became of it.

The entries of a poll and the door's validators are written in one transaction: a crash between poll and fetch loses
nothing, the next run takes up what is pending.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select
from sqlalchemy.dialects.sqlite import insert

from press.addresses import address_key, is_fetchable
from press.discoveries import Discovery, DiscoveryState, FeedEntry
from press.doors import DoorPoll
from press.moments import Clock
from storage.discovery_rows import discovery_of
from storage.door_memory import remember_polls
from storage.door_roles import settle_roles
from storage.engines import Engines
from storage.leases import fence, fenced_out
from storage.rows import PollRecord, Run
from storage.schema import DiscoveryRow, DoorRow, SightingRow

LONGEST_URL = 8192
NOT_FETCHABLE = "not an address that may be fetched (http or https, a host, no password, at most 8 kB)"


@dataclass(frozen=True, slots=True)
class Finding:
    """How addresses were found. door_id None: given by hand."""

    run: Run
    door_kind: str
    door_id: int | None
    found_at: datetime


class Ledger:
    """Polls, discoveries and what is pending."""

    def __init__(self, engines: Engines, clock: Clock) -> None:
        self._engines = engines
        self._clock = clock

    def record_poll(self, run: Run, poll: DoorPoll) -> PollRecord:
        """Entries and validators of one poll. Raises LeaseLost when the run no longer holds its source."""
        found = discovery_rows(poll.entries)
        with self._engines.writing() as connection:
            fence(connection, [run])
            kind = connection.execute(select(DoorRow.kind).where(DoorRow.id == poll.door_id)).scalar_one()
            record = self._add(connection, found, Finding(run, kind, poll.door_id, poll.polled_at))
            remember_polls(connection, [poll], {poll.door_id} if record.new else set())
            settle_roles(connection, [run.source_id])
        return record

    def record_polls(self, polls: Sequence[tuple[Run, DoorPoll]]) -> frozenset[str]:
        """Polls that brought no entries, many in one transaction. Returns the sources whose runs no longer hold them:
        of these nothing was written."""
        if not polls:
            return frozenset()
        with self._engines.writing() as connection:
            lost = fenced_out(connection, [run for run, _ in polls])
            mine = [(run, poll) for run, poll in polls if run.source_id not in lost]
            if mine:
                remember_polls(connection, [poll for _, poll in mine], set())
                settle_roles(connection, list({run.source_id for run, _ in mine}))
        return lost

    def record_found(self, run: Run, entries: Sequence[FeedEntry], door_kind: str) -> PollRecord:
        """Addresses that no door of the configuration named: given by hand. Raises LeaseLost."""
        found = discovery_rows(entries)
        with self._engines.writing() as connection:
            fence(connection, [run])
            return self._add(connection, found, Finding(run, door_kind, None, self._clock()))

    def pending(self, source_id: str, now: datetime, limit: int) -> tuple[Discovery, ...]:
        """What may be fetched now: first tries before retries, what was found last first."""
        wanted = (
            select(DiscoveryRow.__table__)
            .where(
                DiscoveryRow.source_id == source_id,
                DiscoveryRow.state == DiscoveryState.PENDING,
                or_(DiscoveryRow.next_attempt_at.is_(None), DiscoveryRow.next_attempt_at <= now),
            )
            .order_by(DiscoveryRow.attempts, DiscoveryRow.found_at.desc(), DiscoveryRow.id)
            .limit(limit)
        )
        with self._engines.reading() as connection:
            return tuple(discovery_of(row) for row in connection.execute(wanted))

    def enter(self, run: Run, entries: Sequence[FeedEntry], door_kind: str) -> tuple[Discovery, ...]:
        """Addresses whose pages are at hand already: those of them that are not settled, each once. Raises LeaseLost."""
        found = discovery_rows(entries)
        keys = [row["address_key"] for row in found]
        with self._engines.writing() as connection:
            fence(connection, [run])
            self._add(connection, found, Finding(run, door_kind, None, self._clock()))
            waiting = select(DiscoveryRow.__table__).where(
                DiscoveryRow.address_key.in_(keys), DiscoveryRow.state == DiscoveryState.PENDING
            )
            return tuple(discovery_of(row) for row in connection.execute(waiting))

    def backlogs(self, now: datetime) -> dict[str, int]:
        """How many pages of each source may be fetched now, those that are to be looked at again included."""
        ready = or_(DiscoveryRow.next_attempt_at.is_(None), DiscoveryRow.next_attempt_at <= now)
        counted = (
            select(DiscoveryRow.source_id, func.count().label("pages"))
            .where(DiscoveryRow.state == DiscoveryState.PENDING, ready)
            .group_by(DiscoveryRow.source_id)
        )
        looks = (
            select(SightingRow.source_id, func.count().label("pages"))
            .where(SightingRow.look_again_at <= now)
            .group_by(SightingRow.source_id)
        )
        total: Counter[str] = Counter()
        with self._engines.reading() as connection:
            for question in (counted, looks):
                total.update({row.source_id: row.pages for row in connection.execute(question)})
        return dict(total)

    def pending_total(self) -> int:
        """How many pages are pending in all, also those whose time has not come."""
        with self._engines.reading() as connection:
            counted = select(func.count()).where(DiscoveryRow.state == DiscoveryState.PENDING)
            return int(connection.execute(counted).scalar_one())

    def known(self, urls: Iterable[str]) -> set[str]:
        """Which of these addresses the ledger has."""
        keys = {address_key(url): url for url in urls}
        found: set[str] = set()
        with self._engines.reading() as connection:
            for chunk in chunks(list(keys), 500):
                rows = connection.execute(select(DiscoveryRow.address_key).where(DiscoveryRow.address_key.in_(chunk)))
                found.update(keys[row.address_key] for row in rows)
        return found

    def _add(self, connection: Connection, found: Sequence[dict[str, Any]], finding: Finding) -> PollRecord:
        how = {
            "source_id": finding.run.source_id,
            "door_id": finding.door_id,
            "door_kind": finding.door_kind,
            "run_id": finding.run.id,
            "found_at": finding.found_at,
        }
        add = insert(DiscoveryRow).on_conflict_do_nothing().returning(DiscoveryRow.state)
        new = 0
        for chunk in chunks([row | how for row in found], 500):
            new += sum(state == DiscoveryState.PENDING for state in connection.execute(add, chunk).scalars())
        refused = sum(row["state"] == DiscoveryState.FAILED for row in found)
        return PollRecord(new=new, known=len(found) - refused - new, refused=refused)


def discovery_rows(entries: Iterable[FeedEntry]) -> list[dict[str, Any]]:
    """What entries say of themselves, each address once; made before the write lock is taken, since it takes its time."""
    rows: dict[bytes, dict[str, Any]] = {}
    for entry in entries:
        key = address_key(entry.url)
        if key not in rows:
            rows[key] = discovery_row(entry, key)
    return list(rows.values())


def discovery_row(entry: FeedEntry, key: bytes) -> dict[str, Any]:
    """A row that is pending, or failed when its address may not be fetched."""
    fetchable = is_fetchable(entry.url)
    return {
        "address_key": key,
        "url": entry.url[:LONGEST_URL],
        "title": entry.title,
        "published": entry.published,
        "language": entry.language,
        "state": DiscoveryState.PENDING if fetchable else DiscoveryState.FAILED,
        "reason": "" if fetchable else NOT_FETCHABLE,
        "attempts": 0,
    }


def chunks(rows: list[Any], size: int) -> Iterable[list[Any]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))
