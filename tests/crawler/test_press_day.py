"""The shipped catalogue, played on loopback: its doors on trial, and the daemon's day, in simulated time."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from press_day import START, choose_sources, too_fast
from press_web import Arrival, PressWeb, Trouble

from press.configuration import load_sources, shipped_directory

HERE = Path(__file__).resolve().parent
FEW = (Trouble.NO_NAME, Trouble.MOVED, Trouble.REFUSES_US, Trouble.LIES_304, Trouble.STALE, Trouble.DIES)
MOST_REQUESTS_PER_ARTICLE = 1.3


def play(what: str, folder: Path, *options: str) -> dict[str, Any]:
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
    command = [sys.executable, str(HERE / "press_day.py"), what, str(folder), *options]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    report: dict[str, Any] = json.loads(ran.stdout)
    return report


def check_day(report: dict[str, Any]) -> None:
    assert report["missing"] == []
    assert report["found"] == report["published"] > 0
    assert report["late"] == []
    assert report["wrong_state"] == []
    assert report["too_fast"] == []
    assert report["pauses"] > report["published"]
    assert report["requests_per_article"] <= MOST_REQUESTS_PER_ARTICLE


def test_a_check_of_the_whole_catalogue_gets_every_verdict_right(tmp_path: Path) -> None:
    report = play("check", tmp_path)
    assert report["wrong"] == []
    assert report["doors"] >= 200
    assert len(report["verdicts"]) >= 10


def test_a_request_that_comes_too_soon_is_seen() -> None:
    moments = [START + timedelta(seconds=seconds) for seconds in (0, 3, 6, 8.5, 12)]
    web = PressWeb(
        choose_sources(load_sources(shipped_directory() / "sources"), 3), lambda: START, hours=1, share=0, troubles=()
    )
    host = next(host for host in web.places if host not in web.ruled or not web.ruled[host].robots)
    web.arrivals = [Arrival(host=host, url=f"http://{host}/", at=moment) for moment in moments]
    assert too_fast(web) == ([[host, 2.5, 3.0]], 4)


def test_the_daemon_finds_all_of_some_hours_within_the_polling_bound_and_asks_no_host_too_fast(tmp_path: Path) -> None:
    report = play("day", tmp_path, "--sources", "25", "--hours", "6", "--share", "0.6", "--troubles", *FEW)
    check_day(report)
    assert report["published"] > 100


@pytest.mark.long
def test_the_daemon_finds_all_of_a_day_of_the_whole_catalogue(tmp_path: Path) -> None:
    report = play("day", tmp_path)
    check_day(report)
    assert report["sources"] >= 124
    assert report["published"] > 1_000
