"""Asking for single addresses outside of a crawl, with the manners of every request, and without a lease.

    work ─ask→ network guard ─→ robots.txt ─→ host gate ─→ DoorAnswer | NoAnswer

Hosts' turns and robots.txt files are shared with whoever works on the same database, so that a daemon goes on as before.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import scrapy
from scrapy import Request
from scrapy.crawler import AsyncCrawlerRunner, Crawler

from crawler.database_thread import DatabaseThread
from crawler.door_trials import NoAnswer
from crawler.fetch_errors import FETCH_FAILURES, FetchStopped, RobotsForbidden, describe_failure
from crawler.fetch_services import SETTING, FetchServices
from crawler.request_notes import SOURCE
from crawler.responses import DoorAnswer, door_answer
from crawler.scrapy_settings import crawl_settings
from press.configuration import Configuration
from press.contact import contact_needed
from press.moments import Clock
from press.settings import Settings
from press.sources import Source
from storage import Storage, open_storage

T = TypeVar("T")

AskFor = Callable[[Source, str], Awaitable[DoorAnswer | NoAnswer]]
"""Fetches an address on behalf of a source. Raises FetchStopped once we are told to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingServices:
    settings: Settings
    storage: Storage
    database: DatabaseThread
    fetch: FetchServices
    clock: Clock


@asynccontextmanager
async def asking_services(configuration: Configuration, *, clock: Clock) -> AsyncIterator[AskingServices]:
    """What asking needs, for the length of a block.

    Raises StorageError, and ContactNeeded when nothing may be asked: then no verdict would be about a door.
    """
    settings = configuration.settings
    if not settings.crawl.contact.strip() and not settings.crawl.allow_private_networks:
        raise contact_needed(configuration)
    database = DatabaseThread()
    storage = open_storage(
        settings.database.url, clock=clock, busy_timeout_seconds=settings.database.busy_timeout_seconds
    )
    try:
        yield AskingServices(
            settings=settings,
            storage=storage,
            database=database,
            fetch=FetchServices(settings=settings, storage=storage, database=database, clock=clock),
            clock=clock,
        )
    finally:
        database.close()
        storage.close()


async def while_asking(services: AskingServices, work: Callable[[AskFor], Awaitable[T]]) -> T:
    """Does `work`, which may ask for addresses, side by side if it likes. Raises what it raises."""
    settings = crawl_settings(services.settings) | {SETTING: services.fetch, "ITEM_PIPELINES": {}}
    crawler = Crawler(AskingSpider, settings)
    await AsyncCrawlerRunner(settings).crawl(crawler, work=work)
    spider = crawler.spider
    if not isinstance(spider, AskingSpider) or not (spider.results or spider.failure):
        raise RuntimeError("the work was not begun")
    if spider.failure is not None:
        raise spider.failure
    result: T = spider.results[0]
    return result


class AskingSpider(scrapy.Spider, Generic[T]):
    """Keeps Scrapy's engine running while the work goes on."""

    name = "asking"

    def __init__(self, *, work: Callable[[AskFor], Awaitable[T]]) -> None:
        super().__init__()
        self._work = work
        self.results: list[Any] = []
        self.failure: BaseException | None = None

    async def start(self) -> AsyncIterator[Request]:
        try:
            self.results.append(await self._work(self._ask))
        except BaseException as error:  # noqa: BLE001  # raised by whoever wanted the work done
            self.failure = error
        nothing: tuple[Request, ...] = ()
        for request in nothing:  # Scrapy wants requests yielded
            yield request

    async def _ask(self, source: Source, address: str) -> DoorAnswer | NoAnswer:
        try:
            request = Request(address, meta={SOURCE: source}, dont_filter=True)
        except ValueError as error:
            return NoAnswer(reason=f"this cannot be asked for: {error}", is_lasting=True)
        try:
            return door_answer(await self.crawler.engine.download_async(request))
        except FetchStopped:
            raise
        except FETCH_FAILURES as error:
            trouble = describe_failure(error)
            return NoAnswer(
                reason=trouble.sentence,
                is_forbidden=isinstance(error, RobotsForbidden),
                is_lasting=not trouble.is_temporary,
            )
