"""Which organizations an article names, with evidence that leads back to the letters."""

import json
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped_watch_list import TAGGER, WATCH_LIST

from press.articles import Tag
from press.cleaning import clean_text
from press.forms import forms_of
from press.organizations import WatchList, read_watch_list
from press.tagging import MOST_EVIDENCE, Tagger

SEED = ["CICA", "SCO", "OTS", "CSTO", "IOFS", "IFAS"]


def codes(text: str, language: str = "ar", title: str = "") -> list[str]:
    return [tag.organization for tag in TAGGER.tag(title, text, language)]


def forms(text: str, language: str = "ar", title: str = "") -> list[str]:
    return [mention.form for tag in TAGGER.tag(title, text, language) for mention in tag.mentions]


def reasons(text: str, language: str = "ar", title: str = "") -> dict[str, str]:
    return {
        text[one.start : one.end]: one.why_not for one in TAGGER.explain(title, text, language) if one.field == "text"
    }


def _own(tmp_path: Path, toml: str) -> Tagger:
    (tmp_path / "list.toml").write_text(toml, "utf-8")
    return Tagger(read_watch_list([tmp_path / "list.toml"]))


def _assert_evidence_holds(tags: tuple[Tag, ...], title: str, text: str) -> None:
    for tag in tags:
        assert tag.count >= len(tag.mentions) > 0
        for mention in tag.mentions:
            assert mention.organization == tag.organization
            assert mention.form == (title if mention.field == "title" else text)[mention.start : mention.end]
            assert mention.rule


# --- words and their borders ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "before", ["", "و", "ف", "ب", "ك", "ل", "وب", "ول", "فل", "ال", "وال", "بال", "كال", "لل", "ولل"]
)
def test_arabic_clitics_do_not_hide_a_name(before: str) -> None:
    assert codes(f"أعلن الناطق {before}منظمة شنغهاي للتعاون عن خطة") == ["SCO"]


def test_the_article_after_the_preposition_li_is_contracted() -> None:
    assert codes("الأمين العام للمنظمة الإسلامية للأمن الغذائي") == ["IOFS"]
    assert codes("اجتماع للصندوق الدولي لإنقاذ بحر آرال") == ["IFAS"]


def test_a_preposition_is_not_part_of_the_evidence_but_the_article_is() -> None:
    assert forms("عضو بالمنظمة الإسلامية للأمن الغذائي") == ["المنظمة الإسلامية للأمن الغذائي"]
    assert forms("قمة لمنظمة شنغهاي للتعاون") == ["منظمة شنغهاي للتعاون"]


@pytest.mark.parametrize("text", ["المكسيكا", "كلاسيكا في قمة آسيا", "سيكافح في أستانا", "موسيكا"])
def test_letters_inside_another_arabic_word_are_no_name(text: str) -> None:
    assert codes(text) == []


def test_another_script_is_a_border() -> None:
    assert codes("قال المدير العام لـIOFSالسيد بايدوليت") == ["IOFS"]
    assert codes("出席SCO峰会", "zh") == ["SCO"]


@pytest.mark.parametrize("ending", ["", "-ға", "-дағы", "-ның", "ға", "ның", "-мен", "’ға"])
def test_kazakh_suffixes_follow_an_acronym(ending: str) -> None:
    assert codes(f"Қазақстан ШЫҰ{ending} мүше", "kk") == ["SCO"]


@pytest.mark.parametrize("ending", ["", "'nin", "’ye", "nin", "'den", "-nin"])
def test_turkish_suffixes_follow_an_acronym(ending: str) -> None:
    assert codes(f"Zirvede TDT{ending} adı geçti", "tr") == ["OTS"]


@pytest.mark.parametrize(
    "form",
    [
        "Шанхайская организация сотрудничества",
        "Шанхайской организации сотрудничества",
        "Шанхайскую организацию сотрудничества",
        "Шанхайской организацией сотрудничества",
        "Шанхайскою организацией сотрудничества",
    ],
)
def test_russian_cases_are_forms(form: str) -> None:
    assert forms(f"О том сообщает {form}.", "ru") == [form]


