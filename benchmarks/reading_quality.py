"""How well real pages are read, beside trafilatura's bare_extraction(with_metadata=True), in one run.

    python -m benchmarks.reading_quality [--data ../shared/data]

Text against strong truths (F1 over words, F1 over passages that must and must not stand in it), dates against the days
that people looked up, titles and authors against what people wrote down. Takes about 80 CPU seconds.
"""

import argparse
import json
import re
import time
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.quality.page_readings import PageReading, read_ours, read_trafilatura, score_dates
from tests.quality.text_scores import TruePage, score_texts, true_pages

SAID_BY_PEOPLE = ("trafilatura_eval", "human_reviewed", "fundus", "postlight_expected")


def letters(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def said(truth: Mapping[str, Any], *keys: str) -> str:
    """What people wrote down under one of the keys; several names in one line."""
    for kind in SAID_BY_PEOPLE:
        for key in keys:
            value = (truth.get(kind) or {}).get(key)
            if value:
                return ", ".join(value) if isinstance(value, list) else str(value)
    return ""


def named(truths: Mapping[str, Any], readings: Mapping[str, PageReading]) -> str:
    titles = {name: title for name, truth in truths.items() if (title := said(truth, "title"))}
    authors = {name: author for name, truth in truths.items() if (author := said(truth, "author", "authors"))}
    right = sum(letters(readings[name].title) == letters(title) for name, title in titles.items())
    signed = {name: letters(readings[name].author) for name in authors}
    whole = sum(
        all(letters(part) in signed[name] for part in re.split(r"[;,]| and | und ", author) if part.strip())
        for name, author in authors.items()
        if signed[name]
    )
    wrong = sum(bool(found) for found in signed.values()) - whole
    return f"titles {right} of {len(titles)}, authors {whole} of {len(authors)} ({wrong} others)"


def report(name: str, pages: list[TruePage], truths: Mapping[str, Any], readings: Mapping[str, PageReading]) -> None:
    text = score_texts(pages, {key: reading.text for key, reading in readings.items()})
    dated = [page for page in pages if "human_date" in page.kinds]
    dates = score_dates(dated, {key: reading.date for key, reading in readings.items()})
    print(
        f"{name:12} words {text.words:.4f} ({text.pages_with_body}), segments {text.segments:.4f} ({text.pages_with_segments})"
    )
    print(
        f"{'':12} dates {dates.right} right, {dates.wrong} wrong, {dates.invented} invented, {dates.missing} missing of {dates.pages}"
    )
    print(f"{'':12} {named(truths, readings)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    data: Path = parser.parse_args().data
    pages = list(true_pages(data))
    truths = {
        page.id: json.loads((data / "pages" / "truth" / f"{page.id}.json").read_text(encoding="utf-8"))
        for page in pages
    }
    for name, read in (("trafilatura", read_trafilatura), ("rasid", read_ours)):
        start = time.process_time()
        readings = read(pages)
        report(name, pages, truths, readings)
        print(f"{'':12} {time.process_time() - start:.1f} CPU-s in one process, start-up not included")


if __name__ == "__main__":
    main()
