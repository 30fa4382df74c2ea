"""The past judged anew: pages out of the archive by a better reader, texts by a longer watch-list.

Both are resumable: what was judged by the present versions is not offered again.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select, update

from press.archive import ArchivePlace
from press.articles import EntityTag, Tag
from press.discoveries import Discovery, DiscoveryState
from press.moments import Clock
from press.outcomes import Outcome, PageArticle, PageOutcome
from press.pages import ReaderVersions
from storage.article_tags import erase_tags, write_tags
from storage.articles import ArticleWriter
from storage.discovery_rows import discovery_of
from storage.engines import Engines
from storage.leases import fence
from storage.links import ArticleLinks
from storage.pages import end_of, said_of, versions_of
from storage.rows import PageRecord, Run
from storage.schema import ArticleRow, ArticleTagRow, ArticleTextRow, DiscoveryRow, SightingRow
from storage.search_index import put_into_index, take_out_of_index


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedPage:
    """A settled page whose raw bytes are kept. article_id: what it became then, None when it was no article."""

    discovery: Discovery
    place: ArchivePlace
    state: DiscoveryState
    reason: str
    article_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedText:
    """An article's newest text, with the organizations it is tagged with and the agency it credits."""

    id: int
    revision: int
    source_id: str
    language: str
    title: str
    text: str
    credit: str | None
    organizations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retagged:
    """An article with what it names, and whom it credits, by other lists."""

    article: TaggedText
    tags: tuple[Tag, ...]
    entities: tuple[EntityTag, ...]
    dateline_place: str | None
    credit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListVersions:
    """By which lists articles are tagged: organizations; persons, places and agencies."""

    watch_list: str
    entities: str


