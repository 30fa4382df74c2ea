"""CSV."""

import csv
import io
import re
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

from desk.export_columns import COLUMNS, Column, Kind, iso
from storage import ExportRow

LIST_JOINT: Final = "; "
_FORMULA: Final = re.compile(r"[\s\x00]*[=+\-@\t\r＝＋－＠]")
_BREAKS: Final = re.compile(r"\r\n?")


def guarded(text: str) -> str:
    """A text that a spreadsheet might take for a formula gets an apostrophe in front, which spreadsheets do not show."""
    return "'" + text if _FORMULA.match(text) else text


class CsvWriter:
    """UTF-8 with a byte-order mark, so that Excel reads Arabic; fields quoted where needed; formulas defused."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._line = io.StringIO(newline="")
        self._csv = csv.writer(self._line, lineterminator="\r\n")
        stream.write(b"\xef\xbb\xbf")
        self._put([column.name for column in COLUMNS])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def write(self, row: ExportRow) -> None:
        self._put([_cell(column, row) for column in COLUMNS])

    def _put(self, values: list[object]) -> None:
        self._csv.writerow(values)
        self._stream.write(self._line.getvalue().encode("utf-8", "replace"))
        self._line.seek(0)
        self._line.truncate()


def _cell(column: Column, row: ExportRow) -> Any:
    kind, value = column.kind, column.value(row)
    if kind is Kind.TEXT:
        return guarded(_BREAKS.sub("\n", value)) if value else ""
    if kind is Kind.MOMENT:
        return iso(value, row.published_offset_minutes if column.name == "published_at" else None)
    return guarded(LIST_JOINT.join(value)) if kind is Kind.LIST else value
