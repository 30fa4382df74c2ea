"""Which story a new article joins."""

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from press.copies import comparable
from press.light_stems import light_stem
from press.stories import (
    SKETCH,
    JoinStory,
    Neighbour,
    StartStory,
    StoryRules,
    choose_story,
    is_template_pair,
    likeness,
    sketch,
)

GOLDEN = Path(__file__).parent.parent / "golden" / "copies"
RULES = StoryRules()


def _pairs(kind: str) -> list[dict[str, Any]]:
    lines = [line for path in sorted(GOLDEN.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return [pair for pair in map(json.loads, lines) if pair["kind"] == kind]


def _likeness(pair: dict[str, Any]) -> float:
    a, b = pair["a"], pair["b"]
    return likeness(sketch(a["title"], a["text"]), sketch(b["title"], b["text"]))


def test_other_matters_are_never_alike() -> None:
    assert all(_likeness(pair) < 0.2 for pair in _pairs("other matter"))


def test_two_reports_of_one_event_are_alike_though_no_sentence_is_the_same() -> None:
    one = sketch(
        "زلزال يضرب مدينة تاراز",
        "ضرب زلزال بقوة 5.6 درجات مدينة تاراز جنوب كازاخستان فجر الثلاثاء، وأفادت وزارة الطوارئ بتصدع مبان قديمة ونقل 12 مصابا إلى "
        "المستشفيات، فيما انقطعت الكهرباء عن حي كاراتاو.",
    )
    other = sketch(
        "مصابون وانقطاع للكهرباء في تاراز",
        "قالت وزارة الطوارئ الكازاخية إن 12 شخصا أصيبوا بعدما هز زلزال تاراز عند الفجر وبلغت قوته 5.6 درجات، وإن فرقا تعمل على "
        "إعادة الكهرباء إلى كاراتاو وتفقد المباني المتصدعة.",
    )
    assert likeness(one, other) > RULES.least_likeness


def test_notices_of_one_template_are_told_as_such_however_alike() -> None:
    for kind in ("telegram to another", "rates of another day"):
        for pair in _pairs(kind):
            a, b = pair["a"], pair["b"]
            assert is_template_pair(
                comparable(a["title"], a["text"]), comparable(b["title"], b["text"]), _likeness(pair)
            )


def test_a_word_that_stands_in_the_title_alone_does_not_count() -> None:
    text = "The council met on Monday and talked for three hours about the budget of the coming year"
    assert sketch("Zambora mourns Andongo", text) == sketch("", text)
    assert sketch("A budget for Carrick", text) != sketch("", text)


@given(st.text(max_size=300), st.text(max_size=60))
def test_a_sketch_is_of_one_length_and_like_itself_alone(text: str, title: str) -> None:
    found = sketch(title, text)
    assert len(found) <= SKETCH
    assert len({key for key, _ in found}) == len(found)
    assert not found or abs(likeness(found, found) - 1) < 0.02


def test_stems_join_what_is_written_onto_a_word() -> None:
    assert light_stem("والوزارات") == light_stem("الوزاره") == light_stem("وزاره")
    assert light_stem("правительства") == light_stem("правительством")
    assert light_stem("2024") == "2024"


def _near(article: int, alike: float, story: int | None = None) -> Neighbour:
    return Neighbour(article_id=article, story_id=story, likeness=alike)


def test_the_story_with_the_nearest_articles_is_joined() -> None:
    choice = choose_story([_near(1, 0.5, 10), _near(2, 0.6, 10), _near(3, 0.45, 20)], RULES)
    assert choice == JoinStory(story_id=10, likeness=0.55)


def test_with_a_lone_article_a_story_is_started() -> None:
    assert choose_story([_near(7, 0.5)], RULES) == StartStory(article_id=7, likeness=0.5)


def test_too_little_likeness_joins_nothing() -> None:
    assert choose_story([_near(1, RULES.least_likeness - 0.01, 10)], RULES) is None
    assert choose_story([], RULES) is None


def test_one_article_in_between_does_not_chain_stories() -> None:
    assert choose_story([_near(1, 0.36, 10), _near(2, 0.1, 10), _near(3, 0.1, 10)], RULES) is None
