"""`rasid sources discover` and `add`: the doors of a site nobody has described yet, found, judged and written down."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desk.installation import Installation, installation_of

if TYPE_CHECKING:
    from pydantic import ValidationError

    from crawler.door_discovery import Discovered
    from crawler.new_source import JudgedDoor, Wishes
    from press.sources import Source

TROUBLED = 1
ENOUGH_TO_ADD = 15
"""So many questions find what a site declares, and at three seconds each take less than a minute."""

OPTIONS = {"id": "--id", "name": "--name", "languages": "--lang", "country": "--country", "kind": "--kind"}
COLUMNS = ("kind", "verdict", "items", "newest", "language", "door, and how it was found")
URL_HELP = "The home page, or that of an edition or a section; or a feed."


def discover(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help=URL_HELP)],
    *,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress, only what was found.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Look for the doors of a site: feeds, news sitemaps, sitemaps, listing pages; and say what each of them brought.

    Asks for at most 40 addresses, politely. Nothing is written. Ends with 1 when no usable door was found.
    """
    from desk.screen import note, show_json

    found, doors = looked_for(installation_of(context), url, (), quiet=quiet)
    if as_json:
        show_json(
            {"url": url, "title": found.title, "problem": found.problem, "doors": [as_row(each) for each in doors]}
        )
    else:
        show_doors(doors)
    told(found, doors)
    usable = any(each.judgement.verdict.is_usable for each in doors)
    if usable:
        note(f"`rasid sources add {url}` writes them down")
    raise typer.Exit(0 if usable else TROUBLED)


def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help=URL_HELP)],
    *,
    source_id: Annotated[
        str, typer.Option("--id", metavar="ID", help="Its short name; made of its host by default.")
    ] = "",
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Its name; its own title by default.")] = "",
    languages: Annotated[
        list[str] | None,
        typer.Option("--lang", metavar="CODE", help="Its language; what comes by default. Repeatable."),
    ] = None,
    country: Annotated[str, typer.Option("--country", metavar="CODE", help="Two letters, as KZ; or INT.")] = "",
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="agency, paper, broadcaster, official, aggregator or other.")
    ] = "other",
    keep_all: Annotated[
        bool, typer.Option("--keep-all", help="Store every article, not only those that name an organization.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write the entry as JSON.")] = False,
) -> None:
    """Find the doors of a site, check them, and write the source into config/sources/added.toml.

    The configuration must be your own (`rasid init`). Ends with 1, with nothing written, when no door is usable.
    """
    from crawler.new_source import Wishes
    from desk.screen import note, say, show_json

    installation = installation_of(context)
    folder = own_folder(installation)
    wishes = Wishes(
        id=source_id,
        name=name,
        languages=tuple(languages or ()),
        country=country,
        kind=kind,
        keep="all" if keep_all else "tagged",
    )
    refuse_wishes(installation, url, wishes)
    found, doors = looked_for(installation, url, wishes.languages, quiet=quiet, most=ENOUGH_TO_ADD)
    source = described(installation, url, found, doors, wishes)
    if source is None:
        show_doors(doors)
        told(found, doors)
        note("nothing was written: no door is worth polling")
        raise typer.Exit(TROUBLED)
    path = write_down(installation, folder, source, doors)
    if as_json:
        show_json({"file": path, "source": source.model_dump(mode="json", exclude_defaults=True)})
        return
    show_doors([each for each in doors if each.door.address in {door.address for door in source.doors}])
    say(f"{source.id}: {source.name} was written to {path}")
    say(f"Next: rasid crawl {source.id}")
    note("a daemon that runs already takes it up when it is told to read its configuration again (SIGHUP)")


def own_folder(installation: Installation) -> Path:
    """Where sources may be written. Raises UsageError for the configuration that came with Rasid."""
    from press.errors import UsageError
    from press.shipped import shipped_directory

    directory = installation.configuration.directory
    if directory.resolve() == shipped_directory().resolve():
        raise UsageError(
            "this is the configuration that came with Rasid, and the next version would overwrite it; "
            "`rasid init` writes a copy of it to ./config, which is yours to change"
        )
    folder = directory / "sources"
    folder.mkdir(exist_ok=True)
    return folder


def refuse_wishes(installation: Installation, url: str, wishes: "Wishes") -> None:
    """What cannot be is said before anything is asked. Raises UsageError."""
    from pydantic import ValidationError

    from crawler.new_source import check_wishes
    from press.addresses import address_key, is_fetchable
    from press.errors import UsageError

    sources = installation.configuration.sources
    if wishes.id in sources:
        raise UsageError(f"--id: there is a source “{wishes.id}” already")
    if not is_fetchable(url):
        raise UsageError(f"“{url[:100]}” is no address that may be asked: http or https, and a host")
    for source in sources.values():
        if any(address_key(door.address) == address_key(url) for door in source.doors):
            raise UsageError(f"{url} is a door of “{source.id}” already; `rasid sources check {source.id}` tries it")
    try:
        check_wishes(url, wishes)
    except ValidationError as error:
        raise UsageError(wrong_wish(error)) from error


