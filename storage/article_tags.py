"""What an article names: organizations, and apart from them persons and places, each with its evidence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from press.articles import EntityMention, EntityTag, Tag
from storage.schema import ArticleEntityRow, ArticleTagRow


def write_tags(
    connection: Connection, article_id: int, sort_at: datetime, tags: Iterable[Tag], entities: Iterable[EntityTag]
) -> None:
    of_article = {"article_id": article_id, "sort_at": sort_at}
    for table, rows in (
        (ArticleTagRow, [_tag_row(tag) | of_article for tag in tags]),
        (ArticleEntityRow, [_entity_row(tag) | of_article for tag in entities]),
    ):
        if rows:
            connection.execute(insert(table), rows)


def erase_tags(connection: Connection, article_id: int) -> None:
    """The article must have been taken out of the index before."""
    for table in (ArticleTagRow, ArticleEntityRow):
        connection.execute(delete(table).where(table.article_id == article_id))


def load_entities(
    connection: Connection, article_ids: Sequence[int], fields: Mapping[int, Mapping[str, str]]
) -> dict[int, tuple[EntityTag, ...]]:
    """By kind and code; articles without any are left out. fields: title and text of each article."""
    wanted = (
        select(ArticleEntityRow.__table__)
        .where(ArticleEntityRow.article_id.in_(article_ids))
        .order_by(ArticleEntityRow.article_id, ArticleEntityRow.kind, ArticleEntityRow.code)
    )
    found: dict[int, list[EntityTag]] = defaultdict(list)
    for row in connection.execute(wanted):
        mentions = tuple(
            EntityMention(form=fields[row.article_id][field][start:end], field=field, start=start, end=end)
            for field, start, end in row.evidence
        )
        found[row.article_id].append(
            EntityTag(kind=row.kind, code=row.code, count=row._mapping["count"], mentions=mentions)
        )
    return {article_id: tuple(tags) for article_id, tags in found.items()}


def _tag_row(tag: Tag) -> dict[str, Any]:
    evidence = [
        {"form": each.form, "field": each.field, "start": each.start, "end": each.end, "rule": each.rule}
        for each in tag.mentions
    ]
    return {"organization": tag.organization, "count": tag.count, "in_title": tag.in_title, "evidence": evidence}


def _entity_row(tag: EntityTag) -> dict[str, Any]:
    evidence = [[each.field, each.start, each.end] for each in tag.mentions]
    return {"kind": tag.kind, "code": tag.code, "count": tag.count, "in_title": tag.in_title, "evidence": evidence}
