"""Golden cases: folders with a page as it came and what is to be read in it (tests/golden/pages/README.md).

`expected.json` says what is true of the page; `text.txt`, if there is one, holds its whole text, a line a paragraph.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import unified_diff
from itertools import islice
from pathlib import Path
from typing import Any, Final

from crawler.reading import Reader, read_page
from press.articles import ExtractedArticle
from press.errors import UsageError
from press.pages import FetchedPage, ReadArticle, ReadingHints, ReadNothing, ReadResult

EXPECTED: Final = "expected.json"
TEXT: Final = "text.txt"
PACKED: Final = "page.html.gz"
PLAIN: Final = "page.html"
# When a page was fetched that does not say so.
FETCHED: Final = datetime(2026, 7, 8, 12, 0, tzinfo=UTC)
_MOST_LINES = 20
_FIELDS = ("title", "author", "section", "credit", "language", "canonical_url")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenCase:
    """text: the whole text as it is to be stored; None where only passages of it are known."""

    name: str
    body: bytes
    expected: dict[str, Any]
    text: str | None = None


def golden_cases(folder: Path) -> list[GoldenCase]:
    """The case in a folder, or all cases in the folders under it, by name. Raises UsageError for one that is damaged."""
    here = folder / EXPECTED
    return [_read_case(file) for file in ([here] if here.exists() else sorted(folder.glob(f"*/{EXPECTED}")))]


def _read_case(expected: Path) -> GoldenCase:
    packed, plain, text = (expected.with_name(name) for name in (PACKED, PLAIN, TEXT))
    try:
        return GoldenCase(
            name=expected.parent.name,
            body=gzip.decompress(packed.read_bytes()) if packed.exists() else plain.read_bytes(),
            expected=json.loads(expected.read_text("utf-8")),
            text=text.read_text("utf-8").strip() if text.exists() else None,
        )
    except json.JSONDecodeError as error:
        raise UsageError(f"{expected}, line {error.lineno}: {error.msg}") from error
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UsageError(f"{expected.parent}: {error}") from error


def read_case(case: GoldenCase, reader: Reader) -> ReadResult:
    expected = case.expected
    page = FetchedPage(
        url=expected["url"],
        final_url=expected["url"],
        body=case.body,
        content_type="text/html",
        charset=expected.get("charset"),
        fetched_at=datetime.fromisoformat(expected["fetched_at"]) if "fetched_at" in expected else FETCHED,
    )
    return read_page(page, ReadingHints(source_id="golden", keep_all=True, **expected.get("hints", {})), reader)


def what_is_wrong(case: GoldenCase, reader: Reader) -> list[str]:
    """A line for everything in a case that is read otherwise."""
    expected = case.expected
    if "url" not in expected:
        return ["expected.json does not say the page's url"]
    result = read_case(case, reader)
    if "nothing" in expected:
        is_nothing = isinstance(result, ReadNothing) and result.reason == expected["nothing"]
        return [] if is_nothing else [f"an article is read, or nothing for another reason: {result}"]
    if not isinstance(result, ReadArticle):
        return [f"no article is read: {result}"]
    return list(_differences(case, result.tagged.article))


def as_read(article: ExtractedArticle) -> dict[str, Any]:
    """What is read, in the keys of expected.json."""
    published = article.published
    return {
        **{key: getattr(article, key) for key in _FIELDS},
        "published": published.printed() if published else None,
        "precision": published.precision if published else None,
        "published_from": published.origin if published else None,
    }


def _differences(case: GoldenCase, article: ExtractedArticle) -> Iterator[str]:
    expected, read = case.expected, as_read(article)
    for key in read:
        if key in expected and read[key] != expected[key]:
            yield f"{key}: {read[key]!r}, not {expected[key]!r}"
    for text in expected.get("text_has", ()):
        if text not in article.text:
            yield f"the text lacks {text!r}"
    for text in expected.get("text_lacks", ()):
        if text in article.text:
            yield f"the text has {text!r}"
    if case.text is not None:
        lines = unified_diff(case.text.splitlines(), article.text.splitlines(), n=0, lineterm="")
        for line in islice((line for line in lines if not line.startswith(("---", "+++", "@@"))), _MOST_LINES):
            yield f"the text {'has a line too many' if line[0] == '+' else 'lacks a line'}: {line[1:]!r}"
    if article.published is None and not article.published_reason:
        yield "no date, and no reason for that"
