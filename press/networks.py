"""Which network addresses may be asked: pure decisions.

    address ─→ what it wraps (IPv4-mapped, 6to4, Teredo, NAT64) ─→ allowed by name? ─→ public unicast?

A crawler follows what strangers write: without this, a link to http://169.254.169.254/ or a host name that leads to
127.0.0.1 would let them read what only this machine may read.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

import ada_url

from press.settings import CrawlSettings

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# IANA's registries of special addresses, multicast and reserved space; not left to `ipaddress`, whose idea of them
# changes with the version of Python. 168.63.129.16 is public on paper and a cloud's own service in practice.
NOT_PUBLIC: Final = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
# Of IPv6 only this is handed out as global unicast; whatever lies outside it is refused unseen.
PUBLIC_6: Final = IPv6Network("2000::/3")
NOT_PUBLIC_6: Final = tuple(IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))

NAT64: Final = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPolicy:
    """allowed: networks that may be asked though they are not public. has_contact: whether public ones may be asked at all."""

    allowed: tuple[Network, ...]
    has_contact: bool

    def refusal(self, address: Address) -> str | None:
        """Why this address may not be asked; None when it may."""
        if self._is_allowed(address):
            return None
        for each in led_to(address):
            if not is_public(each):
                what = f"{address}" if each == address else f"{address} (which leads to {each})"
                return f"{what} is in a private or reserved network that crawl.allow_private_networks does not name"
        return None if self.has_contact else NO_CONTACT

    def _is_allowed(self, address: Address) -> bool:
        return self._is_listed(address) or all(self._is_listed(each) for each in led_to(address))

    def _is_listed(self, address: Address) -> bool:
        return any(address in network for network in self.allowed if network.version == address.version)


NO_CONTACT: Final = (
    "crawl.contact is empty, and without a contact address nothing but allowed private networks is crawled: "
    "set it to a web page or mail address where site owners can reach you"
)


def network_policy(settings: CrawlSettings) -> NetworkPolicy:
    return NetworkPolicy(
        allowed=tuple(ip_network(text.strip(), strict=False) for text in settings.allow_private_networks),
        has_contact=bool(settings.contact.strip()),
    )


def is_public(address: Address) -> bool:
    """Whether an address is ordinary public unicast."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in NOT_PUBLIC)
    return address in PUBLIC_6 and not any(address in network for network in NOT_PUBLIC_6)


def led_to(address: Address) -> tuple[Address, ...]:
    """Where packets to an address end: the IPv4 addresses an IPv6 address wraps, or the address itself."""
    if isinstance(address, IPv4Address):
        return (address,)
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address in NAT64:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    return (address,)


def literal_address(host: str) -> Address | None:
    """The address that a host of a URL spells (dotted, decimal, octal, hexadecimal, shortened, in brackets), None for a name.

    Raises ValueError for what can be neither (`1.2.3.256`).
    """
    text = f"[{host}]" if ":" in host and not host.startswith("[") else host
    hostname = ada_url.URL(f"http://{text}/").hostname
    try:
        return ip_address(hostname.strip("[]").rstrip("."))
    except ValueError:
        return None
