"""`rasid status`: the whole installation on one screen."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from desk.installation import installation_of
from press.plain_lines import one_line

if TYPE_CHECKING:
    from datetime import datetime

    from press.alarms import Alarm, AlarmKind, Severity
    from storage.answers import Heartbeat, SourceHealth, Status

SHOWN_RUNS = 5
SHOWN_DUE = 5
SHOWN_ALARMS = 8
REASON_CELLS = 72
TROUBLED = 1


def status(
    context: typer.Context,
    *,
    every_source: Annotated[bool, typer.Option("--sources", help="A line for each source as well.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Show what ran, what is due, what is silent, blocked or failing and since when, backlog and disk.

    Ends with 1 when there is an alarm that is more than a note.
    """
    from desk.screen import say, show_json, show_table, terminal_width
    from press.alarms import Severity
    from press.moments import system_clock

    now = system_clock()
    with installation_of(context).open_to_read() as storage:
        found = storage.status(now)
        health = storage.source_health() if every_source else ()
    if as_json:
        show_json({"status": found, "sources": health} if every_source else found)
    else:
        for label, value in summary(found):
            say_wrapped(label, value, terminal_width())
        for line in alarm_lines(found.alarms, terminal_width()):
            say(line)
        if found.last_runs:
            say()
            show_table(("run", "source", "started", "end", "what"), list(run_rows(found)))
        if health:
            say()
            show_table(SOURCE_COLUMNS, [source_row(one) for one in health])
    raise typer.Exit(TROUBLED if any(alarm.severity is not Severity.NOTE for alarm in found.alarms) else 0)


def summary(found: "Status") -> Iterator[tuple[str, str]]:
    """Label and value, the most telling first."""
    from desk.screen import minute, size
    from press.numbered import numbered

    yield "database", f"{found.database}, {size(found.database_bytes)}; {size(found.disk_free_bytes)} free on its disk"
    yield "daemon", daemon_line(found.daemon, found.now)
    yield "sources", f"{found.sources_enabled} of {found.sources} enabled, with {numbered(found.doors, 'door')}"
    yield (
        "articles",
        f"{found.articles:,}, {found.tagged_articles:,} of them tagged; seen at {numbered(found.sightings, 'address', 'addresses')}",
    )
    yield "pages", counted(found.pages)
    waiting = f", the oldest since {minute(found.oldest_pending_at)}" if found.oldest_pending_at else ""
    yield (
        "waiting",
        f"{numbered(found.pending_ready, 'page')} to fetch now{waiting}; {found.revisits_due:,} to look at again",
    )
    yield "last 24 hours", f"runs: {counted(found.runs)}; due runs: {counted(due_runs(found))}"
    due = [f"{source_id} {minute(moment) if moment else 'now'}" for source_id, moment in found.due[:SHOWN_DUE]]
    yield "next", ", ".join(due)


def due_runs(found: "Status") -> dict[str, int]:
    """By state; one that was made may have failed, which the runs say."""
    return {"made" if state == "done" else state: number for state, number in found.due_runs.items()}


def say_wrapped(label: str, value: str, width: int | None) -> None:
    """As `say_of`, going on below the value where the screen ends."""
    from desk.screen import say, say_of

    if width is None or not value:
        say_of(label, value)
        return
    line = f"{label + ':':<14} {one_line(value)}"
    for part in textwrap.wrap(line, max(width, 40), subsequent_indent=" " * 15, break_on_hyphens=False):
        say(part)


def daemon_line(beat: "Heartbeat | None", now: "datetime") -> str:
    """Whether a daemon runs, as far as its last sign of life tells."""
    from desk.screen import minute

    if beat is None:
        return "has never run on this database; `rasid run` starts it"
    where = f"process {beat.pid} on {beat.host}"
    if beat.ended_at:
        return f"ended {minute(beat.ended_at)} ({beat.reason or 'no reason given'}; {where})"
    silent = int((now - beat.beat_at).total_seconds())
    return f"{where}, since {minute(beat.started_at)}, last sign of life {silent} s ago"


def counted(counts: object) -> str:
    """`12 done, 1 failed`; “none” when there is nothing."""
    pairs = dict(counts).items() if counts else ()  # type: ignore[call-overload]  # a mapping of str to int
    return ", ".join(f"{number:,} {counted_as(name, number)}" for name, number in pairs) or "none"


def counted_as(name: str, number: int) -> str:
    """`known_addresses` as it is said of one: known address."""
    words = name.replace("_", " ")
    if number != 1 or words.endswith("news"):
        return words
    return words.removesuffix("es") if words.endswith("sses") else words.removesuffix("s")


def alarm_lines(alarms: "Sequence[Alarm]", width: int | None) -> Iterator[str]:
    """Alarms under a heading for each kind, the worst first; long sentences go on in the next line, nothing is cut.

    Of many alarms of a kind the first are shown whole, and of the others whose they are.
    """
    groups: dict[tuple[Severity, AlarmKind], list[Alarm]] = {}
    for alarm in alarms:
        groups.setdefault((alarm.severity, alarm.kind), []).append(alarm)
    for (severity, kind), found in groups.items():
        number = f" ({len(found)})" if len(found) > 1 else ""
        yield ""
        yield f"{severity.name}: {kind.replace('_', ' ')}{number}"
        for alarm in found[:SHOWN_ALARMS]:
            since = f"since {alarm.since:%Y-%m-%d %H:%M}: " if alarm.since else ""
            yield from wrapped(f"{since}{one_line(alarm.sentence)}", width)
        rest = [alarm.source_id or "?" for alarm in found[SHOWN_ALARMS:]]
        if rest:
            yield from wrapped(f"and {len(rest)} more: {', '.join(rest)} (`rasid status --json` tells all)", width)


def wrapped(text: str, width: int | None) -> list[str]:
    """Indented, in as many lines as the screen needs; one line where there is no screen."""
    if width is None:
        return [f"  {text}"]
    return textwrap.wrap(text, max(width, 20), initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def run_rows(found: "Status") -> Iterator[list[str]]:
    from desk.screen import minute
    from desk.tables import cut

    for run in found.last_runs[:SHOWN_RUNS]:
        what = counted({key: number for key, number in run.counts.items() if number})
        yield [str(run.id), run.source_id, minute(run.started_at), run.state, cut(run.reason, REASON_CELLS) or what]


SOURCE_COLUMNS = ("source", "enabled", "last run", "end", "last news", "next poll", "doors", "pages")


def source_row(one: "SourceHealth") -> list[str]:
    from desk.screen import minute

    troubled = [door for door in one.active_doors if door.failures]
    doors = f"{len(one.active_doors)}" + (f", {len(troubled)} failing: {troubled[0].reason}" if troubled else "")
    return [
        one.id,
        "yes" if one.enabled else "no",
        minute(one.last_run.started_at) if one.last_run else "never",
        one.last_run.state if one.last_run else "",
        minute(one.last_news_at),
        minute(one.next_poll_at) if one.next_poll_at else ("now" if one.enabled else ""),
        doors,
        counted(one.pages),
    ]
