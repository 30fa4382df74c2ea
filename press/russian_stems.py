"""Russian words without their endings, by Snowball; and what Snowball makes of a word's other cases.

Snowball takes саммит for a verb (самм) and Токаев for a plural (тока), but stems their other cases rightly (саммит, токаев).
So a question is asked for the stems of a word in all cases.
"""

from typing import Final

import Stemmer  # type: ignore[import-not-found]  # it ships no types

SHORTEST: Final = 3
COMMON: Final = 3
"""So many letters of the word itself every one of its stems begins with."""

_ENDINGS: Final = (
    "",
    "а",
    "у",
    "ом",
    "е",
    "ы",
    "ой",
    "ам",
    "ами",
    "ах",
    "ов",
    "й",
    "ь",
    "я",
    "ю",
    "ем",
    "ей",
    "и",
    "ев",
    "ями",
)

_snowball: Final = Stemmer.Stemmer("russian")


def russian_stem(word: str) -> str:
    """The stem of a folded word."""
    return str(_snowball.stemWord(word))


def russian_stems(word: str) -> tuple[str, ...]:
    """The stems that a noun has in its different cases, its own first."""
    own = russian_stem(word)
    if len(word) < 4:
        return (own,)
    bases = (word[:-1] if word[-1] in "аеиоуыюяйь" else word, own)
    forms = (base + ending for base in bases for ending in _ENDINGS)
    stems = dict.fromkeys([own, *map(russian_stem, forms)])
    return tuple(stem for stem in stems if stem == own or (len(stem) >= SHORTEST and stem[:COMMON] == word[:COMMON]))
