"""The processes that read pages, as Linux knows them."""

import contextlib
import os
from pathlib import Path


def children(of: int) -> list[int]:
    """The processes that a process started, as Linux knows them."""
    found: list[int] = []
    for tasks in Path(f"/proc/{of}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(number) for number in tasks.read_text().split()]
    return found


def workers_of(main: int) -> list[int]:
    """The processes that read pages for `main`: grandchildren, by way of the fork server."""
    return [worker for child in children(main) for worker in children(child)]


def busy_workers() -> list[int]:
    """Workers that have used a third of a second: the one with the slow page in hand."""
    ticks = os.sysconf("SC_CLK_TCK")
    busy = []
    for worker in workers_of(os.getpid()):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
            if int(fields[11]) + int(fields[12]) > ticks / 3:
                busy.append(worker)
    return busy
