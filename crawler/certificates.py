"""Every server proves who it is: one policy for all secure connections of the process.

Scrapy makes a context per connection and reads the system's certificates for each: 7 ms of CPU, more than all else about
an unchanged feed.
"""

from functools import cache
from typing import Any, cast

from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from twisted.internet._sslverify import ClientTLSOptions
from twisted.internet.ssl import CertificateOptions, platformTrust
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]  # it has no types


@implementer(IPolicyForHTTPS)
class VerifyingPolicy(_ScrapyClientContextFactory):
    """As Scrapy's with DOWNLOAD_VERIFY_CERTIFICATES, on a context that is made once. What is verified is the connection's own."""

    def __init__(self) -> None:
        super().__init__(verify_certificates=True)
        trusted = platformTrust()  # type: ignore[no-untyped-call]  # Twisted's
        self._options = CertificateOptions(trustRoot=trusted, **self._get_cert_options_kwargs())

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: ARG002, N802  # Twisted's shape
        return ClientTLSOptions(self._options._makeTLSConnection, hostname.decode("ascii"))


@cache
def verifying_policy() -> IPolicyForHTTPS:
    """The one of this process."""
    return cast("IPolicyForHTTPS", VerifyingPolicy())
