"""Words that the text itself is asked for: exact forms, which the index of stems does not know, and others where few articles are asked.

Folding a text costs more than looking through it. So for an Arabic form a pattern of all ways to write its letters is tried
on the text as it stands, and only what stands around them is folded and asked properly; the whole text where a phrase may
be wider than that.
"""

import re
import sqlite3
from functools import cache, lru_cache
from itertools import islice
from typing import Final

from sqlalchemy import Connection

from press.folding import TABLE, folded, words
from press.query_tree import Match, Text
from press.snippets import Wanted, has_hits, wanted_terms
from storage.search_conditions import HAS, SAYS

AROUND: Final = 40
MOST_PLACES: Final = 20

_ARABIC: Final = range(0x0600, 0x0900)
_UNSEEN: Final = (range(0x20, 0x900), range(0x2000, 0x2800), range(0x3000, 0x3020), range(0xFE00, 0x10000))


def add_functions(connection: Connection) -> None:
    """Gives the connection the functions that `Conditions` calls for words."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.create_function(SAYS, 4, says, deterministic=True)
    driver.create_function(HAS, 6, has, deterministic=True)


def has(title: str, body: str, language: str, words: str, match: str, only_title: int) -> bool:  # noqa: PLR0917 - SQL calls it
    """Whether the index would find the words in an article."""
    wanted = _wanted(words, match)
    return has_hits(title, language, wanted) or (not only_title and has_hits(body, language, wanted))


@lru_cache(64)
def _wanted(words: str, match: str) -> tuple[Wanted, ...]:
    return wanted_terms(Text(text=words, match=Match(match)))


def says(title: str, text: str, wanted: str, only_title: int) -> bool:
    """Whether the folded words of `wanted` follow each other in the title or the text."""
    return _holds(title, wanted) or (not only_title and _holds(text, wanted))


def _holds(text: str, wanted: str) -> bool:
    written = _written(wanted)
    if written is not None:
        places = list(islice(written.finditer(text), MOST_PLACES))
        if any(_follow(_around(text, place), wanted) for place in places):
            return True
        if not places or (len(words(wanted)) == 1 and len(places) < MOST_PLACES):
            return False
    return _follow(text, wanted)


def _follow(text: str, wanted: str) -> bool:
    return _series(wanted).search(folded(text)) is not None


def _around(text: str, place: re.Match[str]) -> str:
    """What stands at a place, up to a blank on both sides."""
    start = max(text.rfind(" ", 0, max(0, place.start() - AROUND)), text.rfind("\n", 0, max(0, place.start() - AROUND)))
    ends = [end for blank in " \n" if (end := text.find(blank, place.end() + AROUND)) >= 0]
    return text[max(0, start) : min(ends, default=len(text))]


@lru_cache(64)
def _series(wanted: str) -> re.Pattern[str]:
    """Whole words in the sense of `press.folding.WORD`, where an apostrophe between letters belongs to the word."""
    between = r"(?!'[^\W_])[\W_]+"
    return re.compile(rf"(?<![^\W_])(?<![^\W_]'){between.join(map(re.escape, words(wanted)))}(?!'?[^\W_])")


@lru_cache(64)
def _written(wanted: str) -> re.Pattern[str] | None:
    """The longest of the words in every way of writing it, or None for one with other letters than Arabic ones.

    Presentation forms and ligatures are left out: stored texts have none (see `press.cleaning`).
    """
    longest = max(words(wanted), key=len)
    if not all(ord(letter) in _ARABIC for letter in longest):
        return None
    ways = _ways_to_write()
    letters = (f"[{re.escape(ways.get(letter, letter))}]" for letter in longest)
    return re.compile(f"[{re.escape(ways[''])}]*".join(letters))


@cache
def _ways_to_write() -> dict[str, str]:
    """Arabic letter → the letters that fold to it; nothing → the marks that folding removes."""
    ways: dict[str, str] = {}
    for letter in map(chr, _ARABIC):
        plain = folded(letter)
        ways[plain] = ways.get(plain, "") + letter
    ways[""] = "".join(chr(code) for codes in _UNSEEN for code in codes if not TABLE[code])
    return ways
