"""What an exported article consists of: the columns of every format, in their order, each with one sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import Any, Final

from storage import ExportRow


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    MOMENT = "moment"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Column:
    """value: takes it out of a row. width: of an Excel column, in letters."""

    name: str
    kind: Kind
    explained: str
    value: Callable[[ExportRow], Any]
    width: int = 14


def _column(name: str, kind: Kind, explained: str, width: int = 14) -> Column:
    return Column(name, kind, explained, lambda row: getattr(row, name), width)


COLUMNS: Final = (
    _column("id", Kind.NUMBER, "The article's number in this database: `rasid show ID`.", 9),
    _column("sort_at", Kind.MOMENT, "When it was published, or first seen where that is not known; UTC.", 18),
    _column("published_at", Kind.MOMENT, "When the page says it was published; empty with a reason otherwise.", 18),
    _column("published_precision", Kind.TEXT, "How exactly the page says it: day, minute or second."),
    _column("published_reason", Kind.TEXT, "Why there is no date; empty when there is one.", 20),
    _column("first_seen_at", Kind.MOMENT, "When Rasid first read it; UTC.", 18),
    _column("source", Kind.TEXT, "The outlet it was first seen at.", 20),
    _column("source_id", Kind.TEXT, "That outlet's id in the configuration."),
    _column("country", Kind.TEXT, "That outlet's country: two letters, or INT.", 8),
    _column("language", Kind.TEXT, "The language of the text, as told from the text (ar, ru, kk-Arab …).", 9),
    _column("organizations", Kind.LIST, "Codes of the organizations it names; in CSV and Excel joined by “; ”.", 18),
    _column("persons", Kind.LIST, "Codes of the persons it names, as `person:` takes them; joined likewise.", 18),
    _column("places", Kind.LIST, "Codes of the places it names, as `place:` takes them; joined likewise.", 18),
    _column("dateline_place", Kind.TEXT, "Code of the place its dateline names, where it was sent from."),
    _column("title", Kind.TEXT, "The headline, of the newest revision.", 60),
    _column("text", Kind.TEXT, "The clean text, of the newest revision; paragraphs are separated by a line break.", 80),
    _column("author", Kind.TEXT, "The byline.", 20),
    _column("credit", Kind.TEXT, "The agency quoted as the source, as a code (kazinform, xinhua …)."),
    _column("section", Kind.TEXT, "The outlet's own section."),
    _column("url", Kind.TEXT, "Its address at that outlet, as found.", 40),
    _column("sightings", Kind.NUMBER, "At how many addresses it was seen, copies included.", 10),
    _column("revision", Kind.NUMBER, "1 for an unchanged article; more when its text was changed.", 9),
)


def iso(moment: datetime | None, offset_minutes: int | None = None) -> str | None:
    """ISO 8601: in UTC, or with the offset that was printed."""
    if moment is None:
        return None
    if offset_minutes:
        moment = moment.astimezone(timezone(timedelta(minutes=offset_minutes)))
    return moment.isoformat()
