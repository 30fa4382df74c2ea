"""Text of strangers as a line that a person may read anywhere: nothing in it steers a terminal or turns a line about.

What sites send ends up on screens and in logs. A title with an escape sequence in it renames the window or hides what
stands before it; a mark of direction shows an address the wrong way round.
"""

import unicodedata
from typing import Final

JOINERS: Final = "\u200c\u200d"
"""Invisible, and part of the spelling in Persian and in Indian scripts."""


def one_line(text: str) -> str:
    """The text in one line, without control and format characters."""
    return " ".join(steady(text).split())


def steady(text: str) -> str:
    """The same with its blanks as they are: a control character becomes a blank, a mark that is not seen becomes nothing."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() or letter in JOINERS else _instead_of(letter) for letter in text)


def _instead_of(letter: str) -> str:
    return "" if unicodedata.category(letter) == "Cf" else " "
