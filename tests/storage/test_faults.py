"""Real faults: a database that is locked, gone, full, or none at all. Each ends in a sentence, and nothing is half done."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hand_clock import HandClock
from newsdesk import OUTLETS, Newsroom, article, source

from press.errors import DaemonRunning, StorageUnavailable
from storage import Storage, hold_daemon_lock, open_storage
from storage.engines import Engines


def hold_write_lock(path: str, seconds: float) -> "subprocess.Popen[str]":
    """Another process that holds the database for so long; returns once it does."""
    program = (
        "import sqlite3, sys, time\n"
        "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "connection.execute('BEGIN IMMEDIATE')\n"
        "print('held', flush=True)\n"
        "time.sleep(float(sys.argv[2]))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program, path, str(seconds)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate(timeout=10)


@pytest.fixture
def impatient(database_url: str, clock: HandClock) -> Iterator[Storage]:
    with open_storage(database_url, clock=clock, busy_timeout_seconds=0.3) as storage:
        yield storage


def test_a_database_that_is_locked_for_too_long_is_reported_with_what_to_do(impatient: Storage) -> None:
    holder = hold_write_lock(impatient.where, 12)
    began = time.monotonic()
    try:
        with pytest.raises(StorageUnavailable, match="busy_timeout_seconds") as caught:
            impatient.sources.sync([source("steppe")])
    finally:
        end(holder)
    assert impatient.where in str(caught.value)
    assert 0.3 <= time.monotonic() - began < 6
    impatient.sources.sync([source("steppe")])
    assert set(impatient.sources.next_polls()) == {"steppe"}


def test_a_writer_waits_for_another_within_its_patience(storage: Storage) -> None:
    holder = hold_write_lock(storage.where, 0.5)
    storage.sources.sync([source("steppe")])
    end(holder)
    assert set(storage.sources.next_polls()) == {"steppe"}


def test_readers_go_on_while_a_writer_holds_the_database(
    newsroom: Newsroom, database_url: str, clock: HandClock
) -> None:
    article_id = newsroom.article_of("steppe", "a")
    holder = hold_write_lock(newsroom.storage.where, 30)
    try:
        with open_storage(database_url, clock=clock, busy_timeout_seconds=0.1, read_only=True) as reader:
            for storage in (reader, newsroom.storage):
                assert storage.article(article_id) is not None
                assert storage.why("https://steppe.example/a") is not None
                assert storage.status(clock()).articles == 1
                assert len(storage.source_health()) == len(OUTLETS)
                assert storage.ledger.pending_total() == 0
                assert storage.check() == ()
    finally:
        end(holder)


def test_copies_are_looked_for_while_another_writer_holds_the_database(storage: Storage, database_url: str) -> None:
    holder = hold_write_lock(storage.where, 30)
    engines = Engines(database_url, busy_timeout_seconds=0.1, read_only=False)
    try:
        with engines.looking_back() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM article").scalar_one() == 0
    finally:
        engines.dispose()
        end(holder)


def test_a_reader_never_writes(newsroom: Newsroom, database_url: str) -> None:
    with (
        open_storage(database_url, read_only=True) as reader,
        pytest.raises(StorageUnavailable, match="for reading only"),
    ):
        reader.sources.sync([source("steppe")])


def test_a_text_file_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("The minutes of the meeting of 2 March. " * 40, "utf-8")
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(StorageUnavailable, match="no database"):
            open_storage(f"sqlite:///{path}", read_only=read_only)
    assert path.read_bytes() == before


def test_a_directory_is_no_database_and_a_place_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable, match="this is a directory"):
        open_storage(f"sqlite:///{tmp_path}")
    with pytest.raises(StorageUnavailable, match="no such directory"):
        open_storage(f"sqlite:///{tmp_path / 'missing' / 'rasid.sqlite3'}")


def test_a_directory_that_may_not_be_written_is_reported(tmp_path: Path) -> None:
    folder = tmp_path if os.geteuid() else Path("/proc")
    folder.chmod(0o555) if os.geteuid() else None
    with pytest.raises(StorageUnavailable, match="you may write there"):
        open_storage(f"sqlite:///{folder / 'rasid.sqlite3'}")


def test_a_damaged_database_is_reported(storage: Storage, database_url: str) -> None:
    newsroom = Newsroom(storage)
    newsroom.poll("steppe", *(f"{number}" for number in range(2000)))
    storage.close()
    path = Path(storage.where)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + os.urandom(4096) * 8 + whole[len(whole) // 2 + 4096 * 8 :])
    with open_storage(database_url, read_only=True) as damaged:
        *damage, advice = damaged.check()
    assert damage
    assert all(problem.startswith("damage: ") for problem in damage)
    assert advice == "the database is damaged. Restore a backup."


@pytest.mark.parametrize("fate", ["removed", "replaced"])
def test_a_database_that_is_taken_away_is_noticed_before_anything_is_lost(
    newsroom: Newsroom, tmp_path: Path, fate: str
) -> None:
    path = Path(newsroom.storage.where)
    path.rename(path.with_name("moved.sqlite3"))
    if fate == "replaced":
        open_storage(f"sqlite:///{path}").close()
    with pytest.raises(StorageUnavailable, match="the file is gone" if fate == "removed" else "another file"):
        newsroom.poll("steppe", "a")
    with pytest.raises(StorageUnavailable):
        newsroom.storage.ledger.pending_total()
    assert path.exists() == (fate == "replaced")


def test_a_full_disk_is_reported_and_what_was_stored_is_there_when_there_is_room_again(tmp_path: Path) -> None:
    """On a small memory disk of its own; skipped where none can be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "rasid-test", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no memory disk can be mounted here")
    try:
        with open_storage(f"sqlite:///{disk / 'rasid.sqlite3'}") as storage:
            newsroom, stored = Newsroom(storage), 0
            with pytest.raises(StorageUnavailable, match="the disk is full"):  # noqa: PT012  # the last of many polls
                for start in range(0, 100_000, 200):
                    newsroom.poll("steppe", *(f"page-{number}" for number in range(start, start + 200)))
                    stored += 200
            assert stored > 0
            assert storage.ledger.pending_total() == stored
            subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
            newsroom.poll("steppe", "one-more")
            assert storage.ledger.pending_total() == stored + 1
            assert storage.check() == ()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_an_error_in_the_middle_of_a_write_leaves_nothing_behind(newsroom: Newsroom, storage: Storage) -> None:
    discovery = newsroom.find("steppe", "a")
    with sqlite3.connect(storage.where) as connection:
        connection.execute("CREATE TRIGGER broken BEFORE INSERT ON sighting BEGIN SELECT raise(ABORT, 'broken'); END")
    with pytest.raises(StorageUnavailable, match="broken"):
        newsroom.settle(discovery, article(discovery.url))
    assert storage.article(1) is None
    assert storage.ledger.pending_total() == 1
    assert storage.check() == ()


