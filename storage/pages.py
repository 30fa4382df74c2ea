"""What became of a page: its end in the ledger and, for an article, the article with text, tags, sighting and index.

All of it is one transaction. An article is recognised in this order: its address carried it before; a further address of
the page (after redirects, or the canonical one on the same host) is that of an article that says the same; its text is
known; else it is new.
"""

from dataclasses import replace
from typing import Any, assert_never

from sqlalchemy import Connection, update

from press.archive import ArchivePlace
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
from press.pages import ReaderVersions
from press.revisits import leads_home
from storage.articles import ArticleWriter
from storage.engines import Engines
from storage.leases import fence
from storage.links import ArticleLinks
from storage.revisits import note_look
from storage.rows import PageRecord, Run
from storage.schema import DiscoveryRow


class PageStore:
    """Settles pages."""

    def __init__(self, engines: Engines, clock: Clock, links: ArticleLinks) -> None:
        self._engines = engines
        self._clock = clock
        self._links = links

    def record(
        self,
        run: Run,
        discovery: Discovery,
        outcome: PageOutcome,
        *,
        archived: ArchivePlace | None = None,
        judged_by: ReaderVersions | None = None,
    ) -> PageRecord:
        """archived: where its raw page lies; judged_by: what read it. A page that is looked at again (`discovery.revisit`)
        stays an article whatever comes: changed text is a revision, a page that is gone is marked.

        Raises LeaseLost when the run no longer holds its source.
        """
        settle = self._look_again if discovery.revisit else self._settle
        with self._engines.writing() as connection:
            fence(connection, [run])
            record, changes = settle(connection, run, discovery, outcome)
            if archived is not None:
                changes |= {
                    "archive_file": archived.file,
                    "archive_offset": archived.offset,
                    "archive_length": archived.length,
                }
            changes |= versions_of(judged_by)
            connection.execute(update(DiscoveryRow).where(DiscoveryRow.id == discovery.id).values(changes))
        if record.article_id is not None and record.outcome in (Outcome.NEW, Outcome.REVISED):
            is_copy = self._links.link(record.article_id)  # in a transaction of its own: see storage.links
            if is_copy and record.outcome is Outcome.NEW:
                return replace(record, outcome=Outcome.COPY)
        return record

    def _settle(
        self, connection: Connection, run: Run, discovery: Discovery, outcome: PageOutcome
    ) -> tuple[PageRecord, dict[str, Any]]:
        changes = said_of(outcome) | {"attempts": DiscoveryRow.attempts + 1}
        if isinstance(outcome, PagePostponed):
            changes["next_attempt_at"] = outcome.retry_at
            return PageRecord(outcome=Outcome.POSTPONED, article_id=None), changes
        now = self._clock()
        changes |= {"settled_at": now, "settled_run_id": run.id, "next_attempt_at": None}
        if isinstance(outcome, PageArticle):
            made, article_id = ArticleWriter(connection, discovery, outcome, now).save()
            changes |= {"state": DiscoveryState.ARTICLE, "article_id": article_id}
            return PageRecord(outcome=made, article_id=article_id), changes
        made, state = end_of(outcome)
        if isinstance(outcome, PageOffTopic) and outcome.published_at and not discovery.published:
            changes["published"] = outcome.published_at.isoformat()  # no article of it keeps the date
        return PageRecord(outcome=made, article_id=None), changes | {"state": state}

    def _look_again(
        self, connection: Connection, _run: Run, discovery: Discovery, outcome: PageOutcome
    ) -> tuple[PageRecord, dict[str, Any]]:
        """The page of a stored article: a changed text is a revision, a page that is gone is marked; the article stays."""
        now = self._clock()
        if isinstance(outcome, PageArticle) and leads_home(discovery.url, outcome.final_url):
            outcome = PageGone(reason=f"it now leads to the front page, {outcome.final_url}", status=200)
        changes = said_of(outcome)
        if isinstance(outcome, PageArticle):
            made, article_id = ArticleWriter(connection, discovery, outcome, now).save()
            changes["article_id"] = article_id
        else:
            article_id = None
            made = Outcome.POSTPONED if isinstance(outcome, PagePostponed) else end_of(outcome)[0]
        note_look(connection, discovery, outcome, now)
        return PageRecord(outcome=made, article_id=article_id), changes


def versions_of(judged_by: ReaderVersions | None) -> dict[str, Any]:
    """Nothing for an outcome that did not come of reading."""
    if judged_by is None:
        return {}
    return {"extractor_version": judged_by.extractor, "watch_list_version": judged_by.watch_list}


def said_of(outcome: PageOutcome) -> dict[str, Any]:
    return {"reason": getattr(outcome, "reason", ""), "status": getattr(outcome, "status", 200)}


def end_of(
    outcome: PageOffTopic | PageUnreadable | PageBlocked | PageGone | PageFailed,
) -> tuple[Outcome, DiscoveryState]:
    """How a page without an article is counted, and its last state in the ledger."""
    match outcome:
        case PageOffTopic():
            return Outcome.OFF_TOPIC, DiscoveryState.OFF_TOPIC
        case PageUnreadable():
            return Outcome.UNREADABLE, DiscoveryState.UNREADABLE
        case PageBlocked():
            return Outcome.BLOCKED, DiscoveryState.BLOCKED
        case PageGone():
            return Outcome.GONE, DiscoveryState.GONE
        case PageFailed():
            return Outcome.FAILED, DiscoveryState.FAILED
        case _:
            assert_never(outcome)
