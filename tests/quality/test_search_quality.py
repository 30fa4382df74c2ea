"""How well Arabic words are found in all of their forms, against the floors that are pinned beside this file."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.quality.search_scores import documents_by_word, finder, read_documents, read_families, scored

FLOORS: dict[str, Any] = json.loads(Path(__file__).with_name("floors.json").read_text("utf-8"))["search"]


def test_half_of_the_words_were_chosen_after_the_design_was_frozen() -> None:
    families = read_families()
    assert len(families) >= 60
    assert sum(family.chosen == "after" for family in families) * 2 >= len(families)


@pytest.mark.shared
def test_words_are_found_in_all_of_their_forms_and_hardly_anything_else(shared_data: Path) -> None:
    holders = documents_by_word(read_documents(shared_data))
    families, find = read_families(), finder(holders)
    for chosen in ("design", "after"):
        score = scored(families, holders, find, chosen)
        assert score.recall >= FLOORS[chosen]["recall"], score
        assert score.precision >= FLOORS[chosen]["precision"], score
