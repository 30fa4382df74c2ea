"""How a crawl looks while it runs: a bar when a person watches, plain lines when not."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from crawler.crawl_events import CrawlEvent, DoorSettled, PageSettled, PagesTaken
from desk.screen import note
from press.doors import PollVerdict
from press.numbered import numbered
from press.outcomes import Outcome
from press.plain_lines import one_line

WORDS = {
    Outcome.NEW: "new",
    Outcome.COPY: "copy",
    Outcome.REVISED: "revised",
    Outcome.KNOWN: "known",
    Outcome.OFF_TOPIC: "off topic",
    Outcome.UNREADABLE: "unreadable",
    Outcome.BLOCKED: "blocked",
    Outcome.GONE: "gone",
    Outcome.FAILED: "failed",
    Outcome.POSTPONED: "later",
}

TROUBLES = {PollVerdict.UNREADABLE, PollVerdict.BLOCKED, PollVerdict.GONE, PollVerdict.FAILED}


def door_line(event: DoorSettled) -> str:
    """One line about a door: what it brought, or what is wrong with it."""
    if event.verdict in TROUBLES:
        return f"{event.source_id}: door {event.verdict}: {event.reason}"
    if event.verdict is PollVerdict.UNCHANGED:
        return f"{event.source_id}: unchanged since the last poll: {event.address}"
    return f"{event.source_id}: {event.found} new addresses from {event.address}"


def page_line(event: PageSettled) -> str:
    """One line about a page: outcome, address, and why or what."""
    what = event.title or event.reason
    return f"{event.source_id}: {WORDS[event.outcome]}: {event.url}" + (f" — {what}" if what else "")


class PlainLines:
    """For logs and pipes: a line per door and per page."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        sys.stderr.flush()

    def watch(self, event: CrawlEvent) -> None:
        match event:
            case DoorSettled():
                line = door_line(event)
            case PagesTaken(source_id=source_id, count=count):
                line = f"{source_id}: {numbered(count, 'page')} to fetch"
            case PageSettled():
                line = page_line(event)
        note(line)


class LiveProgress:
    """For a person: a bar per source, troubles as lines above it."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[outcomes]}"),
            TimeElapsedColumn(),
            console=console,
        )
        self._tasks: dict[str, TaskID] = {}
        self._counts: dict[str, Counter[Outcome]] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def watch(self, event: CrawlEvent) -> None:
        match event:
            case DoorSettled():
                self._say(door_line(event))
            case PagesTaken(source_id=source_id, count=count):
                self._taken(source_id, count)
            case PageSettled(source_id=source_id, outcome=outcome):
                self._page(event, source_id, outcome)

    def _say(self, line: str) -> None:
        self._console.print(one_line(line), style="dim", markup=False, highlight=False, soft_wrap=True)

    def _taken(self, source_id: str, count: int) -> None:
        """More pages of a source lengthen its bar: a back-fill takes them in many turns."""
        if source_id in self._tasks:
            total = next(task.total for task in self._progress.tasks if task.id == self._tasks[source_id])
            self._progress.update(self._tasks[source_id], total=(total or 0) + count)
        else:
            self._counts[source_id] = Counter()
            self._tasks[source_id] = self._progress.add_task(source_id, total=count, outcomes="")

    def _page(self, event: PageSettled, source_id: str, outcome: Outcome) -> None:
        counts = self._counts.setdefault(source_id, Counter())
        counts[outcome] += 1
        words = ", ".join(f"{number} {WORDS[each]}" for each, number in counts.most_common())
        if source_id in self._tasks:
            self._progress.update(self._tasks[source_id], advance=1, outcomes=words)
        if outcome in (Outcome.FAILED, Outcome.BLOCKED):
            self._say(page_line(event))


@contextmanager
def crawl_progress(*, quiet: bool = False) -> Iterator["PlainLines | LiveProgress | Silence"]:
    """The fitting kind for this screen. `quiet` shows nothing."""
    console = Console(stderr=True)
    shown: PlainLines | LiveProgress | Silence
    if quiet:
        shown = Silence()
    elif console.is_terminal:
        shown = LiveProgress(console)
    else:
        shown = PlainLines()
    with shown:
        yield shown


class Silence:
    """Shows nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def watch(self, event: CrawlEvent) -> None:
        """Takes note of nothing."""
