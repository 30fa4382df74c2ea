"""Days written in numbers: 29-7-2022, 2022/07/29, ١٤٤١/١١/٩هـ, 2024年7月1日."""

import re
from datetime import date
from typing import Final

from press.date_calendars import gregorian_day
from press.date_days import Finding, FoundDay, NoDay, found, weekdays_beside
from press.date_months import Calendar

# Languages whose press writes the day first beyond doubt, so that 03/04/2022 is the third of April.
_DAY_FIRST: Final = frozenset(
    "ar ru kk ky tg uz uk be bg sr mk tr az tk fr de es pt it pl cs sk ro nl da nb nn no fi el id hi he ur ug ckb sq ca hr "
    "sl et lv hy ka".split()
)
_SOLAR: Final = frozenset(("fa", "ps", "prs"))
_SIGNED: Final = re.compile(
    r"(?<!\d)(?P<y>\d{4})\s?(?:年|년|оны|-?يىلى|-?جىلعى)\s?(?P<m>\d{1,2})\s?"
    r"(?:月|월|-?ياينىڭ|-?ايدىڭ|(?:р|дугаар|дүгээр)?\s?сарын)\s?(?P<d>\d{1,2})(?!\d)(?:\s?(?:日|号|일))?"
    r"(?P<tail>\s?(?:至|到|-|~|、|から)\s?(?:\d{1,2}\s?月)?\s?\d{1,2}\s?(?:日|号|일))?"
)
_NUMERIC: Final = re.compile(
    r"(?<![\d./])(?:(?P<low>\d{1,2})\s?-\s?(?=\d{1,2}\s?[./]))?(?P<a>\d{4}|\d{1,2})\s{0,2}(?P<sign>[./-])\s{0,2}"
    r"(?P<b>\d{1,2})\s{0,2}(?P=sign)\s{0,2}(?P<c>\d{4}|\d{1,2})(?!\d)(?![./-]\d)(?P<mark>\s?(?:ه\.?\s?ش|ه\.?\s?ق|ه|هجري|هجريه|شمسي|قمري)(?!\w))?"
)
_HAN_DATE: Final = re.compile(
    r"([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_HAN_DIGITS: Final = str.maketrans("〇零一二三四五六七八九", "00123456789")


def take_numeric_days(text: str, language: str | None) -> tuple[list[Finding], str]:
    """The days written in numbers, and the text with each of them blanked out at equal length.

    language: primary BCP 47 subtag of the page; it decides which of two small numbers is the day.
    """
    findings: list[Finding] = []
    text = _HAN_DATE.sub(_han_to_digits, text)
    for match in _SIGNED.finditer(text):
        findings.append(_read_signed(match, text))
        text = _blank(text, match)
    for match in _NUMERIC.finditer(text):
        findings.append(_read_numeric(match, text, language))
        text = _blank(text, match)
    return findings, text


def _blank(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]


def _han_to_digits(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    return f"{year.translate(_HAN_DIGITS)}年{_han_number(month)}月{_han_number(day)}日"


def _han_number(signs: str) -> int:
    """One to ninety-nine, as in 三十一."""
    tens, ten, ones = signs.partition("十")
    number = int(ones.translate(_HAN_DIGITS)) if ones and "十" not in ones else 0
    if not ten:
        return int(tens.translate(_HAN_DIGITS))
    return (int(tens.translate(_HAN_DIGITS)) if tens else 1) * 10 + number


def _read_signed(match: re.Match[str], text: str) -> Finding:
    if match["tail"]:
        return NoDay("a range of days")
    beside = weekdays_beside(text, match.start(), match.end())
    return found(Calendar.GREGORIAN, int(match["y"]), int(match["m"]), int(match["d"]), beside)


def _read_numeric(match: re.Match[str], text: str, language: str | None) -> Finding:
    first, middle, last = match["a"], int(match["b"]), match["c"]
    beside = weekdays_beside(text, match.start(), match.end())
    if match["low"] and int(match["low"]) < int(first):
        return NoDay("a range of days")
    if len(first) == 4 and len(last) <= 2:
        return _in_calendar(int(first), middle, int(last), match["mark"], language, beside)
    if len(first) == 4:
        return NoDay(f"“{match.group().strip()}” has two years")
    if len(last) <= 2:
        return _short_year(int(first), middle, int(last), match["sign"], language, beside)
    year, one = int(last), int(first)
    if year < 1800 or one > 12 or one == middle:
        return _in_calendar(year, middle, one, match["mark"], language, beside)
    if middle > 12:
        return _in_calendar(year, one, middle, match["mark"], language, beside)
    if fits := _told_by_weekday(year, one, middle, beside):
        return fits
    if language in _DAY_FIRST or match["sign"] == ".":
        return _in_calendar(year, middle, one, match["mark"], language, beside)
    return NoDay(f"“{match.group().strip()}” may be read with the day or the month first")


def _told_by_weekday(year: int, one: int, other: int, beside: set[int]) -> Finding | None:
    """Of the two readings, the one that the printed weekday fits, when it fits one only."""
    readings = [
        gregorian_day(Calendar.GREGORIAN, year, other, one),
        gregorian_day(Calendar.GREGORIAN, year, one, other),
    ]
    fitting = [day for day in readings if isinstance(day, date) and day.isoweekday() in beside]
    return FoundDay(fitting[0], Calendar.GREGORIAN) if len(fitting) == 1 else None


def _short_year(day: int, month: int, year: int, sign: str, language: str | None, beside: set[int]) -> Finding:
    """20.02.26 is a date where dots are the custom; other short years may be days as well."""
    if sign == "." and language in _DAY_FIRST:
        return found(Calendar.GREGORIAN, 2000 + year, month, day, beside)
    return NoDay("a year of two digits, which may be a day as well")


def _in_calendar(year: int, month: int, day: int, mark: str | None, language: str | None, beside: set[int]) -> Finding:
    calendar = _calendar_of(year, mark, language)
    if calendar is None:
        return NoDay(f"no telling which calendar the year {year} is of")
    return found(calendar, year, month, day, beside)


def _calendar_of(year: int, mark: str | None, language: str | None) -> Calendar | None:
    """Which calendar a year belongs to. Unmarked years from 1430 on an Arabic page are lunar, since they are 2009 on."""
    if year >= 1800:
        return Calendar.GREGORIAN
    if mark and ("ش" in mark):
        return Calendar.JALALI
    if language in _SOLAR:
        return Calendar.HIJRI if year > 1420 or (mark and "ق" in mark) else Calendar.JALALI
    if mark or (language == "ar" and year >= 1430):
        return Calendar.HIJRI
    return None
