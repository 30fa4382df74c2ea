"""When two texts are the same article, a copy, or another notice of the same template."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from press.copies import Relation, compare, decide, most_substitutions, text_digest

GOLDEN = Path(__file__).parent.parent / "golden" / "copies"
LINKED = {Relation.COPY, Relation.DERIVED}


def _golden() -> list[Any]:
    lines = [line for path in sorted(GOLDEN.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    cases = [json.loads(line) for line in lines]
    return [pytest.param(case, id=f"{case['id']} {case['kind']}") for case in cases]


CASES = _golden()
ARABIC: dict[str, str] = next(case.values[0]["a"] for case in CASES if case.values[0]["language"] == "ar")
ENGLISH: dict[str, str] = next(case.values[0]["a"] for case in CASES if case.values[0]["language"] == "en")


def test_there_are_enough_labelled_pairs_of_our_own() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("case", CASES)
def test_a_pair_is_told_as_its_label_says(case: dict[str, Any]) -> None:
    found = compare(case["a"]["title"], case["a"]["text"], case["b"]["title"], case["b"]["text"])
    expected = LINKED if case["expected"] == "copy" else {Relation(case["expected"])}
    assert found.relation in expected, found


@pytest.mark.parametrize("case", CASES)
def test_the_order_of_the_two_does_not_matter(case: dict[str, Any]) -> None:
    a, b = case["a"], case["b"]
    assert compare(a["title"], a["text"], b["title"], b["text"]) == compare(
        b["title"], b["text"], a["title"], a["text"]
    )


WORDS = st.lists(st.sampled_from([*ARABIC["text"].split(), *ENGLISH["text"].split()]), max_size=60).map(" ".join)
TEXTS = st.one_of(st.text(max_size=200), WORDS)


@given(TEXTS, TEXTS)
@settings(max_examples=150, deadline=None)
def test_any_two_texts_can_be_compared_in_either_order(a: str, b: str) -> None:
    assert compare("", a, "", b) == compare("", b, "", a)


@given(TEXTS, TEXTS)
@settings(max_examples=100, deadline=None)
def test_a_text_is_the_same_as_itself(title: str, text: str) -> None:
    found = compare(title, text, title, text)
    assert (found.relation, found.score) == (Relation.SAME, 1.0)


@given(st.sets(st.integers(0, len(ARABIC["text"]))), st.sampled_from("\u064b\u0652\u0640\u200f\u00a0\u200c\u2066"))
@settings(max_examples=60, deadline=None)
def test_vowel_signs_tatweel_and_marks_change_nothing(places: set[int], sign: str) -> None:
    """A no-break space stands at old spaces only: inside a word it would make two."""
    letters = list(ARABIC["text"])
    for place in sorted(places, reverse=True):
        if place < len(letters) and (sign != "\u00a0" or letters[place] == " ") and not letters[place].isdigit():
            letters.insert(place, sign)
    assert compare("", ARABIC["text"], "", "".join(letters)).relation is Relation.SAME


@given(st.floats(0.35, 0.95))
@settings(max_examples=40, deadline=None)
def test_what_is_cut_short_is_a_copy(part: float) -> None:
    words = ARABIC["text"].split(" ")
    found = compare("", ARABIC["text"], "", " ".join(words[: int(len(words) * part)]))
    assert found.relation is Relation.COPY
    assert found.is_excerpt == (found.share < 0.5)


def test_numbers_are_one_however_written() -> None:
    one = "The harbour bridge is 1,840 metres long and cost 312.5 million crowns according to the ministry"
    other = "The harbour bridge is 1840 metres long and cost 312,5 million crowns according to the ministry"
    assert compare("", one, "", other).containment == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("وصلت اليوم الطائرة الإغاثية الخامسة إلى مطار المدينة محملة بالأدوية والأغذية والخيام للمتضررين من السيول", "الخامسة|السادسة"),
        ("Сегодня в порт прибыл третий теплоход с гуманитарной помощью для жителей затопленных посёлков области", "третий|четвёртый"),
        ("The library of the old town will be closed on Monday for the yearly count of its books and maps", "Monday|Thursday"),
    ],
)  # fmt: skip
def test_a_spelled_number_or_weekday_in_the_place_of_another_makes_another_notice(one: str, other: str) -> None:
    old, new = other.split("|")
    assert compare("", one, "", one.replace(old, new)).relation is Relation.DIFFERENT


def test_a_month_beside_its_day_counts_as_a_number() -> None:
    one = "Прогноз погоды на 12 июня: по области ожидается переменная облачность, без осадков, ветер слабый, местами туман"
    assert compare("", one, "", one.replace("июня", "июля")).number_conflicts == 1


def test_the_months_two_arabic_names_are_one() -> None:
    one = "تنعقد القمة في 12 تموز في العاصمة بحضور رؤساء الدول الأعضاء وتبحث ملفات الأمن والتجارة والنقل"
    assert compare("", one, "", one.replace("تموز", "يوليو")).containment == 1.0


def test_a_flash_counts_with_its_title_and_its_witness() -> None:
    assert text_digest("Rain", "Rain is expected tomorrow", "2026-03-01") != text_digest(
        "Rain", "Rain is expected tomorrow", "2026-03-02"
    )
    assert text_digest("Rain", ENGLISH["text"], "2026-03-01") == text_digest("Snow", ENGLISH["text"], "2026-03-02")


def test_spaces_that_come_and_go_do_not_change_the_digest() -> None:
    assert text_digest("", "وقال الوزير إن العمل بدأ.وأضاف أنه مستمر " * 3) == text_digest(
        "", "و قال الوزير إن العمل بدأ. وأضاف أنه مستمر\n" * 3
    )


def test_numbers_never_run_together() -> None:
    assert text_digest("", "12 3 " * 6) != text_digest("", "1 23 " * 6)


def test_the_more_was_taken_the_more_may_have_been_replaced() -> None:
    assert most_substitutions(0.3) < most_substitutions(0.7) < most_substitutions(0.9) == most_substitutions(1.0)


def test_numbers_replaced_must_be_few_beside_those_that_stayed() -> None:
    assert decide(0.9, 1.0, 1, 4, 0.0, words=200) is Relation.COPY
    assert decide(0.9, 1.0, 4, 4, 0.0, words=200) is Relation.DIFFERENT
