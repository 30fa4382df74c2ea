"""Who wrote it, where, and which agency is quoted as the source."""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press import credits
from press.agencies import Agencies, Agency, shipped_agencies
from press.credits import read_byline
from press.entities import agencies_of, shipped_entities

AGENCIES = Agencies(shipped_agencies())


def read_credit(title: str, text: str) -> str | None:
    return credits.read_credit(title, text, AGENCIES)


def read_dateline(text: str) -> str | None:
    return credits.read_dateline(text, AGENCIES)


DATELINES = [
    ("أستانا - كازينفورم - عقد الرئيس اجتماعا", "kazinform", "أستانا - كازينفورم"),
    ("أستانا. 8 يوليو. كازينفورم - عقد الرئيس اجتماعا", "kazinform", "أستانا. 8 يوليو. كازينفورم"),
    ("АСТАНА. КАЗИНФОРМ – Глава государства принял", "kazinform", "АСТАНА. КАЗИНФОРМ"),
    ("НУР-СУЛТАН. КАЗИНФОРМ - Глава государства принял", "kazinform", "НУР-СУЛТАН. КАЗИНФОРМ"),
    ("ASTANA. KAZINFORM - The President received", "kazinform", "ASTANA. KAZINFORM"),
    ("АСТАНА. KAZINFORM – Мемлекет басшысы қабылдады", "kazinform", "АСТАНА. KAZINFORM"),
    ("АСТАНА. ҚазАқпарат - Мемлекет басшысы қабылдады", "kazinform", "АСТАНА. ҚазАқпарат"),
    ("BEIJING, Oct. 12 (Xinhua) -- The minister said", "xinhua", "BEIJING, Oct. 12 (Xinhua)"),
    ("بكين 4 يوليو 2024 (شينخوا) قال الوزير", "xinhua", "بكين 4 يوليو 2024 (شينخوا)"),
    ("新华社北京10月12日电 外交部发言人表示", "xinhua", "新华社北京10月12日电"),
    ("МОСКВА, 12 октября. /ТАСС/. Министр сообщил", "tass", "МОСКВА, 12 октября. /ТАСС/"),
    ("МОСКВА, 12 окт – РИА Новости. Министр сообщил", "ria", "МОСКВА, 12 окт – РИА Новости"),
    ("أبوظبي في 12 يوليو / وام / بحث الوزير", "wam", None),
    ("أبوظبي (وام): بحث الوزير", "wam", "أبوظبي (وام)"),
    ("الرباط 22 يوليوز 2022 (ومع) أعلن الوزير", "map", "الرباط 22 يوليوز 2022 (ومع)"),
    ("باريس (أ ف ب) - قال الوزير", "afp", "باريس (أ ف ب)"),
    ("PARIS (AFP) - The minister said", "afp", "PARIS (AFP)"),
    ("ANKARA (AA) - Bakan açıkladı", "anadolu", "ANKARA (AA)"),
    ("TEHRAN, Jul. 04 (MNA) – The minister said", "mehr", "TEHRAN, Jul. 04 (MNA)"),
    ("Baku, July 4, AZERTAC - The minister said", "azertac", "Baku, July 4, AZERTAC"),
    ("МИНСК, 4 июля. /БЕЛТА/. Министр сообщил", "belta", "МИНСК, 4 июля. /БЕЛТА/"),
]
SAID = [
    ("وفي بيان صدر مؤخرا لوكالة أنباء كازينفورم أكد الأمين العام", "kazinform"),
    ("انعقدت القمة، نقلا عن وكالة كازينفورم", "kazinform"),
    ("انعقدت القمة، وفقا لوكالة كازينفورم", "kazinform"),
    ("وأكد في تصريح لكازينفورم أن القمة", "kazinform"),
    ("ذكرت وكالة رويترز أن القمة", "reuters"),
    ("نقلت وكالة تاس عن الوزير قوله", "tass"),
    ("أفادت وكالة الأنباء القطرية (قنا) بأن", "qna"),
    ("بحسب وكالة شينخوا الصينية فإن", "xinhua"),
    ("Саммит открылся, передает МИА «Казинформ».", "kazinform"),
    ("Саммит открылся, сообщает Казинформ со ссылкой на Акорду.", "kazinform"),
    ("Об этом сообщает корреспондент агентства Kazinform.", "kazinform"),
    ("Саммит открылся, сообщает ТАСС.", "tass"),
    ("Саммит открылся, сообщает агентство ТАСС.", "tass"),
    ("Саммит өтті, деп хабарлайды Kazinform.", "kazinform"),
    ("Саммит өтті, деп хабарлайды ҚазАқпарат халықаралық агенттігінің тілшісі.", "kazinform"),
    ("Саммит өтті, - деп хабарлайды Kazinform тілшісі.", "kazinform"),
    ("The summit opened, Kazinform reports.", "kazinform"),
    ("The summit opened, Kazinform has learned from Akorda.", "kazinform"),
    ("The summit opened, according to Xinhua News Agency.", "xinhua"),
    ("The summit opened, the state news agency Xinhua reported.", "xinhua"),
    ("وذكرت وكالة أنباء كازاخستان أن القمة", "kazinform"),
    ("افتتحت القمة، بحسب وكالة الأنباء الكازاخستانية.", "kazinform"),
    ("ساممىت ءوتتى، دەپ حابارلايدى قازاقپارات.", "kazinform"),
    ("ساممىت اشىلدى، دەپ حابارلادى قازاقپارات تىلشىسى", "kazinform"),
    ("قازاقپارات حابارلادى", "kazinform"),
    ("据哈通社报道，峰会开幕", "kazinform"),
    ("据新华社报道，峰会开幕", "xinhua"),
    ("به گزارش خبرگزاری ایرنا، اجلاس آغاز شد", "irna"),
    ("به نقل از ایسنا اجلاس آغاز شد", "isna"),
    ("Zirve, Anadolu Ajansı'nın haberine göre başladı", "anadolu"),
    ("انعقدت القمة وناقش الوزراء الأمن.\nالمصدر: كازينفورم", "kazinform"),
    ("انعقدت القمة وناقش الوزراء الأمن.\n--(بترا)", "petra"),
    ("The summit opened.\nSource: Xinhua", "xinhua"),
    ("峰会开幕。\n来源：新华网", "xinhua"),
]
NOT_CREDITED = [
    "قال المدير العام لوكالة شينخوا إن التعاون مهم",
    "زار الوفد مقر وكالة تاس في موسكو",
    "وام الناس حول الموقع، بنا السلام وطنه",
    "ذكرت وكالة رويترز أن القمة، ونقلت وكالة تاس عن الوزير",
    "Reuters and TASS are news agencies.",
    "The AP course was hard, and the RT was long (see AA).",
    "He worked at Kazinform for ten years.",
    "Он десять лет работал в Казинформе.",
    "وكالة أنباء كازاخستان تحتفل بعيدها",
    "У него была своя риа и таасс",
    "",
]


