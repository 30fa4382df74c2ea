"""The day that a page declares for machines, without a tree: for pages that are off topic and never parsed.

It tells a back-fill over lists without dates how far back it has come; an article's date is read with more care (`page_dates`).
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

_DECLARED: Final = re.compile(
    r"(?:article:published_time|datePublished|DC\.date\.issued|parsely-pub-date)[\"'][^<>]{0,80}?[\"']"
    r"(\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?)|<time\b[^<>]{0,200}?\bdatetime=[\"'](\d{4}-\d{2}-\d{2})",
    re.IGNORECASE,
)
_SEARCHED: Final = 400_000
_OLDEST_YEAR: Final = 1995


def declared_day(text: str, fetched_at: datetime) -> datetime | None:
    """When the page says that it was published, to a day, in UTC; None when it says nothing credible."""
    found = _DECLARED.search(text, 0, _SEARCHED)
    if found is None:
        return None
    try:
        moment = datetime.fromisoformat(found[1] or found[2]).replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if moment.year >= _OLDEST_YEAR and moment <= fetched_at + timedelta(days=1) else None
