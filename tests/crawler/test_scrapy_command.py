"""In the project folder, Scrapy's own command knows every source as a spider."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from crawling import article, feed_of, ledger, question
from installations import write_installation
from misbehaving_site import answer, misbehaving_site
from scrapy.settings import Settings

from crawler.scrapy_settings import crawl_settings
from press.settings import Settings as RasidSettings

PROJECT = Path(__file__).resolve().parents[2]


def scrapy(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *words],
        cwd=PROJECT,
        env=os.environ | {"RASID_CONFIG": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_list_names_the_sources_that_are_switched_on(tmp_path: Path) -> None:
    write_installation(tmp_path, "http://127.0.0.1:1")
    done = scrapy(tmp_path, "list")
    assert done.stdout.split() == ["loopback-times"]


def test_crawl_fetches_a_source_into_the_database_under_a_lease_of_its_own(tmp_path: Path) -> None:
    with misbehaving_site() as site:
        links = [f"{site.origin}/{number}" for number in range(3)]
        site.behaviours["/feed"] = answer(feed_of(links))
        site.behaviours |= {f"/{number}": answer(article(f"scrapy {number}")) for number in range(3)}
        write_installation(tmp_path, site.origin)
        done = scrapy(tmp_path, "crawl", "loopback-times")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    assert [row.state for row in ledger(tmp_path).values()] == ["article"] * 3
    assert question(tmp_path, "SELECT kind, state FROM crawl_run") == [("crawl", "done")]
    assert question(tmp_path, "SELECT lease_holder FROM source WHERE id = 'loopback-times'") == [(None,)]


def test_an_unknown_source_is_a_plain_sentence_with_the_nearest_name(tmp_path: Path) -> None:
    write_installation(tmp_path, "http://127.0.0.1:1")
    done = scrapy(tmp_path, "crawl", "loopback-time")
    assert done.returncode == 2
    assert "unknown source “loopback-time”. Did you mean “loopback-times”?" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_contact_a_public_source_is_refused_with_the_line_to_edit(tmp_path: Path) -> None:
    write_installation(tmp_path, "http://93.184.216.34")
    done = scrapy(tmp_path, "crawl", "loopback-times")
    assert done.returncode == 2
    assert "settings.toml: set crawl.contact before the public web is crawled" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("*.sqlite3"))


@pytest.fixture
def settings() -> Settings:
    """What Scrapy makes of our settings module, its own defaults beneath."""
    loaded = Settings()
    loaded.setmodule("crawler.scrapy_settings", priority="project")
    return loaded


@pytest.mark.parametrize(
    "name", ["TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "COOKIES_ENABLED", "RETRY_ENABLED"]
)
def test_what_scrapy_would_do_beside_is_switched_off(settings: Settings, name: str) -> None:
    assert settings.getbool(name) is False


def test_only_the_web_is_asked_and_certificates_are_looked_at(settings: Settings) -> None:
    assert set(settings.getwithbase("DOWNLOAD_HANDLERS")) == {"http", "https"}
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    assert all(
        name.startswith("crawler.")
        for kind in ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS", "ITEM_PIPELINES")
        for name in settings.getwithbase(kind)
    )


def test_crawls_from_within_have_the_same_settings_but_for_the_loader_of_spiders() -> None:
    own = crawl_settings(RasidSettings())
    assert own["DOWNLOAD_VERIFY_CERTIFICATES"] is True
    assert "SPIDER_LOADER_CLASS" not in own
