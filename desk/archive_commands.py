"""`rasid archive …`: the raw pages, how many there are and how long they stay."""

from typing import TYPE_CHECKING, Annotated

import typer

from desk.installation import installation_of

if TYPE_CHECKING:
    from press.settings import ArchiveSettings

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON.")]

app = typer.Typer(help="Look after the archive of raw pages.", no_args_is_help=True, rich_markup_mode=None)


@app.command("status", short_help="Show how large the archive is.")
def status(context: typer.Context, as_json: AsJson = False) -> None:
    """Show how large the archive is, from when its pages are, and how long they are kept."""
    from pathlib import Path

    from crawler.archive_retention import archive_size
    from desk.screen import say_of, show_json, size
    from press.numbered import numbered

    settings = installation_of(context).settings.archive
    found = archive_size(Path(settings.directory).absolute())
    if as_json:
        show_json(found)
        return
    say_of("archive", f"{found.directory}, {numbered(found.files, 'file')}, {size(found.bytes)}")
    if found.oldest and found.newest:
        say_of("pages from", f"{found.oldest:%Y-%m-%d} to {found.newest:%Y-%m-%d}")
    say_of("kept", kept(settings))


def kept(settings: "ArchiveSettings") -> str:
    """`pages of articles for ever, all others 90 days`"""

    from press.numbered import numbered

    def days(number: int) -> str:
        return numbered(number, "day") if number else "for ever"

    return f"pages of articles {days(settings.keep_article_days)}, all others {days(settings.keep_other_days)}"


@app.command("prune", short_help="Delete pages that are older than they are to be kept.")
def prune(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, and delete nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Delete pages that are older than archive.keep_article_days and archive.keep_other_days; the daemon does so once a day.

    Can be stopped and taken up again.
    """
    from crawler.archive_retention import Retention
    from desk.screen import size, tell
    from press.moments import system_clock
    from press.numbered import numbered

    installation = installation_of(context)
    with installation.open_to_write() as storage:
        done = Retention(installation.settings.archive, storage, system_clock, dry_run=dry_run).prune()
    verb = "would be" if dry_run else "were"
    line = (
        f"{numbered(done.files_deleted, 'file')} {verb} deleted, {numbered(done.files_sifted, 'file')} sifted, "
        f"{size(done.bytes_freed)} freed"
    )
    tell(line, {"dry_run": dry_run, "pruned": done}, as_json=as_json)
