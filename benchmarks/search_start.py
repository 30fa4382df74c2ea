"""How long `rasid search` takes from nothing to its answer, in a small database, and what it loads.

    python -m benchmarks.search_start [--database rasid-demo.sqlite3] [--runs 9]

The database may be the one that `rasid demo` leaves. CPU seconds, user and system, of a process of its own each time.
"""

import argparse
import resource
import statistics
import subprocess
import sys
from pathlib import Path

HEAVY = ("scrapy", "twisted", "trafilatura", "lxml", "sqlalchemy.orm", "alembic", "rich", "pydantic", "sqlalchemy")
PROGRAM = """
import sys
from desk.command import main
main(["--database", {database!r}, "search", "الثقة"])
print(*(name for name in {heavy!r} if name in sys.modules), file=sys.stderr)
"""


def run_once(database: Path) -> tuple[float, str]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    program = PROGRAM.format(database=str(database), heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return spent, done.stderr.splitlines()[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", type=Path, default=Path("rasid-demo.sqlite3"))
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    runs = [run_once(options.database) for _ in range(options.runs)]
    times = sorted(spent for spent, _ in runs)
    print(
        f"rasid search: {statistics.median(times):.2f} CPU-s (from {times[0]:.2f} to {times[-1]:.2f}); of the heavy ones it loads: {runs[0][1]}"
    )


if __name__ == "__main__":
    main()
