"""Refuses addresses that may not be asked before anything is done about them, however they are spelled.

Names are left to the resolver (`crawler.guarded_resolver`): only where they lead to counts.
"""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.utils.httpobj import urlparse_cached

from crawler.fetch_errors import ContactMissing, NetworkForbidden, network_refusal
from crawler.fetch_services import services_of
from press.networks import NO_CONTACT, NetworkPolicy, literal_address


class NetworkGuard:
    def __init__(self, policy: NetworkPolicy) -> None:
        self._policy = policy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(services_of(crawler.settings).policy)

    def process_request(self, request: Request) -> None:
        """Raises NetworkForbidden, or ContactMissing when a contact is all that is missing."""
        parts = urlparse_cached(request)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https"):
            raise NetworkForbidden(f"{parts.scheme}: is neither http nor https")
        try:
            address = literal_address(host)
        except ValueError as error:
            raise NetworkForbidden(f"“{host}” is no host name") from error
        if address is None:
            if not self._policy.has_contact and not self._policy.allowed:
                raise ContactMissing(NO_CONTACT)
            return
        reason = self._policy.refusal(address)
        if reason is not None:
            raise network_refusal(reason, host)