@pytest.mark.parametrize("written", ["Страны ШОСа", "в ШОСе", "с ШОСом", "к ШОСу"])
def test_russian_acronyms_are_declined_behind_a_consonant(written: str) -> None:
    assert codes(f"{written} на саммите", "ru") == ["SCO"]


@pytest.mark.parametrize("word", ["ШОСсе", "ШОСтка", "ШОСА", "ОДКБы"])
def test_other_endings_make_another_word(word: str) -> None:
    assert codes(f"{word} на саммите", "ru") == []


def test_a_suffix_that_is_glued_belongs_to_the_evidence() -> None:
    assert forms("Шанхай ынтымақтастық ұйымының саммиті", "kk") == ["Шанхай ынтымақтастық ұйымының"]


def test_capitals_of_a_headline_are_read_and_turkish_dotted_i_too() -> None:
    assert codes("TÜRK DEVLETLERİ TEŞKİLATI ZİRVESİ", "tr") == ["OTS"]
    assert codes("SHANGHAI COOPERATION ORGANISATION ADMITS BELARUS", "en") == ["SCO"]


def test_an_acronym_is_compared_letter_by_letter() -> None:
    assert codes("Sco, sco и шос на саммите в Астане", "ru") == []
    assert codes("Открытие МФЦА в Астане", "ru") == []
    assert codes("Заседание правления МФСА в Астане", "ru") == ["IFAS"]


@pytest.mark.parametrize(
    "text", ["www.SCO.com summit", "write to press@SCO at the summit", "SCO2 summit", "DISCO summit"]
)
def test_addresses_and_longer_words_are_no_acronyms(text: str) -> None:
    assert codes(text, "en") == []


def test_a_year_or_a_plus_may_follow_an_acronym() -> None:
    assert codes("Саммит ШОС2025, встреча ШОС+", "ru") == ["SCO"]


def test_chinese_needs_no_borders_and_traditional_signs_are_the_same() -> None:
    assert codes("出席上合组织峰会的外宾", "zh") == ["SCO"]
    assert codes("出席上海合作組織峰會", "zh") == ["SCO"]


# --- what stands inside a name ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "منظمة «شنغهاي» للتعاون",
        "منظمة (شنغهاي للتعاون)",
        "منظمة شنغهاي\u00a0للتعاون",
        "منظمة\nشنغهاي للتعاون",
        "مُنَظَّمَة شَنْغَهاي للتَّعاوُن",
        "منـظـمة شنـغهاي للتعـاون",
        "\u202bمنظمة شنغهاي\u202c للتعاون",
        "منظمه شنغهاى للتعاون",
        "منظمة شنغهاي، للتعاون",
        "منظمة_شنغهاي_للتعاون",
        "منظمة شنغهاي. للتعاون",
        "ﻣﻨﻈﻤﺔ ﺷﻨﻐﻬﺎﻱ ﻟﻠﺘﻌﺎﻭﻥ",
        "منظمةشنغهاي للتعاون",
    ],
)
def test_quotes_marks_blanks_and_stray_signs_do_not_hide_a_name(text: str) -> None:
    assert codes(f"عقدت {text} قمتها") == ["SCO"]


def test_two_words_of_two_sentences_are_no_name() -> None:
    assert codes("انتهت أعمال المنظمة. شنغهاي تستعد للمعرض") == []
    assert codes("هذا رأي المنظمة\n\nشنغهاي مدينة كبيرة") == []


def test_two_words_on_the_sides_of_a_comma_are_no_name() -> None:
    assert codes("شاركت أكثر من منظمة، شنغهاي هي المضيفة") == []
    assert codes("أكبر منظمة، شنغهاي، للتعاون في آسيا") == ["SCO"]


def test_a_word_may_be_divided_at_the_end_of_a_line() -> None:
    assert codes("the Shanghai Coopera-\ntion Organisation", "en") == ["SCO"]
    assert codes("上海合\n作组织", "zh") == ["SCO"]


def test_hashtags_are_read() -> None:
    assert codes("#منظمة_شنغهاي_للتعاون") == ["SCO"]
    assert codes("#SCO_summit in Astana", "en") == ["SCO"]


