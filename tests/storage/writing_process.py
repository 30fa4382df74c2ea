"""What a process of its own writes into a store, as a crawl does; each thing is noted in a file once it is acknowledged."""

import os
import time
from pathlib import Path

from newsdesk import SUMMIT, address, article, door_poll

from press.discoveries import FeedEntry
from press.moments import system_clock
from storage import Lease, Storage, open_storage


def make(url: str) -> None:
    """Opens the database, which may not be there yet."""
    open_storage(url).close()


def write(url: str, outlet: str, pages: int, first: int, notes: Path) -> None:
    """Finds pages and settles them under the outlet's lease, waiting for one that a killed process left behind.

    Every page is an article; every fifth carries a text that all processes write.
    """
    descriptor = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with open_storage(url) as storage:
        lease = take_lease(storage, outlet)
        (run,) = storage.runs.start_runs([lease], "poll")
        door = storage.sources.door_states(outlet)[0]
        for number in range(first, first + pages):
            now = system_clock()
            entry = FeedEntry(url=address(outlet, str(number)))
            storage.ledger.record_poll(run, door_poll(door.id, [entry], now))
            os.write(descriptor, f"found {entry.url}\n".encode())
            for discovery in storage.ledger.pending(outlet, now, 10):
                words = SUMMIT if number % 5 == 0 else f"{SUMMIT}\n{own_words(outlet, number)}"
                storage.pages.record(run, discovery, article(discovery.url, words))
                os.write(descriptor, f"stored {discovery.url}\n".encode())
        storage.runs.release_leases([lease])


def take_lease(storage: Storage, outlet: str) -> Lease:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        leases = storage.runs.acquire_leases([outlet], holder="writer", seconds=0.2)
        if leases:
            storage.runs.renew_leases([leases[outlet]], 0.2)
            return leases[outlet]
    raise SystemExit("the lease could not be had")


def own_words(outlet: str, number: int) -> str:
    return " ".join(f"{outlet}{number}{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
