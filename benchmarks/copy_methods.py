"""Four ways of telling copies, on the same labelled pairs in one run.

    python -m benchmarks.copy_methods          (needs `pip install datasketch` for MinHash; left out without it)

The threshold of each other method is the one that gives it the best F1 on one half of ../shared/data/copies/pairs.jsonl.gz;
figures are those of the other half. Linked is right where the label says "same" or "copy". CPU: ms a pair, both texts made
ready and compared.
"""

import gzip
import json
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import Any

from trafilatura.deduplication import Simhash

from press.copies import Relation, compare
from press.folding import words

PAIRS = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "copies" / "pairs.jsonl.gz"
Similarity = Callable[[dict[str, str], dict[str, str]], float]


@dataclass(frozen=True, kw_only=True)
class Figures:
    precision: float
    recall: float
    truncated: float
    templates: float
    milliseconds: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def main() -> None:
    with gzip.open(PAIRS, "rt", encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines]
    halves: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    for case in cases:
        halves[zlib.crc32(case["id"].encode()) % 2].append(case)
    print(f"{len(halves[1])} pairs held out\n")
    print(f"{'method':34} {'F1':>6} {'prec.':>6} {'recall':>6} {'cut short':>10} {'templates':>10} {'ms a pair':>10}")
    for name, similarity in methods().items():
        threshold = 0.5 if name == "press.copies" else best_threshold(similarity, halves[0])
        found = measure(similarity, halves[1], threshold)
        print(
            f"{name + ('' if name == 'press.copies' else f' ≥ {threshold:.2f}'):34} {found.f1:6.3f} {found.precision:6.3f}"
            f" {found.recall:6.3f} {found.truncated:10.2f} {found.templates:10.2f} {found.milliseconds:10.2f}"
        )
    print(
        "\ncut short: share of truncated copies that are linked; templates: share of template notices that are linked wrongly"
    )


def methods() -> dict[str, Similarity]:
    found: dict[str, Similarity] = {"press.copies": by_rules}
    try:
        import datasketch  # noqa: F401
    except ImportError:
        print("MinHash is left out: pip install datasketch")
    else:
        found["MinHash (datasketch, 4-grams)"] = by_minhash
    return found | {"SimHash (64 bits, word pairs)": by_simhash, "Simhash (trafilatura)": by_trafilatura}


def by_rules(a: dict[str, str], b: dict[str, str]) -> float:
    return float(compare(a["title"], a["text"], b["title"], b["text"]).relation is not Relation.DIFFERENT)


def by_minhash(a: dict[str, str], b: dict[str, str]) -> float:
    from datasketch import MinHash

    made = []
    for text in (a, b):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(gram).encode() for gram in grams(words(text["text"]), 4)])
        made.append(sketch)
    return float(made[0].jaccard(made[1]))


def by_simhash(a: dict[str, str], b: dict[str, str]) -> float:
    one, other = (simhash(words(text["text"])) for text in (a, b))
    return 1 - (one ^ other).bit_count() / 64


def by_trafilatura(a: dict[str, str], b: dict[str, str]) -> float:
    return float(Simhash(a["text"]).similarity(Simhash(b["text"])))


def simhash(tokens: Sequence[str]) -> int:
    """Charikar's, over pairs of neighbouring words."""
    sums = [0] * 64
    for pair in pairwise(tokens):
        key = int.from_bytes(blake2b(" ".join(pair).encode(), digest_size=8).digest(), "big")
        for bit in range(64):
            sums[bit] += 1 if key >> bit & 1 else -1
    return sum(1 << bit for bit in range(64) if sums[bit] > 0)


def grams(tokens: Sequence[str], size: int) -> list[tuple[str, ...]]:
    return list(zip(*(tokens[shift:] for shift in range(size)), strict=False)) or [tuple(tokens)]


def best_threshold(similarity: Similarity, cases: Sequence[dict[str, Any]]) -> float:
    scored = [(similarity(case["a"], case["b"]), case["expected"] != "different") for case in cases]
    wanted = sum(label for _, label in scored)

    def f1(threshold: float) -> float:
        linked = [label for score, label in scored if score >= threshold]
        return 2 * sum(linked) / (len(linked) + wanted)

    return max((step / 100 for step in range(1, 100)), key=f1)


def measure(similarity: Similarity, cases: Sequence[dict[str, Any]], threshold: float) -> Figures:
    before = time.process_time()
    linked = [similarity(case["a"], case["b"]) >= threshold for case in cases]
    spent = time.process_time() - before
    labels = [case["expected"] != "different" for case in cases]
    right = sum(link and label for link, label in zip(linked, labels, strict=True))
    truncated = [
        link
        for link, case in zip(linked, cases, strict=True)
        if case["kind"].startswith(("copy_truncated", "copy_lead", "copy_merged"))
    ]
    templates = [
        link for link, case in zip(linked, cases, strict=True) if "tpl" in case["kind"] and case["kind"][:3] == "neg"
    ]
    return Figures(
        precision=right / max(1, sum(linked)),
        recall=right / sum(labels),
        truncated=sum(truncated) / len(truncated),
        templates=sum(templates) / len(templates),
        milliseconds=1000 * spent / len(cases),
    )


if __name__ == "__main__":
    main()
