"""What strangers send, as lines that cannot steer a terminal."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from press.outcomes import PageFailed
from press.plain_lines import JOINERS, one_line, steady


def test_escape_sequences_and_marks_of_direction_are_taken_out() -> None:
    assert one_line("A\x1b]0;title\x07 \x9b31m red \u202egpj\u2069\n next") == "A ]0;title 31m red gpj next"


def test_what_spelling_needs_stays() -> None:
    assert one_line("می\u200cشود") == "می\u200cشود"
    assert steady("    منظمة  شنغهاي") == "    منظمة  شنغهاي"


@given(st.text())
def test_nothing_that_is_not_seen_is_left(text: str) -> None:
    kept = [unicodedata.category(letter) for letter in one_line(text) if letter not in JOINERS]
    assert not {"Cc", "Cf", "Cs", "Zl", "Zp"} & set(kept)


@given(st.text())
def test_a_line_stays_what_it_is_when_made_again(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)


def test_a_reason_is_clean_from_the_beginning() -> None:
    assert PageFailed(reason="it leads to \x1b[2Jnowhere").reason == "it leads to [2Jnowhere"
