"""`rasid sources import` and `export`: lists of feeds (OPML), as other readers keep them."""

from pathlib import Path
from typing import Annotated

import typer

from desk.installation import installation_of
from desk.source_finding import own_folder

IMPORTED = "imported.toml"


def import_list(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An OPML file.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write the new sources as JSON.")] = False,
) -> None:
    """Take over the feeds of another reader (OPML) into config/sources/imported.toml: a source for each site.

    Nothing is asked of them yet; `rasid sources check` finds out which of them live. Feeds that are known stay as they are.
    """
    from crawler.new_source import listed_sources
    from crawler.opml import read_opml
    from desk.screen import note, say, show_json
    from press.errors import UsageError
    from press.numbered import numbered
    from press.source_files import add_sources

    installation = installation_of(context)
    folder = own_folder(installation)
    try:
        feeds = read_opml(file.read_bytes())
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror or error})") from error
    if not feeds:
        raise UsageError(f"{file}: there is no feed in it; is it an OPML file?")
    sources = listed_sources(feeds, list(installation.configuration.sources.values()))
    if sources and not dry_run:
        add_sources(folder, sources, file=IMPORTED)
    new = sum(len(source.doors) for source in sources)
    if as_json:
        show_json([source.model_dump(mode="json", exclude_defaults=True) for source in sources])
    else:
        for source in sources:
            say(f"{source.id}: {source.name}: {', '.join(door.address for door in source.doors)}")
    done = "would be written" if dry_run else f"written to {folder / IMPORTED}"
    note(f"{numbered(new, 'feed')} of {numbered(len(sources), 'source')} {done}; {len(feeds) - new} known already")
    if sources and not dry_run:
        note("Next: rasid sources check")


def export_list(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; an existing file is replaced.")],
    *,
    disabled: Annotated[bool, typer.Option("--disabled", help="Disabled sources as well.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write what was done as JSON.")] = False,
) -> None:
    """Write the feeds of the sources as a list (OPML) that other readers understand; other doors have no place in it."""
    from crawler.opml import write_opml
    from desk.screen import tell
    from press.errors import UsageError
    from press.numbered import numbered
    from press.sources import DoorKind

    sources = [
        source for source in installation_of(context).configuration.sources.values() if source.enabled or disabled
    ]
    feeds = sum(door.kind is DoorKind.FEED for source in sources for door in source.doors)
    try:
        file.write_text(write_opml(sources), "utf-8")
    except OSError as error:
        raise UsageError(f"{file}: cannot be written ({error.strerror or error})") from error
    tell(f"{numbered(feeds, 'feed')} written to {file}", {"file": file, "feeds": feeds}, as_json=as_json)
