"""Standard output, where it takes no more: the disk under it is full, or whoever read it has had enough."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from press.errors import RasidError


class OutputRefused(RasidError):
    """Exit 1: nothing was asked in a wrong way."""


@contextmanager
def writing_output() -> Iterator[None]:
    """Raises OutputRefused for what the system says. A reader who has gone is left to `desk.command`."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        close_output()
        raise OutputRefused(f"standard output: cannot be written ({error.strerror or error})") from error


def close_output() -> None:
    """What could not be written is not tried once more when the process ends."""
    with suppress(OSError, ValueError):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - lives as long as the process
