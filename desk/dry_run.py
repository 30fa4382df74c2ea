"""`rasid crawl --dry-run`: the doors are polled into a database that is thrown away; the real one is only asked.

doors ─poll→ throw-away ledger ─ without what the real ledger knows ─ with what it has pending ─→ what a crawl would fetch
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.assignments import CrawlOrder
from crawler.crawl_report import CrawlReport
from desk.crawl_once import crawl_with_progress, exit_code
from desk.screen import note, say, show_json
from press.configuration import Configuration
from press.discoveries import Discovery
from press.errors import StorageUnavailable
from press.moments import system_clock
from press.numbered import numbered
from storage import Storage, open_storage

MOST_PAGES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldFetch:
    """A page that a crawl would fetch. found: "now", or "earlier" when it has been pending since before."""

    source_id: str
    url: str
    title: str | None
    found: str


def dry_run(configuration: Configuration, orders: Sequence[CrawlOrder], *, quiet: bool, as_json: bool) -> int:
    """Says what would be fetched. The exit code: 1 when a door had trouble."""
    with TemporaryDirectory(prefix="rasid-dry-run-") as folder:
        trial = thrown_away(configuration, Path(folder) / "rasid.sqlite3")
        polls_only = tuple(replace(order, page_limit=0) for order in orders)
        crawled = crawl_with_progress(trial, polls_only, quiet=quiet)
        found = {order.source.id: _pending_in(trial, order.source.id) for order in orders}
    pages = list(_would_fetch(configuration, orders, found))
    if as_json:
        show_json({"would_fetch": pages, "report": crawled.report})
    else:
        _show(pages, orders, crawled.report, quiet=quiet)
    return exit_code(crawled)


def thrown_away(configuration: Configuration, path: Path) -> Configuration:
    """The same installation with an empty database elsewhere, and its archive beside that."""
    settings = configuration.settings
    changes = {
        "database": settings.database.model_copy(update={"url": f"sqlite:///{path}"}),
        "archive": settings.archive.model_copy(update={"directory": str(path.parent / "archive"), "enabled": True}),
    }
    return configuration.replaced(settings=settings.model_copy(update=changes))


def _pending_in(configuration: Configuration, source_id: str) -> tuple[Discovery, ...]:
    with open_storage(configuration.settings.database.url, read_only=True) as storage:
        return storage.ledger.pending(source_id, system_clock(), MOST_PAGES)


def _would_fetch(
    configuration: Configuration, orders: Sequence[CrawlOrder], found: dict[str, tuple[Discovery, ...]]
) -> Iterator[WouldFetch]:
    """As a crawl would take them: what was found last first, no more of a source than its limit."""
    storage = _real_database(configuration)
    try:
        for order in orders:
            source_id = order.source.id
            known = storage.ledger.known(each.url for each in found[source_id]) if storage else set()
            earlier = storage.ledger.pending(source_id, system_clock(), MOST_PAGES) if storage else ()
            most = configuration.settings.crawl.max_pages_per_run if order.page_limit is None else order.page_limit
            pages = [_page(each, "now") for each in found[source_id] if each.url not in known]
            pages += [_page(each, "earlier") for each in earlier]
            yield from pages[:most]
    finally:
        if storage:
            storage.close()


def _real_database(configuration: Configuration) -> Storage | None:
    """None when there is none yet."""
    url = configuration.settings.database.url
    try:
        return open_storage(url, read_only=True)
    except StorageUnavailable:
        if Path(url.removeprefix("sqlite:///")).exists():
            raise
        return None


def _page(discovery: Discovery, found: str) -> WouldFetch:
    return WouldFetch(source_id=discovery.source_id, url=discovery.url, title=discovery.title, found=found)


def _show(pages: Sequence[WouldFetch], orders: Sequence[CrawlOrder], report: CrawlReport, *, quiet: bool) -> None:
    """What is in the way of a source is told here only when it was not told as it happened."""
    for page in pages:
        earlier = " (pending since an earlier run)" if page.found == "earlier" else ""
        say(f"{page.source_id}: {page.url}{f' — {page.title}' if page.title else ''}{earlier}")
    for source in report.sources:
        if source.reason and quiet:
            note(f"{source.source_id}: {source.state}: {source.reason}")
    note(f"{numbered(len(pages), 'page')} of {numbered(len(orders), 'source')} would be fetched; nothing was stored")
