"""Stored articles, whole: with tags, sightings and revisions; and lists of those that changed or vanished."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, literal, select

from press.addresses import address_key
from press.articles import DateOrigin, EntityTag, Mention, Precision
from storage.answers import ChangedArticle, RelatedArticle, Revision, Sighting, StoredArticle, StoredTag, VanishedPage
from storage.article_tags import load_entities
from storage.copy_reader import load_related
from storage.engines import Engines
from storage.moments import from_microseconds, to_microseconds
from storage.schema import PARTED, ArticleRelationRow, ArticleRow, ArticleTagRow, ArticleTextRow, SightingRow, SourceRow

AT_ONCE = 500
"""So many articles are loaded by one statement; SQLite takes no more than 32,766 values in it."""

NEWEST = (ArticleTextRow.article_id == ArticleRow.id) & (ArticleTextRow.revision == ArticleRow.revision)


class ArticleReader:
    """Articles by number."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def article(self, article_id: int) -> StoredArticle | None:
        with self._engines.reading() as connection:
            return load_articles(connection, [article_id]).get(article_id)

    def revisions_of(self, article_id: int) -> tuple[Revision, ...]:
        """Oldest first; none for an unknown article."""
        with self._engines.reading() as connection:
            return load_revisions(connection, [article_id]).get(article_id, ())

    def changed(self, since: datetime | None, limit: int) -> tuple[ChangedArticle, ...]:
        """Articles whose text changed after publication, the latest change first."""
        with self._engines.reading() as connection:
            rows = [*_revised(connection, since, limit), *_parted(connection, since, limit)]
            rows.sort(key=lambda row: (row["changed_at"], row["id"]), reverse=True)
            codes = load_codes(connection, [row["id"] for row in rows[:limit]])
        return tuple(ChangedArticle(**row, organizations=codes.get(row["id"], ())) for row in rows[:limit])

    def vanished(self, since: datetime | None, limit: int) -> tuple[VanishedPage, ...]:
        """Pages of stored articles that are no longer there, the latest first."""
        wanted = (
            select(
                SightingRow.article_id,
                SightingRow.title,
                SightingRow.source_id,
                SourceRow.name.label("source"),
                SightingRow.url,
                SightingRow.first_seen_at,
                SightingRow.vanished_at,
            )
            .join(SourceRow, SourceRow.id == SightingRow.source_id)
            .where(SightingRow.vanished_at.is_not(None))
            .order_by(SightingRow.vanished_at.desc(), SightingRow.article_id.desc())
            .limit(limit)
        )
        if since is not None:
            wanted = wanted.where(SightingRow.vanished_at >= since)
        with self._engines.reading() as connection:
            rows = connection.execute(wanted).all()
            codes = load_codes(connection, [row.article_id for row in rows])
        return tuple(VanishedPage(**row._mapping, organizations=codes.get(row.article_id, ())) for row in rows)


def _revised(connection: Connection, since: datetime | None, limit: int) -> list[dict[str, Any]]:
    """Articles with more than one revision."""
    wanted = (
        select(
            ArticleRow.id,
            ArticleRow.title,
            ArticleRow.source_id,
            SourceRow.name.label("source"),
            ArticleRow.url,
            ArticleRow.sort_at,
            ArticleTextRow.seen_at.label("changed_at"),
            ArticleRow.revision.label("revisions"),
            literal(None).label("before_id"),
        )
        .join(ArticleTextRow, NEWEST)
        .join(SourceRow, SourceRow.id == ArticleRow.source_id)
        .where(ArticleRow.revision > 1, ArticleTextRow.cause == "page")
        .order_by(ArticleTextRow.seen_at.desc(), ArticleRow.id.desc())
        .limit(limit)
    )
    if since is not None:
        wanted = wanted.where(ArticleTextRow.seen_at >= since)
    return [dict(row) for row in connection.execute(wanted).mappings()]


def _parted(connection: Connection, since: datetime | None, limit: int) -> list[dict[str, Any]]:
    """Pages that changed while other outlets still carry what they carried before."""
    seen_at = ArticleRelationRow.features["seen_at"].as_integer()
    wanted = (
        select(ArticleRelationRow.other_id, ArticleRelationRow.features)
        .where(ArticleRelationRow.relation == PARTED)
        .order_by(seen_at.desc())
        .limit(limit)
    )
    if since is not None:
        wanted = wanted.where(seen_at >= to_microseconds(since))
    changes = {address_key(features["url"]): (other_id, features) for other_id, features in connection.execute(wanted)}
    pages = (
        select(
            SightingRow.address_key,
            ArticleRow.id,
            ArticleRow.title,
            SightingRow.source_id,
            SourceRow.name.label("source"),
            SightingRow.url,
            ArticleRow.sort_at,
            ArticleRow.revision.label("revisions"),
        )
        .join(ArticleRow, ArticleRow.id == SightingRow.article_id)
        .join(SourceRow, SourceRow.id == SightingRow.source_id)
        .where(SightingRow.address_key.in_(changes))
    )
    found = []
    for row in connection.execute(pages).mappings():
        before_id, features = changes[row["address_key"]]
        columns = {name: value for name, value in row.items() if name != "address_key"}
        found.append(columns | {"changed_at": from_microseconds(features["seen_at"]), "before_id": before_id})
    return found


def load_articles(connection: Connection, article_ids: Sequence[int]) -> dict[int, StoredArticle]:
    """Those that exist, in the order asked for."""
    found: dict[int, StoredArticle] = {}
    for start in range(0, len(article_ids), AT_ONCE):
        found |= _load_some(connection, article_ids[start : start + AT_ONCE])
    return found


