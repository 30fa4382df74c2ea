"""Reading a database's file ahead of a long export.

The articles of a query lie scattered over the file. When it is not in memory, the system fetches it page by page and waits for
each, which costs more than all else: 200,000 of a million articles took 15 s of CPU and 48 s in all, and take 8 s and 22 s since
the file is asked for in long pieces, in the background, once an export has become a long one.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Event, Thread
from typing import Final

PIECE: Final = 8 * 1024 * 1024
BYTES_AN_ARTICLE: Final = 4 * 1024 * 1024
"""An export is a long one when it has taken an article for every so many bytes of the file. What is read stops with it."""

SMALLEST: Final = 64 * 1024 * 1024
PART_OF_MEMORY: Final = 2
"""Of a file that is larger than half of the memory only so much is read: more would push out what is still wanted."""


@contextmanager
def reading_ahead(file: Path) -> Iterator[Callable[[int], None]]:
    """What it gives is to hear how many articles were taken."""
    reader = _Reader(file)
    try:
        yield reader.taken
    finally:
        reader.stop()


class _Reader:
    def __init__(self, file: Path) -> None:
        self._file = file
        self._size = file.stat().st_size
        self._pays = hasattr(os, "posix_fadvise") and self._size >= SMALLEST
        self._taken = 0
        self._stopped = Event()
        self._thread: Thread | None = None

    def taken(self, articles: int) -> None:
        self._taken += articles
        if self._pays and self._thread is None and self._taken * BYTES_AN_ARTICLE >= self._size:
            self._thread = Thread(target=self._read, name="read-ahead", daemon=True)
            self._thread.start()

    def _read(self) -> None:
        """From the end on, where the newest articles are."""
        least = max(0, self._size - _memory() // PART_OF_MEMORY)
        with suppress(OSError):  # it was advice
            for start in range(self._size // PIECE * PIECE, least - 1, -PIECE):
                if self._stopped.is_set():
                    return
                os.posix_fadvise(_opened(self._file), start, PIECE, os.POSIX_FADV_WILLNEED)

    def stop(self) -> None:
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()


@cache
def _opened(file: Path) -> int:
    """Never closed: when a process closes a file, POSIX takes away all locks that it has on it, SQLite's too."""
    return os.open(file, os.O_RDONLY | os.O_CLOEXEC)


def _memory() -> int:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
