"""Days written with the name of a month: «13 أكتوبر 2022», «2024 жылғы 1 шілде», "July 4, 2024"."""

import re
from dataclasses import dataclass
from typing import Final

from press.date_days import Finding, NoDay, found, weekday_of, weekdays_beside
from press.date_months import Calendar, begins_month, find_month
from press.date_spelling import spell_word
from press.date_words import is_filler, is_range_word

_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)*|[^\w\s]")
_MARKS_INSIDE: Final = frozenset(",.-/'~*")
_SHORT_YEAR_GAPS: Final = frozenset(("-", "/", "'"))


@dataclass(frozen=True, slots=True)
class _Part:
    """A number, a month or a word that counts. gap: the marks and range words between it and the part before."""

    text: str
    start: int
    end: int
    gap: str
    month: tuple[Calendar, int] | None = None

    def is_day(self) -> bool:
        return self.text.isdigit() and len(self.text) <= 2 and 1 <= int(self.text) <= 31

    def is_year(self) -> bool:
        return self.text.isdigit() and len(self.text) == 4


# Days in words, certain only with «من» behind them: «تشرين الثاني» is a month.
_ONES: Final = ["الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع"]
_IN_WORDS: Final = {
    spell_word(words): number
    for number, words in [
        *enumerate(_ONES, start=1),
        (10, "العاشر"),
        (11, "الحادي عشر"),
        *((number, f"{_ONES[number - 11]} عشر") for number in range(12, 20)),
        (20, "العشرين"),
        (21, "الحادي والعشرين"),
        *((number, f"{_ONES[number - 21]} والعشرين") for number in range(22, 30)),
        (30, "الثلاثين"),
        (31, "الحادي والثلاثين"),
    ]
}
_DAY_IN_WORDS: Final = re.compile(
    rf"(?<!\w)(?P<day>{'|'.join(sorted(_IN_WORDS, key=len, reverse=True))})\sمن\s(?:شهر\s)?(?=\w)"
)
_FIRST_OF_MONTH: Final = re.compile(rf"(?<!\w){spell_word('غرة')}\s(?:شهر\s)?(?=[^\W\d_])")
_NOTHING: Final = _Part("", 0, 0, "|")


def find_named_days(text: str, language: str | None) -> list[Finding]:
    """The days of a spelled line that name their month; a month without a day or a year is a NoDay.

    language: primary subtag of the page, for short names of months.
    """
    text = _FIRST_OF_MONTH.sub("1 ", text)
    text = _DAY_IN_WORDS.sub(lambda match: f"{_IN_WORDS[match['day']]} ", text)
    parts = _parts(text, language)
    findings: list[Finding] = []
    position = 0
    while position < len(parts):
        if parts[position].month is None:
            position += 1
            continue
        last = _last_of_month(parts, position)
        findings.append(_read_around(text, parts, position, last))
        position = last + 1
    return findings


def names_only_days(text: str, language: str | None) -> bool:
    """Whether a spelled line has nothing but numbers, months, weekdays and the small words between them."""
    return all(part.month is not None or part.text.isdigit() for part in _parts(text, language))


def end_of_named_day(text: str, language: str | None) -> int:
    """Where the first day of a spelled line ends that names its month, with its twin in another calendar; 0 for none."""
    parts = _parts(text, language)
    position = next((number for number, part in enumerate(parts) if part.month is not None), None)
    if position is None:
        return 0
    while True:
        last = _last_of_month(parts, position)
        for number in range(last + 1, min(last + 3, len(parts))):
            part = parts[number]
            is_of_the_twin = number + 1 < len(parts) and parts[number + 1].month is not None
            if not part.text.isdigit() or len(part.text) > 4 or not _is_inside(part.gap) or is_of_the_twin:
                break
            last = number
        twin = last + 2
        if twin >= len(parts) or parts[twin].month is None or not parts[last + 1].is_day():
            return parts[last].end
        position = twin


def _parts(text: str, language: str | None) -> list[_Part]:
    tokens = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    parts: list[_Part] = []
    gap, index = "", 0
    while index < len(tokens):
        word, start, end = tokens[index]
        if word.isdigit():
            parts.append(_Part(word, start, end, gap))
        elif not word[0].isalpha():
            gap += word
            index += 1
            continue
        elif named := _month_at(tokens, index, language):
            month, length = named
            end = tokens[index + length - 1][2]
            parts.append(_Part(text[start:end], start, end, gap, month))
            index += length - 1
        elif is_range_word(word):
            gap += "~"
            index += 1
            continue
        elif is_filler(word) or weekday_of(word):
            index += 1
            continue
        else:
            parts.append(_Part(word, start, end, gap))
        gap = ""
        index += 1
    return parts


