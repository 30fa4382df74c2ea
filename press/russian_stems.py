"""Russian words without their endings, by Snowball; and what Snowball makes of a word's other cases.

Snowball takes саммит for a verb (самм) and Токаев for a plural (тока), but stems their other cases rightly (саммит, токаев).
So a question is asked for the stems of a word in all cases.
"""

from typing import Final

import Stemmer  # type: ignore[import-not-found]  # it ships no types

SHORTEST: Final = 3
COMMON: Final = 3
"""So many letters of the word itself every one of its stems begins with."""

_HARD: Final = ("", "а", "у", "ом", "е", "ы", "ой", "ам", "ами", "ах", "ов")
_SOFT: Final = ("й", "ь", "я", "ю", "ем", "ей", "е", "и", "ев", "ям", "ями", "ях")

_snowball: Final = Stemmer.Stemmer("russian")


def russian_stem(word: str) -> str:
    """The stem of a folded word."""
    return str(_snowball.stemWord(word))


def russian_stems(word: str) -> tuple[str, ...]:
    """The stems that a noun has in its different cases, its own first."""
    own = russian_stem(word)
    if len(word) < 4:
        return (own,)
    soft = word[-1] in "йьяю" or word[-2:] in ("ия", "ии", "ие", "ей", "ем")
    base = word[:-1] if word[-1] in "аеиоуыюяйь" else word
    forms = (base + ending for ending in (_SOFT if soft else _HARD))
    stems = dict.fromkeys([own, *map(russian_stem, forms)])
    return tuple(stem for stem in stems if stem == own or (len(stem) >= SHORTEST and stem[:COMMON] == word[:COMMON]))
