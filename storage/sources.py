"""Sources and doors: what the configuration says of them, and what was learnt at their polls."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select, union_all, update
from sqlalchemy.dialects.sqlite import Insert, insert

from press.discoveries import DiscoveryState
from press.door_verdicts import DoorVerdict
from press.doors import DoorState, Validators
from press.moments import Clock
from press.sources import Confidence, Source
from storage.door_roles import settle_roles
from storage.engines import Engines
from storage.heartbeats import is_alive, last_heartbeat
from storage.rows import TakenOver
from storage.schema import DiscoveryRow, DoorRow, SightingRow, SourceRow

NOT_MODIFIED = 304


class SourceStore:
    """Sources and doors."""

    def __init__(self, engines: Engines, clock: Clock) -> None:
        self._engines = engines
        self._clock = clock

    def sync(self, sources: Iterable[Source], *, by_daemon: bool = False) -> TakenOver:
        """Takes over the configuration. A source or a door that left it is kept, switched off: its past stays.

        While a daemon runs, only the daemon switches off: a command with another configuration must not take its doors away.
        """
        listed = list(sources)
        source_rows, door_rows = _source_rows(listed), _door_rows(listed)
        with self._engines.writing() as connection:
            is_guest = not by_daemon and is_alive(last_heartbeat(connection), self._clock())
            beside = _polled_beside(connection, listed)
            if not is_guest:
                connection.execute(update(SourceRow).values(enabled=False))
                connection.execute(update(DoorRow).values(configured=False, active=False))
            if source_rows:
                add = insert(SourceRow)
                columns = _taken_over(add, source_rows[0].keys() - {"id"}, stays_on="enabled" if is_guest else "")
                connection.execute(add.on_conflict_do_update(index_elements=["id"], set_=columns), source_rows)
            if door_rows:
                add = insert(DoorRow)
                names = ("kind", "position", "configured", "believed")
                columns = _taken_over(add, names, stays_on="configured" if is_guest else "")
                connection.execute(
                    add.on_conflict_do_update(index_elements=["source_id", "address"], set_=columns), door_rows
                )
            settle_roles(connection)
        return TakenOver(left=len(beside.sources)) if is_guest else beside

    def door_states(self, source_id: str) -> tuple[DoorState, ...]:
        """The active doors of a source, in the order of its configuration."""
        return self.door_states_of([source_id])[source_id]

    def door_states_of(self, source_ids: Sequence[str]) -> dict[str, tuple[DoorState, ...]]:
        """The active doors of each source, in the order of its configuration."""
        wanted = (
            select(DoorRow.__table__)
            .where(DoorRow.source_id.in_(source_ids), DoorRow.active)
            .order_by(DoorRow.source_id, DoorRow.position)
        )
        found: dict[str, list[DoorState]] = {source_id: [] for source_id in source_ids}
        with self._engines.reading() as connection:
            for row in connection.execute(wanted):
                found[row.source_id].append(door_state(row))
        return {source_id: tuple(states) for source_id, states in found.items()}

    def record_check(
        self, source_id: str, address: str, *, checked_at: datetime, verdict: DoorVerdict, reason: str
    ) -> None:
        """What a trial of a door showed. A door that is not in the configuration is left out."""
        change = (
            update(DoorRow)
            .where(DoorRow.source_id == source_id, DoorRow.address == address)
            .values(checked_at=checked_at, check_verdict=verdict, check_reason=reason)
        )
        with self._engines.writing() as connection:
            connection.execute(change)
            settle_roles(connection, [source_id])

    def next_polls(self) -> dict[str, datetime | None]:
        """When each enabled source is due: for a poll, for a page to be tried again, for an article to be looked at again.

        None for one with a door that was never polled.
        """
        doors = (
            select(
                SourceRow.id, func.min(DoorRow.next_poll_at), func.count(DoorRow.id), func.count(DoorRow.next_poll_at)
            )
            .join(DoorRow, (DoorRow.source_id == SourceRow.id) & DoorRow.active, isouter=True)
            .where(SourceRow.enabled)
            .group_by(SourceRow.id)
        )
        with self._engines.reading() as connection:
            polls = {
                source_id: (moment, known == polled) for source_id, moment, known, polled in connection.execute(doors)
            }
            pages = {row.source_id: row.soonest for row in connection.execute(NEXT_PAGES)}
        return {
            source_id: min(filter(None, (moment, pages.get(source_id))), default=None) if all_polled else None
            for source_id, (moment, all_polled) in polls.items()
        }


def _polled_beside(connection: Connection, listed: Sequence[Source]) -> TakenOver:
    """What is polled as yet and is not in a configuration."""
    known = {source.id: {door.address for door in source.doors} for source in listed}
    polled = connection.execute(
        select(DoorRow.source_id, DoorRow.address)
        .join(SourceRow, SourceRow.id == DoorRow.source_id)
        .where(DoorRow.active, SourceRow.enabled)
        .order_by(DoorRow.source_id, DoorRow.position)
    ).all()
    return TakenOver(
        sources=tuple(dict.fromkeys(source_id for source_id, _ in polled if source_id not in known)),
        doors=tuple(address for source_id, address in polled if address not in known.get(source_id, {address})),
    )


def _source_rows(sources: Iterable[Source]) -> list[dict[str, Any]]:
    return [
        {
            "id": source.id,
            "name": source.name,
            "native_name": source.native_name,
            "homepage": source.homepage,
            "country": source.country,
            "languages": list(source.languages),
            "kind": source.kind,
            "enabled": source.enabled,
            "expected_per_day": source.expected_per_day,
        }
        for source in sources
    ]


def _door_rows(sources: Iterable[Source]) -> list[dict[str, Any]]:
    return [
        {
            "source_id": source.id,
            "address": door.address,
            "kind": door.kind,
            "position": position,
            "configured": not door.archive,
            "believed": door.confidence is not Confidence.LOW,
            "active": False,
            "seldom": False,
        }
        for source in sources
        for position, door in enumerate(source.doors)
    ]


def _taken_over(add: Insert, names: Iterable[str], *, stays_on: str) -> dict[str, ColumnElement[Any]]:
    """What a row that is there takes over of a new one. stays_on: a column that may only be switched on, "" for none."""
    columns: dict[str, ColumnElement[Any]] = {name: add.excluded[name] for name in names}
    if stays_on:
        columns[stays_on] = add.table.c[stays_on] | columns[stays_on]
    return columns


def _next_pages() -> Select[tuple[str, datetime]]:
    """The soonest moment at which a page of each source is to be fetched once more."""
    again = select(DiscoveryRow.source_id, DiscoveryRow.next_attempt_at.label("moment")).where(
        DiscoveryRow.state == DiscoveryState.PENDING, DiscoveryRow.next_attempt_at.is_not(None)
    )
    looks = select(SightingRow.source_id, SightingRow.look_again_at.label("moment")).where(
        SightingRow.look_again_at.is_not(None)
    )
    both = union_all(again, looks).subquery()
    return select(both.c.source_id, func.min(both.c.moment).label("soonest")).group_by(both.c.source_id)


NEXT_PAGES = _next_pages()


def door_state(row: Row[tuple[object, ...]]) -> DoorState:
    """A row of the door table as the value that polls decide on."""
    return DoorState(
        id=row.id,
        source_id=row.source_id,
        kind=row.kind,
        address=row.address,
        validators=Validators(etag=row.etag, last_modified=row.last_modified),
        body_digest=row.body_digest,
        interval_seconds=row.interval_seconds,
        next_poll_at=row.next_poll_at,
        polls=row.polls,
        failures=row.failures,
        moved_to=row.moved_to,
        moved_polls=row.moved_polls,
        retired_at=row.retired_at,
        lies=row.lies,
        unchanged_at=row.last_poll_at if row.status == NOT_MODIFIED else None,
        read_at=row.read_at,
        proven=row.proven,
        ttl_minutes=row.ttl_minutes,
        quiet_hours=frozenset(row.quiet_hours or ()),
        seldom=row.seldom,
    )
