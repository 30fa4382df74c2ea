"""The reactor's name resolver: hands out only addresses that may be asked.

It sits where connections are made, so that a name which led to a public address a moment ago and leads to 127.0.0.1 now
(rebinding), or to both, gives nothing away: what is connected to is what was checked.
"""

from collections.abc import Sequence
from ipaddress import ip_address
from time import monotonic
from typing import Any, Final

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]  # it has no types

from press.networks import NetworkPolicy

Interface = Any  # objects known by what they do: Twisted declares that with zope.interface, which has no types
AnyAddress = IPv4Address | IPv6Address

LIFETIME_SECONDS: Final = 300.0
MOST_NAMES: Final = 10_000
LOOKUP_THREADS: Final = 32


@implementer(IHostResolution)
class _Done:
    """A resolution that has nothing left to cancel."""

    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Too late."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """Asks the system, keeps answers for five minutes, and leaves out what the policy refuses."""

    def __init__(self, system: Interface, policy: NetworkPolicy) -> None:
        self._system = system
        self.policy = policy
        self._answers: dict[str, tuple[float, tuple[AnyAddress, ...]]] = {}
        self._refusals: dict[str, str] = {}

    def refusal(self, name: str) -> str | None:
        """Why the name's last resolution gave nothing, if the policy is the reason."""
        return self._refusals.get(name.lower())

    def resolveHostName(  # noqa: N802  # Twisted's name
        self,
        resolutionReceiver: Interface,  # noqa: N803  # Twisted's name
        hostName: str,  # noqa: N803  # Twisted's name
        portNumber: int = 0,  # noqa: N803  # Twisted's name
        addressTypes: Sequence[type[AnyAddress]] | None = None,  # noqa: N803  # Twisted's name
        transportSemantics: str = "TCP",  # noqa: N803  # Twisted's name
    ) -> Interface:
        known = self._answers.get(hostName)
        if known is not None and known[0] > monotonic():
            addresses = known[1]
        elif (literal := _literal(hostName)) is not None:
            addresses = (literal,)
        else:
            collector = _Collector(self, resolutionReceiver, hostName, portNumber)
            return self._system.resolveHostName(collector, hostName, portNumber, addressTypes, transportSemantics)
        done = _Done(hostName)
        resolutionReceiver.resolutionBegan(done)
        self.hand_out(resolutionReceiver, hostName, portNumber, addresses)
        return done

    def keep(self, name: str, addresses: Sequence[AnyAddress]) -> None:
        """Remembers what the system answered."""
        if len(self._answers) >= MOST_NAMES:
            self._answers.clear()
        if addresses:
            self._answers[name] = (monotonic() + LIFETIME_SECONDS, tuple(addresses))

    def hand_out(self, receiver: Interface, name: str, port: int, addresses: Sequence[AnyAddress]) -> None:
        """Gives the receiver what may be asked, each with the wanted port; notes why when nothing is left."""
        refused = ""
        left = 0
        for address in addresses:
            reason = self.policy.refusal(ip_address(address.host.partition("%")[0]))
            if reason is None:
                left += 1
                receiver.addressResolved(type(address)(type="TCP", host=address.host, port=port))
            else:
                refused = refused or reason
        if left or not refused:
            self._refusals.pop(name.lower(), None)
        else:
            if len(self._refusals) >= MOST_NAMES:
                self._refusals.clear()
            self._refusals[name.lower()] = refused
        receiver.resolutionComplete()


@implementer(IResolutionReceiver)
class _Collector:
    """Gathers the system's answer whole before anything of it is handed out."""

    def __init__(self, resolver: GuardedResolver, receiver: Interface, name: str, port: int) -> None:
        self._resolver = resolver
        self._receiver = receiver
        self._name = name
        self._port = port
        self._addresses: list[AnyAddress] = []

    def resolutionBegan(self, resolution: Interface) -> None:  # noqa: N802  # Twisted's name
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: AnyAddress) -> None:  # noqa: N802  # Twisted's name
        self._addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802  # Twisted's name
        self._resolver.keep(self._name, self._addresses)
        self._resolver.hand_out(self._receiver, self._name, self._port, self._addresses)


def _literal(name: str) -> AnyAddress | None:
    """A name that is an address in its plain form needs no lookup."""
    try:
        address = ip_address(name)
    except ValueError:
        return None
    return IPv4Address("TCP", name, 0) if address.version == 4 else IPv6Address("TCP", name, 0)


def install_guard(policy: NetworkPolicy) -> GuardedResolver:
    """Puts the resolver into the running reactor, once; a later policy takes the place of the earlier one."""
    from twisted.internet import reactor  # it exists only once it is installed

    installed: Any = reactor
    present = installed.nameResolver
    if isinstance(present, GuardedResolver):
        present.policy = policy
        return present
    guard = GuardedResolver(present, policy)
    installed.installNameResolver(guard)
    installed.suggestThreadPoolSize(LOOKUP_THREADS)
    return guard
