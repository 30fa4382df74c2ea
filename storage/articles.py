"""Writes one article: new, a copy at a further address, a revision, or known already."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.sqlite import insert

from press.addresses import address_key, is_front_page, same_host
from press.articles import ExtractedArticle
from press.copies import Relation, compare, text_digest
from press.discoveries import Discovery
from press.outcomes import Outcome, PageArticle
from press.revisits import first_look
from storage.article_columns import pack_articles
from storage.article_tags import erase_tags, write_tags
from storage.copy_keys import erase_keys, keys_of, write_keys
from storage.links import UNLINKED
from storage.moments import to_microseconds
from storage.schema import (
    PARTED,
    ArticleRelationRow,
    ArticleRow,
    ArticleTextRow,
    SecondAddressRow,
    SightingRow,
)
from storage.search_index import put_into_index, take_out_of_index
from storage.story_words import erase_sketch, write_sketch

NEWEST_TEXT = (ArticleTextRow.article_id == ArticleRow.id) & (ArticleTextRow.revision == ArticleRow.revision)

Cause = Literal["page", "reread"]


class ArticleWriter:
    """Saves one page's article inside a transaction that holds the write lock.

    cause: why there may be another text than before: the page changed, or a better reader read the same page.
    moved_in_time: the same text has another date now, so who was first must be told anew.
    """

    def __init__(
        self, connection: Connection, discovery: Discovery, outcome: PageArticle, now: datetime, cause: Cause = "page"
    ) -> None:
        self._connection = connection
        self._cause = cause
        self._discovery = discovery
        self._outcome = outcome
        self._now = now
        self._article = outcome.tagged.article
        self._digest = text_digest(self._article.title, self._article.text, self._witness())
        self.moved_in_time = False

    def save(self) -> tuple[Outcome, int]:
        """What was made of it, and the article's id."""
        by_address = self._by_address()
        if by_address is not None:
            article_id, digest = by_address
            if digest != self._digest:
                return self._changed(article_id)
            if not self._has_new_title(article_id):
                return Outcome.KNOWN, article_id
            self._revise(article_id)
            self._refresh_sighting()
            return Outcome.REVISED, article_id
        twin = self._twin()
        if twin is not None:
            self._share(twin)
            return Outcome.KNOWN, twin
        by_text = self._by_text()
        if by_text is not None:
            self._share(by_text)
            return Outcome.COPY, by_text
        article_id = self._insert()
        self._add_sighting(article_id)
        return Outcome.NEW, article_id

    def save_reread(self) -> tuple[Outcome, int]:
        """As `save`, for a page out of the archive: a better text is a revision of the article wherever it ran, and what
        else was read of the page (its date, its author, its tags) takes the place of what was read before."""
        by_address = self._by_address()
        if by_address is None:
            return self.save()
        article_id, digest = by_address
        if digest == self._digest and not self._reads_otherwise(article_id):
            self._refresh(article_id)
            return Outcome.KNOWN, article_id
        if digest != self._digest and self._by_text() is not None:
            return self._changed(article_id)
        self._revise(article_id)
        self._refresh_sighting()
        return Outcome.REVISED, article_id

    def _has_new_title(self, article_id: int) -> bool:
        """Whether this is the article's own page and its headline was changed, the text below being the same."""
        stored = select(ArticleRow.url, ArticleRow.title).where(ArticleRow.id == article_id)
        url, title = self._connection.execute(stored).one()
        return bool(url == self._discovery.url and title != self._article.title)

    def _reads_otherwise(self, article_id: int) -> bool:
        """Whether this is the article's own page and its title is another, or its text is spaced or punctuated in another way
        than the stored one: the evidence tells places in what is stored."""
        stored = select(ArticleRow.url, ArticleTextRow.title, ArticleTextRow.text).join(ArticleTextRow, NEWEST_TEXT)
        article = self._connection.execute(stored.where(ArticleRow.id == article_id)).one()
        is_other = (article.title, article.text) != (self._article.title, self._article.text)
        return bool(article.url == self._discovery.url and is_other)

    def _refresh(self, article_id: int) -> None:
        """The text is the same; what else the page says is taken over where the article has it from this page."""
        self._refresh_sighting()
        article = self._connection.execute(
            select(ArticleRow.url, ArticleRow.title, ArticleRow.first_seen_at, ArticleRow.sort_at).where(
                ArticleRow.id == article_id
            )
        ).one()
        if article.url != self._discovery.url:
            return
        published = self._article.published
        sort_at = published.moment if published else article.first_seen_at
        columns = self._columns() | {"sort_at": sort_at}
        self.moved_in_time = sort_at != article.sort_at
        if self.moved_in_time:
            columns["link_rules"] = UNLINKED
        take_out_of_index(self._connection, article_id)
        erase_tags(self._connection, article_id)
        self._connection.execute(update(ArticleRow).where(ArticleRow.id == article_id).values(columns))
        self._add_tags(article_id, sort_at)
        if self.moved_in_time:
            keys = keys_of(self._article.text)
            erase_keys(self._connection, article_id, article.sort_at, keys)
            write_keys(self._connection, article_id, sort_at, keys)
        erase_sketch(self._connection, article_id, article.sort_at, article.title, self._article.text)
        write_sketch(self._connection, article_id, sort_at, self._article.title, self._article.text)
        put_into_index(self._connection, article_id)

    def _refresh_sighting(self) -> None:
        article = self._article
        said = {"title": article.title, "author": article.author, "credit": article.credit}
        self._connection.execute(
            update(SightingRow)
            .where(SightingRow.address_key == self._discovery.key)
            .values(said | published_columns(article))
        )

    def _witness(self) -> str:
        """What a flash of a few words counts with besides its title: its outlet and its day."""
        published = self._article.published
        day = (published.moment if published else self._discovery.found_at).date()
        return f"{self._discovery.source_id} {day}"

    def _second_keys(self) -> list[bytes]:
        """Further addresses of the page: after redirects, and the canonical one on the same host."""
        final_url, canonical = self._outcome.final_url, self._article.canonical_url
        addresses = [final_url]
        if canonical and same_host(canonical, final_url):
            addresses.append(canonical)
        keys = dict.fromkeys(address_key(address) for address in addresses if not is_front_page(address))
        return [key for key in keys if key != self._discovery.key]

    def _by_address(self) -> tuple[int, bytes] | None:
        """The article that this very address carried before."""
        known = (
            select(ArticleRow.id, ArticleRow.text_digest)
            .join(SightingRow, SightingRow.article_id == ArticleRow.id)
            .where(SightingRow.address_key == self._discovery.key)
        )
        found = self._connection.execute(known).first()
        return None if found is None else (found.id, found.text_digest)

    def _twin(self) -> int | None:
        """An article whose page has a further address in common with this one, and says the same.

        The texts decide, since many a template names one canonical address on all of its pages. A twin is no revision: a
        print or AMP edition differs a little from the page beside it.
        """
        keys = [self._discovery.key, *self._second_keys()]
        at = select(SightingRow.article_id).where(SightingRow.address_key.in_(keys))
        also = select(SecondAddressRow.article_id).where(SecondAddressRow.address_key.in_(keys))
        candidates = (
            select(ArticleRow.id, ArticleRow.text_digest, ArticleTextRow.title, ArticleTextRow.text)
            .join(ArticleTextRow, NEWEST_TEXT)
            .where(ArticleRow.id.in_(at.union(also)))
            .order_by(ArticleRow.id)
        )
        article = self._article
        for row in self._connection.execute(candidates):
            if row.text_digest == self._digest:
                return int(row.id)
            compared = compare(article.title, article.text, row.title, row.text)
            if compared.relation is not Relation.DIFFERENT:
                return int(row.id)
        return None

    def _by_text(self) -> int | None:
        return self._connection.execute(select(ArticleRow.id).where(ArticleRow.text_digest == self._digest)).scalar()

    def _changed(self, article_id: int) -> tuple[Outcome, int]:
        """The page at a known address has another text now.

        The article is revised when all its sightings are this source's; when other outlets still carry the old text, the
        changed page parts from them and becomes, or joins, another article.
        """
        known = self._by_text()
        elsewhere = self._connection.execute(
            select(func.count())
            .select_from(SightingRow)
            .where(SightingRow.article_id == article_id, SightingRow.source_id != self._discovery.source_id)
        ).scalar_one()
        if known is None and not elsewhere:
            self._revise(article_id)
            return Outcome.REVISED, article_id
        other = self._insert() if known is None else known
        self._add_sighting(other, moving=True)
        pack_articles(self._connection, [other, article_id])
        self._relate_parted(other, article_id)
        return Outcome.REVISED, other

    def _relate_parted(self, article_id: int, before: int) -> None:
        """Keeps what the changed page was before."""
        row = {
            "article_id": article_id,
            "other_id": before,
            "relation": PARTED,
            "score": 1.0,
            "features": {"url": self._discovery.url, "seen_at": to_microseconds(self._now)},
            "rule_version": "",
        }
        self._connection.execute(insert(ArticleRelationRow).values(row).on_conflict_do_nothing())

    def _insert(self) -> int:
        article = self._article
        sort_at = article.published.moment if article.published else self._now
        row = self._columns() | {
            "source_id": self._discovery.source_id,
            "url": self._discovery.url,
            "first_seen_at": self._now,
            "sort_at": sort_at,
            "revision": 1,
        }
        article_id = self._connection.execute(insert(ArticleRow).values(row).returning(ArticleRow.id)).scalar_one()
        self._add_text(article_id, 1)
        self._add_tags(article_id, sort_at)
        write_keys(self._connection, article_id, sort_at, keys_of(article.text))
        write_sketch(self._connection, article_id, sort_at, article.title, article.text)
        put_into_index(self._connection, article_id)
        return int(article_id)

    def _revise(self, article_id: int) -> None:
        old = self._connection.execute(
            select(
                ArticleTextRow.title,
                ArticleTextRow.text,
                ArticleRow.revision,
                ArticleRow.sort_at,
                ArticleRow.published_at,
            )
            .join(
                ArticleRow,
                NEWEST_TEXT,
            )
            .where(ArticleRow.id == article_id)
        ).one()
        take_out_of_index(self._connection, article_id)
        erase_tags(self._connection, article_id)
        columns = self._columns() | {"link_rules": None}
        published = self._article.published
        if self._cause == "page" and (published is None or old.published_at is not None):
            # A changed page often prints when it was changed.
            columns = {name: value for name, value in columns.items() if not name.startswith("published_")}
        takes_date = published is not None and (self._cause == "reread" or old.published_at is None)
        sort_at = published.moment if published and takes_date else old.sort_at
        self._connection.execute(
            update(ArticleRow)
            .where(ArticleRow.id == article_id)
            .values(columns | {"revision": old.revision + 1, "sort_at": sort_at})
        )
        self._add_text(article_id, old.revision + 1)
        self._add_tags(article_id, sort_at)
        erase_keys(self._connection, article_id, old.sort_at, keys_of(old.text))
        write_keys(self._connection, article_id, sort_at, keys_of(self._article.text))
        erase_sketch(self._connection, article_id, old.sort_at, old.title, old.text)
        write_sketch(self._connection, article_id, sort_at, self._article.title, self._article.text)
        put_into_index(self._connection, article_id)

    def _columns(self) -> dict[str, Any]:
        article = self._article
        return {
            "text_digest": self._digest,
            "language": article.language,
            "title": article.title,
            "author": article.author,
            "credit": article.credit,
            "section": article.section,
            "published_reason": article.published_reason,
            "published_origin": article.published.origin if article.published else None,
            "extractor_version": self._outcome.tagged.extractor_version,
            "watch_list_version": self._outcome.tagged.watch_list_version,
            "entities_version": self._outcome.tagged.entities_version,
            "dateline_place": self._outcome.tagged.dateline_place,
        } | published_columns(article)

    def _add_text(self, article_id: int, revision: int) -> None:
        self._connection.execute(
            insert(ArticleTextRow).values(
                article_id=article_id,
                revision=revision,
                title=self._article.title,
                text=self._article.text,
                seen_at=self._now,
                cause=self._cause,
            )
        )

    def _add_tags(self, article_id: int, sort_at: datetime) -> None:
        tagged = self._outcome.tagged
        write_tags(self._connection, article_id, sort_at, tagged.tags, tagged.entities)

    def _share(self, article_id: int) -> None:
        """It was seen at this address too."""
        self._add_sighting(article_id)
        pack_articles(self._connection, [article_id])

    def _add_sighting(self, article_id: int, *, moving: bool = False) -> None:
        article = self._article
        row = {
            "address_key": self._discovery.key,
            "article_id": article_id,
            "source_id": self._discovery.source_id,
            "url": self._discovery.url,
            "title": article.title,
            "author": article.author,
            "credit": article.credit,
            "first_seen_at": self._now,
            "look_again_at": self._first_look(),
        } | published_columns(article)
        seconds = [{"address_key": key, "article_id": article_id} for key in self._second_keys()]
        for table, rows in ((SightingRow, [row]), (SecondAddressRow, seconds)):
            add = insert(table)
            if moving:
                add = add.on_conflict_do_update(index_elements=["address_key"], set_={"article_id": article_id})
            else:
                add = add.on_conflict_do_nothing()
            if rows:
                self._connection.execute(add, rows)

    def _first_look(self) -> datetime | None:
        """Only pages of tagged articles are looked at again."""
        published = self._article.published
        return first_look(self._now, published.moment if published else None) if self._outcome.tagged.tags else None


def published_columns(article: ExtractedArticle) -> dict[str, Any]:
    published = article.published
    return {
        "published_at": published.moment if published else None,
        "published_offset": published.offset_minutes if published else None,
        "published_precision": published.precision if published else None,
    }
