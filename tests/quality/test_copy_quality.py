"""How well copies are told on 1,197 labelled pairs, against the floors that are pinned beside this file.

Linked (same, copy, derived) is right where the label says "same" or "copy". Two kinds have noisy labels: `neg_real_tpl_market`
holds two pairs about one report on Chinese industry in which whole paragraphs are the same word for word; and
`semeval_copy_silver` holds yesterday's and today's bulletin of one epidemic, which differ in every number.
"""

import gzip
import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from press.copies import Relation, compare

FLOORS: dict[str, Any] = json.loads(Path(__file__).with_name("floors.json").read_text("utf-8"))["copies"]


@cache
def _relations(pairs: Path) -> tuple[tuple[dict[str, Any], Relation], ...]:
    with gzip.open(pairs, "rt", encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines]
    return tuple(
        (case, compare(case["a"]["title"], case["a"]["text"], case["b"]["title"], case["b"]["text"]).relation)
        for case in cases
    )


@pytest.fixture
def relations(shared_data: Path) -> tuple[tuple[dict[str, Any], Relation], ...]:
    return _relations(shared_data / "copies" / "pairs.jsonl.gz")


@pytest.mark.shared
def test_copies_are_linked_and_others_are_not(relations: tuple[tuple[dict[str, Any], Relation], ...]) -> None:
    linked = [(case["expected"] != "different", relation is not Relation.DIFFERENT) for case, relation in relations]
    right = sum(wanted and found for wanted, found in linked)
    precision = right / sum(found for _, found in linked)
    recall = right / sum(wanted for wanted, _ in linked)
    assert precision >= FLOORS["precision"]
    assert 2 * precision * recall / (precision + recall) >= FLOORS["f1"]


@pytest.mark.shared
def test_no_kind_of_trap_is_fallen_into(relations: tuple[tuple[dict[str, Any], Relation], ...]) -> None:
    kinds: dict[str, list[bool]] = defaultdict(list)
    for case, relation in relations:
        if case["kind"].startswith("neg_"):
            kinds[case["kind"]].append(relation is not Relation.DIFFERENT)
    shares = {kind: sum(found) / len(found) for kind, found in kinds.items()}
    noisy = {"neg_real_tpl_market": FLOORS["linked_in_noisy_kinds_at_most"]}
    assert {
        kind: share for kind, share in shares.items() if share > noisy.get(kind, FLOORS["linked_in_a_trap_at_most"])
    } == {}


@pytest.mark.shared
def test_the_same_text_is_the_same_however_spelled(relations: tuple[tuple[dict[str, Any], Relation], ...]) -> None:
    told = [relation is Relation.SAME for case, relation in relations if case["expected"] == "same"]
    assert sum(told) / len(told) >= FLOORS["same"]
