"""The command `rasid`: its groups of commands, its global options, and the one border where errors become a line.

Each command imports what it needs when it runs: `rasid search` loads neither Scrapy nor trafilatura.
"""

import os
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Any

import typer

from desk import (
    archive_commands,
    configuration_commands,
    database_commands,
    organizations_commands,
    saved_commands,
    sources_commands,
    stories_commands,
    try_commands,
)
from desk.capture_command import capture
from desk.configuration_commands import init
from desk.count_command import count
from desk.crawl_command import crawl, run
from desk.database_commands import retry
from desk.demo_command import demo
from desk.doctor_command import doctor
from desk.export_command import export
from desk.installation import Installation
from desk.output import close_output, writing_output
from desk.past_commands import import_files, reread, retag
from desk.query_options import QUERY_CONTEXT
from desk.search_command import search
from desk.show_command import show
from desk.status_command import status
from desk.stories_commands import relink
from desk.why_command import why
from press.errors import RasidError
from press.plain_lines import one_line

DONE, INTERRUPTED, READER_GONE, DEFECT = 0, 130, 141, 1

LIBRARY_WORDS = (
    (r"^No such (command|option):? '?(\S+?)'?(?=[. ]|$)", r"there is no \1 \2"),
    (r" \(Possible options: ([^,]*)\)", r". Did you mean \1?"),
    (r" \(Possible options: (.*)\)", r". Near it are \1"),
    (r"^Missing argument '(\S+)'", r"\1 is missing"),
    (r"^Option '(\S+)' requires an argument", r"\1: a value is missing"),
    (r"^Got unexpected extra argument\(s\) \((.*)\)", r"not understood here: \1"),
    (r"^Invalid value for '(\S+?)(?: / .*?)?': ", r"\1: "),
    (r"Input should be a valid (?:integer|number), unable to parse.*", "a number is wanted"),
    (r"Input should be greater than or equal to ", "at least "),
    (r"Input should be less than or equal to ", "at most "),
    (r"'(.*?)' is not a valid (?:int|float|integer)\b", r"“\1” is not a number"),
)

