"""Takes articles away: CSV, JSON Lines, Parquet and Excel, row by row, so that memory does not grow with the number of articles."""

import os
import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Protocol, Self, TypeVar

from desk.export_columns import COLUMNS, Column
from desk.export_files import STANDARD_OUTPUT, opened
from press.errors import UsageError, nearest
from press.queries import Query
from storage import ExportRow, Storage

__all__ = [
    "COLUMNS",
    "STANDARD_OUTPUT",
    "Column",
    "ExportFormat",
    "format_of",
    "write_export",
    "write_lines",
    "write_rows",
]

PROGRESS_EVERY: Final = 500
Taken = TypeVar("Taken")


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
    if os.path.isdir(path):  # unlike Path's, it lets a name pass that is too long: writing tells of it
        raise UsageError(f"{path}: this is a directory. Name a file in it, such as {path / 'articles.csv'}.")
    if ending not in _ENDINGS:
        raise UsageError(
            f"{path}: the ending names no format.{nearest(ending, _ENDINGS)} Known: {', '.join(_ENDINGS)}."
            " The file is named first, then the query; --format takes any name."
        )
    return _ENDINGS[ending]


def write_export(
    storage: Storage,
    query: Query | str,
    file: Path,
    *,
    form: ExportFormat | str | None = None,
    force: bool = False,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Writes all articles that answer. How many; `progress` hears how many so far.

    file: - is standard output. form: by default what the file's name says. force: write over a file that is there.
    Raises UsageError for an unknown format, for one whose library is not installed, and for a file that cannot be written.
    """
    wanted = format_of(file) if form is None else _known(form)
    _check_library(wanted)
    if file == STANDARD_OUTPUT and wanted in _NEEDED and sys.stdout.isatty():
        raise UsageError(f"{wanted} is nothing to read on a screen: name a file, or send it on with | or >")
    with opened(file, force=force) as stream:
        if wanted is ExportFormat.JSON_LINES:
            return write_lines(storage.export_json(query), stream, progress=progress)
        return write_rows(storage.export(query), wanted, stream, progress=progress)


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


def write_rows(
    rows: Iterable[ExportRow], form: ExportFormat, stream: BinaryIO, *, progress: Callable[[int], None] | None = None
) -> int:
    """CSV, Parquet or Excel, to any stream."""
    with _writer(form, stream) as writer:
        return _take(rows, writer.write, progress)


def write_lines(lines: Iterable[bytes], stream: BinaryIO, *, progress: Callable[[int], None] | None = None) -> int:
    """JSON Lines, as the database makes them."""
    return _take(lines, lambda line: stream.write(line + b"\n"), progress)


def _take(articles: Iterable[Taken], take: Callable[[Taken], object], progress: Callable[[int], None] | None) -> int:
    number = 0
    for number, article in enumerate(articles, 1):
        take(article)
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
    from desk.export_text import CsvWriter

    return CsvWriter(stream)
