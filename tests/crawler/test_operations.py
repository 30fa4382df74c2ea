"""The daemon as the machine sees it: systemd's datagrams, health over HTTP, another configuration, lines of the log."""

import json
import os
import signal
import socket
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from crawling import article, feed_of, ledger, question
from daemons import DaemonProcess
from installations import write_installation
from misbehaving_site import MisbehavingSite, answer, hang, misbehaving_site

from crawler.crawl_events import DoorSettled
from crawler.health_server import HealthServer, Metrics, Vitals
from press.doors import PollVerdict


@pytest.fixture
def site() -> Iterator[MisbehavingSite]:
    with misbehaving_site() as running:
        running.behaviours["/feed"] = answer(feed_of([f"{running.origin}/page"]))
        running.behaviours["/page"] = answer(article("one"))
        yield running


@pytest.fixture
def started() -> Iterator[list[DaemonProcess]]:
    """What a test starts is ended with it."""
    daemons: list[DaemonProcess] = []
    yield daemons
    for daemon in daemons:
        daemon.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()


class Manager:
    """systemd's end of the line."""

    def __init__(self, folder: Path) -> None:
        self.path = str(folder / "notify")
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(self.path)
        self.heard: list[dict[str, str]] = []

    def wait_for(self, key: str, seconds: float = 30.0) -> dict[str, str]:
        """The next datagram that says so."""
        deadline = time.monotonic() + seconds
        while True:
            self._socket.settimeout(max(0.01, deadline - time.monotonic()))
            lines = self._socket.recv(65_536).decode().splitlines()
            self.heard.append(dict(line.split("=", 1) for line in lines))
            if key in self.heard[-1]:
                return self.heard[-1]

    def close(self) -> None:
        self._socket.close()


def test_systemd_is_told_of_start_life_reload_and_end(
    site: MisbehavingSite, tmp_path: Path, started: list[DaemonProcess]
) -> None:
    write_installation(tmp_path, site.origin)
    with closing(Manager(tmp_path)) as manager:
        daemon = DaemonProcess(
            tmp_path, NOTIFY_SOCKET=manager.path, WATCHDOG_USEC="1500000", RASID_DAEMON__HEALTH_PORT="0"
        )
        started.append(daemon)
        ready = manager.wait_for("READY")
        assert ready["STATUS"] == "2 sources"
        assert ready["MAINPID"] == str(daemon.process.pid)
        assert "under way" in manager.wait_for("WATCHDOG")["STATUS"]
        before = time.monotonic_ns() // 1000
        daemon.process.send_signal(signal.SIGHUP)
        assert int(manager.wait_for("RELOADING")["MONOTONIC_USEC"]) >= before
        manager.wait_for("READY")
        daemon.process.send_signal(signal.SIGTERM)
        assert manager.wait_for("STOPPING")["STATUS"] == "stopping: SIGTERM"
        assert daemon.process.wait(30) == 0


