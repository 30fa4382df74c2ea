"""`rasid try …`: what Rasid makes of a thing, storing nothing. JSON Lines in, JSON Lines out, in the same order."""

from typing import Annotated

import typer

from desk.installation import installation_of

app = typer.Typer(
    help="See what Rasid makes of a thing, storing nothing: JSON Lines in, JSON Lines out, in the same order. "
    "A bad line is answered with an `error` and does not stop the rest.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("read", short_help="Read pages: title, text, date, language, tags.")
def read(context: typer.Context) -> None:
    """Read pages: title, text, date, language, author, credit and tags.

    In: {"id", "path" or "html", "url", "fetched_at"?}; a path may be gzip. Every page is read, relevant or not.
    """
    from desk.json_lines import tell_who_types
    from desk.try_read import try_read
    from press.moments import system_clock

    tell_who_types()
    try_read(installation_of(context).configuration, system_clock)


@app.command("tag")
def tag(
    context: typer.Context,
    *,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say of everything that looks like a name why it was tagged or not.")
    ] = False,
) -> None:
    """Find the organizations of the watch-list in texts.

    In: {"id", "title", "text", "language"?}. Out: {"id", "language", "tags": [{"organization", "form", "field",
    "start", "end", "rule"}]}; without a language it is told from the text.
    """
    from desk.json_lines import answer_each
    from desk.tries import tag_answers

    answer_each(tag_answers(installation_of(context).configuration.watch_list, explain=explain))


@app.command("date")
def date() -> None:
    """Read dates as they are printed on pages.

    In: {"id", "text", "language"?, "zone"?}. Out: {"id", "published", "precision", "reason"}; published is null, with
    the reason, where nothing certain can be said.
    """
    from desk.json_lines import answer_each
    from desk.tries import date_answers
    from press.moments import system_clock

    answer_each(date_answers(system_clock))


@app.command("compare", short_help="Tell whether two texts are one article.")
def compare() -> None:
    """Tell whether two texts are one article: same, copy, derived or different.

    In: {"id", "a": {"title", "text"}, "b": {…}}. Out: {"id", "relation"} and the features that decided.
    """
    from desk.json_lines import answer_each
    from desk.tries import try_compare

    answer_each(try_compare)


@app.command("address", short_help="Show the key and the canonical form of addresses.")
def address() -> None:
    """Show the key and the canonical form of addresses: pages with one key are one page.

    In: {"id", "url"}. Out: {"id", "key", "canonical", "fetchable"}.
    """
    from desk.json_lines import answer_each
    from desk.tries import try_address

    answer_each(try_address)
