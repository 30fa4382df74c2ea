"""Fingerprints by winnowing (Schleimer, Wilkerson and Aiken 2003): which stored texts are worth comparing with a new one.

Of every 16 neighbouring word 4-grams the one with the least hash is kept: about 33 keys for an article of 280 words. Two
texts that share 19 words in a row share a key, wherever the passage stands in either. These are the near keys: of 579 copies
between five newsrooms 98 % ran within 96 hours, so all of them are kept week by week, and what is looked through stays small
however many years there are. For the rest there are far keys, a quarter of the near ones: winnowed once more, of every 6
neighbours the least. Of 1,040 pairs linked among 17,085 real articles far keys alone find 964.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from hashlib import blake2b
from operator import xor
from struct import unpack
from typing import Final

SHINGLE: Final = 4
WINDOW, FAR_WINDOW = 16, 6
MARK_BITS: Final = 4096
MOST_KEYS: Final = 400
"""Of a very long text (a live page) only so many keys are kept, the least first: the same ones while the page grows."""

LEAST_SHARE: Final = 0.12
"""The part of the keys of the one that has fewer which two texts must share to be compared. Measured while two shared keys were
enough: of 1,035 pairs linked among 17,085 real articles none shared less than 0.2, of 635 labelled ones none less than 0.35."""

SHARED_KEYS: Final = 2
"""Texts that share fewer keys are not compared,"""

FEW_KEYS, FEW_FAR_KEYS = 8, 3
"""unless one of them has no more than this, of about 70 words: then one is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """A text's keys, ascending: whole numbers of 64 bits with sign, the same on every machine. far: some of the near ones."""

    near: tuple[int, ...]
    far: tuple[int, ...]


def fingerprint(words: Sequence[str]) -> Fingerprint:
    """Of a text's words (see `press.copy_words`)."""
    near = winnow(grams(tuple(words)), WINDOW)
    far = winnow(near, FAR_WINDOW)
    return Fingerprint(near=tuple(sorted(near)[:MOST_KEYS]), far=tuple(sorted(far)[:MOST_KEYS]))


@lru_cache(maxsize=16)
def grams(words: tuple[str, ...]) -> tuple[int, ...]:
    """The text's word 4-grams in order, as numbers of 64 bits with sign; a text of fewer words is one gram.

    A gram is the exclusive or of four random numbers, one for each word at its place (tabulation hashing), so a word is
    hashed once, wherever it stands. Keys and comparison both want the grams, so those of the last texts are remembered.
    """
    if not words:
        return ()
    if len(words) < SHINGLE:
        return (reduce(xor, (words_numbers(word)[place] for place, word in enumerate(words))),)
    first, second, third, fourth = zip(*map(words_numbers, words), strict=True)
    return tuple(map(xor, map(xor, first, second[1:]), map(xor, third[2:], fourth[3:])))


@lru_cache(maxsize=32_768)
def words_numbers(word: str) -> tuple[int, ...]:
    """A word's random numbers, one for each place in a gram."""
    return unpack("<4q", blake2b(word.encode("utf-8", "surrogatepass"), digest_size=32).digest())


def gram_marks(found: Sequence[int]) -> bytes:
    """How many different grams there are, in four bytes, then a bit for each, of 4,096 (Bloom 1970, with one hash): enough to
    see that two texts have little in common without reading them."""
    different = set(found)
    digits = bytearray(b"0") * MARK_BITS
    for gram in different:
        digits[gram & MARK_BITS - 1] = 0x31
    return len(different).to_bytes(4, "big") + int(digits, 2).to_bytes(MARK_BITS // 8, "big")


def most_containment(one: bytes, other: bytes) -> float:
    """What the containment of two texts cannot exceed, by their marks; 1 where one has none.

    It is never too little: of the grams that both have no more stand on one bit than of all grams of either. By how much it
    is too much grows with the length: two texts of 280 words on other matters have 0.1, two of 1,000 words 0.35."""
    if not one or not other:
        return 1.0
    grams_of_one, bits_of_one = _marks(one)
    grams_of_other, bits_of_other = _marks(other)
    on_one_bit = min(grams_of_one - bits_of_one.bit_count(), grams_of_other - bits_of_other.bit_count())
    shared = (bits_of_one & bits_of_other).bit_count() + on_one_bit
    return min(1.0, shared / min(grams_of_one, grams_of_other))


def _marks(marks: bytes) -> tuple[int, int]:
    return int.from_bytes(marks[:4], "big"), int.from_bytes(marks[4:], "big")


def share_enough_keys(shared: int, keys_of_one: int, keys_of_other: int, few: int = FEW_KEYS) -> bool:
    """Whether two texts are worth comparing. The database decides by the same rule. few: of far keys FEW_FAR_KEYS."""
    fewer = min(keys_of_one, keys_of_other)
    return shared >= LEAST_SHARE * fewer and (shared >= SHARED_KEYS or fewer <= few)


def winnow(hashes: Sequence[int], window: int) -> list[int]:
    """The least of each `window` neighbours, in the order of the text and each once; of fewer hashes, the least."""
    if len(hashes) < window:
        return [min(hashes)] if hashes else []
    kept: dict[int, None] = {}
    least, until = 0, -1  # the least one of the window, and the last window that it stands in
    for end in range(window - 1, len(hashes)):
        key = hashes[end]
        if end > until:
            start = end - window + 1
            inside = hashes[start : end + 1]
            least = min(inside)
            until = start + inside.index(least) + window - 1
            kept[least] = None
        elif key <= least:
            least, until = key, end + window - 1
            kept[least] = None
    return list(kept)
