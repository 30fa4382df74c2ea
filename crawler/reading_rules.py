"""What a reader needs to know once, before its first page."""

from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from press.pages import ReaderVersions
from press.site_rules import SiteRules

if TYPE_CHECKING:
    from press.entities import Entity
    from press.organizations import WatchList

OUR_RULES: Final = 3
"""Raised whenever the same page is to come out otherwise than before: `rasid reread` then reads the archive again."""


def _shipped_entities() -> "tuple[Entity, ...]":
    from press.entities import shipped_entities

    return shipped_entities()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRules:
    """Travels to each worker once. fast: without trafilatura's fall-back extractors. entities: persons, places, agencies."""

    watch_list: "WatchList"
    max_page_bytes: int = 5_000_000
    fast: bool = False
    site_rules: SiteRules = field(default_factory=SiteRules)
    entities: "tuple[Entity, ...]" = field(default_factory=_shipped_entities)

    @property
    def versions(self) -> ReaderVersions:
        extractor = f"{OUR_RULES} trafilatura-{version('trafilatura')}{' fast' if self.fast else ''}"
        return ReaderVersions(extractor=extractor, watch_list=self.watch_list.version)

    def too_large(self, size: int) -> str:
        """The reason for a page of `size` bytes that is not read."""
        return f"the page has {size:,} bytes; more than {self.max_page_bytes:,} are not read (reading.max_page_bytes)"
