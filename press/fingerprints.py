"""Fingerprints by winnowing (Schleimer, Wilkerson and Aiken 2003): which stored texts are worth comparing with a new one.

Of every 16 neighbouring word 4-grams the one with the least hash is kept: about 33 keys for an article of 280 words. Two
texts that share 19 words in a row share a key, wherever the passage stands in either.
"""

from collections import deque
from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

SHINGLE: Final = 4
WINDOW: Final = 16
MOST_KEYS: Final = 400
"""Of a very long text (a live page) only so many keys are kept, the least first: the same ones while the page grows."""

SHARED_KEYS: Final = 2
"""Texts that share fewer keys are not compared."""

FEW_KEYS: Final = 8
"""A text with so few keys, of about 70 words or fewer, is compared when it shares one."""


def fingerprint(words: Sequence[str]) -> tuple[int, ...]:
    """The text's keys (see `press.copy_words`), ascending: whole numbers of 64 bits with sign, the same on every machine."""
    hashes = (
        [_hash(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1))] if words else []
    )
    return tuple(sorted(winnow(hashes))[:MOST_KEYS])


def keys_to_share(keys: Sequence[int]) -> int:
    """How many of these keys another text must have to be compared."""
    return 1 if len(keys) <= FEW_KEYS else SHARED_KEYS


def winnow(hashes: Sequence[int], window: int = WINDOW) -> set[int]:
    """The least of each `window` neighbours; of fewer hashes, the least."""
    kept: set[int] = set()
    ascending: deque[tuple[int, int]] = deque()
    for place, key in enumerate(hashes):
        while ascending and ascending[-1][1] >= key:
            ascending.pop()
        ascending.append((place, key))
        if ascending[0][0] <= place - window:
            ascending.popleft()
        if place >= window - 1:
            kept.add(ascending[0][1])
    if len(hashes) < window and ascending:
        kept.add(ascending[0][1])
    return kept


def _hash(gram: Sequence[str]) -> int:
    digest = blake2b(" ".join(gram).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
