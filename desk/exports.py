"""Takes articles away: CSV, JSON Lines, Parquet and Excel, row by row, so that memory does not grow with the number of articles.

A file appears under its name only when it is complete: until then it is `NAME.part`.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Protocol, Self

from desk.export_columns import COLUMNS, Column
from press.errors import UsageError, nearest
from storage import ExportRow

__all__ = ["COLUMNS", "Column", "ExportFormat", "format_of", "write_export", "write_rows"]

PROGRESS_EVERY: Final = 500
BUFFER: Final = 1 << 20
STANDARD_OUTPUT: Final = Path("-")


class ExportFormat(StrEnum):
    CSV = "csv"
    JSON_LINES = "jsonl"
    PARQUET = "parquet"
    EXCEL = "xlsx"


_NEEDED: Final = {ExportFormat.PARQUET: "pyarrow", ExportFormat.EXCEL: "xlsxwriter"}
_ENDINGS: Final = {
    ".csv": ExportFormat.CSV,
    ".jsonl": ExportFormat.JSON_LINES,
    ".ndjson": ExportFormat.JSON_LINES,
    ".parquet": ExportFormat.PARQUET,
    ".xlsx": ExportFormat.EXCEL,
}


class Writer(Protocol):
    """One file in the making. Leaving the context finishes it; after an error it is not to be used."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def write(self, row: ExportRow) -> None: ...


def format_of(path: Path) -> ExportFormat:
    """By the file's ending. Raises UsageError for one that names no format."""
    if path == STANDARD_OUTPUT:
        raise UsageError("standard output has no ending: add --format csv, jsonl, parquet or xlsx")
    ending = path.suffix.lower()
    if ending not in _ENDINGS:
        raise UsageError(
            f"{path.name}: the ending names no format.{nearest(ending, _ENDINGS)} Known: {', '.join(_ENDINGS)}"
        )
    return _ENDINGS[ending]


def write_export(
    rows: Iterable[ExportRow],
    file: Path,
    *,
    form: ExportFormat | str | None = None,
    force: bool = False,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Writes all rows. How many; `progress` hears how many so far.

    file: - is standard output. form: by default what the file's name says. force: write over a file that is there.
    Raises UsageError for an unknown format, for one whose library is not installed, and for a file that cannot be written.
    """
    wanted = format_of(file) if form is None else _known(form)
    _check_library(wanted)
    if file == STANDARD_OUTPUT:
        return write_rows(rows, wanted, sys.stdout.buffer, progress=progress)
    if file.exists() and not force:
        raise UsageError(f"{file}: there is such a file already. Name another one, or add --force.")
    with _whole_file(file) as stream:
        return write_rows(rows, wanted, stream, progress=progress)


def _known(form: ExportFormat | str) -> ExportFormat:
    try:
        return ExportFormat(form)
    except ValueError:
        names = [each.value for each in ExportFormat]
        raise UsageError(f"“{form}” is no format.{nearest(str(form), names)} Known: {', '.join(names)}") from None


def _check_library(wanted: ExportFormat) -> None:
    library = _NEEDED.get(wanted)
    if library is not None and find_spec(library) is None:
        raise UsageError(
            f"{wanted} needs {library}: `pip install {library}`, or Rasid with its extra: `pip install '.[export]'` in a checkout"
        )


@contextmanager
def _whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name when it is complete, and is gone when it is not."""
    part = path.with_name(path.name + ".part")
    try:
        stream = part.open("wb", buffering=BUFFER)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}). Name another file.") from error
    try:
        with stream:
            yield stream
        os.replace(part, path)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise UsageError(f"{path}: cannot be written ({error.strerror or error}).") from error
        raise


def write_rows(
    rows: Iterable[ExportRow], form: ExportFormat, stream: BinaryIO, *, progress: Callable[[int], None] | None = None
) -> int:
    """The same, to any stream."""
    number = 0
    with _writer(form, stream) as writer:
        for number, row in enumerate(rows, 1):
            writer.write(row)
            if progress is not None and number % PROGRESS_EVERY == 0:
                progress(number)
    if progress is not None:
        progress(number)
    return number


def _writer(form: ExportFormat, stream: BinaryIO) -> Writer:
    if form is ExportFormat.PARQUET:
        from desk.export_parquet import ParquetWriter

        return ParquetWriter(stream)
    if form is ExportFormat.EXCEL:
        from desk.export_excel import ExcelWriter

        return ExcelWriter(stream)
    from desk.export_text import CsvWriter, JsonLinesWriter

    return CsvWriter(stream) if form is ExportFormat.CSV else JsonLinesWriter(stream)
