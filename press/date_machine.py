"""Dates written by machines: ISO 8601 (RFC 3339, W3C), RFC 2822 and its predecessors, seconds since 1970."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from press.date_clocks import Clock
from press.date_zones import OFFSETS

_ISO: Final = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d{2})-?(?P<day>\d{2})"
    r"(?:(?:[T_]|\s{1,3}|,\s)(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2}|(?<=:)\d)(?:[.,:]\d{1,12})?)?"
    r"\s?(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?(?:\s?UTC|\[[\w/+-]{1,40}\])?)?",
    re.ASCII | re.IGNORECASE,
)
_RFC: Final = re.compile(
    # Without a comma, only a weekday: “Updated 4 July 2024” is for readers.
    r"(?:(?:[^\W\d_]{2,12}\.?,|(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)(?:day|sday|nesday|rsday|urday)?\.?)\s{1,3})?"
    r"(?P<day>\d{1,2})[\s-]{1,3}(?P<month>[A-Za-z]{3})[a-z]{0,6}\.?,?[\s-]{1,3}(?P<year>\d{4}|\d{2,3})"
    r"(?:,?\s{1,3}(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?\s{0,3}(?P<zone>[+-]\d{2}:?\d{2}|[A-Za-z]{1,5}(?:[+-]\d{1,2}(?::?\d{2})?)?)?)?"
    r"(?:\s{0,3}\([^()]{0,40}\))?"
)
_CTIME: Final = re.compile(
    r"(?:[A-Za-z]{3},?\s{1,3})(?P<month>[A-Za-z]{3})\s{1,3}(?P<day>\d{1,2})\s{1,3}(?P<hour>\d{2}):(?P<minute>\d{2}):(?P<second>\d{2})\s{1,3}"
    r"(?:(?P<zone>[A-Z]{1,5}|[+-]\d{4})\s{1,3})?(?P<year>\d{4})"
)
_EPOCH: Final = re.compile(r"(?P<seconds>\d{10})(?:\d{3})?(?:\.\d{1,6})?", re.ASCII)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# In RFC 2822's own form «CST» is its Central time; as computers print it, it may as well be China's.
_RFC_ZONES: Final = {**OFFSETS, "CST": -360}


@dataclass(frozen=True, slots=True)
class MachineDate:
    day: date
    clock: Clock | None


@dataclass(frozen=True, slots=True)
class NotMachine:
    """reason: "" when the text is in no machine's form at all, else what is wrong with it."""

    reason: str


def parse_machine_date(text: str) -> MachineDate | NotMachine:
    """The date in one of the forms above; a weekday is not looked at, because feeds often have it wrong."""
    text = text[:200].strip()
    if match := _EPOCH.fullmatch(text):
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(match["seconds"]))
        return MachineDate(moment.date(), Clock(moment.hour, moment.minute, moment.second, 0))
    if match := _ISO.fullmatch(text):
        return _build(match, int(match["year"]), int(match["month"]))
    for pattern in (_RFC, _CTIME):
        if (match := pattern.fullmatch(text)) and match["month"].lower() in _MONTHS:
            zones = _RFC_ZONES if pattern is _RFC else OFFSETS
            return _build(match, _full_year(match["year"]), _MONTHS.index(match["month"].lower()) + 1, zones)
    return NotMachine("")


def _full_year(digits: str) -> int:
    """RFC 2822, 4.3: two digits from 00 to 49 are 2000 on, other short years count from 1900."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if len(digits) == 2 and year < 50 else 1900)


def _build(match: re.Match[str], year: int, month: int, zones: Mapping[str, int] = OFFSETS) -> MachineDate | NotMachine:
    """A clock with a zone that is not known is left out: the zone of the source is not what is printed."""
    try:
        day = date(year, month, int(match["day"]))
    except ValueError:
        return NotMachine(f"there is no such day as {year}-{month:02}-{match['day']}")
    if not 1970 < year < 2100:
        return NotMachine(f"the year {year} is a placeholder")
    if match["hour"] is None:
        return MachineDate(day, None)
    hour, minute = int(match["hour"]), int(match["minute"])
    second = min(int(match["second"]), 59) if match["second"] else None  # 60 is a leap second
    offset = _offset(match["zone"], zones)
    if match["zone"] and offset is None:
        return MachineDate(day, None)
    if (hour, minute, second or 0) == (24, 0, 0):
        return MachineDate(day + timedelta(days=1), Clock(0, 0, second, offset))
    if hour > 23 or minute > 59:
        return MachineDate(day, None)
    return MachineDate(day, Clock(hour, minute, second, offset))


def _offset(zone: str | None, zones: Mapping[str, int]) -> int | None:
    """Minutes east of UTC; None for no zone and for a name that means nothing certain (RFC 2822: military letters)."""
    if not zone:
        return None
    name, sign, digits = re.fullmatch(r"([A-Za-z]*)([+-]?)([\d:]*)", zone).groups()  # type: ignore[union-attr]
    if not sign:
        return zones.get(name.upper())
    digits = digits.replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    if hours > 14 or minutes > 59:
        return None
    return (hours * 60 + minutes) * (-1 if sign == "-" else 1)
