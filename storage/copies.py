"""Copies in the database: decided on the two texts, kept as relations and as heads. `copy_keys` finds which texts to compare.

A relation says what a later article is to an earlier one: a copy, contained (one is an excerpt of the other), derived. The
head of an article is the earliest among its copies, so that a list can show one line for all of them.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from press.articles import Precision
from press.copies import (
    LEAST_DERIVED,
    RULE_VERSION,
    ComparableText,
    Comparison,
    Relation,
    comparable,
    compare_texts,
    containment_of,
)
from press.copy_tree import honest_moment
from storage.article_columns import pack_articles
from storage.driver_statement import DriverStatement
from storage.moments import from_microseconds
from storage.schema import ArticleRelationRow, ArticleRow, Base

FLASH_WINDOW: Final = timedelta(hours=24)
"""Two flashes of under 12 words are copies only within a day, or in one outlet: «Rain tomorrow» comes again."""

COPY, CONTAINED, DERIVED = "copy", "contained", "derived"

# Statements are made once: making them costs more than running them.
RELATIONS = Base.metadata.tables["article_relation"]
_LOAD = """
    SELECT a.id, a.source_id, a.title, a.published_at, a.published_precision, a.first_seen_at, a.sort_at, a.revision,
        a.link_rules, t.text
    FROM article a JOIN article_text t ON t.article_id = a.id AND t.revision = a.revision
    WHERE a.id IN (SELECT {ids})
