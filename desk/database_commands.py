"""`rasid db …` and `rasid retry`: care of the database."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desk.installation import installation_of

if TYPE_CHECKING:
    from press.discoveries import DiscoveryState

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON.")]

app = typer.Typer(help="Take care of the database.", no_args_is_help=True, rich_markup_mode=None)

STORAGE_TROUBLE = 3


@app.command("upgrade", short_help="Bring the database to this version's schema.")
def upgrade(context: typer.Context, as_json: AsJson = False) -> None:
    """Bring the database to this version's schema; an older one is copied beside itself first."""
    from desk.screen import tell

    with installation_of(context).open_to_write(mend=True) as storage:
        where = storage.where
    tell(f"{where}: at the newest schema", {"database": where}, as_json=as_json)


@app.command("backup", short_help="Write a copy of the database.")
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; it must not be there yet.")],
    as_json: AsJson = False,
) -> None:
    """Write a copy of the database, whole and consistent, while others go on working with it."""
    from desk.screen import size, tell

    with installation_of(context).open_to_read() as storage:
        storage.backup(file)
    written = file.stat().st_size
    tell(f"{file}: {size(written)}", {"backup": file, "bytes": written}, as_json=as_json)


@app.command("check", short_help="Look for damage.")
def check(
    context: typer.Context,
    as_json: AsJson = False,
) -> None:
    """Check the database: its pages, its references, its full-text index, what counts and copies are found by.

    Says which command mends what is wrong, and ends with 3 then.
    """
    from desk.screen import say, show_json
    from press.numbered import numbered

    with installation_of(context).open_to_read() as storage:
        where, problems = storage.where, storage.check()
    if as_json:
        show_json({"database": where, "problems": list(problems)})
    else:
        for problem in problems:
            say(problem)
        say(f"{where}: {numbered(len(problems), 'problem') if problems else 'in order'}")
    raise typer.Exit(STORAGE_TROUBLE if problems else 0)


@app.command("reindex", short_help="Build the full-text index anew.")
def reindex(context: typer.Context, as_json: AsJson = False) -> None:
    """Build the full-text index anew, from the stored texts: after an upgrade of the normaliser."""
    from desk.screen import note, tell
    from press.numbered import numbered

    with installation_of(context).open_to_write(mend=True) as storage:
        indexed = storage.reindex(lambda done, total: note(f"{done:,} of {total:,} articles"))
    tell(f"{numbered(indexed, 'article')} indexed", {"articles": indexed}, as_json=as_json)


def retry(
    context: typer.Context,
    *,
    state: Annotated[
        str, typer.Option(metavar="STATE", help="failed, blocked, gone, unreadable or off_topic.")
    ] = "failed",
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only what ended so since then: 7d, 2026-11-01.")
    ] = None,
    source: Annotated[str | None, typer.Option(metavar="SOURCE", help="Only of this source.")] = None,
    as_json: AsJson = False,
) -> None:
    """Put pages that ended in a state back among those to fetch; the next run takes them up."""
    from desk.day_options import since_moment
    from desk.screen import tell
    from press.moments import system_clock
    from press.numbered import numbered

    installation = installation_of(context)
    wanted = retried_state(state)
    since_when = since_moment("--since", since, system_clock())
    if source is not None:
        installation.configuration.source(source)
    with installation.open_to_write() as storage:
        number = storage.revisits.requeue(wanted, since=since_when, source_id=source)
    line = f"{numbered(number, 'page')} back among those to fetch; the next run of each source takes them up"
    tell(line if number else "nothing to retry: no page ended so", {"pages": number, "state": wanted}, as_json=as_json)


def retried_state(word: str) -> "DiscoveryState":
    """Raises UsageError for a state from which nothing is taken up again."""
    from press.discoveries import DiscoveryState
    from press.errors import UsageError, nearest

    known = [each.value for each in DiscoveryState if each not in (DiscoveryState.PENDING, DiscoveryState.ARTICLE)]
    name = word.strip().casefold().replace("-", "_").replace(" ", "_")
    if name not in known:
        raise UsageError(f"--state: “{word}” is not one of {', '.join(known)}.{nearest(name, known)}")
    return DiscoveryState(name)
