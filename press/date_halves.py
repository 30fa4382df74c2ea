"""Halves of the day in words around a clock: «7:30 du soir», «кешкі 7:30», «مساء الخميس … 9:30», «م 9:30»."""

import re
from typing import Final

from press.date_spelling import spell_word
from press.date_words import weekdays

NOON: Final = "ظهرا"  # up to five the hour is past noon: «3 дня» is 15:00, «11 дня» is 11:00
NIGHT: Final = "ليلا"  # from six on the evening, before it the small hours
_AM: Final = "am"
_PM: Final = "pm"
# What is printed → the word that the clocks know.
_WORDS: Final = {
    _AM: (
        "قبل الظهر|بعد منتصف الليل|منتصف الليل|في الصباح|صباح|فجر|صبح|بامداد|پیش از ظهر|قبل از ظهر|نیمه شب|утра|ранку|таңғы|таңертеңгі|"
        "эртең мененки|эрталабки|ertalabki|sabah|səhər|du matin|de la mañana|da manhã|del mattino|morgens|vormittags|in the morning|midnight"
    ),
    _PM: (
        "مساءا|مسائا|مساء|بعد از ظهر|بعدازظهر|عصر|عصرا|بعد الظهر|في المساء|غروب|вечера|вечора|кешкі|кечки|кечқурунги|kechki|akşam|axşam|öğleden sonra|"
        "du soir|de l'après-midi|de l'apres-midi|de la tarde|da tarde|del pomeriggio|della sera|abends|nachmittags|in the afternoon|in the evening"
    ),
    NOON: "ظهر|дня|түскі|öğlen|öğle|noon|mittags|de midi",
    NIGHT: "في الليل|شب|ночи|ночі|түнгі|түнкү|тунги|tungi|gece|gecə|de la noche|da noite|di notte|nachts|at night|de la nuit",
}
_KNOWN: Final = {spell_word(word): half for half, line in _WORDS.items() for word in line.split("|")}
_ANY: Final = "|".join(re.escape(word) for word in sorted(_KNOWN, key=len, reverse=True))
_HOUR: Final = "|".join(map(spell_word, ("الساعة", "ساعة", "ساعت", "saat", "сағат", "саат", "соат", "soat")))
_CLOCK: Final = r"(?<![\d:.,/+-])\d{1,2}\s?[:h]\s?\d{2}(?:\s?:\s?\d{2})?(?![\d:])"
_WEEKDAYS: Final = "|".join(
    re.escape(name) for name in sorted(weekdays(), key=len, reverse=True) if "\u0600" < name[0] < "\u0700"
)
# «7:30 عصر ایران» is an agency: such a word is the half of a day where no other word follows but a weekday.
_IS_BARE: Final = rf"(?:(?<![\u0600-\u06ff])|(?!\s(?!{_WEEKDAYS}|{spell_word('اليوم')})[^\W\d_]))"
_BEHIND: Final = re.compile(
    rf"(?P<clock>{_CLOCK}|(?<![\d:.,/-])\d{{1,2}}(?=\s(?:noon|midnight)))(?:\s?uhr)?\s?[(]?(?P<half>{_ANY})[)]?(?![^\W\d_]){_IS_BARE}"
)
_BEFORE: Final = re.compile(rf"(?<![^\W\d_])(?P<half>{_ANY})\s(?:(?:{_HOUR})\s?:?\s?)?(?P<clock>{_CLOCK})")
# «م 9:30» and «م09:30», as right-to-left columns come out; behind a number «م» may be the era: then nothing is certain.
_LETTER_BEFORE: Final = re.compile(
    rf"(?P<number>\d\s)?(?<![^\W_])(?P<half>[مص])\s?(?P<clock>{_CLOCK})(?!\s?(?:[مص]|am|pm)(?!\w))"
)
_OF_A_WEEKDAY: Final = re.compile(
    rf"(?<![^\W\d_])(?:{'|'.join(map(spell_word, ('مساء', 'عصر', 'ظهر', 'ليل', 'ليلة')))})\s"
    rf"(?:{spell_word('يوم')}\s)?(?:{_WEEKDAYS})(?!\w)"
)
UNKNOWN_HALF: Final = "utc?"  # what the clocks take for uncertain


def settle_halves(text: str) -> str:
    """A spelled text with the halves of its clocks in the words that the clocks know, right behind them."""
    text = _BEHIND.sub(lambda match: f"{match['clock']} {_KNOWN[match['half']]}", text)
    text = _BEFORE.sub(lambda match: f" {match['clock']} {_KNOWN[match['half']]}", text)
    return _LETTER_BEFORE.sub(_letter_behind, text)


def _letter_behind(match: re.Match[str]) -> str:
    if match["number"] and int(re.split("[:h]", match["clock"])[0]) > 12:
        return match.group()
    if match["number"]:
        return f"{match['number']} {match['clock']} {UNKNOWN_HALF}"
    return f" {match['clock']} {_AM if match['half'] == 'ص' else _PM}"


def is_of_an_evening(text: str) -> bool:
    """Whether a spelled text names the evening of a weekday: «مساء الخميس 4 تموز 2024 الساعة 9:30»."""
    return _OF_A_WEEKDAY.search(text) is not None
