"""From the words of `rasid crawl` to orders: which sources, through which doors, which further addresses."""

from collections.abc import Sequence
from types import MappingProxyType
from urllib.parse import urlsplit

from crawler.assignments import CrawlOrder
from press.addresses import is_fetchable
from press.configuration import Configuration
from press.contact import require_contact
from press.errors import UsageError
from press.source_hosts import SourceHosts
from press.sources import Source

BY_HAND = "by-hand"


def crawl_orders(
    configuration: Configuration, source_ids: Sequence[str], urls: Sequence[str], limit: int | None
) -> tuple[CrawlOrder, ...]:
    """The sources named, else those of the addresses, else all that are enabled.

    Raises UnknownSource with the nearest name, UsageError for an address that may not be fetched, ContactNeeded.
    """
    named = [configuration.source(source_id) for source_id in dict.fromkeys(source_ids)]
    if not named and not urls:
        named = [source for source in configuration.sources.values() if source.enabled]
    by_source = _urls_by_source(configuration, named if len(named) == 1 and source_ids else [], urls)
    orders = [
        CrawlOrder(source=source, urls=tuple(by_source.pop(source.id, (source, []))[1]), page_limit=limit)
        for source in named
    ]
    further = [
        CrawlOrder(source=source, doors="none", urls=tuple(addresses), page_limit=limit)
        for source, addresses in by_source.values()
    ]
    if not orders and not further:
        raise UsageError("no source is enabled. `rasid sources list` shows them all.")
    require_contact(configuration, (address for order in (*orders, *further) for address in asked_by(order)))
    return (*orders, *further)


def asked_by(order: CrawlOrder) -> tuple[str, ...]:
    """The addresses an order begins with."""
    doors = () if order.doors == "none" else tuple(door.address for door in order.source.doors)
    return (*doors, *order.urls)


def _urls_by_source(
    configuration: Configuration, only: Sequence[Source], urls: Sequence[str]
) -> dict[str, tuple[Source, list[str]]]:
    """Each address under the only source that was named, else under the one of its host, else under one by hand."""
    hosts = SourceHosts(configuration.sources.values())
    found: dict[str, tuple[Source, list[str]]] = {}
    for url in dict.fromkeys(urls):
        if not is_fetchable(url):
            raise UsageError(f"--url: “{url[:100]}” is no address that may be fetched (http or https, with a host)")
        source = only[0] if only else hosts.find(url) or found.get(BY_HAND, (None,))[0] or by_hand(url)
        found.setdefault(source.id, (source, []))[1].append(url)
    return found


def by_hand(url: str) -> Source:
    """The source of addresses whose host no source has: whoever gives an address by hand wants it kept."""
    parts = urlsplit(url)
    return Source(id=BY_HAND, name="By hand", homepage=f"{parts.scheme}://{parts.netloc}/", keep="all")


def with_sources_of(configuration: Configuration, orders: Sequence[CrawlOrder]) -> Configuration:
    """The configuration, with the sources of the orders in it: the database knows those of its configuration only."""
    sources = dict(configuration.sources) | {order.source.id: order.source for order in orders}
    return configuration.replaced(sources=MappingProxyType(sources))
