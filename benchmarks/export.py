"""How fast, and in how much memory, articles are taken away.

    python -m benchmarks.export --database FILE [--query org:OIC] [--formats jsonl,csv,parquet,xlsx] [--cold]

The database may be one that `benchmarks.search_million --database FILE` left. Of a million articles there, 200,000
name the OIC. Each format is written in a process of its own; --cold: the system forgets the file first.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from desk.exports import write_export
from storage import open_storage


def forget(database: Path) -> None:
    """Takes the file out of the system's memory."""
    with database.open("rb") as file:
        os.fsync(file)
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def export_once(database: Path, query: str, form: str) -> None:
    with tempfile.TemporaryDirectory() as folder, open_storage(f"sqlite:///{database}", read_only=True) as storage:
        file = Path(folder) / f"articles.{form}"
        begun = time.process_time()
        written = write_export(storage, query, file)
        spent = time.process_time() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{form:8}{written:9,} articles{written / spent:10,.0f} a CPU-second   peak {peak:5.0f} MB"
            f"   {file.stat().st_size / 1e6:7,.0f} MB written",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--query", default="org:OIC")
    parser.add_argument("--formats", default="jsonl,csv,parquet,xlsx")
    parser.add_argument("--cold", action="store_true")
    options = parser.parse_args()
    forms = options.formats.split(",")
    if len(forms) == 1:
        if options.cold:
            forget(options.database)
        export_once(options.database, options.query, forms[0])
        return
    for form in forms:
        command = [
            sys.executable,
            "-m",
            "benchmarks.export",
            "--database",
            str(options.database),
            "--query",
            options.query,
        ]
        subprocess.run([*command, "--formats", form, *(["--cold"] if options.cold else [])], check=True)


if __name__ == "__main__":
    main()
