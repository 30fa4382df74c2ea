"""Many processes write at once, and processes are killed while they write: nothing acknowledged is lost or twice."""

import multiprocessing
import random
import sqlite3
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
import writing_process
from newsdesk import source

from storage import Storage, open_storage

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    ["writing_process", "storage.pages", "storage.upgrades", "storage.search", "crawler.reading_preload"]
)
"""There is one server for all tests of a run, and those of the reading pool want its workers to begin at once."""


def start(url: str, outlet: str, pages: int, notes: Path, first: int = 0) -> BaseProcess:
    process = PROCESSES.Process(target=writing_process.write, args=(url, outlet, pages, first, notes), daemon=True)
    process.start()
    return process


def noted(notes: Path, what: str) -> set[str]:
    """The addresses of which a process said that they were found, or stored."""
    lines = notes.read_text().splitlines() if notes.exists() else []
    return {line.split()[1] for line in lines if line.startswith(what)}


def wait_for(notes: Path, what: str, count: int) -> None:
    deadline = time.monotonic() + 60
    while len(noted(notes, what)) < count:
        assert time.monotonic() < deadline, f"fewer than {count} pages {what} in a minute"
        time.sleep(0.002)


def stored(storage: Storage) -> list[str]:
    with sqlite3.connect(f"file:{storage.where}?mode=ro", uri=True) as connection:
        return [url for (url,) in connection.execute("SELECT url FROM sighting")]


def test_eight_writers_at_once_lose_nothing_and_are_never_turned_away(
    database_url: str, storage: Storage, tmp_path: Path
) -> None:
    outlets = [f"outlet-{number}" for number in range(8)]
    storage.sources.sync(source(outlet) for outlet in outlets)
    writers = [start(database_url, outlet, 15, tmp_path / outlet) for outlet in outlets]
    for writer in writers:
        writer.join(150)
    assert [writer.exitcode for writer in writers] == [0] * 8
    acknowledged = set().union(*(noted(tmp_path / outlet, "stored") for outlet in outlets))
    assert len(acknowledged) == 8 * 15
    assert sorted(stored(storage)) == sorted(acknowledged)
    with sqlite3.connect(storage.where) as connection:
        (articles,) = connection.execute("SELECT count(*) FROM article").fetchone()
    assert articles == 1 + 8 * 12, "the text that all of them ran is one article"
    assert storage.ledger.pending_total() == 0
    assert storage.check() == ()


def test_eight_processes_that_start_on_no_database_make_one(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'fresh.sqlite3'}"
    makers = [PROCESSES.Process(target=writing_process.make, args=(url,), daemon=True) for _ in range(8)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join(100)
    assert [maker.exitcode for maker in makers] == [0] * 8
    with open_storage(url, read_only=True) as storage:
        assert storage.check() == ()


@pytest.mark.parametrize("kills", [5, pytest.param(20, marks=pytest.mark.long)])
def test_a_writer_killed_again_and_again_loses_nothing_it_acknowledged(
    database_url: str, storage: Storage, tmp_path: Path, kills: int
) -> None:
    storage.sources.sync([source("steppe")])
    chance = random.Random(kills)
    found: set[str] = set()
    finished: set[str] = set()
    for number in range(kills):
        notes = tmp_path / f"writer-{number}"
        writer = start(database_url, "steppe", 10_000, notes, first=number * 10_000)
        wait_for(notes, "stored", chance.randrange(2, 15))
        time.sleep(chance.uniform(0, 0.02))  # not a wait for anything: the moment of the kill is to be any
        writer.kill()
        writer.join(10)
        found |= noted(notes, "found")
        finished |= noted(notes, "stored")
    assert len(finished) > kills
    assert storage.ledger.known(found) == found
    urls = stored(storage)
    assert finished <= set(urls)
    assert len(urls) == len(set(urls))
    assert storage.check() == ()
    last = start(database_url, "steppe", 1, tmp_path / "last", first=10_000_000)
    last.join(60)
    assert last.exitcode == 0
    assert storage.ledger.pending_total() == 0, "what a killed writer left pending is taken up by the next"
    assert found <= set(stored(storage))
