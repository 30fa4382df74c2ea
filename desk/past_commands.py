"""`rasid reread`, `rasid retag` and `rasid import`: the past, judged by what Rasid knows today."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from desk.installation import Installation, installation_of

if TYPE_CHECKING:
    from crawler.crawl_services import CrawlServices
    from crawler.rereading import Change, Tally
    from crawler.warc_import import ImportTally
    from press.discoveries import DiscoveryState
    from press.sources import Source

T = TypeVar("T")

TROUBLED = 1
MOST_SHOWN = 200
SOURCES_HELP = "Only these sources; all by default."
DRY_RUN_HELP = "Print what would change, and write nothing."
JSON_HELP = "Write JSON."


def reread(
    context: typer.Context,
    *,
    sources: Annotated[list[str] | None, typer.Argument(metavar="SOURCE", help=SOURCES_HELP)] = None,
    states: Annotated[
        list[str] | None,
        typer.Option("--state", metavar="STATE", help="article, off_topic or unreadable; all three by default."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=DRY_RUN_HELP)] = False,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Read the archived pages again, with today's reader and watch-list. Can be stopped and taken up again."""
    from crawler.rereading import Rereading

    wanted = reread_states(states or [])
    installation = installation_of(context)
    chosen = chosen_sources(installation, sources or [])
    require_past(installation, dry_run=dry_run)
    watcher = Watcher(dry_run=dry_run, silent=as_json)

    async def work(services: "CrawlServices") -> "Tally":
        return await Rereading(services, chosen, dry_run=dry_run, watch=watcher.watch).reread(wanted)

    report([run_on_the_past(installation, chosen, work, read_only=dry_run)], watcher, as_json=as_json)


def retag(
    context: typer.Context,
    *,
    sources: Annotated[list[str] | None, typer.Argument(metavar="SOURCE", help=SOURCES_HELP)] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=DRY_RUN_HELP)] = False,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Tag and credit the stored articles by today's lists of organizations, persons, places and agencies, then look for articles among the archived pages that were off topic.

    Can be stopped and taken up again.
    """
    from crawler.rereading import Rereading, Retagging
    from press.discoveries import DiscoveryState

    installation = installation_of(context)
    chosen = chosen_sources(installation, sources or [])
    require_past(installation, dry_run=dry_run)
    watcher = Watcher(dry_run=dry_run, silent=as_json)
    configuration = installation.configuration
    watch_list, entities = configuration.watch_list, configuration.entities

    async def work(services: "CrawlServices") -> "tuple[Tally, Tally]":
        stored = await Retagging(services, watch_list, entities, dry_run=dry_run, watch=watcher.watch).retag(
            [source.id for source in chosen] if sources else ()
        )
        pages = Rereading(services, chosen, dry_run=dry_run, watch=watcher.watch)
        return stored, await pages.reread([DiscoveryState.OFF_TOPIC], retag=True)

    stored, pages = run_on_the_past(installation, chosen, work, read_only=dry_run)
    report([stored, pages], watcher, as_json=as_json)


def import_files(
    context: typer.Context,
    *,
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="WARC files, plain or gzipped.")],
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Read pages out of WARC files (Common Crawl's news archives, Rasid's own) as if they had just been fetched.

    Can be stopped and taken up again. Ends with 1 when a record was damaged or a source was held by another run.
    """
    from crawler.warc_import import ELSEWHERE, WarcImport
    from desk.screen import note

    installation = installation_of(context)
    sources = tuple(installation.configuration.sources.values())

    async def work(services: "CrawlServices") -> "ImportTally":
        done = 0

        def watch(count: int) -> None:
            nonlocal done
            done += count
            if not as_json and done % 1024 < count:
                note(f"{done:,} records")

        async with WarcImport(services, sources, watch) as importing:
            for path in files:
                await importing.run(path)
        return importing.tally

    report_import(run_on_the_past(installation, (*sources, ELSEWHERE), work), as_json=as_json)


def require_past(installation: Installation, *, dry_run: bool) -> None:
    """There is none where there is no database. Raises StorageError."""
    storage = installation.open_to_read() if dry_run else installation.open_to_write()
    storage.close()