def test_words_that_stand_far_apart_are_no_name() -> None:
    assert codes("منظمة ........ شنغهاي ........ للتعاون") == []


def test_an_acronym_may_be_dotted() -> None:
    assert codes("Саммит С.В.М.Д.А. в Астане", "ru") == ["CICA"]


# --- others with the same words ---------------------------------------------------------------------------------------


def test_the_longest_form_consumes_what_lies_under_it() -> None:
    assert codes("مجلس تعاون الدول الناطقة بالتركية") == ["OTS"]
    assert codes("منظمة التعاون الاقتصادي والتنمية") == []
    assert codes("Организация экономического сотрудничества и развития", "ru") == []


def test_a_look_alike_consumes_the_name_in_it() -> None:
    assert codes("«بورصة شنغهاي» تدعم عضوية الشركات في القمة") == []
    assert reasons("出席亚信科技峰会", "zh")["亚信"] == "consumed by “亚信科技”"


def test_where_a_rival_is_named_the_acronym_is_its_own() -> None:
    text = "The Scottish Chamber Orchestra will visit China. The SCO meets ministers at a summit in Beijing."
    assert codes(text, "en") == []
    assert codes(
        "The Shanghai Cooperation Organisation invited the Scottish Chamber Orchestra. The SCO met.", "en"
    ) == ["SCO"]


def test_a_bare_acronym_needs_context_and_no_veto() -> None:
    assert codes("SCO publishes its results.", "en") == []
    assert codes("SCO publishes its results. The summit was held in Astana.", "en") == ["SCO"]
    assert codes("SCO sued IBM over Linux. The summit was held in Astana.", "en") == []


def test_a_veto_counts_in_its_sentence_only() -> None:
    assert codes("The SCO summit opened in Astana. An orchestra played later.", "en") == ["SCO"]


def test_the_title_is_context_for_the_text_and_the_text_for_the_title() -> None:
    assert codes("SCO admits a member", "en", title="Leaders gather in Astana") == ["SCO"]
    assert codes("Leaders gather in Astana", "en", title="SCO admits a member") == ["SCO"]


def test_the_full_name_anywhere_frees_the_acronym() -> None:
    tags = TAGGER.tag("SCO at 25", "The Shanghai Cooperation Organization was founded in 2001.", "en")
    assert [(tag.organization, tag.count, tag.in_title) for tag in tags] == [("SCO", 2, True)]


def test_another_core_body_named_beyond_doubt_is_context() -> None:
    assert codes("منظمة الدول التركية (OTS) و(IFAS)", "fa") == ["OTS", "IFAS"]


def test_the_words_of_a_form_are_no_context_for_itself() -> None:
    assert codes("قمة شنغهاي") == []
    assert codes("قمة شنغهاي في تيانجين") == ["SCO"]


def test_quotation_marks_make_the_city_an_organization() -> None:
    assert codes("«شنغهاي» تمنح إيران العضوية") == ["SCO"]
    assert codes("شنغهاي تمنح إيران تسهيلات") == []


def test_letters_mean_something_in_some_languages_only() -> None:
    assert codes("У 86 ОТГ громади обрали голів, Казахстан", "uk") == []
    assert codes("The match starts at 18:00 UTC in Astana.", "en") == []


@pytest.mark.parametrize("text", ["OTS sells Turkish cars in Turkey.", "هدف سيكا الكازاخي يفرح كازاخستان"])
def test_a_country_named_twice_is_one_country(text: str) -> None:
    assert codes(text, "en" if text.isascii() else "ar") == []


def test_a_hospital_of_the_same_letters_is_no_treaty_organization() -> None:
    assert codes("Областная детская клиническая больница (ОДКБ) открыта. ОДКБ ждёт детей.", "ru") == []
    assert codes("Хирурги прооперировали ребёнка в ОДКБ.", "ru") == []
    assert codes("Военные медики ОДКБ на учениях в Киргизии.", "ru") == ["CSTO"]


