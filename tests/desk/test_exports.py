"""Exports: what is written can be read back, a spreadsheet runs none of it, and memory does not grow."""

import csv
import io
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from desk.export_text import guarded
from desk.exports import COLUMNS, ExportFormat, format_of, write_lines, write_rows
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
        persons=("tokayev",),
        places=("astana", "shymkent"),
        dateline_place="astana",
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
    assert read[0]["persons"] == "tokayev"
    assert read[0]["places"] == "astana; shymkent"
    assert read[0]["dateline_place"] == "astana"
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


def test_parquet_is_typed_and_describes_its_columns() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(written("parquet", ROWS)))
    assert table.column_names == NAMES
    assert table.column("published_at").to_pylist()[:2] == [NOON, None]
    assert table.column("organizations").to_pylist()[:2] == [["CICA", "SCO"], []]
    assert table.column("places").to_pylist()[0] == ["astana", "shymkent"]
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


@pytest.mark.parametrize(
    "long", [{"text": "ث" * 40_000}, {"places": tuple(f"place-{number}" for number in range(4_000))}]
)
def test_a_text_or_a_list_too_long_for_a_cell_is_cut_and_says_so(long: dict[str, object]) -> None:
    pytest.importorskip("xlsxwriter")
    page = sheet(written("xlsx", [row(**long)]))
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


def test_a_sheet_that_would_become_too_large_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive without extensions holds no part of more than 2 GB: half a million articles."""
    pytest.importorskip("xlsxwriter")
    monkeypatch.setattr("desk.export_excel.LARGEST_SHEET", 10_000)
    data = written("xlsx", [row(number, text="ث" * 3_000) for number in range(4)])
    assert [len(list(sheet(data, number).iter(tag("row")))) for number in (1, 2)] == [3, 3]


def test_the_files_name_tells_the_format(tmp_path: Path) -> None:
    assert format_of(Path("a.NDJSON")) is ExportFormat.JSON_LINES
    with pytest.raises(UsageError, match=r"Did you mean “\.xlsx”"):
        format_of(Path("a.xls"))
    with pytest.raises(UsageError, match="standard output"):
        format_of(Path("-"))
    with pytest.raises(UsageError, match="The file is named first"):
        format_of(Path("org:SCO"))


def test_progress_is_told_on_the_way_and_at_the_end() -> None:
    heard: list[int] = []
    write_lines((b"{}" for _ in range(1_200)), io.BytesIO(), progress=heard.append)
    write_rows((row(number) for number in range(600)), ExportFormat.CSV, io.BytesIO(), progress=heard.append)
    assert heard == [500, 1000, 1200, 500, 600]


def test_every_column_is_explained() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert all(column.explained.endswith(".") for column in COLUMNS)
    page = (Path(__file__).parents[2] / "docs" / "exports.md").read_text("utf-8")
    table = [f"| `{column.name}` | {column.kind} | {column.explained} |" for column in COLUMNS]
    assert page.split("|---|---|---|\n")[1].splitlines() == table


MEASURE = """
import resource, sys
from desk.exports import ExportFormat, write_rows
from tests.desk.test_exports import row
body = "كلمة أخرى " * 250
def write(number):
    with open(sys.argv[1], "wb") as stream:
        write_rows((row(each, text=body + str(each)) for each in range(number)), ExportFormat(sys.argv[2]), stream)
write(1000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
write(int(sys.argv[3]))
print(before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.parametrize(("form", "number"), [("csv", 8_000), ("parquet", 12_000), ("xlsx", 2_000)])
def test_memory_does_not_grow_with_the_number_of_articles(tmp_path: Path, form: str, number: int) -> None:
    """Ten megabytes of texts and more pass through; the process keeps a part of that."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path / f"a.{form}"), form, str(number)],
        capture_output=True,
        text=True,
        check=True,
    )
    before, after = map(int, done.stdout.split())
    assert after - before < 60 * 1024 if form == "parquet" else after - before < 12 * 1024
