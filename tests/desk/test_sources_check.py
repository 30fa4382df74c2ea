"""`rasid sources check` as a process, over doors of every kind of virtue on loopback."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from loopback_site import LoopbackSite, Page, empty_installation, loopback_site
from rasid_runs import Rasid

WORDS = ("انطلاق أعمال القمة في العاصمة بحضور رؤساء الوفود", "الوزير يستقبل نظيره ويبحثان التعاون في مجال المياه")


def rss(origin: str, *, days_ago: int = 0, items: int = 6, titles: tuple[str, ...] = WORDS) -> Page:
    moment = format_datetime(datetime.now(UTC) - timedelta(days=days_ago, hours=1))
    rows = "".join(
        f"<item><title>{titles[n % len(titles)]} {n}</title><link>{origin}/n/{n}</link><pubDate>{moment}</pubDate></item>"
        for n in range(items)
    )
    return Page(
        f'<rss version="2.0"><channel><title>Wire</title>{rows}</channel></rss>', content_type="application/rss+xml"
    )


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    with loopback_site() as running:
        running.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /closed\n", content_type="text/plain")
        running.pages["/good"] = rss(running.origin)
        running.pages["/stale"] = rss(running.origin, days_ago=40)
        running.pages["/english"] = rss(
            running.origin, titles=("The minister receives his colleague in the capital city", "The summit opens today")
        )
        running.pages["/page"] = "<html><body><p>Welcome to our site</p></body></html>"
        running.pages["/challenge"] = Page(
            "<title>Just a moment...</title><script src=/cdn-cgi/x></script>", status=403
        )
        running.pages["/moved"] = Page("", status=301, headers=(("Location", "/good"),))
        yield running


def source(source_id: str, origin: str, *paths: str, enabled: bool = True) -> str:
    off = "" if enabled else '\nenabled = false\nreason = "a test"'
    doors = "".join(
        f'\n[[source.doors]]\nkind = "feed"\naddress = "{origin}{path}"\nconfidence = "medium"\n' for path in paths
    )
    return f'[[source]]\nid = "{source_id}"\nname = "{source_id}"\nhomepage = "{origin}/"\nlanguages = ["ar"]{off}\n{doors}\n'


def install(folder: Path, *sources: str) -> tuple[str, str]:
    config = empty_installation(folder)
    (config / "sources" / "own.toml").write_text("".join(sources), "utf-8")
    return ("--config", str(config))


def test_each_door_gets_its_verdict_and_the_database_keeps_it(
    tmp_path: Path, site: LoopbackSite, rasid_process: Rasid
) -> None:
    paths = ("/good", "/stale", "/english", "/page", "/challenge", "/moved", "/closed/feed", "/nowhere")
    words = install(tmp_path, source("wire", site.origin, *paths))
    ran = rasid_process(*words, "sources", "check", "--json", "--quiet")
    assert ran.code == 0, ran.err
    verdicts = {row["address"].removeprefix(site.origin): row["verdict"] for row in json.loads(ran.out)}
    assert verdicts == {
        "/good": "proven",
        "/stale": "stale",
        "/english": "foreign",
        "/page": "not_a_door",
        "/challenge": "blocked",
        "/moved": "proven",
        "/closed/feed": "forbidden",
        "/nowhere": "gone",
    }
    assert "/closed/feed" not in site.asked
    assert site.asked.count("/robots.txt") == 1
    with sqlite3.connect(tmp_path / "rasid.sqlite3") as connection:
        kept = dict(connection.execute("SELECT address, check_verdict FROM door WHERE checked_at IS NOT NULL"))
        polled = {address for (address,) in connection.execute("SELECT address FROM door WHERE active AND NOT seldom")}
    assert {address.removeprefix(site.origin): verdict for address, verdict in kept.items()} == verdicts
    assert polled == {f"{site.origin}/good", f"{site.origin}/moved"}


def test_where_there_is_nothing_to_check_it_is_said(rasid: Rasid, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").touch()
    ran = rasid("--config", str(tmp_path), "sources", "check")
    assert (ran.code, "no such source to check" in ran.err, ran.out) == (2, True, "")


def test_a_person_reads_a_table_with_advice_and_which_sources_lack_a_door(
    tmp_path: Path, site: LoopbackSite, rasid_process: Rasid
) -> None:
    words = install(
        tmp_path,
        source("wire", site.origin, "/good"),
        source("dead", site.origin, "/nowhere"),
        source("asleep", site.origin, "/moved", enabled=False),
    )
    ran = rasid_process(*words, "sources", "check")
    assert ran.code == 1
    head, _, *rows = ran.out.splitlines()
    assert head.split()[:2] == ["source", "verdict"]
    assert rows[0].split()[:2] == ["wire", "proven"]
    assert "`rasid sources discover` looks for another" in rows[1]
    assert rows[2].startswith("asleep (disabled)")
    assert f"write {site.origin}/good" in rows[2]
    assert "enabled, and without a usable door: dead" in ran.out
    assert f"dead: gone: {site.origin}/nowhere" in ran.err
    assert "3 doors of 3 sources checked, 2 of them usable" in ran.err

    only = rasid_process(*words, "sources", "check", "asleep", "--quiet")
    assert only.code == 0, only.err
    unknown = rasid_process(*words, "sources", "check", "asleeq")
    assert unknown.code == 2
    assert "Did you mean “asleep”?" in unknown.err


def test_without_a_contact_nothing_is_asked_and_no_door_is_blamed(tmp_path: Path, rasid_process: Rasid) -> None:
    words = install(tmp_path, source("wire", "https://wire.example", "/feed"))
    settings = tmp_path / "config" / "settings.toml"
    settings.write_text(settings.read_text("utf-8").replace('["127.0.0.0/8"]', "[]"), "utf-8")
    ran = rasid_process(*words, "sources", "check")
    assert ran.code == 2
    assert "set crawl.contact before the public web is crawled" in ran.err