@pytest.mark.parametrize(("text", "code", "dateline"), DATELINES)
def test_a_dateline_names_the_agency(text: str, code: str, dateline: str | None) -> None:
    assert read_credit("", text) == code
    assert read_credit("", f"عنوان\n{text}\nوذكرت وكالة رويترز أيضا") == code
    if dateline:
        assert read_dateline(text) == dateline


@pytest.mark.parametrize(("text", "code"), SAID)
def test_the_text_says_whom_it_quotes(text: str, code: str | None) -> None:
    assert read_credit("", text) == code


@pytest.mark.parametrize("text", NOT_CREDITED)
def test_an_agency_that_is_not_quoted_or_not_alone_gives_no_credit(text: str) -> None:
    assert read_credit("", text) is None
    assert read_dateline(text) is None


def test_the_title_is_asked_when_the_text_says_nothing() -> None:
    assert read_credit("كازينفورم: انطلاق القمة", "انطلقت القمة اليوم") is None
    assert read_credit("القمة تنطلق غدا، وفقا لوكالة كازينفورم", "انطلقت القمة اليوم") == "kazinform"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("بقلم محمد العلي\nنص", "محمد العلي"),
        ("بقلم: د. محمد العلي\nنص", "د. محمد العلي"),
        ("عنوان\nكتبت: سارة أحمد\nنص", "سارة أحمد"),
        ("كتب - أحمد علي\nنص", "أحمد علي"),
        ("كتبت – سارة محمود\nنص", "سارة محمود"),
        ("كتب/ أحمد علي\nنص", "أحمد علي"),
        ("إعداد | منى حسن\nنص", "منى حسن"),
        ("Автор — Иван Петров\nтекст", "Иван Петров"),
        ("كتب أحمد علي\nنص", "أحمد علي"),
        ("كتبت سارة محمود:\nنص", "سارة محمود"),
        ("كتب عبد الرحمن الشامي\nنص", "عبد الرحمن الشامي"),
        ("كتب على صفحته أمس\nنص", None),
        ("كتب محمد في صحيفة محلية\nنص", None),
        ("كتب محمد رسالة طويلة.\nنص", None),
        ("كتب الرئيس رسالة\nنص", None),
        ("Muhabir: Ali Demir\nmetin", "Ali Demir"),
        ("كتب - القاهرة\nنص", None),
        ("كتب - القاهرة الإخبارية\nنص", None),
        ("By John Smith\nText", "John Smith"),
        ("By John Smith | July 4, 2024\nText", "John Smith"),
        ("Автор: Иван Петров\nтекст", "Иван Петров"),
        ("текст\nещё текст\nАвтор: Динара Жусупбекова", "Динара Жусупбекова"),
        ("Авторы: Иван Петров, Анна Ким\nтекст", "Иван Петров"),
        ("نویسنده: علی رضایی\nمتن", "علی رضایی"),
        ("Yazar: Ayşe Yılmaz\nmetin", "Ayşe Yılmaz"),
        ("作者：李明\n正文", "李明"),
        ("By the way, this is no byline\nText", None),
        ("By 2030 the region will\nText", None),
        ("كتب الرئيس رسالة إلى الأمين العام\nنص", None),
        ("Автор: неизвестен и никому не нужен был\nтекст", None),
        ("Text without any", None),
        ("", None),
    ],
)
def test_a_byline_is_a_name_on_a_line_of_its_own(text: str, name: str | None) -> None:
    assert read_byline(text) == name


