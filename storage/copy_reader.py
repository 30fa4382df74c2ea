"""Copies and stories as readers see them: related articles, the tree of who took it from whom, stories with their size."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Result, Row, case, func, or_, select

from press.agencies import Agency
from press.articles import Precision
from press.copy_tree import Appearance, CopyNode, copy_tree, honest_moment
from storage.answers import RelatedArticle, StorySummary
from storage.copies import CONTAINED, COPY, DERIVED
from storage.engines import Engines
from storage.schema import (
    ArticleRelationRow,
    ArticleRow,
    ArticleTagRow,
    ArticleTextRow,
    SightingRow,
    SourceRow,
    StoryRow,
)

LINKS = (COPY, CONTAINED, DERIVED)


class CopyReader:
    """Answers questions about copies and stories."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def tree(self, article_id: int, agencies: Collection[Agency] | None = None) -> tuple[CopyNode, ...]:
        """Every appearance of an article, of its copies and of what was derived from it, the earliest first; none for an
        unknown article."""
        with self._engines.reading() as connection:
            family = _family(connection, article_id)
            return copy_tree(_appearances(connection, family), _texts(connection, family), agencies)

    def stories(
        self, *, since: datetime | None, until: datetime | None, organization: str | None, limit: int
    ) -> tuple[StorySummary, ...]:
        """Stories that were added to in this time, the latest first. organization: named by one of their articles."""
        wanted = select(StoryRow.id).order_by(StoryRow.latest_at.desc(), StoryRow.id.desc()).limit(limit)
        if since is not None:
            wanted = wanted.where(StoryRow.latest_at >= since)
        if until is not None:
            wanted = wanted.where(StoryRow.first_at < until)
        if organization is not None:
            named = (
                select(ArticleRow.story_id)
                .join(ArticleTagRow, ArticleTagRow.article_id == ArticleRow.id)
                .where(ArticleTagRow.organization == organization, ArticleRow.story_id.is_not(None))
            )
            wanted = wanted.where(StoryRow.id.in_(named))
        with self._engines.reading() as connection:
            return _summaries(connection, list(connection.execute(wanted).scalars()))

    def story(self, story_id: int) -> tuple[StorySummary, tuple[int, ...]] | None:
        """A story and the numbers of its articles, the earliest first; None for an unknown one."""
        articles = (
            select(ArticleRow.id).where(ArticleRow.story_id == story_id).order_by(ArticleRow.sort_at, ArticleRow.id)
        )
        with self._engines.reading() as connection:
            summaries = _summaries(connection, [story_id])
            if not summaries:
                return None
            return summaries[0], tuple(connection.execute(articles).scalars())


def load_related(connection: Connection, article_ids: Sequence[int]) -> dict[int, tuple[RelatedArticle, ...]]:
    """The nearest first; articles without relations are left out."""
    found: dict[int, list[RelatedArticle]] = defaultdict(list)
    for mine, other in (
        (ArticleRelationRow.article_id, ArticleRelationRow.other_id),
        (ArticleRelationRow.other_id, ArticleRelationRow.article_id),
    ):
        wanted = (
            select(
                mine.label("mine"),
                ArticleRow.id,
                ArticleRow.title,
                ArticleRow.url,
                ArticleRow.source_id,
                SourceRow.name.label("source"),
                ArticleRow.sort_at,
                ArticleRelationRow.relation,
                ArticleRelationRow.score,
            )
            .join(ArticleRow, ArticleRow.id == other)
            .join(SourceRow, SourceRow.id == ArticleRow.source_id)
            .where(mine.in_(article_ids), ArticleRelationRow.relation.in_(LINKS))
        )
        for row in connection.execute(wanted):
            found[row.mine].append(
                RelatedArticle(
                    article_id=row.id,
                    title=row.title,
                    url=row.url,
                    source_id=row.source_id,
                    source=row.source,
                    sort_at=row.sort_at,
                    relation=row.relation,
                    score=row.score,
                    is_earlier=mine is ArticleRelationRow.article_id,
                )
            )
    return {
        article_id: tuple(sorted(related, key=lambda each: (-each.score, each.article_id)))
        for article_id, related in found.items()
    }