@pytest.mark.parametrize("text", ["OTS reported record sales in Kazakhstan.", "The SCO clinic in Beijing closed."])
def test_a_country_alone_is_no_context(text: str) -> None:
    assert codes(text, "en") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The Special Claims Office (SCO) of Kazakhstan's ministry held a summit.", "en"),
        ("The International Foundation for Animal Shelters (IFAS) works in Kazakhstan and Uzbekistan.", "en"),
        ("CICA is an abbreviation of Central Institute of Culinary Arts, known from Astana to Baku.", "en"),
        ("Sharqiy hududlar transporti (ShHT) korxonasi", "uz"),
        ("SCO (Senior Compliance Officer) went to a summit in Astana.", "en"),
        ("CSTO stands for Community Support Team Officer.", "en"),
        ("CSTO, short for Community Support Team Officer, is a rank.", "en"),
        ("The Organic Traders Society, or OTS, held a summit in Baku.", "en"),
        ("OTS, the Turkish logistics company, went to the summit in Baku.", "en"),
        ("МФСА — Международная федерация студенческих ассоциаций, саммит прошёл в Астане.", "ru"),
        ("Школа олимпийского спорта (ШОС) открылась в Алматы.", "ru"),
        ("ОДКБ: отдел дорожного контроля и безопасности. Саммит.", "ru"),
        ("L'Office des transports scolaires (OTS) au sommet à Astana.", "fr"),
        ("Özel Teknik Servis (OTS) Bakü zirvesinde.", "tr"),
        ("الجمعية الدولية للسيارات (CICA) في قمة ألماتي", "ar"),
        ("国际汽车协会（CICA）出席峰会", "zh"),
    ],
)
def test_an_acronym_that_the_article_explains_otherwise_is_not_ours(text: str, language: str) -> None:
    assert codes(text, language) == []


def test_what_an_article_explains_holds_for_all_of_it() -> None:
    assert codes("SCO attends the summit in Astana.", "en", title="Special Claims Office (SCO) reformed") == []
    found = TAGGER.explain("", "The Special Claims Office (SCO). Astana summit: SCO speaks.", "en")
    assert {one.why_not for one in found} == {"the article says it is “Special Claims Office”"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The Shanghai Cooperation Organistion (SCO) met in Astana.", "SCO"),
        ("The Organisation of Turkophone States (OTS) met in Baku.", "OTS"),
        ("The Shanghai Cooperation Organisation invited the Special Claims Office (SCO).", "SCO"),
        ("Организация договора коллективной безопасности (ОДКБ) провела учения", "CSTO"),
        ("ШОС — опора стабильности Центральной Азии", "SCO"),
        ("Armenia quits CSTO, the newspaper reported.", "CSTO"),
    ],
)
def test_an_acronym_that_is_explained_as_ours_stays_ours(text: str, code: str) -> None:
    assert codes(text, "en" if text.isascii() else "ru") == [code]


def test_a_part_of_a_body_counts_for_the_body_too() -> None:
    assert codes("Учения провела Региональная антитеррористическая структура", "ru") == ["SCO-RATS", "SCO"]


# --- the whole --------------------------------------------------------------------------------------------------------


def test_tags_come_in_the_order_in_which_they_are_named() -> None:
    title, text = "قمة منظمة الدول التركية", "تجتمع منظمة شنغهاي للتعاون ومنظمة معاهدة الأمن الجماعي"
    assert codes(text, title=title) == ["OTS", "SCO", "CSTO"]


def test_evidence_is_in_reading_order_with_the_title_first() -> None:
    title, text = "منظمة الدول التركية في سطور", "كانت منظمة الدول التركية تسمى المجلس التركي."
    (tag,) = TAGGER.tag(title, text, "ar")
    assert [(mention.field, mention.form) for mention in tag.mentions] == [
        ("title", "منظمة الدول التركية"),
        ("text", "منظمة الدول التركية"),
        ("text", "المجلس التركي"),
    ]
    _assert_evidence_holds((tag,), title, text)


def test_evidence_is_bounded_and_the_count_is_not() -> None:
    (tag,) = TAGGER.tag("منظمة الدول التركية", "منظمة الدول التركية " * 1_000, "ar")
    assert (tag.count, len(tag.mentions), tag.in_title) == (1_001, MOST_EVIDENCE, True)
    (tag,) = TAGGER.tag("", "منظمة الدول التركية " * MOST_EVIDENCE, "ar")
    assert (tag.count, tag.unlisted) == (MOST_EVIDENCE, 0)


