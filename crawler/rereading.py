"""The past judged anew: `rasid reread`, `rasid retag` and `rasid import`.

    archive ─place→ FetchedPage ─the pool, as for a fresh page→ outcome ─→ ledger and article
    article ─newest text→ tagger ─→ tags and credit

All of it can be stopped at any moment and taken up again: what was judged by the present versions is not judged again.
A dry run reads and compares, and writes nothing.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from crawler.archive import read_place
from crawler.crawl_services import CrawlServices
from crawler.page_outcomes import hints_for, outcome_of
from press.discoveries import DiscoveryState
from press.entities import Entity
from press.errors import LeaseLost
from press.lists import Lists
from press.organizations import WatchList
from press.outcomes import Outcome, PageArticle
from press.sources import Source
from storage import Lease, Run, RunEnd, RunState
from storage.rereads import ArchivedPage, ListVersions, Retagged, TaggedText

AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference to what was stored: what a dry run prints. before, after: codes of organizations or of the agency that is
    credited; equal when only the text or the state differ."""

    what: str
    title: str
    url: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Tally:
    """What came of it. busy: sources that another run holds."""

    counts: Counter[str] = field(default_factory=Counter)
    busy: list[str] = field(default_factory=list)


Watch = Callable[[Change | None], None]
"""Told of each page or article that was looked at; of the difference if there is one."""


class Rereading:
    """Works source by source under its lease."""

    def __init__(self, services: CrawlServices, sources: Sequence[Source], *, dry_run: bool, watch: Watch) -> None:
        self._services = services
        self._sources = {source.id: source for source in sources}
        self._dry_run = dry_run
        self._watch = watch
        self._archive = Path(services.settings.archive.directory)
        self.tally = Tally()

    async def reread(self, states: Collection[DiscoveryState], *, retag: bool = False) -> Tally:
        """Reads archived pages in these states again. retag: only those that another watch-list judged."""
        services = self._services
        versions = services.pool.versions
        waiting = await services.database(
            services.storage.rereads.sources_with_pages, states, not_by=versions, retag=retag
        )
        for source_id in waiting:
            if source_id in self._sources:
                await self._source(self._sources[source_id], states, retag=retag)
        return self.tally

    async def _source(self, source: Source, states: Collection[DiscoveryState], *, retag: bool) -> None:
        services = self._services
        if self._dry_run:
            await self._pages(source, None, states, retag=retag)
            return
        seconds = services.settings.daemon.lease_seconds
        leases = await services.database(
            services.storage.runs.acquire_leases, (source.id,), holder=services.holder, seconds=seconds
        )
        if source.id not in leases:
            self.tally.busy.append(source.id)
            return
        lease = leases[source.id]
        (run,) = await services.database(services.storage.runs.start_runs, (lease,), "retag" if retag else "reread")
        before = self.tally.counts.copy()
        state, reason = RunState.STOPPED, "stopped before its end"
        try:
            await self._pages(source, run, states, retag=retag, lease=lease)
            state, reason = RunState.DONE, ""
        finally:
            done = RunEnd(run=run, state=state, counts=dict(self.tally.counts - before), reason=reason)
            await services.database(services.storage.runs.finish_runs, (done,))
            await services.database(services.storage.runs.release_leases, (lease,))

    async def _pages(
        self,
        source: Source,
        run: Run | None,
        states: Collection[DiscoveryState],
        *,
        retag: bool,
        lease: Lease | None = None,
    ) -> None:
        services = self._services
        after_id = 0
        while pages := await services.database(
            services.storage.rereads.pages,
            source.id,
            states,
            not_by=services.pool.versions,
            retag=retag,
            after_id=after_id,
            limit=AT_ONCE,
        ):
            after_id = pages[-1].discovery.id
            if lease is not None:
                seconds = services.settings.daemon.lease_seconds
                if await services.database(services.storage.runs.renew_leases, (lease,), seconds):
                    raise LeaseLost(source.id)
            async with asyncio.TaskGroup() as group:
                turns = asyncio.Semaphore(2 * services.pool.workers)
                for page in pages:
                    group.create_task(self._page(page, source, run, turns))

    async def _page(self, archived: ArchivedPage, source: Source, run: Run | None, turns: asyncio.Semaphore) -> None:
        async with turns:
            page = await asyncio.to_thread(read_place, self._archive, archived.place)
            if page is None:
                self.tally.counts["not in the archive"] += 1
                self._watch(None)
                return
            services = self._services
            result = await services.pool.read(page, hints_for(archived.discovery, source))
            outcome = outcome_of(result, page)
            change = await self._difference(archived, outcome if isinstance(outcome, PageArticle) else None)
            if run is None:
                self.tally.counts["would change" if change else "would stay"] += 1
            else:
                record = await services.database(
                    services.storage.rereads.record, run, archived, outcome, services.pool.versions
                )
                self.tally.counts["changed" if change and record.outcome is Outcome.KNOWN else record.outcome] += 1
            self._watch(change)

    async def _difference(self, archived: ArchivedPage, outcome: PageArticle | None) -> Change | None:
        """What is otherwise than it was stored."""
        services = self._services
        stored = None
        if archived.article_id is not None:
            stored = await services.database(services.storage.article, archived.article_id)
        if outcome is None:
            return None
        article = outcome.tagged.article
        after = tuple(sorted(tag.organization for tag in outcome.tagged.tags))
        before = stored.organizations if stored else ()
        if stored is None:
            what = f"{archived.state} becomes an article"
        elif stored.text != article.text or stored.title != article.title:
            what = "another text"
        elif before != after:
            what = "other organizations"
        elif stored.published_at != (article.published.moment if article.published else None):
            what = "another date"
        else:
            return None
        return Change(what=what, title=article.title, url=archived.discovery.url, before=before, after=after)


