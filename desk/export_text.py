"""CSV and JSON Lines."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import datetime
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


class _StreamWriter:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._stream.flush()


class CsvWriter(_StreamWriter):
    """UTF-8 with a byte-order mark, so that Excel reads Arabic; fields quoted where needed; formulas defused."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        self._line = io.StringIO(newline="")
        self._csv = csv.writer(self._line, lineterminator="\r\n")
        stream.write(b"\xef\xbb\xbf")
        self._put([column.name for column in COLUMNS])

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


class JsonLinesWriter(_StreamWriter):
    """An object a line, in UTF-8; moments in ISO 8601, organizations as a list, what is not known as null."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        self._encode = json_encoder()

    def write(self, row: ExportRow) -> None:
        self._stream.write(self._encode(json_object(row)) + b"\n")


def json_encoder() -> Callable[[dict[str, object]], bytes]:
    """orjson where it is installed (half of the time of a row is spent here), else Python's own."""
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=datetime.isoformat).encode

    def slow(value: dict[str, object]) -> bytes:
        return encode(value).encode("utf-8", "replace")

    try:
        from orjson import dumps
    except ImportError:
        return slow

    def fast(value: dict[str, object]) -> bytes:
        try:
            return dumps(value)
        except TypeError:  # half a character
            return slow(value)

    return fast


def json_object(row: ExportRow) -> dict[str, object]:
    """A row as JSON has it, in the order of the columns."""
    offset = row.published_offset_minutes
    return {
        "id": row.id,
        "sort_at": row.sort_at,
        "published_at": iso(row.published_at, offset) if offset else row.published_at,
        "published_precision": row.published_precision,
        "published_reason": row.published_reason,
        "first_seen_at": row.first_seen_at,
        "source": row.source,
        "source_id": row.source_id,
        "country": row.country,
        "language": row.language,
        "organizations": row.organizations,
        "title": row.title,
        "text": row.text,
        "author": row.author,
        "credit": row.credit,
        "section": row.section,
        "url": row.url,
        "sightings": row.sightings,
        "revision": row.revision,
    }
