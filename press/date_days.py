"""What is found in a line: a day, or something like a date that is none. And the weekday printed beside it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from press.date_calendars import gregorian_day
from press.date_months import Calendar, find_month
from press.date_words import is_filler, weekdays


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A day that is written out in the line."""

    day: date
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class NoDay:
    """Something like a date from which no day can be told, and why."""

    reason: str


Finding = FoundDay | NoDay

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_WINDOW: Final = 40
_EPOCH: Final = date(1970, 1, 1)
_PERSIAN_WEEKDAY: Final = re.compile(r"(يك|دو|سه|چهار|پنج)\s(?=شنبه)")


def found(calendar: Calendar, written: tuple[int, int, int], weekdays_beside: set[int]) -> Finding:
    """The day (written: year, month, day), if the calendar has it and the weekday printed beside it does not deny it.

    A Hijri day may be off by one from the tables of Umm al-Qura; the printed weekday then tells the right one.
    """
    year, month, day = written
    real = gregorian_day(calendar, year, month, day)
    if real is None:
        return NoDay(f"there is no such day as {day}/{month}/{year}")
    if real == _EPOCH:
        return NoDay("1 January 1970 is what software prints for no date")
    if not weekdays_beside or real.isoweekday() in weekdays_beside:
        return FoundDay(real, calendar)
    if calendar is Calendar.HIJRI:
        for shift in (1, -1):
            if (real + timedelta(days=shift)).isoweekday() in weekdays_beside:
                return FoundDay(real + timedelta(days=shift), calendar)
    return NoDay(f"the printed weekday is not that of {real.isoformat()}")


def weekdays_beside(text: str, start: int, end: int) -> set[int]:
    """ISO numbers of the weekdays printed inside or right beside `text[start:end]`."""
    near: set[int] = set()
    before = _PERSIAN_WEEKDAY.sub(r"\1", text[max(0, start - _WINDOW) : start])
    after = text[end : end + _WINDOW]
    for words in ([match.group() for match in _WORD.finditer(before)][::-1], _WORD.findall(after)):
        for word in words:
            if number := weekday_of(word):
                near.add(number)
            if number or not is_filler(word):
                break
    inside = _PERSIAN_WEEKDAY.sub(r"\1", text[start:end])
    near.update(number for word in _WORD.findall(inside) if (number := weekday_of(word)))
    return near


def weekday_of(word: str) -> int | None:
    """ISO number of a spelled weekday. A word that is also a month («mar») is the month."""
    return weekdays().get(word) if find_month(word) is None else None