def wrong_wish(error: "ValidationError") -> str:
    from press.toml_files import in_words

    first = error.errors()[0]
    key = str(first["loc"][0]) if first["loc"] else ""
    return f"{OPTIONS.get(key, key or 'the source')}: {in_words(first)}"


def looked_for(
    installation: Installation, url: str, languages: tuple[str, ...], *, quiet: bool, most: int | None = None
) -> "tuple[Discovered, tuple[JudgedDoor, ...]]":
    """Asks the site. Raises UsageError for what is no address."""
    from crawler.asking import AskFor, AskingServices
    from crawler.door_discovery import MOST_QUESTIONS, discover_doors
    from crawler.door_trials import NoAnswer
    from crawler.new_source import judged
    from crawler.responses import DoorAnswer
    from desk.check_run import asked
    from desk.crawl_orders import by_hand
    from desk.step_progress import step_progress
    from press.addresses import is_fetchable
    from press.errors import UsageError

    if not is_fetchable(url):
        raise UsageError(f"“{url[:100]}” is no address that may be asked: http or https, and a host")
    most = most or MOST_QUESTIONS
    with step_progress("addresses asked", most, quiet=quiet) as step:

        async def work(services: AskingServices, ask: AskFor) -> "tuple[Discovered, tuple[JudgedDoor, ...]]":
            answers: dict[str, str] = {}

            async def ask_for_it(address: str) -> DoorAnswer | None:
                answer = await ask(by_hand(url), address)
                answers[address] = answer.reason if isinstance(answer, NoAnswer) else str(answer.status)
                if address != url or answers[address] == "200":  # else it is told at the end
                    step(f"{address}: {answers[address]}")
                return None if isinstance(answer, NoAnswer) else answer

            found = await discover_doors(url, ask_for_it, most_questions=most)
            if found.problem and url in answers:
                found = replace(found, problem=f"{found.problem} ({answers[url]})")
            return found, judged(found, languages=languages, now=services.clock())

        return asked(installation.configuration, work)


def described(
    installation: Installation, url: str, found: "Discovered", doors: "tuple[JudgedDoor, ...]", wishes: Any
) -> "Source | None":
    """Raises UsageError for a wish that no source can have."""
    from pydantic import ValidationError

    from crawler.new_source import new_source
    from press.errors import UsageError
    from press.moments import system_clock

    taken = installation.configuration.sources
    try:
        return new_source(url, found, doors, wishes, taken=taken, now=system_clock())
    except ValidationError as error:
        raise UsageError(wrong_wish(error)) from error


def write_down(installation: Installation, folder: Path, source: "Source", doors: "tuple[JudgedDoor, ...]") -> Path:
    """Into the file, and what the doors showed into the database."""
    from desk.crawl_once import note_taken_over
    from press.moments import system_clock
    from press.source_files import add_source

    path = add_source(folder, source)
    verdicts = {each.door.address: each.judgement for each in doors}
    with installation.open_to_write(make=True) as storage:
        note_taken_over(storage.sources.sync([*installation.configuration.sources.values(), source]))
        for door in source.doors:
            judgement = verdicts[door.address]
            storage.sources.record_check(
                source.id,
                door.address,
                checked_at=system_clock(),
                verdict=judgement.verdict,
                reason=judgement.reason,
            )
    return path


def show_doors(doors: "tuple[JudgedDoor, ...] | list[JudgedDoor]") -> None:
    from desk.screen import show_table

    if doors:
        show_table(COLUMNS, [table_row(each) for each in doors], right=("items",))


def told(found: "Discovered", doors: "tuple[JudgedDoor, ...]") -> None:
    from desk.screen import note
    from press.numbered import numbered

    note(
        found.problem
        or f"{numbered(len(found.asked), 'address', 'addresses')} asked, {numbered(len(doors), 'door')} found"
    )


def table_row(judged_door: "JudgedDoor") -> list[str]:
    judgement = judged_door.judgement
    door = judged_door.door
    how = "; ".join(door.evidence)
    said = judgement.reason if not judgement.verdict.is_usable else ""
    return [
        door.kind + (" (archive)" if door.archive else ""),
        judgement.verdict.replace("_", " "),
        str(judgement.items),
        f"{judgement.newest:%Y-%m-%d}" if judgement.newest else "",
        judgement.language,
        f"{door.address} ({how})" + (f": {said}" if said else ""),
    ]


def as_row(judged_door: "JudgedDoor") -> dict[str, Any]:
    judgement = judged_door.judgement
    return {
        **judged_door.door.model_dump(mode="json", exclude_defaults=True),
        "verdict": judgement.verdict,
        "usable": judgement.verdict.is_usable,
        "reason": judgement.reason,
        "items": judgement.items,
        "newest": judgement.newest,
        "language": judgement.language,
    }
