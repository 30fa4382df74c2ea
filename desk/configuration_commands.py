"""`rasid config show` and `rasid init`: what is in force and where it came from; a copy of it to edit."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desk.installation import installation_of

if TYPE_CHECKING:
    from press.configuration import Configuration

app = typer.Typer(help="See the configuration in force.", no_args_is_help=True, rich_markup_mode=None)


@app.command("show", short_help="Show each setting, its value and its origin.")
def show(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Show each setting in force: its value, and where it came from."""
    from desk.screen import say, say_of, show_json, show_table

    configuration = installation_of(context).configuration
    rows = setting_rows(configuration)
    watched = configuration.watch_list
    if as_json:
        show_json(
            {
                "directory": configuration.directory.absolute(),
                "settings": {key: {"value": value, "from": origin} for key, value, origin in rows},
                "sources": len(configuration.sources),
                "organizations": len(watched.organizations),
                "watch_list_version": watched.version,
            }
        )
        return
    enabled = sum(source.enabled for source in configuration.sources.values())
    say_of("directory", str(configuration.directory.absolute()))
    say_of("sources", f"{len(configuration.sources)}, {enabled} of them enabled")
    say_of("organizations", f"{len(watched.organizations)} (watch-list {watched.version})")
    say()
    show_table(("setting", "value", "from"), [(key, literal(value), origin) for key, value, origin in rows])


def setting_rows(configuration: "Configuration") -> list[tuple[str, Any, str]]:
    """Every key with its value in force and its origin; a password in the database's address is left out."""
    values = configuration.settings.model_dump()
    rows = []
    for key, origin in configuration.origins.items():
        section, _, name = key.partition(".")
        value = values[section][name]
        rows.append((key, without_password(value) if key == "database.url" else value, origin))
    return rows


def without_password(url: str) -> str:
    import re

    return re.sub(r"(://[^/@:]*):[^/@]*@", r"\1:…@", url)


def literal(value: Any) -> str:
    """A value as it is written in settings.toml."""
    import json

    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def init(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Where to, ./config by default.")] = Path("config"),
) -> None:
    """Write a copy of the configuration that came with Rasid, to edit."""
    from desk.screen import say
    from press.configuration import SETTINGS_FILE
    from press.errors import UsageError
    from press.shipped import shipped_directory

    if (directory / SETTINGS_FILE).exists():
        raise UsageError(
            f"{directory} holds a configuration already: edit {directory / SETTINGS_FILE}, or `rasid init DIR` writes another"
        )
    try:
        copied = copy_configuration(shipped_directory(), directory)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{directory}: cannot be written ({reason}). Choose a directory you may write to.") from error
    option = "" if directory == Path("config") else f"--config {directory} "
    say(f"{copied} files written to {directory}")
    say("Next:")
    say(f"  1. name a contact in {directory / SETTINGS_FILE}: `contact` under [crawl]")
    say(f"  2. rasid {option}sources list")
    say(f"  3. rasid {option}crawl kazinform-ru")


def copy_configuration(shipped: Path, directory: Path) -> int:
    """Copies the files of the shipped configuration; how many. Raises OSError; files that are there already stay."""
    from shutil import copyfile

    copied = 0
    for path in sorted(shipped.rglob("*.toml")):
        target = directory / path.relative_to(shipped)
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            copyfile(path, target)
            copied += 1
    return copied
