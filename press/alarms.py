"""What an operator must hear of without asking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum, StrEnum


class Severity(IntEnum):
    """NOTE: worth knowing. WARNING: something is being lost, or soon will be. CRITICAL: nothing works."""

    NOTE = 1
    WARNING = 2
    CRITICAL = 3


class AlarmKind(StrEnum):
    """Stable keys: of the log, of the metrics and of JSON."""

    DAEMON_DEAD = "daemon_dead"
    OFFLINE = "offline"
    OVERDUE = "overdue"
    RUNS_MISSED = "runs_missed"
    RUNS_LOST = "runs_lost"
    SOURCE_SILENT = "source_silent"
    SOURCE_FALLEN = "source_fallen"
    SOURCE_UNREADABLE = "source_unreadable"
    DOOR_FAILING = "door_failing"
    DOOR_STUCK = "door_stuck"
    ADDRESSES_UNRECOGNISED = "addresses_unrecognised"
    DOOR_MOVED = "door_moved"
    DOOR_RETIRED = "door_retired"
    BACKLOG = "backlog"
    DISK = "disk"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One thing that is wrong, since when, and a sentence that says what. source_id, door: whose, if it is anybody's."""

    kind: AlarmKind
    severity: Severity
    sentence: str
    since: datetime | None = None
    source_id: str | None = None
    door: str | None = None


LAST = datetime.max.replace(tzinfo=UTC)


def by_severity(alarms: Iterable[Alarm]) -> tuple[Alarm, ...]:
    """The worst first; among equals what has lasted longest, then by kind, source and door, so that the order is stable."""
    return tuple(
        sorted(
            alarms,
            key=lambda alarm: (
                -alarm.severity,
                alarm.since or LAST,
                alarm.kind,
                alarm.source_id or "",
                alarm.door or "",
                alarm.sentence,
            ),
        )
    )
