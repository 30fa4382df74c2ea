"""Where pages stand in the archive, as the ledger knows it: asked, and changed, when files of the archive are given up."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from press.addresses import address_key
from press.archive import ArchivePlace
from storage.engines import Engines
from storage.ledger import chunks
from storage.schema import DiscoveryRow


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPlace:
    """A page of a file that the ledger refers to. is_article: its address carries a stored article."""

    place: ArchivePlace
    is_article: bool


class ArchivePlaces:
    """Reads and moves places."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def in_file(self, file: str) -> tuple[KnownPlace, ...]:
        """In the order they stand in the file."""
        wanted = (
            select(DiscoveryRow.archive_offset, DiscoveryRow.archive_length, DiscoveryRow.article_id)
            .where(DiscoveryRow.archive_file == file)
            .order_by(DiscoveryRow.archive_offset)
        )
        with self._engines.reading() as connection:
            return tuple(
                KnownPlace(
                    place=ArchivePlace(file=file, offset=row.archive_offset, length=row.archive_length),
                    is_article=row.article_id is not None,
                )
                for row in connection.execute(wanted)
            )

    def articles_among(self, urls: Collection[str]) -> set[str]:
        """Which of these addresses carry a stored article."""
        keys = {address_key(url): url for url in urls}
        found: set[str] = set()
        with self._engines.reading() as connection:
            for chunk in chunks(list(keys), 500):
                wanted = select(DiscoveryRow.address_key).where(
                    DiscoveryRow.address_key.in_(chunk), DiscoveryRow.article_id.is_not(None)
                )
                found.update(keys[row.address_key] for row in connection.execute(wanted))
        return found

    def move(self, file: str, new_file: str | None, offsets: Mapping[int, int]) -> int:
        """In one transaction: pages at these offsets of a file stand at others of the new one; its others nowhere any more.

        How many the ledger had in the file.
        """
        forget = (
            update(DiscoveryRow)
            .where(DiscoveryRow.archive_file == file)
            .values(archive_file=None, archive_offset=None, archive_length=None)
        )
        with self._engines.writing() as connection:
            ids = connection.execute(
                select(DiscoveryRow.id, DiscoveryRow.archive_offset).where(DiscoveryRow.archive_file == file)
            ).all()
            moved = [
                {"the_row": row.id, "new_offset": offsets[row.archive_offset]}
                for row in ids
                if row.archive_offset in offsets
            ]
            if moved:
                by_row = (
                    update(DiscoveryRow)
                    .where(DiscoveryRow.id == bindparam("the_row"))
                    .values(archive_file=new_file, archive_offset=bindparam("new_offset"))
                )
                connection.execute(by_row, moved)
            if len(moved) < len(ids):
                connection.execute(forget)
        return len(ids)
