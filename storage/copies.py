"""Copies in the database: which stored articles are copies of each other, found by shared keys, decided on the two texts.

    first transaction     the article is stored with its keys; committed
    reading               those that share keys with it; the two texts compared
    second transaction    relations, heads; the article is marked as linked

Two processes that store copies of each other at the same moment each commit before they look, so at least one of them sees
the other; in one transaction both would look too early. An article whose process died in between stays unlinked until
`sweep` takes it up.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, select, text, update
from sqlalchemy.dialects.sqlite import insert

from press.articles import Precision
from press.copies import RULE_VERSION, ComparableText, Comparison, Relation, comparable, compare_texts
from press.copy_tree import honest_moment
from press.copy_words import copy_words
from press.fingerprints import fingerprint, keys_to_share
from storage.engines import Engines
from storage.schema import ArticleRelationRow, ArticleRow, ArticleTextRow, FingerprintRow

NEWEST_PER_KEY: Final = 200
MOST_COMPARED: Final = 30
FLASH_WINDOW: Final = timedelta(hours=24)
"""Two flashes of under 12 words are copies only within a day, or in one outlet: «Rain tomorrow» comes again."""

COPY, CONTAINED, DERIVED = "copy", "contained", "derived"
LINKING_LOCK: Final = 0x52617369
"""PostgreSQL: heads are decided one article at a time. SQLite has one writer anyway."""

# One statement for any number of keys; of each key only its newest articles are looked at.
_SHARED = """
    SELECT f.article_id, count(*) AS shared
    FROM {wanted}
    JOIN fingerprint f ON f.key = w.key AND f.article_id >= coalesce(
        (SELECT n.article_id FROM fingerprint n WHERE n.key = w.key
         ORDER BY n.article_id DESC LIMIT 1 OFFSET :newest), 0)
    WHERE f.article_id <> :mine
    GROUP BY f.article_id HAVING count(*) >= :least
    ORDER BY shared DESC, f.article_id DESC LIMIT :most
"""
SHARED = {
    "sqlite": text(_SHARED.format(wanted="(SELECT value AS key FROM json_each(:keys)) w")),
    "postgresql": text(
        _SHARED.format(wanted="(SELECT value::bigint AS key FROM json_array_elements_text(CAST(:keys AS json))) w")
    ),
}


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A stored article as the comparison needs it."""

    id: int
    source_id: str
    moment: datetime
    text: ComparableText

    @property
    def place(self) -> tuple[datetime, int]:
        """Earlier ones come first; the same in every process."""
        return self.moment, self.id

    def is_shorter_than(self, other: "_Candidate") -> bool:
        return len(self.text.words) < len(other.text.words)


@dataclass(frozen=True, slots=True)
class _Link:
    """What two articles are to each other; later, earlier by honest dates."""

    later: _Candidate
    earlier: _Candidate
    relation: str
    comparison: Comparison


def keys_of(body: str) -> tuple[int, ...]:
    """The keys of a text. Work for the time before a transaction: 0.3 ms."""
    return fingerprint(copy_words(body))


def write_keys(connection: Connection, article_id: int, keys: Sequence[int]) -> None:
    """In the transaction that stores the article."""
    if keys:
        rows = [{"key": key, "article_id": article_id} for key in keys]
        connection.execute(insert(FingerprintRow).on_conflict_do_nothing(), rows)


def replace_keys(connection: Connection, article_id: int, old: Sequence[int], new: Sequence[int]) -> None:
    """In the transaction that stores another text of the article; its `link_rules` are emptied there."""
    gone = set(old) - set(new)
    if gone:
        connection.execute(
            delete(FingerprintRow).where(FingerprintRow.key.in_(gone), FingerprintRow.article_id == article_id)
        )
    write_keys(connection, article_id, [key for key in new if key not in set(old)])


