"""robots.txt on the way of real requests: obeyed, asked once, shared, and no excuse to hammer a broken server."""

from pathlib import Path
from urllib.parse import quote

import pytest
from crawling import LedgerRow, ReactorThread, article, configuration, crawl, feed_of, ledger, question, source
from misbehaving_site import Behave, answer, flood, hang, misbehaving_site, raw, redirect

from crawler.assignments import CrawlOrder

RULES = """
User-agent: *
Disallow: /private
Disallow: /*?print=
Allow: /private/press

User-agent: Rasid
Disallow: /not-for-rasid
"""

FILES: dict[str, tuple[Behave, dict[str, str]]] = {
    # host: (its robots.txt, what becomes of which page)
    "127.0.1.1": (answer("<!DOCTYPE html><html><body>Disallow: /</body></html>"), {"/page": "article"}),
    "127.0.1.2": (answer("busy", status=503), {"/page": "pending"}),
    "127.0.1.3": (answer("", status=404), {"/page": "article"}),
    "127.0.1.4": (answer("", status=403), {"/page": "article"}),
    "127.0.1.5": (hang(), {"/page": "pending"}),
    "127.0.1.6": (answer("User-agent: *\nDisallow: /"), {"/page": "blocked"}),
    "127.0.1.7": (
        answer(RULES.replace("Rasid", "Other"), content_type="text/plain"),
        {"/page": "article", "/private": "blocked", "/private/press": "article", "/a?print=1": "blocked"},
    ),
    "127.0.1.8": (answer(RULES), {"/page": "article", "/private": "article", "/not-for-rasid/x": "blocked"}),
    "127.0.1.9": (redirect("/elsewhere.txt"), {"/page": "article", "/private": "blocked"}),
    "127.0.1.10": (redirect("/robots.txt"), {"/page": "article"}),
    "127.0.1.11": (answer("", status=429), {"/page": "pending"}),
    "127.0.1.12": (raw(b""), {"/page": "pending"}),
    "127.0.1.13": (
        answer("\ufeffuser-agent: *\r\nDISALLOW: /private\r\n"),
        {"/page": "article", "/private": "blocked"},
    ),
    "127.0.1.14": (answer("User-agent: *\nDisallow:\n"), {"/page": "article"}),
    "127.0.1.15": (flood(20_000_000, says_so=False), {"/page": "pending"}),
    "127.0.1.16": (answer("User-agent: *\nDisallow: /%D8%B3%D8%B1\n"), {"/page": "article", "/سر": "blocked"}),
}
CASES = [(host, path) for host, (_, pages) in FILES.items() for path in pages]


@pytest.fixture(scope="module")
def crawled(
    reactor: ReactorThread, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[tuple[str, str], LedgerRow], list[tuple[str, str]]]:
    """Rows by host and path, and what was asked of whom."""
    folder = tmp_path_factory.mktemp("robots")
    with misbehaving_site("127.0.0.1", *FILES) as site:
        for host, path in CASES:
            site.behaviours[(host, path.encode().decode("latin-1"))] = answer(article(f"{host} {path}"))
        for host, (behave, _) in FILES.items():
            site.behaviours[(host, "/robots.txt")] = behave
        site.behaviours[("127.0.1.9", "/elsewhere.txt")] = answer("User-agent: *\nDisallow: /private\n")
        site.behaviours["/feed"] = answer(feed_of([site.origin_of(host) + path for host, path in CASES]))
        installation = configuration(
            folder, source("all", f"{site.origin}/feed"), timeout_seconds=1.5, max_body_bytes=1_000_000
        )
        reactor.run(lambda: crawl(installation), seconds=90)
    rows = {}
    for url, row in ledger(folder).items():
        host, _, path = url.removeprefix("http://").partition("/")
        rows[host.partition(":")[0], f"/{path}"] = row
    return rows, [(asked.host, asked.path) for asked in site.asked]


@pytest.mark.parametrize(("host", "path"), CASES)
def test_a_page_is_fetched_as_its_robots_txt_has_it(
    crawled: tuple[dict[tuple[str, str], LedgerRow], list[tuple[str, str]]], host: str, path: str
) -> None:
    rows, asked = crawled
    row, state = rows[host, path], FILES[host][1][path]
    assert row.state == state, row
    assert (state == "article") == ((host, quote(path, safe="/?=")) in asked)
    assert state == "article" or "robots.txt" in row.reason


def test_each_robots_txt_is_asked_once(
    crawled: tuple[dict[tuple[str, str], LedgerRow], list[tuple[str, str]]],
) -> None:
    asked = crawled[1]
    for host in FILES:
        if host != "127.0.1.10":  # which redirects to itself
            assert asked.count((host, "/robots.txt")) == 1, host


def test_another_process_takes_what_the_database_has(reactor: ReactorThread, tmp_path: Path) -> None:
    with misbehaving_site() as site:
        site.behaviours |= {
            "/robots.txt": answer("User-agent: *\nDisallow: /no"),
            "/feed": answer(feed_of([f"{site.origin}/no/1", f"{site.origin}/yes/1"])),
            "/yes/1": answer(article("yes")),
        }
        installation = configuration(
            tmp_path, source("one", f"{site.origin}/feed"), source("two", f"{site.origin}/feed?2")
        )
        for each in installation.sources.values():
            reactor.run(lambda each=each: crawl(installation, orders=[CrawlOrder(source=each)]))  # type: ignore[misc]
        assert site.paths_asked().count("/robots.txt") == 1
        assert "/no/1" not in site.paths_asked()
    assert question(tmp_path, "SELECT origin, status FROM robots") == [(site.origin, 200)]


def test_a_door_behind_a_broken_robots_txt_is_not_asked_and_says_so(reactor: ReactorThread, tmp_path: Path) -> None:
    with misbehaving_site() as site:
        site.behaviours |= {"/robots.txt": answer("", status=500), "/feed": answer(feed_of([]))}
        installation = configuration(tmp_path, source("one", f"{site.origin}/feed"))
        report = reactor.run(lambda: crawl(installation))
        assert site.paths_asked() == ["/robots.txt"]
    assert "robots.txt answered 500" in report.sources[0].reason
    assert question(tmp_path, "SELECT verdict FROM door") == [("failed",)]


def test_robots_txt_is_left_aside_when_the_settings_say_so(reactor: ReactorThread, tmp_path: Path) -> None:
    with misbehaving_site() as site:
        site.behaviours |= {
            "/robots.txt": answer("User-agent: *\nDisallow: /"),
            "/feed": answer(feed_of([f"{site.origin}/page"])),
            "/page": answer(article("page")),
        }
        installation = configuration(tmp_path, source("own", f"{site.origin}/feed"), robots_obey=False)
        reactor.run(lambda: crawl(installation))
        assert "/robots.txt" not in site.paths_asked()
    assert [row.state for row in ledger(tmp_path).values()] == ["article"]


def test_who_asks_is_told_with_a_contact(reactor: ReactorThread, tmp_path: Path) -> None:
    with misbehaving_site() as site:
        site.behaviours["/feed"] = answer(feed_of([]))
        contact = "https://rasid.example/about"
        installation = configuration(
            tmp_path, source("one", f"{site.origin}/feed", languages=("ar", "ru")), contact=contact
        )
        reactor.run(lambda: crawl(installation))
        for asked in site.asked:
            assert asked.headers["user-agent"].startswith("Rasid/")
            assert f"(+{contact})" in asked.headers["user-agent"]
            assert asked.headers["accept-language"] == "ar, ru, *;q=0.5"
            assert not {"cookie", "referer"} & set(asked.headers)
