"""The tables, as SQLAlchemy knows them. Their history is in `migrations/`; the views analysts rely on in `views`.

Moments are whole microseconds since 1970 in UTC, so that they sort and compare as numbers on every database.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.moments import from_microseconds, to_microseconds

PARTED = "parted"
"""Relation of an article to the one its page carried before it was changed, when other outlets still carry that."""


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> int | None:
        return None if value is None else to_microseconds(value)

    def process_result_value(self, value: Any | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else from_microseconds(int(value))


class Characters(TypeDecorator[str]):
    """A text any database takes. What is no character (half a surrogate pair, NUL) is replaced one for one: offsets hold."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        if value is None or value.isascii():
            return value.replace("\x00", "\ufffd") if value else value
        try:
            value.encode()
        except UnicodeEncodeError:
            value = value.encode("utf-8", "replace").decode()
        return value.replace("\x00", "\ufffd")


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        str: Characters,
        datetime: Moment,
        bytes: LargeBinary,
        float: Float,
        dict[str, int]: JSON,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


class SourceRow(Base):
    """A source of the configuration, with the lease of the run that works on it."""

    __tablename__ = "source"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    native_name: Mapped[str]
    homepage: Mapped[str]
    country: Mapped[str]
    languages: Mapped[list[Any]]
    kind: Mapped[str]
    enabled: Mapped[bool] = mapped_column(Boolean)
    expected_per_day: Mapped[float] = mapped_column(server_default=text("0"))
    lease_holder: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[int] = mapped_column(Integer, server_default=text("0"))


