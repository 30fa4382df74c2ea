"""Real pages read as `rasid try read` reads them, and as trafilatura alone does; scores of what both say."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from press.articles import PublishedDate
from press.organizations import WatchList
from press.pages import FetchedPage, ReadArticle, ReadingHints

if TYPE_CHECKING:
    from tests.quality.text_scores import TruePage

FETCHED = datetime(2026, 11, 24, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """date: YYYY-MM-DD where the page's own place is, None for none. language: "" when no text was found."""

    text: str = ""
    title: str = ""
    author: str = ""
    language: str = ""
    date: str | None = None
    reason: str = ""


def read_ours(pages: Iterable["TruePage"]) -> dict[str, PageReading]:
    from crawler.reading import Reader, read_page
    from crawler.reading_rules import ReadingRules

    reader = Reader(ReadingRules(watch_list=WatchList(version="none", organizations=(), words={})))
    hints = ReadingHints(source_id="quality", keep_all=True)
    readings: dict[str, PageReading] = {}
    for page in pages:
        fetched = FetchedPage(
            url=page.url,
            final_url=page.url,
            body=page.read_bytes(),
            content_type="text/html",
            charset=None,
            fetched_at=FETCHED,
        )
        result = read_page(fetched, hints, reader)
        if not isinstance(result, ReadArticle):
            readings[page.id] = PageReading()
            continue
        article = result.tagged.article
        readings[page.id] = PageReading(
            text=f"{article.title}\n{article.text}",
            title=article.title,
            author=article.author or "",
            language=article.language,
            date=local_day(article.published),
            reason=article.published_reason,
        )
    return readings


def local_day(published: PublishedDate | None) -> str | None:
    if published is None:
        return None
    return (published.moment + timedelta(minutes=published.offset_minutes or 0)).date().isoformat()


def read_trafilatura(pages: Iterable["TruePage"]) -> dict[str, PageReading]:
    from trafilatura import bare_extraction

    logging.disable(logging.CRITICAL)
    readings: dict[str, PageReading] = {}
    for page in pages:
        document: Any = bare_extraction(
            page.read_bytes(), url=page.url, include_comments=False, include_tables=True, with_metadata=True
        )
        readings[page.id] = PageReading(
            text=f"{document.title or ''}\n{document.text or ''}" if document else "",
            title=(document.title or "") if document else "",
            author=(document.author or "") if document else "",
            date=(document.date or None) if document else None,
        )
    logging.disable(logging.NOTSET)
    return readings


@dataclass(frozen=True, slots=True, kw_only=True)
class DateScore:
    """wrong: another day than the true one. invented: a day where people found none."""

    pages: int
    right: int
    wrong: int
    invented: int
    missing: int


def score_dates(pages: Iterable["TruePage"], dates: Mapping[str, str | None]) -> DateScore:
    pages = list(pages)
    answered = [(page.date, dates.get(page.id)) for page in pages]
    return DateScore(
        pages=len(pages),
        right=sum(date is not None and date[:10] == (truth or "")[:10] for truth, date in answered),
        wrong=sum(bool(date and truth) and date[:10] != truth[:10] for truth, date in answered),  # type: ignore[index]
        invented=sum(bool(date) and truth is None for truth, date in answered),
        missing=sum(date is None and truth is not None for truth, date in answered),
    )
