"""Keeps a page as a golden case: the page as it came, and what Rasid reads in it, for a person to correct."""

import gzip
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.golden_cases import EXPECTED, PACKED, TEXT, as_read
from crawler.reading import Reader, host_of, read_page
from press.errors import UsageError
from press.pages import FetchedPage, ReadArticle, ReadingHints, ReadNothing


def capture_page(
    page: FetchedPage, folder: Path, reader: Reader, *, zone: str | None = None, name: str | None = None
) -> Path:
    """Writes the case into a new folder under `folder` and returns it.

    zone: that of the page's source, which the case then carries. name: of the new folder; made of the address if None.
    Raises UsageError when the case exists, or cannot be written.
    """
    case = folder / (name or case_name(page.final_url))
    result = read_page(page, ReadingHints(source_id="capture", zone=zone, keep_all=True), reader)
    expected: dict[str, Any] = {
        "url": page.final_url,
        "fetched_at": page.fetched_at.isoformat(timespec="seconds"),
        **({"charset": page.charset} if page.charset else {}),
        **({"hints": {"zone": zone}} if zone else {}),
    }
    text = None
    if isinstance(result, ReadNothing):
        expected["nothing"] = result.reason
    else:
        assert isinstance(result, ReadArticle)  # with keep_all there is no third
        expected |= {**as_read(result.tagged.article), "text_lacks": []}
        text = result.tagged.article.text
    try:
        case.mkdir(parents=True)
        (case / PACKED).write_bytes(gzip.compress(page.body, mtime=0))
        (case / EXPECTED).write_text(json.dumps(expected, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        if text is not None:
            (case / TEXT).write_text(text + "\n", encoding="utf-8")
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
