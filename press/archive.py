"""Where the raw page of an address stands in the archive."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePlace:
    """A record of a WARC file. file: relative to the archive's directory; offset, length: bytes of its own gzip member."""

    file: str
    offset: int
    length: int
