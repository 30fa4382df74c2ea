"""Precision and recall of tags on our own cases and on those of ../shared/data, against the floors beside this file.

A floor is a figure that was reached; it may rise and never fall. Our cases stand in tests/golden/tagging: one line each,
with the codes of the core bodies that a reader would say the article names; anybody may add one.
"""

import gzip
import json
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from ratchet import digest, floors, lines_of
from shipped_watch_list import TAGGER, WATCH_LIST

ROOT = Path(__file__).resolve().parents[2]
FLOORS: dict[str, Any] = floors("tagging")
CORE = frozenset(body.code for body in WATCH_LIST.organizations if body.tier == "core")


@dataclass(frozen=True)
class Case:
    """expected: core codes that must be tagged. accepted: those that may be."""

    name: str
    language: str
    title: str
    text: str
    expected: frozenset[str]
    accepted: frozenset[str] = frozenset()
    is_look_alike: bool = False


@dataclass
class Score:
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    look_alikes: int = 0
    look_alikes_tagged: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + len(self.missed))


def _score(cases: Iterable[Case]) -> dict[str, Score]:
    """By language, and for "all" of them."""
    scores: dict[str, Score] = defaultdict(Score)
    for case in cases:
        found = {tag.organization for tag in TAGGER.tag(case.title, case.text, case.language)} & CORE
        for score in (scores[case.language.partition("-")[0]], scores["all"]):
            score.right += len(found & case.expected)
            score.wrong += [f"{case.name}: {code}" for code in found - case.expected - case.accepted]
            score.missed += [f"{case.name}: {code}" for code in case.expected - found]
            score.look_alikes += case.is_look_alike
            score.look_alikes_tagged += case.is_look_alike and bool(found - case.accepted - case.expected)
    return scores


def _own_cases() -> list[Case]:
    rows = [json.loads(line) for line in lines_of(ROOT / "tests" / "golden" / "tagging")]
    return [
        Case(
            row["id"],
            row["language"],
            row["title"],
            row["text"],
            frozenset(row["expected"]),
            is_look_alike=row["kind"] == "look-alike",
        )
        for row in rows
    ]


def _shared_cases(file: Path) -> list[Case]:
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return [
        Case(
            row["id"],
            row["lang"],
            row.get("title") or "",
            row["text"],
            frozenset(row["expected_core"]),
            frozenset(row["accept_also"]),
            is_look_alike=row["kind"] == "hard_neg",
        )
        for row in rows
        if row["kind"] != "ambiguous"
    ]


def _assert_at_floors(scores: dict[str, Score], floors: dict[str, Any]) -> None:
    overall = scores["all"]
    assert overall.precision >= floors["precision"], overall.wrong
    assert overall.recall >= floors["recall"], overall.missed
    assert overall.look_alikes_tagged / overall.look_alikes <= floors["look_alikes_tagged_at_most"], overall.wrong
    for language, floor in floors["recall_of"].items():
        assert scores[language].recall >= floor, scores[language].missed
    for language, floor in floors["precision_of"].items():
        assert scores[language].precision >= floor, scores[language].wrong


def test_our_own_cases_are_tagged() -> None:
    cases = _own_cases()
    assert len(cases) >= FLOORS["own"]["cases_at_least"]
    assert len({case.name for case in cases}) == len(cases)
    _assert_at_floors(_score(cases), FLOORS["own"])


@pytest.mark.shared
def test_the_shared_cases_are_tagged(shared_data: Path) -> None:
    file = shared_data / "tagging" / "cases.jsonl"
    assert digest(file.read_bytes().splitlines()) == FLOORS["shared"]["cases"], "other cases: measure anew, then pin"
    _assert_at_floors(_score(_shared_cases(file)), FLOORS["shared"])


@pytest.mark.shared
def test_mentions_met_in_corpora_are_told_apart(shared_data: Path) -> None:
    lines = (shared_data / "tagging" / "corpus_mentions_dev.jsonl").read_text("utf-8").splitlines()
    wrong = []
    for row in map(json.loads, lines):
        found = {tag.organization for tag in TAGGER.tag("", row["context"], row["lang"])}
        if (row["org_pattern"] in found) != (row["label"] == "positive"):
            wrong.append((row["match"], row["label"], row["context"][:80]))
    assert len(wrong) <= FLOORS["corpus_mentions_wrong_at_most"], wrong


@pytest.mark.shared
def test_tagging_keeps_up_with_reading(shared_data: Path) -> None:
    """8 MB of text in a CPU-second is the promise; the best of three tries counts, since neighbours slow a core down."""
    with gzip.open(shared_data / "texts" / "arabic_news.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(2_000), strict=False)]
    size = sum(len((row["title"] + row["text"]).encode()) for row in rows)
    taken = []
    for _ in range(3):
        began = time.process_time()
        for row in rows:
            TAGGER.tag(row["title"], row["text"], "ar")
        taken.append(time.process_time() - began)
    assert size / 1e6 / min(taken) >= FLOORS["megabytes_a_cpu_second"]
