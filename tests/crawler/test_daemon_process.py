"""`python scheduler.py` as a process: it works, it ends in time whatever a server does, and there is one per database."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from crawling import article, feed_of, ledger, question
from installations import write_installation
from misbehaving_site import MisbehavingSite, answer, hang, misbehaving_site

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def site() -> Iterator[MisbehavingSite]:
    with misbehaving_site() as running:
        running.behaviours["/feed"] = answer(
            feed_of([f"{running.origin}/{name}" for name in ("one", "two", "hanging")])
        )
        running.behaviours |= {f"/{name}": answer(article(name)) for name in ("one", "two")}
        running.behaviours["/hanging"] = hang()
        yield running


def daemon(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "scheduler.py", "--config", str(folder)], cwd=PROJECT, stderr=subprocess.PIPE, text=True
    )


def wait_for_path(site: MisbehavingSite, path: str) -> None:
    deadline = time.monotonic() + 60
    while path not in site.paths_asked():
        assert time.monotonic() < deadline, f"{path} was not asked"
        time.sleep(0.02)


def test_sigterm_ends_the_daemon_within_ten_seconds_though_a_server_hangs(
    site: MisbehavingSite, tmp_path: Path
) -> None:
    write_installation(tmp_path, site.origin)
    process = daemon(tmp_path)
    wait_for_path(site, "/hanging")
    told = time.monotonic()
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=30)
    assert time.monotonic() - told < 10
    assert process.returncode == 0, log
    assert "Traceback" not in log, log
    rows = {url.rpartition("/")[2]: row for url, row in ledger(tmp_path).items()}
    assert {name: row.state for name, row in rows.items()} == {"one": "article", "two": "article", "hanging": "pending"}
    assert rows["hanging"].attempts == 0
    assert question(tmp_path, "SELECT state FROM crawl_run") == [("stopped",)]
    assert question(tmp_path, "SELECT count(*) FROM source WHERE lease_holder IS NOT NULL") == [(0,)]


def test_a_second_daemon_on_the_same_database_is_refused_with_a_sentence(site: MisbehavingSite, tmp_path: Path) -> None:
    site.behaviours["/feed"] = answer(feed_of([]))
    write_installation(tmp_path, site.origin)
    first = daemon(tmp_path)
    wait_for_path(site, "/feed")
    second = daemon(tmp_path)
    _, said = second.communicate(timeout=30)
    assert second.returncode == 2
    assert f"another daemon (process {first.pid})" in said
    assert "Traceback" not in said
    first.send_signal(signal.SIGINT)
    first.communicate(timeout=30)
    assert first.returncode == 0
