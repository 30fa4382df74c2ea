"""Nothing that a stranger writes leads the crawler into a network it may not ask: no leak, in any disguise."""

import socket
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from crawling import LedgerRow, ReactorThread, article, configuration, crawl, feed_of, ledger, source
from misbehaving_site import MisbehavingSite, answer, misbehaving_site, redirect
from names import name_service
from twisted.internet.address import IPv4Address

from crawler.download_handler import guarded_factory
from crawler.fetch_errors import NetworkForbidden
from press.networks import NetworkPolicy

STRANGER = "127.0.0.2"
FRIEND = "127.0.0.3"

DISGUISES = (
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "0177.0x0.0.1",
    "127.0.0.1.",
    "127%2e0%2e0%2e1",
    "127。0。0。1",
    "１２７.0.0.1",
    "0",
    "0.0.0.0",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "localhost",
    "LOCALHOST",
    "secret.example",
    "secret.example.",
    "mapped.example",
    "mixed.example",
    "rebinding.example",
    "six.example",
    "10.0.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "224.0.0.1",
    "255.255.255.255",
    "[fe80::1]",
    "[ff02::1]",
    "[fd00:ec2::254]",
)

NAMES = {
    "localhost": [["127.0.0.1", "::1"]],
    "secret.example": [["127.0.0.1"]],
    "secret.example.": [["127.0.0.1"]],
    "mapped.example": [["::ffff:127.0.0.1"]],
    "mixed.example": [["127.0.0.1", FRIEND]],
    "rebinding.example": [[FRIEND], ["127.0.0.1"]],
    "six.example": [["::1", "fe80::1"]],
}


def has_six() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def secret() -> Iterator[MisbehavingSite]:
    """What only this machine may read."""
    hosts = ("127.0.0.1", "::1") if has_six() else ("127.0.0.1",)
    with misbehaving_site(*hosts) as site:
        yield site


@pytest.fixture(scope="module")
def crawled(
    reactor: ReactorThread, secret: MisbehavingSite, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, LedgerRow]:
    """A crawl of a stranger's feed: each disguise as a link, and behind a redirect, and for robots.txt."""
    folder = tmp_path_factory.mktemp("guard")
    with misbehaving_site(STRANGER, FRIEND) as stranger, name_service(reactor, NAMES):
        links = [f"http://{host}:{secret.port}/direct/{number}" for number, host in enumerate(DISGUISES)]
        links += [f"{stranger.origin_of(STRANGER)}/redirect/{number}" for number in range(len(DISGUISES))]
        for number, host in enumerate(DISGUISES):
            target = f"http://{host}:{secret.port}/behind/{number}"
            stranger.behaviours[f"/redirect/{number}"] = redirect(target.encode().decode("latin-1"))
        stranger.behaviours["/feed"] = answer(feed_of(links), content_type="text/xml; charset=utf-8")
        stranger.behaviours["/robots.txt"] = redirect(f"http://127.0.0.1:{secret.port}/robots.txt")
        installation = configuration(
            folder,
            source("stranger", f"{stranger.origin_of(STRANGER)}/feed"),
            contact="editor@rasid.example",
            allow_private_networks=(f"{STRANGER}/32", f"{FRIEND}/32"),
            robots_obey=False,
            timeout_seconds=3,
        )
        reactor.run(lambda: crawl(installation), seconds=120)
    return ledger(folder)


def test_no_request_reaches_what_is_secret(crawled: dict[str, LedgerRow], secret: MisbehavingSite) -> None:
    assert crawled
    assert secret.asked == []


def test_every_disguise_ends_in_a_state_that_says_why(crawled: dict[str, LedgerRow]) -> None:
    for url, row in crawled.items():
        number = int(url.rpartition("/")[2])
        harmless = DISGUISES[number] in ("mixed.example", "rebinding.example")
        assert row.state == ("pending" if harmless else "blocked"), (url, row)
        assert harmless or "private or reserved" in row.reason, row


def test_a_name_that_leads_to_both_is_asked_only_where_it_may_be(reactor: ReactorThread, tmp_path: Path) -> None:
    with (
        misbehaving_site(FRIEND) as friend,
        name_service(reactor, {"mixed.example": [["127.0.0.1", "::1", FRIEND, "10.0.0.1"]]}),
    ):
        friend.behaviours["/page"] = answer(article("mixed"))
        friend.behaviours["/feed"] = answer(feed_of([f"http://mixed.example:{friend.port}/page"]))
        installation = configuration(
            tmp_path,
            source("friend", f"http://mixed.example:{friend.port}/feed"),
            contact="editor@rasid.example",
            allow_private_networks=(f"{FRIEND}/32",),
        )
        reactor.run(lambda: crawl(installation))
    assert [row.state for row in ledger(tmp_path).values()] == ["article"]


def test_robots_txt_does_not_lead_there_either(reactor: ReactorThread, secret: MisbehavingSite, tmp_path: Path) -> None:
    before = len(secret.asked)
    with misbehaving_site(STRANGER) as stranger:
        stranger.behaviours["/robots.txt"] = redirect(f"http://0x7f.1:{secret.port}/robots.txt")
        stranger.behaviours["/feed"] = answer(feed_of([]))
        installation = configuration(
            tmp_path,
            source("stranger", f"{stranger.origin_of(STRANGER)}/feed"),
            contact="editor@rasid.example",
            allow_private_networks=(f"{STRANGER}/32",),
        )
        report = reactor.run(lambda: crawl(installation))
    assert len(secret.asked) == before
    assert "robots.txt did not answer (" in report.sources[0].reason


def test_without_a_contact_nothing_public_is_asked_and_the_reason_says_what_to_set(
    reactor: ReactorThread, tmp_path: Path
) -> None:
    with misbehaving_site() as site, name_service(reactor, {"public.example": [["93.184.216.34"]]}) as names:
        site.behaviours["/feed"] = answer(feed_of(["http://public.example/a", "http://93.184.216.34/b"]))
        installation = configuration(tmp_path, source("site", f"{site.origin}/feed"), robots_obey=False)
        reactor.run(lambda: crawl(installation))
    rows = ledger(tmp_path)
    assert names.asked == ["public.example"]
    assert {row.state for row in rows.values()} == {"pending"}
    assert all("crawl.contact is empty" in row.reason for row in rows.values())


def test_without_contact_and_allowed_networks_not_even_a_name_is_looked_up(
    reactor: ReactorThread, tmp_path: Path
) -> None:
    with name_service(reactor, {"public.example": [["93.184.216.34"]]}) as names:
        installation = configuration(tmp_path, source("site", "http://public.example/feed"), allow_private_networks=())
        report = reactor.run(lambda: crawl(installation))
    assert names.asked == []
    assert "crawl.contact is empty" in report.sources[0].reason


def test_the_address_a_connection_was_made_to_is_looked_at_once_more() -> None:
    factory = guarded_factory(NetworkPolicy(allowed=(), has_contact=True))(lambda _protocol: None, "a test")  # type: ignore[no-untyped-call]
    with pytest.raises(NetworkForbidden, match="private or reserved"):
        factory.buildProtocol(IPv4Address("TCP", "127.0.0.1", 80))
    assert factory.buildProtocol(IPv4Address("TCP", str(ip_address("8.8.8.8")), 80)) is not None
