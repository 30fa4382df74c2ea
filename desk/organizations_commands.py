"""`rasid organizations …`: the watch-list."""

from typing import TYPE_CHECKING, Annotated

import typer

from desk.installation import installation_of

if TYPE_CHECKING:
    from press.organizations import Organization

app = typer.Typer(help="See and check the watch-list.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_organizations(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON, with every form.")] = False,
) -> None:
    """List the organizations that are looked for: core ones make an article worth keeping, neighbours are told apart."""
    from desk.screen import note, show_json, show_table

    watched = installation_of(context).configuration.watch_list
    if as_json:
        show_json([organization.model_dump(mode="json") for organization in watched.organizations])
        return
    in_order = sorted(watched.organizations, key=lambda one: (one.tier != "core", one.code))
    columns = ("code", "tier", "forms", "ambiguous", "languages", "name")
    show_table(columns, [row(organization) for organization in in_order], right=("forms", "ambiguous"))
    note(f"{len(in_order)} organizations; watch-list {watched.version}")


def row(organization: "Organization") -> list[str]:
    listed = (organization.names, organization.patterns, organization.acronyms)
    forms = sum(len(forms) for by_language in listed for forms in by_language.values())
    languages = sorted({language for by_language in listed for language in by_language})
    ambiguous = sum(len(group.forms) for group in organization.ambiguous)
    shown = organization.tier if organization.tagged else f"{organization.tier}, untagged"
    return [organization.code, shown, str(forms), str(ambiguous), " ".join(languages), organization.name]


@app.command("check")
def check(context: typer.Context) -> None:
    """Check the files of organizations/: keys, forms, patterns, references. The first mistake is named with its place."""
    from desk.screen import say
    from press.tagging import Tagger

    configuration = installation_of(context).configuration
    watched = configuration.watch_list
    Tagger(watched)
    core = sum(organization.tier == "core" for organization in watched.organizations)
    say(
        f"{configuration.directory / 'organizations'}: in order; {core} core organizations and "
        f"{len(watched.organizations) - core} neighbours, watch-list {watched.version}"
    )
