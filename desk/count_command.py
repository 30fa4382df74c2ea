"""`rasid count`: how many articles, by what."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from desk.installation import installation_of
from desk.query_options import Narrowing, narrowed

if TYPE_CHECKING:
    from storage.search_rows import CountRow

TEXTS_A_SECOND = 20_000
MANY_TEXTS = 50_000


@narrowed
def count(
    context: typer.Context,
    *,
    by: Annotated[
        str,
        typer.Option(
            metavar="KEYS",
            help="With commas: organization, person, place, month, day, year, source, language, country, kind, credit, dateline.",
        ),
    ] = "organization",
    narrowing: Narrowing,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write CSV.")] = False,
) -> None:
    """Count the articles that answer a query.

    An article counts for each organization that it names. Copies count as articles of their own; `-is:copy` leaves them out.
    An exact form (`="…"`) is looked for in the text of every article that has the word in some form: about 20,000 a second.
    """
    from desk.screen import show_csv, show_json
    from press.moments import system_clock

    keys = keys_of(by)
    installation = installation_of(context)
    query = narrowing.query(installation, system_clock())
    with installation.open_to_read() as storage:
        storage.refuse_unknown(query, lambda: installation.configuration)
        rows = storage.count(query, keys, progress=show_reading)
    if as_json:
        show_json([dict(zip(keys, row.keys, strict=True)) | {"articles": row.articles} for row in rows])
    elif as_csv:
        show_csv((*keys, "articles"), [(*row.keys, row.articles) for row in rows])
    else:
        show_chart(keys, rows)


def show_reading(done: int, total: int) -> None:
    """What an exact form makes long: said at its beginning, and shown to a person who watches."""
    from desk.screen import note

    if done == 0 and total > MANY_TEXTS:
        note(f"looking through {total:,} texts for the exact form; about {total / TEXTS_A_SECOND:,.0f} s")
    elif done and sys.stderr.isatty():
        sys.stderr.write(f"\r{done:,} of {total:,} texts …\r")
        sys.stderr.flush()


def keys_of(by: str) -> tuple[str, ...]:
    """`organization,month` as its parts; short names are understood."""
    short = {"org": "organization", "organizations": "organization", "lang": "language", "sources": "source"}
    short |= {"persons": "person", "people": "person", "places": "place"}
    parts = (part.strip().casefold() for part in by.replace("،", ",").split(","))
    return tuple(dict.fromkeys(short.get(part, part) for part in parts if part))


def show_chart(keys: tuple[str, ...], rows: "tuple[CountRow, ...]") -> None:
    """A row per combination, with a bar as long as its part of the greatest."""
    from desk.screen import note, show_table
    from desk.tables import bar

    greatest = max((row.articles for row in rows), default=0)
    lines = [[*row.keys, f"{row.articles:,}", bar(row.articles, greatest)] for row in rows]
    if lines:
        show_table((*keys, "articles", ""), lines, right=("articles",))
    else:
        note("nothing found")
