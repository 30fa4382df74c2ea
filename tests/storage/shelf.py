"""Articles put on the shelf through the real façade, for the tests of search, counts and exports."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from press.addresses import address_key
from press.articles import (
    DateOrigin,
    EntityMention,
    EntityTag,
    ExtractedArticle,
    Mention,
    Precision,
    PublishedDate,
    Tag,
    TaggedArticle,
)
from press.discoveries import Discovery, FeedEntry
from press.outcomes import PageArticle, PageGone
from press.sources import Source
from storage import Storage

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
OUTLETS = {
    "kazinform-ar": ("Kazinform", "KZ", "agency"),
    "xinhua-ar": ("Xinhua", "CN", "agency"),
    "gazette": ("The Gazette", "EG", "paper"),
}


@dataclass(frozen=True, kw_only=True)
class Piece:
    """What an outlet ran."""

    title: str
    text: str
    outlet: str = "kazinform-ar"
    language: str = "ar"
    at: datetime | None = NOON
    organizations: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    dateline: str | None = None
    credit: str | None = None
    author: str | None = None
    path: str = ""


class Shelf:
    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        storage.sources.sync(
            Source.model_validate(
                {
                    "id": outlet, "name": name, "homepage": f"https://{outlet}.example/", "languages": ["ar"],
                    "country": country, "kind": kind,
                    "doors": [{"kind": "feed", "address": f"https://{outlet}.example/feed"}],
                }
            )
            for outlet, (name, country, kind) in OUTLETS.items()
        )  # fmt: skip
        leases = storage.runs.acquire_leases(list(OUTLETS), holder="test", seconds=3600)
        self._runs = {run.source_id: run for run in storage.runs.start_runs(list(leases.values()), "crawl")}
        self._number = 0

    def put(self, piece: Piece) -> int:
        """The article's id."""
        self._number += 1
        url = f"https://{piece.outlet}.example/{piece.path or self._number}"
        run = self._runs[piece.outlet]
        (discovery,) = self.storage.ledger.enter(run, [FeedEntry(url=url)], "feed")
        record = self.storage.pages.record(run, discovery, page_of(url, piece))
        assert record.article_id is not None
        return record.article_id

    def put_all(self, pieces: Iterable[Piece]) -> list[int]:
        return [self.put(piece) for piece in pieces]

    def revisit(self, outlet: str, path: str, found: Piece | None) -> None:
        """Looks at a page again: with another text, or gone."""
        url = f"https://{outlet}.example/{path}"
        discovery = Discovery(
            id=1, key=address_key(url), url=url, source_id=outlet, door_kind="feed", found_at=NOON, attempts=1,
            title=None, published=None, language=None, revisit=True,
        )  # fmt: skip
        outcome = PageGone(reason="404", status=404) if found is None else page_of(url, found)
        self.storage.pages.record(self._runs[outlet], discovery, outcome)


def page_of(url: str, piece: Piece) -> PageArticle:
    published = None
    if piece.at is not None:
        published = PublishedDate(
            moment=piece.at, offset_minutes=300, precision=Precision.MINUTE, origin=DateOrigin.META
        )
    article = ExtractedArticle(
        title=piece.title,
        text=piece.text,
        language=piece.language,
        published=published,
        published_reason="" if published else "the page names no date",
        author=piece.author,
        credit=piece.credit,
        section=None,
        canonical_url=None,
    )
    tags = tuple(tag(code, piece.title[:4]) for code in piece.organizations)
    tagged = TaggedArticle(
        article=article,
        tags=tags,
        entities=(*map(person, piece.persons), *map(place, piece.places)),
        dateline_place=piece.dateline,
        watch_list_version="test",
        extractor_version="test",
    )
    return PageArticle(tagged=tagged, final_url=url, fetched_at=NOON)


def person(code: str) -> EntityTag:
    return EntityTag(
        kind="person", code=code, count=1, mentions=(EntityMention(form="ق", field="title", start=0, end=1),)
    )


def place(code: str) -> EntityTag:
    return replace(person(code), kind="place")


def tag(code: str, form: str = "name") -> Tag:
    mention = Mention(organization=code, form=form, field="title", start=0, end=len(form), rule="name:ar")
    return Tag(organization=code, mentions=(mention,))
