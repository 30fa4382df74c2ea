"""A copy of the database, made while others work with it."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from press.errors import StorageUnavailable
from storage.border import driver_errors
from storage.engines import Engines, quoted


def backup(engines: Engines, target: Path) -> None:
    """Writes a copy, whole and consistent, in one file; writers go on meanwhile. It is checked before it gets its name.

    Raises StorageUnavailable when there is such a file already, or when it cannot be written.
    """
    if target.exists():
        raise StorageUnavailable(f"{target}: is there already; a backup never overwrites anything. Name another file.")
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        with driver_errors(str(target)):
            _copy(engines.path, unfinished)
        os.link(unfinished, target)
    except OSError as error:
        raise StorageUnavailable(f"{target}: cannot be written ({error.strerror}). Name another place.") from error
    finally:
        if target.parent.is_dir():
            unfinished.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"file:{quoted(source)}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        verdict = new.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise StorageUnavailable(f"{source}: the copy is damaged, as the database itself may be: {verdict}")
    with target.open("rb") as file:
        os.fsync(file.fileno())
