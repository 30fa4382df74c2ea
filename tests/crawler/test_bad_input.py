"""Whatever a site sends, each of its addresses ends in a named state with a clear reason, and the others go on."""

import gzip
import zlib

import brotli
import pytest
from crawling import LedgerRow, ReactorThread, article, configuration, crawl, feed_of, ledger, question, source
from misbehaving_site import Behave, answer, drip, endless_head, flood, hang, misbehaving_site, raw, redirect

from crawler.assignments import CrawlOrder
from crawler.body_decoding import zstd
from crawler.crawl_report import CrawlReport
from storage import RunState

LIMIT = 300_000
BOMB = b"<p>" + b" " * 30_000_000

BAD_PAGES: dict[str, tuple[Behave, str, str]] = {
    # path: (what the server does, the state it ends in, a part of the reason)
    "large-and-says-so": (flood(50_000_000, says_so=True), "failed", "larger than 300,000 bytes"),
    "large-without-a-word": (flood(50_000_000, says_so=False), "failed", "larger than 300,000 bytes"),
    "empty": (answer(b""), "unreadable", "empty"),
    "gzip-bomb": (answer(gzip.compress(BOMB), headers={"Content-Encoding": "gzip"}), "failed", "unpacks to more than"),
    "deflate-bomb": (answer(zlib.compress(BOMB), headers={"Content-Encoding": "deflate"}), "failed", "unpacks to more"),
    "br-bomb": (answer(brotli.compress(BOMB), headers={"Content-Encoding": "br"}), "failed", "unpacks to more than"),
    "zstd-bomb": (answer(zstd.compress(BOMB), headers={"Content-Encoding": "zstd"}), "failed", "unpacks to more than"),
    "double-bomb": (
        answer(gzip.compress(gzip.compress(BOMB)), headers={"Content-Encoding": "gzip, gzip"}),
        "failed",
        "unpacks to more than",
    ),
    "packed-in-part": (
        answer(gzip.compress(article("cut").encode())[:-60], headers={"Content-Encoding": "gzip"}),
        "pending",
        "breaks off",
    ),
    "not-packed-at-all": (answer(article("plain"), headers={"Content-Encoding": "gzip"}), "article", ""),
    "unknown-packing": (answer(article("unknown"), headers={"Content-Encoding": "utf-8"}), "article", ""),
    "pdf": (answer(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"0" * 500, content_type="application/pdf"), "unreadable", "PDF"),
    "circle": (redirect("/circle"), "failed", "in a circle"),
    "circle-of-two": (redirect("/circle-back"), "failed", "in a circle"),
    "many-steps": (redirect("/step-1"), "failed", "more than 5 times"),
    "to-private": (redirect("http://10.11.12.13/admin"), "blocked", "private or reserved"),
    "to-private-in-disguise": (redirect("http://0x0a0b0c0d/admin"), "blocked", "private or reserved"),
    "to-file": (redirect("file:///etc/passwd"), "failed", "no web address"),
    "to-nowhere": (answer(b"", status=302), "failed", "302"),
    "to-nonsense": (redirect("http://[::bad/"), "failed", "no web address"),
    "half": (answer("<html><body>half", claimed_length=5_000), "pending", "broke off"),
    "no-answer": (raw(b""), "pending", "connection failed"),
    "no-http": (raw(b"220 mail.example ESMTP\r\n\r\n"), "pending", "failed"),
    "bad-status": (raw(b"HTTP/1.1 abc Nonsense\r\n\r\n"), "pending", "failed"),
    "hanging": (hang(), "pending", "in time"),
    "dripping": (drip(), "pending", "in time"),
    "endless-head": (endless_head(), "pending", "connection failed"),
    "long-header-line": (raw(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n"), "pending", "failed"),
    "403": (answer("no", status=403), "blocked", "403"),
    "401": (answer("no", status=401), "blocked", "401"),
    "404": (answer("no", status=404), "gone", "404"),
    "410": (answer("no", status=410), "gone", "410"),
    "429": (answer("slow", status=429, headers={"Retry-After": "7200"}), "pending", "429"),
    "500": (answer("oops", status=500), "pending", "500"),
    "503": (answer("oops", status=503), "pending", "503"),
    "418": (answer("teapot", status=418), "failed", "418"),
}

GOOD_PAGES = {
    "good": answer(article("good")),
    "good-after-a-redirect": redirect("/moved-here"),
    "good-in-chunks": raw(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"%x\r\n%s\r\n0\r\n\r\n" % (len(article("chunks")), article("chunks").encode())
    ),
    "good-without-length": raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + article("no length").encode()),
    "good-with-a-bad-header": raw(
        b"HTTP/1.1 200 OK\r\nthis is no header\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
        + article("bad header").encode()
    ),
    "good-in-br": answer(brotli.compress(article("brotli").encode()), headers={"Content-Encoding": "br"}),
    "good-in-zstd": answer(zstd.compress(article("zstd").encode()), headers={"Content-Encoding": "zstd"}),
    "good-in-gzip": answer(gzip.compress(article("gzip").encode()), headers={"Content-Encoding": "gzip"}),
}


@pytest.fixture(scope="module")
def crawled(reactor: ReactorThread, tmp_path_factory: pytest.TempPathFactory) -> dict[str, LedgerRow]:
    """One crawl over all of them; rows by the path of their address."""
    folder = tmp_path_factory.mktemp("bad")
    with misbehaving_site() as site:
        pages = {name: behave for name, (behave, _, _) in BAD_PAGES.items()} | GOOD_PAGES
        site.behaviours |= {f"/{name}": behave for name, behave in pages.items()}
        site.behaviours |= {f"/step-{number}": redirect(f"/step-{number + 1}") for number in range(1, 9)}
        site.behaviours["/circle-back"] = redirect("/circle-of-two")
        site.behaviours["/moved-here"] = answer(article("moved"))
        site.behaviours["/feed"] = answer(feed_of([f"{site.origin}/{name}" for name in pages]))
        installation = configuration(
            folder, source("bad", f"{site.origin}/feed"), timeout_seconds=1.5, max_body_bytes=LIMIT
        )
        report = reactor.run(lambda: crawl(installation), seconds=120)
    assert report.sources[0].state is RunState.PARTIAL
    return {url.rpartition("/")[2]: row for url, row in ledger(folder).items()}


@pytest.mark.parametrize("name", BAD_PAGES)
def test_a_bad_page_ends_in_its_state_with_a_reason(crawled: dict[str, LedgerRow], name: str) -> None:
    _, state, reason = BAD_PAGES[name]
    row = crawled[name]
    assert (row.state, reason in row.reason) == (state, True), row
    assert row.attempts == 1
    assert state != "pending" or row.next_attempt_at is not None


@pytest.mark.parametrize("name", GOOD_PAGES)
def test_the_good_pages_among_them_become_articles(crawled: dict[str, LedgerRow], name: str) -> None:
    assert crawled[name].state == "article", crawled[name]


def test_a_page_that_asks_to_wait_is_tried_again_no_sooner(crawled: dict[str, LedgerRow]) -> None:
    wished, ordinary = crawled["429"].next_attempt_at, crawled["500"].next_attempt_at
    assert wished is not None
    assert ordinary is not None
    assert wished - ordinary > 6_000 * 1_000_000


ARABIC_FEED = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>أخبار</title>'
    "<item><title>اجتماع منظمة شنغهاي للتعاون في أستانا</title><link>/relative/1.html</link></item>"
    "</channel></rss>"
)
EXPANDING_FEED = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    + "".join(f'<!ENTITY {chr(after)} "{f"&{chr(after - 1)};" * 10}">' for after in range(ord("c"), ord("k")))
    + '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    '<rss version="2.0"><channel><title>&j;</title><item><title>&file; &j;</title><link>{origin}/entity.html</link></item>'
    "</channel></rss>"
)

