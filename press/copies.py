"""Whether two texts are the same article: exact, copy, derived or different.

    words ─→ 4-grams ─→ containment in the shorter text (Broder 1997)       how much was taken
          ─→ rare words ─→ their containment, by weight                      whether it is the same matter
          ─→ alignment ─→ rare words and numbers put in the place of others  whether it is another notice of one template
          ─→ longest passage of its own                                      whether only the boilerplate is shared

Containment, not resemblance: a truncated copy resembles its original little and is contained in it wholly.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import Final

from press.copy_words import copy_words, folded_text, is_number
from press.fingerprints import SHINGLE, grams
from press.folding import WORD, folded
from press.rarity import Weigh, names, weigher
from press.substitutions import Substitutions, find_substitutions

RULE_VERSION: Final = 1
"""Grows when a rule or a threshold changes; what is stored says by which rules it was decided (`rasid relink`)."""

FEW_WORDS: Final = 12
MOST_WORDS: Final = 20_000
MOST_ALIGNED: Final = 6_000

LEAST_COPY: Final = 0.50
LEAST_DERIVED: Final = 0.30
LEAST_RARE: Final = 0.75
LEAST_RARE_DERIVED: Final = 0.80
LEAST_FLASH: Final = 0.90
MOST_NUMBERS: Final = 0.34
"""Numbers may be replaced in a copy (a toll that has risen): one for every three that stay."""

STRICT_SUBSTITUTIONS, LOOSE_SUBSTITUTIONS = 0.6, 2.0
"""Rare words that may be replaced, per 100 words: where little was taken, and where nearly all was."""

LITTLE_TAKEN, MUCH_TAKEN = 0.60, 0.85
MOST_OWN, SHORT_PASSAGE = 0.35, 20
"""So much of the shorter text in one piece that the longer one has nothing of: they share a disclaimer, not an article."""

EXCERPT: Final = 0.5
"""A copy that makes up less of the longer text than this is contained in it: cut short, or run together with others."""


class Relation(StrEnum):
    SAME = "same"
    COPY = "copy"
    DERIVED = "derived"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """score: from 0 (nothing in common) to 1 (the same text), for sorting; relation: the decision, by `rule_version`.

    containment: of the shorter text's 4-grams in the longer; share: of the longer's in the shorter;
    rare_containment: of the shorter's rare words, by weight; number_conflicts: numbers put in the place of others;
    shared_numbers: numbers in the same place in both; own_passage: the part of the shorter text that is its longest passage
    without a 4-gram of the other; substitutions: weight of rare words put in the place of others, per 100 words.
    """

    relation: Relation
    score: float
    containment: float
    share: float
    rare_containment: float
    number_conflicts: int
    shared_numbers: int
    substitutions: float
    own_passage: float
    rule_version: int = RULE_VERSION

    @property
    def is_excerpt(self) -> bool:
        """Whether one text is a copy of no more than a part of the other."""
        return self.relation is Relation.COPY and self.share < EXCERPT


def text_digest(title: str, text: str, witness: str = "") -> bytes:
    """16 bytes, equal for texts of the same letters and digits, however spelled, spaced and punctuated.

    A text of under 12 words counts with its title and the witness: its day, or its outlet. «Rain is expected tomorrow»
    is another article every day.
    """
    tokens = WORD.findall(folded_text(text))
    parts = [_letters(tokens)]
    if len(tokens) < FEW_WORDS:
        parts += ["\n", _letters(WORD.findall(folded(title))), "\n", witness]
    return blake2b("".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _letters(tokens: list[str]) -> str:
    """The words run together, since spaces come and go at line ends; numbers stay apart from each other."""
    return "".join([f" {token} " if token.isdigit() else token for token in tokens])


class ComparableText:
    """A text made ready: its words and its 4-grams; the rest when it is asked for. Made once, compared with many."""

    def __init__(self, title: str, text: str) -> None:
        self._title = title
        self._text = text
        words = copy_words(text)
        self.is_flash = len(words) < FEW_WORDS
        self.words = ((copy_words(title) + words) if self.is_flash else words)[:MOST_WORDS]
        self.grams = grams(self.words)
        self.shingles = frozenset(self.grams)

    @cached_property
    def digest(self) -> bytes:
        return text_digest(self._title, self._text)

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(names(self._text))


@lru_cache(maxsize=128)
def comparable(title: str, text: str) -> ComparableText:
    """Reads the text once; the longest part that is looked at has 20,000 words. A flash is read with its title.

    The last ones are remembered: what is new is compared with the same few neighbours again and again.
    """
    return ComparableText(title, text)


def compare(a_title: str, a_text: str, b_title: str, b_text: str) -> Comparison:
    return compare_texts(comparable(a_title, a_text), comparable(b_title, b_text))


def containment_of(a: ComparableText, b: ComparableText) -> float:
    """The part of the shorter text's 4-grams that the longer one has. Under LEAST_DERIVED two texts of other letters are
    always different, so that nothing else about them has to be worked out."""
    shorter = _in_order(a, b)[0]
    return len(a.shingles & b.shingles) / len(shorter.shingles) if shorter.shingles else 0.0


def _in_order(a: ComparableText, b: ComparableText) -> tuple[ComparableText, ComparableText]:
    """The shorter one first; the same whichever was named first."""
    return (b, a) if (len(b.words), b.words) < (len(a.words), a.words) else (a, b)


def compare_texts(a: ComparableText, b: ComparableText) -> Comparison:
    """The same answer whichever text comes first."""
    if a.digest == b.digest:
        return _same(a)
    shorter, longer = _in_order(a, b)
    common = len(shorter.shingles & longer.shingles)
    containment = common / len(shorter.shingles) if shorter.shingles else 0.0
    share = common / len(longer.shingles) if longer.shingles else 0.0
    weigh = weigher({*shorter.words, *longer.words}, {*shorter.names, *longer.names})
    rare = rare_containment(shorter.words, longer.words, weigh)
    found = Substitutions(weight=0.0, numbers=0, numbers_kept=0)
    if containment >= LEAST_DERIVED:
        found = find_substitutions(shorter.words[:MOST_ALIGNED], longer.words[:MOST_ALIGNED], weigh)
    rate = 100.0 * found.weight / max(len(shorter.words[:MOST_ALIGNED]), 1)
    own = longest_own_passage(shorter, longer.shingles)
    return Comparison(
        relation=decide(
            containment,
            rare,
            found.numbers,
            found.numbers_kept,
            rate,
            words=len(shorter.words),
            countries=found.countries,
            own_passage=own if own * len(shorter.words) >= SHORT_PASSAGE else 0.0,
        ),
        score=round(containment * rare / (1.0 + rate), 4),
        containment=round(containment, 4),
        share=round(share, 4),
        rare_containment=round(rare, 4),
        number_conflicts=found.numbers,
        shared_numbers=found.numbers_kept,
        substitutions=round(rate, 3),
        own_passage=round(own, 4),
    )


def _same(text: ComparableText) -> Comparison:
    return Comparison(
        relation=Relation.SAME,
        score=1.0,
        containment=1.0,
        share=1.0,
        rare_containment=1.0,
        number_conflicts=0,
        shared_numbers=sum(map(is_number, text.words)),
        substitutions=0.0,
        own_passage=0.0,
    )


def decide(
    containment: float,
    rare: float,
    conflicts: int,
    shared: int,
    substitutions: float,
    *,
    words: int,
    countries: int = 0,
    own_passage: float = 0.0,
) -> Relation:
    """Rules and thresholds were worked out on 1,197 labelled pairs of the press; see docs/copies.md for what that is worth."""
    if rare < LEAST_RARE or own_passage > MOST_OWN or countries:
        return Relation.DIFFERENT
    if conflicts > MOST_NUMBERS * shared or substitutions > most_substitutions(containment):
        return Relation.DIFFERENT
    if words < FEW_WORDS:
        return Relation.COPY if containment >= LEAST_FLASH else Relation.DIFFERENT
    if containment >= LEAST_COPY:
        return Relation.COPY
    return Relation.DERIVED if containment >= LEAST_DERIVED and rare >= LEAST_RARE_DERIVED else Relation.DIFFERENT


def most_substitutions(containment: float) -> float:
    """The more was taken word by word, the more an editor may have replaced in it."""
    part = min(1.0, max(0.0, (containment - LITTLE_TAKEN) / (MUCH_TAKEN - LITTLE_TAKEN)))
    return STRICT_SUBSTITUTIONS + part * (LOOSE_SUBSTITUTIONS - STRICT_SUBSTITUTIONS)


def longest_own_passage(text: ComparableText, other: Set[int]) -> float:
    """The longest run of words that no 4-gram of the other text covers, as a part of all words."""
    longest = start = 0
    for place, gram in enumerate(text.grams):
        if gram in other:
            longest = max(longest, place - start)
            start = place + SHINGLE
    return max(longest, len(text.words) - start) / max(len(text.words), 1)


def rare_containment(shorter: Sequence[str], longer: Sequence[str], weigh: Weigh) -> float:
    """The part of the shorter text's rare words that the longer one has, each word once, by weight."""
    there = set(longer)
    total = found = 0.0
    for word in set(shorter):
        weight = weigh(word)
        total += weight
        found += weight * (word in there)
    return found / total if total else 1.0
