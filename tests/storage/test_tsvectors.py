"""The token stream for PostgreSQL: literals that its parser takes as they are."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from press.queries import QueryError, parse_query
from press.search_terms import index_terms
from storage.tsvectors import quoted, tsquery_literal, tsvector_literal

LEXEME = r"'(?:[^'\\]|''|\\\\)+'"
VECTOR = re.compile(rf"(?:{LEXEME}(?::\d+A?(?:,\d+A?)*)?)(?: {LEXEME}(?::\d+A?(?:,\d+A?)*)?)*")
OPERAND = rf"!*{LEXEME}(?::\*?A?)?"


def test_a_title_and_a_text_become_one_vector_with_places() -> None:
    assert tsvector_literal(["بناء", "ثقه"], ["ثقه", "قمه"], ["•cica", "•202603"]) == (
        "'بناء':1A 'ثقه':2A,4 'قمه':5 '•cica' '•202603'"
    )


def test_places_are_never_beyond_what_postgresql_keeps() -> None:
    literal = tsvector_literal([], [f"w{number}" for number in range(17_000)] + ["x"] * 1_000)
    places = [int(place) for place in re.findall(r":(\d+)", literal)]
    assert max(places) == 16_383
    assert "'x':16383" in literal
    assert tsvector_literal([], ["y"] * 1_000).count(",") == 255


@pytest.mark.parametrize(
    ("query", "literal"),
    [
        ("الثقة", "'ثقه' | 'الثقه'"),
        ("title:CICA", "'cica':A"),
        ("org:CICA", "'•cica'"),
        ("org:CI*", "'•ci':*"),
        ('"CICA 2024"', "'cica' <-> '2024'"),
        ("CICA -2024", "'cica' & !'2024'"),
        ("CIC*", "'cic':*"),
        ("lang:ar", None),
        ("CICA lang:ar", None),
    ],
)
def test_a_query_becomes_a_tsquery(query: str, literal: str | None) -> None:
    found = tsquery_literal(parse_query(query).tree)
    assert (found.replace("(", "").replace(")", "") if found else found) == literal


@given(st.text(max_size=200), st.sampled_from(["ar", "ru", "en", "zh"]))
@settings(max_examples=200, deadline=None)
def test_any_text_makes_a_vector_that_can_be_parsed(text: str, language: str) -> None:
    terms = index_terms(text, language)
    literal = tsvector_literal(terms[:3], terms[3:])
    assert literal == "" or VECTOR.fullmatch(literal)


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_query_makes_a_tsquery_that_can_be_parsed(text: str) -> None:
    try:
        tree = parse_query(text).tree
    except QueryError:
        return
    literal = tsquery_literal(tree)
    if literal is not None:
        plain = re.sub(OPERAND, "x", literal)
        while (shorter := re.sub(r"!*\(x(?: (?:&|\||<->) x)*\)", "x", plain)) != plain:
            plain = shorter
        assert re.fullmatch(r"!*x(?: (?:&|\||<->) x)*", plain), literal


def test_an_apostrophe_and_a_backslash_are_doubled() -> None:
    assert quoted("a'b\\c") == r"'a''b\\c'"
