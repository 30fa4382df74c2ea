"""A site becomes a source without a file edited by hand: discover, add, import and export as processes on loopback."""

import json
import sqlite3
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback_site import LoopbackSite, Page, empty_installation, loopback_site
from rasid_runs import Rasid
from test_sources_check import WORDS, rss

from press.configuration import load_sources


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    with loopback_site() as running:
        home = (
            '<html><head><title>الأفق الجديد</title><link rel="alternate" type="application/rss+xml" href="/rss/all">'
            '<link rel="alternate" type="application/rss+xml" href="/comments/feed"></head><body><a href="/news">أخبار</a></body></html>'
        )
        links = "".join(f'<h2><a href="/news/{4700 + n}-words-of-a-headline">{WORDS[0]} {n}</a></h2>' for n in range(6))
        running.pages |= {
            "/": home,
            "/rss/all": rss(running.origin),
            "/comments/feed": rss(f"{running.origin}/c", titles=("تعليق على المقال السابق عن القمة الدولية",)),
            "/news": f"<html><body>{links}</body></html>",
            "/robots.txt": Page(f"User-agent: *\nSitemap: {running.origin}/map.xml\n", content_type="text/plain"),
            "/map.xml": Page(
                "<urlset>" + "".join(f"<url><loc>{running.origin}/n/{n}</loc></url>" for n in range(9)) + "</urlset>",
                content_type="application/xml",
            ),
        }
        yield running


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return empty_installation(tmp_path)


def test_discover_says_what_each_door_brought_and_writes_nothing(
    config: Path, site: LoopbackSite, rasid_process: Rasid
) -> None:
    ran = rasid_process("--config", str(config), "sources", "discover", f"{site.origin}/", "--json")
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    found = {door["address"].removeprefix(site.origin): (door["kind"], door["items"]) for door in told["doors"]}
    assert found == {
        "/rss/all": ("feed", 6),
        "/comments/feed": ("feed", 6),
        "/news": ("listing", 6),
        "/map.xml": ("sitemap", 9),
    }
    assert f"{site.origin}/rss/all: 200" in ran.err
    assert list((config / "sources").iterdir()) == []


def test_a_site_that_may_not_be_asked_is_refused_with_the_reason_even_without_progress(
    config: Path, site: LoopbackSite, rasid_process: Rasid
) -> None:
    site.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /\n", content_type="text/plain")
    ran = rasid_process("--config", str(config), "sources", "discover", f"{site.origin}/", "--quiet")
    assert ran.code == 1
    assert "no page there could be read" in ran.err
    assert "robots.txt" in ran.err


def test_why_a_site_could_not_be_looked_at_is_said_once(config: Path, site: LoopbackSite, rasid_process: Rasid) -> None:
    ran = rasid_process("--config", str(config), "sources", "discover", f"{site.origin}/nothing-here")
    assert ran.err.count("nothing-here") == 1
    assert "no page there could be read (404)" in ran.err


