"""What a crawl did, source by source."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from press.outcomes import Outcome
from storage import RunState


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """counts: by Outcome, plus "polls", "found" (addresses new to the ledger), "known_addresses", "refused", "left" (still pending)."""

    source_id: str
    run_id: int
    state: RunState
    counts: Mapping[str, int]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """busy: sources that another run holds."""

    sources: tuple[SourceReport, ...]
    busy: tuple[str, ...] = ()

    @property
    def totals(self) -> Counter[str]:
        total: Counter[str] = Counter()
        for report in self.sources:
            total.update(report.counts)
        return total

    @property
    def stored(self) -> int:
        """Articles that were not there before."""
        return self.totals[Outcome.NEW]

    @property
    def all_well(self) -> bool:
        return not self.busy and all(report.state is RunState.DONE for report in self.sources)
