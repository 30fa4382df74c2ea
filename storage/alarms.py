"""What is wrong, out of what the database says: pure decisions on `Facts`, each alarm with a sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from press.alarms import Alarm, AlarmKind, Severity, by_severity
from press.doors import ANSWERED, PollVerdict
from press.polling import MOVED_POLLS
from press.silence import Fallen, Lively, Silent, SourcePast, is_stuck, judge_silence
from storage.answers import DoorHealth, Heartbeat, SourceHealth
from storage.heartbeats import MISSED_BEAT, is_alive

LATE: Final = timedelta(minutes=15)
"""A source that is due for so long and not polled is overdue."""

OLD_BACKLOG: Final = timedelta(hours=24)
FEW_BYTES: Final = 2_000_000_000
TOO_FEW_BYTES: Final = 200_000_000
FAILURES: Final = 3
"""Fewer failures in a row may be a passing cloud."""

FEW_DOORS: Final = 3
"""That so many doors fail together is no chance even at the first time."""

MANY_DOORS: Final = 20
"""Of more doors, the half that was asked last tells: some are asked but once a day, and look well for as long."""

NAMED: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What alarms are raised from. sources: the enabled ones; found: new addresses by source and hour (see `press.silence`);
    missed: due runs missed lately, by reason; lost_runs: runs whose process died lately."""

    now: datetime
    sources: tuple[SourceHealth, ...]
    found: Mapping[str, Mapping[int, int]]
    daemon: Heartbeat | None
    missed: Mapping[str, int]
    lost_runs: int
    oldest_pending_at: datetime | None
    disk_free_bytes: int


def raise_alarms(facts: Facts) -> tuple[Alarm, ...]:
    """The worst first."""
    offline = _offline(facts.sources)
    alarms = [*_of_the_machine(facts), *_of_the_daemon(facts), *offline]
    for source in facts.sources:
        alarms += _of_a_source(source, facts.found.get(source.id, {}))
    if offline:  # said once, not of every source again
        alarms = [alarm for alarm in alarms if alarm.kind not in (AlarmKind.SOURCE_UNREADABLE, AlarmKind.DOOR_FAILING)]
    return by_severity(alarms)


