"""Cuts a line at its labels: «نشر في … آخر تحديث …» is two pieces, each with what its words say of the date in it."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from press.date_spelling import spell_word
from press.date_words import Label, labels, relative_words


@dataclass(frozen=True, slots=True)
class Piece:
    label: Label
    text: str


def _one_of(phrases: list[str]) -> re.Pattern[str]:
    """Any of the phrases as whole words; Han, Kana and Hangul have no word borders."""
    letters = [phrase for phrase in phrases if ord(phrase[0]) < 0x3000]
    signs = [phrase for phrase in phrases if ord(phrase[0]) >= 0x3000]
    words = "|".join(re.escape(phrase) for phrase in sorted(letters, key=len, reverse=True))
    glued = "|".join(re.escape(phrase) for phrase in sorted(signs, key=len, reverse=True))
    return re.compile(rf"(?<![^\W\d_])و?(?P<word>{words})(?![^\W\d_])|(?P<sign>{glued})")


@cache
def _label_pattern() -> re.Pattern[str]:
    return _one_of(list(labels()))


@cache
def _relative_pattern() -> re.Pattern[str]:
    return _one_of(list(relative_words()))


def speaks_relatively(text: str) -> bool:
    """Whether a spelled text has a word like «yesterday» or «ago»."""
    return _relative_pattern().search(text) is not None


# «Copyright 2023.» speaks of its own year, not of the date that follows.
_YEARS_OF_RIGHTS: Final = re.compile(
    r"(?<![^\W\d_])(?:copyright|حقوق النشر|جميع الحقوق محفوظه|all rights reserved|все права защищены)[\s,:]*(?:©|\(c\)|\(c\)\.)?\s?(?:19|20)\d{2}"
    r"(?:\s?-\s?(?:19|20)\d{2})?\s?(?:[.;|•·]\s|[.;|•·]?$)"
)


# «Просмотров: 2024, 4 июля» counts readers.
_COUNTERS: Final = (
    "просмотры|просмотров|прочтений|тираж|views|hits|visits|المشاهدات|مشاهدات|القراءات|قراءات|الزيارات|عدد القراء|بازدید|қаралым|көрілім|"
    "görüntülenme|okunma|点击|浏览|阅读"
)
_COUNTED: Final = re.compile(
    rf"(?<![^\W\d_])(?:{'|'.join(map(spell_word, _COUNTERS.split('|')))})"
    r"\s?:?\s?(?:19|20)\d{2}(?![\d./年-])"
)


def cut_at_labels(text: str) -> list[Piece]:
    """The spelled text in pieces, in order; labels themselves are left out.

    Where the label comes last («2024-07-01 发布», «16.05.2025 жаңартылды») it belongs to the piece before it.
    """
    text = _COUNTED.sub(" | ", _YEARS_OF_RIGHTS.sub(" | ", text))
    known = labels()
    pieces: list[Piece] = []
    label, start = Label.NONE, 0
    for match in _label_pattern().finditer(text):
        pieces.append(Piece(label, text[start : match.start()]))
        label, start = known[match["word"] or match["sign"]], match.end()
    if not pieces:
        return [Piece(label, text)]
    pieces.append(Piece(label, text[start:]))
    if _has_digits(pieces[0].text) and not _has_digits(pieces[-1].text):
        return [Piece(after.label, before.text) for before, after in pairwise(pieces)]
    return pieces


def _has_digits(text: str) -> bool:
    return any(letter.isdigit() for letter in text)
