"""Two engines on one database: one that writes, one that only reads and never waits for a writer.

SQLite: WAL, foreign keys, every write transaction is BEGIN IMMEDIATE (a plain BEGIN fails with "locked" as soon as two
processes write), and readers open the file read-only.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from press.errors import ConfigurationError, StorageUnavailable
from storage.border import driver_errors

LARGEST_JOURNAL = 64 * 1024 * 1024
"""To this size SQLite cuts the write-ahead log back after a long reader made it grow."""

WRITER_CACHE_KB = 64_000
"""The keys and words of the last weeks fit in, and the upper pages of the far keys of a million articles."""

CHECKPOINT_PAGES = 8_000
"""So many pages (32 MB) the write-ahead log gathers before they go to their places: those of the last weeks, which are
written with every article, then go there once for a hundred articles, not once for twenty."""

_BEGIN = "rasid_begin"
"""An execution option: how a transaction begins, where it is not as usual."""

RESTART = "Put it back, then start again."


class Engines:
    """`writing()` and `reading()` give a transaction; `where` names the database in messages."""

    def __init__(self, url: str, *, busy_timeout_seconds: float, read_only: bool, must_exist: bool = False) -> None:
        self.path = sqlite_path(url)
        self.where = str(self.path)
        self.read_only = read_only
        check_place(self.path, must_exist=must_exist or read_only)
        self._timeout = busy_timeout_seconds
        self._file: tuple[int, int] | None = None
        self._reader = self._engine(f"file:{quoted(self.path)}?mode=ro", _prepare_reader, "BEGIN")
        self._writer: Engine | None = None
        if not read_only:
            self._writer = self._engine(f"file:{quoted(self.path)}", _prepare_writer, "BEGIN IMMEDIATE")

    def _engine(self, address: str, prepare: Callable[[sqlite3.Connection, Any], None], begin: str) -> Engine:
        def connect() -> sqlite3.Connection:
            return sqlite3.connect(
                address, uri=True, timeout=self._timeout, check_same_thread=False, isolation_level=None
            )

        engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=4, max_overflow=28)
        event.listen(engine, "connect", prepare)
        event.listen(engine, "begin", partial(_begin, usually=begin))
        return engine

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its first moment; committed at the end, undone on an error."""
        if self._writer is None:
            raise StorageUnavailable(f"{self.where}: opened for reading only")
        with driver_errors(self.where), self._writer.begin() as connection:
            self._check_file()
            yield connection
            self._check_file()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A view of the database at one moment. Never waits for a writer, never makes one wait."""
        with driver_errors(self.where), self._reader.connect() as connection:
            self._check_file()
            yield connection

    @contextmanager
    def looking_back(self) -> Iterator[Connection]:
        """As `reading`, on the connection that wrote last: the pages it has just written are still in its cache, where a
        reader would fetch them anew after every commit."""
        if self._writer is None:
            raise StorageUnavailable(f"{self.where}: opened for reading only")
        with (
            driver_errors(self.where),
            self._writer.execution_options(**{_BEGIN: "BEGIN"}).connect() as connection,
        ):
            self._check_file()
            yield connection

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """As `writing`, with foreign keys off while tables are rebuilt; every one of them is checked before the end."""
        engine = self._engine(f"file:{quoted(self.path)}", _prepare_migration, "BEGIN IMMEDIATE")
        try:
            with driver_errors(self.where), engine.begin() as connection:
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    raise StorageUnavailable(
                        f"{self.where}: the upgrade would break a reference in the table “{broken[0]}”; nothing was changed."
                    )
        finally:
            engine.dispose()

    def _check_file(self) -> None:
        """An open database whose file was taken away would go on, and write into nothing."""
        try:
            found = os.stat(self.path)
        except OSError as error:
            raise StorageUnavailable(f"{self.where}: the file is gone ({error.strerror}). {RESTART}") from error
        file = (found.st_dev, found.st_ino)
        if self._file is None:
            self._file = file
        if self._file != file:
            raise StorageUnavailable(f"{self.where}: another file was put in its place. {RESTART}")

    def dispose(self) -> None:
        self._reader.dispose()
        if self._writer is not None:
            self._writer.dispose()


def _begin(connection: Connection, *, usually: str) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, usually))


def sqlite_path(url: str) -> Path:
    """The file of a SQLite address; a relative one is taken from the current directory.

    Raises ConfigurationError for an address that is no SQLite file.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError(
            f"“{url}” is no database address such as sqlite:///rasid.sqlite3", where="database.url"
        ) from error
    if parsed.get_backend_name() != "sqlite":
        raise ConfigurationError(
            f"{parsed.get_backend_name()} is not supported yet; use sqlite:///FILE", where="database.url"
        )
    if not parsed.database or parsed.database == ":memory:":
        raise ConfigurationError("the database must be a file, such as sqlite:///rasid.sqlite3", where="database.url")
    return Path(parsed.database).absolute()


def check_place(path: Path, *, must_exist: bool) -> None:
    """Raises StorageUnavailable when there can be no database at this place."""
    if path.is_dir():
        raise StorageUnavailable(f"{path}: this is a directory. Name a file in it in database.url.")
    if not path.parent.is_dir():
        raise StorageUnavailable(f"{path.parent}: no such directory. Make it, or name another place in database.url.")
    if must_exist and not path.exists():
        raise StorageUnavailable(
            f"{path}: there is no database yet. `rasid crawl SOURCE` or `rasid run` makes one; `rasid demo` shows how it looks."
        )


def quoted(path: Path) -> str:
    """A path inside a SQLite `file:` address."""
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _keep_log(connection: sqlite3.Connection) -> None:
    """Puts a new file into WAL mode. SQLite does not wait for other processes that do the same, whatever its busy_timeout."""
    (milliseconds,) = connection.execute("PRAGMA busy_timeout").fetchone()
    deadline = time.monotonic() + milliseconds / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _prepare_writer(connection: sqlite3.Connection, _record: Any) -> None:
    _keep_log(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA journal_size_limit = {LARGEST_JOURNAL}")
    connection.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KB}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    connection.execute("PRAGMA foreign_keys = ON")


def _prepare_migration(connection: sqlite3.Connection, _record: Any) -> None:
    _keep_log(connection)
    connection.execute("PRAGMA foreign_keys = OFF")


def _prepare_reader(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute("PRAGMA query_only = ON")
