"""The last step before the network, for http and https alike.

    turn of the host ─→ connection (only to an address that may be asked) ─→ transfer (bounded in size and time)

Waiting for the turn happens here, behind Scrapy's own queues, so that a crawl of many hosts never fills up with requests
for a single one.
"""

from ipaddress import ip_address
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.interfaces import IAddress
from twisted.web._newclient import HEADER, STATUS, HTTP11ClientProtocol

from crawler.certificates import verifying_policy
from crawler.fetch_errors import FETCH_FAILURES, BodyTooLarge, TransferFailed, network_refusal
from crawler.fetch_services import FetchServices, services_of
from crawler.guarded_resolver import install_guard
from crawler.request_notes import CRAWL_DELAY, SOURCE
from crawler.responses import header
from press.errors import RasidError
from press.networks import NetworkPolicy
from press.robots import pause_between_requests
from press.sources import Source

MOST_HEAD_BYTES = 300_000
KNOWN: tuple[type[Exception], ...] = (*FETCH_FAILURES, RasidError)


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's handler, behind the host gate and the network guard."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._fetch = services_of(crawler.settings)
        self._resolver = install_guard(self._fetch.policy)
        self._contextFactory = verifying_policy()
        self._pool._factory = guarded_factory(self._fetch.policy)
        self._default_maxsize = self._fetch.settings.max_body_bytes
        self._default_warnsize = 0
        self._fail_on_dataloss_warned = True  # the ledger tells of it, page by page

    async def download_request(self, request: Request) -> Response:
        """Raises FetchError, whatever the network or the server does."""
        fetch = self._fetch
        host = urlparse_cached(request).hostname or ""
        delay = pause_for(request, fetch)
        await fetch.stopping.waiting(fetch.gate.enter(host, delay))
        try:
            response = await fetch.stopping.transfer(self._transfer(request, host))
        finally:
            fetch.gate.leave(host)
        await fetch.gate.note_answer(host, response.status, header(response, "Retry-After"), delay)
        return response

    async def _transfer(self, request: Request, host: str) -> Response:
        request.meta["download_timeout"] = self._fetch.settings.timeout_seconds
        try:
            return await super().download_request(request)
        except CannotResolveHostError as error:
            reason = self._resolver.refusal(host)
            raise (network_refusal(reason, host) if reason else error) from error
        except DownloadCancelledError as error:
            limit = self._fetch.settings.max_body_bytes
            raise BodyTooLarge(f"the answer is larger than {limit:,} bytes (crawl.max_body_bytes)") from error
        except KNOWN:
            raise
        except Exception as error:
            # Whatever a strange server or address makes the HTTP library raise is their failure, not a defect of ours.
            said = " ".join(str(error).split())[:200]
            raise TransferFailed(f"the transfer failed ({type(error).__name__}: {said})") from error


def pause_for(request: Request, fetch: FetchServices) -> float:
    """Seconds to leave the host alone before this request: the source's, or the setting's, or what robots.txt asks for."""
    source = request.meta.get(SOURCE)
    own = source.delay_seconds if isinstance(source, Source) else None
    configured = fetch.settings.delay_seconds if own is None else own
    return pause_between_requests(configured, request.meta.get(CRAWL_DELAY), fetch.settings.max_crawl_delay_seconds)


class BoundedHeadProtocol(_LenientHTTP11ClientProtocol):
    """Ends a connection whose answer has more before its body than any answer needs; bodies are bounded elsewhere."""

    _head_bytes = 0

    def request(self, request: Any) -> Any:
        self._head_bytes = 0
        return super().request(request)

    def dataReceived(self, bytes: bytes) -> None:  # noqa: N802  # Twisted's names
        parser = self._parser
        if parser is not None and parser.state in (STATUS, HEADER):
            self._head_bytes += len(bytes)
            if self._head_bytes > MOST_HEAD_BYTES:
                self.abort()  # type: ignore[no-untyped-call]  # Twisted's
                return
        super().dataReceived(bytes)  # type: ignore[no-untyped-call]  # Twisted's


def guarded_factory(policy: NetworkPolicy) -> type[_LenientHTTP11ClientFactory]:
    """What makes the protocol of a new connection: it looks once more at the address, before a byte is sent."""

    class GuardedFactory(_LenientHTTP11ClientFactory):
        def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: N802  # Twisted's name
            host = getattr(addr, "host", None)
            if host is not None and (reason := policy.refusal(ip_address(host.partition("%")[0]))):
                raise network_refusal(reason, host)
            return BoundedHeadProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]  # Twisted's

    return GuardedFactory