def _month_at(
    tokens: list[tuple[str, int, int]], index: int, language: str | None
) -> tuple[tuple[Calendar, int], int] | None:
    """The month named from a token on, and over how many tokens: the longest name wins («كانون الثاني»)."""
    for length in (3, 2, 1):
        words = [word for word, _, _ in tokens[index : index + length]]
        if len(words) == length and (month := find_month(" ".join(words), language)):
            return month, length
    return None


def _last_of_month(parts: list[_Part], first: int) -> int:
    """The last part that names the same month over again: «يوليو/تموز», «آب أغسطس», «يوليو/تمو» (cut off)."""
    month, last = parts[first].month, first
    while last + 1 < len(parts):
        following = parts[last + 1]
        again = following.month == month
        cut_off = following.gap in ("/", "(") and month is not None and begins_month(following.text, month[1])
        if not (again or (cut_off and following.month is None)) or "~" in following.gap:
            break
        last += 1
    return last


@dataclass(frozen=True, slots=True)
class _Around:
    """A month and the parts beside it."""

    month: _Part
    month_end: int
    before: _Part
    earlier: _Part
    earliest: _Part
    after: _Part
    later: _Part
    latest: _Part


def _read_around(text: str, parts: list[_Part], first: int, last: int) -> Finding:
    before, earlier, earliest = (parts[first - back] if first >= back else _NOTHING for back in (1, 2, 3))
    after, later, latest = (parts[last + ahead] if last + ahead < len(parts) else _NOTHING for ahead in (1, 2, 3))
    month = parts[first]
    around = _Around(month, parts[last].end, before, earlier, earliest, after, later, latest)
    calendar, number = month.month or (Calendar.GREGORIAN, 0)
    if _is_other_month(month, after):
        return NoDay("two months are named")
    if not (before.is_day() or after.is_day()):
        return NoDay("a month without a day")
    written = _in_order(around)
    if written is None:
        return NoDay("a day and a month without a year")
    day, year = written
    if _is_range(around, day):
        return NoDay("a range of days")
    start, end = min(month.start, day.start, year.start), max(around.month_end, day.end, year.end)
    return found(calendar, (int(_full_year(year.text)), number, int(day.text)), weekdays_beside(text, start, end))


def _is_other_month(month: _Part, after: _Part) -> bool:
    return _is_same_calendar(after, month) and after.gap in ("/", "(", "-")


def _in_order(around: _Around) -> tuple[_Part, _Part] | None:
    """Day and year. Orders tried: D M Y, Y D M, Y M D, M D Y, D M yy."""
    before, earlier, after, later = around.before, around.earlier, around.after, around.later
    if not _is_inside(around.month.gap):
        before = _NOTHING
    if not _is_inside(after.gap.strip("()")):  # «كانون الأول (ديسمبر) 2023»
        after = _NOTHING
    if before.is_day() and after.is_year():
        return before, after
    if before.is_day() and earlier.is_year() and "~" not in before.gap and _is_inside(before.gap):
        return before, earlier
    if after.is_day() and later.is_year() and _is_inside(later.gap):
        return after, later
    if before.is_year() and after.is_day():
        return after, before
    if before.is_day() and after.text.isdigit() and len(after.text) == 2 and after.gap in _SHORT_YEAR_GAPS:
        return before, after
    return None


def _is_inside(gap: str) -> bool:
    """Whether the marks between two parts may stand inside one date: «4. Juli», «July 4, 2024»."""
    return len(gap) <= 3 and not set(gap) - _MARKS_INSIDE


def _full_year(text: str) -> str:
    return text if len(text) == 4 else f"20{text}"


def _is_range(around: _Around, day: _Part) -> bool:
    """«4 – 6 تشرين الأول», «July 4-6, 2024», «28 июня – 3 июля», "June 28 - July 3"."""
    before, earlier, later = around.before, around.earlier, around.later
    if day is before:
        if not _joins(before.gap):
            return False
        days = earlier.is_day() and int(earlier.text) < int(before.text)
        return days or (_is_same_calendar(earlier, around.month) and around.earliest.is_day())
    if _joins(around.month.gap) and before.is_day() and _is_same_calendar(earlier, around.month):
        return True
    is_twin = around.latest.month is not None and not _is_same_calendar(around.latest, around.month)
    return _joins(later.gap) and later.text.isdigit() and not is_twin


def _joins(gap: str) -> bool:
    """Whether the marks between two parts make a range of them."""
    return "," not in gap and any(sign in gap for sign in "-~&")


def _is_same_calendar(part: _Part, month: _Part) -> bool:
    return part.month is not None and month.month is not None and part.month[0] is month.month[0]
