"""Exports: what is written can be read back, a spreadsheet runs none of it, and memory does not grow."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from desk.export_text import guarded
from desk.exports import COLUMNS, ExportFormat, format_of, write_export, write_rows
from press.errors import UsageError
from storage import ExportRow

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NAMES = [column.name for column in COLUMNS]


def row(number: int = 1, **changes: object) -> ExportRow:
    plain = ExportRow(
        id=number,
        sort_at=NOON,
        published_at=NOON,
        published_offset_minutes=300,
        published_precision="minute",
        published_reason="",
        first_seen_at=NOON + timedelta(hours=1),
        source_id="kazinform-ar",
        source="كازينفورم",
        country="KZ",
        language="ar",
        organizations=("CICA", "SCO"),
        title="قمة «بناء الثقة» في أستانا",
        text='الفقرة الأولى.\nالفقرة الثانية، وفيها "اقتباس".',
        author=None,
        credit="kazinform",
        section=None,
        url="https://kazinform.example/1",
        sightings=2,
        revision=1,
    )
    return plain._replace(**changes)


ROWS = [
    row(),
    row(2, published_at=None, published_offset_minutes=None, published_precision=None, published_reason="no date", organizations=()),
    row(3, title='=HYPERLINK("https://evil.example")', author="@cmd", text="+1\r\n-2"),
    row(4, title="上海合作组织", source="新华社", language="zh", text="a\0b\x0bc\ud800d"),
]  # fmt: skip


def written(form: str, rows: list[ExportRow]) -> bytes:
    stream = io.BytesIO()
    assert write_rows(rows, ExportFormat(form), stream) == len(rows)
    return stream.getvalue()


def test_csv_is_utf8_with_a_mark_and_reads_back() -> None:
    data = written("csv", ROWS)
    assert data.startswith(b"\xef\xbb\xbf")
    read = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert list(read[0]) == NAMES
    assert read[0]["title"] == "قمة «بناء الثقة» في أستانا"
    assert read[0]["text"] == ROWS[0].text
    assert read[0]["published_at"] == "2026-03-02T17:00:00+05:00"
    assert read[0]["first_seen_at"] == "2026-03-02T13:00:00+00:00"
    assert read[0]["organizations"] == "CICA; SCO"
    assert read[1]["published_at"] == ""
    assert read[2]["title"].startswith("'=HYPERLINK")
    assert read[2]["author"] == "'@cmd"
    assert read[2]["text"] == "'+1\n-2"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        " =1",
        "\t=1",
        "\r=1",
        "\n=1",
        "\0=1",
        "＝1",
        "＋1",
        "\u00a0=1",
        "\t",
        "=cmd|'/c calc'!A0",
    ],
)
def test_what_a_spreadsheet_might_run_is_defused(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", ["قمة", "a=1", "5-6", "«-»", "", "الثقة - آسيا"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_json_lines_hold_every_column_typed() -> None:
    lines = [json.loads(line) for line in written("jsonl", ROWS).decode().splitlines()]
    assert all(list(line) == NAMES for line in lines)
    assert lines[0]["organizations"] == ["CICA", "SCO"]
    assert lines[0]["published_at"] == "2026-03-02T17:00:00+05:00"
    assert datetime.fromisoformat(lines[0]["published_at"]) == NOON
    assert lines[0]["sort_at"] == "2026-03-02T12:00:00+00:00"
    assert lines[1]["published_at"] is None
    assert lines[2]["title"] == ROWS[2].title


def test_json_lines_are_the_same_without_the_fast_library(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = [json.loads(line) for line in written("jsonl", ROWS[:3]).splitlines()]
    monkeypatch.setitem(sys.modules, "orjson", None)
    assert [json.loads(line) for line in written("jsonl", ROWS[:3]).splitlines()] == fast


def test_parquet_is_typed_and_describes_its_columns() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(written("parquet", ROWS)))
    assert table.column_names == NAMES
    assert table.column("published_at").to_pylist()[:2] == [NOON, None]
    assert table.column("organizations").to_pylist()[:2] == [["CICA", "SCO"], []]
    assert table.column("title").to_pylist()[2] == ROWS[2].title
    assert all(field.metadata[b"description"] for field in table.schema)


def sheet(data: bytes, number: int = 1) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))


def tag(name: str) -> str:
    return "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}" + name


def test_excel_sheets_run_from_right_to_left_and_hold_no_formula() -> None:
    pytest.importorskip("xlsxwriter")
    page = sheet(written("xlsx", ROWS))
    assert next(page.iter(tag("sheetView"))).get("rightToLeft") == "1"
    assert not list(page.iter(tag("f")))
    assert not list(page.iter(tag("hyperlink")))
    lines = list(page.iter(tag("row")))
    assert len(lines) == 1 + len(ROWS)
    assert ["".join(cell.itertext()) for cell in lines[0]] == NAMES
    texts = ["".join(cell.itertext()) for cell in lines[3]]
    assert ROWS[2].title in texts


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    pytest.importorskip("xlsxwriter")
    page = sheet(written("xlsx", [row(text="ث" * 40_000)]))
    longest = max(len("".join(cell.itertext())) for cell in page.iter(tag("c")))
    assert longest == 32_767
    assert any("[cut:" in "".join(cell.itertext()) for cell in page.iter(tag("c")))


def test_a_full_sheet_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("xlsxwriter")
    monkeypatch.setattr("desk.export_excel.MOST_ROWS", 3)
    data = written("xlsx", [row(number) for number in range(5)])
    assert [len(list(sheet(data, number).iter(tag("row")))) for number in (1, 2, 3)] == [3, 3, 2]


def test_a_moment_before_1900_does_not_stop_an_excel_export() -> None:
    pytest.importorskip("xlsxwriter")
    early = datetime(1850, 1, 1, tzinfo=UTC)
    assert written("xlsx", [row(sort_at=early)])
    assert written("csv", [row(published_at=early.astimezone(UTC))])


@pytest.mark.parametrize("form", [each.value for each in ExportFormat])
def test_nothing_found_makes_an_empty_file_with_its_columns(tmp_path: Path, form: str) -> None:
    file = tmp_path / f"none.{form}"
    assert write_export([], file) == 0
    assert file.exists()


def test_the_files_name_tells_the_format(tmp_path: Path) -> None:
    assert format_of(Path("a.NDJSON")) is ExportFormat.JSON_LINES
    with pytest.raises(UsageError, match=r"Did you mean “\.xlsx”"):
        format_of(Path("a.xls"))
    with pytest.raises(UsageError, match="standard output"):
        format_of(Path("-"))
    with pytest.raises(UsageError, match="Did you mean “csv”"):
        write_export([], tmp_path / "a", form="cvs")


def test_a_file_that_is_there_is_kept_unless_forced(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("mine")
    with pytest.raises(UsageError, match="--force"):
        write_export(ROWS, file)
    assert file.read_text() == "mine"
    assert write_export(ROWS, file, force=True) == len(ROWS)


def test_an_export_that_breaks_leaves_no_file(tmp_path: Path) -> None:
    def breaking() -> Iterator[ExportRow]:
        yield row()
        raise UsageError("the database is gone")

    for form in ExportFormat:
        with pytest.raises(UsageError, match="gone"):
            write_export(breaking(), tmp_path / f"a.{form}")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        write_export(ROWS, tmp_path / "missing" / "a.csv")


def test_progress_is_told_on_the_way_and_at_the_end(tmp_path: Path) -> None:
    heard: list[int] = []
    write_export((row(number) for number in range(1_200)), tmp_path / "a.jsonl", progress=heard.append)
    assert heard == [500, 1000, 1200]


def test_every_column_is_explained() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert all(column.explained.endswith(".") for column in COLUMNS)


MEASURE = """
import resource, sys
from pathlib import Path
from desk.exports import write_export
from tests.desk.test_exports import row
body = "كلمة أخرى " * 250
def rows(number):
    for each in range(number):
        yield row(each, text=body + str(each))
write_export(rows(1000), Path(sys.argv[1]), force=True)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
write_export(rows(int(sys.argv[2])), Path(sys.argv[1]), force=True)
print(before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.parametrize(("form", "number"), [("jsonl", 12_000), ("csv", 8_000), ("parquet", 12_000), ("xlsx", 2_000)])
def test_memory_does_not_grow_with_the_number_of_articles(tmp_path: Path, form: str, number: int) -> None:
    """Ten megabytes of texts and more pass through; the process keeps a part of that."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path / f"a.{form}"), str(number)],
        capture_output=True,
        text=True,
        check=True,
    )
    before, after = map(int, done.stdout.split())
    assert after - before < 60 * 1024 if form == "parquet" else after - before < 12 * 1024
