"""`rasid crawl` and `rasid run` as processes, over the demo's outlets on loopback."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from newsroom import Newsroom, as_toml
from rasid_runs import ROOT, Rasid
from waiting import wait_for

from desk.configuration_commands import copy_configuration
from press.configuration import shipped_directory

DEADLINE_SECONDS = 60

PUBLIC = """
[[source]]
id = "steppe"
name = "The Steppe"
homepage = "https://steppe.example/"
[[source.doors]]
kind = "feed"
address = "https://steppe.example/feed"
"""


def start(newsroom: Newsroom, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "desk.command", *newsroom.words, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=newsroom.folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def states(database: Path) -> dict[str, int]:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return dict(connection.execute("SELECT state, count(*) FROM discovery GROUP BY 1"))


def test_a_crawl_tells_as_it_goes_and_ends_with_a_report(rasid_process: Rasid, newsroom: Newsroom) -> None:
    ran = rasid_process(*newsroom.words, "crawl")
    assert ran.code == 0, ran.err
    assert "demo-ufuq: new: http" in ran.err
    head, _, *rows = ran.out.splitlines()
    assert head.split()[:2] == ["source", "end"]
    assert [line.split()[0] for line in rows] == [*(source.id for source in newsroom.sources), "total"]
    assert "pending" not in states(newsroom.database)

    again = rasid_process(*newsroom.words, "crawl", "--json", "--quiet", newsroom.sources[0].id)
    assert again.code == 0
    assert again.err == ""
    (report,) = json.loads(again.out)["sources"]
    assert report["counts"].get("new", 0) == 0


def test_a_start_says_which_sources_of_another_configuration_it_switches_off(
    rasid_process: Rasid, newsroom: Newsroom, tmp_path: Path
) -> None:
    first, *others = newsroom.sources
    assert "switched off" not in rasid_process(*newsroom.words, "crawl", first.id).err
    other = tmp_path / "other"
    copy_configuration(newsroom.config, other)
    (other / "sources" / "outlets.toml").write_text(as_toml(first), "utf-8")
    said = rasid_process("--config", str(other), "crawl", first.id, "--quiet").err
    named = ", ".join(sorted(source.id for source in others))
    assert f"switched off, since this configuration does not list them: {named}; give each configuration" in said
    assert "switched off" not in rasid_process("--config", str(other), "crawl", first.id).err


def test_a_dry_run_names_the_pages_and_makes_no_database(rasid_process: Rasid, newsroom: Newsroom) -> None:
    source = newsroom.sources[0]
    ran = rasid_process(*newsroom.words, "crawl", source.id, "--dry-run", "--quiet")
    assert ran.code == 0, ran.err
    pages = ran.out.splitlines()
    assert pages
    assert all(line.startswith(f"{source.id}: {source.homepage}") for line in pages)
    assert "nothing was stored" in ran.err
    assert not newsroom.database.exists()
    assert not (newsroom.folder / "archive").exists()


def test_an_address_given_by_hand_is_fetched_for_its_source_or_for_none(
    rasid_process: Rasid, newsroom: Newsroom
) -> None:
    known, strange = newsroom.sources[0].homepage, newsroom.stranger.homepage
    urls = (f"{known}/ar/news/1001", f"{strange}/kk/3001")
    ran = rasid_process(*newsroom.words, "crawl", "--url", urls[0], "--url", urls[1])
    assert ran.code == 0, ran.err
    told = [line for line in ran.out.splitlines() if line.startswith("http")]
    assert [line.partition(": ")[0] for line in told] == list(urls)
    assert all(": article " in line for line in told)
    with sqlite3.connect(newsroom.database) as connection:
        rows = connection.execute("SELECT source_id, door_kind FROM discovery ORDER BY 1").fetchall()
    assert rows == [("by-hand", "url"), (newsroom.sources[0].id, "url")]


def test_ctrl_c_ends_a_crawl_in_order_and_leaves_the_rest_pending(newsroom: Newsroom) -> None:
    newsroom.pause_between_requests(30)
    process = start(newsroom, "crawl", newsroom.sources[0].id)
    wait_for(lambda: newsroom.database.exists() and b"pages to fetch" in os.read(process.stderr.fileno(), 4096))  # type: ignore[union-attr]
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=DEADLINE_SECONDS)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "rasid: stopped by Ctrl-C" in err
    assert "stopped" in out
    assert states(newsroom.database)["pending"] > 0


def test_one_daemon_per_database_and_it_ends_in_order(rasid_process: Rasid, newsroom: Newsroom) -> None:
    process = start(newsroom, "run")
    try:
        wait_for(lambda: newsroom.database.exists() and states_or_none(newsroom.database))
        second = rasid_process(*newsroom.words, "run")
        assert second.code == 2
        assert second.err.startswith("rasid: another daemon")
        assert len(second.err.splitlines()) == 1
    finally:
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=DEADLINE_SECONDS)
    assert process.returncode == 0, err
    assert "Traceback" not in err


def states_or_none(database: Path) -> dict[str, int] | None:
    try:
        return states(database)
    except sqlite3.OperationalError:
        return None


def test_a_text_file_for_a_database_is_one_line(rasid_process: Rasid, newsroom: Newsroom) -> None:
    newsroom.database.write_text("this is no database\n" * 100)
    ran = rasid_process(*newsroom.words, "crawl", newsroom.sources[0].id)
    assert ran.code == 3
    assert ran.err.startswith("rasid: ")
    assert len(ran.err.splitlines()) == 1
    assert "database" in ran.err
    assert newsroom.database.read_text().startswith("this is no database")


def test_doctor_online_polls_every_door_and_stores_nothing(rasid_process: Rasid, newsroom: Newsroom) -> None:
    ran = rasid_process(*newsroom.words, "doctor", "--online", "--json")
    assert ran.code == 0, ran.out + ran.err
    findings = json.loads(ran.out)
    doors = {row["what"]: row for row in findings if row["what"].startswith("demo-")}
    assert set(doors) == {source.id for source in newsroom.sources}
    assert all(row["health"] == "well" for row in doors.values())
    assert not newsroom.database.exists()


@pytest.mark.parametrize(
    "words", [("run",), ("crawl",), ("crawl", "steppe"), ("sources", "check"), ("crawl", "steppe", "--since", "7d")]
)
def test_without_a_contact_one_line_names_the_line_to_edit_and_nothing_is_written(
    rasid_process: Rasid, tmp_path: Path, words: tuple[str, ...]
) -> None:
    public_installation(tmp_path)
    ran = rasid_process(*words)
    assert ran.code == 2, ran.err
    assert ran.err.startswith("rasid: config/settings.toml:2: set crawl.contact before the public web is crawled")
    assert len(ran.err.splitlines()) == 1
    assert ran.out == ""
    assert not (tmp_path / "rasid.sqlite3").exists()
    assert not (tmp_path / "archive").exists()


def test_doctor_says_that_a_contact_is_missing_and_does_not_go_online(rasid_process: Rasid, tmp_path: Path) -> None:
    public_installation(tmp_path)
    ran = rasid_process("doctor", "--online", "--json")
    assert ran.code == 1
    rows = {row["what"]: row for row in json.loads(ran.out)}
    assert rows["contact"]["health"] == "ill"
    assert "config/settings.toml:2" in rows["contact"]["said"]
    assert "steppe" not in rows


def public_installation(folder: Path) -> None:
    config = folder / "config"
    copy_configuration(shipped_directory(), config)
    for shipped in (config / "sources").glob("*.toml"):
        shipped.unlink()
    (config / "settings.toml").write_text('[crawl]\n# contact = ""\n', "utf-8")
    (config / "sources" / "own.toml").write_text(PUBLIC, "utf-8")


EARLY = """
import os, signal, sys
from desk.command import main
signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGINT))
signal.setitimer(signal.ITIMER_REAL, 0.1)
sys.exit(main(sys.argv[1:]))
"""


def test_a_daemon_that_ctrl_c_ends_while_it_starts_ends_with_0_too(newsroom: Newsroom) -> None:
    done = subprocess.run(
        [sys.executable, "-c", EARLY, *newsroom.words, "run"],
        capture_output=True,
        text=True,
        cwd=newsroom.folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        timeout=DEADLINE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
