"""Persons, places and agencies are found like organizations and are none; names are searched in all their spellings."""

from pathlib import Path

import pytest

from press.entities import EntityTagger, read_entities
from press.errors import ConfigurationError
from press.folding import folded
from press.spellings import MOST_VARIANTS, variants

CONFIG = Path(__file__).resolve().parents[2] / "config" / "entities"
ENTITIES = read_entities(sorted(CONFIG.glob("*.toml")))
TAGGER = EntityTagger(ENTITIES)


def named(text: str, language: str = "ar") -> list[str]:
    return [f"{tag.kind}:{tag.code}" for tag in TAGGER.tag("", text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("استقبل توقاييف نظيره الروسي بوتين في أستانا", "ar", ["person:tokayev", "person:putin", "place:astana"]),
        ("وقال ساريباي لوكالة كازينفورم", "ar", ["person:sarybay", "agency:kazinform"]),
        ("Токаевпен кездесті", "kk", []),
        ("Токаева и Путина ждут в Бишкеке, сообщает ТАСС", "ru", ["person:tokayev", "person:putin", "place:bishkek", "agency:tass"]),
        ("Тоқаевтың Ташкентке сапары", "kk", ["person:tokayev"]),
        ("托卡耶夫在阿斯塔纳会见普京", "zh", ["person:tokayev", "place:astana", "person:putin"]),
        ("Erdoğan'ın İstanbul programı", "tr", ["person:erdogan", "place:istanbul"]),
        ("رحمان يا رحيم", "ar", []),
        ("علييف لاعب شطرنج", "ar", []),
        ("الرئيس إلهام علييف في باكو", "ar", ["person:aliyev"]),
        ("مدينة شنغهاي الصينية", "ar", ["place:shanghai"]),
    ],
)  # fmt: skip
def test_entities_are_found(text: str, language: str, expected: list[str]) -> None:
    assert named(text, language) == expected


def test_evidence_leads_back_to_the_letters() -> None:
    title, text = "توكاييف في طشقند", "وصل الرئيس توكاييف إلى طشقند، بحسب شينخوا."
    for tag in TAGGER.tag(title, text, "ar"):
        for mention in tag.mentions:
            assert mention.form == (title if mention.field == "title" else text)[mention.start : mention.end]


def test_a_name_has_its_other_spellings() -> None:
    assert {"توقاييف", "توكايف", "توقايف"} <= set(variants("توكاييف"))
    assert "توكاييف" in variants("توقاييف")
    assert "كازخستان" in variants("كازاخستان")
    assert "Tokaev" in variants("tokayev")


def test_spellings_that_folding_makes_one_are_no_variants() -> None:
    for entity in ENTITIES:
        for words in entity.spellings.values():
            for word in words:
                assert folded(word) not in map(folded, variants(word))


def test_a_phrase_is_varied_word_by_word() -> None:
    assert "قاسم جومارت توقاييف" in variants("قاسم جومارت توكاييف")
    assert "زيارة توكاييف إلى كازخستان" in variants("زيارة توكاييف إلى كازاخستان")


def test_what_is_no_name_has_no_variants_and_there_are_never_too_many() -> None:
    assert variants("اقتصاد") == ()
    assert variants("") == ()
    assert all(
        len(variants(word)) <= MOST_VARIANTS
        for entity in ENTITIES
        for words in entity.spellings.values()
        for word in words
    )


def test_mistakes_are_told_with_file_and_key(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text('[[person]]\ncode = "x"\nname = "X"\nspelings.ar = ["س"]\n', "utf-8")
    with pytest.raises(ConfigurationError, match=r"people\.toml: person\.0\.spelings: .* Did you mean “spellings”\?"):
        read_entities([tmp_path / "people.toml"])


def test_an_entity_that_stands_twice_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        '[[person]]\ncode = "x"\nname = "X"\n[[person]]\ncode = "x"\nname = "Y"\n', "utf-8"
    )
    with pytest.raises(ConfigurationError, match="person “x” stands twice"):
        read_entities([tmp_path / "a.toml"])
