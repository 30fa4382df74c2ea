"""The ratchet itself: a floor that was committed is never lowered."""

import json

from ratchet import FLOORS, committed_floors, lowered, shares, unmet


def test_no_floor_is_lower_than_any_commit_had_it() -> None:
    now = json.loads(FLOORS.read_text("utf-8"))
    assert [line for before in committed_floors() for line in lowered(before, now)] == []


def test_a_lower_floor_a_higher_ceiling_and_a_floor_that_is_gone_are_told() -> None:
    before = {"dates": {"found": 0.95, "wrong_at_most": 0}, "text": {"ar": {"words": 0.9}}, "cases": "abc"}
    now = {"dates": {"found": 0.94, "wrong_at_most": 1}, "text": {"ar": {}}, "cases": "xyz"}
    assert lowered(before, now) == [
        "dates.found: 0.95 became 0.94",
        "dates.wrong_at_most: 0 became 1",
        "text.ar.words is gone",
    ]
    assert lowered(before, before) == []
    assert lowered({}, before) == []


def test_a_figure_below_its_floor_and_other_cases_are_told() -> None:
    pinned = {"cases": "abc", "found_of": {"ar": 0.95}, "of": {"fa": {"cases": "x"}}, "invented_at_most": 0}
    measured = {
        "cases": "abc",
        "found_of": {"ar": 0.95, "fa": 0.1},
        "of": {"fa": {"cases": "x"}},
        "invented_at_most": 0,
    }
    assert unmet(pinned, measured) == []
    worse = {"cases": "abd", "found_of": {"ar": 0.9}, "of": {"fa": {"cases": "y"}}, "invented_at_most": 1}
    assert unmet(pinned, worse) == [
        "cases: abd are other cases than abc: look at what changed, then pin",
        "cases: y are other cases than x: look at what changed, then pin",
        "found_of.ar: 0.95 became 0.9",
        "invented_at_most: 0 became 1",
    ]


def test_shares_are_of_the_members_of_each_group() -> None:
    assert shares([("b", True), ("a", False), ("b", False)]) == {"a": 0.0, "b": 0.5}
