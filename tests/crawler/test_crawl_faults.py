"""Faults of the machine under a running daemon: each is said in its line, costs nothing that was stored, and stops no one else.

What a single broken site does is in `test_bad_input`; kill -9 in `test_killed_daemon`; a host that hangs in `test_due_runs`.
"""

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from crawling import (
    ReactorThread,
    article,
    configuration,
    crawl,
    feed_of,
    ledger,
    question,
    source,
    with_services,
)
from daemons import DaemonProcess
from installations import write_installation
from misbehaving_site import MisbehavingSite, answer, misbehaving_site
from names import name_service
from waiting import wait_for
from worker_processes import busy_workers

from crawler.assignments import CrawlOrder
from crawler.crawl_services import CrawlServices
from crawler.dispatcher import Dispatcher
from crawler.health_server import Vitals
from crawler.process import crawl_process
from crawler.signs_of_life import SignsOfLife
from crawler.systemd import ServiceManager
from press.settings import ReadingSettings
from scheduler import Daemon

PAGES = 12
STORAGE_FAILURE = 3
HOUR = timedelta(hours=1)


@pytest.fixture
def site() -> Iterator[MisbehavingSite]:
    with misbehaving_site() as running:
        links = [f"{running.origin}/{number}" for number in range(PAGES)]
        running.behaviours["/feed"] = answer(feed_of(links))
        running.behaviours |= {f"/{number}": answer(article(f"page {number}")) for number in range(PAGES)}
        yield running


def slowly(site: MisbehavingSite, folder: Path, *, seconds: float = 0.3) -> None:
    """An installation whose crawl takes a while, so that something can happen in the middle of it."""
    write_installation(folder, site.origin)
    settings = folder / "settings.toml"
    settings.write_text(settings.read_text("utf-8").replace("delay_seconds = 0", f"delay_seconds = {seconds}"), "utf-8")


def asked(site: MisbehavingSite, path: str) -> Callable[[], bool]:
    return lambda: path in site.paths_asked()


QUICK = {"RASID_DAEMON__HEALTH_PORT": "0", "RASID_DAEMON__LEASE_SECONDS": "2"}


def ends_with_a_storage_failure(daemon: DaemonProcess, sentence: str) -> None:
    code = daemon.process.wait(60)
    text = (daemon.lines[-1]).get("text", "")
    assert code == STORAGE_FAILURE, daemon.lines
    assert text.startswith("rasid: "), daemon.lines[-3:]
    assert sentence in text
    assert "Traceback" not in str(daemon.lines)
    assert [line for line in daemon.lines if line["event"] == "daemon_stopping" and "a failure" in line["reason"]]


def goes_on_where_it_was(folder: Path, log_folder: Path | None = None) -> None:
    """After the next start every page is an article, once."""
    again = DaemonProcess(folder, log_folder=log_folder, RASID_CRAWL__DELAY_SECONDS="0", **QUICK)
    try:
        wait_for(lambda: len(ledger(folder)) == PAGES and {row.state for row in ledger(folder).values()} == {"article"})
        assert again.end(signal.SIGTERM) == 0
    finally:
        again.kill()
    assert question(folder, "SELECT count(*), count(DISTINCT title) FROM article") == [(PAGES, PAGES)]
    assert question(folder, "PRAGMA integrity_check") == [("ok",)]


def stored(folder: Path) -> int:
    try:
        return int(question(folder, "SELECT count(*) FROM article")[0][0])
    except sqlite3.OperationalError:  # there is no database yet
        return 0