def test_a_watchdog_that_watches_another_process_is_not_fed() -> None:
    from crawler.systemd import ServiceManager

    assert ServiceManager({"WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "1"}).watchdog_seconds is None
    assert ServiceManager({"WATCHDOG_USEC": "3000000", "WATCHDOG_PID": str(os.getpid())}).watchdog_seconds == 3
    ServiceManager({"NOTIFY_SOCKET": "/nowhere/notify"}).ready("nobody listens")


def test_a_changed_configuration_is_taken_over_and_a_bad_one_refused_while_the_old_one_goes_on(
    site: MisbehavingSite, tmp_path: Path, started: list[DaemonProcess]
) -> None:
    write_installation(tmp_path, site.origin)
    daemon = DaemonProcess(tmp_path, RASID_DAEMON__HEALTH_PORT="0")
    started.append(daemon)
    daemon.wait_for("run_finished")
    own = tmp_path / "sources" / "own.toml"
    good = own.read_text("utf-8")
    own.write_text(good.replace('kind = "feed"', 'kind = "feet"'), "utf-8")
    daemon.process.send_signal(signal.SIGHUP)
    refused = daemon.wait_for("reload_refused")
    assert refused["level"] == "error"
    assert "own.toml" in refused["reason"]
    assert "feet" in refused["reason"]
    site.behaviours["/second"] = answer(feed_of([f"{site.origin}/other"]))
    site.behaviours["/other"] = answer(article("two"))
    second = good.replace("loopback-times", "second-times").replace("/feed", "/second").split("\n\n")[0]
    own.write_text(f"{good}\n{second}\n", "utf-8")
    daemon.process.send_signal(signal.SIGHUP)
    assert daemon.wait_for("reloaded")["sources"] == 3
    deadline = time.monotonic() + 30
    while "second-times" not in [line.get("source") for line in daemon.lines if line["event"] == "run_finished"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert daemon.end(signal.SIGTERM) == 0
    assert {row.state for row in ledger(tmp_path).values()} == {"article"}


def test_a_daemon_without_a_source_says_so_and_waits(
    site: MisbehavingSite, tmp_path: Path, started: list[DaemonProcess]
) -> None:
    write_installation(tmp_path, site.origin)
    (tmp_path / "sources" / "own.toml").write_text("")
    daemon = DaemonProcess(tmp_path, RASID_DAEMON__HEALTH_PORT="0")
    started.append(daemon)
    warning = daemon.wait_for("no_source_enabled")
    assert (warning["level"], "reload" in warning["advice"]) == ("warning", True)
    assert daemon.end(signal.SIGTERM) == 0


def test_health_readiness_and_metrics_are_answered_over_http(
    site: MisbehavingSite, tmp_path: Path, started: list[DaemonProcess]
) -> None:
    write_installation(tmp_path, site.origin)
    port = free_port()
    daemon = DaemonProcess(
        tmp_path,
        RASID_DAEMON__HEALTH_PORT=str(port),
        RASID_DATABASE__BUSY_TIMEOUT_SECONDS="0.5",
        NOTIFY_SOCKET=str(tmp_path / "nobody"),
        WATCHDOG_USEC="900000",  # so that it beats every 0.3 s
    )
    started.append(daemon)
    daemon.wait_for("run_finished")
    status, health = get(port, "/healthz")
    assert (status, json.loads(health)["alive"]) == (200, True)
    assert get(port, "/readyz")[0] == 200
    status, metrics = get(port, "/metrics")
    assert status == 200
    samples = dict(line.rsplit(" ", 1) for line in metrics.splitlines() if not line.startswith("#"))
    assert samples['rasid_polls_total{source="loopback-times",verdict="news"}'] == "1.0"
    assert samples['rasid_pages_total{outcome="new",source="loopback-times"}'] == "1.0"
    assert (samples["rasid_pages_pending"], samples["rasid_ready"]) == ("0.0", "1.0")
    assert samples["rasid_polls_failed_in_a_row"] == "0.0"
    assert get(port, "/elsewhere")[0] == 404
    with closing(sqlite3.connect(tmp_path / "rasid.sqlite3", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        said = until_ready_is(port, 503)
        assert "busy_timeout_seconds" in json.loads(said)["reason"]
        assert get(port, "/healthz")[0] == 200
        assert daemon.wait_for("sign_of_life_not_written")["level"] == "error"
        holder.execute("ROLLBACK")
    until_ready_is(port, 200)
    assert daemon.end(signal.SIGTERM) == 0


@pytest.mark.parametrize("sources", [1, 8, 100])
def test_sites_that_do_not_answer_are_a_figure_and_leave_the_daemon_ready(sources: int) -> None:
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    metrics, vitals = Metrics(), Vitals(started_at=now, beat_at=now, trouble="", sources=sources)

    async def refresh() -> None:
        return None

    def settled(verdict: PollVerdict) -> None:
        metrics.watch(
            DoorSettled(
                source_id="a", address="https://a.example/feed", verdict=verdict, found=0, reason="no such name"
            )
        )

    server = HealthServer(vitals, metrics, lambda: now, stale_after=60, refresh=refresh)
    for _ in range(2 * sources + 2):
        settled(PollVerdict.FAILED)
    settled(PollVerdict.BLOCKED)
    assert (server.trouble(), metrics.failed_in_a_row) == ("", 2 * sources + 3)
    settled(PollVerdict.UNCHANGED)
    assert metrics.failed_in_a_row == 0


def until_ready_is(port: int, wanted: int) -> str:
    deadline = time.monotonic() + 30
    while True:
        status, said = get(port, "/readyz")
        if status == wanted:
            return said
        assert time.monotonic() < deadline, said
        time.sleep(0.05)


def test_a_port_that_is_taken_is_said_and_the_daemon_works_without_it(
    site: MisbehavingSite, tmp_path: Path, started: list[DaemonProcess]
) -> None:
    write_installation(tmp_path, site.origin)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        daemon = DaemonProcess(tmp_path, RASID_DAEMON__HEALTH_PORT=str(taken.getsockname()[1]))
        started.append(daemon)
        warning = daemon.wait_for("health_server_not_started")
        assert (warning["level"], warning["port"]) == ("warning", taken.getsockname()[1])
        assert daemon.wait_for("run_finished")["state"] == "done"
        assert daemon.end(signal.SIGTERM) == 0


STABLE = {
    "daemon_started": {"sources"},
    "run_finished": {"source", "run", "state", "reason"},
    "door_failing": {"source", "run", "door", "verdict", "reason"},
    "daemon_stopping": {"reason", "under_way"},
    "daemon_stopped": set(),
}
"""Events that scripts may count on, with their keys."""


def test_lines_of_the_log_have_stable_keys_and_name_source_and_run(
    site: MisbehavingSite, tmp_path: Path, started: list[DaemonProcess]
) -> None:
    write_installation(tmp_path, site.origin)
    second = (tmp_path / "sources" / "own.toml").read_text("utf-8").replace("loopback-times", "broken")
    (tmp_path / "sources" / "broken.toml").write_text(second.split("\n\n")[0].replace("/feed", "/no-feed"), "utf-8")
    daemon = DaemonProcess(tmp_path, RASID_DAEMON__HEALTH_PORT="0")
    started.append(daemon)
    deadline = time.monotonic() + 60
    while daemon.events().count("run_finished") < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert daemon.end(signal.SIGTERM) == 0
    lines = daemon.lines
    assert [line for line in lines if "text" in line] == []
    for event, keys in STABLE.items():
        found = [line for line in lines if line["event"] == event]
        assert found, event
        assert all({"timestamp", "level"} | keys <= line.keys() for line in found)
    runs = dict(question(tmp_path, "SELECT source_id, id FROM crawl_run"))
    assert {line["source"]: line["run"] for line in lines if line["event"] == "run_finished"} == runs


def test_a_persons_screen_shows_what_happens_in_words(
    site: MisbehavingSite, tmp_path: Path, started: list[DaemonProcess]
) -> None:
    write_installation(tmp_path, site.origin)
    daemon = DaemonProcess(tmp_path, RASID_DAEMON__HEALTH_PORT="0", RASID_LOG__FORMAT="text")
    started.append(daemon)
    log = tmp_path / "daemon.log"
    deadline = time.monotonic() + 60
    while "run_finished" not in log.read_text("utf-8"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert daemon.end(signal.SIGINT) == 0
    text = log.read_text("utf-8")
    assert "Traceback" not in text
    assert all(len(line) < 300 for line in text.splitlines())


def test_the_daemon_ends_in_order_when_told_to_in_its_first_moments(
    site: MisbehavingSite, tmp_path: Path, started: list[DaemonProcess]
) -> None:
    site.behaviours["/feed"] = hang()
    write_installation(tmp_path, site.origin)
    daemon = DaemonProcess(tmp_path, RASID_DAEMON__HEALTH_PORT="0")
    started.append(daemon)
    daemon.wait_for("daemon_started")
    assert daemon.end(signal.SIGTERM) == 0
    assert question(tmp_path, "SELECT ended_at IS NULL, reason FROM heartbeat") == [(0, "SIGTERM")]
