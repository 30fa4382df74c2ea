"""Excel: sheets from right to left, written row by row."""

import re
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from desk.export_columns import COLUMNS, Column, Kind
from desk.export_text import LIST_JOINT
from storage import ExportRow

LONGEST_CELL: Final = 32_767
MOST_ROWS: Final = 1_048_576
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


class ExcelWriter:
    """Moments are dates in UTC; every text is written as text, so none is a formula. A full sheet is followed by another."""

    def __init__(self, stream: BinaryIO) -> None:
        self._book = xlsxwriter.Workbook(stream, _OPTIONS)
        self._bold = self._book.add_format({"bold": True})
        self._new_sheet()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._book.close()

    def write(self, row: ExportRow) -> None:
        if self._next == MOST_ROWS:
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

    def _cell(self, number: int, column: Column, value: Any) -> None:
        if value is None or value in ("", ()):
            return
        if column.kind is Kind.NUMBER:
            self._sheet.write_number(self._next, number, value)
        elif column.kind is Kind.MOMENT and value.year >= 1900:
            self._sheet.write_datetime(self._next, number, value)
        elif column.kind is Kind.LIST:
            self._sheet.write_string(self._next, number, LIST_JOINT.join(value))
        else:
            self._sheet.write_string(self._next, number, _cell_text(str(value)))


def _cell_text(text: str) -> str:
    clean = _UNWRITABLE.sub("", text)
    return clean if len(clean) <= LONGEST_CELL else clean[: LONGEST_CELL - len(CUT)] + CUT