def _load_some(connection: Connection, article_ids: Sequence[int]) -> dict[int, StoredArticle]:
    columns = [column for column in ArticleRow.__table__.c if column.name != "text_digest"]
    wanted = (
        select(*columns, ArticleTextRow.text, SourceRow.name.label("source"), SourceRow.country)
        .join(ArticleTextRow, NEWEST)
        .join(SourceRow, SourceRow.id == ArticleRow.source_id)
        .where(ArticleRow.id.in_(article_ids))
    )
    rows = {row.id: row for row in connection.execute(wanted)}
    tags, sightings = load_tags(connection, article_ids), load_sightings(connection, article_ids)
    fields = {row.id: {"title": row.title, "text": row.text} for row in rows.values()}
    entities = load_entities(connection, article_ids, fields)
    revisions, related = load_revisions(connection, article_ids), load_related(connection, article_ids)
    return {
        article_id: _stored_article(
            rows[article_id],
            tags=tags.get(article_id, ()),
            entities=entities.get(article_id, ()),
            sightings=sightings.get(article_id, ()),
            revisions=revisions[article_id],
            copies=related.get(article_id, ()),
        )
        for article_id in article_ids
        if article_id in rows
    }


def _stored_article(
    row: Row[*tuple[Any, ...]],
    *,
    tags: tuple[StoredTag, ...],
    entities: tuple[EntityTag, ...],
    sightings: tuple[Sighting, ...],
    revisions: tuple[Revision, ...],
    copies: tuple[RelatedArticle, ...],
) -> StoredArticle:
    return StoredArticle(
        id=row.id,
        title=row.title,
        text=row.text,
        language=row.language,
        author=row.author,
        credit=row.credit,
        section=row.section,
        url=row.url,
        published_at=row.published_at,
        published_offset_minutes=row.published_offset,
        published_precision=Precision(row.published_precision) if row.published_precision else None,
        published_origin=DateOrigin(row.published_origin) if row.published_origin else None,
        published_reason=row.published_reason,
        first_seen_at=row.first_seen_at,
        sort_at=row.sort_at,
        source_id=row.source_id,
        source=row.source,
        country=row.country,
        revision=row.revision,
        organizations=tuple(tag.organization for tag in tags),
        tags=tags,
        entities=entities,
        dateline_place=row.dateline_place,
        sightings=sightings,
        revisions=revisions,
        extractor_version=row.extractor_version,
        watch_list_version=row.watch_list_version,
        entities_version=row.entities_version,
        story_id=row.story_id,
        head_id=row.head_id,
        copies=copies,
    )


def load_tags(connection: Connection, article_ids: Sequence[int]) -> dict[int, tuple[StoredTag, ...]]:
    """By code; articles without a tag are left out."""
    wanted = (
        select(ArticleTagRow.__table__)
        .where(ArticleTagRow.article_id.in_(article_ids))
        .order_by(ArticleTagRow.article_id, ArticleTagRow.organization)
    )
    found: dict[int, list[StoredTag]] = defaultdict(list)
    for row in connection.execute(wanted):
        evidence = tuple(Mention(organization=row.organization, **mention) for mention in row.evidence)
        found[row.article_id].append(
            StoredTag(
                organization=row.organization, count=row._mapping["count"], in_title=row.in_title, evidence=evidence
            )
        )
    return {article_id: tuple(tags) for article_id, tags in found.items()}


def load_codes(connection: Connection, article_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The organizations alone, by code; articles without any are left out."""
    wanted = (
        select(ArticleTagRow.article_id, ArticleTagRow.organization)
        .where(ArticleTagRow.article_id.in_(article_ids))
        .order_by(ArticleTagRow.article_id, ArticleTagRow.organization)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for article_id, organization in connection.execute(wanted):
        found[article_id].append(organization)
    return {article_id: tuple(codes) for article_id, codes in found.items()}


def load_sightings(connection: Connection, article_ids: Sequence[int]) -> dict[int, tuple[Sighting, ...]]:
    """In the order they were seen."""
    wanted = (
        select(SightingRow.__table__, SourceRow.name.label("source"))
        .join(SourceRow, SourceRow.id == SightingRow.source_id)
        .where(SightingRow.article_id.in_(article_ids))
        .order_by(SightingRow.article_id, SightingRow.first_seen_at, SightingRow.url)
    )
    found: dict[int, list[Sighting]] = defaultdict(list)
    for row in connection.execute(wanted):
        found[row.article_id].append(
            Sighting(
                url=row.url,
                source_id=row.source_id,
                source=row.source,
                title=row.title,
                author=row.author,
                credit=row.credit,
                published_at=row.published_at,
                published_offset_minutes=row.published_offset,
                first_seen_at=row.first_seen_at,
                vanished_at=row.vanished_at,
            )
        )
    return {article_id: tuple(sightings) for article_id, sightings in found.items()}


def load_revisions(connection: Connection, article_ids: Sequence[int]) -> dict[int, tuple[Revision, ...]]:
    """Oldest first."""
    wanted = (
        select(ArticleTextRow.__table__)
        .where(ArticleTextRow.article_id.in_(article_ids))
        .order_by(ArticleTextRow.article_id, ArticleTextRow.revision)
    )
    found: dict[int, list[Revision]] = defaultdict(list)
    for row in connection.execute(wanted):
        found[row.article_id].append(Revision(number=row.revision, title=row.title, text=row.text, seen_at=row.seen_at))
    return {article_id: tuple(revisions) for article_id, revisions in found.items()}
