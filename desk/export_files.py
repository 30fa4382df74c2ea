"""Where an export goes: a file that takes its name when it is complete, a pipe or device as it is, or standard output."""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from press.errors import UsageError

STANDARD_OUTPUT: Final = Path("-")
BUFFER: Final = 256 * 1024


@contextmanager
def opened(file: Path, *, force: bool) -> Iterator[BinaryIO]:
    """To write into. force: over a file that is there. Raises UsageError when that cannot be done, at once or on the way."""
    with _complaining(file):
        if file == STANDARD_OUTPUT:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        elif file.exists() and not file.is_file():
            with file.open("wb", buffering=BUFFER) as stream:
                yield stream
        else:
            _refuse_existing(file, force=force)
            with _whole_file(Path(os.path.realpath(file))) as stream:
                _refuse_existing(file, force=force)  # by now another export may have finished it
                yield stream


def _refuse_existing(file: Path, *, force: bool) -> None:
    if file.exists() and not force:
        raise UsageError(f"{file}: there is such a file already. Name another one, or add --force.")


@contextmanager
def _complaining(file: Path) -> Iterator[None]:
    """A pipe whose reader has gone is left to `desk.command`."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        name = "standard output" if file == STANDARD_OUTPUT else file
        raise UsageError(f"{name}: cannot be written ({error.strerror or error}). Name another file.") from error


@contextmanager
def _whole_file(file: Path) -> Iterator[BinaryIO]:
    """Until it is complete it is `NAME.part`; that is gone when it never will be."""
    part = file.with_name(file.name + ".part")
    with open(part, "r+b", buffering=BUFFER, opener=_made) as stream:
        if not _is_ours(stream, part):
            raise UsageError(f"{file}: another export is writing it. Name another file, or wait.")
        try:
            stream.truncate()
            yield stream
            stream.flush()
            os.replace(part, file)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _made(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CREAT, 0o666)


def _is_ours(stream: BinaryIO, part: Path) -> bool:
    """Locks it. Another export may hold it, or have finished with it between opening and locking: then it has its name by now."""
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(stream.fileno()), part.stat())
    except (BlockingIOError, FileNotFoundError):
        return False
