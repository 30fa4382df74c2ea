"""The spider of a source: polls its doors, then fetches what is pending.

    start ─→ door_answered ─→ (ledger) ─→ page_answered ─→ PageItem ─→ pipelines

A storage failure, or an error nobody thought of, closes the spider and is raised by whoever runs it (`failure`).
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any, Self

import scrapy
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.assignments import Assignment
from crawler.crawl_events import DoorSettled, PageSettled, PagesTaken
from crawler.crawl_services import CrawlServices
from crawler.door_notes import note_door
from crawler.door_polling import (
    PollContext,
    conditional_headers,
    is_same_body,
    judge_content,
    judge_refusal,
    judge_silence,
    judge_unchanged,
)
from crawler.door_walk import is_large, read_answer, walk_door
from crawler.fetch_errors import FETCH_FAILURES, describe_failure
from crawler.page_items import PageItem
from crawler.reading_pool import Unfinished
from crawler.reading_worker import read_door_in_worker
from crawler.responses import DoorAnswer, door_answer, fetched_page, header
from press.answers import Answer, judge_page_answer, kind_of_answer, postpone
from press.archive import ArchivePlace
from press.discoveries import Discovery, DoorContent, DoorUnreadable, FeedEntry
from press.doors import DoorPoll, DoorState
from press.errors import LeaseLost, StorageUnavailable
from press.outcomes import PageBlocked, PageFailed, PageOutcome
from press.pages import ReaderVersions
from press.polling import address_to_ask, parse_retry_after
from press.sources import Door
from storage import Run

Requests = AsyncIterator[Request | PageItem]

QUIET_POLLS = 50


def nothing_to_do(_assignment: Assignment) -> None:
    """Default of `doors_done`."""


class SourceSpider(scrapy.Spider):
    """Works on assignments: sources under a lease. One of them for a crawl, many at once for a poll.

    poll_doors: False takes up what is pending only; fetch_pages: False leaves it pending in the ledger. doors_done: told of each assignment
    once all its doors have answered.
    """

    name = "source"

    def __init__(
        self,
        *,
        services: CrawlServices,
        assignments: tuple[Assignment, ...],
        poll_doors: bool = True,
        fetch_pages: bool = True,
        doors_done: Callable[[Assignment], None] = nothing_to_do,
    ) -> None:
        super().__init__()
        self.services = services
        self.assignments = assignments
        self.poll_doors = poll_doors
        self.fetch_pages = fetch_pages
        self.doors_done = doors_done
        self.failure: BaseException | None = None
        self._quiet_polls: list[tuple[Run, DoorPoll]] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._unforeseen, signal=scrapy.signals.spider_error)
        crawler.signals.connect(spider._unforeseen, signal=scrapy.signals.item_error)
        return spider

    def wants(self, entry: FeedEntry) -> bool:
        """Whether a door's entry is an article of this source; spiders of single sources know better."""
        return bool(entry.url)

    async def start(self) -> Requests:
        for assignment in self.assignments:
            doors = assignment.doors if self.poll_doors else ()
            assignment.open_doors = len(doors)
            for state, door in doors:
                yield self._door_request(assignment, state, door)
            if not doors and self.fetch_pages:
                async for request in self._page_requests(assignment):
                    yield request

    def _door_request(self, assignment: Assignment, state: DoorState, door: Door) -> Request:
        headers = dict(conditional_headers(state, self.services.settings.polling, self.services.clock()))
        return Request(
            address_to_ask(state),
            headers=headers,
            callback=self.door_answered,
            errback=self.door_failed,
            cb_kwargs={"assignment": assignment, "state": state, "door": door, "was_conditional": bool(headers)},
            meta={"source": assignment.source},
            dont_filter=True,
        )

    async def door_answered(
        self, response: Response, *, assignment: Assignment, state: DoorState, door: Door, was_conditional: bool
    ) -> Requests:
        answer = door_answer(response)
        context = self._poll_context(state, was_conditional=was_conditional)
        kind = kind_of_answer(answer.status)
        if kind is Answer.UNCHANGED or (kind is Answer.OK and is_same_body(state, answer)):
            poll = judge_unchanged(context, answer)
        elif kind is Answer.OK:
            poll = await self._read_door(context, assignment, door, answer)
        else:
            poll = judge_refusal(context, answer)
        async for request in self._settle_door(assignment, state, poll):
            yield request

    async def door_failed(self, failure: Failure) -> Requests:
        """Scrapy's errback: no answer at all, or an answer that may not be had."""
        arguments = failure.request.cb_kwargs  # type: ignore[attr-defined]  # set by Scrapy
        assignment, state = arguments["assignment"], arguments["state"]
        if not isinstance(failure.value, FETCH_FAILURES):
            self._unforeseen(failure)
            return
        trouble = describe_failure(failure.value)
        if trouble.is_stop:
            return
        poll = judge_silence(self._poll_context(state), trouble.sentence, blocked=trouble.is_blocked)
        async for request in self._settle_door(assignment, state, poll):
            yield request

    async def _read_door(
        self, context: PollContext, assignment: Assignment, door: Door, answer: DoorAnswer
    ) -> DoorPoll:
        pattern = assignment.source.article_pattern(door)

        async def ask(address: str) -> DoorAnswer | None:
            return await self._ask(assignment, address)

        content, whole = await walk_door(door, answer, pattern, ask=ask, read=self._read_answer)
        if isinstance(content, DoorContent):
            wanted = tuple(entry for entry in content.entries if self.wants(entry))
            content = replace(content, entries=wanted)
        return judge_content(context, answer, content, whole=whole)

    async def _read_answer(self, door: Door, answer: DoorAnswer, pattern: str) -> DoorContent | DoorUnreadable:
        if not is_large(answer):
            return read_answer(door, answer, pattern)
        read = await self.services.pool.run(
            read_door_in_worker,
            door,
            answer.body,
            url=answer.url,
            content_type=answer.content_type,
            charset=answer.charset,
            pattern=pattern,
        )
        return (
            DoorUnreadable(reason=f"{answer.url}: reading it {read.reason}") if isinstance(read, Unfinished) else read
        )

    async def _ask(self, assignment: Assignment, address: str) -> DoorAnswer | None:
        """A further page of a door, through the same manners as every request; None when it cannot be had."""
        try:
            request = Request(address, meta={"source": assignment.source}, dont_filter=True)
        except ValueError as error:
            assignment.problems.append(f"{address}: this cannot be asked for: {error}")
            return None
        try:
            return door_answer(await self.crawler.engine.download_async(request))
        except FETCH_FAILURES as error:
            assignment.problems.append(f"{address}: {describe_failure(error).sentence}")
            return None

    async def _settle_door(self, assignment: Assignment, state: DoorState, poll: DoorPoll) -> Requests:
        found = await self._write_poll(assignment, poll)
        note_door(state, poll, run_id=assignment.run.id, found=found)
        assignment.door_settled(poll.verdict, poll.reason)
        self.services.watch(
            DoorSettled(
                source_id=state.source_id, address=state.address, verdict=poll.verdict, found=found, reason=poll.reason
            )
        )
        if assignment.open_doors > 0:
            return
        if assignment.has_pages:
            await self.write_quiet_polls()  # this source's run may be finished before this crawl is
        self.doors_done(assignment)
        if self.fetch_pages:
            async for request in self._page_requests(assignment):
                yield request

    async def _write_poll(self, assignment: Assignment, poll: DoorPoll) -> int:
        """Entries are written at once, together with the validators; polls that brought nothing wait for company."""
        services = self.services
        if not poll.entries:
            self._quiet_polls.append((assignment.run, poll))
            if len(self._quiet_polls) >= QUIET_POLLS:
                await self.write_quiet_polls()
            return 0
        try:
            record = await services.database(services.storage.ledger.record_poll, assignment.run, poll)
        except LeaseLost as error:
            assignment.lose(str(error))
            return 0
        assignment.add(record)
        return record.new

    async def write_quiet_polls(self) -> None:
        """Whoever runs the spider calls this at its end."""
        polls, self._quiet_polls = self._quiet_polls, []
        if not polls:
            return
        lost = await self.services.database(self.services.storage.ledger.record_polls, polls)
        for assignment in self.assignments:
            if assignment.source.id in lost and not assignment.lost:
                assignment.lose(str(LeaseLost(assignment.source.id)))

    async def _page_requests(self, assignment: Assignment) -> AsyncIterator[Request]:
        services = self.services
        source_id, now, limit = assignment.source.id, services.clock(), assignment.page_limit
        pending = await services.database(services.storage.ledger.pending, source_id, now, limit)
        looks = await services.database(services.storage.revisits.due, now, source_id, limit - len(pending))
        pages = (*pending, *looks)
        if pages:
            services.watch(PagesTaken(source_id=source_id, count=len(pages)))
        for discovery in pages:
            try:
                request = self._page_request(assignment, discovery)
            except ValueError as error:
                await self.settle_page(assignment, discovery, PageFailed(reason=f"this cannot be asked for: {error}"))
            else:
                yield request

    def _page_request(self, assignment: Assignment, discovery: Discovery) -> Request:
        """Raises ValueError for an address that Scrapy makes no request of."""
        return Request(
            discovery.url,
            callback=self.page_answered,
            errback=self.page_failed,
            cb_kwargs={"assignment": assignment, "discovery": discovery},
            meta={"source": assignment.source},
            dont_filter=True,
        )

    async def page_answered(self, response: Response, *, assignment: Assignment, discovery: Discovery) -> Requests:
        if assignment.lost:
            return
        now = self.services.clock()
        if kind_of_answer(response.status) is Answer.OK:
            page = fetched_page(response, asked_for=discovery.url, fetched_at=now)
            yield PageItem(assignment=assignment, discovery=discovery, page=page)
            return
        wish = header(response, "Retry-After")
        outcome = judge_page_answer(
            response.status,
            attempts=discovery.attempts,
            now=now,
            settings=self.services.settings.crawl,
            retry_after=parse_retry_after(wish, now) if wish else None,
        )
        await self.settle_page(assignment, discovery, outcome)

    async def page_failed(self, failure: Failure) -> None:
        """Scrapy's errback: no answer at all, or an answer that may not be had."""
        arguments = failure.request.cb_kwargs  # type: ignore[attr-defined]  # set by Scrapy
        if not isinstance(failure.value, FETCH_FAILURES):
            self._unforeseen(failure)
            return
        trouble = describe_failure(failure.value)
        if trouble.is_stop or trouble.is_untried:
            return
        discovery: Discovery = arguments["discovery"]
        outcome: PageOutcome
        if trouble.is_blocked:
            outcome = PageBlocked(reason=trouble.sentence)
        elif trouble.is_temporary:
            outcome = postpone(
                trouble.sentence,
                attempts=discovery.attempts,
                now=self.services.clock(),
                settings=self.services.settings.crawl,
                may_fail=trouble.may_fail,
            )
        else:
            outcome = PageFailed(reason=trouble.sentence)
        await self.settle_page(arguments["assignment"], discovery, outcome)

    async def settle_page(
        self,
        assignment: Assignment,
        discovery: Discovery,
        outcome: PageOutcome,
        *,
        title: str | None = None,
        archived: ArchivePlace | None = None,
        judged_by: ReaderVersions | None = None,
    ) -> None:
        """Writes what became of a page, and says so."""
        services = self.services
        try:
            record = await services.database(
                services.storage.pages.record,
                assignment.run,
                discovery,
                outcome,
                archived=archived,
                judged_by=judged_by,
            )
        except LeaseLost as error:
            assignment.lose(str(error))
            return
        reason = getattr(outcome, "reason", "")
        assignment.page_settled(record.outcome, f"{discovery.url}: {reason}")
        services.watch(
            PageSettled(
                source_id=discovery.source_id, url=discovery.url, outcome=record.outcome, reason=reason, title=title
            )
        )

    def _poll_context(self, state: DoorState, *, was_conditional: bool = False) -> PollContext:
        services = self.services
        return PollContext(
            state=state,
            now=services.clock(),
            settings=services.settings.polling,
            jitter=services.chance.random(),
            was_conditional=was_conditional,
        )

    def _unforeseen(self, failure: Failure, **_: Any) -> None:
        """A storage failure or a defect: nothing is written any more, the run ends."""
        if self.failure is None:
            self.failure = failure.value
            if isinstance(self.failure, StorageUnavailable):
                self.services.database.refuse(self.failure)  # the pages in hand are not to wait for it one by one
        engine = self.crawler.engine
        if engine.spider is not None:
            self._closing = scrapy.utils.defer.deferred_from_coro(engine.close_spider_async(reason="failure"))
