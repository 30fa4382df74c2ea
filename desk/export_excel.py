"""Excel: sheets from right to left, written row by row."""

import re
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.exceptions import FileCreateError, FileSizeError  # type: ignore[import-untyped]

from desk.export_columns import COLUMNS, Column, Kind
from desk.export_text import LIST_JOINT
from press.errors import UsageError
from storage import ExportRow

LONGEST_CELL: Final = 32_767
MOST_ROWS: Final = 1_048_576
LARGEST_SHEET: Final = 1_000_000_000
"""So many bytes; an archive without extensions, which Excel would offer to repair, takes twice as many."""

MARKUP: Final = 50
"""So many bytes are written around what a cell says."""

CUT: Final = " … [cut: Excel takes no more than 32,767 letters a cell]"
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
    "default_date_format": "yyyy-mm-dd hh:mm",
}


class _UntilItFails:
    """A stream that is only written on. An archive that could not be finished tries again when it is thrown away, where nobody
    can be told."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._failed = False

    def write(self, data: bytes) -> int:
        if self._failed:
            return len(data)
        try:
            return self._stream.write(data)
        except OSError:
            self._failed = True
            raise

    def flush(self) -> None:
        """Whoever opened it does that."""


class ExcelWriter:
    """Moments are dates in UTC; every text is written as text, so none is a formula. A full sheet is followed by another."""

    def __init__(self, stream: BinaryIO) -> None:
        self._folder = TemporaryDirectory(prefix="rasid-")
        self._book = xlsxwriter.Workbook(_UntilItFails(stream), _OPTIONS | {"tmpdir": self._folder.name})
        self._bold = self._book.add_format({"bold": True})
        self._new_sheet()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._folder:
            if error is None:
                self._close()

    def _close(self) -> None:
        try:
            self._book.close()
        except FileCreateError as error:
            raise error.args[0] from None
        except FileSizeError:
            raise UsageError("an Excel file takes no more than 2 GB: ask for less, or write csv or parquet") from None

    def write(self, row: ExportRow) -> None:
        if self._next == MOST_ROWS or self._bytes >= LARGEST_SHEET:
            self._new_sheet()
        for number, column in enumerate(COLUMNS):
            self._cell(number, column, column.value(row))
        self._next += 1

    def _new_sheet(self) -> None:
        self._sheet = self._book.add_worksheet()
        self._sheet.right_to_left()
        self._sheet.freeze_panes(1, 0)
        for number, column in enumerate(COLUMNS):
            self._sheet.set_column(number, number, column.width)
            self._sheet.write_string(0, number, column.name, self._bold)
        self._next = 1
        self._bytes = 0

    def _cell(self, number: int, column: Column, value: Any) -> None:
        if value is None or value in ("", ()):
            return
        self._bytes += MARKUP
        if column.kind is Kind.NUMBER:
            self._sheet.write_number(self._next, number, value)
        elif column.kind is Kind.MOMENT and value.year >= 1900:
            self._sheet.write_datetime(self._next, number, value)
        else:
            text = _cell_text(LIST_JOINT.join(value) if column.kind is Kind.LIST else str(value))
            self._bytes += len(text.encode())
            self._sheet.write_string(self._next, number, text)


def _cell_text(text: str) -> str:
    clean = _UNWRITABLE.sub("", text)
    return clean if len(clean) <= LONGEST_CELL else clean[: LONGEST_CELL - len(CUT)] + CUT
