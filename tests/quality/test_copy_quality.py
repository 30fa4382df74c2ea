"""How well copies are told on pairs of our own and on 1,197 labelled pairs, against the floors that are pinned beside this file.

Linked (same, copy, derived) is right where the label says "same" or "copy". Two kinds have noisy labels: `neg_real_tpl_market`
holds two pairs about one report on Chinese industry in which whole paragraphs are the same word for word; and
`semeval_copy_silver` holds yesterday's and today's bulletin of one epidemic, which differ in every number.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ratchet import digest, floors, lines_of, shares, unmet

from press.copies import Relation, compare

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "copies"
FLOORS: dict[str, Any] = floors("copies")


def figures(told: Iterable[tuple[dict[str, Any], Relation]]) -> dict[str, Any]:
    """Per language: of the pairs that belong together, and of those that do not, the share that is told so."""
    told = list(told)
    linked = [(case, case["expected"] != "different", relation is not Relation.DIFFERENT) for case, relation in told]
    return {
        "recall_of": shares((_language(case), found) for case, wanted, found in linked if wanted),
        "refused_of": shares((_language(case), not found) for case, wanted, found in linked if not wanted),
        "linked_wrongly_at_most": sum(found and not wanted for _, wanted, found in linked),
    }


def _language(case: dict[str, Any]) -> str:
    return str(case.get("language") or case["lang"])


def _relation(case: dict[str, Any]) -> Relation:
    return compare(case["a"]["title"], case["a"]["text"], case["b"]["title"], case["b"]["text"]).relation


def test_our_own_pairs_are_told_apart_in_every_language() -> None:
    lines = lines_of(GOLDEN)
    cases = [json.loads(line) for line in lines]
    measured = figures((case, _relation(case)) for case in cases)
    kinds = shares(
        (case["kind"], (_relation(case) is Relation.DIFFERENT) == (case["expected"] == "different")) for case in cases
    )
    assert unmet(FLOORS["own"], {**measured, "right_of_kind": kinds, "cases": digest(lines)}) == []


@cache
def _relations(pairs: Path) -> tuple[tuple[dict[str, Any], Relation], ...]:
    with gzip.open(pairs, "rt", encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines]
    return tuple((case, _relation(case)) for case in cases)


@pytest.fixture
def relations(shared_data: Path) -> tuple[tuple[dict[str, Any], Relation], ...]:
    return _relations(shared_data / "copies" / "pairs.jsonl.gz")


@pytest.mark.shared
def test_the_shared_pairs_are_told_apart_in_every_language(
    relations: tuple[tuple[dict[str, Any], Relation], ...], shared_data: Path
) -> None:
    pairs = gzip.decompress((shared_data / "copies" / "pairs.jsonl.gz").read_bytes()).splitlines()
    assert unmet(FLOORS["shared"], {**figures(relations), "cases": digest(pairs)}) == []


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
