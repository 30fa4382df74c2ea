"""Parquet: typed columns, compressed, in groups of rows."""

from types import TracebackType
from typing import Any, BinaryIO, Final, Self

import pyarrow as arrow  # type: ignore[import-untyped]  # it ships no types
from pyarrow import parquet

from desk.export_columns import COLUMNS, Kind
from storage import ExportRow

GROUP: Final = 2_000

_TYPES: Final = {
    Kind.TEXT: arrow.string(),
    Kind.NUMBER: arrow.int64(),
    Kind.MOMENT: arrow.timestamp("us", tz="UTC"),
    Kind.LIST: arrow.list_(arrow.string()),
}
_SCHEMA: Final = arrow.schema(
    [arrow.field(column.name, _TYPES[column.kind], metadata={"description": column.explained}) for column in COLUMNS]
)


class ParquetWriter:
    """Moments are in UTC; organizations are a list."""

    def __init__(self, stream: BinaryIO) -> None:
        self._file = parquet.ParquetWriter(stream, _SCHEMA, compression="zstd")
        self._rows: list[ExportRow] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._write_group()
        self._file.close()

    def write(self, row: ExportRow) -> None:
        self._rows.append(row)
        if len(self._rows) == GROUP:
            self._write_group()

    def _write_group(self) -> None:
        if self._rows:
            arrays = [self._array(number) for number in range(len(COLUMNS))]
            self._file.write_batch(arrow.RecordBatch.from_arrays(arrays, schema=_SCHEMA))
            self._rows.clear()

    def _array(self, number: int) -> Any:
        column = COLUMNS[number]
        values: list[Any] = [column.value(row) for row in self._rows]
        if column.kind is Kind.TEXT:
            values = [value if value is None else value.encode("utf-8", "replace").decode() for value in values]
        return arrow.array(values, type=_SCHEMA.field(number).type)