class CopyLinks:
    """Finds and keeps the copies of articles."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def link(self, article_id: int) -> int:
        """Links an article that is stored and committed with its copies. How many links it has."""
        with self._engines.reading() as connection:
            mine = _load(connection, [article_id]).get(article_id)
            others = _load(connection, candidates(connection, article_id, _keys(mine))) if mine is not None else {}
        if mine is None:
            return 0
        links = [link for other in others.values() if (link := _decide(mine, other)) is not None]
        with self._engines.writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(LINKING_LOCK)))
            _leave(connection, article_id)
            _write_links(connection, links)
            _find_heads(connection, mine, links)
            connection.execute(update(ArticleRow).where(ArticleRow.id == article_id).values(link_rules=RULE_VERSION))
        return len(links)

    def unlinked(self, limit: int) -> tuple[int, ...]:
        """Articles whose process died before they were linked, the oldest first."""
        wanted = select(ArticleRow.id).where(ArticleRow.link_rules.is_(None)).order_by(ArticleRow.id).limit(limit)
        with self._engines.reading() as connection:
            return tuple(connection.execute(wanted).scalars())

    def linked_by_older_rules(self, limit: int, after: int = 0) -> tuple[int, ...]:
        """Articles that were linked by rules of an older version, or never, in the order of their numbers."""
        older = ArticleRow.link_rules.is_(None) | (ArticleRow.link_rules < RULE_VERSION)
        wanted = select(ArticleRow.id).where(ArticleRow.id > after, older).order_by(ArticleRow.id).limit(limit)
        with self._engines.reading() as connection:
            return tuple(connection.execute(wanted).scalars())


def candidates(connection: Connection, article_id: int, keys: Sequence[int]) -> list[int]:
    """Stored articles that share keys, those that share most first."""
    if not keys:
        return []
    found = connection.execute(
        SHARED[connection.dialect.name],
        {
            "keys": json.dumps(keys),
            "mine": article_id,
            "least": keys_to_share(keys),
            "newest": NEWEST_PER_KEY - 1,
            "most": MOST_COMPARED,
        },
    )
    return [row.article_id for row in found]


def _keys(article: _Candidate) -> tuple[int, ...]:
    return fingerprint(article.text.words)


def _load(connection: Connection, article_ids: Sequence[int]) -> dict[int, _Candidate]:
    if not article_ids:
        return {}
    wanted = (
        select(
            ArticleRow.id,
            ArticleRow.source_id,
            ArticleRow.title,
            ArticleRow.published_at,
            ArticleRow.published_precision,
            ArticleRow.first_seen_at,
            ArticleTextRow.text,
        )
        .join(
            ArticleTextRow,
            (ArticleTextRow.article_id == ArticleRow.id) & (ArticleTextRow.revision == ArticleRow.revision),
        )
        .where(ArticleRow.id.in_(article_ids))
    )
    return {row.id: _candidate(row) for row in connection.execute(wanted)}


def _candidate(row: Row[*tuple[Any, ...]]) -> _Candidate:
    return _Candidate(row.id, row.source_id, _moment(row), comparable(row.title, row.text))


def _moment(row: Row[*tuple[Any, ...]]) -> datetime:
    precision = Precision(row.published_precision) if row.published_precision else None
    return honest_moment(row.published_at, precision, row.first_seen_at)


def _decide(mine: _Candidate, other: _Candidate) -> _Link | None:
    """What the later of the two is to the earlier; None when they have nothing to do with each other."""
    comparison = compare_texts(mine.text, other.text)
    if comparison.relation is Relation.DIFFERENT:
        return None
    flash = mine.text.is_flash or other.text.is_flash
    if flash and mine.source_id != other.source_id and abs(mine.moment - other.moment) > FLASH_WINDOW:
        return None
    earlier, later = sorted((mine, other), key=lambda each: each.place)
    relation = CONTAINED if comparison.is_excerpt else DERIVED if comparison.relation is Relation.DERIVED else COPY
    return _Link(later, earlier, relation, comparison)


def _leave(connection: Connection, article_id: int) -> None:
    """Takes an article out of its links and from among its copies; if it was their head, the next one becomes it."""
    connection.execute(
        delete(ArticleRelationRow).where(
            (ArticleRelationRow.article_id == article_id) | (ArticleRelationRow.other_id == article_id),
            ArticleRelationRow.relation.in_((COPY, CONTAINED, DERIVED)),
        )
    )
    connection.execute(update(ArticleRow).where(ArticleRow.id == article_id).values(head_id=None))
    followers = list(connection.execute(select(ArticleRow.id).where(ArticleRow.head_id == article_id)).scalars())
    if followers:
        _lead(connection, followers)


def _write_links(connection: Connection, links: Iterable[_Link]) -> None:
    rows = [
        {
            "article_id": link.later.id,
            "other_id": link.earlier.id,
            "relation": link.relation,
            "score": link.comparison.score,
            "features": _features(link.comparison),
            "rule_version": str(RULE_VERSION),
        }
        for link in links
    ]
    if rows:
        add = insert(ArticleRelationRow)
        changed = {name: add.excluded[name] for name in ("score", "features", "rule_version")}
        connection.execute(
            add.on_conflict_do_update(index_elements=["article_id", "other_id", "relation"], set_=changed), rows
        )


def _features(comparison: Comparison) -> dict[str, float]:
    return {
        "containment": comparison.containment,
        "share": comparison.share,
        "rare_containment": comparison.rare_containment,
        "number_conflicts": comparison.number_conflicts,
        "shared_numbers": comparison.shared_numbers,
        "substitutions": comparison.substitutions,
    }


def _find_heads(connection: Connection, mine: _Candidate, links: Sequence[_Link]) -> None:
    """Joins the article with its copies under the earliest of them.

    An excerpt follows the text it was cut from, if that is the earlier one. A text that contains others, such as a round-up,
    does not join them: it would make one article of all that it contains.
    """
    copies = [_other(link, mine).id for link in links if link.relation == COPY]
    contained = [link for link in links if link.relation == CONTAINED]
    if copies:
        head = func.coalesce(ArticleRow.head_id, ArticleRow.id)
        heads = set(connection.execute(select(head).where(ArticleRow.id.in_(copies))).scalars())
        followers = connection.execute(select(ArticleRow.id).where(ArticleRow.head_id.in_(heads))).scalars()
        _lead(connection, {mine.id, *heads, *followers})
    elif origins := [link for link in contained if link.later is mine and link.later.is_shorter_than(link.earlier)]:
        nearest = max(origins, key=lambda link: (link.comparison.score, -link.earlier.id))
        _follow(connection, mine.id, nearest.earlier.id)
    for link in contained:
        if link.earlier is mine and link.later.is_shorter_than(mine) and _is_alone(connection, link.later.id):
            _follow(connection, link.later.id, mine.id)


def _other(link: _Link, mine: _Candidate) -> _Candidate:
    return link.earlier if link.later is mine else link.later


def _is_alone(connection: Connection, article_id: int) -> bool:
    """Whether an article neither follows another nor is followed."""
    tied = ((ArticleRow.id == article_id) & ArticleRow.head_id.is_not(None)) | (ArticleRow.head_id == article_id)
    return connection.execute(select(ArticleRow.id).where(tied).limit(1)).first() is None


def _follow(connection: Connection, article_id: int, origin_id: int) -> None:
    """Puts an article under the head of another."""
    head = select(func.coalesce(ArticleRow.head_id, ArticleRow.id)).where(ArticleRow.id == origin_id)
    head_id = connection.execute(head).scalar_one()
    connection.execute(update(ArticleRow).where(ArticleRow.id == article_id).values(head_id=head_id))


def _lead(connection: Connection, group: Iterable[int]) -> None:
    """Puts the earliest of a group at its head."""
    members = list(group)
    wanted = select(
        ArticleRow.id, ArticleRow.published_at, ArticleRow.published_precision, ArticleRow.first_seen_at
    ).where(ArticleRow.id.in_(members))
    head = min(connection.execute(wanted), key=lambda row: (_moment(row), row.id)).id
    connection.execute(update(ArticleRow).where(ArticleRow.id == head).values(head_id=None))
    connection.execute(update(ArticleRow).where(ArticleRow.id.in_(members), ArticleRow.id != head).values(head_id=head))
