"""`rasid crawl SOURCE --since …` as a process: through sitemaps, next pages and archived feeds, and on after a stop."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from loopback_settings import loopback_settings
from loopback_site import LoopbackSite, Page, empty_installation, loopback_site
from rasid_runs import ROOT, Rasid

from desk.backfill_run import MOST_UNDATED

FIRST = date(2026, 3, 1)
DAYS = 120


def story(number: int) -> str:
    words = " ".join(
        f"<p>The council of district {number} talked about road {number * 7 + n} at length.</p>" for n in range(8)
    )
    return f"<html lang=en><head><title>District {number}</title></head><body><article><h1>District {number}</h1>{words}</article></body></html>"


def day_of(number: int) -> date:
    return FIRST + timedelta(days=number)


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    """An article a day; their addresses carry no date."""
    with loopback_site() as running:
        running.pages |= {f"/n/{number}.html": story(number) for number in range(DAYS)}
        yield running


def with_listing(site: LoopbackSite, *, a_page: int = 10, days: int = DAYS) -> str:
    newest_first = list(reversed(range(days)))
    for page in range(days // a_page):
        rows = "".join(
            f'<li><time datetime="{day_of(number)}T08:00:00Z">x</time><a href="/n/{number}.html">District {number} talks</a></li>'
            for number in newest_first[page * a_page : (page + 1) * a_page]
        )
        site.pages["/list" if page == 0 else f"/list?page={page + 1}"] = f"<html><body><ul>{rows}</ul></body></html>"
    return (
        f'[[source.doors]]\nkind = "listing"\naddress = "{site.origin}/list"\nconfidence = "high"\nitems = "li"\nlinks = "a"\n'
        f'date = "time"\npages = "{site.origin}/list?page={{page}}"\n'
    )


def dated_by_their_pages(site: LoopbackSite, days: int) -> None:
    for number in range(days):
        meta = f'<meta property="article:published_time" content="{day_of(number)}T08:00:00Z">'
        site.pages[f"/n/{number}.html"] = story(number).replace("<title>", f"{meta}<title>")


def with_sitemaps(site: LoopbackSite) -> str:
    months = sorted({f"{day_of(number):%Y-%m}" for number in range(DAYS)})
    children = "".join(f"<sitemap><loc>{site.origin}/map-{month}.xml</loc></sitemap>" for month in months)
    site.pages["/map.xml"] = Page(f"<sitemapindex>{children}</sitemapindex>", content_type="application/xml")
    for month in months:
        rows = "".join(
            f"<url><loc>{site.origin}/n/{number}.html</loc></url>"
            for number in range(DAYS)
            if f"{day_of(number):%Y-%m}" == month
        )
        site.pages[f"/map-{month}.xml"] = Page(f"<urlset>{rows}</urlset>", content_type="application/xml")
    return (
        f'[[source.doors]]\nkind = "sitemap"\naddress = "{site.origin}/map.xml"\nconfidence = "high"\narchive = true\n'
    )


def with_archived_feed(site: LoopbackSite, *, a_part: int = 30) -> str:
    newest_first = list(reversed(range(DAYS)))
    for part in range(DAYS // a_part):
        rows = "".join(
            f'<entry><title>District {number}</title><id>{number}</id><link href="{site.origin}/n/{number}.html"/>'
            f"<published>{day_of(number)}T08:00:00Z</published><updated>{day_of(number)}T08:00:00Z</updated></entry>"
            for number in newest_first[part * a_part : (part + 1) * a_part]
        )
        before = f'<link rel="prev-archive" href="{site.origin}/feed-{part + 1}"/>' if part + 1 < DAYS // a_part else ""
        site.pages["/feed" if part == 0 else f"/feed-{part}"] = Page(
            f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><id>x</id>{before}{rows}</feed>',
            content_type="application/atom+xml",
        )
    return f'[[source.doors]]\nkind = "feed"\naddress = "{site.origin}/feed"\nconfidence = "high"\n'


def install(
    folder: Path, site: LoopbackSite, doors: str, *, keep: str = "all", expected_per_day: int = 1
) -> tuple[str, str]:
    config = empty_installation(folder)
    row = (
        f'[[source]]\nid = "wire"\nname = "Wire"\nhomepage = "{site.origin}/"\nkeep = "{keep}"\n'
        f"expected_per_day = {expected_per_day}\n"
    )
    (config / "sources" / "own.toml").write_text(row + doors, "utf-8")
    return ("--config", str(config))


def stories_asked(site: LoopbackSite) -> Counter[int]:
    return Counter(int(path[3:-5]) for path in site.asked if path.startswith("/n/"))


def lists_asked(site: LoopbackSite) -> list[str]:
    return [path for path in site.asked if not path.startswith(("/n/", "/robots"))]


@pytest.mark.parametrize("doors", [with_listing, with_archived_feed], ids=["next pages", "archived feed"])
def test_a_list_is_followed_back_to_the_day_and_no_further(
    tmp_path: Path, site: LoopbackSite, rasid_process: Rasid, doors: object
) -> None:
    words = install(tmp_path, site, doors(site))  # type: ignore[operator]
    ran = rasid_process(*words, "crawl", "wire", "--since", "2026-05-01", "--json")
    assert ran.code == 0, ran.err
    wanted = {number for number in range(DAYS) if day_of(number) >= date(2026, 5, 1)}
    asked = set(stories_asked(site))
    assert wanted <= asked
    assert all(day_of(number) >= date(2026, 4, 30) for number in asked)  # the day before, in some zone
    (report,) = json.loads(ran.out)["sources"]
    assert report["counts"]["new"] == len(asked)
    assert "wire: 2026-05-01 to " in ran.err
    assert " articles and " in ran.err
    assert "the same command goes on" in ran.err

    before = len(site.asked)
    again = rasid_process(*words, "crawl", "wire", "--since", "2026-05-01", "--quiet")
    assert again.code == 0, again.err
    assert not any(path.startswith("/n/") for path in site.asked[before:])
    assert len(site.asked) - before <= 1  # the estimate


@pytest.mark.parametrize("keep", ["all", "tagged"])
def test_a_list_without_dates_ends_soon_after_the_articles_read_are_older(
    tmp_path: Path, site: LoopbackSite, rasid_process: Rasid, keep: str
) -> None:
    """Off-topic pages tell their day too, though nothing of them is stored."""
    words = install(tmp_path, site, with_listing(site).replace('date = "time"\n', ""), keep=keep, expected_per_day=0)
    dated_by_their_pages(site, DAYS)
    ran = rasid_process(*words, "crawl", "wire", "--since", "2026-06-01")
    assert ran.code == 0, ran.err
    assert "at least 10 articles" in ran.err
    assert "is unknown: its lists print no dates" in ran.err
    asked = set(stories_asked(site))
    assert {number for number in range(DAYS) if day_of(number) >= date(2026, 6, 1)} <= asked
    assert len(asked) == 60

    before = len(site.asked)
    assert rasid_process(*words, "crawl", "wire", "--since", "2026-06-01", "--quiet").code == 0
    assert site.asked[before:] == ["/list"], "the estimate; the walk is at its end"


def test_where_nothing_has_a_date_a_list_is_walked_a_bounded_way_at_a_time(
    tmp_path: Path, site: LoopbackSite, rasid_process: Rasid
) -> None:
    days = MOST_UNDATED + 60
    site.pages |= {f"/n/{number}.html": story(number) for number in range(days)}
    doors = with_listing(site, a_page=20, days=days).replace('date = "time"\n', "")
    words = install(tmp_path, site, doors, keep="tagged", expected_per_day=0)
    ran = rasid_process(*words, "crawl", "wire", "--since", "2026-06-01")
    assert ran.code == 1, ran.err
    assert f"{MOST_UNDATED} at a time" in ran.err
    assert f"{site.origin}/list: neither its lists nor most of the pages read say when they are from" in ran.err
    assert "the same command goes on for as many more" in ran.err
    assert MOST_UNDATED <= len(stories_asked(site)) < days
    again = rasid_process(*words, "crawl", "wire", "--since", "2026-06-01", "--quiet")
    assert again.code == 0, again.err
    assert stories_asked(site) == Counter(range(days))


def test_a_list_without_dates_is_not_at_its_end_because_an_earlier_walk_went_farther(
    tmp_path: Path, site: LoopbackSite, rasid_process: Rasid
) -> None:
    """A gap lies behind more known pages than one stretch reads."""
    days, gap = 130, 26
    doors = with_listing(site, a_page=1, days=days).replace('date = "time"\n', "")
    words = install(tmp_path, site, doors, keep="tagged", expected_per_day=0)
    dated_by_their_pages(site, days)
    whole = {path: page for path, page in site.pages.items() if path.startswith("/list")}
    site.pages |= {path: page.replace(f"/n/{gap}.html", "/n/0.html") for path, page in whole.items()}  # type: ignore[union-attr]
    assert rasid_process(*words, "crawl", "wire", "--since", "2026-03-01", "--quiet").code == 0
    assert set(stories_asked(site)) == set(range(days)) - {gap}

    site.pages |= whole
    assert rasid_process(*words, "crawl", "wire", "--since", f"{day_of(gap - 3)}", "--quiet").code == 0
    assert stories_asked(site)[gap] == 1


def test_of_an_index_only_the_parts_of_the_period_are_read(
    tmp_path: Path, site: LoopbackSite, rasid_process: Rasid
) -> None:
    words = install(tmp_path, site, with_sitemaps(site))
    estimate = rasid_process(*words, "crawl", "wire", "--since", "2026-04", "--until", "2026-05", "--dry-run")
    assert estimate.code == 0, estimate.err
    assert "about 62 articles and 3 pages of lists" in estimate.err
    assert not stories_asked(site)
    assert not list(tmp_path.rglob("*.sqlite3")), "an estimate writes nothing"
    as_json = rasid_process(
        *words, "crawl", "wire", "--since", "2026-04", "--until", "2026-05", "--dry-run", "--json", "--quiet"
    )
    (expected,) = json.loads(as_json.out)
    assert (expected["source"], expected["articles"], expected["lists"]) == ("wire", 62, 3)
    ran = rasid_process(*words, "crawl", "wire", "--since", "2026-04", "--until", "2026-05", "--quiet")
    assert ran.code == 0, ran.err
    assert {day_of(number).month for number in stories_asked(site)} == {4, 5}
    assert {path for path in lists_asked(site) if path != "/map.xml"} == {"/map-2026-04.xml", "/map-2026-05.xml"}


def test_a_sitemap_without_dates_that_begins_with_the_oldest_part_is_read_to_its_end(
    tmp_path: Path, site: LoopbackSite, rasid_process: Rasid
) -> None:
    parts = [range(start, start + 30) for start in range(0, DAYS, 30)]
    children = "".join(f"<sitemap><loc>{site.origin}/part-{n}.xml</loc></sitemap>" for n in range(len(parts)))
    site.pages["/map.xml"] = Page(f"<sitemapindex>{children}</sitemapindex>", content_type="application/xml")
    for n, part in enumerate(parts):
        rows = "".join(f"<url><loc>{site.origin}/n/{number}.html</loc></url>" for number in part)
        site.pages[f"/part-{n}.xml"] = Page(f"<urlset>{rows}</urlset>", content_type="application/xml")
    dated_by_their_pages(site, DAYS)
    door = (
        f'[[source.doors]]\nkind = "sitemap"\naddress = "{site.origin}/map.xml"\nconfidence = "high"\narchive = true\n'
    )
    words = install(tmp_path, site, door, keep="tagged", expected_per_day=0)
    assert rasid_process(*words, "crawl", "wire", "--since", "2026-06-01", "--quiet").code == 0
    assert set(stories_asked(site)) == set(range(DAYS))


def test_a_run_that_is_stopped_goes_on_where_it_was(tmp_path: Path, site: LoopbackSite, rasid_process: Rasid) -> None:
    words = install(tmp_path, site, with_listing(site))
    settings = tmp_path / "config" / "settings.toml"
    settings.write_text(loopback_settings(tmp_path, delay=0.05), "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "desk.command", *words, "crawl", "wire", "--since", "2026-03-01"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while len(stories_asked(site)) < 15:
        assert time.monotonic() < deadline, "it did not begin in time"
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    walked = len(lists_asked(site))
    assert 0 < len(stories_asked(site)) < DAYS

    settings.write_text(loopback_settings(tmp_path), "utf-8")
    ran = rasid_process(*words, "crawl", "wire", "--since", "2026-03-01", "--quiet")
    assert ran.code == 0, ran.err
    assert set(stories_asked(site)) == set(range(DAYS))
    assert max(stories_asked(site).values()) <= 2  # a page in hand at the stop may be asked once more
    assert sum(stories_asked(site).values()) <= DAYS + 1
    assert len(lists_asked(site)) - walked <= DAYS // 10  # the estimate, and the rest of the walk
    with sqlite3.connect(tmp_path / "rasid.sqlite3") as connection:
        assert connection.execute("SELECT state, count(*) FROM discovery GROUP BY 1").fetchall() == [("article", DAYS)]


def test_a_walk_that_breaks_off_is_told_and_goes_on_later(
    tmp_path: Path, site: LoopbackSite, rasid_process: Rasid
) -> None:
    words = install(tmp_path, site, with_listing(site))
    kept, site.pages["/list?page=3"] = site.pages["/list?page=3"], Page("later", status=503)
    ran = rasid_process(*words, "crawl", "wire", "--since", "2026-03-01", "--quiet")
    assert ran.code == 1
    assert "/list?page=3: the server answered 503" in ran.out
    assert len(stories_asked(site)) == 20
    site.pages["/list?page=3"] = kept
    before = len(site.asked)
    ran = rasid_process(*words, "crawl", "wire", "--since", "2026-03-01", "--quiet")
    assert ran.code == 0, ran.out
    assert set(stories_asked(site)) == set(range(DAYS))
    assert "/list?page=2" not in site.asked[before:]


def test_wrong_words_are_answered_before_anything_is_asked(
    tmp_path: Path, site: LoopbackSite, rasid_process: Rasid
) -> None:
    words = install(tmp_path, site, with_listing(site))
    for wrong, told in (
        (["crawl", "--since", "2026-03"], "name the sources"),
        (["crawl", "wire", "--until", "2026-03"], "say --since"),
        (["crawl", "wire", "--since", "whenever"], "is no date"),
        (["crawl", "wire", "--since", "2026-05", "--until", "2026-03"], "ends before it begins"),
        (["crawl", "wire", "--since", "2026-05", "--limit", "5"], "goes neither with"),
    ):
        ran = rasid_process(*words, *wrong)
        assert ran.code == 2
        assert told in ran.err
    assert site.asked == []
