"""How long raw pages are kept: a pure decision on each file of the archive.

a file of one day ─first limit passed→ sifted: what outlives it stays ─both passed→ dropped
"""

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What becomes of a file. SIFT: a part of it has expired."""

    KEEP = "keep"
    SIFT = "sift"
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How many days pages of stored articles and all others are kept; 0 for ever. A page's age is that of its file's day."""

    article_days: int
    other_days: int

    def keeps(self, age_days: float, *, is_article: bool) -> bool:
        limit = self.article_days if is_article else self.other_days
        return limit == 0 or age_days <= limit

    def fate(self, age_days: float, *, sifted: bool) -> Fate:
        """sifted: only one kind of pages is left in the file."""
        kept = [self.keeps(age_days, is_article=kind) for kind in (True, False)]
        if not any(kept):
            return Fate.DROP
        return Fate.KEEP if all(kept) or sifted else Fate.SIFT
