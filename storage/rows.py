"""What the store hands out and takes in, beside the values of `press`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from press.outcomes import Outcome


class RunState(StrEnum):
    """PARTIAL: something did not work; LOST: the process ended without saying so."""

    RUNNING = "running"
    DONE = "done"
    PARTIAL = "partial"
    FAILED = "failed"
    STOPPED = "stopped"
    LOST = "lost"


class DueState(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to work on a source. token: grows with every lease; a write with an older one is refused."""

    source_id: str
    holder: str
    token: int
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run under way."""

    id: int
    source_id: str
    kind: str
    started_at: datetime
    token: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnd:
    run: Run
    state: RunState
    counts: Mapping[str, int]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PollRecord:
    """Addresses of a poll: new to the ledger, known to it, and refused (on record as failed, with the reason)."""

    new: int
    known: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    outcome: Outcome
    article_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """What taking over a configuration did beside it.

    left: how many polled sources it does not list and left as they were, because a daemon runs. sources: what was polled and
    is switched off now, because it does not list them; doors: the same of sources that it lists.
    """

    left: int = 0
    sources: tuple[str, ...] = ()
    doors: tuple[str, ...] = ()
