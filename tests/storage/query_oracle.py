"""What a query should find, worked out article by article without any index: slow, and plain enough to be believed."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from press.folding import words
from press.query_tree import And, Everything, Fact, Field, FieldIs, Has, Match, Node, Not, Or, Published, Text
from press.search_terms import index_terms, prefix_terms, query_terms
from tests.storage.shelf import OUTLETS, Piece

_terms = lru_cache(None)(index_terms)
_series = lru_cache(None)(query_terms)


@dataclass(frozen=True, kw_only=True)
class Shelved:
    """A piece under its number. sort_at: as stored."""

    id: int
    piece: Piece
    sort_at: datetime


def answers(node: Node, article: Shelved) -> bool:
    match node:
        case Everything():
            return True
        case And(parts=parts):
            return all(answers(part, article) for part in parts)
        case Or(parts=parts):
            return any(answers(part, article) for part in parts)
        case Not(part=part):
            return not answers(part, article)
        case Published(since=since, before=before):
            return (since is None or since <= article.sort_at) and (before is None or article.sort_at < before)
        case Has(fact=fact):
            return _has(fact, article)
        case FieldIs():
            return _field(node, article.piece)
        case Text():
            return _text(node, article.piece)
    raise AssertionError(node)


def _has(fact: Fact, article: Shelved) -> bool:
    piece = article.piece
    return {Fact.DATE: piece.at is not None, Fact.AUTHOR: bool(piece.author), Fact.CREDIT: bool(piece.credit)}.get(
        fact, False
    )


def _field(node: FieldIs, piece: Piece) -> bool:
    _, country, kind = OUTLETS[piece.outlet]
    values = {
        Field.ORGANIZATION: piece.organizations,
        Field.LANGUAGE: (piece.language, piece.language.partition("-")[0]),
        Field.SOURCE: (piece.outlet,),
        Field.COUNTRY: (country,),
        Field.KIND: (kind,),
        Field.CREDIT: (piece.credit or "",),
        Field.PERSON: piece.persons,
        Field.PLACE: piece.places,
        Field.DATELINE: (piece.dateline or "",),
    }[node.field]
    return any(value.startswith(node.value) if node.prefix else value == node.value for value in values)


def _text(node: Text, piece: Piece) -> bool:
    fields = [piece.title] if node.in_title else [piece.title, piece.text]
    if node.match is Match.EXACT:
        return any(_follow(words(field), tuple(words(node.text)), open_end=False) for field in fields)
    series = (
        prefix_terms(node.text) if node.match is Match.PREFIX else tuple((terms, False) for terms in _series(node.text))
    )
    return any(
        _follow(_terms(field, piece.language), terms, open_end=open_end)
        for field in fields
        for terms, open_end in series
    )


def _follow(found: list[str], series: tuple[str, ...], *, open_end: bool) -> bool:
    for place in range(len(found) - len(series) + 1):
        here = found[place : place + len(series)]
        if here[:-1] == list(series[:-1]) and (here[-1].startswith(series[-1]) if open_end else here[-1] == series[-1]):
            return True
    return False
