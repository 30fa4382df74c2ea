"""How much a word says about which article it stands in: 0 for the commonest words, 1 for names and other rare ones.

For Arabic, how many news texts have the word decides (measured: F1 .988 with the list, .950 with the length of words
alone). Elsewhere a name is told by its capital, and other words by their length.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from math import log
from typing import Final

from press.arabic_words import DOCUMENTS, arabic_words
from press.country_words import country_of
from press.folding import folded

_COMMON: Final = log(DOCUMENTS / 600)
_RARE: Final = log(DOCUMENTS / 8)
"""A word of 600 texts or more says nothing; one of 8 or fewer is as good as a name."""

_CLITICS: Final = ("وال", "بال", "كال", "فال", "لل", "ال", "و", "ف", "ب", "ل", "ك")
_CAPITAL: Final = re.compile(r"(?<=[^\W_])[,;:]?\s+([A-ZÀ-ÞŞĞİА-ЯЁӘҒҚҢӨҰҮІ]\w+)")
_LEAST_KNOWN: Final = 0.5
"""So much of a text in Arabic letters must be in the list, or its language is not Arabic."""

_HAN_PAIR: Final = 0.5
_MOST_BY_LENGTH: Final = 0.6

Weigh = Callable[[str], float]


def names(text: str) -> set[str]:
    """Folded words with a capital inside a sentence."""
    if text == text.lower():  # most scripts have none
        return set()
    return {folded(name) for name in _CAPITAL.findall(text)}


def weigher(words: Iterable[str], capitals: set[str]) -> Weigh:
    """What weighs the words of these texts. A number weighs nothing: numbers are compared as such."""
    weigh = _weigh_in_arabic if _are_arabic(words) else _weigh_elsewhere
    return (lambda word: 1.0 if word in capitals else weigh(word)) if capitals else weigh


def _are_arabic(words: Iterable[str]) -> bool:
    """Whether the words in Arabic letters are those of Arabic, and not of Persian or Kazakh."""
    found = {word for word in words if "\u0600" <= word[0] <= "\u06ff"}
    return bool(found) and len(found & arabic_words().keys()) >= _LEAST_KNOWN * len(found)


@lru_cache(maxsize=65_536)
def _weigh_in_arabic(word: str) -> float:
    return _arabic_weight(word) if "\u0600" <= word[0] <= "\u06ff" else _weigh_elsewhere(word)


@lru_cache(maxsize=32_768)
def _weigh_elsewhere(word: str) -> float:
    first = word[0]
    if "0" <= first <= "9":
        return 0.0
    return _HAN_PAIR if "\u3400" <= first <= "\u9fff" else _weight_by_length(word)


def _weight_by_length(word: str) -> float:
    return min(_MOST_BY_LENGTH, max(0.0, (len(word) - 3) / 10))


def _arabic_weight(word: str) -> float:
    if country_of(word) is not None:
        return 1.0  # common as they are, countries are what one notice of a template puts in the place of another
    counts = arabic_words()
    count = counts.get(word, 0)
    for clitic in _CLITICS if word.startswith(_CLITICS) else ():
        if word.startswith(clitic) and len(word) - len(clitic) >= 3:
            bare = word[len(clitic) :]
            count = max(count, counts.get(bare, 0), counts.get("ال" + bare, 0))
    return 1.0 if not count else min(1.0, max(0.0, (log(DOCUMENTS / count) - _COMMON) / (_RARE - _COMMON)))
