"""When an article was published: right, or nothing with the reason why.

Asked in the order of trust: JSON-LD, meta, the door that named the page, what stands beside the heading, and in the
end htmldate, which guesses and is believed only where it cannot have invented the day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from crawler.extraction import search_date
from crawler.metadata import DateClaim, PageMetadata, tidy
from press.articles import DateOrigin, Precision, PublishedDate
from press.dates import DateReading, read_date, read_machine_date
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

_HEADINGS = XPath("//h1[normalize-space()]")
_DATED = XPath(
    ".//time | .//*[self::span or self::div or self::p or self::em or self::small or self::b or self::i or self::td"
    " or self::h6 or self::h5 or self::h4][contains(@class, 'date') or contains(@class, 'time')"
    " or contains(@class, 'publi') or contains(@class, 'posted') or contains(@class, 'meta') or contains(@class, 'created')"
    " or contains(@class, 'Date') or contains(@class, 'Time') or contains(@class, 'Publi') or contains(@id, 'date')"
    " or contains(@id, 'Date')]"
)
_ELSEWHERE = ("nav", "footer", "aside", "h2", "h3")
_UPDATED = re.compile(r"updat|modif|edited|revis", re.IGNORECASE)
_LONGEST_PRINTED = 120
_LONGEST_BESIDE = 80
# How far from the heading dates are looked for: generations up, the nearest first, and how many of each.
_CLIMB = (1, 3, 6)
_MOST_TRIED = 12


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
    def not_after(self) -> datetime:
        return self.fetched_at + _TOLERANCE


def read_published(question: DateQuestion) -> tuple[PublishedDate | None, str]:
    """The publication date and "", or None and why there is none."""
    refusal = ""
    best: PublishedDate | None = None
    for claim in _claims(question):
        reading = _read(claim, question)
        date = _accepted(reading, claim)
        if date is None:
            refusal = refusal or f"“{claim.text[:60]}” ({claim.origin}): {reading.reason or 'a placeholder, no date'}"
        elif best is None:
            best = date
        elif date.precision is not Precision.DAY and _same_day(best, date):
            # A later claim that knows the hour of the same day adds to the first.
            best = date
        if best is not None and best.precision is not Precision.DAY:
            break
    if best is not None:
        return best, ""
    for claim in _printed_near_heading(question.tree, question.metadata.title):
        reading = _read(claim, question)
        if date := _accepted(reading, claim):
            return date, ""
        refusal = refusal or f"“{claim.text[:60]}” ({claim.origin}): {reading.reason or 'a placeholder, no date'}"
    guess = _guessed(question)
    return (guess, "") if guess else (None, refusal or "the page prints no date of publication")


def _claims(question: DateQuestion) -> Iterator[DateClaim]:
    yield from question.metadata.dates
    origin = _DOOR_ORIGINS.get(question.hints.door_kind)
    if question.hints.published and origin:
        yield DateClaim(text=question.hints.published, origin=origin)


def _read(claim: DateClaim, question: DateQuestion) -> DateReading:
    """Machine forms first: what is written for programs is rarely ambiguous."""
    zone = question.hints.zone
    reading = read_machine_date(claim.text, zone=zone)
    if reading.moment is None:
        return read_date(claim.text, language=question.language, zone=zone, not_after=question.not_after)
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


def _same_day(one: PublishedDate, other: PublishedDate) -> bool:
    """Whether the second falls into the day that the first names."""
    first = one.moment + timedelta(minutes=one.offset_minutes or 0)
    second = other.moment + timedelta(minutes=other.offset_minutes or 0)
    return first.date() == second.date()


def _printed_near_heading(tree: HtmlElement, title: str) -> Iterator[DateClaim]:
    """Dates beside the article's heading, the nearest first; clocks in the head of the site are farther away."""
    heading = _heading(tree, title)
    if heading is None:
        return
    seen: set[str] = set()
    for element in _beside(heading):
        text = _printed(element)
        if text and len(text) <= _LONGEST_BESIDE and text not in seen:
            seen.add(text)
            yield DateClaim(text=text, origin=DateOrigin.VISIBLE_TEXT)
    ancestors = [node for node in heading.iterancestors() if node.tag not in ("body", "html")]
    for generation in _CLIMB[: len(ancestors)]:
        container = ancestors[min(generation, len(ancestors)) - 1]
        dated = (element for element in _DATED(container) if _belongs(element, container))
        for element in islice(dated, _MOST_TRIED):
            text = _printed(element)
            if text and text not in seen:
                seen.add(text)
                yield DateClaim(text=text, origin=DateOrigin.VISIBLE_TEXT)


def _belongs(element: HtmlElement, container: HtmlElement) -> bool:
    """Whether the element is no part of a menu, of a list of other articles, or of another article's teaser."""
    for node in (element, *element.iterancestors()):
        if node is container:
            return True
        if node.tag in _ELSEWHERE or (node.tag == "li" and node.find(".//a") is not None):
            return False
    return True


def _heading(tree: HtmlElement, title: str) -> HtmlElement | None:
    """The heading that says the title, else the first one: the site's name may stand in an h1 of its own."""
    headings: list[HtmlElement] = list(islice(_HEADINGS(tree), 5))
    for heading in headings:
        text = tidy(heading.text_content(), _LONGEST_PRINTED)
        if text and (text in title or title in text):
            return heading
    return headings[0] if headings else None


def _beside(heading: HtmlElement) -> Iterator[HtmlElement]:
    """The lines right under and over a heading: many sites print the date there without any telling class."""
    yield from islice(heading.itersiblings(), 4)
    yield from islice(heading.itersiblings(preceding=True), 2)
    parent = heading.getparent()
    if parent is not None and parent.tag not in ("body", "html"):
        yield from islice(parent.itersiblings(), 3)


def _printed(element: HtmlElement) -> str | None:
    if _UPDATED.search(element.get("class") or "") or _UPDATED.search(element.get("itemprop") or ""):
        return None
    text = element.get("datetime") or tidy(element.text_content(), _LONGEST_PRINTED + 1)
    return text if text and len(text) <= _LONGEST_PRINTED and any(character.isdigit() for character in text) else None


def _guessed(question: DateQuestion) -> PublishedDate | None:
    """htmldate's day, unless it may be its own invention: it makes a 1st of an unknown day, and January of a month."""
    found = search_date(question.tree, question.url, not_after=question.fetched_at)
    if found is None or (found.endswith("-01") and not _stands_there(found, question)):
        return None
    reading = read_machine_date(found, zone=question.hints.zone)
    return _accepted(reading, DateClaim(text=found, origin=DateOrigin.VISIBLE_TEXT))


def _stands_there(day: str, question: DateQuestion) -> bool:
    """Whether the address or the visible text prints this very day."""
    year, month, number = day.split("-")
    if re.search(rf"{year}[-/._]?{month}[-/._]?{number}(?!\d)", question.url):
        return True
    text = " ".join(question.tree.text_content().split())
    for found in list(re.finditer(year, text))[:20]:
        window = text[max(0, found.start() - 25) : found.end() + 25]
        if (read_date(window, language=question.language).published or "").startswith(day):
            return True
    return False
