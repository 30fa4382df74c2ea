"""The whole story of an address: `rasid why URL`."""

from typing import Any

from sqlalchemy import Connection, Row, select

from press.addresses import address_key
from press.archive import ArchivePlace
from press.discoveries import DiscoveryState
from press.robots import RobotsRecord, origin_of
from storage.answers import AddressHistory, RunNote
from storage.article_reader import load_sightings
from storage.engines import Engines
from storage.network import last_robots
from storage.schema import ArticleRow, CrawlRunRow, DiscoveryRow, DoorRow, SecondAddressRow, SightingRow, SourceRow


class AddressBook:
    """Answers what became of an address."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def why(self, url: str) -> AddressHistory | None:
        """None for an address that was never seen."""
        key = address_key(url)
        with self._engines.reading() as connection:
            row = _discovery(connection, key) or _by_second_address(connection, key)
            return None if row is None else _history(connection, row)


def _discovery(connection: Connection, key: bytes) -> Row[*tuple[Any, ...]] | None:
    wanted = (
        select(
            DiscoveryRow.__table__,
            SourceRow.name.label("source"),
            DoorRow.address.label("door"),
            ArticleRow.title.label("article_title"),
            SightingRow.looks,
            SightingRow.look_again_at,
            SightingRow.vanished_at,
        )
        .join(SourceRow, SourceRow.id == DiscoveryRow.source_id)
        .outerjoin(DoorRow, DoorRow.id == DiscoveryRow.door_id)
        .outerjoin(ArticleRow, ArticleRow.id == DiscoveryRow.article_id)
        .outerjoin(SightingRow, SightingRow.address_key == DiscoveryRow.address_key)
        .where(DiscoveryRow.address_key == key)
    )
    return connection.execute(wanted).first()


def _by_second_address(connection: Connection, key: bytes) -> Row[*tuple[Any, ...]] | None:
    """The first address at which the page was found that also answers to this one."""
    found = (
        select(SightingRow.address_key)
        .join(SecondAddressRow, SecondAddressRow.article_id == SightingRow.article_id)
        .where(SecondAddressRow.address_key == key)
        .order_by(SightingRow.first_seen_at)
        .limit(1)
    )
    first = connection.execute(found).scalar()
    return None if first is None else _discovery(connection, first)


def _history(connection: Connection, row: Row[*tuple[Any, ...]]) -> AddressHistory:
    archived = None
    if row.archive_file is not None:
        archived = ArchivePlace(file=row.archive_file, offset=row.archive_offset, length=row.archive_length)
    return AddressHistory(
        url=row.url,
        source_id=row.source_id,
        source=row.source,
        state=DiscoveryState(row.state),
        reason=row.reason,
        status=row.status,
        attempts=row.attempts,
        found_at=row.found_at,
        next_attempt_at=row.next_attempt_at,
        settled_at=row.settled_at,
        door=row.door,
        door_kind=row.door_kind,
        title=row.title,
        published=row.published,
        language=row.language,
        found_by=load_run(connection, row.run_id),
        settled_by=load_run(connection, row.settled_run_id),
        archived=archived,
        robots=_robots(connection, row.url),
        article_id=row.article_id,
        article_title=row.article_title,
        sightings=() if row.article_id is None else load_sightings(connection, [row.article_id])[row.article_id],
        looks=row.looks or 0,
        look_again_at=row.look_again_at,
        vanished_at=row.vanished_at,
    )


def _robots(connection: Connection, url: str) -> RobotsRecord | None:
    try:
        return last_robots(connection, origin_of(url))
    except ValueError:  # an address that was refused for its port
        return None


def load_run(connection: Connection, run_id: int | None) -> RunNote | None:
    """None when it has been forgotten."""
    if run_id is None:
        return None
    row = connection.execute(select(CrawlRunRow.__table__).where(CrawlRunRow.id == run_id)).first()
    return None if row is None else run_note(row)


def run_note(row: Row[*tuple[Any, ...]]) -> RunNote:
    return RunNote(
        id=row.id,
        source_id=row.source_id,
        kind=row.kind,
        state=row.state,
        started_at=row.started_at,
        finished_at=row.finished_at,
        counts=row.counts,
        reason=row.reason,
    )
