"""Values in a query that stand for nothing: said with the nearest right one, instead of an answer that is always empty."""

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, get_args

from press.errors import UsageError, nearest
from press.queries import ENTITY_KINDS, Query, QueryError
from press.query_tree import Field, FieldIs, conditions_of
from press.query_words import LANGUAGE_NAMES
from storage.search import ArticleSearch

if TYPE_CHECKING:
    from press.configuration import Configuration

NAMES: Final = {
    Field.ORGANIZATION: ("organization", "`rasid organizations list` shows them all."),
    Field.SOURCE: ("source", "`rasid sources list` shows them all."),
    Field.KIND: ("kind of source", ""),
    Field.LANGUAGE: ("language", ""),
    Field.COUNTRY: ("country", ""),
    Field.PERSON: ("person", ""),
    Field.PLACE: ("place", ""),
    Field.DATELINE: ("place", ""),
    Field.CREDIT: ("agency", "`rasid count --by credit` shows who is quoted."),
}
"""Everything else may be any word."""

_COUNTED: Final = {Field.ORGANIZATION: "organization", Field.LANGUAGE: "language"}
"""Keys of a count that are called otherwise than the field."""


def refuse_unknown(search: ArticleSearch, query: Query, configuration: "Callable[[], Configuration]") -> None:
    """Raises UsageError for a value that neither an article nor the configuration has: QueryError, which points at it, where it
    stands in the query.

    The articles are asked first: the configuration is read only for a value that none of them has.
    """
    for condition in conditions_of(query.tree):
        if condition.field not in NAMES or condition.prefix or is_stored(search, condition):
            continue
        listed = set(configured(configuration(), condition.field))
        if condition.value.casefold() not in {each.casefold() for each in listed}:
            known = sorted(listed | stored(search, condition.field))
            what, advice = NAMES[condition.field]
            shown = advice or f"Known: {', '.join(known)}."
            sentence = f"unknown {what} “{condition.value}”.{nearest_of(condition.value, known)} {shown}"
            place = place_of(condition.value, query.written)
            raise UsageError(sentence) if place is None else QueryError(sentence, query=query.written, place=place)


def place_of(value: str, written: str) -> int | None:
    """Where in a query a value stands; None where it was asked for by an option."""
    found = re.search(rf"(?<![^\W_]){re.escape(value)}(?![^\W_])", written, re.IGNORECASE)
    return found.start() if found else None


def is_stored(search: ArticleSearch, condition: FieldIs) -> bool:
    return bool(search.search(Query(tree=condition), limit=1, copies=True).articles)


def stored(search: ArticleSearch, field: Field) -> set[str]:
    """What articles have there."""
    rows = search.count(Query.everything(), (_COUNTED.get(field, field),))
    return {row.keys[0] for row in rows if row.keys[0]}


def configured(configuration: "Configuration", field: Field) -> Iterable[str]:
    sources = configuration.sources.values()
    match field:
        case Field.ORGANIZATION:
            return {organization.code for organization in configuration.watch_list.organizations}
        case Field.SOURCE:
            return set(configuration.sources)
        case Field.KIND:
            from press.sources import Source

            return set(get_args(Source.model_fields["kind"].annotation))
        case Field.PERSON | Field.PLACE | Field.DATELINE | Field.CREDIT:
            kind = ENTITY_KINDS[field]
            return {entity.code for entity in configuration.entities if entity.kind == kind}
        case Field.LANGUAGE:
            codes = {language for source in sources for language in source.languages}
            return codes | {code.partition("-")[0] for code in codes} | set(LANGUAGE_NAMES.values())
        case _:
            return {source.country for source in sources if source.country}


def nearest_of(word: str, known: list[str]) -> str:
    """The nearest in any case of its letters."""
    spelled = {each.casefold(): each for each in known}
    advice = nearest(word.casefold(), spelled)
    return next((advice.replace(low, each) for low, each in spelled.items() if f"“{low}”" in advice), advice)
