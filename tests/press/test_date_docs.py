"""docs/dates.md says what is read in each language, out of the golden cases. `python -m tests.press.test_date_docs` writes it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "dates.md"
HEAD = """# Which dates are read

A date is right, or empty with a reason. The table is made of the golden cases (`tests/golden/dates/`), which hold more of
them; add a line there to add a form. Order of trust on a page: JSON-LD, meta, the door that named the page (feed, news
sitemap), a printed date with a label («نشر في», "Published"), one beside or right behind the heading, the day in the address.
A printed offset is kept; a clock without one is in the zone of the source.

| language | cases | read, for example | not certain, so empty |
|---|---|---|---|
"""
_READ, _REFUSED, _LONGEST = 4, 2, 44


def lines() -> Iterator[str]:
    for file in sorted((ROOT / "tests" / "golden" / "dates").glob("*.jsonl")):
        cases: list[dict[str, Any]] = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        short = [case for case in cases if len(case["text"]) <= _LONGEST and _is_plain(case["text"])]
        read = _spread([f"{case['text']} → {case['expected']}" for case in short if case["expected"]], _READ)
        refused = _spread([case["text"] for case in short if not case["expected"]], _REFUSED)
        yield f"| {file.stem} | {len(cases)} | {'<br>'.join(read)} | {'<br>'.join(refused)} |"


def _is_plain(text: str) -> bool:
    return text.isprintable() and not set(text) & set("|<>`*_\\")


def _spread(texts: list[str], most: int) -> list[str]:
    """Some of the texts, from the first to the last."""
    step = max(1, len(texts) // most)
    return texts[::step][:most]


def page() -> str:
    return HEAD + "\n".join(lines()) + "\n"


def test_the_table_of_dates_is_the_one_of_the_golden_cases() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `python -m tests.press.test_date_docs`"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