def lock_the_database(site: MisbehavingSite, folder: Path, *, patience: float, seconds: float) -> None:
    slowly(site, folder)
    daemon = DaemonProcess(folder, RASID_DATABASE__BUSY_TIMEOUT_SECONDS=str(patience), **QUICK)
    try:
        wait_for(lambda: stored(folder) >= 3)
        with closing(sqlite3.connect(folder / "rasid.sqlite3", isolation_level=None, timeout=30)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            held_until = time.monotonic() + seconds
            ends_with_a_storage_failure(daemon, "busy_timeout_seconds")
            then = holder.execute("SELECT count(*) FROM article").fetchone()[0]
            wait_for(lambda: time.monotonic() > held_until, seconds + 1)
            holder.execute("ROLLBACK")
        assert 3 <= then < PAGES
        goes_on_where_it_was(folder)
    finally:
        daemon.kill()


def test_a_database_locked_for_too_long_ends_the_daemon_in_order_and_nothing_is_lost(
    site: MisbehavingSite, tmp_path: Path
) -> None:
    lock_the_database(site, tmp_path, patience=2, seconds=4)


@pytest.mark.long
def test_a_database_locked_for_half_a_minute(site: MisbehavingSite, tmp_path: Path) -> None:
    lock_the_database(site, tmp_path, patience=10, seconds=30)


def test_a_database_that_is_locked_for_less_than_the_daemons_patience_is_waited_for(
    site: MisbehavingSite, tmp_path: Path
) -> None:
    slowly(site, tmp_path, seconds=0.1)
    daemon = DaemonProcess(tmp_path, RASID_DATABASE__BUSY_TIMEOUT_SECONDS="20", **QUICK)
    try:
        wait_for(asked(site, "/3"))
        with closing(sqlite3.connect(tmp_path / "rasid.sqlite3", isolation_level=None, timeout=30)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            time.sleep(1.5)  # the lock's own length
            holder.execute("ROLLBACK")
        assert daemon.wait_for("run_finished")["state"] == "done"
        assert daemon.end(signal.SIGTERM) == 0
    finally:
        daemon.kill()
    assert {row.state for row in ledger(tmp_path).values()} == {"article"}


def test_a_database_file_that_is_replaced_under_the_daemon_ends_it_before_anything_goes_astray(
    site: MisbehavingSite, tmp_path: Path
) -> None:
    slowly(site, tmp_path)
    daemon = DaemonProcess(tmp_path, **QUICK)
    database = tmp_path / "rasid.sqlite3"
    try:
        wait_for(asked(site, "/3"))
        shutil.copyfile(database, tmp_path / "copy.sqlite3")
        database.rename(tmp_path / "moved.sqlite3")
        (tmp_path / "copy.sqlite3").rename(database)
        ends_with_a_storage_failure(daemon, "another file was put in its place")
    finally:
        daemon.kill()


def test_a_full_disk_ends_the_daemon_in_order_and_the_next_start_goes_on(site: MisbehavingSite, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1500k", "rasid-test", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no memory disk can be mounted here")
    for number in range(PAGES):  # a page that packs badly, so that a few of them fill the disk
        site.behaviours[f"/{number}"] = answer(article(f"page {number}") + f"<!-- {os.urandom(100_000).hex()} -->")
    slowly(site, disk, seconds=0.05)
    daemon = DaemonProcess(disk, log_folder=tmp_path, **QUICK)
    try:
        ends_with_a_storage_failure(daemon, "nothing that was stored is lost")
        subprocess.run(["mount", "-o", "remount,size=50m", str(disk)], check=True)
        goes_on_where_it_was(disk, tmp_path)
    finally:
        daemon.kill()
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


class ClockOnTheWall:
    """The machine's clock, which somebody sets back."""

    def __init__(self) -> None:
        self.set_by = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.set_by


def test_a_clock_that_is_set_back_an_hour_is_noticed_and_moves_what_was_to_come(
    reactor: ReactorThread, tmp_path: Path
) -> None:
    clock = ClockOnTheWall()
    waits = "SELECT max(next_poll_at) FROM door"

    def minutes_to_wait() -> float:
        (moment,) = question(tmp_path, waits)[0]
        return 0.0 if moment is None else (moment / 1_000_000 - clock().timestamp()) / 60

    async def scenario() -> None:
        async with crawl_process(installation, clock=clock) as services:
            daemon = Daemon(services, installation.sources.values())
            signs = SignsOfLife(
                services, Vitals(started_at=clock()), ServiceManager({}), daemon.clock_was_set, beat_seconds=0.05
            )
            running, keeping = asyncio.create_task(daemon.run()), asyncio.create_task(signs.keep())
            async with asyncio.timeout(30):
                while minutes_to_wait() == 0.0:  # noqa: ASYNC110  # what is waited for is in the database
                    await asyncio.sleep(0.05)
                clock.set_by = -HOUR
                while minutes_to_wait() > 46:  # noqa: ASYNC110  # as above
                    await asyncio.sleep(0.05)
            daemon.stop("the test is done")
            await running
            keeping.cancel()

    with misbehaving_site() as site, structlog.testing.capture_logs() as lines:
        site.behaviours["/feed"] = answer(feed_of([]))
        installation = configuration(tmp_path, source("one", f"{site.origin}/feed"))
        reactor.run(scenario)
    (line,) = [line for line in lines if line["event"] == "clock_was_set"]
    assert (line["log_level"], round(line["seconds"] / 60)) == ("warning", -60)
    assert 0 < minutes_to_wait() <= 46


def test_a_name_service_that_is_dead_costs_no_page_and_no_other_source(reactor: ReactorThread, tmp_path: Path) -> None:
    with misbehaving_site() as site:
        dead = [f"http://pages.example:{site.port}/{number}" for number in range(3)]
        site.behaviours["/feed"] = answer(feed_of([f"{site.origin}/1", *dead]))
        site.behaviours["/1"] = answer(article("well"))
        site.behaviours["/other"] = answer(feed_of([]))
        installation = configuration(
            tmp_path,
            source("named", f"http://news.example:{site.port}/feed"),
            source("mixed", f"{site.origin}/feed"),
            source("well", f"{site.origin}/other"),
            max_attempts=1,
            contact="press-office@example.org",
            robots_obey=False,
        )
        with name_service(reactor, {}), structlog.testing.capture_logs() as lines:
            report = reactor.run(lambda: crawl(installation))
    assert {each.source_id: each.state for each in report.sources} == {
        "named": "failed",
        "mixed": "partial",
        "well": "done",
    }
    rows = ledger(tmp_path)
    assert rows.pop(f"{site.origin}/1").state == "article"
    assert {(row.state, row.attempts, row.reason) for row in rows.values()} == {
        ("pending", 1, "its host name leads to no address (DNS)")
    }
    (failing,) = [line for line in lines if line["event"] == "door_failing"]
    assert failing["source"] == "named"
    assert "DNS" in failing["reason"]


def test_a_reader_that_is_killed_in_the_middle_of_a_page_costs_nothing(
    reactor: ReactorThread, site: MisbehavingSite, tmp_path: Path
) -> None:
    long_page = article("long").replace(
        "</article>", "<p>Words upon words of a long report.</p>" * 20_000 + "</article>"
    )
    site.behaviours["/0"] = answer(long_page)
    installation = configuration(tmp_path, source("one", f"{site.origin}/feed"))
    settings = installation.settings.model_copy(update={"reading": ReadingSettings(workers=1, deadline_seconds=60)})
    installation = installation.replaced(settings=settings)
    killed: list[int] = []

    async def scenario(services: CrawlServices) -> None:
        async def kill() -> None:
            async with asyncio.timeout(60):
                while "/0" not in site.paths_asked():  # noqa: ASYNC110  # what is waited for happens elsewhere
                    await asyncio.sleep(0.01)
                while not killed:
                    for worker in busy_workers():
                        os.kill(worker, signal.SIGKILL)
                        killed.append(worker)
                        break
                    await asyncio.sleep(0.02)

        killer = asyncio.create_task(kill())
        await Dispatcher(services).crawl([CrawlOrder(source=each) for each in installation.sources.values()], kind="x")
        await killer

    reactor.run(lambda: with_services(installation, scenario), seconds=120)
    assert len(killed) == 1
    assert {row.state for row in ledger(tmp_path).values()} == {"article"}