BAD_DOORS = {
    # name: (what the server does, the verdict, a part of the reason, addresses found)
    "html": (answer("<!DOCTYPE html><html><body><h1>404</h1></body></html>"), "unreadable", "HTML page", 0),
    "empty": (answer(b""), "unreadable", "empty", 0),
    "truncated": (
        answer(ARABIC_FEED.replace("</item>", "</item><item><title>cut"), content_type="text/xml"),
        "news",
        "",
        1,
    ),
    "windows-1256-called-utf-8": (
        answer(ARABIC_FEED.replace("/1.html", "/2.html").encode("windows-1256"), content_type="text/xml"),
        "news",
        "",
        1,
    ),
    "expanding": (answer(EXPANDING_FEED, content_type="text/xml"), "news", "", 1),
    "long": (answer(feed_of([f"http://127.0.0.1/{number}" for number in range(10_000)])), "news", "", 10_000),
    "half": (answer(feed_of(["http://127.0.0.1/x"]), claimed_length=90_000), "failed", "broke off", 0),
    "hanging": (hang(), "failed", "in time", 0),
    "403": (answer("", status=403), "blocked", "403", 0),
    "404": (answer("", status=404), "gone", "404", 0),
    "410": (answer("", status=410), "gone", "410", 0),
    "429": (answer("", status=429, headers={"Retry-After": "3600"}), "failed", "429", 0),
    "500": (answer("", status=500), "failed", "500", 0),
    "circle": (redirect("/circle"), "failed", "in a circle", 0),
    "to-private": (redirect("http://169.254.169.254/latest/meta-data/"), "blocked", "private or reserved", 0),
    "304-without-being-asked": (answer(b"", status=304), "unchanged", "", 0),
    "304-that-says-it-is-packed": (answer(b"", status=304, headers={"Content-Encoding": "gzip"}), "unchanged", "", 0),
    "bomb": (answer(gzip.compress(BOMB), headers={"Content-Encoding": "gzip"}), "failed", "unpacks to more than", 0),
    "no-dates": (answer(feed_of(["http://127.0.0.1/undated"])), "news", "", 1),
    "pdf": (answer(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"0" * 500, content_type="application/pdf"), "unreadable", "", 0),
}


