"""kill -9 of the daemon, again and again: afterwards everything is as if nothing had happened."""

import random
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from crawling import WATCH_LIST, article, feed_of
from daemons import DaemonProcess
from loopback_settings import loopback_settings
from misbehaving_site import MisbehavingSite, answer, misbehaving_site

SOURCES = 3

ROWS = {
    "ledger": "SELECT url, state, reason, attempts, status, title FROM discovery ORDER BY url",
    "articles": "SELECT a.title, t.text, a.language, a.revision, a.url FROM article a"
    " JOIN article_text t ON t.article_id = a.id ORDER BY 1, 2",
    "sightings": "SELECT s.url, s.title, a.title, s.vanished_at FROM sighting s"
    " JOIN article a ON a.id = s.article_id ORDER BY 1",
    "tags": "SELECT a.title, t.organization, t.count, t.in_title, t.evidence FROM article_tag t"
    " JOIN article a ON a.id = t.article_id ORDER BY 1, 2",
}
"""What must be the same, by name; without the numbers of rows, which depend on who came first."""


def installation(folder: Path, site: MisbehavingSite) -> Path:
    for name in ("organizations", "sources"):
        (folder / name).mkdir(parents=True)
    (folder / "settings.toml").write_text(loopback_settings(folder, lease_seconds=2, health_port=0), "utf-8")
    (folder / "organizations" / "core.toml").write_text(WATCH_LIST, "utf-8")
    sources = "".join(
        f'[[source]]\nid = "outlet-{number}"\nname = "Outlet {number}"\nhomepage = "{site.origin}/{number}/"\n'
        f'  [[source.doors]]\n  kind = "feed"\n  address = "{site.origin}/feed-{number}"\n'
        for number in range(SOURCES)
    )
    (folder / "sources" / "own.toml").write_text(sources, "utf-8")
    return folder


def rows(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(f"file:{folder / 'rasid.sqlite3'}?mode=ro", uri=True)) as connection:
        return {name: connection.execute(question).fetchall() for name, question in ROWS.items()}


def is_done(folder: Path, pages: int) -> bool:
    """Whether every page is settled."""
    try:
        ledger = rows(folder)["ledger"]
    except sqlite3.OperationalError:  # there is no database yet
        return False
    return len(ledger) == pages and all(row[1] != "pending" for row in ledger)


def run_to_the_end(folder: Path, pages: int, seconds: float = 240.0) -> None:
    daemon = DaemonProcess(folder)
    deadline = time.monotonic() + seconds
    while not is_done(folder, pages):
        assert daemon.process.poll() is None, daemon.lines[-3:]
        assert time.monotonic() < deadline, "the daemon did not come to an end"
        time.sleep(0.2)
    assert daemon.end(signal.SIGTERM) == 0


@pytest.fixture
def site() -> Iterator[MisbehavingSite]:
    with misbehaving_site() as running:
        yield running


def serve(site: MisbehavingSite, pages: int) -> None:
    """So many pages at each of the outlets: articles, every tenth off topic, every fifteenth not there."""
    for outlet in range(SOURCES):
        names = [f"/{outlet}/{number}" for number in range(pages // SOURCES)]
        site.behaviours[f"/feed-{outlet}"] = answer(feed_of([f"{site.origin}{name}" for name in names]))
        for number, name in enumerate(names):
            page = article(f"report {number} of outlet {outlet}")
            if number % 10 == 9:
                page = page.replace("Shanghai Cooperation", "Harvest")
            site.behaviours[name] = answer(page, status=404 if number % 15 == 14 else 200)


def killed_again_and_again(site: MisbehavingSite, folder: Path, pages: int, kills: int) -> None:
    serve(site, pages)
    undisturbed, killed = (installation(folder / name, site) for name in ("undisturbed", "killed"))
    run_to_the_end(undisturbed, pages)
    chance = random.Random(20261124)
    for _ in range(kills):
        daemon = DaemonProcess(killed)
        before = len(site.asked)
        if chance.random() < 0.5:  # half of the moments lie in the midst of pages, half anywhere from the start on
            deadline = time.monotonic() + 30
            while len(site.asked) == before and time.monotonic() < deadline and not is_done(killed, pages):
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.5))
        else:
            time.sleep(chance.uniform(0.3, 4.0))
        daemon.kill()
    run_to_the_end(killed, pages)
    expected, found = rows(undisturbed), rows(killed)
    assert {name: len(listed) for name, listed in found.items()} == {
        name: len(listed) for name, listed in expected.items()
    }
    assert found == expected
    with closing(sqlite3.connect(killed / "rasid.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        states = dict(connection.execute("SELECT state, count(*) FROM crawl_run GROUP BY state"))
        assert connection.execute("SELECT count(*) FROM due_run WHERE state = 'planned'").fetchall() == [(0,)]
        assert connection.execute("SELECT count(*) FROM source WHERE lease_holder IS NOT NULL").fetchall() == [(0,)]
    assert states.get("running", 0) == 0
    print(f"{kills} kills, {pages} pages: runs {states}, {len(found['articles'])} articles, 0 lost, 0 twice")


def test_a_daemon_that_is_killed_five_times_ends_as_one_that_was_not(site: MisbehavingSite, tmp_path: Path) -> None:
    killed_again_and_again(site, tmp_path, pages=60, kills=5)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_daemon_that_is_killed_a_hundred_times_ends_as_one_that_was_not(
    site: MisbehavingSite, tmp_path: Path
) -> None:
    killed_again_and_again(site, tmp_path, pages=300, kills=100)
