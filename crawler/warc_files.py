"""Reading WARC files of others (Common Crawl's news archives) and our own: page after page, past what is damaged.

file ─record→ FetchedPage            a response with a page
           └→ DamagedRecord          something that is no record; reading goes on with the next one that is
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from crawler.archive import UnusableRecord, is_page, page_of
from press.errors import UsageError
from press.pages import FetchedPage

GZIP_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
PLAIN_RECORD = re.compile(rb"WARC/1\.[01]\r?\n")
BLOCK_BYTES = 1 << 20
LONGEST_MARK = 16
LARGEST_BODY_BYTES = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedRecord:
    """offset: where in the file, in bytes, reading first failed."""

    offset: int
    reason: str


def pages_in(path: Path) -> Iterator[FetchedPage | DamagedRecord]:
    """All pages of a WARC file, plain or gzipped. Raises UsageError when it cannot be read or holds no record at all."""
    try:
        with path.open("rb") as file:
            mark = GZIP_MEMBER if file.read(2) == b"\x1f\x8b" else PLAIN_RECORD
            yield from _records(file, mark, path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror or error})") from error


def _records(file: BinaryIO, mark: re.Pattern[bytes], path: Path) -> Iterator[FetchedPage | DamagedRecord]:
    """Tries every place that looks like the beginning of a record, once what went before is used up.

    A decoder may end quietly at bytes that are no record, so that a quiet end is not believed either.
    """
    start: int | None = 0
    seen, last = 0, -1
    damage: DamagedRecord | None = None
    said = False
    while start is not None:
        file.seek(start)
        try:
            for record in ArchiveIterator(file, record_types=WarcRecordType.any_type, auto_decode="all"):
                if damage is not None and not said:
                    yield damage
                damage, said, last, seen = None, False, record.stream_pos, seen + 1
                if is_page(record):
                    yield _page_or_damage(record, last)
            damage = damage or DamagedRecord(offset=max(last, 0), reason="bytes that are no record follow this one")
        except OSError as error:
            if damage is None and not said:
                yield DamagedRecord(offset=max(last, 0), reason=str(error))
                said = True
        last = max(last, start)
        start = _next_mark(file, mark, last + 1)
    if not seen:
        raise UsageError(f"{path}: this is no WARC file; there is not one record in it")


def _page_or_damage(record: WarcRecord, offset: int) -> FetchedPage | DamagedRecord:
    try:
        return page_of(record, largest=LARGEST_BODY_BYTES)
    except UnusableRecord as error:
        return DamagedRecord(offset=offset, reason=str(error))


def _next_mark(file: BinaryIO, mark: re.Pattern[bytes], position: int) -> int | None:
    """Where the next thing that looks like the beginning of a record stands."""
    file.seek(position)
    tail = b""
    while block := file.read(BLOCK_BYTES):
        found = mark.search(tail + block)
        if found:
            return position - len(tail) + found.start()
        position += len(block)
        tail = (tail + block)[-LONGEST_MARK:]
    return None
