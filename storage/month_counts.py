"""How many articles there are in a month: in all, of each organization, and of each beside each other; by language and in all.

Kept in the transaction that puts an article into the full-text index or takes it out (see `storage.search_index`), so that a
count over a million articles reads some hundred rows. The organization "" stands for any, and so does the language "*".
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import product
from typing import Any, Final

from sqlalchemy import Connection, text

from storage.moments import from_microseconds

ANY: Final = ""
ANY_LANGUAGE: Final = "*"

Counted = tuple[str, str, str, str]
"""Organization, organization beside it, language, month."""

_ADD: Final = text("""
    INSERT INTO month_count (organization, beside, language, month, articles)
    SELECT a.value, b.value, l.value, :month, :step
    FROM json_each(:codes) a CROSS JOIN json_each(:codes) b CROSS JOIN json_each(:languages) l WHERE 1
    ON CONFLICT (organization, beside, language, month) DO UPDATE SET articles = articles + excluded.articles
""")
_PUT: Final = text(
    "INSERT INTO month_count (organization, beside, language, month, articles)"
    " VALUES (:organization, :beside, :language, :month, :articles)"
)
_ARTICLES: Final = text("""
    SELECT a.sort_at, a.language, (SELECT group_concat(g.organization) FROM article_tag g WHERE g.article_id = a.id) FROM article a
""")


def month_of(moment: datetime) -> str:
    """As 2026-03."""
    return f"{moment.year:04}-{moment.month:02}"


def add_to_month(
    connection: Connection, sort_at: datetime, language: str, organizations: Iterable[str], step: int
) -> None:
    """An article is there, with these organizations (step 1), or no longer (-1)."""
    values = {"codes": json.dumps([ANY, *organizations]), "languages": json.dumps([ANY_LANGUAGE, language])}
    connection.execute(_ADD, values | {"month": month_of(sort_at), "step": step})


def count_again(connection: Connection) -> None:
    """Makes the counts anew."""
    connection.execute(text("DELETE FROM month_count"))
    rows = [
        {"organization": organization, "beside": beside, "language": language, "month": month, "articles": number}
        for (organization, beside, language, month), number in _counted(connection).items()
    ]
    if rows:
        connection.execute(_PUT, rows)


def months_of_all(connection: Connection) -> Sequence[Any]:
    """month, articles: in the order of time."""
    kept = text("""
        SELECT month, articles FROM month_count WHERE organization = '' AND beside = '' AND language = '*' AND articles > 0
        ORDER BY month
    """)
    return connection.execute(kept).all()


def wrong_counts(connection: Connection) -> tuple[Counted, ...]:
    """Where the counts are not what the articles say."""
    kept = text("SELECT organization, beside, language, month, articles FROM month_count WHERE articles != 0")
    found = {(row.organization, row.beside, row.language, row.month): row.articles for row in connection.execute(kept)}
    counted = _counted(connection)
    return tuple(sorted(each for each in found.keys() | counted.keys() if found.get(each) != counted.get(each)))


def _counted(connection: Connection) -> Counter[Counted]:
    counts: Counter[Counted] = Counter()
    for sort_at, language, joined in connection.execute(_ARTICLES):
        codes = [ANY, *(joined.split(",") if joined else ())]
        counts.update(product(codes, codes, [ANY_LANGUAGE, language], [month_of(from_microseconds(sort_at))]))
    return counts
