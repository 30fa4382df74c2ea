"""Kazakh words without their endings, by a list of suffixes.

Endings are taken off until none is left: all forms of a word then end at the same stem, even where the word's own last
letters look like an ending (Қазақстан, Қазақстанның, Қазақстаннан).
"""

import re
from typing import Final

SHORTEST: Final = 3

_PLURAL: Final = "лар лер дар дер тар тер"
_POSSESSIVE: Final = "ым ім ың ің ыңыз іңіз ымыз іміз ы і сы сі мыз міз ңыз ңіз ларымыз леріміз"
_CASES: Final = (
    "ның нің дың дің тың тің ға ге қа ке на не ына іне сына сіне ды ді ты ті ны ні ын ін сын сін да де та те нда нде ында інде "
    "сында сінде дан ден тан тен нан нен ынан інен сынан сінен мен бен пен менен бенен пенен ымен імен сымен сімен"
)
_FURTHER: Final = "дағы дегі тағы тегі ндағы ндегі ындағы індегі лық лік дық дік тық тік шы ші"

_ENDINGS: Final = sorted(f"{_PLURAL} {_POSSESSIVE} {_CASES} {_FURTHER}".split(), key=len, reverse=True)
_ENDING: Final = re.compile(f"(?:{'|'.join(_ENDINGS)})$")
_VOICELESS: Final = str.maketrans("бгғ", "пкқ")


def kazakh_stem(word: str) -> str:
    """The stem of a folded word."""
    stem = word
    while (ending := _ENDING.search(stem, SHORTEST)) is not None:
        stem = stem[: ending.start()]
    return stem[:-1] + stem[-1].translate(_VOICELESS) if stem else stem
