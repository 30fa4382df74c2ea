"""What `rasid try read` costs beside trafilatura alone, on the real pages of ../shared/data/pages, in one run.

    python -m benchmarks.try_read [--pages 671] [--data ../shared/data]

CPU seconds, start-up and all child processes included, of:
- `rasid try read`: text, metadata, date, language, credit and tags of every page, with as many processes as the machine
  has processors;
- trafilatura's `bare_extraction(with_metadata=True)`, all else by default, in one process, a page after the other.
"""

import argparse
import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36

TRAFILATURA = """
import gzip, json, logging, sys
from trafilatura import bare_extraction
logging.disable(logging.CRITICAL)
for line in sys.stdin:
    row = json.loads(line)
    page = gzip.open(row["path"]).read()
    document = bare_extraction(page, url=row["url"], with_metadata=True)
    print(json.dumps({"id": row["id"], "text": document.text if document else ""}))
"""


def adopt_orphans() -> None:
    """Processes whose parent ended before them become ours, so that what they used is counted."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure(command: list[str], lines: bytes) -> tuple[float, float, list[str]]:
    """CPU seconds, wall seconds and the answers of a command."""
    cpu, wall = cpu_of_children(), time.perf_counter()
    answers = subprocess.run(command, input=lines, stdout=subprocess.PIPE, check=True).stdout
    wall = time.perf_counter() - wall
    reap_orphans()
    return cpu_of_children() - cpu, wall, answers.decode().splitlines()


def reap_orphans() -> None:
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    options = parser.parse_args()
    pages = (options.data / "pages").resolve()
    rows = [json.loads(line) for line in (pages / "manifest.jsonl").read_text("utf-8").splitlines()][: options.pages]
    questions = [{"id": row["id"], "url": row["url"], "path": str(pages / row["page"])} for row in rows]
    for row in rows:
        (pages / row["page"]).read_bytes()  # both find the files in the system's memory
    lines = "".join(json.dumps(question) + "\n" for question in questions).encode()
    adopt_orphans()
    plain, plain_wall, plain_answers = measure([sys.executable, "-c", TRAFILATURA], lines)
    ours, ours_wall, answers = measure([sys.executable, "-m", "desk.command", "try", "read"], lines)
    assert [json.loads(answer)["id"] for answer in answers] == [question["id"] for question in questions]
    empty = sum(not json.loads(answer)["text"] for answer in answers)
    plain_empty = sum(not json.loads(answer)["text"] for answer in plain_answers)
    print(f"{len(questions)} pages on {os.cpu_count()} processors")
    print(f"trafilatura, with metadata: {plain:6.2f} CPU-s, {plain_wall:6.2f} s, {plain_empty} pages without text")
    print(f"rasid try read:             {ours:6.2f} CPU-s, {ours_wall:6.2f} s, {empty} pages without text")
    print(f"ratio of CPU: {ours / plain:.3f}")


if __name__ == "__main__":
    main()