def test_no_name_of_an_agency_stands_for_two() -> None:
    forms = [form for agency in shipped_agencies() for form in {*agency.names, *agency.acronyms}]
    assert sorted({form for form in forms if forms.count(form) > 1}) == []
    assert len({agency.code for agency in shipped_agencies()}) == len(shipped_agencies())


def test_what_is_read_quickly_is_what_is_read_with_care() -> None:
    assert agencies_of(shipped_entities()) == shipped_agencies()


def test_an_agency_of_an_own_list_is_credited_and_an_empty_list_credits_nobody() -> None:
    own = Agencies([Agency(code="nur", names=("وكالة نور",), acronyms=("نور",))])
    assert credits.read_credit("", "أستانا - وكالة نور - عقد الرئيس اجتماعا", own) == "nur"
    assert credits.read_credit("", "أستانا - كازينفورم - عقد الرئيس اجتماعا", own) is None
    assert credits.read_credit("", "أستانا - كازينفورم - عقد الرئيس اجتماعا", Agencies([])) is None


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    code = read_credit(text, text)
    assert code is None or code in {agency.code for agency in shipped_agencies()}
    read_byline(text)
    read_dateline(text)


@pytest.mark.parametrize("part", ["كازينفورم ", "x", "по данным ", "by ", "\ud800", "(وام) ", "\n", "Казинформ", "İ"])
def test_five_megabytes_of_anything_are_answered_at_once(part: str) -> None:
    text = part * (5_000_000 // len(part))
    start = process_time()
    read_credit(text, text)
    read_byline(text)
    read_dateline(text)
    assert process_time() - start < 2.0


@pytest.mark.shared
def test_the_seed_article_is_signed_and_quotes_kazinform(shared_data: Path) -> None:
    text = (shared_data / "seed_article.ar.txt").read_text("utf-8")
    assert read_credit("", text) == "kazinform"
    assert (read_byline(text) or "").startswith("شعيب")
