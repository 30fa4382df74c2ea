"""The options by which `search`, `count` and `export` narrow a query, as one value."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

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
        metavar="QUERY",
        callback=without_options,
        help="Words, phrases in quotes, AND OR NOT, -word, begin*, org:CICA, title:…; nothing asks for everything. "
        """Let the shell keep the quotes: '"بناء الثقة" org:CICA'.""",
    ),
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Not before: 2026-11-01, 2026-11, 7d, today.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Not after; a day counts to its end.")]

QUERY_CONTEXT = {"ignore_unknown_options": True}
"""A word with a minus before it is a word that must not be there, not an option."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What was asked for on the command line, not yet read. Each field is an option of the command (see `narrowed`)."""

    words: Words = None
    organizations: Annotated[
        list[str] | None,
        typer.Option(
            "--org",
            metavar="CODE",
            help="Only articles that name it; its code or a name of it. Several with commas, or repeated: any of them.",
        ),
    ] = None
    languages: Annotated[
        list[str] | None, typer.Option("--lang", metavar="LANG", help="Only in this language. Repeatable.")
    ] = None
    sources: Annotated[
        list[str] | None, typer.Option("--source", metavar="SOURCE", help="Only of this source. Repeatable.")
    ] = None
    countries: Annotated[
        list[str] | None, typer.Option("--country", metavar="CC", help="Only of sources of this country. Repeatable.")
    ] = None
    since: Since = None
    until: Until = None
    saved: Annotated[
        str | None, typer.Option(metavar="NAME", help="The question that was saved under this name, as well.")
    ] = None

    def query(self, installation: Installation, now: datetime) -> "Query":
        """Raises QueryError, which points at the character, and UsageError for a date or a name that is none, or a period."""
        from press.queries import parse_query

        words = self.words or []
        query = parse_query(" ".join(words), now=now).with_variants(installation.names.variants)
        if self.saved is not None:
            query = both(parse_query(saved_words(installation, self.saved), now=now), query)
        query = query.restricted(
            organizations=listed(self.organizations),
            languages=listed(self.languages),
            sources=listed(self.sources),
            countries=listed(self.countries),
            since=since_moment("--since", self.since, now),
            until=until_moment("--until", self.until, now),
        )
        query.refuse_empty_period()
        return query.with_codes(installation.names.code_of)


def listed(values: Iterable[str] | None) -> list[str]:
    """Several may stand in one option, with commas."""
    from press.query_words import COMMAS

    parts = (part.strip() for value in values or () for part in COMMAS.split(value))
    return [part for part in parts if part]


def narrowed(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options of Narrowing where it takes its `narrowing`."""
    hints = get_type_hints(Narrowing, include_extras=True)
    options = [
        Parameter(each.name, Parameter.KEYWORD_ONLY, default=each.default, annotation=hints[each.name])
        for each in fields(Narrowing)
    ]

    @wraps(command)
    def with_options(**given: Any) -> None:
        asked = {option.name: given.pop(option.name) for option in options}
        command(narrowing=Narrowing(**asked), **given)

    own = [each.replace(kind=Parameter.KEYWORD_ONLY) for each in signature(command).parameters.values()]
    place = [each.name for each in own].index("narrowing")
    shown = [*own[:place], *options, *own[place + 1 :]]
    # What the parser of the command line reads; it would look through to the command itself.
    with_options.__signature__ = Signature(shown)  # type: ignore[attr-defined]
    with_options.__annotations__ = {each.name: each.annotation for each in shown}
    del with_options.__wrapped__
    return with_options


def saved_words(installation: Installation, name: str) -> str:
    with installation.open_to_read() as storage:
        return storage.saved_search(name).query


def both(saved: "Query", asked: "Query") -> "Query":
    """What answers both; in the order of the saved one."""
    from press.query_tree import all_of

    return replace(saved, tree=all_of(saved.tree, asked.tree))
