"""A name service of the tests' own: no test ever asks the real one."""

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

from crawling import ReactorThread
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.guarded_resolver import install_guard
from press.networks import NetworkPolicy


@implementer(IHostnameResolver)
class NameService:
    """names: for each the answers it gives, one list of addresses after the other; the last is repeated."""

    def __init__(self, names: dict[str, list[list[str]]]) -> None:
        self.names = names
        self.asked: list[str] = []

    def resolveHostName(  # noqa: N802
        self, receiver: Any, name: str, port: int = 0, types: Any = None, semantics: str = "TCP"
    ) -> Any:
        self.asked.append(name)
        receiver.resolutionBegan(None)
        answers = self.names.get(name, [[]])
        for text in answers.pop(0) if len(answers) > 1 else answers[0]:
            kind = IPv4Address if ip_address(text).version == 4 else IPv6Address
            receiver.addressResolved(kind("TCP", text, port))
        receiver.resolutionComplete()


@contextmanager
def name_service(reactor: ReactorThread, names: dict[str, list[list[str]]]) -> Iterator[NameService]:
    """Answers for the system behind the guard, for the length of a block."""
    service = NameService(names)

    async def swap(inner: Any) -> Any:
        guard = install_guard(NetworkPolicy(allowed=(), has_contact=False))
        before, guard._system = guard._system, inner
        guard._answers.clear()
        return before

    before = reactor.run(lambda: swap(service))
    try:
        yield service
    finally:
        reactor.run(lambda: swap(before))
