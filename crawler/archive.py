"""The archive of raw pages: WARC files (ISO 28500), one gzip member a record. The one home of FastWARC.

    archive/2026/11/24/rasid-20261124T084503Z-4711.warc.gz

A page is written before it is read, so that a better reader or a longer watch-list can read it again. The body stands
there decompressed, as it was handed to the reader. The address that was asked for is kept in a header of our own when a
redirect led elsewhere.
"""

import io
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from fastwarc import GzipWriter
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from press.archive import ArchivePlace
from press.errors import StorageUnavailable
from press.moments import Clock
from press.pages import FetchedPage

ASKED_FOR = "X-Rasid-Asked-For"
COMPRESSION_LEVEL = 6
LARGEST_FILE_BYTES = 1_000_000_000


class ArchiveWriter:
    """Appends pages to a file of this process, a new one each day and each gigabyte. For one thread at a time."""

    def __init__(self, directory: Path, clock: Clock, *, largest_file_bytes: int = LARGEST_FILE_BYTES) -> None:
        self._directory = directory
        self._clock = clock
        self._largest = largest_file_bytes
        self._file: BinaryIO | None = None
        self._name = ""
        self._day = ""

    def write(self, page: FetchedPage) -> ArchivePlace:
        """Raises StorageUnavailable when the page cannot be kept, for example because the disk is full."""
        member = packed(page)
        try:
            file = self._open_file(len(member))
            offset = file.tell()
            try:
                written = 0
                while written < len(member):  # a raw file may take less than it is given
                    written += file.write(member[written:])
            except OSError:
                # Half a record would be read as the next one's beginning.
                file.truncate(offset)
                file.seek(offset)
                raise
        except OSError as error:
            raise StorageUnavailable(
                f"{self._directory / self._name}: the archive cannot be written ({error.strerror}). "
                "Make room or name another place in archive.directory; nothing that was stored is lost."
            ) from error
        return ArchivePlace(file=self._name, offset=offset, length=len(member))

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open_file(self, coming: int) -> BinaryIO:
        now = self._clock()
        day = f"{now:%Y/%m/%d}"
        if self._file is not None and (day != self._day or self._file.tell() + coming > self._largest):
            self.close()
        if self._file is None:
            self._day = day
            self._name = f"{day}/rasid-{now:%Y%m%dT%H%M%S%fZ}-{os.getpid()}.warc.gz"
            path = self._directory / self._name
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("xb", buffering=0)  # a buffer would keep what a full disk did not take
        return self._file


def packed(page: FetchedPage) -> bytes:
    """A page as one gzip member that holds one WARC response record."""
    record = WarcRecord()
    record.init_headers(WarcRecordType.response)
    record.headers["WARC-Target-URI"] = page.final_url
    record.headers["WARC-Date"] = f"{page.fetched_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    record.headers["Content-Type"] = "application/http; msgtype=response"
    if page.url != page.final_url:
        record.headers[ASKED_FOR] = page.url
    record.set_bytes_content(_http_head(page) + page.body)
    packed_bytes = io.BytesIO()
    with GzipWriter(packed_bytes, compression_level=COMPRESSION_LEVEL) as stream:
        record.write(stream, checksum_data=True)
    return packed_bytes.getvalue()


def _http_head(page: FetchedPage) -> bytes:
    charset = f"; charset={page.charset}" if page.charset else ""
    kind = f"Content-Type: {page.content_type or 'text/html'}{charset}\r\n"
    return f"HTTP/1.1 200 OK\r\n{kind}Content-Length: {len(page.body)}\r\n\r\n".encode("latin-1", "replace")


def read_place(directory: Path, place: ArchivePlace) -> FetchedPage | None:
    """The page at a place; None when it is not there any more, or damaged."""
    try:
        with (directory / place.file).open("rb") as file:
            file.seek(place.offset)
            member = io.BytesIO(file.read(place.length))
        for record in ArchiveIterator(member, record_types=WarcRecordType.response):
            return page_of(record)
    except (OSError, UnusableRecord):
        return None
    return None


class UnusableRecord(ValueError):
    """Why no page can be made of a response record."""


def is_page(record: WarcRecord) -> bool:
    """Whether a record carries a page: an answer with any 2xx. One without HTTP headers is taken for a page."""
    head = record.http_headers
    answered = head is None or 200 <= (head.status_code or 0) < 300
    return record.record_type == WarcRecordType.response and answered


def page_of(record: WarcRecord, *, largest: int | None = None) -> FetchedPage:
    """The page in a response record, at most `largest` bytes of it. Raises UnusableRecord."""
    address = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    moment = moment_of(record.headers.get("WARC-Date") or "")
    if not address:
        raise UnusableRecord("the record names no address")
    if moment is None:
        raise UnusableRecord(f"the record's date cannot be read: {record.headers.get('WARC-Date')!r}")
    body = record.reader.read(-1 if largest is None else largest)
    if is_cut_short(record, len(body), largest):
        raise UnusableRecord(f"the record of {address} is cut short")
    return FetchedPage(
        url=record.headers.get(ASKED_FOR) or address,
        final_url=address,
        body=body,
        content_type=(record.http_content_type or "").lower() or None,
        charset=(record.http_charset or "").lower() or None,
        fetched_at=moment,
    )


def is_cut_short(record: WarcRecord, length: int, largest: int | None) -> bool:
    """Whether fewer bytes came than the record promises. Of a body that was sent encoded, its length says nothing."""
    head = record.http_headers
    if length == largest or (head is not None and (head.get("Content-Encoding") or head.get("Transfer-Encoding"))):
        return False
    return length < record.content_length


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A record of a file of ours. url: the address that was asked for."""

    offset: int
    length: int
    url: str


def members_between(file: BinaryIO, start: int, end: int) -> list[Member]:
    """The records that lie between two bytes, up to the first damage."""
    found: list[tuple[int, str]] = []
    file.seek(start)
    try:
        for record in ArchiveIterator(file, record_types=WarcRecordType.any_type):
            if record.stream_pos >= end:
                break
            address = record.headers.get(ASKED_FOR) or record.headers.get("WARC-Target-URI") or ""
            found.append((record.stream_pos, address))
    except OSError:  # FastWARC's, for what is no gzip member
        pass
    bounds = [*(offset for offset, _ in found[1:]), end]
    return [
        Member(offset=offset, length=bound - offset, url=address)
        for (offset, address), bound in zip(found, bounds, strict=False)
    ]


def moment_of(text: str) -> datetime | None:
    """A WARC-Date (ISO 8601 in UTC, any precision)."""
    try:
        moment = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def day_of(file: str) -> datetime | None:
    """The day a file of the archive belongs to, by its name."""
    parts = Path(file).parts
    try:
        return datetime(int(parts[0]), int(parts[1]), int(parts[2]), tzinfo=UTC)
    except (IndexError, ValueError):
        return None
