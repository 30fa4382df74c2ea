"""How well Arabic words are found in all of their forms, against the floors that are pinned beside this file.

On our own list of forms, where each form is a document; and in the 17,000 texts of ../shared/data.
"""

from pathlib import Path
from typing import Any

import pytest
from ratchet import digest, floors, unmet

from tests.quality.search_scores import (
    FAMILIES,
    documents_by_word,
    every_form,
    finder,
    read_documents,
    read_families,
    scored,
)

FLOORS: dict[str, Any] = floors("search")


def figures(documents: list[str]) -> dict[str, Any]:
    holders = documents_by_word(documents)
    families, find = read_families(), finder(holders)
    scores = {chosen: scored(families, holders, find, chosen) for chosen in ("design", "after")}
    return {chosen: {"precision": score.precision, "recall": score.recall} for chosen, score in scores.items()}


def test_half_of_the_words_were_chosen_after_the_design_was_frozen() -> None:
    families = read_families()
    assert len(families) >= 60
    assert sum(family.chosen == "after" for family in families) * 2 >= len(families)


def test_the_forms_of_a_word_are_found_and_those_of_other_words_are_not() -> None:
    cases = digest(FAMILIES.read_bytes().splitlines())
    assert unmet(FLOORS["own"], {**figures(every_form(read_families())), "cases": cases}) == []


@pytest.mark.shared
def test_words_are_found_in_all_of_their_forms_and_hardly_anything_else(shared_data: Path) -> None:
    documents = read_documents(shared_data)
    assert unmet(FLOORS, {**FLOORS, **figures(documents), "texts": digest(map(str.encode, documents))}) == []
