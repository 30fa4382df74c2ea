"""Persons and places are found like organizations and are none; names are searched in all their spellings."""

from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from shipped_watch_list import TAGGER as WATCH_LIST_TAGGER

from press.entities import (
    MOST_EVIDENCE,
    EntityTagger,
    check_entities,
    entities_version,
    read_entities,
)
from press.errors import ConfigurationError
from press.folding import folded
from press.shipped import entity_files, shipped_directory
from press.spellings import MOST_VARIANTS, name_lists

CONFIG = Path(__file__).resolve().parents[2] / "config" / "entities"
ENTITIES = read_entities(entity_files(CONFIG.parent))
TAGGER = EntityTagger(ENTITIES)
variants = name_lists(shipped_directory()).variants


def named(text: str, language: str = "ar") -> list[str]:
    return [f"{tag.kind}:{tag.code}" for tag in TAGGER.tag("", text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("استقبل توقاييف نظيره الروسي بوتين في أستانا", "ar", ["person:tokayev", "person:putin", "place:astana"]),
        ("وقال ساريباي لوكالة كازينفورم", "ar", ["person:sarybay"]),
        ("Токаевпен кездесті", "kk", []),
        ("Токаева и Путина ждут в Бишкеке, сообщает ТАСС", "ru", ["person:tokayev", "person:putin", "place:bishkek"]),
        ("Тоқаевтың Ташкентке сапары", "kk", ["person:tokayev"]),
        ("托卡耶夫在阿斯塔纳会见普京", "zh", ["person:tokayev", "place:astana", "person:putin"]),
        ("Erdoğan'ın İstanbul programı", "tr", ["person:erdogan", "place:istanbul"]),
        ("رحمان يا رحيم", "ar", []),
        ("وجد إقبالا، وأضاف قبله أن كابل الإنترنت انقطع", "ar", []),
        ("قمة قبالا في أذربيجان", "ar", ["place:gabala", "place:azerbaijan"]),
        ("الرئيس الإيراني، بحسب روسيا اليوم", "ar", []),
        ("رئیس جمهور ایرانی در روسیه‌ است", "fa", ["place:iran", "place:russia"]),
        ("علييف لاعب شطرنج", "ar", []),
        ("الرئيس إلهام علييف في باكو", "ar", ["person:aliyev", "place:baku"]),
        ("مدينة شنغهاي الصينية", "ar", ["place:shanghai"]),
    ],
)  # fmt: skip
def test_entities_are_found(text: str, language: str, expected: list[str]) -> None:
    assert named(text, language) == expected


def test_a_part_of_an_organizations_name_is_no_place() -> None:
    text = "قمة منظمة شنغهاي للتعاون في شنغهاي، بعد قمة في طشقند"
    organizations = WATCH_LIST_TAGGER.tag("", text, "ar")
    found = TAGGER.tag("", text, "ar", organizations)
    assert [(tag.code, tag.count) for tag in found] == [("shanghai", 1), ("tashkent", 1)]
    assert text[: found[0].mentions[0].start].endswith("في ")
    only = TAGGER.tag("", "منظمة شنغهاي للتعاون", "ar", organizations)
    assert only == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("أستانا - كازينفورم - استقبل الرئيس وزير خارجية الصين", "astana"),
        ("بكين 4 يوليو 2024 (شينخوا) قال الوزير إن طشقند", "beijing"),
        ("МОСКВА, 12 октября. /ТАСС/. Министр сообщил о поездке в Астану", "moscow"),
        ("新华社北京10月12日电 外交部发言人表示", "beijing"),
        ("(رويترز) - قال الوزير في أستانا", None),
        ("قال الوزير في أستانا", None),
    ],
)
def test_the_place_of_a_dateline_is_known(text: str, place: str | None) -> None:
    assert TAGGER.dateline_place(text, TAGGER.tag("", text, "und")) == place


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


def test_a_configuration_of_ones_own_names_what_it_lists(tmp_path: Path) -> None:
    for folder in ("entities", "organizations"):
        (tmp_path / folder).mkdir()
    (tmp_path / "entities" / "people.toml").write_text(
        '[[person]]\ncode = "abai"\nname = "Abai"\nnames.ar = ["أباي كونانباييف"]\nspellings.ar = ["أباي", "آباي", "اباى"]\n',
        "utf-8",
    )
    (tmp_path / "organizations" / "own.toml").write_text(
        '[[organization]]\ncode = "SWB"\nname = "Steppe Water Board"\nnames.ar = { "مجلس مياه السهوب" = "high" }\n',
        "utf-8",
    )
    names = name_lists(tmp_path)
    assert names.code_of("person", "أباي كونانباييف") == "abai"
    assert names.code_of("organization", "مجلس مياه السهوب") == "SWB"
    assert names.code_of("organization", "منظمة شنغهاي للتعاون") == "منظمة شنغهاي للتعاون"
    assert names.code_of("place", "أستانا") == "astana"  # the lists it does not have are those that come with Rasid
    assert names.variants("توكاييف") == ()


