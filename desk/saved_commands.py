"""`rasid saved …`: questions under names, for `--saved NAME` of search, count and export."""

from typing import Annotated

import typer

from desk.installation import installation_of
from desk.query_options import QUERY_CONTEXT, without_options

app = typer.Typer(help="Keep questions under names.", no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Any name.")]


@app.command("list")
def list_saved(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """List the saved questions."""
    from desk.screen import minute, note, show_json, show_table

    with installation_of(context).open_to_read() as storage:
        found = storage.saved_searches()
    if as_json:
        show_json(found)
    elif found:
        show_table(("name", "saved", "query"), [(one.name, minute(one.created_at), one.query) for one in found])
    else:
        note("none saved yet: `rasid saved add NAME QUERY` keeps one")


@app.command("add", context_settings=QUERY_CONTEXT)
def add(
    context: typer.Context,
    name: Name,
    words: Annotated[
        list[str], typer.Argument(metavar="QUERY", callback=without_options, help="As for `rasid search`.")
    ],
) -> None:
    """Keep a question; what the name stood for before is replaced."""
    from shlex import quote

    from desk.screen import say
    from press.errors import UsageError

    if not "".join(words).strip():
        raise UsageError(f"say what is asked: `rasid saved add {quote(name)} 'org:SCO lang:ar'`")
    with installation_of(context).open_to_write() as storage:
        storage.save_search(name, " ".join(words))
    say(f"`rasid search --saved {quote(name)}` asks it")


@app.command("forget")
def forget(context: typer.Context, name: Name) -> None:
    """Forget a saved question."""
    from desk.screen import say

    with installation_of(context).open_to_write() as storage:
        storage.forget_search(name)
    say(f"“{name}” is forgotten")
