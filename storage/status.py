"""The whole installation on one screen: `rasid status`."""

import shutil
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, cast, func, or_, select
from sqlalchemy.types import Integer

from press.discoveries import DiscoveryState
from press.silence import HOUR, PAST
from storage.address_history import run_note
from storage.alarms import Facts, raise_alarms
from storage.answers import RunNote, SourceHealth, Status
from storage.engines import Engines
from storage.heartbeats import last_heartbeat
from storage.rows import DueState, RunState
from storage.schema import ArticleRow, ArticleTagRow, CrawlRunRow, DiscoveryRow, DueRunRow, SightingRow
from storage.source_health import load_sources

LATELY = timedelta(hours=24)
LAST_RUNS = 10
MICROSECONDS_AN_HOUR = HOUR // timedelta(microseconds=1)


class StatusStore:
    """Reads what operators ask."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def sources(self, now: datetime) -> tuple[SourceHealth, ...]:
        """By id; those that left the configuration too, disabled."""
        with self._engines.reading() as connection:
            return load_sources(connection, now)

    def status(self, now: datetime) -> Status:
        path = self._engines.path
        with self._engines.reading() as connection:
            question = _Question(connection, now)
            sources = load_sources(connection, now)
            enabled = tuple(source for source in sources if source.enabled)
            runs = question.runs_by_state()
            facts = Facts(
                now=now,
                sources=enabled,
                found=found_by_hour(connection, now),
                daemon=last_heartbeat(connection),
                missed=question.missed(),
                lost_runs=runs.get(RunState.LOST, 0),
                oldest_pending_at=question.oldest_pending(),
                disk_free_bytes=shutil.disk_usage(path.parent).free,
            )
            return Status(
                now=now,
                database=self._engines.where,
                database_bytes=bytes_of(path),
                disk_free_bytes=facts.disk_free_bytes,
                sources=len(sources),
                sources_enabled=len(enabled),
                doors=sum(len(source.active_doors) for source in enabled),
                articles=question.count(select(func.count()).select_from(ArticleRow)),
                tagged_articles=question.count(select(func.count(ArticleTagRow.article_id.distinct()))),
                sightings=question.count(select(func.count()).select_from(SightingRow)),
                pages=dict(sum((Counter(source.pages) for source in sources), Counter())),
                pending_ready=question.count(select(func.count()).where(*question.ready)),
                oldest_pending_at=facts.oldest_pending_at,
                revisits_due=question.count(select(func.count()).where(SightingRow.look_again_at <= now)),
                runs=runs,
                due_runs=question.due_by_state(),
                last_runs=question.last_runs(),
                due=in_order(enabled),
                daemon=facts.daemon,
                alarms=raise_alarms(facts),
            )


class _Question:
    """The small questions of one status."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now
        self.ready = (
            DiscoveryRow.state == DiscoveryState.PENDING,
            or_(DiscoveryRow.next_attempt_at.is_(None), DiscoveryRow.next_attempt_at <= now),
        )

    def count(self, wanted: Select[Any]) -> int:
        return int(self._connection.execute(wanted).scalar_one())

    def oldest_pending(self) -> datetime | None:
        """Among pages that may be fetched now."""
        moment: datetime | None = self._connection.execute(
            select(func.min(DiscoveryRow.found_at)).where(*self.ready)
        ).scalar()
        return moment

    def runs_by_state(self) -> dict[str, int]:
        counted = (
            select(CrawlRunRow.state, func.count())
            .where(CrawlRunRow.started_at >= self._now - LATELY)
            .group_by(CrawlRunRow.state)
        )
        return self._counts(counted)

    def due_by_state(self) -> dict[str, int]:
        counted = (
            select(DueRunRow.state, func.count())
            .where(DueRunRow.due_at >= self._now - LATELY)
            .group_by(DueRunRow.state)
        )
        return self._counts(counted)

    def missed(self) -> dict[str, int]:
        """Due runs that were missed lately, by reason."""
        counted = (
            select(DueRunRow.reason, func.count())
            .where(DueRunRow.due_at >= self._now - LATELY, DueRunRow.state == DueState.MISSED)
            .group_by(DueRunRow.reason)
        )
        return self._counts(counted)

    def _counts(self, counted: Select[str, int]) -> dict[str, int]:
        return {row[0]: row[1] for row in self._connection.execute(counted)}

    def last_runs(self) -> tuple[RunNote, ...]:
        newest = select(CrawlRunRow.__table__).order_by(CrawlRunRow.started_at.desc(), CrawlRunRow.id.desc())
        return tuple(run_note(row) for row in self._connection.execute(newest.limit(LAST_RUNS)))


def found_by_hour(connection: Connection, now: datetime) -> dict[str, dict[int, int]]:
    """How many new addresses each source brought, by the hour, as far back as silence is judged from."""
    hour = cast(DiscoveryRow.found_at, Integer).op("/")(MICROSECONDS_AN_HOUR).label("hour")
    # Not the bare column: SQLite would walk the whole ledger by source instead of the index by moment (a million: 2.9 s to 0.3 s).
    source_id = DiscoveryRow.source_id.concat("").label("source")
    counted = select(source_id, hour, func.count()).where(DiscoveryRow.found_at >= now - PAST).group_by(hour, source_id)
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for name, number, count in connection.execute(counted).all():
        found[name][number] = count
    return found


def in_order(sources: Sequence[SourceHealth]) -> tuple[tuple[str, datetime | None], ...]:
    """What is due now, then what is due next."""
    now = [(source.id, source.next_poll_at) for source in sources if source.next_poll_at is None]
    later = sorted(
        ((source.next_poll_at, source.id) for source in sources if source.next_poll_at is not None),
    )
    return (*now, *((source_id, moment) for moment, source_id in later))


def bytes_of(path: Path) -> int:
    """The database with its write-ahead log."""
    files = (path, path.with_name(path.name + "-wal"))
    return sum(file.stat().st_size for file in files if file.exists())
