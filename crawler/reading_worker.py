"""What runs inside a process of the reading pool. Its functions are named here so that the daemon need not load trafilatura."""

import gc
from typing import TYPE_CHECKING

from press.pages import FetchedPage, ReadingHints, ReadNothing, ReadResult

if TYPE_CHECKING:
    from crawler.reading import Reader
    from crawler.reading_rules import ReadingRules
    from press.discoveries import DoorContent, DoorUnreadable
    from press.sources import Door

_reader: "Reader | None" = None


def start_worker(rules: "ReadingRules") -> None:
    """Runs once in a new process, before its first page."""
    from crawler.reading import Reader

    global _reader  # noqa: PLW0603 - the one thing a process of the pool remembers between two pages
    _reader = Reader(rules)
    # What is loaded stays; searching it for cycles with every page would cost a twentieth of the reading.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def read_in_worker(page: FetchedPage, hints: ReadingHints) -> ReadResult:
    """Reads one page; whatever goes wrong with it becomes its reason."""
    from crawler.reading import read_page

    if _reader is None:
        raise RuntimeError("start_worker has not run in this process")
    try:
        return read_page(page, hints, _reader)
    except Exception as error:  # noqa: BLE001 - the border of the process: a page nobody foresaw must not end the crawl
        return ReadNothing(reason=f"this page could not be read: {type(error).__name__}: {str(error)[:200]}")


def read_door_in_worker(
    door: "Door", body: bytes, *, url: str, content_type: str | None, charset: str | None, pattern: str
) -> "DoorContent | DoorUnreadable":
    """Reads a door so large that it would hold up everything else in the main process."""
    from crawler.door_reading import read_door

    return read_door(door, body, url=url, content_type=content_type, charset=charset, article_pattern=pattern)
