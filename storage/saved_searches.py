"""Analysts' questions under names."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from press.errors import UsageError, nearest
from press.moments import Clock
from press.queries import parse_query
from storage.engines import Engines
from storage.schema import SavedSearchRow
from storage.search_rows import SavedSearch


class SavedSearches:
    """A name is kept as it was given; saving under a name again replaces what was there."""

    def __init__(self, engines: Engines, clock: Clock) -> None:
        self._engines = engines
        self._clock = clock

    def save(self, name: str, query: str) -> None:
        """Raises QueryError for a query that cannot be read, UsageError for a name without letters."""
        if not name.strip():
            raise UsageError("a saved search needs a name")
        now = self._clock()
        parse_query(query, now=now)
        row = {"name": name.strip(), "query": query, "created_at": now}
        add = insert(SavedSearchRow).values(row)
        with self._engines.writing() as connection:
            connection.execute(add.on_conflict_do_update(index_elements=["name"], set_=row))

    def all(self) -> tuple[SavedSearch, ...]:
        """By name."""
        with self._engines.reading() as connection:
            rows = connection.execute(select(SavedSearchRow.__table__).order_by(SavedSearchRow.name))
            return tuple(SavedSearch(name=row.name, query=row.query, created_at=row.created_at) for row in rows)

    def find(self, name: str) -> SavedSearch:
        """Raises UsageError, with the nearest name, when there is none."""
        known = {each.name: each for each in self.all()}
        if name.strip() not in known:
            raise UsageError(f"there is no saved search “{name}”.{nearest(name, known)}")
        return known[name.strip()]

    def forget(self, name: str) -> None:
        """Raises UsageError when there is none."""
        found = self.find(name)
        with self._engines.writing() as connection:
            connection.execute(delete(SavedSearchRow).where(SavedSearchRow.name == found.name))
