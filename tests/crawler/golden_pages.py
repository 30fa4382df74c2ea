"""The golden pages of the project, read with no watch-list."""

from pathlib import Path
from typing import Any

from crawler import golden_cases
from crawler.golden_cases import FETCHED, GoldenCase
from crawler.reading import Reader, read_page
from crawler.reading_rules import ReadingRules
from press.articles import ExtractedArticle
from press.organizations import WatchList
from press.pages import FetchedPage, ReadArticle, ReadingHints, ReadResult

NOBODY = WatchList(version="none", organizations=(), words={})
READER = Reader(ReadingRules(watch_list=NOBODY))
GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "pages"
GoldenPage = GoldenCase


def golden_pages(folder: Path = GOLDEN) -> list[GoldenPage]:
    """All cases of a folder, by name."""
    return golden_cases.golden_cases(folder)


def read_bytes(
    body: bytes, url: str = "https://news.example.org/a", reader: Reader = READER, **hints: Any
) -> ReadResult:
    page = FetchedPage(url=url, final_url=url, body=body, content_type="text/html", charset=None, fetched_at=FETCHED)
    return read_page(page, ReadingHints(source_id="golden", keep_all=True, **hints), reader)


def read_article(body: bytes, url: str = "https://news.example.org/a", **hints: Any) -> ExtractedArticle:
    result = read_bytes(body, url, READER, **hints)
    assert isinstance(result, ReadArticle), result
    return result.tagged.article


def what_is_wrong(page: GoldenPage, reader: Reader = READER) -> list[str]:
    """A line for everything in a case that is read otherwise."""
    return golden_cases.what_is_wrong(page, reader)