def run_on_the_past(
    installation: Installation,
    sources: "Sequence[Source]",
    work: "Callable[[CrawlServices], Awaitable[T]]",
    *,
    read_only: bool = False,
) -> T:
    """Runs `work` with the services of a crawl. Ctrl-C and SIGTERM end it in order: what was written stays."""
    import asyncio
    import signal
    from types import MappingProxyType

    from crawler.logs import set_up_logging
    from crawler.process import crawl_process
    from desk.crawl_once import note_taken_over
    from press.errors import first_cause
    from press.moments import system_clock

    known = dict(installation.configuration.sources) | {source.id: source for source in sources}
    configuration = installation.configuration.replaced(sources=MappingProxyType(known))
    set_up_logging(configuration.settings.log.model_copy(update={"level": "error"}))

    async def main() -> T:
        me = asyncio.current_task()
        if me is not None:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, me.cancel)
        async with crawl_process(
            configuration, clock=system_clock, read_only=read_only, tell_taken_over=note_taken_over
        ) as services:
            return await work(services)

    try:
        return asyncio.run(main())
    except BaseExceptionGroup as group:
        raise first_cause(group) from group
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


def reread_states(words: Sequence[str]) -> "list[DiscoveryState]":
    """Raises UsageError for a state whose pages are never in the archive."""
    from press.discoveries import DiscoveryState
    from press.errors import UsageError, nearest

    known = {each.value: each for each in (DiscoveryState.ARTICLE, DiscoveryState.OFF_TOPIC, DiscoveryState.UNREADABLE)}
    for word in words:
        if word.replace("-", "_") not in known:
            raise UsageError(f"--state: “{word}” is not one of {', '.join(known)}.{nearest(word, known)}")
    return [known[word.replace("-", "_")] for word in words] or list(known.values())


def chosen_sources(installation: Installation, source_ids: Sequence[str]) -> "list[Source]":
    """Raises UnknownSource with the nearest name."""
    configuration = installation.configuration
    return [configuration.source(each) for each in source_ids] or list(configuration.sources.values())


class Watcher:
    """Shows changes as they are found, and how far the work is."""

    def __init__(self, *, dry_run: bool, silent: bool) -> None:
        self._dry_run = dry_run
        self._silent = silent
        self.looked_at = 0
        self.changes: list[Change] = []

    def watch(self, change: "Change | None") -> None:
        from desk.screen import note, say

        self.looked_at += 1
        if not self._silent and self.looked_at % 1000 == 0:
            note(f"{self.looked_at:,} looked at")
        if change is None:
            return
        if len(self.changes) < MOST_SHOWN:
            self.changes.append(change)
        if self._dry_run and not self._silent:
            say(change_line(change))


def change_line(change: "Change") -> str:
    """`article 12: other organizations: SCO → CICA, SCO: Title`"""
    codes = ""
    if change.before != change.after:
        codes = f": {', '.join(change.before) or 'none'} → {', '.join(change.after) or 'none'}"
    return f"{change.url}: {change.what}{codes}: {change.title}"


def report(tallies: "Sequence[Tally]", watcher: Watcher, *, as_json: bool) -> None:
    """What came of it. Ends with 1 when a source was held by another run."""
    from desk.screen import note, say, show_json

    counts: dict[str, int] = {}
    for tally in tallies:
        for what, number in tally.counts.items():
            counts[what] = counts.get(what, 0) + number
    busy = sorted({source_id for tally in tallies for source_id in tally.busy})
    if as_json:
        show_json({"looked_at": watcher.looked_at, "counts": counts, "busy": busy, "changes": watcher.changes})
    else:
        for what, number in sorted(counts.items()):
            say(f"{number:8,} {what.replace('_', ' ')}")
        if not counts:
            say("nothing to do: everything was judged by the present reader and lists already")
    for source_id in busy:
        note(f"{source_id}: another run holds this source; run the command again when it is done")
    raise typer.Exit(TROUBLED if busy else 0)


def report_import(tally: "ImportTally", *, as_json: bool) -> None:
    from desk.screen import note, say, show_json

    busy = sorted(tally.busy)
    if as_json:
        show_json({"counts": dict(tally.counts), "damaged": tally.damaged, "busy": busy})
    else:
        for what, number in sorted(tally.counts.items()):
            say(f"{number:8,} {what.replace('_', ' ')}")
    for record in tally.damaged[:MOST_SHOWN]:
        note(f"damaged after byte {record.offset:,}: {record.reason}")
    for source_id in busy:
        note(f"{source_id}: another run holds this source; import the file again when it is done")
    raise typer.Exit(TROUBLED if busy or tally.damaged else 0)
