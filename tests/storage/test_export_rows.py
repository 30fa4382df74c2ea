"""Exports: a line of JSON means what the row means, and a long one leaves nothing behind that reads ahead."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from shelf import Piece, Shelf

from storage import ExportRow, Storage, open_storage, read_ahead
from storage.moments import to_microseconds

PLAIN = "كلمة في نص عن التعاون"
TEXTS = (
    "", "سطر\nوسطر\r\nوآخر\tوجدول", 'قال: "نعم" \\ ثم "لا"', "".join(map(chr, range(1, 33))), "a\0b", "\x7f\x80\u2028\u2029\ufeff",
    "上海合作组织 😀 \U0010ffff", "</script>&amp;'", "\\u0041 \\n", "ـً" * 5_000,
)  # fmt: skip
MICROSECONDS = (
    0, 1, -1, 999_999, 1_000_000, -999_999, -1_000_000, -1_000_001, 1_772_452_800_000_000, 1_772_452_800_123_456,
    -62_135_500_000_000_000, 253_402_000_000_000_000,
)  # fmt: skip
OFFSETS = (None, 0, 300, 345, -210, -1, 840, -720)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shelf.sqlite3"


@pytest.fixture
def storage(path: Path) -> Iterator[Storage]:
    with open_storage(f"sqlite:///{path}") as opened:
        yield opened


@pytest.fixture
def reading_ahead(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """As if the database were a large one. The names of the threads that asked for a piece of it."""
    monkeypatch.setattr(read_ahead, "SMALLEST", 0)
    monkeypatch.setattr(read_ahead, "PIECE", 4096)
    monkeypatch.setattr("storage.search.EXPORT_CHUNK", 2)
    asked: list[str] = []
    advise = os.posix_fadvise

    def heard(file: int, start: int, length: int, advice: int) -> None:
        asked.append(threading.current_thread().name)
        advise(file, start, length, advice)

    monkeypatch.setattr(os, "posix_fadvise", heard)
    return asked


def meant(row: ExportRow) -> dict[str, Any]:
    """What JSON should say of a row."""
    said = row._asdict()
    offset = said.pop("published_offset_minutes")
    for name in ("sort_at", "first_seen_at", "published_at"):
        if (moment := said[name]) is not None:
            zone = timezone(timedelta(minutes=offset or 0 if name == "published_at" else 0))
            said[name] = moment.astimezone(zone).isoformat()
    return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}


def both(storage: Storage) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    lines = list(storage.export_json(""))
    assert all(b"\n" not in line for line in lines)
    return [json.loads(line) for line in lines], [meant(row) for row in storage.export("")]


def test_a_line_of_json_says_what_the_row_says(storage: Storage) -> None:
    shelf = Shelf(storage)
    shelf.put(
        Piece(
            title="قمة", text=PLAIN, organizations=("SCO", "CICA"), persons=("tokayev", "sarybay"), places=("astana",)
        )
    )
    shelf.put(Piece(title="لا تاريخ", text=PLAIN * 2, at=None, author='أ"ب', credit="kazinform", dateline="astana"))
    said, wanted = both(storage)
    assert said == wanted
    assert said[-1]["organizations"] == ["CICA", "SCO"]
    assert said[-1]["persons"] == ["sarybay", "tokayev"]
    assert said[-1]["published_at"].endswith("+05:00")
    assert said[0]["dateline_place"] == "astana"
    assert said[0]["published_at"] is None
    assert said[0]["persons"] == []


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_any_text_the_database_may_hold_comes_out_whole(storage: Storage, path: Path, text: str) -> None:
    Shelf(storage).put(Piece(title="عنوان", text=PLAIN))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE article SET title = ?, author = ?, section = ?, url = ?", (text,) * 4)
        connection.execute("UPDATE article_text SET text = ?", (text,))
    said, wanted = both(storage)
    assert said == wanted
    assert said[0]["text"] == said[0]["title"] == text


def test_any_moment_and_any_printed_offset_come_out_as_python_writes_them(storage: Storage, path: Path) -> None:
    shelf = Shelf(storage)
    cases = [(number, offset) for number in MICROSECONDS for offset in OFFSETS]
    ids = shelf.put_all(Piece(title=f"خبر {number}", text=f"{PLAIN} رقم {number}") for number in range(len(cases)))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "UPDATE article SET sort_at = ?, first_seen_at = ?, published_at = ?, published_offset = ? WHERE id = ?",
            [(number, number, number, offset, article) for (number, offset), article in zip(cases, ids, strict=True)],
        )
    said, wanted = both(storage)
    assert said == wanted
    assert {to_microseconds(datetime.fromisoformat(each["published_at"])) for each in said} == set(MICROSECONDS)


def test_a_long_export_reads_ahead_and_stops_with_the_export(storage: Storage, reading_ahead: list[str]) -> None:
    Shelf(storage).put_all(Piece(title=f"خبر {number}", text=f"{PLAIN} رقم {number}") for number in range(6))
    for left in (storage.export(""), storage.export_json("")):
        assert isinstance(left, Generator)
        assert [next(left) for _ in range(3)]
        left.close()
    assert len(list(storage.export_json(""))) == len(list(storage.export(""))) == 6
    assert set(reading_ahead) == {"read-ahead"}
    assert "read-ahead" not in [thread.name for thread in threading.enumerate()]


def test_reading_ahead_leaves_the_locks_of_the_database_where_they_are(
    storage: Storage, path: Path, reading_ahead: list[str]
) -> None:
    """A journal of another kind needs the file alone; a process that closes a file gives up every lock on it."""
    Shelf(storage).put(Piece(title="عنوان", text=PLAIN))
    assert len(list(storage.export_json(""))) == 1
    assert reading_ahead
    change = f"import sqlite3; sqlite3.connect({str(path)!r}, timeout=0).execute('PRAGMA journal_mode = DELETE')"
    done = subprocess.run([sys.executable, "-c", change], capture_output=True, text=True, check=False)
    assert "database is locked" in done.stderr