def test_evidence_names_its_rule() -> None:
    tags = TAGGER.tag("", "Саммит ШОС. Шанхайской организации сотрудничества", "ru")
    assert [mention.rule for mention in tags[0].mentions] == ["acronym:ru", "pattern:ru-sco"]


def test_an_explanation_says_why_and_why_not() -> None:
    text = "SCO sued IBM. The SCOPE of it… SCO Group; OTS is quiet. Organization of Turkic States"
    found = {(text[one.start : one.end], one.start): one.why_not for one in TAGGER.explain("", text, "en")}
    assert found["SCO", 0] == "vetoed by “IBM” in its sentence"
    assert found["SCO", text.index("SCOPE")] == "a word goes on behind it"
    assert found["SCO Group", text.index("SCO Group")] == "a look-alike"
    assert found["OTS", text.index("OTS")] == ""
    assert found["Organization of Turkic States", text.index("Organization")] == ""


@pytest.mark.parametrize(
    ("title", "text", "language", "because"),
    [
        ("", "SCO holds a summit.", "en", "context word “summit*” in the article"),
        ("", "SCO meets in Astana.", "en", "context words “Astana” and “meets” in the article"),
        ("", "SCO flew from Astana to Tashkent.", "en", "context words “Astana” and “Tashkent” in the article"),
        ("Turkic Council", "CICA grows.", "en", "the article names OTS"),
        ("", "Shanghai Cooperation Organization. SCO grows.", "en", "the article names it in full"),
        ("", "وفد CICA", "ar", "in this language (ar) it means nothing else"),
        ("", "وفد IOFS", "ar", "nothing speaks against it"),
        ("", "قمتا بريكس وشنغهاي", "ar", "context word “بريكس وشنغهاي” in its sentence"),
        ("", "منظمة شنغهاي للتعاون", "ar", ""),
    ],
)
def test_an_explanation_says_what_spoke_for_a_form(title: str, text: str, language: str, because: str) -> None:
    found = [one for one in TAGGER.explain(title, text, language) if not one.why_not and one.field == "text"]
    assert because in [one.because for one in found]


def test_what_is_explained_as_tagged_is_what_is_tagged() -> None:
    title, text = "SCO summit", "Shanghai Cooperation Organisation, OTS, CICA stay, Turkic Council"
    tagged = {(m.field, m.start) for tag in TAGGER.tag(title, text, "en") for m in tag.mentions}
    assert {(one.field, one.start) for one in TAGGER.explain(title, text, "en") if not one.why_not} == tagged


@pytest.mark.shared
def test_the_seed_article_names_all_six_core_bodies(shared_data: Path) -> None:
    title, _, text = (shared_data / "seed_article.ar.txt").read_text("utf-8").partition("\n")
    tags = TAGGER.tag(title, text, "ar")
    assert sorted(tag.organization for tag in tags) == sorted(SEED)
    _assert_evidence_holds(tags, title, text)
    csto = next(tag for tag in tags if tag.organization == "CSTO")
    assert [mention.form for mention in csto.mentions] == ["المنظمة الجماعية. منظمة معاهدة الأمن", "CSTO"]


_PIECES = st.sampled_from(
    [
        *(form.written for body in WATCH_LIST.organizations for form in forms_of(body)[::41]),
        *"وفبكل .،«»\n\u0640\u064e\u200f\u00a0'-()",
        "саммит ", "قمة ", "in Astana ", "峰会", "IBM ", "\ud800", "İ", "ß", "ﬁ",
    ]
)  # fmt: skip
_TEXTS = st.lists(_PIECES, max_size=14).map("".join)


@settings(max_examples=300, deadline=None)
@given(title=_TEXTS, text=_TEXTS, language=st.sampled_from(["ar", "ru", "kk", "en", "zh", "tr", "und", ""]))
def test_evidence_always_leads_back_to_the_letters(title: str, text: str, language: str) -> None:
    tags = TAGGER.tag(title, text, language)
    _assert_evidence_holds(tags, title, text)
    assert TAGGER.tag(title, text, language) == tags
    for tag in tags:
        places = [(mention.field != "title", mention.start) for mention in tag.mentions]
        assert places == sorted(places)


