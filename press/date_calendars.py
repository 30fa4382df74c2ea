"""Days of three calendars as Gregorian days."""

from datetime import date, timedelta
from typing import Final

from press.date_months import Calendar

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100


def gregorian_day(calendar: Calendar, year: int, month: int, day: int) -> date | None:
    """The Gregorian day, or None where the calendar has no such day or the year is no year of the press."""
    try:
        match calendar:
            case Calendar.GREGORIAN:
                return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
            case Calendar.JALALI:
                return _jalali(year, month, day)
            case Calendar.HIJRI:
                return _umm_al_qura(year, month, day)
    except (ValueError, OverflowError):
        return None


def _jalali(year: int, month: int, day: int) -> date | None:
    """Solar Hijri by the 33-year rule (leap: year mod 33 in 1 5 9 13 17 22 26 30), exact for 1244 to 1472."""
    if not (1279 <= year <= 1472 and 1 <= month <= 12 and 1 <= day <= _jalali_month_days(year, month)):
        return None
    year_start = date(1900, 3, 21) + timedelta(  # 1 Farvardin 1279
        days=sum(366 if _is_jalali_leap(passed) else 365 for passed in range(1279, year))
    )
    return year_start + timedelta(days=min(month - 1, 6) * 31 + max(month - 7, 0) * 30 + day - 1)


def _is_jalali_leap(year: int) -> bool:
    return year % 33 in (1, 5, 9, 13, 17, 22, 26, 30)


def _jalali_month_days(year: int, month: int) -> int:
    if month <= 6:
        return 31
    return 30 if month < 12 or _is_jalali_leap(year) else 29


def _umm_al_qura(year: int, month: int, day: int) -> date | None:
    """Lunar Hijri by the tables of Umm al-Qura (1343 to 1500). Raises ValueError or OverflowError beyond them."""
    from hijridate import Hijri

    return date(*Hijri(year, month, day).to_gregorian().datetuple())
