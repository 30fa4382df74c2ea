"""Dates of pages of our own, by where the date stands; and of real pages, against floors and trafilatura's answers."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from page_readings import FETCHED, local_day, score_dates
from ratchet import digest, floors, lines_of, lowered, shares, unmet
from text_scores import true_pages

from crawler.metadata import read_metadata
from crawler.page_dates import DateQuestion, read_published
from crawler.page_tree import decode_page, parse_page
from press.articles import PublishedDate
from press.languages import identify
from press.pages import ReadingHints

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "page_dates"


def published_on(body: bytes, url: str, **hints: Any) -> PublishedDate | None:
    tree = parse_page(decode_page(body, None))
    if tree is None:
        return None
    metadata = read_metadata(tree, url)
    paragraphs = " ".join(" ".join(element.itertext()) for element in tree.iter("p"))
    published, reason = read_published(
        DateQuestion(
            tree=tree,
            url=url,
            metadata=metadata,
            hints=ReadingHints(source_id="quality", **hints),
            language=identify(paragraphs[:4000] or metadata.title, metadata.language),
            fetched_at=FETCHED,
        )
    )
    assert bool(reason) == (published is None)
    return published


def figures(lines: Iterable[bytes]) -> dict[str, Any]:
    """Of our own pages: the whole date as it is to be printed, by language and by where it stands (the file's name)."""
    lines = list(lines)
    answers = []
    for case in map(json.loads, lines):
        published = published_on(case["html"].encode(), case["url"], **case.get("hints", {}))
        answers.append((case, published.printed() if published else None))
    return {
        "cases": digest(lines),
        "right": sum(read == case["expected"] for case, read in answers) / len(answers),
        "right_of": shares((case["language"], read == case["expected"]) for case, read in answers),
        "wrong_at_most": sum(bool(read and case["expected"]) and read != case["expected"] for case, read in answers),
        "invented_at_most": sum(read is not None and case["expected"] is None for case, read in answers),
    }


@pytest.mark.parametrize("kind", sorted(file.stem for file in GOLDEN.glob("*.jsonl")))
def test_a_date_is_right_wherever_a_page_has_it(kind: str) -> None:
    lines = (GOLDEN / f"{kind}.jsonl").read_bytes().splitlines()
    assert unmet(floors("page_dates")["own_of"][kind], figures(lines)) == []


def test_our_own_pages_are_those_that_were_measured() -> None:
    pinned = floors("page_dates")
    assert digest(lines_of(GOLDEN)) == pinned["own_cases"], "other pages: look at what changed, then pin"
    assert {file.stem for file in GOLDEN.glob("*.jsonl")} >= set(pinned["own_of"])


@pytest.mark.shared
def test_page_dates_are_right_more_often_and_wrong_a_third_as_often_as_trafilaturas(shared_data: Path) -> None:
    pinned = floors("page_dates")
    pages = [page for page in true_pages(shared_data) if "human_date" in page.kinds]
    assert digest(page.id.encode() for page in pages) == pinned["cases"], "other pages: measure anew, then pin"
    days = {page.id: local_day(published_on(page.read_bytes(), page.url)) for page in pages}
    score = score_dates(pages, days)
    assert score.right >= pinned["right"], score
    assert score.wrong + score.invented <= pinned["wrong_at_most"], score
    assert score.invented <= pinned["invented_at_most"], score
    by_language = shares((page.languages[:2], days[page.id] == page.date) for page in pages)
    assert lowered(pinned["right_of"], by_language) == []
    # Of the same pages in one run of benchmarks/reading_quality.py: trafilatura.
    assert pinned["right"] >= pinned["trafilatura_right"]
    assert pinned["wrong_at_most"] * 3 <= pinned["trafilatura_wrong"]
