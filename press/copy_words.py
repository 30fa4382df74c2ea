"""A text as the words by which copies are told: folded, with numbers in one form and Han runs as their bigrams."""

import re
from functools import lru_cache
from typing import Final

from press.date_months import find_month
from press.date_spelling import spell_word
from press.folding import bigrams, folded
from press.number_words import spelled_numbers

_WORD: Final = re.compile(r"\d+(?:[.,٫٬]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*")
_GROUPED: Final = re.compile(r"\d{1,3}(?:[,٬]\d{3})+(?:[.٫]\d+)?")


@lru_cache(maxsize=8)
def folded_text(text: str) -> str:
    """The digest and the words are both made from the folded text, one after the other."""
    return folded(text)


@lru_cache(maxsize=64)
def copy_words(text: str) -> tuple[str, ...]:
    """The words in order. Several rules ask for those of one text, so the last ones are remembered.

    A number is a word that begins with a digit: «1,200» and «١٢٠٠» are both "1200", «الخامسة» is "5", a month beside a
    number is one of "0m1" to "0m12", a weekday one of "0d1" to "0d7".
    """
    spelled = spelled_numbers()
    found: list[str] = []
    last_is_digits = False
    for word in _WORD.findall(folded_text(text)):
        first = word[0]
        if "0" <= first <= "9":
            if found and not last_is_digits and (month := _month(found[-1])):
                found[-1] = month
            found.append(_number(word))
            last_is_digits = True
            continue
        if "\u3400" <= first <= "\u9fff":
            found.extend(bigrams(word))
        else:
            number = spelled.get(word) or (_month(word) if last_is_digits else None)
            found.append(number or word)
        last_is_digits = False
    return tuple(found)


def is_number(word: str) -> bool:
    return "0" <= word[0] <= "9"


def _number(word: str) -> str:
    """One form for the same number, whatever separates its thousands and decimals."""
    if _GROUPED.fullmatch(word):
        word = word.replace(",", "").replace("٬", "")
    return word.replace("٫", ".").replace(",", ".").lstrip("0") or "0"


@lru_cache(maxsize=8192)
def _month(word: str) -> str | None:
    """The month that stands beside a number; None for another word."""
    month = find_month(spell_word(word)) if len(word) >= 3 or word == "اب" else None
    return f"0m{month[1]}" if month else None
