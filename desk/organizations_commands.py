"""`rasid organizations …`: the watch-list."""

from typing import TYPE_CHECKING, Annotated

import typer

from desk.installation import installation_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from press.entities import Entity
    from press.organizations import Organization

DOUBTFUL = 1

app = typer.Typer(help="See and check the watch-list.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list", short_help="List the organizations that are looked for.")
def list_organizations(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON, with every form.")] = False,
) -> None:
    """List the organizations that are looked for: core ones make an article worth keeping, neighbours are told apart."""
    from desk.screen import note, show_json, show_table
    from press.numbered import numbered

    watched = installation_of(context).configuration.watch_list
    if as_json:
        show_json([organization.model_dump(mode="json") for organization in watched.organizations])
        return
    in_order = sorted(watched.organizations, key=lambda one: (one.tier != "core", one.code))
    columns = ("code", "tier", "forms", "ambiguous", "languages", "name")
    show_table(columns, [row(organization) for organization in in_order], right=("forms", "ambiguous"))
    note(f"{numbered(len(in_order), 'organization')}; watch-list {watched.version}")


def row(organization: "Organization") -> list[str]:
    listed = (organization.names, organization.patterns, organization.acronyms)
    forms = sum(len(forms) for by_language in listed for forms in by_language.values())
    languages = sorted({language for by_language in listed for language in by_language})
    ambiguous = sum(len(group.forms) for group in organization.ambiguous)
    shown = organization.tier if organization.tagged else f"{organization.tier}, untagged"
    return [organization.code, shown, str(forms), str(ambiguous), " ".join(languages), organization.name]


def _entity_counts(entities: "Sequence[Entity]") -> str:
    from collections import Counter

    from press.numbered import numbered

    counts = Counter(entity.kind for entity in entities)
    return ", ".join(
        (
            numbered(counts["person"], "person"),
            numbered(counts["place"], "place"),
            numbered(counts["agency"], "agency", "agencies"),
        )
    )


@app.command("check")
def check(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Check the files of organizations/ and entities/. What cannot be read is named with its place; what is doubtful is listed.

    Ends with 1 when something is doubtful (a form claimed by two bodies, a look-alike that hides a name of its own …),
    with 2 when a file cannot be read.
    """
    from desk.screen import say, show_json
    from press.entities import check_entities
    from press.numbered import numbered
    from press.watch_list_check import check_watch_list

    configuration = installation_of(context).configuration
    watched = configuration.watch_list
    entities = configuration.entities
    doubts = (*check_watch_list(watched), *check_entities(entities))
    if as_json:
        show_json({"watch_list_version": watched.version, "doubts": doubts})
    else:
        for doubt in doubts:
            say(str(doubt))
        core = sum(organization.tier == "core" for organization in watched.organizations)
        state = numbered(len(doubts), "doubt") if doubts else "in order"
        say(
            f"{configuration.directory / 'organizations'} and entities: {state}; {core} core organizations and "
            f"{len(watched.organizations) - core} neighbours, watch-list {watched.version}; {_entity_counts(entities)}"
        )
    raise typer.Exit(DOUBTFUL if doubts else 0)
