"""Pages out of WARC files (Common Crawl's news archives, our own) go the way of fetched ones: ledger, pool, store.

    file ─→ pages ─by source→ ledger ─→ pool ─→ article or another end state

A file that was half imported is taken up where it stopped: what is settled in the ledger is not read again.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from crawler.crawl_services import CrawlServices
from crawler.page_outcomes import hints_for, outcome_of
from crawler.warc_files import DamagedRecord, pages_in
from press.discoveries import Discovery, FeedEntry
from press.errors import LeaseLost
from press.outcomes import Outcome, PageArticle
from press.pages import FetchedPage
from press.source_hosts import SourceHosts
from press.sources import Source
from storage import Lease, Run, RunEnd, RunState

AT_ONCE: Final = 64
KIND: Final = "import"
ELSEWHERE: Final = Source(id="imported", name="Imported pages", homepage="https://imported.invalid/")
"""The source of pages whose host no source of the configuration has."""


@dataclass(slots=True, kw_only=True)
class ImportTally:
    """counts: by Outcome, plus "known_addresses" (settled before) and "held" (their source is held by another run)."""

    counts: Counter[str] = field(default_factory=Counter)
    damaged: list[DamagedRecord] = field(default_factory=list)
    busy: set[str] = field(default_factory=set)


class WarcImport:
    """Takes the lease of each source whose pages it meets, and gives all of them back at its end (`async with`)."""

    def __init__(
        self, services: CrawlServices, sources: Sequence[Source], watch: Callable[[int], None] = lambda _count: None
    ) -> None:
        self._services = services
        self._hosts = SourceHosts(sources)
        self._watch = watch
        self._held: dict[str, tuple[Lease, Run]] = {}
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._done = False
        self.tally = ImportTally()

    async def __aenter__(self) -> "WarcImport":
        return self

    async def __aexit__(self, *_: object) -> None:
        services = self._services
        state = RunState.DONE if self._done else RunState.STOPPED
        ends = [
            RunEnd(run=run, state=state, counts=dict(self._counts[source_id]), reason="")
            for source_id, (_, run) in self._held.items()
        ]
        await services.database(services.storage.runs.finish_runs, ends)
        await services.database(services.storage.runs.release_leases, [lease for lease, _ in self._held.values()])

    async def run(self, path: Path) -> ImportTally:
        """Raises UsageError for a file that is no WARC file, StorageError when the database fails."""
        records = pages_in(path)
        self._done = False
        while batch := await asyncio.to_thread(_next_batch, records):
            pages: defaultdict[str, list[FetchedPage]] = defaultdict(list)
            by_id: dict[str, Source] = {}
            for record in batch:
                if isinstance(record, DamagedRecord):
                    self.tally.damaged.append(record)
                    continue
                source = self._hosts.find(record.url) or ELSEWHERE
                by_id[source.id] = source
                pages[source.id].append(record)
            for source_id, found in pages.items():
                await self._pages(by_id[source_id], found)
            await self._renew()
            self._watch(len(batch))
        self._done = True
        return self.tally

    async def _pages(self, source: Source, pages: Sequence[FetchedPage]) -> None:
        run = await self._run_of(source)
        if run is None:
            self.tally.busy.add(source.id)
            self.tally.counts["held"] += len(pages)
            return
        services = self._services
        entries = [FeedEntry(url=page.url) for page in pages]
        waiting = await services.database(services.storage.ledger.enter, run, entries, KIND)
        at_hand = {page.url: page for page in pages}
        self.tally.counts["known_addresses"] += len(pages) - len(waiting)
        async with asyncio.TaskGroup() as group:
            for discovery in waiting:
                if discovery.url in at_hand:
                    group.create_task(self._page(run, discovery, at_hand[discovery.url], source))

    async def _page(self, run: Run, discovery: Discovery, page: FetchedPage, source: Source) -> None:
        services = self._services
        outcome = outcome_of(await services.pool.read(page, hints_for(discovery, source)), page)
        # What is none of ours stays in the file it came from; an article's page is kept beside the others.
        archived = await services.archive.keep(page) if isinstance(outcome, PageArticle) else None
        record = await services.database(
            services.storage.pages.record,
            run,
            discovery,
            outcome,
            archived=archived,
            judged_by=services.pool.versions,
        )
        self._count(source.id, record.outcome)

    def _count(self, source_id: str, outcome: Outcome) -> None:
        self.tally.counts[outcome] += 1
        self._counts[source_id][outcome] += 1

    async def _run_of(self, source: Source) -> Run | None:
        """The run under this source's lease; None when another run holds it."""
        if source.id in self._held:
            return self._held[source.id][1]
        services = self._services
        leases = await services.database(
            services.storage.runs.acquire_leases,
            (source.id,),
            holder=services.holder,
            seconds=services.settings.daemon.lease_seconds,
        )
        if source.id not in leases:
            return None
        (run,) = await services.database(services.storage.runs.start_runs, (leases[source.id],), KIND)
        self._held[source.id] = (leases[source.id], run)
        return run

    async def _renew(self) -> None:
        services = self._services
        held = [lease for lease, _ in self._held.values()]
        for lost in await services.database(
            services.storage.runs.renew_leases, held, services.settings.daemon.lease_seconds
        ):
            raise LeaseLost(lost.source_id)


def _next_batch(records: Iterator[FetchedPage | DamagedRecord]) -> list[FetchedPage | DamagedRecord]:
    return list(islice(records, AT_ONCE))
