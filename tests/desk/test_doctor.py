"""`rasid doctor`: 0 when all is well or worth a note only, 1 when something is wrong, and always what to do."""

import json
from pathlib import Path

from rasid_runs import Rasid


def health(rasid_process: Rasid, *words: str) -> tuple[int, dict[str, str]]:
    """The exit code, and how each thing is."""
    ran = rasid_process("doctor", *words, "--json", RASID_CRAWL__CONTACT="press-office@example.org")
    assert "Traceback" not in ran.err
    return ran.code, {finding["what"]: finding["health"] for finding in json.loads(ran.out)}


def test_a_fresh_installation_is_well(rasid_process: Rasid) -> None:
    code, found = health(rasid_process)
    assert code == 0
    assert (found["configuration"], found["clock"], found["database"]) == ("well", "well", "note")
    assert "ill" not in found.values()


def test_a_wrong_setting_is_wrong_and_named(rasid_process: Rasid, tmp_path: Path) -> None:
    assert rasid_process("init", "config").code == 0
    (tmp_path / "config" / "settings.toml").write_text("[crawl]\ndelay_secondes = 1\n", "utf-8")
    ran = rasid_process("doctor", "--config", "config")
    assert ran.code == 1
    assert "WRONG" in ran.out
    assert "delay_seconds" in ran.out


def test_a_file_that_is_no_database_is_wrong(rasid_process: Rasid, tmp_path: Path) -> None:
    (tmp_path / "notes.sqlite3").write_text("The minutes of the meeting. " * 100, "utf-8")
    code, found = health(rasid_process, "--database", "notes.sqlite3")
    assert (code, found["database"]) == (1, "ill")


def test_an_archive_that_cannot_be_made_is_wrong(rasid_process: Rasid, tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file where a directory should be")
    code, found = health(rasid_process)
    assert (code, found["archive"]) == (1, "ill")


def test_a_wrong_list_or_rule_is_wrong_and_told_with_its_line(rasid_process: Rasid, tmp_path: Path) -> None:
    assert rasid_process("init", "config").code == 0
    (tmp_path / "config" / "entities" / "own.toml").write_text('[[agencies]]\ncode = "nur"\n', "utf-8")
    (tmp_path / "config" / "sites" / "own.toml").write_text('host = ["news.example.org"]\n', "utf-8")
    ran = rasid_process("doctor")
    assert ran.code == 1
    assert "own.toml:1: agencies: there is no such key. Did you mean “agency”?" in ran.out
    assert "own.toml:1: host: there is no such key. Did you mean “hosts”?" in ran.out
