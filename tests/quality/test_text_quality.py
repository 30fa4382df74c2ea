"""How good the text of real pages is, against floors per language. (All 671 pages: `python -m benchmarks.reading_quality`.)"""

import re
from collections import defaultdict
from pathlib import Path

import pytest
from page_readings import read_ours
from ratchet import digest, floors
from text_scores import TruePage, score_texts, true_pages

pytestmark = pytest.mark.shared

# Every ninth page of the great languages, and all of those that are few.
_GREAT = ("en", "de")
_EVERY = 9
_COOKIES_AND_SHARING = re.compile(
    r"(?m)^.{0,80}(?:ملفات تعريف الارتباط|الكوكيز|cookies?\b|شارك (?:هذا|المقال|الخبر|على)|تابعونا على|اشترك في النشرة|اقرأ أيضا\s*:?)"
)


def sample(shared_data: Path) -> list[TruePage]:
    pages = [page for page in true_pages(shared_data) if page.body or page.must or page.must_not]
    few = [page for page in pages if not page.languages.startswith(_GREAT)]
    many = [page for page in pages if page.languages.startswith(_GREAT)]
    return few[::2] + many[::_EVERY]


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


def test_no_arabic_page_has_cookie_or_share_furniture_in_its_text(shared_data: Path) -> None:
    arabic = [page for page in true_pages(shared_data) if page.languages.startswith("ar")]
    readings = read_ours(arabic)
    assert len(arabic) >= 5
    assert all(readings[page.id].language == "ar" for page in arabic)
    found = [
        (page.id, match.group()) for page in arabic for match in _COOKIES_AND_SHARING.finditer(readings[page.id].text)
    ]
    assert not found
