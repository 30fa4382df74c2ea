"""Which source an address belongs to, by its host."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from press.addresses import canonical, host_of
from press.sources import Source


class SourceHosts:
    """Sources by the host of their homepage. Editions that share a host are told apart by the beginning of the path."""

    def __init__(self, sources: Iterable[Source]) -> None:
        found: dict[str, list[tuple[str, Source]]] = {}
        for source in sources:
            homepage = canonical(source.homepage)
            found.setdefault(host_of(homepage), []).append((urlsplit(homepage).path.rstrip("/"), source))
        for homes in found.values():
            # The longest path first; of equals, one that is switched on.
            homes.sort(key=lambda home: (-len(home[0]), not home[1].enabled))
        self._homes: Mapping[str, list[tuple[str, Source]]] = found

    def find(self, url: str) -> Source | None:
        """The source of this very host, else of the nearest parent domain; None when there is none."""
        address = canonical(url)
        path = urlsplit(address).path
        host = host_of(address)
        while host:
            homes = self._homes.get(host)
            if homes:
                return next((source for home, source in homes if f"{path}/".startswith(f"{home}/")), homes[-1][1])
            host = host.partition(".")[2]
        return None
