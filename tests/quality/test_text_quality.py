"""How good the text of our own pages and of real ones is, against floors per language.

(All 671 real pages, beside trafilatura: `python -m benchmarks.reading_quality`.)
"""

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from page_readings import read_ours
from ratchet import digest, floors, unmet
from text_scores import TruePage, own_pages, score_texts, true_pages

# Every ninth page of the great languages, and all of those that are few.
_GREAT = ("en", "de")
_EVERY = 9
_OURS = ("ar", "fa", "ru", "tr", "zh")
_COOKIES_AND_SHARING = re.compile(
    r"(?m)^.{0,80}(?:ملفات تعريف الارتباط|الكوكيز|cookies?\b|شارك (?:هذا|المقال|الخبر|على)|تابعونا على|اشترك في النشرة|اقرأ أيضا\s*:?)"
)


def sample(shared_data: Path) -> list[TruePage]:
    pages = [page for page in true_pages(shared_data) if page.body or page.must or page.must_not]
    few = [page for page in pages if not page.languages.startswith(_GREAT)]
    many = [page for page in pages if page.languages.startswith(_GREAT)]
    return few[::2] + many[::_EVERY]


def figures(pages: list[TruePage]) -> dict[str, Any]:
    """F1 over words and over passages, by language; a figure only where there is a truth to hold the text against."""
    texts = {name: reading.text for name, reading in read_ours(pages).items()}
    by_language: dict[str, list[TruePage]] = defaultdict(list)
    for page in pages:
        by_language[page.languages.split("-")[0]].append(page)
    scores = {language: score_texts(some, texts) for language, some in sorted(by_language.items())}
    return {
        "cases": digest(
            b"\0".join(
                [page.id.encode(), page.read_bytes(), page.body.encode(), *map(str.encode, page.must + page.must_not)]
            )
            for page in pages
        ),
        "words_of": {language: score.words for language, score in scores.items() if score.pages_with_body},
        "segments_of": {language: score.segments for language, score in scores.items() if score.pages_with_segments},
    }


def test_the_text_of_our_own_pages_is_as_good_as_it_was() -> None:
    pages = list(own_pages())
    assert sum(page.languages == "ar" and bool(page.body) for page in pages) >= 15
    assert unmet(floors("text")["own"], figures(pages)) == []


def test_no_own_arabic_page_has_cookie_or_share_furniture_in_its_text() -> None:
    arabic = [page for page in own_pages() if page.languages == "ar"]
    found = {name for name, _ in _furniture_in(arabic)}
    assert found == {"ar-sentences-with-the-words-of-furniture"}


@pytest.mark.shared
def test_the_text_of_real_pages_in_our_own_languages_is_as_good_as_it_was(shared_data: Path) -> None:
    pages = [page for page in true_pages(shared_data) if page.languages[:2] in _OURS]
    assert unmet(floors("text")["real"], figures(pages)) == []


@pytest.mark.shared
def test_the_text_of_real_pages_is_as_good_as_it_was(shared_data: Path) -> None:
    pinned = floors("text")
    pages = sample(shared_data)
    assert digest(page.id.encode() for page in pages) == pinned["cases"], "other pages: measure anew, then pin"
    texts = {name: reading.text for name, reading in read_ours(pages).items()}
    by_language: dict[str, list[TruePage]] = defaultdict(list)
    for page in pages:
        by_language[page.languages.split("-")[0] if page.languages.startswith(_GREAT) else "other"].append(page)
    figures = {language: score_texts(some, texts) for language, some in by_language.items()}
    low = [
        f"{language} {kind}: {getattr(figures[language], kind):.3f}, floor {floor}"
        for language, kinds in pinned["of"].items()
        for kind, floor in kinds.items()
        if getattr(figures[language], kind) < floor
    ]
    assert not low, low


@pytest.mark.shared
def test_no_real_arabic_page_has_cookie_or_share_furniture_in_its_text(shared_data: Path) -> None:
    arabic = [page for page in true_pages(shared_data) if page.languages.startswith("ar")]
    assert len(arabic) >= 5
    assert {reading.language for reading in read_ours(arabic).values()} == {"ar"}
    assert _furniture_in(arabic) == []


def _furniture_in(pages: list[TruePage]) -> list[tuple[str, str]]:
    readings = read_ours(pages)
    return [
        (page.id, match.group()) for page in pages for match in _COOKIES_AND_SHARING.finditer(readings[page.id].text)
    ]