app = typer.Typer(
    name="rasid",
    help="Rasid (راصد) watches the world's press for what it says about CICA, the SCO and their neighbours.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("demo", short_help="See all of Rasid in half a minute, without network.")(demo)
app.command("init", short_help="Write a configuration to edit.")(init)
app.command("run", short_help="Run the daemon until Ctrl-C.")(run)
app.command("crawl", short_help="Poll sources once, store what matters, and report.")(crawl)
app.command("status", short_help="What ran, what is due, what is silent or failing.")(status)
app.command("doctor", short_help="Look at everything; is this installation well?")(doctor)
app.command("why", short_help="Tell the story of an address.")(why)
app.command("retry", short_help="Put pages back among those to fetch.")(retry)
app.command("reread", short_help="Read the archived pages again.")(reread)
app.command("retag", short_help="Tag and credit everything by today's lists.")(retag)
app.command("import", short_help="Read pages out of WARC files.")(import_files)
app.command("capture", short_help="Save a page as a golden case.")(capture)
app.command("relink", short_help="Link copies and stories anew.")(relink)
app.command("search", context_settings=QUERY_CONTEXT)(search)
app.command("show", short_help="Show an article, its evidence and its copies.")(show)
app.command("count", context_settings=QUERY_CONTEXT)(count)
app.command("export", short_help="Write the articles that answer a query into a file.", context_settings=QUERY_CONTEXT)(
    export
)
app.add_typer(stories_commands.app, name="stories")
app.add_typer(saved_commands.app, name="saved")
app.add_typer(sources_commands.app, name="sources")
app.add_typer(organizations_commands.app, name="organizations")
app.add_typer(configuration_commands.app, name="config")
app.add_typer(database_commands.app, name="db")
app.add_typer(archive_commands.app, name="archive")
app.add_typer(try_commands.app, name="try", short_help="See what Rasid makes of a thing, storing nothing.")


def say_version(asked: bool) -> None:
    """`rasid 0.1.0`, and nothing more is done."""
    if asked:
        from importlib.metadata import PackageNotFoundError, version

        from desk.screen import say

        try:
            say(f"rasid {version('rasid')}")
        except PackageNotFoundError:
            say("rasid, run from a checkout that is not installed")
        raise typer.Exit


@app.callback()
def begin(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The directory of the configuration (else RASID_CONFIG, else ./config)."),
    ] = None,
    database: Annotated[
        str | None, typer.Option(metavar="FILE", help="The database, by file or address, instead of database.url.")
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", is_eager=True, callback=say_version)
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the trace of an unforeseen error.")] = False,
) -> None:
    context.obj = Installation(config=config, database=database, debug=debug)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; whatever goes wrong is one line on stderr.

    0 done; 1 a source failed, or a defect; 2 wrong use or configuration; 3 the database; 130 stopped by Ctrl-C.
    """
    words = with_globals_first(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a test may have put its own there
    try:
        code = app(words, prog_name="rasid", standalone_mode=False)
        with writing_output():
            sys.stdout.flush()
    except RasidError as error:
        return complain(str(error), error.exit_code)
    except typer.TyperException as error:
        return wrong_use(error, words)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except (BrokenPipeError, SystemExit):
        return leave_quietly()
    except OSError as error:
        return nowhere(error) or unforeseen(error, debug="--debug" in words)
    except Exception as error:  # noqa: BLE001 - the border: nobody is shown a traceback they did not ask for
        return unforeseen(error, debug="--debug" in words)
    if code != INTERRUPTED:
        return int(code or DONE)
    # The daemon is meant to end so, whether it has begun already or not.
    return complain("stopped by Ctrl-C", DONE if is_daemon(words) else INTERRUPTED)


def is_daemon(words: Sequence[str]) -> bool:
    """Whether the command is `run`. words: the global options first."""
    return next(behind_globals(words), "") == "run"


def called(words: Sequence[str]) -> str:
    """The command that is called, as it is written: `rasid stories show`. words: as above."""
    known: Any = typer.main.get_command(app)
    path = ["rasid"]
    for word in behind_globals(words):
        known = getattr(known, "commands", {}).get(word)
        if known is None:
            break
        path.append(word)
    return " ".join(path)


def behind_globals(words: Sequence[str]) -> Iterator[str]:
    """The words from the command on."""
    waiting = iter(words)
    for word in waiting:
        if word in ("--config", "--database"):
            next(waiting, None)
        elif not word.startswith("-"):
            yield word
            yield from waiting


def with_globals_first(words: Sequence[str]) -> list[str]:
    """`rasid crawl --config DIR` means what `rasid --config DIR crawl` means."""
    ahead: list[str] = []
    rest: list[str] = []
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            return [*ahead, *rest, word, *waiting]
        if word in ("--config", "--database") and waiting:
            ahead += [word, waiting.pop(0)]
        elif word == "--debug" or word.startswith(("--config=", "--database=")):
            ahead.append(word)
        else:
            rest.append(word)
    return [*ahead, *rest]


def complain(message: str, code: int) -> int:
    """One line on stderr."""
    with suppress(OSError, ValueError):
        print("rasid:", one_line(message), file=sys.stderr, flush=True)  # noqa: T201 - the one place for it
    return code


def wrong_use(error: typer.TyperException, words: Sequence[str]) -> int:
    """What the parser of the command line found: help where nothing was asked for, else a line with where help is."""
    message = in_our_words(error.format_message())
    if message.startswith("Usage: "):
        print(message)  # noqa: T201 - help was asked for by saying nothing
        return DONE
    ended = f"{message.rstrip('.?')}{'?' if message.endswith('?') else '.'}"
    return complain(f"{ended} `{called(words)} --help` shows what there is.", 2)


def in_our_words(message: str) -> str:
    """What the library says of a bad value, as every other message of ours."""
    for theirs, ours in LIBRARY_WORDS:
        message = re.sub(theirs, ours, message)
    return message


def leave_quietly() -> int:
    """Whoever read our output has had enough (`rasid search … | head`): nothing to say, and nowhere to say it."""
    close_output()
    return READER_GONE


def nowhere(error: OSError) -> int:
    """The exit code where the directory we were called in is gone. Else 0."""
    try:
        os.getcwd()
    except FileNotFoundError:
        if isinstance(error, FileNotFoundError):
            return complain("the directory this was called in has been deleted. Go to another one.", 2)
    return DONE


def unforeseen(error: Exception, *, debug: bool) -> int:
    """A defect of ours: one line, and the trace where it can be found."""
    if debug:
        traceback.print_exception(error)
        return DEFECT
    where = "run it again with --debug to see the trace"
    with suppress(OSError):
        with NamedTemporaryFile("w", prefix="rasid-", suffix=".txt", encoding="utf-8", delete=False) as file:
            traceback.print_exception(error, file=file)
        where = f"the trace is in {file.name}; please report it"
    return complain(f"an unforeseen error: {type(error).__name__}: {str(error)[:300]} ({where})", DEFECT)


if __name__ == "__main__":
    sys.exit(main())
