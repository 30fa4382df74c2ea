"""What a reader needs to know once, before its first page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from press.organizations import WatchList


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRules:
    """Travels to each worker once. fast: without trafilatura's fall-back extractors."""

    watch_list: "WatchList"
    max_page_bytes: int = 5_000_000
    fast: bool = False

    def too_large(self, size: int) -> str:
        """The reason for a page of `size` bytes that is not read."""
        return f"the page has {size:,} bytes; more than {self.max_page_bytes:,} are not read (reading.max_page_bytes)"
