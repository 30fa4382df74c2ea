"""The full-text index: an article's terms and marks under its number, kept in step with the article's tables.

The index holds no text, so an entry can only be taken out by saying again what was put in: whoever changes an article's
title, text, language, moment, organizations, persons or places takes it out of the index before, and puts it back
afterwards. The counts of its month and what counting asks of it go with it; what only counting asks is packed anew by whoever
changes it (`storage.article_columns.pack_articles`).
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, text

from press.errors import SchemaTooOld
from press.search_terms import NORM_VERSION, index_terms
from storage.article_columns import pack_again, pack_articles
from storage.engines import Engines
from storage.moments import from_microseconds
from storage.month_counts import add_to_month, count_again
from storage.search_text import marks

VERSION_KEY: Final = "norm_version"
AT_ONCE: Final = 500

_PUT: Final = text("INSERT INTO article_index (rowid, title, text, marks) VALUES (:id, :title, :text, :marks)")
_TAKE: Final = text(
    "INSERT INTO article_index (article_index, rowid, title, text, marks) VALUES ('delete', :id, :title, :text, :marks)"
)
_CURRENT: Final = """
    SELECT a.id, t.title, t.text, a.language, a.sort_at,
           (SELECT group_concat(g.organization, ',') FROM article_tag g WHERE g.article_id = a.id) AS organizations,
           (SELECT group_concat(g.kind || ':' || g.code, ',') FROM article_entity g WHERE g.article_id = a.id) AS entities
    FROM article a JOIN article_text t ON t.article_id = a.id AND t.revision = a.revision
"""
_ONE: Final = text(f"{_CURRENT} WHERE a.id = :id")
_NEXT: Final = text(f"{_CURRENT} WHERE a.id > :after ORDER BY a.id LIMIT :limit")


def put_into_index(connection: Connection, article_id: int) -> None:
    """Indexes and counts an article as its tables have it now."""
    row = _stored(connection, article_id)
    connection.execute(_PUT, _entry(row))
    add_to_month(connection, from_microseconds(row.sort_at), row.language, _codes(row), 1)
    pack_articles(connection, [article_id])


def take_out_of_index(connection: Connection, article_id: int) -> None:
    """Before an article is changed."""
    row = _stored(connection, article_id)
    connection.execute(_TAKE, _entry(row))
    add_to_month(connection, from_microseconds(row.sort_at), row.language, _codes(row), -1)


def index_entry(
    article_id: int,
    *,
    title: str,
    body: str,
    language: str,
    sort_at: datetime,
    organizations: Iterable[str],
    entities: Iterable[str] = (),
) -> dict[str, Any]:
    """The row of the index for an article. entities: «person:tokayev»."""
    return {
        "id": article_id,
        "title": " ".join(index_terms(title, language)),
        "text": " ".join(index_terms(body, language)),
        "marks": " ".join(marks(sort_at, tuple(sorted(organizations)), tuple(sorted(entities)))),
    }


def reindex(engines: Engines, progress: Callable[[int, int], None]) -> int:
    """Makes the whole index and all that counts anew, in one transaction. Returns how many articles it holds; `progress` hears
    how many of how many are done."""
    done, after = 0, 0
    with engines.writing() as connection:
        total = connection.execute(text("SELECT count(*) FROM article")).scalar_one()
        connection.execute(text("INSERT INTO article_index (article_index) VALUES ('delete-all')"))
        while rows := connection.execute(_NEXT, {"after": after, "limit": AT_ONCE}).all():
            connection.execute(_PUT, [_entry(row) for row in rows])
            done, after = done + len(rows), rows[-1].id
            progress(done, total)
        count_again(connection)
        pack_again(connection)
        note_version(connection)
    return done


def note_version(connection: Connection) -> None:
    """Says which normaliser the index is made with."""
    connection.execute(
        text(
            "INSERT INTO meta (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        ),
        {"key": VERSION_KEY, "value": NORM_VERSION},
    )


def require_current_index(engines: Engines) -> None:
    """As `check_version`."""
    with engines.reading() as connection:
        check_version(connection, engines.where)


def check_version(connection: Connection, where: str) -> None:
    """Raises SchemaTooOld for an index that another normaliser made: it would answer wrongly."""
    made_with = connection.execute(text("SELECT value FROM meta WHERE key = :key"), {"key": VERSION_KEY}).scalar()
    if made_with == NORM_VERSION:
        return
    if made_with is None and connection.execute(text("SELECT 1 FROM article LIMIT 1")).first() is None:
        return
    raise SchemaTooOld(
        f"{where}: the search index was made by another version of Rasid ({made_with or 'none'}; this one makes {NORM_VERSION}). "
        "Run `rasid db reindex`; nothing is lost, and it may be interrupted."
    )


def _stored(connection: Connection, article_id: int) -> Any:
    return connection.execute(_ONE, {"id": article_id}).one()


def _codes(row: Any) -> tuple[str, ...]:
    return tuple(row.organizations.split(",")) if row.organizations else ()


def _entry(row: Any) -> dict[str, Any]:
    return index_entry(
        row.id,
        title=row.title,
        body=row.text,
        language=row.language,
        sort_at=from_microseconds(row.sort_at),
        organizations=_codes(row),
        entities=row.entities.split(",") if row.entities else (),
    )
