"""What became of a page: its end in the ledger and, for an article, the article with text, tags, sighting and index.

All of it is one transaction. An article is recognised in this order: one of its addresses is known (the found one, the one
after redirects, the canonical one on the same host); its text is known; else it is new.
"""

from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import Connection, update

from press.discoveries import Discovery, DiscoveryState
from press.moments import Clock
from press.outcomes import (
    Outcome,
    PageArticle,
    PageBlocked,
    PageFailed,
    PageGone,
    PageOffTopic,
    PageOutcome,
    PagePostponed,
    PageUnreadable,
)
from storage.articles import ArticleWriter
from storage.engines import Engines
from storage.leases import fence
from storage.rows import PageRecord, Run
from storage.schema import DiscoveryRow


class PageStore:
    """Settles pages."""

    def __init__(self, engines: Engines, clock: Clock) -> None:
        self._engines = engines
        self._clock = clock

    def record(self, run: Run, discovery: Discovery, outcome: PageOutcome) -> PageRecord:
        """Raises LeaseLost when the run no longer holds its source."""
        with self._engines.writing() as connection:
            fence(connection, [run])
            return self._settle(connection, run, discovery, outcome)

    def _settle(self, connection: Connection, run: Run, discovery: Discovery, outcome: PageOutcome) -> PageRecord:
        article_id: int | None = None
        changes: dict[str, Any] = {"reason": getattr(outcome, "reason", ""), "status": getattr(outcome, "status", 200)}
        match outcome:
            case PageArticle():
                made, article_id = ArticleWriter(connection, discovery, outcome, self._clock()).save()
                changes |= {"state": DiscoveryState.ARTICLE, "article_id": article_id}
            case PageOffTopic():
                made, changes["state"] = Outcome.OFF_TOPIC, DiscoveryState.OFF_TOPIC
            case PageUnreadable():
                made, changes["state"] = Outcome.UNREADABLE, DiscoveryState.UNREADABLE
            case PageBlocked():
                made, changes["state"] = Outcome.BLOCKED, DiscoveryState.BLOCKED
            case PageGone():
                made, changes["state"] = Outcome.GONE, DiscoveryState.GONE
            case PageFailed():
                made, changes["state"] = Outcome.FAILED, DiscoveryState.FAILED
            case PagePostponed(retry_at=retry_at):
                made, changes["next_attempt_at"] = Outcome.POSTPONED, retry_at
            case _:
                assert_never(outcome)
        self._note(connection, run, discovery, changes, self._clock())
        return PageRecord(outcome=made, article_id=article_id)

    def _note(
        self, connection: Connection, run: Run, discovery: Discovery, changes: dict[str, Any], now: datetime
    ) -> None:
        if "state" in changes:
            changes |= {"settled_at": now, "settled_run_id": run.id, "next_attempt_at": None}
        connection.execute(
            update(DiscoveryRow)
            .where(DiscoveryRow.id == discovery.id)
            .values(attempts=DiscoveryRow.attempts + 1, **changes)
        )
