"""What all crawls of one process share."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from crawler.crawl_events import CrawlEvent
from crawler.database_thread import DatabaseThread
from crawler.fetch_services import FetchServices
from crawler.page_archive import PageArchive
from crawler.reading_pool import ReadingPool
from press.moments import Clock
from press.settings import Settings
from storage import Storage


def nobody_watches(_event: CrawlEvent) -> None:
    """The default watcher."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlServices:
    """holder: the name under which leases are taken; watch: told of each door and page as it is settled."""

    settings: Settings
    storage: Storage
    database: DatabaseThread
    pool: ReadingPool
    archive: PageArchive
    fetch: FetchServices
    clock: Clock
    holder: str
    watch: Callable[[CrawlEvent], None] = nobody_watches
    chance: random.Random = field(default_factory=random.Random)

    def __deepcopy__(self, _memo: object) -> "CrawlServices":
        """Scrapy copies its settings deeply; services are shared, not copied."""
        return self
