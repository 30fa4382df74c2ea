"""`rasid sources …`: which sources there are, and whether their doors lead anywhere."""

from typing import TYPE_CHECKING, Annotated, get_args

import typer

from desk.check_command import check
from desk.installation import installation_of
from desk.source_finding import add, discover
from desk.source_lists import export_list, import_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from press.sources import Source

app = typer.Typer(
    help="See the sources and their doors, try them, add others.", no_args_is_help=True, rich_markup_mode=None
)
app.command("check", short_help="Try every door and judge it.")(check)
app.command("discover", short_help="Look for the doors of a site.")(discover)
app.command("add", short_help="Find a site's doors, check them, write the source.")(add)
app.command("import", short_help="Take over the feeds of another reader (OPML).")(import_list)
app.command("export", short_help="Write the feeds as a list (OPML).")(export_list)


@app.command("list")
def list_sources(
    context: typer.Context,
    *,
    languages: Annotated[
        list[str] | None, typer.Option("--lang", help="Only sources in this language. Repeatable.")
    ] = None,
    countries: Annotated[list[str] | None, typer.Option("--country", help="Only of this country. Repeatable.")] = None,
    kinds: Annotated[list[str] | None, typer.Option("--kind", help="Only of this kind. Repeatable.")] = None,
    enabled: Annotated[bool | None, typer.Option("--enabled/--disabled", help="Only these.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON, with all that is known of each.")] = False,
) -> None:
    """List the sources of the configuration."""
    from desk.screen import note, show_json, show_table

    every = list(installation_of(context).configuration.sources.values())
    refuse_unknown_kinds(kinds or ())
    chosen = [
        source
        for source in every
        if among(source.languages, languages)
        and among([source.country], countries)
        and among([source.kind], kinds)
        and (enabled is None or source.enabled is enabled)
    ]
    for line in (
        *unknown("in", languages, {code for source in every for code in source.languages}),
        *unknown("of", countries, {source.country for source in every if source.country}),
    ):
        note(line)
    if as_json:
        show_json([source.model_dump(mode="json") for source in chosen])
        return
    if chosen:
        show_table(("source", "country", "languages", "kind", "doors", "", "name"), [row(source) for source in chosen])
    switched_on = "" if enabled is not None else f", {sum(source.enabled for source in chosen)} of them enabled"
    of_all = f" of {len(every)}" if len(chosen) < len(every) else ""
    note(f"{len(chosen)}{of_all} {'source' if len(every) == 1 else 'sources'}{switched_on if chosen else ''}")


def refuse_unknown_kinds(kinds: "Sequence[str]") -> None:
    """Raises UsageError for a kind that no source can be of."""
    from press.errors import UsageError, nearest
    from press.sources import Source

    known = get_args(Source.model_fields["kind"].annotation)
    for kind in kinds:
        if kind.casefold() not in known:
            advice = nearest(kind.casefold(), known)
            raise UsageError(f"--kind: “{kind}” is not one of {', '.join(known)}.{advice}")


def unknown(how: str, wanted: list[str] | None, known: set[str]) -> "Iterator[str]":
    """A line for each word that no source has, with those that there are."""
    for word in wanted or ():
        if word.casefold() not in {each.casefold() for each in known}:
            yield f"no source {how} “{word}”; there are some {how} {', '.join(sorted(known))}"


def among(has: "tuple[str, ...] | list[str]", wanted: list[str] | None) -> bool:
    """Whether one of the words is wanted, whatever its case; everything is when nothing was asked for."""
    return not wanted or bool({word.casefold() for word in has} & {word.casefold() for word in wanted})


def row(source: "Source") -> list[str]:
    kinds = list(dict.fromkeys(door.kind.value for door in source.doors))
    doors = f"{len(source.doors)} ({', '.join(kinds)})" if kinds else "none"
    name = source.name + (f" · {source.native_name}" if source.native_name else "")
    disabled = "" if source.enabled else "disabled"
    return [
        source.id,
        source.country,
        " ".join(source.languages),
        source.kind,
        doors,
        disabled,
        name + (f" ({source.reason})" if source.reason else ""),
    ]