"""
LOAD = DriverStatement(
    {
        "sqlite": _LOAD.format(ids="value FROM json_each(:ids)"),
        "postgresql": _LOAD.format(ids="value::bigint FROM json_array_elements_text(CAST(:ids AS json))"),
    }
)
ADD_LINK = insert(RELATIONS)
ADD_LINK = ADD_LINK.on_conflict_do_update(
    index_elements=["article_id", "other_id", "relation"],
    set_={name: ADD_LINK.excluded[name] for name in ("score", "features", "rule_version")},
)


class LinkedArticle:
    """A stored article as the comparison needs it; its text is made ready when it is compared."""

    def __init__(self, row: tuple[Any, ...]) -> None:
        number, source_id, title, published_at, precision, first_seen_at, sort_at, revision, link_rules, body = row
        published = from_microseconds(published_at) if published_at is not None else None
        self.id: int = number
        self.source_id: str = source_id
        self.moment = _moment(published, precision, from_microseconds(first_seen_at))
        self.sort_at = from_microseconds(sort_at)
        self.revision: int = revision
        self.is_first_time: bool = revision == 1 and link_rules is None
        self.title: str = title
        self.body: str = body

    @cached_property
    def text(self) -> ComparableText:
        return comparable(self.title, self.body)

    @property
    def place(self) -> tuple[datetime, int]:
        """Earlier ones come first; the same in every process."""
        return self.moment, self.id

    def is_shorter_than(self, other: "LinkedArticle") -> bool:
        return len(self.text.words) < len(other.text.words)


@dataclass(frozen=True, slots=True)
class Link:
    """What two articles are to each other; later, earlier by honest dates."""

    later: LinkedArticle
    earlier: LinkedArticle
    relation: str
    comparison: Comparison


def load_linked(connection: Connection, article_ids: Sequence[int]) -> dict[int, LinkedArticle]:
    if not article_ids:
        return {}
    return {row[0]: LinkedArticle(row) for row in LOAD.run(connection, {"ids": json.dumps(article_ids)})}


def _moment(published_at: datetime | None, precision: str | None, first_seen_at: datetime) -> datetime:
    return honest_moment(published_at, Precision(precision) if precision else None, first_seen_at)


def decide_link(mine: LinkedArticle, other: LinkedArticle) -> Link | None:
    """What the later of the two is to the earlier; None when they have nothing to do with each other."""
    if containment_of(mine.text, other.text) < LEAST_DERIVED:  # two articles never have all letters in common
        return None
    comparison = compare_texts(mine.text, other.text)
    if comparison.relation is Relation.DIFFERENT:
        return None
    flash = mine.text.is_flash or other.text.is_flash
    if flash and mine.source_id != other.source_id and abs(mine.moment - other.moment) > FLASH_WINDOW:
        return None
    earlier, later = sorted((mine, other), key=lambda each: each.place)
    relation = CONTAINED if comparison.is_excerpt else DERIVED if comparison.relation is Relation.DERIVED else COPY
    return Link(later, earlier, relation, comparison)


def is_copy_of_other(link: Link, mine: LinkedArticle) -> bool:
    """Whether a link says that all of this article stands in the other, near enough; not so of a round-up and its parts."""
    return link.relation == COPY or (link.relation == CONTAINED and mine.is_shorter_than(_other(link, mine)))


def leave_copies(connection: Connection, article_id: int) -> None:
    """Takes an article out of its links and from among its copies; if it was their head, the next one becomes it."""
    connection.execute(
        delete(ArticleRelationRow).where(
            (ArticleRelationRow.article_id == article_id) | (ArticleRelationRow.other_id == article_id),
            ArticleRelationRow.relation.in_((COPY, CONTAINED, DERIVED)),
        )
    )
    left = connection.execute(select(ArticleRow.head_id).where(ArticleRow.id == article_id)).scalar()
    connection.execute(update(ArticleRow).where(ArticleRow.id == article_id).values(head_id=None))
    followers = list(connection.execute(select(ArticleRow.id).where(ArticleRow.head_id == article_id)).scalars())
    if followers:
        _lead(connection, followers)
    if followers or left is not None:
        pack_articles(connection, [article_id] if left is None else [article_id, left])


def write_links(connection: Connection, links: Sequence[Link]) -> None:
    if links:
        connection.execute(ADD_LINK, [_row(link) for link in links])


def _row(link: Link) -> dict[str, Any]:
    return {
        "article_id": link.later.id,
        "other_id": link.earlier.id,
        "relation": link.relation,
        "score": link.comparison.score,
        "features": _features(link.comparison),
        "rule_version": str(RULE_VERSION),
    }


def _features(comparison: Comparison) -> dict[str, float]:
    return {
        "containment": comparison.containment,
        "share": comparison.share,
        "rare_containment": comparison.rare_containment,
        "number_conflicts": comparison.number_conflicts,
        "shared_numbers": comparison.shared_numbers,
        "substitutions": comparison.substitutions,
        "own_passage": comparison.own_passage,
    }


def find_heads(connection: Connection, mine: LinkedArticle, links: Sequence[Link]) -> None:
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


def _other(link: Link, mine: LinkedArticle) -> LinkedArticle:
    return link.earlier if link.later is mine else link.later


def _is_alone(connection: Connection, article_id: int) -> bool:
    """Whether an article neither follows another nor is followed."""
    tied = ((ArticleRow.id == article_id) & ArticleRow.head_id.is_not(None)) | (ArticleRow.head_id == article_id)
    return connection.execute(select(ArticleRow.id).where(tied).limit(1)).first() is None


def _follow(connection: Connection, article_id: int, origin_id: int) -> None:
    """Puts an article, and those that another process has put under it meanwhile, under the head of another."""
    head = select(func.coalesce(ArticleRow.head_id, ArticleRow.id)).where(ArticleRow.id == origin_id)
    head_id = connection.execute(head).scalar_one()
    mine = (ArticleRow.id == article_id) | (ArticleRow.head_id == article_id)
    connection.execute(update(ArticleRow).where(mine, ArticleRow.id != head_id).values(head_id=head_id))
    pack_articles(connection, [article_id, head_id])


def _lead(connection: Connection, group: Iterable[int]) -> None:
    """Puts the earliest of a group at its head."""
    members = list(group)
    wanted = select(
        ArticleRow.id,
        ArticleRow.published_at,
        ArticleRow.published_precision,
        ArticleRow.first_seen_at,
        ArticleRow.head_id,
    ).where(ArticleRow.id.in_(members))
    rows = connection.execute(wanted).all()
    moments = {row.id: _moment(row.published_at, row.published_precision, row.first_seen_at) for row in rows}
    head = min(moments, key=lambda article_id: (moments[article_id], article_id))
    connection.execute(update(ArticleRow).where(ArticleRow.id == head).values(head_id=None))
    connection.execute(update(ArticleRow).where(ArticleRow.id.in_(members), ArticleRow.id != head).values(head_id=head))
    pack_articles(connection, [head, *(row.id for row in rows if row.head_id is None)])
