"""A check of all that must hold in the database."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DatabaseError

from storage.article_columns import wrong_columns
from storage.engines import Engines
from storage.key_checks import wrong_keys
from storage.links import NO_RULES
from storage.month_counts import wrong_counts
from storage.revision import HEAD
from storage.schema import ArticleRow
from storage.search_index import VERSION_KEY
from storage.search_text import month_mark

MOST_NAMED: Final = 5

# What must hold and is not a foreign key: a sentence, and the numbers of the articles for which it does not hold.
INVARIANTS: Final = {
    "articles without the text of their newest revision": """
        SELECT a.id FROM article a WHERE NOT EXISTS
            (SELECT 1 FROM article_text t WHERE t.article_id = a.id AND t.revision = a.revision)
    """,
    "articles whose tags stand at another moment than they do": """
        SELECT a.id FROM article_tag t JOIN article a ON a.id = t.article_id WHERE t.sort_at <> a.sort_at
        UNION SELECT a.id FROM article_entity t JOIN article a ON a.id = t.article_id WHERE t.sort_at <> a.sort_at
    """,
    "articles that were never found at an address": """
        SELECT a.id FROM article a
        WHERE NOT EXISTS (SELECT 1 FROM sighting s WHERE s.article_id = a.id)
          AND NOT EXISTS (SELECT 1 FROM article_relation r WHERE r.other_id = a.id AND r.relation = 'parted')
    """,
    "copies under an article that is a copy itself": """
        SELECT a.id FROM article a JOIN article h ON h.id = a.head_id WHERE h.head_id IS NOT NULL
    """,
    "stories of another size or other moments than their articles": """
        SELECT s.id FROM story s LEFT JOIN article a ON a.story_id = s.id GROUP BY s.id
        HAVING count(a.id) <> s.size OR min(a.sort_at) <> s.first_at OR max(a.sort_at) <> s.latest_at
    """,
    "addresses in the state “article” without one": """
        SELECT id FROM discovery WHERE state = 'article' AND article_id IS NULL
    """,
}


def check(engines: Engines) -> tuple[str, ...]:
    """What is wrong with the database, a sentence each; nothing when all is well."""
    with engines.reading() as connection:
        return tuple(_problems(connection))


def _problems(connection: Connection) -> Iterator[str]:
    damage = _damage(connection)
    yield from (f"damage: {line}" for line in damage)
    if damage:
        yield "the database is damaged. Restore a backup."
        return
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision != HEAD:
        yield f"the schema is {revision}, this Rasid wants {HEAD}"
    for table, row, parent in _broken_references(connection):
        yield f"the row {row} of “{table}” refers to a row of “{parent}” that is not there"
    for what, question in INVARIANTS.items():
        numbers = connection.execute(text(question)).scalars().all()
        if numbers:
            yield f"{what} ({len(numbers)}): {_named(numbers)}"
    yield from _index_problems(connection)
    wrong = wrong_counts(connection)
    if wrong:
        named = _named([f"{organization or 'all'} {month}" for organization, _, _, month in wrong])
        yield f"counts of months that are wrong ({len(wrong)}): {named}. `rasid db reindex` mends them."
    if articles := wrong_columns(connection):
        yield f"articles that are counted as what they are not ({len(articles)}): {_named(articles)}. `rasid db reindex` mends them."
    for what, numbers in wrong_keys(connection):
        yield f"{what}: {_named(numbers)}. {_relinking(connection)}"


def _relinking(connection: Connection) -> str:
    begun = connection.execute(select(ArticleRow.id).where(ArticleRow.link_rules == NO_RULES).limit(1)).first()
    return "`rasid relink` goes on to make them anew." if begun else "`rasid relink --all` makes them anew."


def _damage(connection: Connection) -> list[str]:
    try:
        found = connection.exec_driver_sql("PRAGMA integrity_check(100)").scalars().all()
    except DatabaseError as error:  # damaged so badly that not even the check can read it
        return [str(error.orig)]
    return [str(line) for line in found if line != "ok"]


def _broken_references(connection: Connection) -> list[tuple[str, int | None, str]]:
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [(row[0], row[1], row[2]) for row in rows[:MOST_NAMED]]


def _index_problems(connection: Connection) -> Iterator[str]:
    """Whether the full-text index and the articles have the same numbers, month by month."""
    by_month: dict[str, set[int]] = {}
    for article_id, sort_at in connection.execute(select(ArticleRow.id, ArticleRow.sort_at)):
        by_month.setdefault(month_mark(sort_at), set()).add(article_id)
    missing, stray = set(), set()
    for mark, articles in by_month.items():
        found = connection.execute(
            text("SELECT rowid FROM article_index WHERE article_index MATCH :mark"), {"mark": f'marks:"{mark}"'}
        )
        indexed = set(found.scalars())
        missing |= articles - indexed
        stray |= indexed - articles
    if missing:
        yield f"articles that are missing in the full-text index ({len(missing)}): {_named(sorted(missing))}. `rasid db reindex` mends it."
    if stray - missing:
        yield f"entries of the full-text index that are of no such article ({len(stray)}): {_named(sorted(stray))}. `rasid db reindex` mends it."
    if (
        by_month
        and connection.execute(text("SELECT 1 FROM meta WHERE key = :key"), {"key": VERSION_KEY}).first() is None
    ):
        yield "nothing says which normaliser made the full-text index. `rasid db reindex` mends it."


def _named(numbers: object) -> str:
    listed = list(numbers)  # type: ignore[call-overload]
    return ", ".join(map(str, listed[:MOST_NAMED])) + (", …" if len(listed) > MOST_NAMED else "")
