"""One daemon per database."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from press.errors import DaemonRunning, StorageUnavailable

SQLITE = "sqlite:///"


@contextmanager
def hold_daemon_lock(url: str) -> Iterator[None]:
    """Holds the database against a second daemon; the system gives the lock back when the process ends, however it ends.

    Raises DaemonRunning when another process holds it, StorageUnavailable when the lock file cannot be written.
    """
    if not url.startswith(SQLITE) or url == SQLITE:
        yield
        return
    path = Path(unquote(url.removeprefix(SQLITE).partition("?")[0])).absolute()
    lock_path = path.with_name(path.name + ".daemon")
    try:
        descriptor = os.open(lock_path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StorageUnavailable(
            f"{lock_path}: cannot be written ({error.strerror}). Choose a directory you may write to."
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 32).decode("ascii", "replace").strip() or "unknown"
            raise DaemonRunning(
                f"another daemon (process {holder}) works on {path}. Stop it first, or give this one a database of its own."
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)
