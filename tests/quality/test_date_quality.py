"""Date accuracy on labelled strings of real pages, against the floors that are pinned beside this file."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from press.dates import read_date

FLOORS: dict[str, Any] = json.loads(Path(__file__).with_name("floors.json").read_text("utf-8"))["dates"]


def _is_right(case: dict[str, Any], published: str | None) -> bool:
    expected = case["expected"]
    if published is None or expected is None or not case["tolerance_days"]:
        return bool(published == expected)
    return abs((date.fromisoformat(published) - date.fromisoformat(expected)).days) <= case["tolerance_days"]


@pytest.mark.shared
def test_no_date_is_wrong_and_almost_all_are_found(shared_data: Path) -> None:
    cases = [json.loads(line) for line in (shared_data / "dates" / "cases.jsonl").read_text("utf-8").splitlines()]
    readings = [(case, read_date(case["text"], language=case["lang"]).published) for case in cases]
    wrong = [(case["id"], published) for case, published in readings if published and not _is_right(case, published)]
    dated = [(case, published) for case, published in readings if case["expected"]]
    found = sum(_is_right(case, published) for case, published in dated) / len(dated)
    assert len(wrong) <= FLOORS["wrong_at_most"], wrong
    assert found >= FLOORS["found"]