class RereadStore:
    """Offers what is to be judged anew, and takes the new judgement."""

    def __init__(self, engines: Engines, clock: Clock, links: ArticleLinks) -> None:
        self._engines = engines
        self._clock = clock
        self._links = links

    def sources_with_pages(
        self, states: Collection[DiscoveryState], *, not_by: ReaderVersions, retag: bool
    ) -> tuple[str, ...]:
        """Sources that have archived pages in these states which were judged by other versions."""
        wanted = select(DiscoveryRow.source_id).where(*_to_read(states, not_by, retag=retag)).distinct()
        with self._engines.reading() as connection:
            return tuple(connection.execute(wanted.order_by(DiscoveryRow.source_id)).scalars())

    def pages(
        self,
        source_id: str,
        states: Collection[DiscoveryState],
        *,
        not_by: ReaderVersions,
        retag: bool,
        after_id: int,
        limit: int,
    ) -> tuple[ArchivedPage, ...]:
        """Archived pages of a source, in the order they were found. retag: only the watch-list's version counts."""
        wanted = (
            select(DiscoveryRow.__table__)
            .where(
                DiscoveryRow.source_id == source_id, DiscoveryRow.id > after_id, *_to_read(states, not_by, retag=retag)
            )
            .order_by(DiscoveryRow.id)
            .limit(limit)
        )
        with self._engines.reading() as connection:
            return tuple(_archived_page(row) for row in connection.execute(wanted))

    def record(self, run: Run, page: ArchivedPage, outcome: PageOutcome, judged_by: ReaderVersions) -> PageRecord:
        """What a page out of the archive turned out to be. An article stays one, whatever a new reader says of its page.

        Raises LeaseLost when the run no longer holds its source.
        """
        with self._engines.writing() as connection:
            fence(connection, [run])
            changes = versions_of(judged_by)
            made, article_id, moved = Outcome.KNOWN, page.article_id, False
            if isinstance(outcome, PageArticle):
                writer = ArticleWriter(connection, page.discovery, outcome, self._clock(), "reread")
                made, article_id = writer.save_reread()
                moved = writer.moved_in_time
                changes |= {"state": DiscoveryState.ARTICLE, "article_id": article_id, "reason": ""}
            elif page.article_id is None:
                made, state = end_of(outcome)  # type: ignore[arg-type]  # a page that is read again cannot be postponed
                changes |= said_of(outcome) | {"state": state}
            connection.execute(update(DiscoveryRow).where(DiscoveryRow.id == page.discovery.id).values(changes))
        if article_id is not None and (moved or made in (Outcome.NEW, Outcome.REVISED)):
            self._links.link(article_id)
        return PageRecord(outcome=made, article_id=article_id)

    def outdated(self, versions: ListVersions) -> int:
        """How many articles were tagged by other lists."""
        wanted = select(func.count()).select_from(ArticleRow).where(_by_other_lists(versions))
        with self._engines.reading() as connection:
            return connection.execute(wanted).scalar_one()

    def texts(
        self, versions: ListVersions, *, after_id: int, limit: int, sources: Collection[str]
    ) -> tuple[TaggedText, ...]:
        """Articles that were tagged by other lists, by id. sources: empty for all."""
        wanted = (
            select(ArticleRow.id, ArticleRow.revision, ArticleRow.source_id, ArticleRow.language, ArticleRow.credit)
            .add_columns(ArticleTextRow.title, ArticleTextRow.text)
            .join(
                ArticleTextRow,
                (ArticleTextRow.article_id == ArticleRow.id) & (ArticleTextRow.revision == ArticleRow.revision),
            )
            .where(ArticleRow.id > after_id, _by_other_lists(versions))
            .order_by(ArticleRow.id)
            .limit(limit)
        )
        if sources:
            wanted = wanted.where(ArticleRow.source_id.in_(sources))
        with self._engines.reading() as connection:
            rows = connection.execute(wanted).all()
            tags = select(ArticleTagRow.article_id, ArticleTagRow.organization).where(
                ArticleTagRow.article_id.in_([row.id for row in rows])
            )
            codes: dict[int, list[str]] = {}
            for article_id, organization in connection.execute(tags):
                codes.setdefault(article_id, []).append(organization)
        return tuple(TaggedText(**row._mapping, organizations=tuple(sorted(codes.get(row.id, ())))) for row in rows)

    def retag(self, retagged: Iterable[Retagged], versions: ListVersions) -> int:
        """Replaces the tags and credits of articles, in one transaction. How many; one that was revised meanwhile is left alone."""
        changed = 0
        with self._engines.writing() as connection:
            for each in retagged:
                article = each.article
                mine = (ArticleRow.id == article.id) & (ArticleRow.revision == article.revision)
                sort_at = connection.execute(select(ArticleRow.sort_at).where(mine)).scalar()
                if sort_at is None:
                    continue
                take_out_of_index(connection, article.id)
                erase_tags(connection, article.id)
                write_tags(connection, article.id, sort_at, each.tags, each.entities)
                judged = {
                    "watch_list_version": versions.watch_list,
                    "entities_version": versions.entities,
                    "dateline_place": each.dateline_place,
                    "credit": each.credit,
                }
                connection.execute(update(ArticleRow).where(mine).values(judged))
                put_into_index(connection, article.id)
                if each.credit != article.credit:
                    _credit_sightings(connection, each)
                changed += 1
        return changed


def _credit_sightings(connection: Connection, retagged: Retagged) -> None:
    """Where the same text was seen. A page that credits another agency has words of its own, which are not kept."""
    article = retagged.article
    alike = SightingRow.credit.is_not_distinct_from(article.credit)
    connection.execute(
        update(SightingRow).where(SightingRow.article_id == article.id, alike).values(credit=retagged.credit)
    )


def _by_other_lists(versions: ListVersions) -> ColumnElement[bool]:
    return or_(
        ArticleRow.watch_list_version != versions.watch_list,
        ArticleRow.entities_version != versions.entities,
    )


def _to_read(states: Collection[DiscoveryState], not_by: ReaderVersions, *, retag: bool):  # type: ignore[no-untyped-def]  # SQLAlchemy's conditions have no common public type
    other_list = or_(DiscoveryRow.watch_list_version.is_(None), DiscoveryRow.watch_list_version != not_by.watch_list)
    other_reader = or_(DiscoveryRow.extractor_version.is_(None), DiscoveryRow.extractor_version != not_by.extractor)
    return (
        DiscoveryRow.archive_file.is_not(None),
        DiscoveryRow.state.in_(states),
        other_list if retag else or_(other_reader, other_list),
    )


def _archived_page(row: Row[tuple[object, ...]]) -> ArchivedPage:
    place = ArchivePlace(file=row.archive_file, offset=row.archive_offset, length=row.archive_length)
    return ArchivedPage(
        discovery=discovery_of(row, revisit=row.article_id is not None),
        place=place,
        state=DiscoveryState(row.state),
        reason=row.reason,
        article_id=row.article_id,
    )
