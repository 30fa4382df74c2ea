"""The tables, as SQLAlchemy knows them. Their history is in `migrations/`; the views analysts rely on in `views`.

Moments are whole microseconds since 1970 in UTC, so that they sort and compare as numbers on every database.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

HEAD = "0001"
"""The newest revision of `migrations/versions`; a test compares."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_microseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def from_microseconds(number: int) -> datetime:
    return EPOCH + timedelta(microseconds=number)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_microseconds(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_microseconds(int(value))


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text, datetime: Moment, bytes: LargeBinary, dict[str, int]: JSON, list[Any]: JSON}


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
    lease_holder: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[int] = mapped_column(Integer, server_default=text("0"))


class DoorRow(Base):
    """A door with its memory. A door that left the configuration is kept, inactive."""

    __tablename__ = "door"
    __table_args__ = (UniqueConstraint("source_id", "address"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    address: Mapped[str]
    kind: Mapped[str]
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(Boolean)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    body_digest: Mapped[bytes | None]
    interval_seconds: Mapped[int] = mapped_column(server_default=text("0"))
    next_poll_at: Mapped[datetime | None]
    last_poll_at: Mapped[datetime | None]
    last_news_at: Mapped[datetime | None]
    polls: Mapped[int] = mapped_column(server_default=text("0"))
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    verdict: Mapped[str | None]
    status: Mapped[int | None]
    reason: Mapped[str] = mapped_column(server_default=text("''"))


class CrawlRunRow(Base):
    """One run on one source. counts: see `crawler.crawl_report`."""

    __tablename__ = "crawl_run"
    __table_args__ = (Index(None, "source_id", "started_at"),)
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
    """A run that was due: done, or missed with the reason."""

    __tablename__ = "due_run"
    __table_args__ = ({"sqlite_with_rowid": False},)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    state: Mapped[str]
    reason: Mapped[str]


class DiscoveryRow(Base):
    """The ledger: one row per address ever seen, found when, through which door, by which run, and what became of it."""

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
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    address_key: Mapped[bytes] = mapped_column(unique=True)
    url: Mapped[str]
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    door_id: Mapped[int | None] = mapped_column(ForeignKey("door.id"))
    door_kind: Mapped[str]
    run_id: Mapped[int] = mapped_column(ForeignKey("crawl_run.id"))
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
    settled_run_id: Mapped[int | None] = mapped_column(ForeignKey("crawl_run.id"))
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"))


class ArticleRow(Base):
    """An article, once, however many outlets ran it. title, text and tags are those of its newest revision."""

    __tablename__ = "article"
    __table_args__ = (Index(None, "sort_at", "id"), Index(None, "source_id", "sort_at"))
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
    watch_list_version: Mapped[str]


class ArticleTextRow(Base):
    """A revision of an article's text; never changed once written."""

    __tablename__ = "article_text"
    __table_args__ = ({"sqlite_with_rowid": False},)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    seen_at: Mapped[datetime]


class ArticleTagRow(Base):
    """An organization an article names. evidence: a list of {form, field, start, end, rule}; offsets into the newest revision."""

    __tablename__ = "article_tag"
    __table_args__ = (Index(None, "article_id"), {"sqlite_with_rowid": False})
    organization: Mapped[str] = mapped_column(primary_key=True)
    sort_at: Mapped[datetime] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)
    count: Mapped[int]
    in_title: Mapped[bool] = mapped_column(Boolean)
    evidence: Mapped[list[Any]]


class SightingRow(Base):
    """An article at one address: who ran it, where and when."""

    __tablename__ = "sighting"
    __table_args__ = (Index(None, "article_id"), {"sqlite_with_rowid": False})
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


class RobotsRow(Base):
    """A robots.txt as it was answered; shared by all processes on the database."""

    __tablename__ = "robots"
    origin: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[int | None]
    body: Mapped[bytes]
    fetched_at: Mapped[datetime]
    expires_at: Mapped[datetime]


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