def test_many_threads_may_use_one_store(newsroom: Newsroom, storage: Storage) -> None:
    failures: list[BaseException] = []

    def work(outlet: str, number: int) -> None:
        try:
            for page in range(5):
                newsroom.poll(outlet, f"{number}-{page}")
                storage.ledger.pending(outlet, newsroom.runs[outlet].started_at, 100)
                storage.source_health()
        except BaseException as error:  # noqa: BLE001  # whatever it is, the test names it
            failures.append(error)

    threads = [threading.Thread(target=work, args=(OUTLETS[number % 3], number)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert storage.ledger.pending_total() == 60


def test_a_second_daemon_on_one_database_is_refused_and_told_by_whom(database_url: str, tmp_path: Path) -> None:
    with hold_daemon_lock(database_url):
        program = "import sys; from storage import hold_daemon_lock\nwith hold_daemon_lock(sys.argv[1]): pass"
        second = subprocess.run(
            [sys.executable, "-c", program, database_url], capture_output=True, text=True, check=False
        )
        assert f"process {os.getpid()}" in second.stderr
        assert DaemonRunning.__name__ in second.stderr
    with hold_daemon_lock(database_url):
        pass


def test_importing_the_store_costs_no_sqlalchemy_and_opening_it_no_alembic(database_url: str) -> None:
    open_storage(database_url).close()
    program = (
        "import sys, storage\n"
        "assert 'sqlalchemy' not in sys.modules\n"
        "storage.open_storage(sys.argv[1]).close()\n"
        "assert 'alembic' not in sys.modules\n"
        "assert 'scrapy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program, database_url], check=True)