def _family(connection: Connection, article_id: int) -> list[int]:
    """The article, all copies under its head, and what it is directly related to."""
    head = select(func.coalesce(ArticleRow.head_id, ArticleRow.id)).where(ArticleRow.id == article_id).scalar_subquery()
    group = select(ArticleRow.id).where(or_(ArticleRow.id == head, ArticleRow.head_id == head))
    family = set(connection.execute(group).scalars())
    related = load_related(connection, [article_id]).get(article_id, ())
    return sorted(family | {each.article_id for each in related})


def _appearances(connection: Connection, article_ids: Sequence[int]) -> list[Appearance]:
    wanted = (
        select(SightingRow.__table__, SourceRow.name.label("outlet"))
        .join(SourceRow, SourceRow.id == SightingRow.source_id)
        .where(SightingRow.article_id.in_(article_ids))
    )
    return [
        Appearance(
            article_id=row.article_id,
            url=row.url,
            source_id=row.source_id,
            outlet=row.outlet,
            title=row.title,
            credit=row.credit,
            moment=honest_moment(
                row.published_at,
                Precision(row.published_precision) if row.published_precision else None,
                row.first_seen_at,
            ),
        )
        for row in connection.execute(wanted)
    ]


def _texts(connection: Connection, article_ids: Sequence[int]) -> dict[int, str]:
    wanted = (
        select(ArticleRow.id, ArticleTextRow.text)
        .join(
            ArticleTextRow,
            (ArticleTextRow.article_id == ArticleRow.id) & (ArticleTextRow.revision == ArticleRow.revision),
        )
        .where(ArticleRow.id.in_(article_ids))
    )
    return {row.id: row.text for row in connection.execute(wanted)}


def _summaries(connection: Connection, story_ids: Sequence[int]) -> tuple[StorySummary, ...]:
    """In the order asked for."""
    counted = _counted(connection, story_ids)
    titles = _titles(connection, story_ids)
    codes = _organizations(connection, story_ids)
    return tuple(
        StorySummary(
            id=story_id,
            title=titles[story_id].title,
            language=titles[story_id].language,
            size=row.size,
            articles=row.articles,
            outlets=row.outlets,
            first_at=row.first_at,
            latest_at=row.latest_at,
            organizations=tuple(sorted(codes[story_id])),
            by_hand=row.manual,
        )
        for story_id in story_ids
        if (row := counted.get(story_id))
    )


def _counted(connection: Connection, story_ids: Sequence[int]) -> dict[int, Row[Any]]:
    """Each story with how many outlets ran it, in how many articles that are no copies."""
    wanted = (
        select(
            StoryRow.id,
            StoryRow.size,
            StoryRow.first_at,
            StoryRow.latest_at,
            StoryRow.manual,
            func.count(func.distinct(SightingRow.source_id)).label("outlets"),
            func.count(func.distinct(case((ArticleRow.head_id.is_(None), ArticleRow.id)))).label("articles"),
        )
        .join(ArticleRow, ArticleRow.story_id == StoryRow.id)
        .join(SightingRow, SightingRow.article_id == ArticleRow.id)
        .where(StoryRow.id.in_(story_ids))
        .group_by(StoryRow.id, StoryRow.size, StoryRow.first_at, StoryRow.latest_at, StoryRow.manual)
    )
    rows: Result[Any] = connection.execute(wanted)
    return {row.id: row for row in rows}


def _titles(connection: Connection, story_ids: Sequence[int]) -> dict[int, Row[Any]]:
    """Title and language of each story's earliest article."""
    wanted = (
        select(ArticleRow.story_id, ArticleRow.title, ArticleRow.language)
        .where(ArticleRow.story_id.in_(story_ids))
        .order_by(ArticleRow.sort_at.desc(), ArticleRow.id.desc())
    )
    rows: Result[Any] = connection.execute(wanted)
    return {row.story_id: row for row in rows}


def _organizations(connection: Connection, story_ids: Sequence[int]) -> dict[int, set[str]]:
    wanted = (
        select(ArticleRow.story_id, ArticleTagRow.organization)
        .join(ArticleTagRow, ArticleTagRow.article_id == ArticleRow.id)
        .where(ArticleRow.story_id.in_(story_ids))
        .distinct()
    )
    codes: dict[int, set[str]] = defaultdict(set)
    for row in connection.execute(wanted):
        codes[row.story_id].add(row.organization)
    return codes
