"""`rasid retag`, `reread` and `import`: what was seen is judged by what is known now."""

import json
import sqlite3
from pathlib import Path
from typing import Any

from demo_database import Demo
from rasid_runs import Rasid

from desk.configuration_commands import copy_configuration
from press.shipped import shipped_directory

LEAGUE = """
[[organization]]
code = "LEAGUE"
tier = "core"
name = "The football league's committee"
[organization.names.ar]
"لجنة المسابقات" = "high"
"""


def configured(demo: Demo, tmp_path: Path, *, organizations: str = "") -> tuple[str, ...]:
    """The words that make a command work on this demo, with these organizations beside the shipped ones."""
    config = tmp_path / "config"
    copy_configuration(shipped_directory(), config)
    (config / "organizations" / "league.toml").write_text(organizations, "utf-8") if organizations else None
    settings = f'[archive]\ndirectory = "{demo.folder}/rasid-demo-archive"\n[reading]\nworkers = 1\n'
    (config / "settings.toml").write_text(settings, "utf-8")
    add_outlets(config, demo)
    return ("--config", str(config), "--database", str(demo.database))


def add_outlets(config: Path, demo: Demo) -> None:
    """The demo's outlets as sources: their servers are gone, their pages are in the archive."""
    with sqlite3.connect(demo.database) as connection:
        rows = connection.execute("SELECT id, name, homepage FROM source WHERE id LIKE 'demo-%'").fetchall()
    text = "".join(
        f'[[source]]\nid = "{source_id}"\nname = "{name}"\nhomepage = "{homepage}"\n'
        for source_id, name, homepage in rows
    )
    (config / "sources" / "demo.toml").write_text(text, "utf-8")


def articles(demo: Demo) -> list[tuple[Any, ...]]:
    with sqlite3.connect(demo.database) as connection:
        return connection.execute("SELECT title, text, organizations, revision FROM v_article ORDER BY 1, 2").fetchall()


def test_a_new_organization_is_found_in_what_was_off_topic_and_a_dry_run_only_says_so(
    rasid_process: Rasid, own_demo: Demo, tmp_path: Path
) -> None:
    words = configured(own_demo, tmp_path, organizations=LEAGUE)
    before = articles(own_demo)
    dry = rasid_process(*words, "retag", "--dry-run")
    assert dry.code == 0, dry.err
    assert "LEAGUE" in dry.out
    assert articles(own_demo) == before
    wet = rasid_process(*words, "retag")
    assert wet.code == 0, wet.err
    found = [row for row in articles(own_demo) if row not in before]
    assert [(title, codes) for title, _, codes, _ in found] == [
        ("أمطار غزيرة تؤخر مباريات الدوري إلى يوم السبت", "LEAGUE")
    ]
    again = rasid_process(*words, "retag")
    assert "nothing to do" in again.out


def test_a_dry_run_leaves_a_database_alone_whose_sources_the_configuration_does_not_list(
    rasid_process: Rasid, own_demo: Demo
) -> None:
    before = own_demo.database.read_bytes()
    for words in (("retag", "--dry-run"), ("reread", "--dry-run"), ("reread", "--dry-run", "--json")):
        dry = rasid_process("--database", str(own_demo.database), *words, RASID_READING__WORKERS="1")
        assert dry.code == 0, dry.err
        assert "switched off" not in dry.err
    assert own_demo.database.read_bytes() == before


def test_persons_of_a_new_list_are_found_in_what_is_stored(
    rasid: Rasid, rasid_process: Rasid, own_demo: Demo, tmp_path: Path
) -> None:
    words = configured(own_demo, tmp_path)
    assert "nothing to do" in rasid_process(*words, "retag").out
    person = '[[person]]\ncode = "anybody"\nname = "Anybody"\nnames.ar = ["القمة", "قمة"]\n'
    (tmp_path / "config" / "entities" / "more-people.toml").write_text(person, "utf-8")
    wet = rasid_process(*words, "retag")
    assert wet.code == 0, wet.err
    found = json.loads(rasid(*words, "count", "--by", "person", "--json").out)
    assert any(row["person"] == "anybody" and row["articles"] > 0 for row in found)
    assert "nothing to do" in rasid_process(*words, "retag").out


