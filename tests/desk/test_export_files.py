"""Exports of a database: every article with every column, and no half of a file whatever happens on the way."""

import fcntl
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from demo_database import Demo
from rasid_runs import ROOT, Rasid

from desk.export_files import opened
from desk.exports import COLUMNS, ExportFormat, write_export
from press.errors import UsageError
from storage import Storage, open_storage

FORMS = [each.value for each in ExportFormat]


@pytest.fixture
def storage(finished_demo: Demo) -> Iterator[Storage]:
    with open_storage(f"sqlite:///{finished_demo.database}", read_only=True) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Empty."""
    made = tmp_path / "exports"
    made.mkdir()
    return made


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_json_lines_hold_every_column_of_every_article_in_order(storage: Storage, folder: Path) -> None:
    number = write_export(storage, "", folder / "all.jsonl")
    rows = list(storage.export(""))
    lines = [json.loads(line) for line in (folder / "all.jsonl").read_text("utf-8").splitlines()]
    assert number == len(lines) == len(rows) > 10
    assert all(list(line) == [column.name for column in COLUMNS] for line in lines)
    assert [line["id"] for line in lines] == [each.id for each in rows]
    assert [line["text"] for line in lines] == [each.text for each in rows]
    assert any(line["persons"] for line in lines)
    assert any(line["places"] for line in lines)


@pytest.mark.parametrize("form", FORMS)
def test_nothing_found_makes_an_empty_file(storage: Storage, folder: Path, form: str) -> None:
    assert write_export(storage, "until:1999", folder / f"none.{form}") == 0
    assert names(folder) == [f"none.{form}"]


def test_a_file_that_is_there_is_kept_unless_forced(storage: Storage, folder: Path) -> None:
    file = folder / "a.csv"
    file.write_text("mine")
    with pytest.raises(UsageError, match="--force"):
        write_export(storage, "", file)
    assert file.read_text() == "mine"
    assert write_export(storage, "", file, force=True)
    assert file.read_bytes().startswith(b"\xef\xbb\xbfid,")
    assert names(folder) == ["a.csv"]


@pytest.mark.parametrize("force", [False, True])
def test_a_directory_or_a_place_that_is_not_there_is_wrong_use_at_once(
    storage: Storage, folder: Path, force: bool
) -> None:
    with pytest.raises(UsageError, match="Is a directory"):
        write_export(storage, "", folder, form="csv", force=force)
    with pytest.raises(UsageError, match="No such file or directory"):
        write_export(storage, "", folder / "missing" / "a.csv", force=force)
    assert names(folder) == []


def test_a_link_goes_on_leading_to_the_file_that_is_written(storage: Storage, folder: Path) -> None:
    (folder / "link.csv").symlink_to("there.csv")
    assert write_export(storage, "", folder / "link.csv")
    assert (folder / "link.csv").is_symlink()
    assert names(folder) == ["link.csv", "there.csv"]


@pytest.mark.parametrize("form", FORMS)
def test_a_pipe_is_written_into_and_stays_a_pipe(storage: Storage, folder: Path, form: str) -> None:
    os.mkfifo(folder / "pipe")
    with subprocess.Popen(["cat", folder / "pipe"], stdout=subprocess.PIPE) as reader:
        number = write_export(storage, "", folder / "pipe", form=form, force=True)
        came, _ = reader.communicate()
    assert number > 10
    assert len(came) > 10_000
    assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)
    assert names(folder) == ["pipe"]


def test_two_exports_into_one_file_do_not_mix(storage: Storage, folder: Path) -> None:
    with (folder / "a.csv.part").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        other.write("theirs")
        other.flush()
        with pytest.raises(UsageError, match="another export"):
            write_export(storage, "", folder / "a.csv")
        assert (folder / "a.csv.part").read_text() == "theirs"
    assert write_export(storage, "", folder / "a.csv")
    assert names(folder) == ["a.csv"]


@pytest.mark.parametrize("form", FORMS)
def test_an_export_that_is_stopped_half_way_leaves_nothing(storage: Storage, folder: Path, form: str) -> None:
    def stop(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_export(storage, "", folder / f"a.{form}", progress=stop)
    assert names(folder) == []


FULL = """
import resource, sys
from pathlib import Path
from desk.exports import write_export
from press.errors import UsageError
from storage import open_storage
with open_storage(f"sqlite:///{sys.argv[1]}", read_only=True) as storage:
    next(storage.export(""))
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    for file in sys.argv[2:]:
        try:
            write_export(storage, "", Path(file))
        except UsageError as error:
            print(error)
"""


def test_a_full_disk_is_one_line_and_leaves_nothing(finished_demo: Demo, folder: Path, tmp_path: Path) -> None:
    """No file may grow beyond a page; Excel's rows wait in another place, which is left empty as well."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    files = [str(folder / f"a.{form}") for form in FORMS]
    done = subprocess.run(
        [sys.executable, "-c", FULL, finished_demo.database, *files],
        env=os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(scratch)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == [
        f"{file}: cannot be written (File too large). Name another file." for file in files
    ]
    assert done.stderr == ""
    assert names(folder) == names(scratch) == []


@pytest.mark.parametrize("words", [(), ("--format", "csv"), ("--force",)])
def test_a_name_that_is_too_long_is_refused(finished_demo: Demo, rasid: Rasid, words: tuple[str, ...]) -> None:
    name = "a" * 300 + ".csv"
    ran = rasid("--database", str(finished_demo.database), "export", name, *words)
    assert ran.err == f"rasid: {name}: cannot be written (File name too long). Name another file.\n"
    assert ran.code == 2


@pytest.mark.parametrize(
    ("file", "form"), [("-", "jsonl"), ("-", "xlsx"), ("/dev/full", "parquet"), ("/dev/full", "xlsx")]
)
def test_standard_output_and_devices_that_are_full_say_so(finished_demo: Demo, file: str, form: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "desk.command", "--database", finished_demo.database, "export", file, "--format", form],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )  # fmt: skip
    name = "standard output" if file == "-" else file
    assert done.stderr == f"rasid: {name}: cannot be written (No space left on device). Name another file.\n"
    assert done.returncode == 2
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


@pytest.mark.parametrize("form", ["jsonl", "xlsx"])
def test_a_reader_who_has_had_enough_ends_the_export_quietly(finished_demo: Demo, form: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "desk.command", "--database", finished_demo.database, "export", "-", "--format", form],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert process.returncode == 141


def test_a_query_named_before_the_file_is_told_the_order(rasid: Rasid, finished_demo: Demo) -> None:
    ran = rasid("--database", str(finished_demo.database), "export", "org:SCO", "week.csv")
    assert ran.code == 2
    assert "The file is named first, then the query" in ran.err


def test_of_exports_into_one_file_at_once_each_is_whole_or_is_told_that_another_writes(folder: Path) -> None:
    file = folder / "a.csv"

    def write_often(letter: bytes) -> set[str]:
        told = set()
        for _ in range(500):
            try:
                with opened(file, force=True) as stream:
                    stream.write(letter * 100)
            except UsageError as error:
                told.add(str(error))
        return told

    with ThreadPoolExecutor(3) as threads:
        told = set().union(*threads.map(write_often, (b"a", b"b", b"c")))
    assert told <= {f"{file}: another export is writing it. Name another file, or wait."}
    assert len(file.read_bytes()) == 100
    assert names(folder) == ["a.csv"]


def test_a_directory_named_as_a_file_is_called_one(storage: Storage, folder: Path) -> None:
    with pytest.raises(UsageError, match="this is a directory"):
        write_export(storage, "", folder)
