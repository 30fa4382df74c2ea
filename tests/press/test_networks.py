"""Which addresses may be asked, in every spelling and wrapping."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.networks import NO_CONTACT, NetworkPolicy, is_public, led_to, literal_address, network_policy
from press.settings import CrawlSettings

OPEN = NetworkPolicy(allowed=(), has_contact=True)

HOSTILE = (
    # loopback and its spellings
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "0177.0.0.0x1",
    "127.0.0.1.",
    "127。0。0。1",
    "１２７.0.0.1",
    "0",
    "0.0.0.0",
    "::1",
    "::",
    "0:0:0:0:0:0:0:1",
    # private, link-local, the cloud's own services
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "2852039166",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    # multicast, reserved, for documents and benchmarks
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "192.88.99.1",
    "ff02::1",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "100::1",
    "2001:10::1",
    # an IPv4 address inside an IPv6 one
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:0:127.0.0.1",
    "::127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::127.0.0.1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "2002:c0a8:101::",
    "2001:0:7f00:1::",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
)


@pytest.mark.parametrize("host", HOSTILE)
def test_hostile_addresses_are_refused_with_a_reason(host: str) -> None:
    address = literal_address(host)
    assert address is not None
    reason = OPEN.refusal(address)
    assert reason is not None
    assert "crawl.allow_private_networks" in reason


@pytest.mark.parametrize(
    "host",
    ["8.8.8.8", "93.184.216.34", "172.32.0.1", "2606:4700::1111", "2a00:1450::1", "64:ff9b::808:808", "::ffff:8.8.8.8"],
)
def test_public_addresses_may_be_asked(host: str) -> None:
    address = literal_address(host)
    assert address is not None
    assert OPEN.refusal(address) is None


@pytest.mark.parametrize("host", ["localhost", "example.com", "نشرة.example", "127.0.0.1.nip.example", "a.b"])
def test_names_are_no_addresses(host: str) -> None:
    assert literal_address(host) is None


@pytest.mark.parametrize("host", ["1.2.3.256", "1.2.3.4.5", "0x1ffffffff", "[::1", "a b", ""])
def test_what_is_neither_name_nor_address_is_refused(host: str) -> None:
    with pytest.raises(ValueError, match="Invalid input"):
        literal_address(host)


def test_a_network_that_is_allowed_by_name_may_be_asked_in_every_wrapping() -> None:
    policy = network_policy(CrawlSettings(allow_private_networks=("127.0.0.0/8", "10.1.2.0/24"), contact="a@b.example"))
    for host in ("127.0.0.1", "127.9.9.9", "::ffff:127.0.0.1", "64:ff9b::127.0.0.1", "10.1.2.77"):
        assert policy.refusal(ip_address(host)) is None
    for host in ("10.1.3.1", "::1", "192.168.0.1"):
        assert policy.refusal(ip_address(host)) is not None


def test_without_a_contact_only_allowed_private_networks_are_asked() -> None:
    policy = network_policy(CrawlSettings(allow_private_networks=("127.0.0.0/8",), contact="  "))
    assert policy.refusal(ip_address("127.0.0.1")) is None
    assert policy.refusal(ip_address("8.8.8.8")) == NO_CONTACT
    assert "crawl.contact" in NO_CONTACT


@given(st.ip_addresses(v=4))
def test_whatever_python_calls_private_is_not_public(address: object) -> None:
    assert isinstance(address, type(ip_address("1.1.1.1")))
    if address.is_private or address.is_multicast or address.is_reserved or address.is_link_local:
        assert not is_public(address)


@given(st.ip_addresses(v=6))
def test_whatever_leads_to_a_private_address_is_refused(address: object) -> None:
    assert isinstance(address, type(ip_address("::1")))
    if any(not is_public(each) for each in led_to(address)):
        assert OPEN.refusal(address) is not None
    if address.is_private or address.is_multicast or address.is_link_local or address.is_site_local:
        assert OPEN.refusal(address) is not None or led_to(address) != (address,)
