"""A process of its own that stores the same articles as its rivals, in an order of its own.

    python racing_process.py DATABASE FOLDER NUMBER

FOLDER holds `work.pickle`: runs by outlet, and pages as (run's outlet, discovery, outcome). It writes `ready-NUMBER`, then
waits for `go`, so that all of them start at once.
"""

import pickle
import random
import sys
import time
from pathlib import Path

from storage import open_storage


def main(database: str, folder: Path, number: int) -> None:
    runs, pages = pickle.loads((folder / "work.pickle").read_bytes())
    random.Random(number).shuffle(pages)
    with open_storage(database, busy_timeout_seconds=120) as storage:
        (folder / f"ready-{number}").touch()
        while not (folder / "go").exists():
            time.sleep(0.005)
        for outlet, discovery, outcome in pages:
            storage.pages.record(runs[outlet], discovery, outcome)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
