"""The terms of an article, and the words of a query, as PostgreSQL reads them: ready-made literals, no dictionary of its own.

    'ثقه':2A,9 'بناء':1A,8 '•cica':1 …        a tsvector; A marks the title
    'بناء' <-> 'ثقه'                            a tsquery

They are the same terms and marks that SQLite's index is fed with (see `storage.search_text`), so both answer alike.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from press.query_tree import And, Field, FieldIs, Match, Node, Not, Or, Text
from press.search_terms import prefix_terms, query_terms
from storage.search_text import organization_mark

LAST_POSITION: Final = 16_383
MOST_POSITIONS: Final = 256
LONGEST_TERM: Final = 500
GAP: Final = 2
"""Between title and text, so that no phrase runs from one into the other."""


def tsvector_literal(title: Sequence[str], body: Sequence[str], marks: Iterable[str] = ()) -> str:
    """What `CAST(… AS tsvector)` takes. Terms beyond the 16,383rd all stand at that place: found, but not as phrases."""
    positions: defaultdict[str, list[str]] = defaultdict(list)
    for place, term in enumerate(title, 1):
        positions[term].append(f"{min(place, LAST_POSITION)}A")
    for place, term in enumerate(body, len(title) + GAP):
        positions[term].append(str(min(place, LAST_POSITION)))
    lexemes = [
        f"{quoted(term)}:{','.join(dict.fromkeys(places[:MOST_POSITIONS]))}"
        for term, places in positions.items()
        if len(term) <= LONGEST_TERM
    ]
    return " ".join([*lexemes, *map(quoted, marks)])


def tsquery_literal(node: Node) -> str | None:
    """What `CAST(… AS tsquery)` takes; None where the terms cannot tell. An exact form is asked for by its stem."""
    match node:
        case Text():
            return _text(node)
        case FieldIs(field=Field.ORGANIZATION, value=value, prefix=prefix):
            return quoted(organization_mark(value)) + (":*" if prefix else "")
        case And(parts=parts) | Or(parts=parts):
            told = [tsquery_literal(part) for part in parts]
            sign = " & " if isinstance(node, And) else " | "
            return None if None in told else "(" + sign.join(map(str, told)) + ")"
        case Not(part=Text(match=Match.EXACT)):
            return None
        case Not(part=part):
            told_part = tsquery_literal(part)
            return None if told_part is None else f"!{told_part}"
        case _:
            return None


def _text(node: Text) -> str:
    if node.match is Match.PREFIX:
        series = prefix_terms(node.text)
    else:
        series = tuple((terms, False) for terms in query_terms(node.text))
    weight = "A" if node.in_title else ""
    phrases = [_phrase(terms, weight, open_end=open_end) for terms, open_end in series]
    return phrases[0] if len(phrases) == 1 else f"({' | '.join(phrases)})"


def _phrase(terms: tuple[str, ...], weight: str, *, open_end: bool) -> str:
    ends = ["*" if open_end and place == len(terms) - 1 else "" for place in range(len(terms))]
    signs = [f"{end}{weight}" for end in ends]
    lexemes = [quoted(term) + (f":{sign}" if sign else "") for term, sign in zip(terms, signs, strict=True)]
    return lexemes[0] if len(lexemes) == 1 else f"({' <-> '.join(lexemes)})"


def quoted(term: str) -> str:
    """A lexeme between apostrophes."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
