"""When an article was published: right, or nothing with the reason why.

Asked in the order of trust: JSON-LD, meta, the door that named the page; then what is printed: with a label, beside the
heading, in the lines behind it; then the address; in the end the only day that lines of the article open with.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.date_claims import DateClaim
from crawler.metadata import PageMetadata
from crawler.printed_dates import LONGEST_PRINTED, PrintedLine, near_heading, opening, printed_lines
from press.articles import DateOrigin, Precision, PublishedDate
from press.dates import DateReading, is_told, read_date, read_machine_date
from press.pages import ReadingHints

_TOLERANCE = timedelta(days=1)
_OLDEST_YEAR = 1900
# What content systems print for “no date”.
_PLACEHOLDERS = frozenset({(1970, 1, 1), (1900, 1, 1), (2000, 1, 1)})

_DOOR_ORIGINS = {
    "feed": DateOrigin.FEED,
    "news_sitemap": DateOrigin.NEWS_SITEMAP,
    "listing": DateOrigin.VISIBLE_TEXT,
}

# The web is younger: a day before this beside a heading is one the article tells of.
_OLDEST_PRINTED_YEAR = 1995
_LINES_BEHIND_HEADING = 8
_MOST_DATED_LINES = 60
_NEAR = (1, 3)
_YEAR = re.compile(r"(?<!\d)(?:19|20|1[34])\d{2}(?!\d)|(?<!\d)\d{1,2}\.\d{1,2}\.\d{2}(?!\d)")
_YEAR_THEN_MARK = re.compile(
    r"\d{4}(?:\s*(?:г\.?|года|م|هـ|年.{1,6}日))?(?:,?\s*\d{1,2}[:.]\d{2})?(?:\s*[-–—.:,،|/()\]【]|\s+[^\W\d_]{2,10}\s+[-–—]\s)"
)
# A label that is none of the publication's, or it would have been taken: "Effective date".
_DATE_WORD = re.compile(r"\bdate|datum|дата|تاريخ|تاریخ|fecha|data|日期|tarih", re.IGNORECASE)
# fmt: off
_BEFORE_AN_EVENT = frozenset((
    "في", "يوم", "بتاريخ", "منذ", "حتى", "قبل", "بعد", "در", "از", "تا", "am", "on", "at", "in", "to", "since", "until", "le", "el", "il", "du",
    "al", "dal", "a", "au", "с", "в", "до", "по", "на", "к", "от", "vom", "bis", "zum", "seit", "于", "在",
))
# fmt: on
_REGION_IN_ADDRESS = re.compile(r"://[^/]+/(en-[a-z]{2})/", re.IGNORECASE)
_DAY_IN_ADDRESS = re.compile(r"(?<![0-9])(20\d{2})([-/._]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?![0-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateQuestion:
    """What the date of a page depends on. language: as identified from the text."""

    tree: HtmlElement
    url: str
    metadata: PageMetadata
    hints: ReadingHints
    language: str
    fetched_at: datetime

    @property
    def dialect(self) -> str:
        """The language with the region that the page declares, if that is of the same language: en-GB."""
        declared = (self.metadata.language or "").replace("_", "-")
        if "-" not in declared and (region := _REGION_IN_ADDRESS.search(self.url)):
            declared = region[1]
        return declared if declared.partition("-")[0].lower() == self.language else self.language

    @property
    def not_after(self) -> datetime:
        return self.fetched_at + _TOLERANCE


def read_published(question: DateQuestion) -> tuple[PublishedDate | None, str]:
    """The publication date and "", or None and why there is none."""
    declared, refusal = _declared(question)
    if declared is not None:
        return declared, ""
    lines = printed_lines(question.tree, question.metadata.title)
    dated = [line for line in lines if _YEAR.search(line.text)][:_MOST_DATED_LINES]
    for printed in (_labelled, _in_heading, _beside_heading, _behind_heading):
        found, why_not = printed(question, dated)
        if found is not None:
            return _with_hour(found, question), ""
        refusal = refusal or why_not
    last = _in_address(question) or _only_day(question, dated)
    return (last, "") if last else (None, refusal or "the page prints no date of publication")


# --- what is declared for programs -----------------------------------------------------------------------------------


def _declared(question: DateQuestion) -> tuple[PublishedDate | None, str]:
    refusal = ""
    best: PublishedDate | None = None
    is_weak = False
    for claim in _claims(question):
        reading = _read(claim, question)
        date = _accepted(reading, claim)
        if date is None:
            refusal = refusal or _refusal(claim, reading)
        elif best is None:
            best, is_weak = date, claim.weak
        elif date.precision is not Precision.DAY and local_day(best) == local_day(date):
            # A later claim that knows the hour of the same day adds to the first.
            best = date
        if best is not None and best.precision is not Precision.DAY:
            break
    if best is None:
        return None, refusal
    return _as_printed(best, is_weak, question), ""


def _claims(question: DateQuestion) -> Iterator[DateClaim]:
    yield from question.metadata.dates
    origin = _DOOR_ORIGINS.get(question.hints.door_kind)
    if question.hints.published and origin:
        yield DateClaim(text=question.hints.published, origin=origin)


def _refusal(claim: DateClaim, reading: DateReading) -> str:
    return f"“{claim.text[:60]}” ({claim.origin}): {reading.reason or 'a placeholder, no date'}"


def _as_printed(declared: PublishedDate, is_weak: bool, question: DateQuestion) -> PublishedDate:
    """The declared date, unless the page prints another one that readers go by.

    A program's UTC clock may name the day after (or before) the one in the page's own zone: then the printed day holds,
    with the clock where one is printed. A key that also holds other dates yields to a printed date with a label.
    """
    is_utc = not declared.offset_minutes and declared.precision is not Precision.DAY and question.hints.zone is None
    if not (is_utc or is_weak):
        return declared
    day = local_day(declared)
    printed = [*_printed_readings(question), *_day_claims(question)]
    days = [local_day(found) for found, _ in printed]
    if not printed or day in days:
        return declared
    if is_weak and (labelled := [found for found, is_labelled in printed if is_labelled]):
        return labelled[0]
    if is_utc and abs((days[0] - day).days) == 1:
        return _in_printed_zone(declared, printed[0][0])
    return declared


def _with_hour(day: PublishedDate, question: DateQuestion) -> PublishedDate:
    """The moment that stands beside the heading for the same day: «Publié le <time datetime=…>24 mai</time>»."""
    if day.precision is not Precision.DAY:
        return day
    beside = (found for found, _ in _printed_readings(question) if found.precision is not Precision.DAY)
    return next((found for found in beside if local_day(found) == local_day(day)), day)


def _printed_readings(question: DateQuestion) -> list[tuple[PublishedDate, bool]]:
    readings = []
    for text in islice(near_heading(question.tree, question.metadata.title, climb=_NEAR), 3):
        claim = DateClaim(text=text, origin=DateOrigin.VISIBLE_TEXT)
        reading = _read(claim, question)
        if found := _accepted(reading, claim):
            readings.append((found, reading.labelled))
    return readings


def _day_claims(question: DateQuestion) -> list[tuple[PublishedDate, bool]]:
    """Days that meta elements or the address name without a clock."""
    claims = [(_accepted(_read(claim, question), claim), False) for claim in question.metadata.dates]
    named = [(found, weak) for found, weak in claims if found and found.precision is Precision.DAY]
    address = _in_address(question)
    return [*named, (address, False)] if address else named


def _in_printed_zone(declared: PublishedDate, printed: PublishedDate) -> PublishedDate:
    """The declared moment in the zone of the printed clock; without a printed clock the printed day."""
    if printed.precision is Precision.DAY:
        return printed
    clock = printed.moment + timedelta(minutes=printed.offset_minutes or 0)
    utc_clock = declared.moment.replace(second=0)
    minutes = int((clock.replace(second=0) - utc_clock).total_seconds()) // 60
    return replace(declared, offset_minutes=minutes) if minutes % 15 == 0 and abs(minutes) <= 14 * 60 else printed


def _read(claim: DateClaim, question: DateQuestion) -> DateReading:
    """Machine forms first: what is written for programs is rarely ambiguous."""
    zone = question.hints.zone
    reading = read_machine_date(claim.text, zone=zone)
    if reading.moment is None:
        return read_date(claim.text, language=question.dialect, zone=zone, not_after=question.not_after)
    if reading.moment > question.not_after:
        return DateReading(reason="it lies in the future")
    return reading


def _accepted(reading: DateReading, claim: DateClaim) -> PublishedDate | None:
    if reading.moment is None or reading.precision is None:
        return None
    moment = reading.moment
    if moment.year < _OLDEST_YEAR or (moment.year, moment.month, moment.day) in _PLACEHOLDERS:
        return None
    return PublishedDate(
        moment=moment, offset_minutes=reading.offset_minutes, precision=reading.precision, origin=claim.origin
    )


def local_day(published: PublishedDate) -> date:
    """The day on the calendar of the place of publication, as far as its offset is known."""
    return (published.moment + timedelta(minutes=published.offset_minutes or 0)).date()


# --- what is printed for readers -------------------------------------------------------------------------------------

_Printed = tuple[PublishedDate | None, str]


def _read_printed(text: str, question: DateQuestion) -> tuple[PublishedDate | None, DateReading]:
    reading = read_date(text, language=question.dialect, zone=question.hints.zone, not_after=question.not_after)
    found = _accepted(reading, DateClaim(text=text, origin=DateOrigin.VISIBLE_TEXT))
    return (found if found and found.moment.year >= _OLDEST_PRINTED_YEAR else None), reading


def _labelled(question: DateQuestion, dated: list[PrintedLine]) -> _Printed:
    """The date behind words such as «نشر في» or "Published", when the page has one and no second."""
    found: dict[date, PublishedDate] = {}
    for line in dated:
        if len(line.text) > LONGEST_PRINTED:
            continue
        published, reading = _read_printed(f"{line.label} {line.text}", question)
        if published and reading.labelled:
            found.setdefault(local_day(published), published)
    if len(found) > 1:
        return None, "several dates of publication: " + ", ".join(str(day) for day in sorted(found))
    return next(iter(found.values()), None), ""


def _beside_heading(question: DateQuestion, dated: list[PrintedLine]) -> _Printed:
    refusal = ""
    for text in near_heading(question.tree, question.metadata.title):
        claim = DateClaim(text=text, origin=DateOrigin.VISIBLE_TEXT)
        reading = _read(claim, question)
        found = _accepted(reading, claim)
        if found is None:
            refusal = refusal or _refusal(claim, reading)
        elif (
            found.moment.year < _OLDEST_PRINTED_YEAR
            or is_told(text, language=question.dialect)
            or _is_refused_in_its_line(text, dated, question)
        ):
            refusal = refusal or f"“{text[:60]}” ({claim.origin}): the date of something else"
        else:
            return found, ""
    return None, refusal


def _is_refused_in_its_line(text: str, dated: list[PrintedLine], question: DateQuestion) -> bool:
    """Whether the whole line says what the part of it does not: “last edited: 17 Jun 2018”."""
    whole = (line.text[:LONGEST_PRINTED] for line in dated if text != line.text and text in line.text)
    return any(_read_printed(line, question)[0] is None for line in whole)


def _in_heading(question: DateQuestion, dated: list[PrintedLine]) -> _Printed:
    return _first_dateline([line for line in dated if line.behind == 0], question)


def _behind_heading(question: DateQuestion, dated: list[PrintedLine]) -> _Printed:
    near = [line for line in dated if line.behind is not None and line.behind <= _LINES_BEHIND_HEADING]
    return _first_dateline(near, question)


def _first_dateline(lines: list[PrintedLine], question: DateQuestion) -> _Printed:
    """A date on a line of its own, or in the dateline that opens a text."""
    for line in lines:
        text = opening(line.text)
        is_other = _DATE_WORD.search(line.label) is not None
        if is_told(line.text, language=question.dialect):
            continue
        if _opens_with_date(text) and not is_other and (_YEAR_THEN_MARK.search(text) or len(line.text) <= len(text)):
            published, _ = _read_printed(_with_label(line, text), question)
            if published:
                return published, ""
    return None, ""


def _with_label(line: PrintedLine, text: str) -> str:
    """The text behind what stands alone on the line before it, where that ends like a label («آخر تحديث:»)."""
    return f"{line.label} {text}" if line.label.endswith((":", "：")) else text


def _opens_with_date(text: str) -> bool:
    """Whether no more than a place or a name stands before the first number."""
    before = re.split(r"\d", text, maxsplit=1)[0].casefold().split()
    return len(before) <= 4 and not (len(before) > 1 and _BEFORE_AN_EVENT.intersection(before))


def _in_address(question: DateQuestion) -> PublishedDate | None:
    """The day in an address like /2024/07/01/, unless it names two."""
    try:
        path = urlsplit(question.url).path
    except ValueError:
        return None
    days = {(match[1], match[3], match[4]) for match in _DAY_IN_ADDRESS.finditer(path)}
    if len(days) != 1:
        return None
    claim = DateClaim(text="-".join(days.pop()), origin=DateOrigin.ADDRESS)
    return _accepted(_read(claim, question), claim)


def _only_day(question: DateQuestion, dated: list[PrintedLine]) -> PublishedDate | None:
    """The day of the lines that open with a date, if it is the only one that the article's part of the page prints."""
    found: dict[date, PublishedDate] = {}
    for line in dated:
        if line.behind is None or len(line.text) > LONGEST_PRINTED or _DATE_WORD.search(line.label):
            continue
        published, _ = _read_printed(_with_label(line, line.text), question)
        if published and _opens_with_date(line.text) and not is_told(line.text, language=question.dialect):
            found.setdefault(local_day(published), published)
    return found.popitem()[1] if len(found) == 1 else None
