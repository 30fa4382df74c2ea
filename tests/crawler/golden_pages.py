"""Golden pages: folders with a page as it came and what is to be read in it (tests/golden/pages/README.md)."""

import gzip
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.reading import Reader, read_page
from crawler.reading_rules import ReadingRules
from press.articles import ExtractedArticle
from press.organizations import WatchList
from press.pages import FetchedPage, ReadArticle, ReadingHints, ReadNothing, ReadResult

NOBODY = WatchList(version="none", organizations=(), words={})
READER = Reader(ReadingRules(watch_list=NOBODY))
FETCHED = datetime(2026, 7, 8, 12, 0, tzinfo=UTC)
GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "pages"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenPage:
    name: str
    body: bytes
    expected: dict[str, Any]


def golden_pages(folder: Path = GOLDEN) -> list[GoldenPage]:
    """All cases of a folder, by name."""
    pages = []
    for expected in sorted(folder.glob("*/expected.json")):
        packed = expected.with_name("page.html.gz")
        plain = expected.with_name("page.html")
        body = gzip.decompress(packed.read_bytes()) if packed.exists() else plain.read_bytes()
        pages.append(GoldenPage(name=expected.parent.name, body=body, expected=json.loads(expected.read_text("utf-8"))))
    return pages


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
    """A line for everything in `expected.json` that is read otherwise."""
    expected = page.expected
    result = read_bytes(page.body, expected["url"], reader, **expected.get("hints", {}))
    if "nothing" in expected:
        is_nothing = isinstance(result, ReadNothing) and result.reason == expected["nothing"]
        return [] if is_nothing else [f"an article is read, or nothing for another reason: {result}"]
    if not isinstance(result, ReadArticle):
        return [f"no article is read: {result}"]
    article = result.tagged.article
    published = article.published
    read: dict[str, Any] = {
        **{key: getattr(article, key) for key in ("title", "author", "section", "credit", "language", "canonical_url")},
        "published": published.printed() if published else None,
        "precision": published.precision if published else None,
        "published_from": published.origin if published else None,
    }
    wrong = [
        f"{key}: {read[key]!r}, not {expected[key]!r}" for key in read if key in expected and read[key] != expected[key]
    ]
    wrong += [f"the text lacks {text!r}" for text in expected.get("text_has", ()) if text not in article.text]
    wrong += [f"the text has {text!r}" for text in expected.get("text_lacks", ()) if text in article.text]
    if published is None and not article.published_reason:
        wrong.append("no date, and no reason for that")
    return wrong
