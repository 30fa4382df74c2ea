"""Values in a query that stand for nothing: said with the nearest right one, instead of an answer that is always empty."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, get_args

from desk.installation import Installation
from press.errors import UsageError, nearest
from press.queries import ENTITY_KINDS, Query, QueryError
from press.query_tree import And, Field, FieldIs, Node, Not, Or
from press.query_words import LANGUAGE_NAMES

if TYPE_CHECKING:
    from storage import Storage

NAMES = {
    Field.ORGANIZATION: ("organization", "`rasid organizations list` shows them all."),
    Field.SOURCE: ("source", "`rasid sources list` shows them all."),
    Field.KIND: ("kind of source", ""),
    Field.LANGUAGE: ("language", ""),
    Field.COUNTRY: ("country", ""),
    Field.PERSON: ("person", ""),
    Field.PLACE: ("place", ""),
    Field.DATELINE: ("place", ""),
}
"""Everything else may be any word."""


def refuse_unknown(installation: Installation, storage: "Storage", query: Query) -> None:
    """Raises UsageError for a value that neither an article nor the configuration has: QueryError, which points at it, where it
    stands in the query.

    The articles are asked first: the configuration is read only for a value that none of them has.
    """
    for condition in conditions(query.tree):
        if condition.field not in NAMES or condition.prefix or is_stored(storage, condition):
            continue
        known = sorted(configured(installation, condition.field))
        if condition.value.casefold() not in {each.casefold() for each in known}:
            what, advice = NAMES[condition.field]
            listed = advice or f"Known: {', '.join(known)}."
            sentence = f"unknown {what} “{condition.value}”.{nearest_of(condition.value, known)} {listed}"
            place = place_of(condition.value, query.written)
            raise UsageError(sentence) if place is None else QueryError(sentence, query=query.written, place=place)


def place_of(value: str, written: str) -> int | None:
    """Where in a query a value stands; None where it was asked for by an option."""
    found = re.search(rf"(?<![^\W_]){re.escape(value)}(?![^\W_])", written, re.IGNORECASE)
    return found.start() if found else None


def conditions(node: Node) -> Iterator[FieldIs]:
    """Those on a field, wherever in the query they stand."""
    match node:
        case FieldIs():
            yield node
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from conditions(part)
        case Not(part=part):
            yield from conditions(part)
        case _:
            return


def is_stored(storage: "Storage", condition: FieldIs) -> bool:
    return bool(storage.search(Query(tree=condition), limit=1, copies=True).articles)


def configured(installation: Installation, field: Field) -> Iterable[str]:
    configuration = installation.configuration
    sources = configuration.sources.values()
    match field:
        case Field.ORGANIZATION:
            return {organization.code for organization in configuration.watch_list.organizations}
        case Field.SOURCE:
            return set(configuration.sources)
        case Field.KIND:
            from press.sources import Source

            return set(get_args(Source.model_fields["kind"].annotation))
        case Field.PERSON | Field.PLACE | Field.DATELINE:
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
