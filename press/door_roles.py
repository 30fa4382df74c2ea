"""Which doors of a source are polled, and how often: a pure decision over all of its doors.

    LIVING   believed, or proved by a check; and its polls go well
    GUESSED  nobody vouches for its address, and nothing speaks against it
    DOUBTED  a check found it useless, or its polls fail

The best standing that a source has is polled at its own pace. What stands lower is polled seldom, and a mere guess not at
all while a door lives. So the next door is tried when one dies, and one that comes back to life takes its place again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Final

from press.door_verdicts import LONGEST_SILENCE, DoorVerdict

DEAD_AFTER: Final = 3
"""So many failed polls in a row are more than a passing cloud. A page that is missing needs no second witness: the next door is
tried at once, and this one once more at the time that it would have been."""


class DoorRole(StrEnum):
    POLLED = "polled"
    SELDOM = "seldom"
    IDLE = "idle"


class Standing(IntEnum):
    """The higher, the better."""

    DOUBTED = 0
    GUESSED = 1
    LIVING = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorRecord:
    """What is known of a door. believed: its confidence is more than low. check, checked_at: the last check's verdict.

    failures: failed polls in a row; is_missing: the last poll found no such page; last_change_at: when a poll last brought items, and others than before.
    """

    believed: bool
    check: DoorVerdict | None = None
    checked_at: datetime | None = None
    failures: int = 0
    is_missing: bool = False
    is_retired: bool = False
    last_poll_at: datetime | None = None
    last_change_at: datetime | None = None

    @property
    def is_vouched_for(self) -> bool:
        return self.believed or (self.check is not None and self.check.is_usable)


def choose_roles(records: Sequence[DoorRecord]) -> tuple[DoorRole, ...]:
    """The role of each door of one source. Archive doors do not belong here: they are never polled."""
    standings = [standing(record) for record in records]
    best = max(standings, default=Standing.DOUBTED)
    return tuple(_role(record, own, best) for record, own in zip(records, standings, strict=True))


def standing(record: DoorRecord) -> Standing:
    """How much is to be expected of a door."""
    is_dead = record.failures >= DEAD_AFTER or record.is_missing or record.is_retired
    if is_dead or _is_refuted(record) or _is_frozen(record):
        return Standing.DOUBTED
    return Standing.LIVING if record.is_vouched_for else Standing.GUESSED


def _role(record: DoorRecord, own: Standing, best: Standing) -> DoorRole:
    if own == best:
        return DoorRole.POLLED
    if best is Standing.LIVING and not record.is_vouched_for:
        return DoorRole.IDLE
    return DoorRole.SELDOM


def _is_refuted(record: DoorRecord) -> bool:
    """A check found it useless. A later poll that brings items corrects that, unless they are foreign."""
    if record.check is None or record.check.is_usable:
        return False
    if record.check is DoorVerdict.FOREIGN or record.last_change_at is None or record.checked_at is None:
        return True
    # The first poll after the check brings the old items once more; what changes a week later is new.
    pause = LONGEST_SILENCE if record.check is DoorVerdict.STALE else timedelta(0)
    return record.last_change_at - record.checked_at <= pause


def _is_frozen(record: DoorRecord) -> bool:
    """It answers, and has said the same for a week."""
    if record.last_change_at is None or record.last_poll_at is None:
        return False
    return record.last_poll_at - record.last_change_at > LONGEST_SILENCE