def test_a_feed_source_is_found_written_and_crawled_within_a_minute(
    tmp_path: Path, config: Path, site: LoopbackSite, rasid_process: Rasid
) -> None:
    began = time.monotonic()
    words = ("--config", str(config))
    assert rasid_process(*words, "sources", "discover", f"{site.origin}/", "--quiet").code == 0
    ran = rasid_process(*words, "sources", "add", f"{site.origin}/", "--id", "ufuq", "--country", "KZ", "--quiet")
    assert ran.code == 0, ran.err
    assert "Next: rasid crawl ufuq" in ran.out
    source = load_sources(config / "sources")["ufuq"]
    assert (source.name, source.languages, source.country, source.homepage) == (
        "الأفق الجديد",
        ("ar",),
        "KZ",
        f"{site.origin}/",
    )
    doors = [(door.address.removeprefix(site.origin), str(door.confidence), door.archive) for door in source.doors]
    assert doors == [("/rss/all", "high", False), ("/map.xml", "medium", True)]
    assert source.doors[0].evidence[0] == "declared by the page given"
    with sqlite3.connect(tmp_path / "rasid.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM door WHERE check_verdict = 'proven'").fetchone() == (1,)
    crawled = rasid_process(*words, "crawl", "ufuq", "--limit", "0", "--json", "--quiet")
    assert json.loads(crawled.out)["sources"][0]["counts"]["found"] == 6
    assert time.monotonic() - began < 60

    again = rasid_process(*words, "sources", "add", f"{site.origin}/", "--quiet")
    assert again.code == 2
    assert "is a door of “ufuq” already" in again.err
    taken = rasid_process(*words, "sources", "add", f"{site.origin}/", "--id", "ufuq")
    assert taken.code == 2
    assert "there is a source “ufuq” already" in taken.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--id", "Bad Id!"], "--id: "),
        (["--country", "Kazakhstan"], "--country: "),
        (["--lang", "arabic"], "--lang: "),
        (["--kind", "magazine"], "--kind: "),
    ],
)
def test_a_wish_that_cannot_be_is_refused_before_anything_is_asked(
    config: Path, site: LoopbackSite, rasid_process: Rasid, words: list[str], told: str
) -> None:
    ran = rasid_process("--config", str(config), "sources", "add", f"{site.origin}/", *words)
    assert ran.code == 2
    assert told in ran.err
    assert site.asked == []


def test_a_site_without_a_door_is_not_written(config: Path, site: LoopbackSite, rasid_process: Rasid) -> None:
    site.pages = {"/": "<html><body>Welcome</body></html>"}
    ran = rasid_process("--config", str(config), "sources", "add", f"{site.origin}/", "--quiet")
    assert ran.code == 1
    assert "nothing was written" in ran.err
    assert list((config / "sources").iterdir()) == []
    strange = rasid_process("--config", str(config), "sources", "add", "nonsense")
    assert strange.code == 2
    assert "is no address that may be asked" in strange.err


def test_the_shipped_configuration_is_not_written_into(site: LoopbackSite, rasid_process: Rasid) -> None:
    ran = rasid_process("sources", "add", f"{site.origin}/", RASID_CRAWL__ALLOW_PRIVATE_NETWORKS="127.0.0.0/8")
    assert ran.code == 2
    assert "`rasid init`" in ran.err
    assert site.asked == []


def test_a_list_of_feeds_comes_in_once_and_goes_out_again(
    tmp_path: Path, config: Path, site: LoopbackSite, rasid_process: Rasid
) -> None:
    words = ("--config", str(config))
    feeds = "".join(f'<outline type="rss" text="Wire {n}" xmlUrl="{site.origin}/{n}.xml"/>' for n in range(2))
    other = '<outline type="rss" text="Steppe" xmlUrl="https://steppe.example/rss" htmlUrl="https://steppe.example/" language="kk"/>'
    opml = tmp_path / "list.opml"
    opml.write_text(f'<opml version="2.0"><body>{feeds}{other}</body></opml>', "utf-8")
    tried = rasid_process(*words, "sources", "import", str(opml), "--dry-run")
    assert "3 feeds of 2 sources would be written" in tried.err
    assert list((config / "sources").iterdir()) == []
    ran = rasid_process(*words, "sources", "import", str(opml))
    assert ran.code == 0, ran.err
    rows = tomllib.loads((config / "sources" / "imported.toml").read_text("utf-8"))["source"]
    assert [(row["name"], len(row["doors"])) for row in rows] == [
        (site.origin.removeprefix("http://"), 2),
        ("Steppe", 1),
    ]
    again = rasid_process(*words, "sources", "import", str(opml))
    assert "0 feeds of 0 sources" in again.err

    out = tmp_path / "mine.opml"
    exported = rasid_process(*words, "sources", "export", str(out))
    assert exported.out == f"3 feeds written to {out}\n"
    assert out.read_text("utf-8").count("xmlUrl=") == 3
    broken = rasid_process(*words, "sources", "import", str(config / "settings.toml"))
    assert broken.code == 2