class Retagging:
    """Tags the stored articles' texts with other lists. Needs no lease: an article that is revised meanwhile is
    left alone, its new text has been tagged already."""

    def __init__(
        self,
        services: CrawlServices,
        watch_list: WatchList,
        entities: Sequence[Entity],
        *,
        dry_run: bool,
        watch: Watch,
    ) -> None:
        self._services = services
        self._lists = Lists(watch_list, entities)
        self._versions = ListVersions(watch_list=watch_list.version, entities=self._lists.entities_version)
        self._dry_run = dry_run
        self._watch = watch
        self.tally = Tally()

    async def retag(self, sources: Collection[str] = ()) -> Tally:
        services = self._services
        after_id = 0
        while articles := await services.database(
            services.storage.rereads.texts, self._versions, after_id=after_id, limit=AT_ONCE, sources=sources
        ):
            after_id = articles[-1].id
            retagged = [self._retagged(each) for each in articles]
            if not self._dry_run:
                await services.database(services.storage.rereads.retag, retagged, self._versions)
            for each in retagged:
                self._note(each)
        return self.tally

    def _retagged(self, article: TaggedText) -> Retagged:
        tags = self._lists.organizations(article.title, article.text, article.language)
        entities = self._lists.entities(article.title, article.text, article.language, tags)
        return Retagged(
            article=article,
            tags=tags,
            entities=entities.tags,
            dateline_place=entities.dateline_place,
            credit=self._lists.credit(article.title, article.text),
        )

    def _note(self, retagged: Retagged) -> None:
        article = retagged.article
        after = tuple(sorted(tag.organization for tag in retagged.tags))
        change = None
        if article.organizations != after:
            change = _change(article, "other organizations", article.organizations, after)
        elif article.credit != retagged.credit:
            change = _change(article, "another credit", _named(article.credit), _named(retagged.credit))
        verb = "would change" if self._dry_run else "changed"
        self.tally.counts[verb if change else "as before"] += 1
        self._watch(change)


def _change(article: TaggedText, what: str, before: tuple[str, ...], after: tuple[str, ...]) -> Change:
    return Change(what=what, title=article.title, url=f"article {article.id}", before=before, after=after)


def _named(credit: str | None) -> tuple[str, ...]:
    return () if credit is None else (credit,)
