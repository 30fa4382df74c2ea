"""How each source fares: its doors, its last run, its ledger."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.address_history import run_note
from storage.answers import DoorHealth, RunNote, SourceHealth
from storage.schema import CrawlRunRow, DiscoveryRow, DoorRow, SourceRow

DOOR_COLUMNS = [DoorRow.__table__.c[name] for name in DoorHealth.__dataclass_fields__]


def load_sources(connection: Connection, now: datetime) -> tuple[SourceHealth, ...]:
    """By id; those that left the configuration too, disabled."""
    doors, pages, runs = _doors(connection), _pages(connection), _last_runs(connection)
    rows = connection.execute(select(SourceRow.__table__).order_by(SourceRow.id))
    return tuple(
        SourceHealth(
            id=row.id,
            name=row.name,
            country=row.country,
            languages=tuple(row.languages),
            enabled=row.enabled,
            expected_per_day=row.expected_per_day,
            doors=doors.get(row.id, ()),
            pages=pages.get(row.id, {}),
            last_run=runs.get(row.id),
            next_poll_at=_next_poll(doors.get(row.id, ())),
            held_until=row.lease_until if row.lease_holder and row.lease_until > now else None,
        )
        for row in rows
    )


def _next_poll(doors: tuple[DoorHealth, ...]) -> datetime | None:
    moments = [door.next_poll_at for door in doors if door.active]
    known = [moment for moment in moments if moment is not None]
    return min(known) if known and len(known) == len(moments) else None


def _doors(connection: Connection) -> dict[str, tuple[DoorHealth, ...]]:
    wanted = select(DoorRow.source_id, *DOOR_COLUMNS).order_by(
        DoorRow.source_id, DoorRow.active.desc(), DoorRow.position, DoorRow.id
    )
    found: dict[str, list[DoorHealth]] = defaultdict(list)
    for source_id, *values in connection.execute(wanted):
        named = zip((column.name for column in DOOR_COLUMNS), values, strict=True)
        found[source_id].append(DoorHealth(**dict(named)))
    return {source_id: tuple(doors) for source_id, doors in found.items()}


def _pages(connection: Connection) -> dict[str, dict[str, int]]:
    counted = select(DiscoveryRow.source_id, DiscoveryRow.state, func.count().label("pages")).group_by(
        DiscoveryRow.source_id, DiscoveryRow.state
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in connection.execute(counted):
        found[row.source_id][row.state] = row.pages
    return found


def _last_runs(connection: Connection) -> dict[str, RunNote]:
    newest = (
        select(CrawlRunRow.id)
        .where(CrawlRunRow.source_id == SourceRow.id)
        .order_by(CrawlRunRow.started_at.desc(), CrawlRunRow.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    wanted = select(CrawlRunRow.__table__).where(CrawlRunRow.id.in_(select(newest).select_from(SourceRow)))
    return {row.source_id: run_note(row) for row in connection.execute(wanted)}
