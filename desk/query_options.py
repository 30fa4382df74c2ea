"""The options by which `search`, `count` and `export` narrow a query, as one value."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from desk.day_options import since_moment, until_moment
from desk.installation import Installation
from press.errors import UsageError, nearest

if TYPE_CHECKING:
    from press.queries import Query


def without_options(context: typer.Context, words: list[str] | None) -> list[str] | None:
    """Two dashes begin an option, and this is none that the command knows. Raises UsageError."""
    options = [option for parameter in context.command.params for option in parameter.opts]
    known = [option[2:] for option in options if option.startswith("--")]
    for word in words or ():
        if word.startswith("--") and len(word) > 2:
            name = word.partition("=")[0]
            advice = nearest(name[2:], known).replace("“", "“--")
            raise UsageError(f"there is no option {name} here.{advice} `{context.command_path} --help` shows which.")
    return words


Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[QUERY]...",
        callback=without_options,
        help="Words, phrases in quotes, AND OR NOT, -word, begin*, org:CICA, title:…; nothing asks for everything. "
        """Let the shell keep the quotes: '"بناء الثقة" org:CICA'.""",
    ),
]
Organizations = Annotated[
    list[str] | None, typer.Option("--org", metavar="CODE", help="Only articles that name it. Repeatable: any of them.")
]
Languages = Annotated[
    list[str] | None, typer.Option("--lang", metavar="LANG", help="Only in this language. Repeatable.")
]
Sources = Annotated[
    list[str] | None, typer.Option("--source", metavar="SOURCE", help="Only of this source. Repeatable.")
]
Countries = Annotated[
    list[str] | None, typer.Option("--country", metavar="CC", help="Only of sources of this country. Repeatable.")
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Not before: 2026-11-01, 2026-11, 7d, today.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Not after; a day counts to its end.")]

Saved = Annotated[
    str | None, typer.Option(metavar="NAME", help="The question that was saved under this name, as well.")
]

QUERY_CONTEXT = {"ignore_unknown_options": True}
"""A word with a minus before it is a word that must not be there, not an option."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What was asked for on the command line, not yet read."""

    words: list[str] | None = None
    organizations: list[str] | None = None
    languages: list[str] | None = None
    sources: list[str] | None = None
    countries: list[str] | None = None
    since: str | None = None
    until: str | None = None
    saved: str | None = None

    def query(self, installation: Installation, now: datetime) -> "Query":
        """Raises QueryError, which points at the character, and UsageError for a date or a name that is none."""
        from press.queries import parse_query
        from press.spellings import variants

        words = self.words or []
        query = parse_query(" ".join(words), now=now).with_variants(variants)
        if self.saved is not None:
            query = both(parse_query(saved_words(installation, self.saved), now=now), query)
        return query.restricted(
            organizations=self.organizations or (),
            languages=self.languages or (),
            sources=self.sources or (),
            countries=self.countries or (),
            since=since_moment("--since", self.since, now),
            until=until_moment("--until", self.until, now),
        )


def saved_words(installation: Installation, name: str) -> str:
    with installation.open_to_read() as storage:
        return storage.saved_search(name).query


def both(saved: "Query", asked: "Query") -> "Query":
    """What answers both; in the order of the saved one."""
    from press.query_tree import all_of

    return replace(saved, tree=all_of(saved.tree, asked.tree))