def _offline(sources: tuple[SourceHealth, ...]) -> tuple[Alarm, ...]:
    """That no door was reached by the last polls, of few doors by any: hardly the fault of all the sites."""
    polled = [
        door for source in sources for door in source.active_doors if door.verdict is not None and not _unasked(door)
    ]
    polled.sort(key=_last_poll, reverse=True)
    silent = polled[: max(MANY_DOORS, len(polled) // 2)]
    if not all(door.verdict == PollVerdict.FAILED and door.status is None for door in silent):
        return ()
    if len(silent) < FEW_DOORS and not any(door.failures >= FAILURES for door in silent):
        return ()
    return (
        Alarm(
            kind=AlarmKind.OFFLINE,
            severity=Severity.CRITICAL,
            since=max((door.failing_since for door in silent if door.failing_since), default=None),
            sentence=f"none of {len(silent)} doors answers; is this machine online? The last of them said: {silent[0].reason}",
        ),
    )


def _unasked(door: DoorHealth) -> bool:
    """Forbidden by a copy of robots.txt or by our own guard: that says nothing of the network."""
    return door.verdict == PollVerdict.BLOCKED and door.status is None


def _last_poll(door: DoorHealth) -> tuple[bool, datetime | None]:
    return door.last_poll_at is not None, door.last_poll_at


def _of_the_machine(facts: Facts) -> Iterator[Alarm]:
    if facts.disk_free_bytes < FEW_BYTES:
        worst = facts.disk_free_bytes < TOO_FEW_BYTES
        yield Alarm(
            kind=AlarmKind.DISK,
            severity=Severity.CRITICAL if worst else Severity.WARNING,
            sentence=f"only {facts.disk_free_bytes // 1_000_000} MB are free on the disk of the database",
        )
    ahead = max(
        (door.last_poll_at for source in facts.sources for door in source.doors if door.last_poll_at), default=None
    )
    if ahead is not None and ahead > facts.now + MISSED_BEAT:
        yield Alarm(
            kind=AlarmKind.CLOCK,
            severity=Severity.WARNING,
            sentence=f"the clock was set back: a poll is on record for {ahead:%Y-%m-%d %H:%M} UTC, which is still to come",
        )


def _of_the_daemon(facts: Facts) -> Iterator[Alarm]:
    daemon = facts.daemon
    if daemon is not None and daemon.ended_at is None and not is_alive(daemon, facts.now):
        yield Alarm(
            kind=AlarmKind.DAEMON_DEAD,
            severity=Severity.CRITICAL,
            since=daemon.beat_at,
            sentence=f"the daemon (process {daemon.pid} on {daemon.host}) was last heard of then and never said that it ended",
        )
    yield from _overdue(facts)
    for reason, count in facts.missed.items():
        yield Alarm(
            kind=AlarmKind.RUNS_MISSED,
            severity=Severity.WARNING,
            sentence=f"{count} due {'run was' if count == 1 else 'runs were'} missed in the last 24 hours: {reason}",
        )
    if facts.lost_runs:
        runs = "run" if facts.lost_runs == 1 else "runs"
        yield Alarm(
            kind=AlarmKind.RUNS_LOST,
            severity=Severity.NOTE,
            sentence=f"{facts.lost_runs} {runs} ended without a word in the last 24 hours; what was pending was taken up again",
        )
    oldest = facts.oldest_pending_at
    if oldest is not None and facts.now - oldest > OLD_BACKLOG:
        yield Alarm(
            kind=AlarmKind.BACKLOG,
            severity=Severity.WARNING,
            since=oldest,
            sentence="pages wait for longer than a day to be fetched",
        )


def _overdue(facts: Facts) -> Iterator[Alarm]:
    late = sorted(
        (source.next_poll_at, source.id)
        for source in facts.sources
        if source.held_until is None and source.next_poll_at is not None and source.next_poll_at < facts.now - LATE
    )
    if late:
        names = ", ".join(source_id for _, source_id in late[:NAMED])
        more = f" and {len(late) - NAMED} more" if len(late) > NAMED else ""
        yield Alarm(
            kind=AlarmKind.OVERDUE,
            severity=Severity.WARNING,
            since=late[0][0],
            source_id=late[0][1] if len(late) == 1 else None,
            sentence=f"due and not polled: {names}{more}",
        )


def _of_a_source(source: SourceHealth, found: Mapping[int, int]) -> Iterator[Alarm]:
    failing = [door for door in source.active_doors if door.failing_since and door.failures >= FAILURES]
    if failing and len(failing) == len(source.active_doors):
        yield Alarm(
            kind=AlarmKind.SOURCE_UNREADABLE,
            severity=Severity.WARNING,
            since=max(door.failing_since for door in failing if door.failing_since),
            source_id=source.id,
            sentence=f"{source.name}: no door can be read; {failing[0].reason}",
        )
    else:
        for door in failing:
            yield Alarm(
                kind=AlarmKind.DOOR_FAILING,
                severity=Severity.NOTE,
                since=door.failing_since,
                source_id=source.id,
                door=door.address,
                sentence=f"{source.name}: a door cannot be read; {door.reason}",
            )
    yield from _silence(source, found)
    for door in source.active_doors:
        yield from _of_a_door(source, door)


def _silence(source: SourceHealth, found: Mapping[int, int]) -> Iterator[Alarm]:
    past = SourcePast(
        found=found,
        last_found_at=source.last_news_at,
        polled_until=polled_until(source),
        polled_since=min((door.first_poll_at for door in source.doors if door.first_poll_at), default=None),
        expected_per_day=source.expected_per_day,
    )
    verdict = judge_silence(past)
    match verdict:
        case Silent(since=since, never=True):
            sentence = f"{source.name}: it has brought nothing since it is polled; `rasid sources check {source.id}` looks at its doors"
        case Silent(since=since, expected=None):
            sentence = f"{source.name}: nothing new for more than six weeks"
        case Silent(since=since, expected=expected, by_entry=True):
            sentence = f"{source.name}: nothing new, where its entry expects {expected} addresses in the same time"
        case Silent(since=since, expected=expected):
            sentence = f"{source.name}: nothing new, where usually {expected} addresses come in the same time"
        case Fallen(found=few, expected=expected):
            yield Alarm(
                kind=AlarmKind.SOURCE_FALLEN,
                severity=Severity.NOTE,
                source_id=source.id,
                sentence=f"{source.name}: {few} new addresses in the last seven days, usually {expected:.0f}",
            )
            return
        case Lively():
            return
    yield Alarm(
        kind=AlarmKind.SOURCE_SILENT, severity=Severity.WARNING, since=since, source_id=source.id, sentence=sentence
    )


def _of_a_door(source: SourceHealth, door: DoorHealth) -> Iterator[Alarm]:
    if is_stuck(door.last_change_at, door.last_poll_at, source.last_news_at) and door.verdict in ANSWERED:
        yield Alarm(
            kind=AlarmKind.DOOR_STUCK,
            severity=Severity.NOTE,
            since=door.last_change_at,
            source_id=source.id,
            door=door.address,
            sentence=f"{source.name}: {door.address} answers, but says nothing new, while other doors of the source do",
        )
    if door.unrecognised:
        yield Alarm(
            kind=AlarmKind.ADDRESSES_UNRECOGNISED,
            severity=Severity.NOTE if door.recognised else Severity.WARNING,
            source_id=source.id,
            door=door.address,
            sentence=(
                f"{source.name}: {door.unrecognised} links of {door.address} look like articles and match no known form of "
                f"address: {', '.join(door.unrecognised_like or ())}; if they are, extend `articles` of the source"
            ),
        )
    if door.retired_at is not None:
        yield Alarm(
            kind=AlarmKind.DOOR_RETIRED,
            severity=Severity.NOTE,
            since=door.retired_at,
            source_id=source.id,
            door=door.address,
            sentence=f"{source.name}: {door.address} says that it is gone for good (410); take it out of config/sources",
        )
    elif door.moved_to is not None and door.moved_polls >= MOVED_POLLS:
        yield Alarm(
            kind=AlarmKind.DOOR_MOVED,
            severity=Severity.NOTE,
            source_id=source.id,
            door=door.address,
            sentence=f"{source.name}: {door.address} has moved to {door.moved_to} for good; write that into config/sources",
        )


def polled_until(source: SourceHealth) -> datetime | None:
    """Up to when the source was asked with success; of a door that fails, when that began."""
    moments = [door.last_poll_at if door.verdict in ANSWERED else door.failing_since for door in source.active_doors]
    return max((moment for moment in moments if moment is not None), default=None)
