"""Dates as printed and as machines write them: golden cases by language, and what must hold for any input."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.articles import Precision
from press.dates import DateReading, is_only_date, read_date, read_machine_date
from press.errors import UsageError

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "dates"
CASES: list[dict[str, Any]] = [
    json.loads(line) for file in sorted(GOLDEN.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()
]
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
EGYPT = ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]
LEVANT = [
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
]
MOROCCO = ["يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"]
ALGERIA = ["جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]
RUSSIA = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
KAZAKHSTAN = [
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
]
TURKEY = ["Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_a_printed_date_means_what_the_golden_case_says(case: dict[str, Any]) -> None:
    not_after = datetime.fromisoformat(case["not_after"]).replace(tzinfo=UTC) if "not_after" in case else None
    reading = read_date(case["text"], language=case["language"], zone=case.get("zone"), not_after=not_after)
    if tolerance := case.get("tolerance_days"):
        assert reading.published is not None
        assert abs(date.fromisoformat(reading.published) - date.fromisoformat(case["expected"])).days <= tolerance
    else:
        assert reading.published == case["expected"], reading.reason
    assert (reading.published is None) == bool(reading.reason)


def test_golden_cases_have_names_of_their_own() -> None:
    names = [case["id"] for case in CASES]
    assert len(names) == len(set(names)) >= 250


@given(day=DAYS, names=st.sampled_from((EGYPT, LEVANT, MOROCCO, ALGERIA)), digits=st.sampled_from(("0123456789", None)))
def test_every_day_is_read_in_every_arabic_way_of_naming_months(
    day: date, names: list[str], digits: str | None
) -> None:
    text = f"{day.day} {names[day.month - 1]} {day.year}"
    assert read_date(text if digits else text.translate(ARABIC_DIGITS), language="ar").published == day.isoformat()


@given(day=DAYS)
def test_every_day_is_read_in_russian_kazakh_turkish_and_chinese(day: date) -> None:
    written = {
        "ru": f"{day.day} {RUSSIA[day.month - 1]} {day.year} года",
        "kk": f"{day.year} жылғы {day.day} {KAZAKHSTAN[day.month - 1]}",
        "tr": f"{day.day} {TURKEY[day.month - 1]} {day.year}",
        "zh": f"{day.year}年{day.month}月{day.day}日",
    }
    for language, text in written.items():
        assert read_date(text, language=language).published == day.isoformat(), text


@given(first=DAYS, second=DAYS)
def test_two_different_dates_are_never_one(first: date, second: date) -> None:
    text = f"{first:%d.%m.%Y} | {second:%d.%m.%Y}"
    assert (read_date(text, language="ru").published is None) == (first != second)


@given(day=DAYS, shift=st.integers(1, 6))
def test_a_weekday_of_another_day_makes_a_date_uncertain(day: date, shift: int) -> None:
    wrong = day + timedelta(days=shift)
    assert read_date(f"{wrong:%A}, {day:%d %B %Y}", language="en").published is None
    assert read_date(f"{day:%A}, {day:%d %B %Y}", language="en").published == day.isoformat()


@given(st.text(max_size=300), st.sampled_from((None, "ar", "en", "fa", "zh", "xx-Yyyy")))
def test_any_text_gets_an_answer_in_shape(text: str, language: str | None) -> None:
    for reading in (read_date(text, language=language), read_machine_date(text)):
        _is_in_shape(reading)


@given(st.text(alphabet="0123456789٠١٢:/-.، +GMTZمصAPيوليوجويلية一月日年ж\ud800\u200f\n", max_size=80))
def test_anything_made_of_the_parts_of_dates_gets_an_answer_in_shape(text: str) -> None:
    for reading in (read_date(text, language="ar", zone="Asia/Almaty"), read_machine_date(text)):
        _is_in_shape(reading)


def _is_in_shape(reading: DateReading) -> None:
    if reading.published is None:
        assert reading.reason
        assert (reading.moment, reading.precision, reading.offset_minutes) == (None, None, None)
        return
    assert not reading.reason
    assert reading.moment is not None
    assert reading.moment.utcoffset() == timedelta()
    printed = datetime.fromisoformat(reading.published)
    assert (reading.precision is Precision.DAY) == ("T" not in reading.published)
    if printed.tzinfo is not None:
        assert printed == reading.moment


@pytest.mark.parametrize(
    ("line", "is_stamp"),
    [
        ("الجمعة 24 مايو 2024", True),
        ("24 كانون الثاني 2024 الساعة 10:20 مساء", True),
        ("1 رمضان 1445هـ - 11 مارس 2024م", True),
        ("4 июля 2024 года, 15:20", True),
        ("2024年7月4日 星期四", True),
        ("أستانا 24 مايو 2024", False),
        ("24 مايو 2024 يوم تاريخي للمدينة", False),
        ("24 мая 2024 года открыт мост", False),
        ("2024", False),
        ("", False),
    ],
)
def test_a_line_that_is_only_a_date_is_told_from_a_sentence(line: str, is_stamp: bool) -> None:
    assert is_only_date(line) is is_stamp


@pytest.mark.parametrize(
    "part", ["4 - ", "4 يوليو ", "1/1/", "10:20 ", "نشر ", " ", "+", "م", "年1月", "utc+", "\ud800", "2024-"]
)
def test_five_megabytes_of_anything_are_answered_at_once(part: str) -> None:
    text = part * (5_000_000 // len(part))
    assert read_date(text, language="ar").published is None
    assert read_machine_date(text).published is None


def test_the_moment_is_utc_and_follows_the_zone_at_that_time() -> None:
    winter = read_date("29 ақпан 2024, 10:00", language="kk", zone="Asia/Almaty")
    summer = read_date("1 наурыз 2024, 10:00", language="kk", zone="Asia/Almaty")
    assert (winter.published, winter.offset_minutes) == ("2024-02-29T10:00+06:00", 360)
    assert (summer.published, summer.offset_minutes) == ("2024-03-01T10:00+05:00", 300)
    assert summer.moment == datetime(2024, 3, 1, 5, 0, tzinfo=UTC)


def test_a_day_without_a_clock_is_midnight_of_the_zone_and_carries_its_offset() -> None:
    reading = read_date("1 июля 2024", language="ru", zone="Asia/Almaty")
    assert (reading.published, reading.precision, reading.offset_minutes) == ("2024-07-01", Precision.DAY, 300)
    assert reading.moment == datetime(2024, 6, 30, 19, 0, tzinfo=UTC)


def test_without_any_zone_the_clock_is_taken_as_utc_and_no_offset_is_claimed() -> None:
    reading = read_date("1 июля 2024, 10:20", language="ru")
    assert (reading.moment, reading.offset_minutes) == (datetime(2024, 7, 1, 10, 20, tzinfo=UTC), None)


def test_a_printed_offset_wins_over_the_zone() -> None:
    reading = read_date("4 July 2024 10:20 GMT+3", language="en", zone="Asia/Almaty")
    assert (reading.published, reading.offset_minutes) == ("2024-07-04T10:20+03:00", 180)


def test_tomorrow_is_refused_but_today_further_east_is_not() -> None:
    fetched = datetime(2024, 7, 1, 20, 0, tzinfo=UTC)
    assert read_date("2 июля 2024", language="ru", not_after=fetched).published == "2024-07-02"
    assert read_date("2 июля 2024", language="ru", zone="Europe/London", not_after=fetched).published is None
    assert read_date("3 июля 2024", language="ru", not_after=fetched).reason == "2024-07-03 is in the future"


def test_a_zone_that_does_not_exist_is_wrong_use() -> None:
    for zone in ("Mars/Olympus", "../../etc/passwd", "Asia", ""):
        with pytest.raises(UsageError, match="unknown time zone"):
            read_date("4 July 2024", zone=zone)


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("2024-07-01T10:20:00+05:00", "2024-07-01T10:20:00+05:00"),
        ("2024-07-01T10:20:00+0500", "2024-07-01T10:20:00+05:00"),
        ("2024-07-01T10:20:00.123456789Z", "2024-07-01T10:20:00+00:00"),
        ("2024-07-01T10:20Z", "2024-07-01T10:20+00:00"),
        ("2024-07-01 10:20:00", "2024-07-01T10:20:00"),
        ("2024-07-01 10:20:00 +05:00", "2024-07-01T10:20:00+05:00"),
        ("2024-07-01 10:20:00 UTC", "2024-07-01T10:20:00+00:00"),
        ("2024-07-01T10:20:00+05:00[Asia/Almaty]", "2024-07-01T10:20:00+05:00"),
        ("20240701T102000Z", "2024-07-01T10:20:00+00:00"),
        ("2024-07-01", "2024-07-01"),
        ("20240701", "2024-07-01"),
        ("2024-07-01T24:00:00Z", "2024-07-02T00:00:00+00:00"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00"),
        ("2024-07-01T25:00:00Z", "2024-07-01"),
        ("Mon, 01 Jul 2024 10:20:00 GMT", "2024-07-01T10:20:00+00:00"),
        ("Mon, 1 Jul 2024 10:20:00 +0500", "2024-07-01T10:20:00+05:00"),
        ("Fri, 01 Jul 2024 10:20:00 GMT", "2024-07-01T10:20:00+00:00"),
        ("1 Jul 24 10:20 EST", "2024-07-01T10:20-05:00"),
        ("1 Jul 94 10:20 PDT", "1994-07-01T10:20-07:00"),
        ("Mon, 01 Jul 2024 10:20:00 MSK", "2024-07-01T10:20:00+03:00"),
        ("Mon, 01 July 2024 10:20:00 GMT+3", "2024-07-01T10:20:00+03:00"),
        ("Mon, 01 Jul 2024 10:20:00 K", "2024-07-01"),
        ("Mon, 01 Jul 2024 10:20:00 IST", "2024-07-01"),
        ("Mon, 01 Jul 2024 10:20:00 CST", "2024-07-01T10:20:00-06:00"),
        ("Mon Jul 01 10:20:00 CST 2024", "2024-07-01"),
        ("Mon, 01 Jul 2024 10:20:00 +0500 (PKT)", "2024-07-01T10:20:00+05:00"),
        ("Mon Jul  1 10:20:00 2024", "2024-07-01T10:20:00"),
        ("Mon Jul  1 10:20:00 EDT 2024", "2024-07-01T10:20:00-04:00"),
        ("Пн, 01 июл 2024 10:20:00 +0500", "2024-07-01T10:20:00+05:00"),
        ("الإثنين, 01 تموز 2024 10:20:00 +0300", "2024-07-01T10:20:00+03:00"),
        ("1719829200", "2024-07-01T10:20:00+00:00"),
        ("1719829200000", "2024-07-01T10:20:00+00:00"),
        ("2024-07", None),
        ("2024", None),
        ("2024-02-30", None),
        ("0001-01-01T00:00:00", None),
        ("0000-00-00 00:00:00", None),
        ("1970-01-01T00:00:00Z", None),
        ("Updated 1 July 2024", None),
        ("Published 1 July 2024", "2024-07-01"),
        ("Monday 1 July 2024", "2024-07-01"),
        ("Mo, 01 Jul 2024", "2024-07-01"),
        ("2024-07-01T10:20:08:684Z", "2024-07-01T10:20:08+00:00"),
        ("now", None),
        ("null", None),
        ("", None),
        ("01/02/2024", None),
    ],
)
def test_dates_of_machines_are_read_as_their_standards_say(text: str, published: str | None) -> None:
    assert read_machine_date(text).published == published


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_what_isoformat_writes_is_read_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    assert read_machine_date(moment.isoformat()).moment == moment
    assert read_machine_date(moment.strftime("%a, %d %b %Y %H:%M:%S +0000")).moment == moment