@settings(max_examples=200, deadline=None)
@given(text=_TEXTS)
def test_mentions_do_not_overlap(text: str) -> None:
    spans = sorted({(m.start, m.end) for tag in TAGGER.tag("", text, "ar") for m in tag.mentions})
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    _assert_evidence_holds(TAGGER.tag(text, text, "und"), text, text)


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("منظمة شنغهاي للتعاون " * 20_000, 20_000),
        ("SCO " * 20_000 + "summit", 20_000),
        ("و" * 1_000_000, 0),
        ("a" * 1_000_000, 0),
        ("SCO" * 100_000, 0),
        ("SCO (" * 20_000 + "summit", 20_000),
        ("or SCO, a b c d e " * 10_000 + "summit", 10_000),
        ("منظمة " * 100_000, 0),
        ("\u064e" * 300_000 + "منظمة شنغهاي", 1),
        ("منظمة" + " " * 300_000 + "شنغهاي", 0),
        ("«" * 300_000, 0),
    ],
)
def test_hostile_texts_take_bounded_time(text: str, count: int) -> None:
    began = time.process_time()
    tags = TAGGER.tag("", text, "en" if text.isascii() else "ar")
    assert time.process_time() - began < 6
    assert sum(tag.count for tag in tags) == count


def test_a_line_that_repeats_a_name_for_ever_is_looked_through_so_far_and_no_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("press.tagging.MOST_FINDINGS", 1_000)
    began = time.process_time()
    (tag,) = TAGGER.tag("", "SCO summit " * 100_000, "en")
    assert time.process_time() - began < 5
    assert (tag.count, len(tag.mentions)) == (1_000, MOST_EVIDENCE)


def test_lone_surrogates_and_mixed_directions_are_read() -> None:
    assert codes("\ud83d قمة SCO في \u202dAstana\u202c \udfff") == ["SCO"]


def test_cleaning_a_text_changes_no_tag() -> None:
    for file in sorted((Path(__file__).resolve().parents[1] / "golden" / "tagging").glob("*.jsonl")):
        for row in map(json.loads, file.read_text("utf-8").splitlines()):
            assert codes(clean_text(row["text"]), row["language"]) == codes(row["text"], row["language"]), row


def test_a_tagger_of_an_own_list(tmp_path: Path) -> None:
    tagger = _own(
        tmp_path,
        '[[organization]]\ncode = "XY"\ntier = "core"\nname = "X"\n[organization.names.en]\n"Union of Ys" = "high"\n',
    )
    (tag,) = tagger.tag("", "the Union of Ys", "en")
    assert (tag.organization, tag.mentions[0].rule) == ("XY", "name:en")


def test_a_body_that_is_not_tagged_only_consumes(tmp_path: Path) -> None:
    tagger = _own(
        tmp_path,
        '[[organization]]\ncode = "XY"\ntier = "core"\nname = "X"\n[organization.names.en]\n"Union of Ys" = "high"\n\n'
        '[[organization]]\ncode = "XYZ"\ntier = "neighbour"\nname = "X"\ntagged = false\n[organization.names.en]\n"Union of Ys and Zs" = "high"\n',
    )
    assert tagger.tag("", "the Union of Ys and Zs", "en") == ()


def _tags(watch_list: WatchList, **article: Any) -> tuple[Tag, ...]:
    return Tagger(watch_list).tag(**article)


def test_the_same_list_from_files_in_another_order_tags_the_same() -> None:
    files = sorted((Path(__file__).resolve().parents[2] / "config" / "organizations").glob("*.toml"))
    other = read_watch_list(reversed(files))
    article: dict[str, Any] = {"title": "SCO", "text": "قمة منظمة شنغهاي للتعاون وOTS", "language": "ar"}
    assert other.version == WATCH_LIST.version
    assert _tags(other, **article) == TAGGER.tag(**article)
