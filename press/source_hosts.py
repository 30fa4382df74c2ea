"""Which source an address belongs to, by its host."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from press.addresses import canonical
from press.sources import Source


class SourceHosts:
    """Sources by host (and port, if any) of their homepage. Editions that share a host are told apart by the beginning of the path."""

    def __init__(self, sources: Iterable[Source]) -> None:
        found: dict[str, list[tuple[str, Source]]] = {}
        for source in sources:
            home = urlsplit(canonical(source.homepage))
            found.setdefault(home.netloc, []).append((home.path.rstrip("/"), source))
        for homes in found.values():
            # The longest path first; of equals, one that is switched on.
            homes.sort(key=lambda home: (-len(home[0]), not home[1].enabled))
        self._homes: Mapping[str, list[tuple[str, Source]]] = found

    def find(self, url: str) -> Source | None:
        """The source of this very host, else of the nearest parent domain; None when there is none."""
        try:
            address = urlsplit(canonical(url))
        except ValueError:
            return None
        host = address.netloc
        while host:
            homes = self._homes.get(host)
            if homes:
                path = f"{address.path}/"
                return next((source for home, source in homes if path.startswith(f"{home}/")), _likeliest(homes))
            host = host.partition(".")[2]
        return None


def _likeliest(homes: Sequence[tuple[str, Source]]) -> Source:
    """Of the editions on a host, for a page that none of them claims: one that is switched on, nearest to the root."""
    return min(homes, key=lambda home: (not home[1].enabled, len(home[0])))[1]
