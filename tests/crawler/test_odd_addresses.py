"""Addresses as strangers write them: each one settled, none of them the end of a crawl."""

from pathlib import Path

import pytest
from crawling import ReactorThread, article, configuration, crawl, ledger, source, with_services
from misbehaving_site import answer, misbehaving_site
from names import name_service

from crawler.assignments import CrawlOrder
from crawler.crawl_services import CrawlServices
from crawler.dispatcher import Dispatcher
from press.errors import StorageUnavailable, first_cause

ODD = (
    "http:a.example/x",
    "http:/a.example/x",
    "http:\\\\a.example\\x",
    "http://a..example/",
    "http://.example/",
    "http://" + "a" * 64 + ".example/",
    "http://" + ".".join(["abc"] * 80) + "/",
    "http://xn--/",
    "http://xn--a-ecp.example/",
    "http://a_b.example/",
    "http://-a.example/",
    "http://*.example/",
    "http://a.example:0/",
    "http://a.example:65535/",
    "http://a!b.example/",
    "http://a(b).example/",
    "http://\u0627\u062e\u0628\u0627\u0631.example/\u0635\u0641\u062d\u0629?\u0633=\u062c#\u0642",
    "http://stra\u00dfe.example/",
    "http://\u0130stanbul.example/",
    "http://a\u00adb.example/",
    "http://a.example/%zz%",
    "http://a.example/a b",
    "http://a.example/?a=[b]&c={d}|e^f`g",
    "http://a.example/" + "p" * 7_000,
    "HTTP://A.EXAMPLE/X",
    "http://a.example?x",
    "http://a.example#x",
)


def test_every_odd_address_is_settled_and_the_crawl_goes_on(reactor: ReactorThread, tmp_path: Path) -> None:
    with misbehaving_site() as site, name_service(reactor, {}):
        site.behaviours["/good"] = answer(article("good"))
        installation = configuration(
            tmp_path, source("one", homepage=site.origin), robots_obey=False, contact="x@y.example"
        )
        order = CrawlOrder(source=installation.sources["one"], urls=(*ODD, f"{site.origin}/good"))
        reactor.run(lambda: crawl(installation, orders=[order]))
    rows = ledger(tmp_path)
    assert rows.pop(f"{site.origin}/good").state == "article"
    assert rows
    for url, row in rows.items():
        assert row.reason, url
        assert row.state != "article", url
        assert row.state == "pending" or row.attempts <= 1


@pytest.mark.parametrize("robots_obey", [True, False])
def test_a_database_that_fails_in_the_middle_of_a_request_ends_the_crawl(
    reactor: ReactorThread, tmp_path: Path, robots_obey: bool
) -> None:
    import sqlite3

    async def scenario(services: CrawlServices) -> None:
        with sqlite3.connect(tmp_path / "rasid.sqlite3") as connection:
            connection.execute("DROP TABLE robots")
            connection.execute("DROP TABLE host_turn")
        orders = [CrawlOrder(source=each) for each in installation.sources.values()]
        await Dispatcher(services).crawl(orders, kind="crawl")

    with misbehaving_site() as site:
        installation = configuration(
            tmp_path, source("one", f"{site.origin}/feed"), robots_obey=robots_obey, delay_seconds=0.1
        )
        with pytest.raises(BaseException) as caught:  # noqa: PT011  # a bundle or the thing itself
            reactor.run(lambda: with_services(installation, scenario))
    assert isinstance(first_cause(caught.value), StorageUnavailable)
