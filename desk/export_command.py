"""`rasid export`: articles to take away, in the format of the house."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from desk.installation import installation_of
from desk.query_options import Narrowing, narrowed


@narrowed
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; - is standard output.")],
    *,
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help="csv, jsonl, parquet or xlsx; else the file's ending says it."),
    ] = None,
    narrowing: Narrowing,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Write all articles that answer a query into FILE, without holding them in memory.

    CSV is UTF-8 with a byte-order mark and safe to open in a spreadsheet; parquet and xlsx need an extra (`pip install '.[export]'`).
    FILE takes its name when it is complete; docs/exports.md explains the columns. Copies are articles of their own; `-is:copy`
    leaves them out. An exact form (`="…"`) takes longer: it is looked for in the texts.
    """
    from desk.exports import STANDARD_OUTPUT, write_export
    from desk.screen import note
    from press.moments import system_clock
    from press.numbered import numbered

    installation = installation_of(context)
    query = narrowing.query(installation, system_clock())
    progress = None if file == STANDARD_OUTPUT else show_progress
    with installation.open_to_read() as storage:
        storage.refuse_unknown(query, lambda: installation.configuration)
        written = write_export(storage, query, file, form=form, force=force, progress=progress)
    if progress:
        note(f"{numbered(written, 'article')} written to {file}")


def show_progress(done: int) -> None:
    """A number that counts up, for a person who watches."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done:,} …\r")
        sys.stderr.flush()
