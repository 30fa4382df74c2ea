"""Whether two texts are the same article: exact, copy, derived or different.

Copies are recognised by the containment of word 4-grams in the shorter text (Broder 1997), weighted by how rare a word
is, and checked for what templates differ in: numbers, and words put in the place of others.
"""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from rapidfuzz.distance import Indel

from press.folding import words

SHINGLE = 4
FEW_WORDS = 12
MOST_WORDS = 20_000
COMMON_LENGTH = 3
"""A word of so many letters or fewer is taken for a common one: without a corpus, length is the best witness of rarity."""


class Relation(StrEnum):
    SAME = "same"
    COPY = "copy"
    DERIVED = "derived"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """containment: of the shorter text's 4-grams in the longer; rare_containment: of its rare words, by weight;
    number_conflicts: numbers of the shorter that the longer does not have; substitutions: rare words put in the place of
    others, per 100 words."""

    relation: Relation
    containment: float
    rare_containment: float
    number_conflicts: int
    shared_numbers: int
    substitutions: float


def text_digest(title: str, text: str) -> bytes:
    """16 bytes, equal for texts of the same folded words. Texts of under 12 words count with their title."""
    tokens = words(text)
    if len(tokens) < FEW_WORDS:
        tokens = [*words(title), "\n", *tokens]
    return blake2b(" ".join(tokens).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def compare(a_title: str, a_text: str, b_title: str, b_text: str) -> Comparison:
    """Reads each text once; the longest part that is looked at has 20,000 words."""
    a, b = words(a_text)[:MOST_WORDS], words(b_text)[:MOST_WORDS]
    if text_digest(a_title, a_text) == text_digest(b_title, b_text):
        return Comparison(
            relation=Relation.SAME,
            containment=1.0,
            rare_containment=1.0,
            number_conflicts=0,
            shared_numbers=len({word for word in a if word.isdigit()}),
            substitutions=0.0,
        )
    shorter, longer = sorted((a, b), key=len)
    containment = shingle_containment(shorter, longer)
    rare = rare_containment(shorter, longer)
    conflicts, shared = number_conflicts(shorter, longer)
    substitutions = substitution_rate(shorter, longer) if containment >= LEAST_DERIVED else 100.0
    return Comparison(
        relation=decide(containment, rare, conflicts, shared, substitutions),
        containment=round(containment, 4),
        rare_containment=round(rare, 4),
        number_conflicts=conflicts,
        shared_numbers=shared,
        substitutions=round(substitutions, 3),
    )


LEAST_COPY, LEAST_RARE_COPY, MOST_SUBSTITUTIONS = 0.50, 0.75, 0.5
LEAST_DERIVED, LEAST_RARE_DERIVED, MOST_DERIVED_CONFLICTS = 0.30, 0.70, 2


def decide(containment: float, rare: float, conflicts: int, shared: int, substitutions: float) -> Relation:
    """The thresholds of the design, measured on 31,030 articles of 14 Arabic outlets."""
    numbers_agree = conflicts <= 1 or shared >= conflicts
    if containment >= LEAST_COPY and rare >= LEAST_RARE_COPY and numbers_agree and substitutions <= MOST_SUBSTITUTIONS:
        return Relation.COPY
    if containment >= LEAST_DERIVED and rare >= LEAST_RARE_DERIVED and conflicts <= MOST_DERIVED_CONFLICTS:
        return Relation.DERIVED
    return Relation.DIFFERENT


def shingle_containment(shorter: list[str], longer: list[str]) -> float:
    """The part of the shorter text's 4-grams that the longer one has too."""
    small, large = shingles(shorter), shingles(longer)
    return len(small & large) / len(small) if small else 0.0


def shingles(tokens: list[str]) -> set[tuple[str, ...]]:
    if len(tokens) < SHINGLE:
        return {tuple(tokens)} if tokens else set()
    return set(zip(*(tokens[shift:] for shift in range(SHINGLE)), strict=False))


def rare_containment(shorter: list[str], longer: list[str]) -> float:
    """As above for single words, each weighted by its length beyond that of common words."""
    weights = {
        word: len(word) - COMMON_LENGTH for word in set(shorter) if len(word) > COMMON_LENGTH and not word.isdigit()
    }
    total = sum(weights.values())
    there = set(longer)
    return sum(weight for word, weight in weights.items() if word in there) / total if total else 0.0


def number_conflicts(shorter: list[str], longer: list[str]) -> tuple[int, int]:
    """How many numbers of the shorter text the longer one lacks, and how many they share."""
    small = Counter(word for word in shorter if word.isdigit())
    large = Counter(word for word in longer if word.isdigit())
    return sum((small - large).values()), sum((small & large).values())


def substitution_rate(shorter: list[str], longer: list[str]) -> float:
    """Longer words that stand where the other text has other words, per 100 words of the shorter (alignment: Indel)."""
    replaced = 0
    deleted: list[str] = []
    inserted: list[str] = []
    for step in Indel.opcodes(shorter, longer):
        if step.tag == "equal":
            replaced += _swapped(deleted, inserted)
            deleted, inserted = [], []
        deleted.extend(shorter[step.src_start : step.src_end] if step.tag in ("delete", "replace") else ())
        inserted.extend(longer[step.dest_start : step.dest_end] if step.tag in ("insert", "replace") else ())
    replaced += _swapped(deleted, inserted)
    return 100.0 * replaced / max(len(shorter), 1)


def _swapped(deleted: list[str], inserted: list[str]) -> int:
    out = sum(len(word) > COMMON_LENGTH + 1 for word in deleted)
    into = sum(len(word) > COMMON_LENGTH + 1 for word in inserted)
    return min(out, into) if out == into else 0
