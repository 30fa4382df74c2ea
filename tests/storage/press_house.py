"""A small press: outlets that run texts, stored through the real façade, for the tests of copies and stories."""

from collections.abc import Mapping
from datetime import UTC, datetime

from press.addresses import address_key
from press.articles import DateOrigin, ExtractedArticle, Precision, PublishedDate, TaggedArticle
from press.discoveries import Discovery, FeedEntry
from press.outcomes import PageArticle
from press.sources import Source
from storage import PageRecord, Run, Storage

NOON = datetime(2026, 2, 2, 12, 0, tzinfo=UTC)
"""Weeks before the store sees anything, so that printed times count."""
OUTLETS = ("spa", "gazette", "mirror", "courier")


class PressHouse:
    """Stores articles as a crawl would: found by a run, then recorded page by page."""

    def __init__(self, storage: Storage, outlets: tuple[str, ...] = OUTLETS) -> None:
        self.storage = storage
        storage.sources.sync(
            Source.model_validate(
                {
                    "id": outlet,
                    "name": outlet.title(),
                    "homepage": f"https://{outlet}.example/",
                    "languages": ["ar"],
                    "zone": "UTC",
                    "kind": "paper",
                    "doors": [{"kind": "feed", "address": f"https://{outlet}.example/feed"}],
                }
            )
            for outlet in outlets
        )
        leases = storage.runs.acquire_leases(outlets, holder="test", seconds=3600)
        self.runs: Mapping[str, Run] = {
            run.source_id: run for run in storage.runs.start_runs([leases[outlet] for outlet in outlets], "crawl")
        }

    def find(self, outlet: str, *urls: str) -> dict[str, Discovery]:
        """Puts addresses into the ledger, and hands out those that are pending."""
        entered = self.storage.ledger.enter(self.runs[outlet], [FeedEntry(url=url) for url in urls], "feed")
        return {each.url: each for each in entered}

    def run(
        self,
        outlet: str,
        path: str,
        title: str,
        text: str,
        *,
        at: datetime | None = None,
        precision: Precision = Precision.MINUTE,
        credit: str | None = None,
        language: str = "ar",
    ) -> PageRecord:
        """An outlet runs a text at an address of its own."""
        url = f"https://{outlet}.example/{path}"
        discovery = self.find(outlet, url).get(url) or self.again(outlet, url)
        page = page_of(url, title, text, at=at, precision=precision, credit=credit, language=language)
        return self.storage.pages.record(self.runs[outlet], discovery, page)

    def again(self, outlet: str, url: str) -> Discovery:
        """The same address, looked at once more."""
        return Discovery(
            id=1, key=address_key(url), url=url, source_id=outlet, door_kind="feed", found_at=NOON, attempts=1,
            title=None, published=None, language=None, revisit=True,
        )  # fmt: skip


def page_of(
    url: str,
    title: str,
    text: str,
    *,
    at: datetime | None = None,
    precision: Precision = Precision.MINUTE,
    credit: str | None = None,
    language: str = "ar",
) -> PageArticle:
    published = None
    if at is not None:
        published = PublishedDate(moment=at, offset_minutes=0, precision=precision, origin=DateOrigin.META)
    article = ExtractedArticle(
        title=title, text=text, language=language, published=published,
        published_reason="" if published else "no date on the page", author=None, credit=credit, section=None,
        canonical_url=None,
    )  # fmt: skip
    tagged = TaggedArticle(article=article, tags=(), watch_list_version="test", extractor_version="test")
    return PageArticle(tagged=tagged, final_url=url, fetched_at=NOON)
