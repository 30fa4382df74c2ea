"""`rasid capture`: a page becomes a golden case that a person without programming can correct."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desk.installation import installation_of

if TYPE_CHECKING:
    from crawler.reading import Reader
    from press.configuration import Configuration
    from press.pages import FetchedPage

CASES = Path("tests/golden/pages")
ELSEWHERE = Path("golden-pages")


def capture(
    context: typer.Context,
    page: Annotated[
        str,
        typer.Argument(metavar="URL|FILE", help="An address, or a saved page (also .gz); with --check a folder."),
    ],
    *,
    url: Annotated[str | None, typer.Option(metavar="URL", help="The address a saved page was saved from.")] = None,
    into: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help=f"The folder of the cases; without it {CASES} where there is one, else {ELSEWHERE}."
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="The case's name; made of the address if none.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Say what is read otherwise than the cases of a folder want it.")
    ] = False,
) -> None:
    """Save a page as a golden case: as it came, with what Rasid reads in it, for you to correct.

    Correct expected.json and text.txt by hand, then ask with --check what Rasid still reads otherwise.
    Pages of others are for your own use; what is committed to the project is our own writing.
    """
    from crawler.capture import capture_page
    from desk.screen import say
    from press.source_hosts import SourceHosts

    configuration = installation_of(context).configuration
    if check:
        _check(configuration, Path(page))
        return
    is_address = page.startswith(("http://", "https://"))
    fetched = fetched_by_crawl(configuration, page) if is_address else saved_page(Path(page), url)
    source = SourceHosts(configuration.sources.values()).find(fetched.final_url)
    folder = into or (CASES if CASES.is_dir() else ELSEWHERE)
    case = capture_page(fetched, folder, _reader(configuration), zone=source.zone if source else None, name=name)
    say(
        f"{case}: what is read stands in expected.json and text.txt; correct what is wrong, take out what you are not sure of"
    )
    say(f"Then: rasid capture --check {shlex.quote(str(case))}")


def _reader(configuration: "Configuration") -> "Reader":
    from crawler.reading import Reader
    from crawler.reading_rules import ReadingRules

    return Reader(
        ReadingRules(
            watch_list=configuration.watch_list,
            site_rules=configuration.site_rules,
            entities=configuration.entities,
        )
    )


def _check(configuration: "Configuration", folder: Path) -> None:
    """Raises UsageError where there is no case; ends with exit code 1 where a case is read otherwise."""
    from crawler.golden_cases import golden_cases, what_is_wrong
    from desk.screen import say
    from press.errors import UsageError

    cases = golden_cases(folder)
    if not cases:
        raise UsageError(f"{folder}: no case here (a folder with expected.json), nor in the folders under it")
    reader = _reader(configuration)
    wrong = {case.name: lines for case in cases if (lines := what_is_wrong(case, reader))}
    for name, lines in wrong.items():
        say(f"{name}:")
        for line in lines:
            say(f"  {line}")
    say(f"{len(cases) - len(wrong)} of {len(cases)} read as they are to be")
    if wrong:
        raise typer.Exit(1)


def saved_page(path: Path, url: str | None) -> "FetchedPage":
    """Raises UsageError for a file that cannot be read, or whose address is not known."""
    import gzip
    import zlib

    from press.errors import UsageError
    from press.moments import system_clock
    from press.pages import FetchedPage

    if not path.is_file():
        raise UsageError(f"{path}: no such file; an address to be fetched begins with http:// or https://")
    if url is None:
        raise UsageError(f"{path}: say with --url which address the page was saved from")
    try:
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        raise UsageError(f"{path}: cannot be read ({error})") from error
    return FetchedPage(
        url=url, final_url=url, body=body, content_type="text/html", charset=None, fetched_at=system_clock()
    )


def fetched_by_crawl(configuration: "Configuration", url: str) -> "FetchedPage":
    """The page as a crawl fetches it, with all its manners, out of an archive that is thrown away.

    Raises UsageError with the reason when it cannot be had.
    """
    from tempfile import TemporaryDirectory

    from crawler.archive import read_place
    from desk.crawl_once import crawl_with_progress
    from desk.crawl_orders import crawl_orders, with_sources_of
    from desk.dry_run import thrown_away
    from press.errors import UsageError
    from storage import open_storage

    orders = crawl_orders(configuration, (), (url,), None)
    with TemporaryDirectory(prefix="rasid-capture-") as folder:
        trial = thrown_away(with_sources_of(configuration, orders), Path(folder) / "rasid.sqlite3")
        crawl_with_progress(trial, orders, quiet=True)
        with open_storage(trial.settings.database.url, read_only=True) as storage:
            history = storage.why(url)
        place = history.archived if history else None
        page = read_place(Path(trial.settings.archive.directory), place) if place else None
        if page is None:
            raise UsageError(f"{url}: {history.reason or history.state if history else 'could not be fetched'}")
        return page
