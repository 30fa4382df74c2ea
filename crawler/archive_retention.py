"""Old pages leave the archive: files that have wholly expired are deleted, mixed ones are sifted.

    old file ─ the kept members, byte by byte ─→ new file, on disk ─→ places in the ledger, one transaction ─→ old file deleted

Whenever this is broken off, each place in the ledger leads to its page; the next time takes it up again. What is left of
a sifted file has a name that says so, and is not looked into again before its last day.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final

from crawler.archive import Member, day_of, members_between
from press.errors import StorageUnavailable
from press.moments import Clock
from press.retention import Fate, Keeping
from press.settings import ArchiveSettings
from storage import Storage

ENDING: Final = ".warc.gz"
SIFTED: Final = "-sifted" + ENDING
UNFINISHED: Final = ".unfinished"
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What was done, or in a dry run would be. pages_dropped: of sifted files; those of deleted files are not counted."""

    files_deleted: int = 0
    files_sifted: int = 0
    pages_dropped: int = 0
    bytes_freed: int = 0

    def __add__(self, other: "Pruned") -> "Pruned":
        return Pruned(
            files_deleted=self.files_deleted + other.files_deleted,
            files_sifted=self.files_sifted + other.files_sifted,
            pages_dropped=self.pages_dropped + other.pages_dropped,
            bytes_freed=self.bytes_freed + other.bytes_freed,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSize:
    """oldest, newest: days of the first and the last file."""

    directory: Path
    files: int
    bytes: int
    oldest: datetime | None
    newest: datetime | None


def archive_size(directory: Path) -> ArchiveSize:
    files = list(archive_files(directory))
    days = [day for day in map(day_of, files) if day is not None]
    return ArchiveSize(
        directory=directory,
        files=len(files),
        bytes=sum((directory / file).stat().st_size for file in files),
        oldest=min(days, default=None),
        newest=max(days, default=None),
    )


def archive_files(directory: Path) -> Iterator[str]:
    """Relative to the directory, by day; files that are none of ours are left alone."""
    for path in sorted(directory.glob(f"????/??/??/*{ENDING}")):
        file = path.relative_to(directory).as_posix()
        if day_of(file) is not None:
            yield file


class Retention:
    """For one thread. dry_run: reads and counts only."""

    def __init__(self, settings: ArchiveSettings, storage: Storage, clock: Clock, *, dry_run: bool = False) -> None:
        self._directory = Path(settings.directory)
        self._keeping = Keeping(article_days=settings.keep_article_days, other_days=settings.keep_other_days)
        self._places = storage.archive_places
        self._clock = clock
        self._dry_run = dry_run

    def prune(self) -> Pruned:
        """Raises StorageUnavailable when the archive or the database cannot be written; what was done stays done."""
        done = Pruned()
        now = self._clock()
        try:
            self._sweep(now)
            for file in archive_files(self._directory):
                day = day_of(file)
                # Counted from the day's end: until then the file may still be written.
                age = (now - day - DAY) / DAY if day is not None else 0.0
                match self._keeping.fate(age, sifted=file.endswith(SIFTED)):
                    case Fate.DROP:
                        done += self._drop(file)
                    case Fate.SIFT:
                        done += self._sift(file, age)
                    case Fate.KEEP:
                        pass
        except OSError as error:
            raise StorageUnavailable(
                f"{error.filename or self._directory}: the archive cannot be pruned ({error.strerror}). Nothing that is "
                "kept is lost; `rasid archive prune` goes on where this broke off."
            ) from error
        return done

    def _drop(self, file: str) -> Pruned:
        path = self._directory / file
        freed = path.stat().st_size
        if not self._dry_run:
            self._places.move(file, None, {})
            self._delete(path)
        return Pruned(files_deleted=1, bytes_freed=freed)

    def _sift(self, file: str, age: float) -> Pruned:
        path = self._directory / file
        size = path.stat().st_size
        with path.open("rb") as old:
            members = self._members(file, old, size)
            kept = [member for member in members if self._keeping.keeps(age, is_article=member.is_article)]
            left = sum(member.length for member in kept)
            if not self._dry_run:
                self._replace(file, old, kept)
        if not self._dry_run:
            self._delete(path)
        return Pruned(
            files_deleted=0 if kept else 1,
            files_sifted=1 if kept else 0,
            pages_dropped=len(members) - len(kept),
            bytes_freed=size - left,
        )

    def _replace(self, file: str, old: BinaryIO, kept: Sequence["_Known"]) -> None:
        """Puts the kept pages into their own file, and says so in the ledger."""
        if not kept:
            self._places.move(file, None, {})
            return
        new_file = file.removesuffix(ENDING) + SIFTED
        target = self._directory / new_file
        unfinished = target.with_name(f"{target.name}.{os.getpid()}{UNFINISHED}")
        offsets: dict[int, int] = {}
        with unfinished.open("wb") as new:
            for member in kept:
                old.seek(member.offset)
                offsets[member.offset] = new.tell()
                new.write(old.read(member.length))
            new.flush()
            os.fsync(new.fileno())
        unfinished.replace(target)
        sync_directory(target.parent)
        self._places.move(file, new_file, offsets)

    def _members(self, file: str, old: BinaryIO, size: int) -> list["_Known"]:
        """Every page of a file: those the ledger refers to, and between them those it refers to no more."""
        known = [
            _Known(offset=each.place.offset, length=each.place.length, is_article=each.is_article)
            for each in self._places.in_file(file)
        ]
        between: list[Member] = []
        end = 0
        for member in [*known, _Known(offset=size, length=0, is_article=False)]:
            if member.offset > end:
                between += members_between(old, end, member.offset)
            end = max(end, member.offset + member.length)
        articles = self._places.articles_among({member.url for member in between})
        known += [_Known(offset=each.offset, length=each.length, is_article=each.url in articles) for each in between]
        return sorted(known, key=lambda member: member.offset)

    def _sweep(self, now: datetime) -> None:
        """What was left by one that was broken off."""
        for path in [] if self._dry_run else list(self._directory.glob(f"????/??/??/*{UNFINISHED}")):
            if now.timestamp() - path.stat().st_mtime > DAY.total_seconds():
                path.unlink(missing_ok=True)

    def _delete(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        for folder in list(path.parents)[:3]:  # day, month, year
            try:
                folder.rmdir()
            except OSError:  # not empty
                break


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A member of a file. is_article: its address carries a stored article."""

    offset: int
    length: int
    is_article: bool


def sync_directory(directory: Path) -> None:
    """Makes a new name last through a power failure."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
