"""A statement in the driver's own words, for the few that run many times for every article.

SQLAlchemy works out a statement's parameters and columns anew for each call: 0.2 ms for eight parameters, more than SQLite
takes to answer. Here that is done once. Values go to the driver as they are, and rows come as plain tuples with what the
database keeps: moments are whole microseconds.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Dialect, text


class DriverStatement:
    """words: the statement for each dialect, or one for all, with parameters as «:name»."""

    def __init__(self, words: Mapping[str, str] | str) -> None:
        self._words = words
        self._compiled: dict[str, tuple[str, tuple[str, ...] | None]] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """All rows; none of a statement that gives none. Raises the driver's own errors (see `storage.border`)."""
        statement, order = self._compiled.get(connection.dialect.name) or self._compile(connection.dialect)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(statement, values if order is None else [values[name] for name in order])
            return list(cursor.fetchall()) if cursor.description else []
        finally:
            cursor.close()

    def words(self, dialect: str) -> str:
        return self._words if isinstance(self._words, str) else self._words[dialect]

    def _compile(self, dialect: Dialect) -> tuple[str, tuple[str, ...] | None]:
        compiled: Any = text(self.words(dialect.name)).compile(dialect=dialect)
        order = tuple(compiled.positiontup) if compiled.positional else None
        self._compiled[dialect.name] = str(compiled), order
        return self._compiled[dialect.name]
