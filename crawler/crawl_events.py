"""What a crawl tells those who watch it."""

from dataclasses import dataclass

from press.doors import PollVerdict
from press.outcomes import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorSettled:
    """found: addresses that are new to the ledger."""

    source_id: str
    address: str
    verdict: PollVerdict
    found: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesTaken:
    """So many pages of a source are going to be fetched."""

    source_id: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSettled:
    source_id: str
    url: str
    outcome: Outcome
    reason: str
    title: str | None = None


CrawlEvent = DoorSettled | PagesTaken | PageSettled
