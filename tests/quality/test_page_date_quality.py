"""Dates of real pages whose day people looked up, against floors and against trafilatura's answers on the same pages."""

from pathlib import Path

import pytest
from page_readings import FETCHED, local_day, score_dates
from ratchet import digest, floors
from text_scores import TruePage, true_pages

from crawler.metadata import read_metadata
from crawler.page_dates import DateQuestion, read_published
from crawler.page_tree import decode_page, parse_page
from press.languages import identify
from press.pages import ReadingHints

pytestmark = pytest.mark.shared


def date_of(page: TruePage) -> str | None:
    tree = parse_page(decode_page(page.read_bytes(), None))
    if tree is None:
        return None
    metadata = read_metadata(tree, page.url)
    paragraphs = " ".join(" ".join(element.itertext()) for element in tree.iter("p"))
    published, reason = read_published(
        DateQuestion(
            tree=tree,
            url=page.url,
            metadata=metadata,
            hints=ReadingHints(source_id="quality"),
            language=identify(paragraphs[:4000] or metadata.title, metadata.language),
            fetched_at=FETCHED,
        )
    )
    assert bool(reason) == (published is None)
    return local_day(published)


def test_page_dates_are_right_more_often_and_wrong_a_third_as_often_as_trafilaturas(shared_data: Path) -> None:
    pinned = floors("page_dates")
    pages = [page for page in true_pages(shared_data) if "human_date" in page.kinds]
    assert digest(page.id.encode() for page in pages) == pinned["cases"], "other pages: measure anew, then pin"
    score = score_dates(pages, {page.id: date_of(page) for page in pages})
    assert score.right >= pinned["right"], score
    assert score.wrong + score.invented <= pinned["wrong_at_most"], score
    # Of the same pages in one run of benchmarks/reading_quality.py: trafilatura.
    assert pinned["right"] >= pinned["trafilatura_right"]
    assert pinned["wrong_at_most"] * 3 <= pinned["trafilatura_wrong"]