def test_credits_to_an_agency_of_a_new_list_are_found_in_what_is_stored(
    rasid: Rasid, rasid_process: Rasid, own_demo: Demo, tmp_path: Path
) -> None:
    words = configured(own_demo, tmp_path)
    agency = '[[agency]]\ncode = "herald"\nname = "The Steppe Herald"\nnames.ru = ["степной вестник"]\n'
    (tmp_path / "config" / "entities" / "more-agencies.toml").write_text(agency, "utf-8")
    assert "`rasid retag`" in rasid(*words, "doctor").out
    dry = rasid_process(*words, "retag", "--dry-run")
    assert "another credit: none → herald: В Алматинской области" in dry.out
    assert rasid(*words, "search", "credit:herald", "--json").out.count('"id"') == 0
    wet = rasid_process(*words, "retag")
    assert wet.code == 0, wet.err
    assert "       1 changed\n" in wet.out
    assert rasid(*words, "search", "credit:herald", "--json").out.count('"id"') == 1
    assert "nothing to do" in rasid_process(*words, "retag").out
    assert "`rasid retag`" not in rasid(*words, "doctor").out


def test_rereading_with_the_same_reader_has_nothing_to_do(rasid_process: Rasid, own_demo: Demo, tmp_path: Path) -> None:
    words = configured(own_demo, tmp_path)
    before = articles(own_demo)
    ran = rasid_process(*words, "reread")
    assert ran.code == 0, ran.err
    assert "nothing to do" in ran.out
    assert articles(own_demo) == before


def test_pages_of_an_older_reader_are_read_again_into_the_same_articles(
    rasid_process: Rasid, own_demo: Demo, tmp_path: Path
) -> None:
    words = configured(own_demo, tmp_path)
    before = articles(own_demo)
    with sqlite3.connect(own_demo.database) as connection:
        connection.execute("UPDATE discovery SET extractor_version = 'older'")
        damaged = connection.execute("SELECT id FROM article WHERE title LIKE 'Ministers%'").fetchone()[0]
        connection.execute("UPDATE article SET author = 'Nobody' WHERE id = ?", (damaged,))
    ran = rasid_process(*words, "reread", "--json")
    assert ran.code == 0, ran.err
    report = json.loads(ran.out)
    assert report["looked_at"] == 18
    assert articles(own_demo) == before
    with sqlite3.connect(own_demo.database) as connection:
        author = connection.execute("SELECT author FROM article WHERE id = ?", (damaged,)).fetchone()[0]
        checked = connection.execute("PRAGMA foreign_key_check").fetchall()
    assert author == "Helen Marsh"
    assert checked == []


def test_an_archive_is_imported_into_an_empty_database_and_a_second_time_changes_nothing(
    rasid_process: Rasid, finished_demo: Demo, tmp_path: Path
) -> None:
    files = [str(path) for path in (finished_demo.folder / "rasid-demo-archive").rglob("*.warc.gz")]
    words = ("--database", str(tmp_path / "fresh.sqlite3"))
    first = rasid_process(*words, "import", *files, "--json")
    assert first.code == 0, first.err
    counts = json.loads(first.out)["counts"]
    assert (counts["new"], counts["copy"], counts["off_topic"], counts["unreadable"]) == (13, 1, 3, 1)
    second = rasid_process(*words, "import", *files, "--json")
    assert json.loads(second.out)["counts"] == {"known_addresses": 18}


def test_a_file_that_is_no_archive_is_refused_by_name(rasid_process: Rasid, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>no archive</p>")
    ran = rasid_process("--database", str(tmp_path / "fresh.sqlite3"), "import", "page.html")
    assert ran.code == 2
    assert "page.html" in ran.err


def test_a_state_that_is_never_archived_is_refused(rasid_process: Rasid) -> None:
    ran = rasid_process("reread", "--state", "gone")
    assert ran.code == 2
    assert "off_topic" in ran.err
