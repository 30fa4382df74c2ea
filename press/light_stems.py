"""Words without what is written onto them, roughly: good enough to see that two texts speak of the same matter.

Too rough to search by (`press.arabic_stems` is for that), and to tell copies by (measured: the names that a template notice
is about become too much alike).
"""

from functools import lru_cache
from typing import Final

from press.copy_words import is_number

_STEM: Final = 6
_CLITICS: Final = ("ولل", "وال", "بال", "كال", "فال", "لل", "ال", "و", "ف", "ب", "ل", "ك")
_ENDINGS: Final = ("هما", "ات", "ون", "ين", "ان", "ها", "هم", "ته", "يه", "ه", "ي", "ا")


@lru_cache(maxsize=65_536)
def light_stem(word: str) -> str:
    """A folded word without what is commonly written onto it, or what looks like it: «الوزارة» and «وزارة» are both «زار»."""
    if "\u0600" <= word[0] <= "\u06ff":
        while word.startswith(_CLITICS):
            clitic = next((c for c in _CLITICS if word.startswith(c) and len(word) - len(c) >= 3), None)
            if clitic is None:
                break
            word = word[len(clitic) :]
        if word.endswith(_ENDINGS):
            ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= 3), "")
            word = word.removesuffix(ending)
        return word
    return word if is_number(word) else word[:_STEM]