def test_a_list_that_cannot_be_read_is_told_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities" / "people.toml").write_text("[[person]]\ncode = \n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"people\.toml:2"):
        name_lists(tmp_path).variants("توكاييف")
    (tmp_path / "entities" / "people.toml").write_text('[[person]]\nname = "Abai"\n', "utf-8")
    with pytest.raises(ConfigurationError, match="lacks its code"):
        name_lists(tmp_path).code_of("person", "توكاييف")


def test_mistakes_are_told_with_file_and_key(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text('[[person]]\ncode = "x"\nname = "X"\nspelings.ar = ["س"]\n', "utf-8")
    with pytest.raises(
        ConfigurationError, match=r"people\.toml:4: person “x”: spelings: .* Did you mean “spellings”\?"
    ):
        read_entities([tmp_path / "people.toml"])


def test_an_entity_that_stands_twice_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        '[[person]]\ncode = "x"\nname = "X"\n[[person]]\ncode = "x"\nname = "Y"\n', "utf-8"
    )
    with pytest.raises(ConfigurationError, match="person “x” stands twice"):
        read_entities([tmp_path / "a.toml"])


def test_an_own_list_takes_the_place_of_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities" / "people.toml").write_text(
        '[[person]]\ncode = "x"\nname = "X"\nnames.en = ["Xerxes"]\n', "utf-8"
    )
    found = read_entities(entity_files(tmp_path))
    assert [one.code for one in found if one.kind == "person"] == ["x"]
    assert [one for one in found if one.kind != "person"] == [one for one in ENTITIES if one.kind != "person"]


def test_a_configuration_without_entities_has_the_shipped_ones(tmp_path: Path) -> None:
    assert read_entities(entity_files(tmp_path)) == ENTITIES


@pytest.mark.parametrize("kind", ["person", "place", "agency"])
def test_the_version_tells_of_every_list(kind: str) -> None:
    version = entities_version(ENTITIES)
    assert entities_version(reversed(ENTITIES)) == version
    assert entities_version(one for one in ENTITIES if one.kind != kind) != version


def test_the_version_tells_of_an_acronym_and_not_of_what_a_person_is_shown() -> None:
    agency = next(one for one in ENTITIES if one.acronyms)
    without = replace(agency, acronyms={})
    renamed = replace(agency, name="The agency", about="an agency", file="elsewhere")
    assert entities_version([without]) != entities_version([agency]) == entities_version([renamed])


def test_all_mentions_are_counted_and_few_are_kept() -> None:
    (tag,) = TAGGER.tag("", "توكاييف " * 1000, "ar")
    assert tag.count == 1000
    assert len(tag.mentions) == MOST_EVIDENCE


@pytest.mark.parametrize(
    "text",
    [
        "توكاييف " * 700_000,
        "توكاييف، وبوتين في أستانا. " * 100_000,
        "\ud800" * 1_000_000,
        "x" * 5_000_000,
        "\u202e توكاييف \u202d Tokayev\n" * 200_000,
    ],
    ids=["one line of a name", "100,000 sentences", "lone surrogates", "no name", "mixed directions"],
)
def test_hostile_texts_take_bounded_time(text: str) -> None:
    start = process_time()
    TAGGER.tag("", text[:5_000_000], "ar")
    assert process_time() - start < 3


def test_doubts_are_told_with_kind_and_code(tmp_path: Path) -> None:
    assert check_entities(ENTITIES) == ()
    (tmp_path / "people.toml").write_text(
        '[[person]]\ncode = "x"\nname = "X"\nnames.en = ["Xerxes"]\n[[person]]\ncode = "y"\nname = "Y"\nnames.en = ["Xerxes"]\n'
        'names.ru = ["Ypsilon"]\n',
        "utf-8",
    )
    assert [
        str(doubt).removeprefix(f"{tmp_path}/") for doubt in check_entities(read_entities([tmp_path / "people.toml"]))
    ] == [
        "people.toml: person x: names.en: “Xerxes” is claimed by person y as well",
        "people.toml: person y: names.en: “Xerxes” is claimed by person x as well",
        "people.toml: person y: names.ru: “Ypsilon” has latin letters, but stands under “ru”",
    ]


@pytest.mark.parametrize("pattern", ["X" + "(a|b|c)?" * 40, "(" * 5_000, "(a|a)*b", "x{1,100000}"])
def test_a_pattern_that_would_never_end_is_refused_at_once_with_its_place(tmp_path: Path, pattern: str) -> None:
    (tmp_path / "people.toml").write_text(f'[[person]]\ncode = "x"\nname = "X"\nnames.en = ["{pattern}"]\n', "utf-8")
    start = process_time()
    with pytest.raises(ConfigurationError, match=r"people\.toml:\d+: person “x”: names\.en\.0: .* not a pattern"):
        read_entities([tmp_path / "people.toml"])
    assert process_time() - start < 1
