"""Conditions on words and organizations as one expression of SQLite's full-text index.

An article's organizations, persons and places and its day stand in the index beside its words, as marks: terms that begin with a sign no word
has. So "this phrase, of that organization, in these days" is one walk over three sorted lists.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from press.query_tree import And, Field, FieldIs, Match, Node, Not, Or, Text
from press.search_terms import prefix_terms, query_terms

SIGN: Final = "•"
ENTITY_SIGN: Final = "◦"
_AS_LETTER: Final = str.maketrans({"-": "·", ".": "·", "_": "·"})


@dataclass(frozen=True, slots=True)
class Expression:
    """text: for MATCH. exact: whether it finds just what the condition asks for, or more."""

    text: str
    exact: bool


def organization_mark(code: str) -> str:
    plain = "".join(letter for letter in code.lower() if letter.isalnum() or letter in "-._")
    return SIGN + plain.translate(_AS_LETTER)


def entity_mark(entity: str) -> str:
    """Of «person:tokayev»."""
    return ENTITY_SIGN + "".join(letter if letter.isalnum() else "·" for letter in entity.lower())


def day_mark(moment: datetime) -> str:
    return f"{SIGN}{moment:%Y%m%d}"


def month_mark(moment: datetime) -> str:
    return f"{SIGN}{moment:%Y%m}"


def marks(sort_at: datetime, organizations: tuple[str, ...], entities: tuple[str, ...] = ()) -> list[str]:
    """What the index knows of an article beside its words."""
    named = [*map(organization_mark, organizations), *map(entity_mark, entities)]
    return [*named, month_mark(sort_at), day_mark(sort_at)]


def expression(node: Node) -> Expression | None:
    """None where the index cannot tell."""
    match node:
        case Text():
            return _text(node)
        case FieldIs(field=Field.ORGANIZATION, value=value, prefix=prefix):
            return Expression(f'"{organization_mark(value)}"' + (" *" if prefix else ""), exact=True)
        case FieldIs(field=Field.PERSON | Field.PLACE as field, value=value, prefix=prefix):
            return Expression(f'"{entity_mark(f"{field}:{value}")}"' + (" *" if prefix else ""), exact=True)
        case Or(parts=parts):
            found = [expression(part) for part in parts]
            told = [each for each in found if each is not None]
            if len(told) < len(found):
                return None
            return Expression(_joined("OR", told), exact=all(each.exact for each in told))
        case And(parts=parts):
            return _conjunction(parts)
        case _:
            return None


def negative(node: Node) -> Expression | None:
    """What a NOT excludes, where the index can tell exactly."""
    found = expression(node.part) if isinstance(node, Not) else None
    return found if found is not None and found.exact else None


def without(wanted: list[Expression], unwanted: list[Expression]) -> str:
    """All of the one and none of the others."""
    text = _joined("AND", wanted)
    return f"({text}) NOT ({_joined('OR', unwanted)})" if unwanted else text


def _conjunction(parts: tuple[Node, ...]) -> Expression | None:
    unwanted = [each for part in parts if (each := negative(part)) is not None]
    wanted = [each for part in parts if not isinstance(part, Not) and (each := expression(part)) is not None]
    if not wanted or len(wanted) + len(unwanted) < len(parts):
        return None
    return Expression(without(wanted, unwanted), exact=all(each.exact for each in wanted))


def _text(node: Text) -> Expression:
    if node.match is Match.PREFIX:
        series = [(terms, open_end) for terms, open_end in prefix_terms(node.text)]
    else:
        series = [(terms, False) for terms in query_terms(node.text)]
    phrases = [f'"{" ".join(terms)}"' + (" *" if open_end else "") for terms, open_end in series]
    text = phrases[0] if len(phrases) == 1 else f"({' OR '.join(phrases)})"
    return Expression(f"title : {text}" if node.in_title else text, exact=node.match is not Match.EXACT)


def _joined(operator: str, parts: list[Expression]) -> str:
    return parts[0].text if len(parts) == 1 else "(" + f" {operator} ".join(f"({each.text})" for each in parts) + ")"


def is_of_words(node: Node) -> bool:
    """Whether the full-text index is the one to ask."""
    match node:
        case And(parts=parts) | Or(parts=parts):
            return any(map(is_of_words, parts))
        case Not(part=part):
            return is_of_words(part)
        case FieldIs(field=field):
            return field in (Field.PERSON, Field.PLACE)
        case _:
            return isinstance(node, Text)


def has_exact_forms(node: Node) -> bool:
    match node:
        case And(parts=parts) | Or(parts=parts):
            return any(map(has_exact_forms, parts))
        case Not(part=part):
            return has_exact_forms(part)
        case _:
            return isinstance(node, Text) and node.match is Match.EXACT
