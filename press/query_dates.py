"""The dates of `since:` and `until:`: a year, a month, a day, a minute, or so long ago. All in UTC."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Final

from press.errors import UsageError
from press.folding import folded

_WRITTEN: Final = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[t ](\d{1,2}):(\d{2}))?)?)?z?")
_AGO: Final = re.compile(r"(\d{1,4})([hdwmyسيشنчднмгл])\w*")
_UNITS: Final = {
    **dict.fromkeys("hسч", timedelta(hours=1)),
    **dict.fromkeys("dيд", timedelta(days=1)),
    **dict.fromkeys("wн", timedelta(days=7)),
    **dict.fromkeys("mشм", timedelta(days=30)),
    **dict.fromkeys("yنгл", timedelta(days=365)),
}
_NAMED: Final = {
    **dict.fromkeys(map(folded, ("today", "اليوم", "сегодня", "бүгін", "今天")), 0),
    **dict.fromkeys(map(folded, ("yesterday", "أمس", "вчера", "кеше", "昨天")), 1),
}


def read_span(value: str, now: datetime | None) -> tuple[datetime, datetime] | None:
    """From when to when a written date lasts; None for what is no date, or for a relative one without a `now`."""
    plain = folded(value).strip()
    written = _WRITTEN.fullmatch(plain)
    if written:
        return _written_span(*(int(part) if part else None for part in written.groups()))
    if now is None:
        return None
    if plain in _NAMED:
        start = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=_NAMED[plain])
        return start, start + timedelta(days=1)
    ago = _AGO.fullmatch(plain)
    if ago is None:
        return None
    try:
        moment = now - int(ago[1]) * _UNITS[ago[2]]
    except OverflowError:
        return None
    return moment, moment


def empty_period(since: datetime | None, before: datetime | None) -> str:
    """What is wrong with a period in which no moment lies; "" where some does."""
    if since is None or before is None or since < before:
        return ""
    last = before - timedelta(microseconds=1) if before.time() == time() else before
    return f"this period ends ({_shown(last, before)}) before it begins ({_shown(since, since)})"


def refuse_empty_period(since: datetime | None, before: datetime | None) -> None:
    """Raises UsageError."""
    if problem := empty_period(since, before):
        raise UsageError(problem)


def _shown(moment: datetime, bound: datetime) -> str:
    """A day, where the period is bounded by midnight."""
    return f"{moment:%Y-%m-%d}" if bound.time() == time() else f"{moment:%Y-%m-%dT%H:%M}"


def _written_span(
    year: int | None, month: int | None, day: int | None, hour: int | None, minute: int | None
) -> tuple[datetime, datetime] | None:
    try:
        start = datetime(year or 1, month or 1, day or 1, hour or 0, minute or 0, tzinfo=UTC)
        return start, _end(start, has_month=month is not None, has_day=day is not None, has_hour=hour is not None)
    except (ValueError, OverflowError):
        return None


def _end(start: datetime, *, has_month: bool, has_day: bool, has_hour: bool) -> datetime:
    if has_hour:
        return start + timedelta(minutes=1)
    if has_day:
        return start + timedelta(days=1)
    if has_month and start.month < 12:
        return start.replace(month=start.month + 1)
    return start.replace(year=start.year + 1, month=1)