class DoorRow(Base):
    """A door with its memory. A door that left the configuration is kept, inactive.

    position: its place in the order of its source. configured: it is there and no archive; active, seldom: whether it is
    asked, and only now and then (`press.door_roles`); believed: its address is more than a guess.
    etag, last_modified, body_digest: of what was last read, to tell whether there is anything new.
    interval_seconds: the present distance between two polls; ttl_minutes, quiet_hours: the door's own wishes when last read.
    last_news_at: it brought an address the ledger did not know; last_change_at: it had entries and another body than before.
    read_at: it last answered with a body that could be read; first_poll_at: it first answered.
    polls: answered ones; failures: failed ones in a row, since failing_since. verdict, status, reason: of the last poll.
    moved_to, moved_polls: where a permanent redirect led, at how many polls in a row. retired_at: it said that it is gone
    for good (410).
    lies, lied_at: how often, and when last, it answered 304 though it had changed; proven: its validators were seen to
    change with its content.
    recognised: how many articles it named when last read; unrecognised, unrecognised_like: links that look like articles
    and match no known form of address, how many and some of them.
    checked_at, check_verdict, check_reason: what `rasid sources check` found.
    """

    __tablename__ = "door"
    __table_args__ = (UniqueConstraint("source_id", "address"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    address: Mapped[str]
    kind: Mapped[str]
    position: Mapped[int]
    configured: Mapped[bool] = mapped_column(Boolean)
    believed: Mapped[bool] = mapped_column(Boolean)
    active: Mapped[bool] = mapped_column(Boolean)
    seldom: Mapped[bool] = mapped_column(Boolean)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    body_digest: Mapped[bytes | None]
    interval_seconds: Mapped[int] = mapped_column(server_default=text("0"))
    next_poll_at: Mapped[datetime | None]
    first_poll_at: Mapped[datetime | None]
    last_poll_at: Mapped[datetime | None]
    last_news_at: Mapped[datetime | None]
    last_change_at: Mapped[datetime | None]
    polls: Mapped[int] = mapped_column(server_default=text("0"))
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    failing_since: Mapped[datetime | None]
    verdict: Mapped[str | None]
    status: Mapped[int | None]
    reason: Mapped[str] = mapped_column(server_default=text("''"))
    moved_to: Mapped[str | None]
    moved_polls: Mapped[int] = mapped_column(server_default=text("0"))
    retired_at: Mapped[datetime | None]
    lies: Mapped[int] = mapped_column(server_default=text("0"))
    lied_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    proven: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    recognised: Mapped[int] = mapped_column(server_default=text("0"))
    unrecognised: Mapped[int] = mapped_column(server_default=text("0"))
    unrecognised_like: Mapped[list[Any] | None]
    ttl_minutes: Mapped[int | None]
    quiet_hours: Mapped[list[Any] | None]
    checked_at: Mapped[datetime | None]
    check_verdict: Mapped[str | None]
    check_reason: Mapped[str] = mapped_column(server_default=text("''"))


class WalkRow(Base):
    """How far a back-fill has walked a door. address: the door's own; see `press.backfill.WalkPlace`."""

    __tablename__ = "walk"
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"), primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(primary_key=True)
    waiting: Mapped[list[Any]]
    page: Mapped[int]
    lists: Mapped[int]
    found: Mapped[int]
    walked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class CrawlRunRow(Base):
    """One run on one source. counts: see `crawler.crawl_report`."""

    __tablename__ = "crawl_run"
    __table_args__ = (Index(None, "source_id", "started_at"), Index(None, "started_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    kind: Mapped[str]
    state: Mapped[str]
    token: Mapped[int]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    counts: Mapped[dict[str, int]]
    reason: Mapped[str]


class DueRunRow(Base):
    """A run that was due: planned (its run is under way or about to be), done, or missed with the reason."""

    __tablename__ = "due_run"
    __table_args__ = (Index(None, "due_at"), {"sqlite_with_rowid": False})
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    state: Mapped[str]
    reason: Mapped[str]
    settled_at: Mapped[datetime | None]


class DiscoveryRow(Base):
    """The ledger: one row per address ever seen, found when, through which door, by which run, and what became of it.

    run_id, settled_run_id: numbers of runs, which may be forgotten after a year; so they are no foreign keys.
    archive_file, archive_offset, archive_length: where the page as last fetched lies in the archive.
    extractor_version, watch_list_version: by what the page was judged last.
    """

    __tablename__ = "discovery"
    __table_args__ = (
        Index(
            "ix_discovery_pending",
            "source_id",
            "found_at",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index("ix_discovery_source_state", "source_id", "state"),
        Index("ix_discovery_found", "found_at", "source_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    address_key: Mapped[bytes] = mapped_column(unique=True)
    url: Mapped[str]
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    door_id: Mapped[int | None] = mapped_column(ForeignKey("door.id"))
    door_kind: Mapped[str]
    run_id: Mapped[int]
    found_at: Mapped[datetime]
    title: Mapped[str | None]
    published: Mapped[str | None]
    language: Mapped[str | None]
    state: Mapped[str]
    reason: Mapped[str]
    attempts: Mapped[int]
    next_attempt_at: Mapped[datetime | None]
    status: Mapped[int | None]
    settled_at: Mapped[datetime | None]
    settled_run_id: Mapped[int | None]
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"))
    archive_file: Mapped[str | None]
    archive_offset: Mapped[int | None] = mapped_column(BigInteger)
    archive_length: Mapped[int | None] = mapped_column(BigInteger)
    extractor_version: Mapped[str | None]
    watch_list_version: Mapped[str | None]


class ArticleRow(Base):
    """An article, once, however many outlets ran it. title, text and tags are those of its newest revision.

    sort_at: published, or first seen when that is not known. extractor_version, watch_list_version, entities_version: what
    read and tagged the newest revision. dateline_place: code of the place its dateline names.
    head_id: the article it is a copy of, the first of them all (empty: it is a copy of none);
    link_rules: the rules by which it was linked to its copies and its story (empty: not linked yet).
    """

    __tablename__ = "article"
    __table_args__ = (
        Index(None, "sort_at", "id"),
        Index(None, "source_id", "sort_at"),
        Index(
            "ix_article_story_id",
            "story_id",
            sqlite_where=text("story_id IS NOT NULL"),
            postgresql_where=text("story_id IS NOT NULL"),
        ),
        Index(
            "ix_article_revised",
            "revision",
            sqlite_where=text("revision > 1"),
            postgresql_where=text("revision > 1"),
        ),
        Index(
            "ix_article_head_id",
            "head_id",
            sqlite_where=text("head_id IS NOT NULL"),
            postgresql_where=text("head_id IS NOT NULL"),
        ),
        Index(
            "ix_article_unlinked",
            "id",
            sqlite_where=text("link_rules IS NULL OR link_rules = -1"),
            postgresql_where=text("link_rules IS NULL OR link_rules = -1"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    text_digest: Mapped[bytes] = mapped_column(unique=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    language: Mapped[str]
    title: Mapped[str]
    author: Mapped[str | None]
    credit: Mapped[str | None]
    section: Mapped[str | None]
    url: Mapped[str]
    published_at: Mapped[datetime | None]
    published_offset: Mapped[int | None]
    published_precision: Mapped[str | None]
    published_origin: Mapped[str | None]
    published_reason: Mapped[str]
    first_seen_at: Mapped[datetime]
    sort_at: Mapped[datetime]
    revision: Mapped[int]
    extractor_version: Mapped[str]
    watch_list_version: Mapped[str]
    entities_version: Mapped[str] = mapped_column(server_default=text("''"))
    dateline_place: Mapped[str | None]
    story_id: Mapped[int | None] = mapped_column(ForeignKey("story.id"))
    head_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"))
    link_rules: Mapped[int | None]


class ArticleTextRow(Base):
    """A revision of an article's text; never changed once written. cause: the "page" changed, or a better reader "reread" it.

    With a rowid: a text then fits on its page, where a key table would put it on an overflow page (12 % larger, a third slower).
    """

    __tablename__ = "article_text"
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    seen_at: Mapped[datetime]
    cause: Mapped[str]


class ArticleTagRow(Base):
    """An organization an article names. evidence: a list of {form, field, start, end, rule}; offsets into the newest revision."""

    __tablename__ = "article_tag"
    __table_args__ = (
        Index(None, "article_id"),
        Index("ix_article_tag_month", "organization", "sort_at"),  # narrow, for counting: the rows carry their evidence
        {"sqlite_with_rowid": False},
    )
    organization: Mapped[str] = mapped_column(primary_key=True)
    sort_at: Mapped[datetime] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)
    count: Mapped[int]
    in_title: Mapped[bool] = mapped_column(Boolean)
    evidence: Mapped[list[Any]]


class ArticleEntityRow(Base):
    """A person or a place an article names. evidence: the first mentions, as [field, start, end] in the newest revision."""

    __tablename__ = "article_entity"
    __table_args__ = (Index(None, "article_id"), {"sqlite_with_rowid": False})
    kind: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    sort_at: Mapped[datetime] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)
    count: Mapped[int]
    in_title: Mapped[bool] = mapped_column(Boolean)
    evidence: Mapped[list[Any]]


class MonthCountRow(Base):
    """How many articles of a month name an organization, and another beside it, in a language; see `storage.month_counts`."""

    __tablename__ = "month_count"
    __table_args__ = ({"sqlite_with_rowid": False},)
    organization: Mapped[str] = mapped_column(primary_key=True)
    beside: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(primary_key=True)
    articles: Mapped[int]


class ArticleColumnRow(Base):
    """What counting asks of 500 articles, packed; see `storage.article_columns`."""

    __tablename__ = "article_column"
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    numbers: Mapped[bytes]


class OrganizationSetRow(Base):
    """Organizations that some article names together. codes: in order, with commas."""

    __tablename__ = "organization_set"
    id: Mapped[int] = mapped_column(primary_key=True)
    codes: Mapped[str] = mapped_column(unique=True)


class ArticleOriginRow(Base):
    """The source and the language of some article."""

    __tablename__ = "article_origin"
    __table_args__ = (UniqueConstraint("source_id", "language"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str]
    language: Mapped[str]


class ArticleMannerRow(Base):
    """What else counting asks of some article; see `storage.article_columns.Manner`."""

    __tablename__ = "article_manner"
    __table_args__ = (
        UniqueConstraint(
            "credit",
            "dateline_place",
            "is_dated",
            "is_signed",
            "is_shared",
            "is_copy",
            "is_copied",
            name="uq_article_manner",
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    credit: Mapped[str]
    dateline_place: Mapped[str]
    is_dated: Mapped[bool] = mapped_column(Boolean)
    is_signed: Mapped[bool] = mapped_column(Boolean)
    is_shared: Mapped[bool] = mapped_column(Boolean)
    is_copy: Mapped[bool] = mapped_column(Boolean)
    is_copied: Mapped[bool] = mapped_column(Boolean)


class SightingRow(Base):
    """An article at one address: who ran it, where and when.

    looks, looked_at, look_again_at: how often the page was looked at again, when last, and when next. vanished_at: it was
    gone (404, 410) when looked at last.
    """

    __tablename__ = "sighting"
    __table_args__ = (
        Index(None, "article_id"),
        Index(None, "source_id", "article_id"),
        Index(
            "ix_sighting_credit",
            "credit",
            "article_id",
            sqlite_where=text("credit IS NOT NULL"),
            postgresql_where=text("credit IS NOT NULL"),
        ),
        Index(
            "ix_sighting_look_again",
            "source_id",
            "look_again_at",
            sqlite_where=text("look_again_at IS NOT NULL"),
            postgresql_where=text("look_again_at IS NOT NULL"),
        ),
        Index(
            "ix_sighting_vanished",
            "vanished_at",
            sqlite_where=text("vanished_at IS NOT NULL"),
            postgresql_where=text("vanished_at IS NOT NULL"),
        ),
        {"sqlite_with_rowid": False},
    )
    address_key: Mapped[bytes] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    url: Mapped[str]
    title: Mapped[str]
    author: Mapped[str | None]
    credit: Mapped[str | None]
    published_at: Mapped[datetime | None]
    published_offset: Mapped[int | None]
    published_precision: Mapped[str | None]
    first_seen_at: Mapped[datetime]
    looks: Mapped[int] = mapped_column(server_default=text("0"))
    looked_at: Mapped[datetime | None]
    look_again_at: Mapped[datetime | None]
    vanished_at: Mapped[datetime | None]


class SecondAddressRow(Base):
    """A further address of an article's page: after redirects, or the canonical one that it names. No sighting of its own."""

    __tablename__ = "second_address"
    __table_args__ = ({"sqlite_with_rowid": False},)
    address_key: Mapped[bytes] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))


class FingerprintRow(Base):
    """A near key of an article's newest text; see `press.fingerprints`. of_keys: how many the text has.

    week: whole weeks since 1970, of the article's sort_at. It stands first, so that the keys of the last weeks lie together
    and stay in memory. No foreign key: there are some 33 rows an article, and articles are never deleted.
    """

    __tablename__ = "fingerprint"
    __table_args__ = ({"sqlite_with_rowid": False},)
    week: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    of_keys: Mapped[int] = mapped_column(SmallInteger)


class FarFingerprintRow(Base):
    """A far key of an article's newest text, whenever it ran. of_keys: how many the text has of these."""

    __tablename__ = "far_fingerprint"
    __table_args__ = ({"sqlite_with_rowid": False},)
    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    of_keys: Mapped[int] = mapped_column(SmallInteger)


class GramMarksRow(Base):
    """The marks of the 4-grams of an article's newest text, 516 bytes an article; see `press.fingerprints`."""

    __tablename__ = "gram_marks"
    article_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    marks: Mapped[bytes] = mapped_column(LargeBinary)


class ArticleRelationRow(Base):
    """What one article (article_id, the later one) is to another: a copy, derived from it, its changed page …

    features: the measures that decided; rule_version: of the rules that weighed them.
    """

    __tablename__ = "article_relation"
    __table_args__ = (
        Index(None, "other_id"),
        Index(
            "ix_article_relation_parted",
            "article_id",
            sqlite_where=text("relation = 'parted'"),
            postgresql_where=text("relation = 'parted'"),
        ),
        {"sqlite_with_rowid": False},
    )
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)
    relation: Mapped[str] = mapped_column(primary_key=True)
    score: Mapped[float]
    features: Mapped[dict[str, Any]]
    rule_version: Mapped[str]


class StoryRow(Base):
    """Articles about one event. manual: joined or parted by a person, so rules leave it alone."""

    __tablename__ = "story"
    __table_args__ = (Index(None, "latest_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    first_at: Mapped[datetime]
    latest_at: Mapped[datetime]
    size: Mapped[int]
    manual: Mapped[bool] = mapped_column(Boolean)


class StoryWordRow(Base):
    """A word that tells what an article is about, as a key, and how much; see `press.stories`. No foreign key, as above.

    week: as above.
    """

    __tablename__ = "story_word"
    __table_args__ = ({"sqlite_with_rowid": False},)
    week: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    sort_at: Mapped[datetime] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    weight: Mapped[int]


class SavedSearchRow(Base):
    """An analyst's question under a name."""

    __tablename__ = "saved_search"
    name: Mapped[str] = mapped_column(primary_key=True)
    query: Mapped[str]
    created_at: Mapped[datetime]


class HeartbeatRow(Base):
    """A daemon's sign of life. ended_at stays empty when it died without a word."""

    __tablename__ = "heartbeat"
    holder: Mapped[str] = mapped_column(primary_key=True)
    host: Mapped[str]
    pid: Mapped[int]
    started_at: Mapped[datetime]
    beat_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str]


class RobotsRow(Base):
    """A robots.txt as it was answered; shared by all processes on the database."""

    __tablename__ = "robots"
    origin: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[int | None]
    body: Mapped[bytes]
    fetched_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    trouble: Mapped[str]


class HostTurnRow(Base):
    """From when on a host may be asked again, by whichever process."""

    __tablename__ = "host_turn"
    __table_args__ = ({"sqlite_with_rowid": False},)
    host: Mapped[str] = mapped_column(primary_key=True)
    free_at: Mapped[datetime]


class MetaRow(Base):
    """Facts about the database itself."""

    __tablename__ = "meta"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
