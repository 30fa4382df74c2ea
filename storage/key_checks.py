"""Whether what copies and stories are found by is that of the stored texts: keys, marks and words.

These tables are large (a million articles: 60 million rows) and to judge a row its text must be read, so some are looked at:
a fault of a program or of an upgrade spoils many rows, never one.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, TextClause, text

from press.stories import sketch
from storage.copies import LinkedArticle, load_linked
from storage.copy_keys import keys_of
from storage.moments import to_microseconds, week_of

ARTICLES: Final = 200
"""So many are looked at, from the first to the last."""

SPOTS: Final = 10
ROWS_A_SPOT: Final = 10

_NEAR_KEY: Final = text("SELECT of_keys FROM fingerprint WHERE week = :week AND key = :key AND article_id = :id")
_FAR_KEY: Final = text("SELECT of_keys FROM far_fingerprint WHERE key = :key AND article_id = :id")
_MARKS: Final = text("SELECT marks FROM gram_marks WHERE article_id = :id")
_WORD: Final = text(
    "SELECT weight FROM story_word WHERE week = :week AND key = :key AND sort_at = :sort_at AND article_id = :id"
)
_SOME_NEAR_KEYS: Final = text(
    f"SELECT article_id, week, key FROM fingerprint WHERE week >= :spot ORDER BY week, key LIMIT {ROWS_A_SPOT}"
)
_SOME_FAR_KEYS: Final = text(
    f"SELECT article_id, key FROM far_fingerprint WHERE key >= :spot ORDER BY key LIMIT {ROWS_A_SPOT}"
)
_SOME_WORDS: Final = text(
    f"SELECT article_id, week, key, sort_at FROM story_word WHERE week >= :spot ORDER BY week, key LIMIT {ROWS_A_SPOT}"
)
_MARKS_OF_NONE: Final = text(
    "SELECT article_id FROM gram_marks m WHERE NOT EXISTS (SELECT 1 FROM article a WHERE a.id = m.article_id)"
)


def wrong_keys(connection: Connection) -> Iterator[tuple[str, Sequence[int]]]:
    """What is wrong, and the articles it is wrong with. `rasid relink --all` mends all of it."""
    looked_at = load_linked(connection, _spread(connection))
    without_keys = [each.id for each in looked_at.values() if not _has_keys(connection, each)]
    if without_keys:
        yield (
            f"articles that lack keys by which copies are found ({len(without_keys)} of {len(looked_at)} looked at)",
            without_keys,
        )
    without_words = [each.id for each in looked_at.values() if not _has_words(connection, each)]
    if without_words:
        yield (
            f"articles that lack words by which stories are found ({len(without_words)} of {len(looked_at)} looked at)",
            without_words,
        )
    if strays := sorted({*_stray_keys(connection), *_stray_words(connection), *connection.scalars(_MARKS_OF_NONE)}):
        yield "copies or stories are looked for by what these articles do not say", strays


def _spread(connection: Connection) -> list[int]:
    """Numbers of articles, evenly from the first to the last."""
    first, last = connection.execute(text("SELECT min(id), max(id) FROM article")).one()
    if first is None:
        return []
    following = text("SELECT id FROM article WHERE id >= :spot ORDER BY id LIMIT 1")
    spots = [*range(first, last, max(1, (last - first) // ARTICLES)), last]
    return sorted({connection.execute(following, {"spot": spot}).scalar_one() for spot in spots})


def _has_keys(connection: Connection, article: LinkedArticle) -> bool:
    keys, place = keys_of(article.body), {"week": week_of(article.sort_at), "id": article.id}
    marks = connection.execute(_MARKS, {"id": article.id}).scalar()
    return (marks or b"") == keys.marks and all(
        connection.execute(statement, place | {"key": key}).scalar() == len(wanted)
        for statement, wanted in ((_NEAR_KEY, keys.fingerprint.near), (_FAR_KEY, keys.fingerprint.far))
        for key in wanted
    )


def _has_words(connection: Connection, article: LinkedArticle) -> bool:
    place = {"week": week_of(article.sort_at), "sort_at": to_microseconds(article.sort_at), "id": article.id}
    return all(
        connection.execute(_WORD, place | {"key": key}).scalar() == weight
        for key, weight in sketch(article.title, article.body)
    )


def _stray_keys(connection: Connection) -> set[int]:
    return {*_stray_near_keys(connection), *_stray_far_keys(connection)}


def _stray_near_keys(connection: Connection) -> set[int]:
    rows = _rows(connection, _SOME_NEAR_KEYS, *_weeks(connection, "fingerprint"))
    said = {
        (article.id, week_of(article.sort_at), key)
        for article in load_linked(connection, sorted({row[0] for row in rows})).values()
        for key in keys_of(article.body).fingerprint.near
    }
    return {row[0] for row in rows - said}


def _stray_far_keys(connection: Connection) -> set[int]:
    rows = _rows(connection, _SOME_FAR_KEYS, -(1 << 63), 1 << 63)
    said = {
        (article.id, key)
        for article in load_linked(connection, sorted({row[0] for row in rows})).values()
        for key in keys_of(article.body).fingerprint.far
    }
    return {row[0] for row in rows - said}


def _stray_words(connection: Connection) -> set[int]:
    rows = _rows(connection, _SOME_WORDS, *_weeks(connection, "story_word"))
    said = {
        (article.id, week_of(article.sort_at), key, to_microseconds(article.sort_at))
        for article in load_linked(connection, sorted({row[0] for row in rows})).values()
        for key, _ in sketch(article.title, article.body)
    }
    return {row[0] for row in rows - said}


def _weeks(connection: Connection, table: str) -> tuple[int, int]:
    """The first week of a table and the one after its last; of an empty one, any."""
    first, last = connection.execute(text(f"SELECT min(week), max(week) FROM {table}")).one()
    return (0, 1) if first is None else (first, last + 1)


def _rows(connection: Connection, wanted: TextClause, first: int, end: int) -> set[tuple[int, ...]]:
    """Rows from all over a table, which begins with `first` and ends before `end`."""
    spots = (first + number * (end - first) // SPOTS for number in range(SPOTS))
    return {tuple(row) for spot in spots for row in connection.execute(wanted, {"spot": spot})}
