"""`rasid sources check`: every door is tried, politely and side by side, and its verdict is stored and shown."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from desk.installation import installation_of

if TYPE_CHECKING:
    from crawler.door_checks import DoorCheck
    from press.configuration import Configuration
    from press.sources import Source

TROUBLED = 1
INTERRUPTED = 130


def check(
    context: typer.Context,
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE", help="Which sources; all by default, disabled ones too."),
    ] = None,
    *,
    enabled: Annotated[bool, typer.Option("--enabled", help="Only sources that are enabled.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress, only the verdicts.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Try every door of sources and judge it: what came, how new, in which language, or what stands in the way.

    The verdicts are stored: the daemon polls doors that proved themselves, the others seldom or not at all. It may run
    meanwhile. Ends with 1 when an enabled source has no usable door.
    """
    from desk.check_run import checked, without_a_door
    from desk.screen import note, say, show_json, show_table
    from press.numbered import numbered

    configuration = installation_of(context).configuration
    chosen = chosen_sources(configuration, sources or (), only_enabled=enabled)
    run = checked(configuration, chosen, quiet=quiet)
    if as_json:
        show_json([as_row(each) for each in run.checks])
    else:
        columns = ("source", "verdict", "kind", "items", "newest", "language", "size", "door, and what to do")
        show_table(columns, [table_row(each) for each in run.checks], right=("items", "size"))
    lacking = () if run.stopped else without_a_door(chosen, run.checks)
    usable = sum(each.judgement.verdict.is_usable for each in run.checks)
    note(f"{numbered(len(run.checks), 'door')} of {numbered(len(chosen), 'source')} checked, {usable} of them usable")
    if lacking and not as_json:
        say()
        say(f"enabled, and without a usable door: {', '.join(lacking)}")
        say("`rasid sources discover URL` looks for others.")
    raise typer.Exit(INTERRUPTED if run.stopped else TROUBLED if lacking else 0)


def chosen_sources(
    configuration: "Configuration", source_ids: "list[str] | tuple[()]", *, only_enabled: bool
) -> "list[Source]":
    """Raises UnknownSource with the nearest name, UsageError when there is none."""
    from press.errors import UsageError

    named = [configuration.source(source_id) for source_id in dict.fromkeys(source_ids)]
    chosen = named or list(configuration.sources.values())
    found = [source for source in chosen if source.enabled or not only_enabled]
    if not found:
        raise UsageError("there is no such source to check. `rasid sources list` shows which there are.")
    return found


def table_row(check: "DoorCheck") -> list[str]:
    from desk.screen import size

    judged = check.judgement
    newest = f"{judged.newest:%Y-%m-%d}" if judged.newest else ""
    return [
        check.source.id + ("" if check.source.enabled else " (disabled)"),
        judged.verdict.replace("_", " "),
        judged.kind or check.door.kind,
        str(judged.items) if judged.items else "",
        newest,
        judged.language,
        size(judged.size) if judged.size else "",
        f"{check.door.address}: {judged.reason}" + (f"; {advice(check)}" if advice(check) else ""),
    ]


def advice(check: "DoorCheck") -> str:
    """What the verdict advises; that a disabled source lives is news as well."""
    judged = check.judgement
    if judged.verdict.is_usable and not check.source.enabled and not judged.advice:
        return "it lives: the source could be enabled"
    return judged.advice


def as_row(check: "DoorCheck") -> dict[str, Any]:
    judged = check.judgement
    return {
        "source": check.source.id,
        "enabled": check.source.enabled,
        "address": check.door.address,
        "kind": check.door.kind,
        "confidence": check.door.confidence,
        "verdict": judged.verdict,
        "usable": judged.verdict.is_usable,
        "reason": judged.reason,
        "advice": advice(check),
        "found_kind": judged.kind,
        "items": judged.items,
        "newest": judged.newest,
        "language": judged.language,
        "size": judged.size,
        "moved_to": judged.moved_to,
        "checked_at": check.checked_at,
    }
