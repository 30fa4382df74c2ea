"""Folding: one spelling for what readers take for the same letters, with the way back to the text as it stands.

Folded are: compatibility forms (NFKC, letter by letter), case, Arabic vowel signs and tatweel, alef with hamza or madda,
final ya and ta marbuta, Persian and Urdu kaf, ya and he, digits of all scripts, accents of Latin letters (so Turkish
İ, I and ı are one), Cyrillic ё, traditional Chinese characters, every kind of space. Removed are bidirectional and
zero-width marks and the quotation marks that papers put inside names (منظمة "شنغهاي" للتعاون).
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate

from press.han import SIMPLIFIED

REMOVED = {
    *range(0x0610, 0x061B),
    *range(0x064B, 0x0660),
    0x0670,
    *range(0x06D6, 0x06DD),
    *range(0x06DF, 0x06E9),
    *range(0x06EA, 0x06EE),
    0x0640,
    0x00AD,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xFE00, 0xFE10),
    *map(ord, '"«»“”„‟❝❞＂〝〞「」『』《》〈〉'),
}

LETTERS = {
    **dict.fromkeys("أإآٱٲٳ", "ا"),
    **dict.fromkeys("ىیېۍے", "ي"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ةۀہھۃ", "ه"),
    "ؤ": "ؤ",
    "ё": "е",
    "ı": "i",
    "ł": "l",
    "ø": "o",
    "đ": "d",
    **dict.fromkeys("’‘ʼʻ`´ʹ＇", "'"),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **SIMPLIFIED,
}

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")


def fold_letter(letter: str) -> str:
    """One character folded; it may become none or several. Its own fold is itself."""
    if ord(letter) in REMOVED:
        return ""
    if letter.isspace():
        return " "
    folded = LETTERS.get(letter)
    if folded is not None:
        return folded
    return "".join(_fold_simple(part) for part in unicodedata.normalize("NFKC", letter).casefold())


def _fold_simple(letter: str) -> str:
    if ord(letter) in REMOVED:
        return ""
    if letter.isspace():
        return " "
    if letter in LETTERS:
        return LETTERS[letter]
    if letter.isdigit():
        return str(unicodedata.digit(letter))
    if letter.isascii():
        return letter
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) > 1 and "a" <= parts[0] <= "z":
        return parts[0]
    if unicodedata.combining(letter) and 0x0300 <= ord(letter) <= 0x036F:
        return ""
    return letter


class _Table(dict[int, str]):
    """What `str.translate` asks; a letter is worked out once."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = fold_letter(chr(code))
        return folded


TABLE = _Table()


class Folded:
    """A text in folded form. `span` leads back to the text it was made from."""

    __slots__ = ("__dict__", "original", "text")

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = original.translate(TABLE)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where folded[start:end] stands in the original; without removed marks before it, with those inside it."""
        if not self._odd[0]:
            return start, end
        return self._place(start + 1), self._place(end) + 1

    def _place(self, length: int) -> int:
        """Of the original character with which the folded text gets so long."""
        places, lengths = self._odd
        following = bisect_left(lengths, length)
        before, reached = (places[following - 1], lengths[following - 1]) if following else (-1, 0)
        place = before + length - reached
        return min(place, places[following]) if following < len(places) else place

    @cached_property
    def _odd(self) -> tuple[list[int], list[int]]:
        """Where the characters stand that become none or several letters, and how long the folded text is after each; they
        are few."""
        letters = {letter: len(TABLE[ord(letter)]) - 1 for letter in set(self.original)}
        found = {place: more for letter, more in letters.items() if more for place in _places(self.original, letter)}
        places = sorted(found)
        return places, [
            place + 1 + more for place, more in zip(places, accumulate(map(found.__getitem__, places)), strict=True)
        ]


def _places(text: str, letter: str) -> Iterator[int]:
    place = text.find(letter)
    while place >= 0:
        yield place
        place = text.find(letter, place + 1)


def fold(text: str) -> Folded:
    return Folded(text)


def folded(text: str) -> str:
    """The folded text alone."""
    return text.translate(TABLE)


def words(text: str) -> list[str]:
    """The folded words of a text, in order. A run of Han characters is one word."""
    return WORD.findall(text.translate(TABLE))


def bigrams(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[place : place + 2] for place in range(len(run) - 1)]
