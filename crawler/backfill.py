"""Walks a source's doors back in time: next pages, the parts of sitemap indexes, archived feeds (RFC 5005).

    place ─ask→ page of the door ─entries of the period→ ledger ─→ next place, remembered ─→ …
                a page older than the period, by its dates or by those of the pages it names ─→ end

The place is remembered after each page, so that a walk of hours goes on where it was stopped. Pages of articles are not
fetched here: they are pending in the ledger, for the crawl that follows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawler.asking import AskFor, AskingServices
from crawler.crawl_services import CrawlServices
from crawler.door_trials import NoAnswer
from crawler.door_walk import read_answer
from crawler.responses import DoorAnswer
from press.answers import Answer, kind_of_answer
from press.backfill import DoorSample, Period, WalkPlace, entry_span, is_past, is_past_by_pages, parts_of, wanted
from press.discoveries import DoorContent, DoorUnreadable, FeedEntry
from press.sources import Confidence, Door, DoorKind, Source
from storage import Run

ENOUGH_UNDATED = 25
"""So many new addresses of lists without dates end a stretch, so that their pages tell whether to go on."""

LOOKED_BACK_AT = 20
"""So many addresses, of those that a walk entered last, tell how far back it has come."""

STILL_FRESH_DAYS = 1
"""A walk that was finished so lately is not begun anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a walk. lists: pages of the door that were read; found: addresses that were new to the ledger.

    trouble: why it stopped before its end, or what it had to leave out; is_stuck: it stopped.
    """

    place: WalkPlace
    lists: int = 0
    found: int = 0
    trouble: str = ""
    is_stuck: bool = False


def doors_into_the_past(source: Source) -> tuple[Door, ...]:
    """Archives first; guesses only where there is nothing better."""
    believed = [door for door in source.doors if door.confidence is not Confidence.LOW]
    return tuple(sorted(believed or source.doors, key=lambda door: not door.archive))


def asking_as_crawls_do(services: CrawlServices) -> AskingServices:
    """The same database, robots.txt files and turns."""
    return AskingServices(
        settings=services.settings,
        storage=services.storage,
        database=services.database,
        fetch=services.fetch,
        clock=services.clock,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Walker:
    """Walks doors of one source within a period."""

    services: AskingServices
    source: Source
    period: Period
    ask: AskFor

    async def place_of(self, door: Door) -> WalkPlace:
        """Where the walk of this door goes on, or begins."""
        services = self.services
        known = await services.database(services.storage.walks.place, self.source.id, door.address, self.period.since)
        if known is not None and (known.waiting or self._is_fresh(known)):
            return known
        return WalkPlace(waiting=(door.address,))

    def _is_fresh(self, place: WalkPlace) -> bool:
        if place.finished_at is None:
            return False
        return (
            place.finished_at > self.period.until or (self.services.clock() - place.finished_at).days < STILL_FRESH_DAYS
        )

    async def sample(self, door: Door) -> DoorSample | str:
        """What the door lets expect, by its first page; why not, as a sentence. Raises FetchStopped."""
        content = await self._read(door, door.address)
        if isinstance(content, str):
            return content
        parts = parts_of(content.children, self.period)
        if parts:
            part = await self._read(door, parts[len(parts) // 2])
            entries = 0 if isinstance(part, str) else len(self._wanted(part))
            return DoorSample(kind=door.kind, entries=entries, parts=len(parts))
        now = self.services.clock()
        spans = [span for entry in content.entries if (span := entry_span(entry, zone=self.source.zone, now=now))]
        goes_on = bool(content.next_page or door.further_page(2))
        return DoorSample(
            kind=door.kind,
            entries=len(content.entries) if goes_on else len(self._wanted(content)),
            goes_on=goes_on and not is_past(content.entries, self.period, zone=self.source.zone, now=now),
            newest=max((start for start, _ in spans), default=None),
            oldest=min((start for start, _ in spans), default=None),
        )

    async def walk_on(self, door: Door, place: WalkPlace, run: Run, *, enough: int) -> Stretch:
        """Walks on until `enough` new addresses were found or pages read, the door ends, or something stands in the way.

        Raises FetchStopped and LeaseLost; the place is remembered.
        """
        begun, trouble, last_entries = place, "", tuple[FeedEntry, ...]()
        if await self._has_gone_too_far(door, place):
            place = replace(place, waiting=(), finished_at=self.services.clock())
            await self.services.database(self.services.storage.walks.save, run, door.address, self.period.since, place)
        while place.waiting and max(place.found - begun.found, place.lists - begun.lists) < enough:
            if self._is_blind(last_entries) and place.found - begun.found >= ENOUGH_UNDATED:
                break
            address = place.waiting[0]
            answer = await self.ask(self.source, address)
            if _is_passing(answer):
                return _stretch(begun, place, f"{address}: {_said(answer)}", is_stuck=True)
            content = self._content(door, answer)
            if isinstance(content, str):
                # A list that ends is no trouble: its next page is simply not there.
                is_end = (
                    place.page > 0 and isinstance(answer, DoorAnswer) and kind_of_answer(answer.status) is Answer.GONE
                )
                trouble = trouble if is_end else f"{address}: {content}"
                place = replace(place, waiting=place.waiting[1:])
            else:
                record = await self._enter(run, door, self._wanted(content))
                is_last = is_repetition(content.entries, last_entries) or await self._is_past(content.entries)
                place = self._after(door, place, content, is_last=is_last)
                place = replace(place, found=place.found + record)
                last_entries = content.entries
            if not place.waiting:
                place = replace(place, finished_at=self.services.clock())
            await self.services.database(self.services.storage.walks.save, run, door.address, self.period.since, place)
        return _stretch(begun, place, trouble)

    async def is_in_the_dark(self, door: Door) -> bool:
        """Whether neither the door nor the pages read lately say when they are from, so that nothing can end the walk but the
        end of the door. A sitemap has one."""
        if door.kind in (DoorKind.SITEMAP, DoorKind.NEWS_SITEMAP):
            return False
        storage = self.services.storage
        last = await self.services.database(storage.walks.last_found, self.source.id, door.kind, LOOKED_BACK_AT)
        known = await self.services.database(storage.walks.published, last)
        return len(known) < len(last) / 2 and self._is_blind([FeedEntry(url=url) for url in last])

    async def _has_gone_too_far(self, door: Door, place: WalkPlace) -> bool:
        """Whether what this walk entered last has been read meanwhile, and is older than the period.

        The parts of a sitemap stand in any order, so that its newest may be still to come.
        """
        if door.kind in (DoorKind.SITEMAP, DoorKind.NEWS_SITEMAP):
            return False
        services, own = self.services, min(place.found, LOOKED_BACK_AT)
        last = await services.database(services.storage.walks.last_found, self.source.id, door.kind, own) if own else ()
        return await self._is_past([FeedEntry(url=url) for url in last])

    async def _is_past(self, entries: Sequence[FeedEntry]) -> bool:
        """Whether a page of a door is older than the period, by its own dates or by those of the pages it names."""
        services, zone = self.services, self.source.zone
        if not self._is_blind(entries):
            return is_past(entries, self.period, zone=zone, now=services.clock())
        known = await services.database(services.storage.walks.published, [entry.url for entry in entries])
        return is_past_by_pages(entries, known, self.period, zone=zone, now=services.clock())

    def _is_blind(self, entries: Sequence[FeedEntry]) -> bool:
        """Whether entries say nothing of when they are from."""
        now = self.services.clock()
        return bool(entries) and all(entry_span(entry, zone=self.source.zone, now=now) is None for entry in entries)

    def _after(self, door: Door, place: WalkPlace, content: DoorContent, *, is_last: bool) -> WalkPlace:
        """The place once a page was read: its parts are to be read too, and its next page unless it was the last."""
        waiting = [*place.waiting[1:], *parts_of(content.children, self.period)]
        page = place.page
        if not content.children:
            page += 1
            following = content.next_page or door.further_page(page + 1)
            if following and content.entries and not is_last:
                waiting.append(following)
        return replace(place, waiting=tuple(dict.fromkeys(waiting)), page=page, lists=place.lists + 1)

    async def _enter(self, run: Run, door: Door, entries: Sequence[FeedEntry]) -> int:
        """Into the ledger; how many of them it did not know. What is settled there stays settled."""
        if not entries:
            return 0
        services = self.services
        record = await services.database(services.storage.ledger.record_found, run, entries, door.kind)
        return record.new

    def _wanted(self, content: DoorContent) -> tuple[FeedEntry, ...]:
        return wanted(content.entries, self.period, zone=self.source.zone, now=self.services.clock())

    async def _read(self, door: Door, address: str) -> DoorContent | str:
        return self._content(door, await self.ask(self.source, address))

    def _content(self, door: Door, answer: DoorAnswer | NoAnswer) -> DoorContent | str:
        if isinstance(answer, NoAnswer) or kind_of_answer(answer.status) is not Answer.OK:
            return _said(answer)
        content = read_answer(door, answer, self.source.article_pattern(door))
        return content.reason if isinstance(content, DoorUnreadable) else content


def is_repetition(entries: Sequence[FeedEntry], before: Sequence[FeedEntry]) -> bool:
    """Whether a list shows the same page again, as some do beyond their end."""
    return bool(entries) and {entry.url for entry in entries} == {entry.url for entry in before}


def _stretch(begun: WalkPlace, place: WalkPlace, trouble: str, *, is_stuck: bool = False) -> Stretch:
    return Stretch(
        place=place,
        lists=place.lists - begun.lists,
        found=place.found - begun.found,
        trouble=trouble,
        is_stuck=is_stuck,
    )


def _is_passing(answer: DoorAnswer | NoAnswer) -> bool:
    """Whether to ask the same address again at another time."""
    if isinstance(answer, NoAnswer):
        return not answer.is_lasting
    return kind_of_answer(answer.status) is Answer.TRY_LATER


def _said(answer: DoorAnswer | NoAnswer) -> str:
    return answer.reason if isinstance(answer, NoAnswer) else f"the server answered {answer.status}"