@pytest.fixture(scope="module")
def polled(
    reactor: ReactorThread, tmp_path_factory: pytest.TempPathFactory
) -> tuple[CrawlReport, dict[str, tuple[str, str, int]], list[str]]:
    """One poll of a source per door: the report, (verdict, reason, found) by the door's name, all addresses found."""
    folder = tmp_path_factory.mktemp("doors")
    with misbehaving_site() as site:
        site.behaviours |= {f"/{name}": behave for name, (behave, _, _, _) in BAD_DOORS.items()}
        site.behaviours["/expanding"] = answer(EXPANDING_FEED.replace("{origin}", site.origin), content_type="text/xml")
        sources = [source(f"s-{number}", f"{site.origin}/{name}") for number, name in enumerate(BAD_DOORS)]
        installation = configuration(folder, *sources, timeout_seconds=1.5, max_pages_per_run=1)
        orders = [CrawlOrder(source=each, page_limit=0) for each in sources]
        report = reactor.run(lambda: crawl(installation, orders=orders, kind="poll"), seconds=120)
    rows = question(
        folder,
        "SELECT address, verdict, reason, (SELECT count(*) FROM discovery WHERE door_id = door.id) FROM door",
    )
    found = [url for (url,) in question(folder, "SELECT url FROM discovery")]
    return (
        report,
        {address.rpartition("/")[2]: (verdict, reason, count) for address, verdict, reason, count in rows},
        found,
    )


@pytest.mark.parametrize("name", BAD_DOORS)
def test_a_bad_door_has_its_verdict_with_a_reason(
    polled: tuple[CrawlReport, dict[str, tuple[str, str, int]], list[str]], name: str
) -> None:
    _, verdict, reason, count = BAD_DOORS[name]
    found = polled[1][name]
    assert (found[0], reason in found[1], found[2]) == (verdict, True, count), found


def test_relative_links_are_made_absolute_and_nothing_of_this_machine_is_read(
    polled: tuple[CrawlReport, dict[str, tuple[str, str, int]], list[str]],
) -> None:
    found = polled[2]
    assert any(url.endswith("/relative/1.html") and url.startswith("http://127.0.0.1:") for url in found)
    assert any(url.endswith("/entity.html") for url in found)


def test_a_broken_source_never_stops_the_others(
    polled: tuple[CrawlReport, dict[str, tuple[str, str, int]], list[str]],
) -> None:
    report = polled[0]
    assert len(report.sources) == len(BAD_DOORS)
    assert {each.state for each in report.sources} == {RunState.DONE, RunState.FAILED}
