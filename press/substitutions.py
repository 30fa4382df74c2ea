"""What stands in one text where the other has something else: the mark of templates, whose frame is always the same.

A copy drops words, adds some and mistypes some; a notice made from the same template puts other names and numbers in the
same places. So the two texts are aligned, and the places are looked at where both have words of their own.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel, Opcodes

from press.copy_words import is_number
from press.country_words import country_of
from press.rarity import Weigh

LONGEST_PLACE: Final = 25
"""In a longer gap the texts go their own ways, or paragraphs were moved: nothing was put in the place of anything."""

TIGHT_PLACE: Final = 6
"""In so short a gap a number that differs was replaced, even when the other text has it somewhere else: tables do."""

_MISTYPED: Final = 0.62
"""Words that are so alike are one word mistyped or inflected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitutions:
    """weight: of the rare words put in the place of others; numbers: how many numbers were put in the place of others;
    numbers_kept: how many stand in the same place in both; countries: how many were put in the place of another country."""

    weight: float
    numbers: int
    numbers_kept: int
    countries: int = 0


def find_substitutions(shorter: Sequence[str], longer: Sequence[str], weigh: Weigh) -> Substitutions:
    """Words that stand elsewhere in the other text were moved, not replaced, and do not count."""
    in_shorter, in_longer = set(shorter), set(longer)
    weight, numbers, countries = 0.0, 0, 0
    alignment = Indel.opcodes(shorter, longer)
    for deleted, inserted in _places(alignment, shorter, longer):
        out = [word for word in deleted if word not in in_longer]
        into = [word for word in inserted if word not in in_shorter]
        if max(len(deleted), len(inserted)) <= TIGHT_PLACE:
            numbers += _numbers_replaced(deleted, inserted)
            countries += _countries_replaced(out, into)
        else:
            numbers += _numbers_replaced(out, into)
        out = [word for word in out if weigh(word) > 0]
        into = [word for word in into if weigh(word) > 0]
        if out and into:
            weight += min(_weight_of_others(out, into, weigh), _weight_of_others(into, out, weigh))
    kept = sum(
        is_number(word) for step in alignment if step.tag == "equal" for word in shorter[step.src_start : step.src_end]
    )
    return Substitutions(weight=weight, numbers=numbers, numbers_kept=kept, countries=countries)


def _countries_replaced(out: list[str], into: list[str]) -> int:
    """How many countries of one side were put in the place of others; a capital may stand for its country."""
    here, there = {country_of(word) for word in out} - {None}, {country_of(word) for word in into} - {None}
    return min(len(here - there), len(there - here))


def _numbers_replaced(deleted: list[str], inserted: list[str]) -> int:
    """How many numbers of one side were put in the place of numbers of the other."""
    out, into = Counter(filter(is_number, deleted)), Counter(filter(is_number, inserted))
    return min((out - into).total(), (into - out).total())


def _places(alignment: Opcodes, shorter: Sequence[str], longer: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Gaps of the alignment with words on both sides; not before its first common word nor after its last, where outlets
    put their datelines and their advertisements."""
    deleted: list[str] = []
    inserted: list[str] = []
    begun = False
    for step in alignment:
        if step.tag == "equal":
            if begun and 0 < len(deleted) <= LONGEST_PLACE and 0 < len(inserted) <= LONGEST_PLACE:
                yield deleted, inserted
            begun = True
            deleted, inserted = [], []
            continue
        deleted.extend(shorter[step.src_start : step.src_end])
        inserted.extend(longer[step.dest_start : step.dest_end])


def _weight_of_others(words: list[str], others: list[str], weigh: Weigh) -> float:
    return sum(weigh(word) for word in words if not _is_like_one_of(word, others))


def _is_like_one_of(word: str, others: list[str]) -> bool:
    country = country_of(word)
    if country is not None:  # المصري and التركي look alike
        return any(country_of(other) == country for other in others)
    return any(Indel.normalized_similarity(word, other, score_cutoff=_MISTYPED) > 0 for other in others)
