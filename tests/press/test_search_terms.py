"""The one normaliser of the search: which words are found by which."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from press.arabic_stems import arabic_stem
from press.folding import folded
from press.kazakh_stems import kazakh_stem
from press.queries import parse_query
from press.search_terms import NORM_VERSION, index_terms, prefix_terms, query_terms
from press.snippets import find_hits, make_snippet, wanted_terms

FORMS = Path(__file__).resolve().parent.parent / "golden" / "search" / "arabic_forms.jsonl"
FAMILIES = [
    "ثقة الثقة بالثقة والثقة للثقة ثقته ثقتنا وثقتها",
    "شنغهاي وشنغهاي لشنغهاي بشنغهاي",
    "منظمة المنظمة للمنظمة والمنظمة بالمنظمة منظمات المنظمات منظمتها المنظمتين",
    "وزير الوزير ووزير والوزير للوزير وزيرا وزيرها بوزير",
    "بناء البناء وبناء لبناء ببناء بنائها بناؤه",
    "كازاخستان وكازاخستان بكازاخستان لكازاخستان",
    "ألمانيا لألمانيا وألمانيا بألمانيا",
    "التزام الالتزام بالالتزام التزامات التزامها والتزاماته",
    "لجنة اللجنة للجنة لجنتها ولجنة",
    "لبنان للبنان بلبنان ولبنان",
    "اتفاقية اتفاقيات الاتفاقية باتفاقية اتفاقيتها",
    "رئيس الرئيس رئيسا رئيسها ورئيس للرئيس",
    "رؤساء رؤسائها الرؤساء",
    "مستوى المستوى مستواها مستويات",
    "مواطن المواطنين مواطنون مواطنيها للمواطنين مواطني",
    "إسلامي إسلامية الإسلاميين والإسلامية",
    "كازينفورم لكازينفورم وكازينفورم",
    "مسؤول مسئول المسئولين للمسؤولين",
    "شؤون شئون بشئونها",
    "مفاوضات مفاوضة والمفاوضة المفاوضتين",
    "إعلان إعلانا إعلانات",
    "واجب واجبات واجباتها وواجباتهم",
    "وثيقة والوثيقتان وثيقتين",
]
STRANGERS = [
    ("وزير", "زير"), ("بنك", "نك"), ("كتاب", "تاب"), ("لجنة", "جنة"), ("فريق", "ريق"), ("بريد", "ريد"), ("مكتب", "مكتبة"),
    ("جامع", "جامعة"), ("سوريا", "سوري"), ("قانون", "قانوني"), ("طاقة", "بطاقة"), ("كرة", "فكرة"), ("دول", "دولي"),
]  # fmt: skip


def is_found(wanted: str, text: str, language: str) -> bool:
    """As the index does it: some series of the question stands in the text."""
    terms = index_terms(text, language)
    return any(
        tuple(terms[place : place + len(series)]) == series
        for series in query_terms(wanted)
        for place in range(len(terms))
    )


def test_words_chosen_blind_are_found_in_nearly_all_forms_and_not_by_their_likes() -> None:
    """Politics, economy and diplomacy; words and forms were written down before anyone looked what becomes of them."""
    lines = [json.loads(line) for line in FORMS.read_text("utf-8").splitlines()]
    pairs = [(line["word"], form) for line in lines for form in line["forms"]]
    likes = [(line["word"], other) for line in lines for other in line["others"]]
    assert sum(is_found(word, form, "ar") for word, form in pairs) >= 0.985 * len(pairs)
    assert not [pair for pair in likes if is_found(*pair, "ar")]


@pytest.mark.parametrize("family", FAMILIES, ids=[family.split()[0] for family in FAMILIES])
def test_a_word_is_found_by_all_of_its_forms(family: str) -> None:
    forms = family.split()
    assert len({arabic_stem(folded(form)) for form in forms}) == 1
    assert all(is_found(wanted, form, "ar") for wanted in forms for form in forms)


@pytest.mark.parametrize(("wanted", "other"), STRANGERS, ids=[" ".join(pair) for pair in STRANGERS])
def test_a_words_own_letters_are_no_prepositions(wanted: str, other: str) -> None:
    assert not is_found(wanted, other, "ar")
    assert not is_found(other, wanted, "ar")


@pytest.mark.parametrize("name", ["قاراغاندا", "بيتروبافل", "كيزيلوردا", "فوستوتشني", "لينغشان", "وستوكهولد"])
def test_a_name_nobody_knows_is_found_behind_prepositions(name: str) -> None:
    for onset in ("", "و", "ب", "ل", "وب", "ول"):
        assert is_found(name, onset + name, "ar"), onset + name


RUSSIAN = [
    "саммит саммита саммите саммитом саммиты саммитов", "Астана Астаны Астане Астану Астаной", "Токаев Токаева Токаеву Токаевым",
    "Китай Китая Китае Китаем", "организация организации организацией организаций", "страна страны стране странах стран",
    "доверие доверия доверию доверием", "случай случая случае случаев",
]  # fmt: skip


@pytest.mark.parametrize("family", RUSSIAN, ids=[family.split()[0] for family in RUSSIAN])
def test_a_russian_noun_is_found_in_all_cases(family: str) -> None:
    forms = family.split()
    missed = [(wanted, form) for wanted in forms for form in forms if not is_found(wanted, form, "ru")]
    assert not missed


@pytest.mark.parametrize(
    "family",
    [
        "Қазақстан Қазақстанның Қазақстанға Қазақстанда Қазақстаннан",
        "ұйым ұйымы ұйымның ұйымына ұйымдар ұйымдарының",
        "келісім келісімнің келісімге келісімдер",
    ],
    ids=str.split,
)
def test_a_kazakh_word_loses_its_endings(family: str) -> None:
    assert len({kazakh_stem(folded(form)) for form in family.split()}) == 1


def test_english_turkish_and_french_forms_are_one_word() -> None:
    assert is_found("summit", "the summits of", "en")
    assert is_found("Kazakistan", "Kazakistan'ın başkenti", "tr")
    assert is_found("organisation", "de l'organisation", "fr")
    assert is_found("Xi", "Xi’s visit", "en")


def test_chinese_is_found_anywhere_in_a_run() -> None:
    assert index_terms("上海合作组织", "zh") == ["上海", "海合", "合作", "作组", "组织", "织"]
    assert index_terms("在 上合2024", "zh") == ["在", "上合", "合", "2024"]
    assert is_found("合作组织", "上海合作组织成员国", "zh")
    assert is_found("上海合作組織", "上海合作组织成员国", "zh")
    assert not is_found("组织合作", "上海合作组织", "zh")
    assert is_found("上合组织 SCO", "在上合组织 SCO 峰会", "zh")
    assert is_found("上合组织2024", "上合组织2024年", "zh")


def test_an_articles_language_chooses_for_its_own_script_only() -> None:
    assert index_terms("саммите CICA meetings", "ru") == ["самм", "cica", "meet"]
    assert index_terms("Қазақстанның CICA", "kk") == [kazakh_stem("қазақстан"), "cica"]
    assert index_terms("کتاب‌های", "fa") == ["كتابهاي"]


def test_a_question_is_tried_in_all_languages_that_fit() -> None:
    assert ("қазақстанның",) in query_terms("Қазақстанның")
    assert (kazakh_stem("қазақстан"),) in query_terms("Қазақстанның")
    assert query_terms("CICA 2024") == (("cica", "2024"),)


def test_a_beginning_is_looked_for_with_and_without_the_article_and_as_its_stem() -> None:
    assert (("منظم",), True) in prefix_terms("المنظم*")
    assert (("организац",), False) in prefix_terms("организаци")
    assert prefix_terms("بناء الثق")[0] == (("بناء", "الثق"), True)


@given(st.text(max_size=300), st.sampled_from(["ar", "ru", "kk", "en", "zh", "fa", "tr", "fr", "und", "xx"]))
@settings(max_examples=150, deadline=None)
def test_terms_are_what_a_database_takes_as_they_are(text: str, language: str) -> None:
    """Letters and digits only: no blank, quotation mark, backslash or operator that a tsvector or FTS5 would read."""
    for term in index_terms(text, language):
        assert term
        assert not set(term) & set(" '\"\\:&|!()<>*-^{}\0"), term
    for series in query_terms(text):
        assert all(series)


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءئؤأإآ", min_size=1, max_size=15))
@settings(max_examples=300, deadline=None)
def test_a_stem_is_part_of_the_language_of_stems(word: str) -> None:
    stem = arabic_stem(folded(word))
    assert 1 <= len(stem) <= len(folded(word)) + 1


def test_the_version_is_text_for_the_database() -> None:
    assert isinstance(NORM_VERSION, str)
    assert NORM_VERSION


def marked(query: str, text: str, language: str = "ar") -> list[str]:
    hits = find_hits(text, language, wanted_terms(parse_query(query).tree))
    return [text[start:end] for start, end in hits]


@pytest.mark.parametrize(
    ("query", "text", "language", "expected"),
    [
        ("الثقة", "بناء بِالثِّقَةِ بين الدول", "ar", ["بِالثِّقَةِ"]),
        ('"منظمة شنغهاي"', "اجتماع لمنظمة «شنغهاي» للتعاون", "ar", ["لمنظمة «شنغهاي"]),
        ("توكا*", "قال توكاييف اليوم", "ar", ["توكاييف"]),
        ("саммит -встреча", "На саммите была встреча", "ru", ["саммите"]),
        ("合作", "上海合作组织", "zh", ["合作"]),
        ("قمة OR مؤتمر", "القمة والمؤتمر", "ar", ["القمة", "والمؤتمر"]),
    ],
    ids=str,
)
def test_what_was_asked_for_is_marked_in_the_text_as_it_stands(
    query: str, text: str, language: str, expected: list[str]
) -> None:
    assert marked(query, text, language) == expected


def test_a_snippet_shows_the_passage_with_the_most_hits_in_one_line() -> None:
    text = "كلام عام. " * 60 + "\nالثقة ثم الثقة ثم بالثقة هنا. " + "كلام آخر. " * 60
    hits = find_hits(text, "ar", wanted_terms(parse_query("الثقة").tree))
    snippet = make_snippet(text, hits)
    assert "\n" not in snippet.text
    assert [snippet.text[start:end] for start, end in snippet.hits] == ["الثقة", "الثقة", "بالثقة"]
    assert snippet.text.startswith("… ")
    assert len(snippet.text) < 240


def test_a_snippet_without_hits_is_the_beginning() -> None:
    assert make_snippet("نص قصير", ()).text == "نص قصير"
