"""The border where errors of database drivers become our own: nothing of SQLAlchemy gets past it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError

from press.errors import StorageError, StorageUnavailable

ADVICE = {
    "database is locked": "another process has held the database for too long. Wait for it, or raise database.busy_timeout_seconds.",
    "file is not a database": "this file is no database. Name another one in database.url, or move the file away.",
    "unable to open database file": "it cannot be opened. Check that the directory exists and that you may write there.",
    "attempt to write a readonly database": "it may not be written. Check the rights of the file and of its directory.",
    "database or disk is full": "the disk is full. Make room, then start again: nothing that was stored is lost.",
    "disk i/o error": "the disk reports an error. Check the disk, then start again.",
    "database disk image is malformed": "the database is damaged. Restore a backup.",
    "no such table": "this is not a database of Rasid, or it was cut short. Name another one in database.url.",
}


@contextmanager
def driver_errors(where: str) -> Iterator[None]:
    """Raises StorageUnavailable, with what to do, for whatever a driver reports about the database at `where`."""
    try:
        yield
    except StorageError:
        raise
    except StatementError as error:
        if isinstance(error, DBAPIError) or error.orig is None:
            raise StorageUnavailable(f"{where}: {in_words(error)}") from error
        raise error.orig from None  # a value that no statement takes is a defect of ours, not of the database
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StorageUnavailable(f"{where}: {in_words(error)}") from error


def in_words(error: Exception) -> str:
    """What happened, and what to do about it."""
    said = str(error.orig) if isinstance(error, DBAPIError) and error.orig is not None else str(error)
    for phrase, advice in ADVICE.items():
        if phrase in said.lower():
            return advice
    return f"the database says: {said}"
