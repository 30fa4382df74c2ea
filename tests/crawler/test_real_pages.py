"""The whole of Rasid on real pages: doors, ledger, pool, tags, sightings; once undisturbed, once killed in the middle."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from real_pages_site import RealPagesSite, serve_real_pages
from waiting import wait_for

pytestmark = pytest.mark.shared

SETTINGS = """
[database]
url = "sqlite:///{database}"
[archive]
directory = "{database}-archive"
[crawl]
delay_seconds = 0
max_pages_per_run = 2000
concurrent_hosts = 32
allow_private_networks = ["127.0.0.0/8"]
[reading]
workers = 2
[daemon]
lease_seconds = 2
"""

SOURCE = """
[[source]]
id = "real"
name = "Real pages"
homepage = "{origin}"
keep = "all"
  [[source.doors]]
  kind = "feed"
  address = "{origin}/feed.xml"
  [[source.doors]]
  kind = "news_sitemap"
  address = "{origin}/news-sitemap.xml"
  [[source.doors]]
  kind = "listing"
  address = "{origin}/latest.html"
  links = "ul.news a"
"""


@pytest.fixture(scope="module")
def site(shared_data: Path) -> Iterator[RealPagesSite]:
    with serve_real_pages(shared_data) as running:
        yield running


def installation(folder: Path, site: RealPagesSite) -> tuple[Path, Path]:
    """A configuration for the site and the path of its database."""
    database = folder / "rasid.sqlite3"
    config = folder / "config"
    subprocess.run([sys.executable, "-m", "desk.command", "init", str(config)], check=True, capture_output=True)
    (config / "settings.toml").write_text(SETTINGS.format(database=database), "utf-8")
    for shipped in (config / "sources").glob("*.toml"):
        shipped.unlink()
    (config / "sources" / "real.toml").write_text(SOURCE.format(origin=site.origin), "utf-8")
    return config, database


def start_crawl(config: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "desk.command", "--config", str(config), "crawl", "real"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)


def crawl(config: Path) -> str:
    process = start_crawl(config)
    output, _ = process.communicate(timeout=170)
    text = output.decode()
    assert "Traceback" not in text, text
    assert process.returncode in (0, 1), text
    return text


def rows(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """What an undisturbed and a disturbed run must have in common: everything but numbers and times."""
    questions = {
        "ledger": "SELECT url, state FROM discovery ORDER BY url",
        "articles": "SELECT a.title, t.text FROM article a JOIN article_text t ON t.article_id = a.id ORDER BY 1, 2",
        "sightings": "SELECT url FROM sighting ORDER BY url",
        "tags": "SELECT t.organization, a.title, t.evidence FROM article_tag t JOIN article a ON a.id = t.article_id ORDER BY 1, 2, 3",
    }
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return {name: connection.execute(question).fetchall() for name, question in questions.items()}


@pytest.fixture(scope="module")
def undisturbed(site: RealPagesSite, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, ...]]]:
    config, database = installation(tmp_path_factory.mktemp("undisturbed"), site)
    crawl(config)
    return rows(database)


def test_every_real_page_ends_in_a_named_state(
    site: RealPagesSite, undisturbed: dict[str, list[tuple[object, ...]]]
) -> None:
    states = dict(undisturbed["ledger"])
    assert len(states) == len(site.pages)
    assert set(states.values()) <= {"article", "unreadable"}
    unreadable = [url for url, state in states.items() if state == "unreadable"]
    assert len(unreadable) <= 10, unreadable


def test_the_seed_article_is_tagged_with_all_six_bodies_each_with_evidence(
    undisturbed: dict[str, list[tuple[object, ...]]],
) -> None:
    seed_title = "كازخستان دولة كبرى"
    tags = {code: evidence for code, title, evidence in undisturbed["tags"] if str(title).startswith(seed_title)}
    assert {"CICA", "SCO", "OTS", "CSTO", "IOFS", "IFAS"} <= set(tags)
    assert all(evidence and evidence != "[]" for evidence in tags.values())


def stored(database: Path) -> int:
    """How many articles there are; none while there is no database."""
    try:
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            return int(connection.execute("SELECT count(*) FROM article").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def test_a_crawl_killed_in_the_middle_and_started_again_ends_with_the_same_rows(
    site: RealPagesSite, undisturbed: dict[str, list[tuple[object, ...]]], tmp_path: Path
) -> None:
    config, database = installation(tmp_path, site)
    process = start_crawl(config)
    wait_for(lambda: stored(database) >= 150)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
    process.stdout.close()  # type: ignore[union-attr]  # a pipe was asked for
    between = rows(database)
    assert len(between["articles"]) < len(undisturbed["articles"])
    wait_until_the_lease_has_run_out(config)
    assert differences(rows(database), undisturbed) == {}


def differences(
    one: dict[str, list[tuple[object, ...]]], other: dict[str, list[tuple[object, ...]]]
) -> dict[str, list[tuple[object, ...]]]:
    """The first rows that stand in one of them only, by question."""
    apart = {name: set(one[name]) ^ set(other[name]) for name in other}
    return {name: sorted(rows_apart, key=str)[:5] for name, rows_apart in apart.items() if rows_apart}


def wait_until_the_lease_has_run_out(config: Path) -> None:
    """The killed run holds its source for two more seconds; a crawl says so instead of waiting."""
    wait_for(lambda: "another run" not in crawl(config))
