"""Words without what is written onto them, roughly: good enough to see that two texts speak of the same matter.

Too rough to search by (`press.arabic_stems` is for that), and to tell copies by (measured: the names that a template notice
is about become too much alike).
"""

import re
from functools import lru_cache
from typing import Final

from press.copy_words import is_number

_STEM: Final = 6
_ARABIC: Final = re.compile(
    r"(?:(?:ولل|وال|بال|كال|فال|لل|ال|[وفبلك])(?=...))*"
    r"(.{3,}?)"
    r"(?:هما|ات|ون|ين|ان|ها|هم|ته|يه|[هيا])?"
)
"""Clitics, the stem, one ending; three letters at least are left."""


@lru_cache(maxsize=65_536)
def light_stem(word: str) -> str:
    """A folded word without what is commonly written onto it, or what looks like it: «الوزارة» and «وزارة» are both «زار»."""
    if "\u0600" <= word[0] <= "\u06ff":
        found = _ARABIC.fullmatch(word)
        return found[1] if found else word
    return word if is_number(word) else word[:_STEM]
