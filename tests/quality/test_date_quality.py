"""Printed dates on our own cases and on labelled strings of real pages, against the floors that are pinned beside this file.

wrong: another date than the right one. invented: a date where nothing certain can be said. found: of the certain ones;
refused: of the uncertain ones.
"""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from ratchet import digest, floors, lines_of, shares, unmet

from press.dates import read_date

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "dates"


def _read(case: dict[str, Any]) -> str | None:
    not_after = datetime.fromisoformat(case["not_after"]).replace(tzinfo=UTC) if "not_after" in case else None
    return read_date(case["text"], language=_language(case), zone=case.get("zone"), not_after=not_after).published


def _language(case: dict[str, Any]) -> str:
    return str(case.get("language") or case["lang"])


def _is_right(case: dict[str, Any], published: str | None) -> bool:
    expected = case["expected"]
    if published is None or expected is None or not case.get("tolerance_days"):
        return bool(published == expected)
    return abs((date.fromisoformat(published) - date.fromisoformat(expected)).days) <= case["tolerance_days"]


def figures(lines: Iterable[bytes]) -> dict[str, Any]:
    lines = list(lines)
    cases = [json.loads(line) for line in lines]
    answers = [(case, published, _is_right(case, published)) for case in cases for published in (_read(case),)]
    dated = [(_language(case).partition("-")[0], right) for case, _, right in answers if case["expected"]]
    undated = [(_language(case).partition("-")[0], right) for case, _, right in answers if not case["expected"]]
    return {
        "cases": digest(lines),
        "cases_at_least": len(cases),
        "found": sum(right for _, right in dated) / len(dated),
        "found_of": shares(dated),
        "refused_of": shares(undated),
        "wrong_at_most": sum(bool(case["expected"] and published) and not right for case, published, right in answers),
        "invented_at_most": sum(bool(published) for case, published, _ in answers if not case["expected"]),
    }


def test_our_own_dates_are_right_or_empty_in_every_language() -> None:
    assert unmet(floors("dates")["own"], figures(lines_of(GOLDEN))) == []


@pytest.mark.shared
def test_no_date_is_wrong_and_almost_all_are_found(shared_data: Path) -> None:
    measured = figures((shared_data / "dates" / "cases.jsonl").read_bytes().splitlines())
    pinned = floors("dates")
    assert unmet(pinned["shared"], measured) == []
    assert measured["found"] >= pinned["found"]
    assert measured["wrong_at_most"] + measured["invented_at_most"] <= pinned["wrong_at_most"]
