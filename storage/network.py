"""What processes share about the network: robots.txt files, and whose turn it is to ask a host."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from press.robots import RobotsRecord
from storage.engines import Engines
from storage.schema import HostTurnRow, RobotsRow


class NetworkStore:
    """The robots.txt cache and the hosts' turns."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def robots(self, origin: str, now: datetime) -> RobotsRecord | None:
        """The record of an origin, unless it has expired."""
        with self._engines.reading() as connection:
            record = last_robots(connection, origin)
        return record if record is not None and record.expires_at > now else None

    def save_robots(self, record: RobotsRecord) -> None:
        values = {
            "status": record.status,
            "body": record.body,
            "fetched_at": record.fetched_at,
            "expires_at": record.expires_at,
            "trouble": record.trouble,
        }
        add = insert(RobotsRow).values(origin=record.origin, **values)
        with self._engines.writing() as connection:
            connection.execute(add.on_conflict_do_update(index_elements=["origin"], set_=values))

    def claim_host_turn(self, host: str, now: datetime, delay_seconds: float) -> datetime:
        """The moment from which the caller may ask the host; the next caller's is `delay_seconds` later."""
        with self._engines.writing() as connection:
            free_at = connection.execute(select(HostTurnRow.free_at).where(HostTurnRow.host == host)).scalar()
            mine = max(now, free_at) if free_at is not None else now
            following = mine + timedelta(seconds=delay_seconds)
            add = insert(HostTurnRow).values(host=host, free_at=following)
            connection.execute(add.on_conflict_do_update(index_elements=["host"], set_={"free_at": following}))
        return mine


def last_robots(connection: Connection, origin: str) -> RobotsRecord | None:
    """The record of an origin, also an expired one."""
    row = connection.execute(select(RobotsRow.__table__).where(RobotsRow.origin == origin)).first()
    if row is None:
        return None
    return RobotsRecord(
        origin=row.origin,
        status=row.status,
        body=row.body,
        fetched_at=row.fetched_at,
        expires_at=row.expires_at,
        trouble=row.trouble,
    )
