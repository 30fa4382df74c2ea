"""Keeps a page as a golden case: the page as it came, and what Rasid reads in it, for a person to correct."""

import gzip
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.reading import Reader, host_of, read_page
from press.errors import UsageError
from press.pages import FetchedPage, ReadArticle, ReadingHints, ReadNothing, ReadResult

PAGE = "page.html.gz"
EXPECTED = "expected.json"
_FIRST_WORDS = 60


def capture_page(
    page: FetchedPage, folder: Path, reader: Reader, *, zone: str | None = None, name: str | None = None
) -> Path:
    """Writes the case into a new folder under `folder` and returns it.

    zone: that of the page's source, which the case then carries. name: of the new folder; made of the address if None.
    Raises UsageError when the case exists, or cannot be written.
    """
    case = folder / (name or case_name(page.final_url))
    result = read_page(page, ReadingHints(source_id="capture", zone=zone, keep_all=True), reader)
    expected = {"url": page.final_url, **({"hints": {"zone": zone}} if zone else {}), **_as_expected(result)}
    try:
        case.mkdir(parents=True)
        (case / PAGE).write_bytes(gzip.compress(page.body, mtime=0))
        (case / EXPECTED).write_text(json.dumps(expected, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except FileExistsError as error:
        raise UsageError(f"{case} exists already; give the case another name, or remove it") from error
    except OSError as error:
        raise UsageError(f"{case} cannot be written: {error.strerror or error}") from error
    return case


def case_name(url: str) -> str:
    """A folder's name that tells a page from others: its host and the end of its path."""
    try:
        path = urlsplit(url).path
    except ValueError:
        path = ""
    words = re.findall(
        r"[a-z0-9]+", f"{host_of(url).removeprefix('www.')} {path.rstrip('/').rpartition('/')[2]}".lower()
    )
    return "-".join(words)[:80].strip("-") or "page"


def _as_expected(result: ReadResult) -> Mapping[str, Any]:
    """What is read, in the keys of tests/golden/pages/README.md."""
    if isinstance(result, ReadNothing):
        return {"nothing": result.reason}
    assert isinstance(result, ReadArticle)  # with keep_all there is no third
    article = result.tagged.article
    published = article.published
    lines = article.text.split("\n")
    return {
        "title": article.title,
        "author": article.author,
        "section": article.section,
        "credit": article.credit,
        "language": article.language,
        "canonical_url": article.canonical_url,
        "published": published.printed() if published else None,
        "precision": published.precision if published else None,
        "published_from": published.origin if published else None,
        "text_has": [line[:_FIRST_WORDS] for line in dict.fromkeys((lines[0], lines[len(lines) // 2], lines[-1]))],
        "text_lacks": [],
    }
