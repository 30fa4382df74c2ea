"""Days written in numbers: 29-7-2022, 2022/07/29, ١٤٤١/١١/٩هـ, 2024年7月1日."""

import re
from dataclasses import dataclass
from typing import Final

from press.date_calendars import gregorian_day
from press.date_days import Finding, NoDay, found, weekdays_beside
from press.date_months import Calendar
from press.date_spelling import blanked, spell_word

# Languages whose press writes the day first beyond doubt, so that 03/04/2022 is the third of April.
# fmt: off
_DAY_FIRST: Final = frozenset((
    "ar", "ru", "kk", "ky", "tg", "uz", "uk", "be", "bg", "sr", "mk", "tr", "az", "tk", "fr", "de", "es", "pt", "it", "pl", "cs",
    "sk", "ro", "nl", "da", "nb", "nn", "no", "fi", "el", "id", "hi", "he", "ur", "ug", "ckb", "sq", "ca", "hr", "sl", "et", "lv",
    "hy", "ka", "en-gb", "en-ie", "en-au", "en-nz", "en-in", "en-pk", "en-za", "en-ng", "en-ke",
))
# fmt: on
# English alone has both customs; a page that declares one of these regions has this one. (“en-US” is what software declares by itself.)
DAY_FIRST_REGIONS: Final = frozenset(code for code in _DAY_FIRST if code.startswith("en-"))
# Those of them whose custom is the dot; with slashes they may follow the software («11/01/2021» on a German page was November).
_DOTS_ONLY: Final = frozenset(("de", "pl", "cs", "sk", "fi", "sv", "nb", "nn", "no", "hr", "sl", "et", "lv"))
# Languages in which the dot is the custom of short dates: 25.05.24 is a day of May 2024 there, and uncertain elsewhere.
_DOTS: Final = _DOTS_ONLY | frozenset("ru kk ky tg uz uk be bg sr mk tr az tk ro da hy ka".split())
_FIRST_GREGORIAN: Final = 1800
_SOLAR: Final = frozenset(("fa", "ps", "prs"))
_YEAR_SIGN: Final = "|".join(["年", "년", *map(spell_word, ("оны", "-?يىلى", "-?جىلعى", "-?يىلى"))])
_MONTH_SIGN: Final = "|".join(
    ["月", "월", *map(spell_word, ("-?ئاينىڭ", "-?ايدىڭ")), r"(?:-?р|дугаар|дугээр)?\s?сарын"]
)
_SIGNED: Final = re.compile(
    rf"(?<!\d)(?P<y>\d{{4}})\s?(?:{_YEAR_SIGN})\s?(?P<m>\d{{1,2}})\s?(?:{_MONTH_SIGN})\s?(?P<d>\d{{1,2}})(?!\d|\s?月|\s?월)"
    r"(?:\s?(?:日|号|일))?(?P<tail>\s?(?:至|到|-|~|、|から|及)\s?(?:\d{1,2}\s?月)?\s?\d{1,2}\s?(?:日|号|일))?"
)
_NUMERIC: Final = re.compile(
    r"(?<![\d./])(?:(?P<low>\d{1,2})\s?-\s?(?=\d{1,2}\s?[./]))?(?P<a>\d{4}|\d{1,2})\s{0,2}(?P<sign>[./-])\s{0,2}"
    r"(?P<b>\d{1,2})\s{0,2}(?P=sign)\s{0,2}(?P<c>\d{4}|\d{1,2})(?!\d)(?!:\d)(?![./-]\d)(?!\s?[、､]\s?\d)(?P<mark>\s?(?:ه\.?\s?ش|ه\.?\s?ق|ه|هجري|هجريه|شمسي|قمري)(?!\w))?"
)
_HAN_DATE: Final = re.compile(
    r"([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_DAY_FIRST_HAN: Final = re.compile(r"(?<![\d年])(\d{1,2})\s(\d{1,2})月\s(\d{4})(?![\d年])")
"""«18 8月 2026», as the Chinese editions of Central Asian agencies print it."""

# Years of Japanese eras and of the Republic of China: what is to be added to them.
_ERAS: Final = {"令和": 2018, "平成": 1988, "昭和": 1925, "民国": 1911, "民國": 1911}
_ERA_YEAR: Final = re.compile(rf"({'|'.join(_ERAS)})\s?(\d{{1,3}}|元)\s?年")
_HAN_DIGITS: Final = str.maketrans("〇零一二三四五六七八九", "00123456789")


def take_numeric_days(text: str, language: str | None) -> tuple[list[Finding], str]:
    """The days written in numbers, and the text with each of them blanked out at equal length.

    language: primary BCP 47 subtag of the page; it decides which of two small numbers is the day.
    """
    findings: list[Finding] = []
    text = _ERA_YEAR.sub(_era_to_year, _HAN_DATE.sub(_han_to_digits, text))
    text = _DAY_FIRST_HAN.sub(r"\3年\2月\1日", text)
    for match in _SIGNED.finditer(text):
        findings.append(_read_signed(match, text))
        text = blanked(text, *match.span())
    for match in _NUMERIC.finditer(text):
        findings.append(_read_numeric(match, text, language))
        text = blanked(text, *match.span())
    return findings, text


def _han_to_digits(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    return f"{year.translate(_HAN_DIGITS)}年{_han_number(month)}月{_han_number(day)}日"


def _era_to_year(match: re.Match[str]) -> str:
    year = 1 if match[2] == "元" else int(match[2])
    return f"{_ERAS[match[1]] + year}年"


def _han_number(signs: str) -> int:
    """One to ninety-nine, as in 三十一."""
    tens, ten, ones = signs.partition("十")
    number = int(ones.translate(_HAN_DIGITS)) if ones and "十" not in ones else 0
    if not ten:
        return int(tens.translate(_HAN_DIGITS))
    return (int(tens.translate(_HAN_DIGITS)) if tens else 1) * 10 + number


@dataclass(frozen=True, slots=True)
class _Context:
    """What helps to read three numbers. mark: the calendar printed behind them; beside: ISO weekdays."""

    language: str | None
    mark: str
    beside: set[int]
    sign: str


def _read_signed(match: re.Match[str], text: str) -> Finding:
    if match["tail"]:
        return NoDay("a range of days")
    beside = weekdays_beside(text, match.start(), match.end())
    return found(Calendar.GREGORIAN, (int(match["y"]), int(match["m"]), int(match["d"])), beside)


def _read_numeric(match: re.Match[str], text: str, language: str | None) -> Finding:
    beside = weekdays_beside(text, match.start(), match.end())
    context = _Context(language, match["mark"] or "", beside, match["sign"])
    first, middle, last = match["a"], int(match["b"]), match["c"]
    if match["low"] and int(match["low"]) < int(first):
        return NoDay("a range of days")
    if len(first) == 4:
        written = (int(first), middle, int(last))
        return _in_calendar(written, context) if len(last) <= 2 else NoDay("a date with two years")
    if len(last) <= 2:
        return _short_year((int(last), middle, int(first)), context)
    return _year_last(int(first), middle, int(last), context)


def _year_last(one: int, other: int, year: int, context: _Context) -> Finding:
    """Day and month by what is possible, else by the weekday, else by the custom of the language."""
    day_first, month_first = (year, other, one), (year, one, other)
    if year < _FIRST_GREGORIAN or one > 12 or one == other:
        return _in_calendar(day_first, context)
    if other > 12:
        return _in_calendar(month_first, context)
    fitting = [
        written
        for written in (day_first, month_first)
        if (day := gregorian_day(Calendar.GREGORIAN, *written)) and day.isoweekday() in context.beside
    ]
    if len(fitting) == 1:
        return found(Calendar.GREGORIAN, fitting[0], context.beside)
    is_custom = context.language in _DAY_FIRST and not (context.sign == "/" and context.language in _DOTS_ONLY)
    if is_custom or context.sign == ".":
        return _in_calendar(day_first, context)
    return NoDay(f"{one}/{other}/{year} may be read with the day or the month first")


def _short_year(written: tuple[int, int, int], context: _Context) -> Finding:
    """20.02.26 is a date where dots are the custom; elsewhere a short year may be a day as well."""
    year, month, day = written
    if context.sign == "." and context.language in _DOTS:
        return found(Calendar.GREGORIAN, (2000 + year, month, day), context.beside)
    return NoDay("a year of two digits, which may be a day as well")


def _in_calendar(written: tuple[int, int, int], context: _Context) -> Finding:
    calendar = _calendar_of(written[0], context.mark, context.language)
    if calendar is None:
        return NoDay(f"no telling which calendar the year {written[0]} is of")
    return found(calendar, written, context.beside)


def _calendar_of(year: int, mark: str, language: str | None) -> Calendar | None:
    """Which calendar a year is of. An unmarked year from 1430 on is lunar on an Arabic page: solar, it is yet to come."""
    if year >= _FIRST_GREGORIAN:
        return Calendar.GREGORIAN
    if "ش" in mark:
        return Calendar.JALALI
    if language in _SOLAR:
        return Calendar.HIJRI if year > 1420 or "ق" in mark else Calendar.JALALI
    if mark or (language == "ar" and year >= 1430):
        return Calendar.HIJRI
    return None
