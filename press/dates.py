"""Dates are right, or empty with a reason: a date string as printed on a page, in the languages Rasid reads.

text ─spell→ one spelling ─cut at labels→ pieces ─take clocks, take days→ findings ─decide→ DateReading
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo

from press.articles import Precision
from press.date_clocks import Clock, take_clocks
from press.date_days import Finding, FoundDay, NoDay, weekday_of
from press.date_labels import Piece, cut_at_labels, speaks_relatively
from press.date_machine import MachineDate, parse_machine_date
from press.date_months import Calendar
from press.date_named import end_of_named_day, find_named_days, names_only_days
from press.date_numeric import DAY_FIRST_REGIONS, take_numeric_days
from press.date_spelling import MAX_LENGTH, spell
from press.date_words import Label, is_filler
from press.date_zones import mark_zones, without_zones
from press.errors import UsageError

_WIDEST_OFFSET: Final = timedelta(hours=14)
_CLOCK_SKEW: Final = timedelta(hours=1)
_TWIN_DAYS: Final = 2
_HALF_A_DAY: Final = 12
_LONGEST_STAMP: Final = 80
_LONGEST_TOLD: Final = 300
_FEWEST_TOLD: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+")
_WORD_OR_MARK: Final = re.compile(r"[^\W\d_]+|(?<!\S)[-|/>•·*](?!\S)|[,.:;()\[\]]")
_HOUR_WORDS: Final = re.compile(
    rf"(?<!\w)(?:{'|'.join(map(spell, ('على الساعة', 'الساعة', 'ساعة', 'ساعت', 'saat', 'сағат', 'саат', 'соат', 'soat', 'at', 'à', 'в', 'uhr')))})(?!\w)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateReading:
    """What a date string says.

    published: "2022-10-13", "2022-10-13T13:06" or "2022-10-13T13:06+05:00" (seconds when printed), or None.
    moment: aware UTC, None without a date; for DAY precision midnight of that day in the zone that was used.
    offset_minutes: the printed offset, else that of the zone handed in; None when neither is known, and then
        `moment` takes the printed clock as UTC.
    labelled: whether words beside it say that it is the date of publication («نشر في», "Published").
    reason: why there is no date; empty when there is one.
    """

    published: str | None = None
    moment: datetime | None = None
    offset_minutes: int | None = None
    precision: Precision | None = None
    labelled: bool = False
    reason: str = ""


def read_date(
    text: str, *, language: str | None = None, zone: str | None = None, not_after: datetime | None = None
) -> DateReading:
    """Read a date as printed on a page, with labels, weekdays and outlet names around it.

    language: BCP 47 code of the page; it settles 03/04/2022 where the language's press has one custom.
    zone: IANA name of the zone of clocks printed without an offset.
    not_after: aware; a date later than this (the moment of fetching) is refused.
    Raises UsageError for a zone that does not exist, and for nothing else.
    """
    spelled = spell(mark_zones(text[:MAX_LENGTH]))
    if not spelled:
        return DateReading(reason="no text")
    pieces = cut_at_labels(spelled)
    readings = [_read_piece(piece, _primary(language, text)) for piece in pieces]
    for label in (Label.PUBLISHED, Label.NONE):
        chosen = [reading for reading, piece in zip(readings, pieces, strict=True) if piece.label is label]
        if any(reading.days for reading in chosen):
            decided = _decide(chosen, zone, not_after)
            return replace(decided, labelled=decided.published is not None and label is Label.PUBLISHED)
    return DateReading(reason=_why_nothing(spelled, pieces, readings))


def is_only_date(line: str, *, language: str | None = None) -> bool:
    """Whether a line is a date with its clock and nothing else: the stamp of a page."""
    if len(line) > _LONGEST_STAMP or read_date(line, language=language).published is None:
        return False
    code = _primary(language, line)
    _, rest = take_clocks(spell(mark_zones(line)), code)
    _, rest = take_numeric_days(rest, code)
    return names_only_days(_HOUR_WORDS.sub(" ", rest), code)


def is_told(line: str, *, language: str | None = None) -> bool:
    """Whether a line goes on behind its date as a sentence does: «24 мая 2021 года был подписан договор».

    Words behind a mark (a dash, a stroke, a bracket), names and a word or two go with a stamp or a dateline.
    """
    code = _primary(language, line)
    _, text = take_clocks(spell(mark_zones(line[:_LONGEST_TOLD])), code)
    _, blanked = take_numeric_days(text, code)
    numeric = [place for place, sign in enumerate(text) if sign != blanked[place]]
    end = max(numeric) + 1 if numeric else end_of_named_day(text, code)
    if not end:
        return False
    names = {spell(word) for word in _WORD.findall(line[:_LONGEST_TOLD]) if word[0].isupper()}
    words = 0
    for token in _WORD_OR_MARK.findall(_HOUR_WORDS.sub(" ", without_zones(text[end:]))):
        if not token[0].isalpha() or token.startswith(("电", "讯")):
            return False
        words += token not in names and not is_filler(token) and weekday_of(token) is None
        if words >= _FEWEST_TOLD:
            return True
    return False


@dataclass(frozen=True, slots=True)
class _PieceReading:
    days: tuple[FoundDay, ...]
    refusals: tuple[str, ...]
    clocks: tuple[Clock, ...]


def _read_piece(piece: Piece, language: str | None) -> _PieceReading:
    clocks, rest = take_clocks(piece.text, language)
    findings: list[Finding]
    findings, rest = take_numeric_days(rest, language)
    findings = [*findings, *find_named_days(rest, language)]
    days = tuple(finding for finding in findings if isinstance(finding, FoundDay))
    refusals = tuple(finding.reason for finding in findings if isinstance(finding, NoDay))
    return _PieceReading(days, refusals, tuple(clocks))


def _primary(language: str | None, text: str) -> str | None:
    """The primary subtag; without a language, what the script leaves no doubt about."""
    if language:
        code = language.lower().replace("_", "-")
        return code if code in DAY_FIRST_REGIONS else code.split("-")[0]
    head = text[:500]
    if any(letter in "گچپژکی" or "\u06f0" <= letter <= "\u06f9" for letter in head):
        return "fa"
    if any("\u0621" <= letter <= "\u064a" or "\u0660" <= letter <= "\u0669" for letter in head):
        return "ar"
    return "ru" if any("\u0400" <= letter <= "\u04ff" for letter in head) else None


def _decide(readings: list[_PieceReading], zone: str | None, not_after: datetime | None) -> DateReading:
    days = [day for reading in readings for day in reading.days]
    refusals = [reason for reading in readings for reason in reading.refusals]
    day = _one_day(days)
    if isinstance(day, NoDay):
        return DateReading(reason=day.reason)
    if refusals and all(found.calendar is not Calendar.GREGORIAN for found in days):
        return DateReading(reason=refusals[0])
    clock = _one_clock([clock for reading in readings if reading.days for clock in reading.clocks])
    return settle(day, clock, zone=zone, not_after=not_after)


def _one_day(days: list[FoundDay]) -> date | NoDay:
    """The one day that all findings mean. A Gregorian day wins over its Hijri twin, which may be off by a day or two."""
    gregorian = {found.day for found in days if found.calendar is Calendar.GREGORIAN}
    solar = {found.day for found in days if found.calendar is Calendar.JALALI}
    candidates = gregorian or solar or {found.day for found in days}
    if len(candidates) > 1:
        return NoDay(
            "several dates, and no telling which is meant: " + ", ".join(str(day) for day in sorted(candidates))
        )
    day = candidates.pop()
    for found in days:
        if abs((found.day - day).days) > _TWIN_DAYS:
            return NoDay(f"two calendars that disagree: {day} and {found.day}")
    return day


def _one_clock(clocks: list[Clock]) -> Clock | None:
    """The one clock; of several, the only moment that is printed with an offset; else none, and the date is a day."""
    different = list(dict.fromkeys(clocks))
    if len(different) > 1:
        different = [clock for clock in different if clock.offset is not None]
        if len({(clock.hour * 60 + clock.minute - (clock.offset or 0)) % 1440 for clock in different}) > 1:
            return None
        if different and abs(different[0].hour - clocks[0].hour) > _HALF_A_DAY:
            return None  # 2:20 in Mecca is 23:20 of another day
    return different[0] if different and not different[0].is_astray else None


def settle(day: date, clock: Clock | None, *, zone: str | None, not_after: datetime | None) -> DateReading:
    """A day and its clock as a reading, unless it is later than `not_after`."""
    hour, minute, second = (clock.hour, clock.minute, clock.second or 0) if clock else (0, 0, 0)
    local = datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001 - the offset comes next
    offset = clock.offset if clock else None
    zone_name = (clock.zone if clock else None) or zone
    if offset is None and zone_name is not None:
        delta = local.replace(tzinfo=_zone(zone_name)).utcoffset() or timedelta()
        offset = int(delta.total_seconds()) // 60
    moment = local.replace(tzinfo=timezone(timedelta(minutes=offset or 0))).astimezone(UTC)
    if not_after is not None and moment > not_after + (_CLOCK_SKEW if offset is not None else _WIDEST_OFFSET):
        return DateReading(reason=f"{day} is in the future")
    published = day.isoformat()
    if clock:
        published = local.isoformat(timespec="minutes" if clock.second is None else "seconds") + _printed(offset)
    precision = Precision.DAY if clock is None else Precision.MINUTE if clock.second is None else Precision.SECOND
    return DateReading(published=published, moment=moment, offset_minutes=offset, precision=precision)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # OSError: a folder of the zone database, such as "Asia"
        raise UsageError(f"unknown time zone “{name}”; take an IANA name such as Asia/Almaty") from error


def _printed(offset: int | None) -> str:
    if offset is None:
        return ""
    hours, minutes = divmod(abs(offset), 60)
    return f"{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"


def _why_nothing(spelled: str, pieces: list[Piece], readings: list[_PieceReading]) -> str:
    if any(piece.label is Label.UPDATED and reading.days for piece, reading in zip(pieces, readings, strict=True)):
        return "only the date of an update"
    if any(reading.days for reading in readings):
        return "only a date of something else than the publication"
    for reading in readings:
        if reading.refusals:
            return reading.refusals[0]
    if speaks_relatively(spelled):
        return "a relative date, and no telling relative to what"
    return "no full date: day, month and year"


def read_machine_date(
    text: str, *, language: str | None = None, zone: str | None = None, not_after: datetime | None = None
) -> DateReading:
    """Read a date of JSON-LD, meta, a feed or a sitemap: ISO 8601, RFC 2822, seconds since 1970; else as `read_date`.

    In a machine's form a wrong weekday is forgiven, since feeds often have it wrong. Raises UsageError as `read_date`.
    """
    parsed = parse_machine_date(text)
    if isinstance(parsed, MachineDate):
        return settle(parsed.day, parsed.clock, zone=zone, not_after=not_after)
    return (
        DateReading(reason=parsed.reason)
        if parsed.reason
        else read_date(text, language=language, zone=zone, not_after=not_after)
    )
