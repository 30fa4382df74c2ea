"""What one crawl has to do for one source, and how far it is."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from press.doors import DoorState, PollVerdict
from press.outcomes import Outcome
from press.sources import Door, Source
from storage import PollRecord, Run, RunState


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOrder:
    """Wish: this source, through its doors and for what is pending.

    doors: which of them to poll; urls: further addresses, given by hand; page_limit: None takes the setting.
    """

    source: Source
    doors: Literal["all", "due", "none"] = "all"
    urls: tuple[str, ...] = ()
    page_limit: int | None = None


@dataclass(slots=True, kw_only=True)
class Assignment:
    """A source under a lease, with what is still open. Lives as long as its run.

    backlog: pages that earlier runs left pending. lost: the lease has passed on; nothing more of this run is written.
    """

    source: Source
    run: Run
    page_limit: int
    backlog: int = 0
    doors: tuple[tuple[DoorState, Door], ...] = ()
    open_doors: int = 0
    doors_failed: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    lost: bool = False

    @property
    def has_pages(self) -> bool:
        """Whether there may be pages to fetch: found now, or left by an earlier run."""
        return not self.lost and self.page_limit > 0 and (self.backlog > 0 or self.counts["found"] > 0)

    def add(self, record: PollRecord) -> None:
        """Counts addresses that were found."""
        self.counts["found"] += record.new
        self.counts["known_addresses"] += record.known
        self.counts["refused"] += record.refused

    def door_settled(self, verdict: PollVerdict, reason: str) -> None:
        self.open_doors -= 1
        self.counts["polls"] += 1
        self.counts[f"door_{verdict}"] += 1
        if verdict in (PollVerdict.UNREADABLE, PollVerdict.BLOCKED, PollVerdict.GONE, PollVerdict.FAILED):
            self.doors_failed += 1
            self.problems.append(reason)

    def page_settled(self, outcome: Outcome, reason: str) -> None:
        self.counts[outcome] += 1
        if outcome in (Outcome.FAILED, Outcome.POSTPONED, Outcome.BLOCKED):
            self.problems.append(reason)

    def lose(self, reason: str) -> None:
        """The lease has passed to another run: this source is left to it, the others of the crawl go on."""
        self.lost = True
        self.problems.append(reason)

    def state(self, *, stopped: bool) -> RunState:
        """How the run ended: FAILED when no door could be read, PARTIAL when anything did not work."""
        if self.lost or stopped:
            return RunState.LOST if self.lost else RunState.STOPPED
        if self.doors and self.doors_failed == len(self.doors):
            return RunState.FAILED
        troubled = self.doors_failed or self.counts[Outcome.FAILED] or self.counts[Outcome.POSTPONED]
        return RunState.PARTIAL if troubled else RunState.DONE

    def reason(self) -> str:
        """The first few problems, each once."""
        unique = list(dict.fromkeys(self.problems))
        more = f" (and {len(unique) - 3} more)" if len(unique) > 3 else ""
        return "; ".join(unique[:3]) + more
