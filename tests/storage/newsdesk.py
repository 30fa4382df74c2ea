"""Three outlets whose doors are polled and whose pages are recorded through the façade, as a crawl does it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from press.articles import (
    DateOrigin,
    EntityKind,
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
from press.doors import DoorPoll, PollVerdict, Validators
from press.outcomes import PageArticle, PageOutcome
from press.sources import Door, DoorKind, Source
from storage import Lease, PageRecord, PollRecord, Run, Storage

OUTLETS = ("steppe", "gazette", "mirror")

SUMMIT = (
    "وصل وزراء خارجية الدول الأعضاء إلى أستانا صباح اليوم للمشاركة في قمة منظمة شنغهاي للتعاون.\n"
    "وقال الأمين العام للمنظمة إن جدول الأعمال يشمل الأمن والطاقة والنقل وحماية البيئة في آسيا الوسطى.\n"
    "ومن المقرر أن يعتمد المشاركون بيانا ختاميا يوم الخميس بعد مشاورات تستمر يومين في قصر الاستقلال."
)
HARVEST = (
    "أعلنت وزارة الزراعة أن محصول القمح هذا العام تجاوز خمسة عشر مليون طن بفضل الأمطار الغزيرة في الشمال.\n"
    "وأوضح المتحدث باسم الوزارة أن الصوامع في كوستاناي امتلأت وأن التصدير إلى الجيران يبدأ الأسبوع المقبل.\n"
    "وتتوقع الحكومة أن ترتفع عائدات الحبوب بنسبة الخمس مقارنة بالموسم الماضي."
)


def source(outlet: str, *, doors: int = 1, enabled: bool = True, expected_per_day: float = 0) -> Source:
    home = f"https://{outlet}.example"
    return Source(
        id=outlet,
        name=outlet.title(),
        homepage=home,
        country="KZ",
        languages=("ar",),
        enabled=enabled,
        reason="" if enabled else "closed down",
        expected_per_day=expected_per_day,
        doors=tuple(Door(kind=DoorKind.FEED, address=f"{home}/feed-{number}") for number in range(doors)),
    )


class Newsroom:
    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        storage.sources.sync(source(outlet) for outlet in OUTLETS)
        self.runs: dict[str, Run] = {}
        self.leases: dict[str, Lease] = {}
        for outlet in OUTLETS:
            self.begin(outlet)

    def begin(self, outlet: str, holder: str = "newsroom") -> Run:
        """A run of the outlet under a lease of its own."""
        self.leases |= self.storage.runs.acquire_leases([outlet], holder=holder, seconds=60)
        (self.runs[outlet],) = self.storage.runs.start_runs([self.leases[outlet]], "poll")
        return self.runs[outlet]

    def poll(self, outlet: str, *paths: str, at: datetime | None = None, **changes: object) -> PollRecord:
        """The outlet's first door is polled and names these pages."""
        door = self.storage.sources.door_states(outlet)[0]
        entries = tuple(FeedEntry(url=address(outlet, path)) for path in paths)
        poll = door_poll(door.id, entries, at or self.runs[outlet].started_at, **changes)
        return self.storage.ledger.record_poll(self.runs[outlet], poll)

    def find(self, outlet: str, path: str) -> Discovery:
        """A page is found, and handed out to be fetched."""
        (found,) = self.storage.ledger.enter(self.runs[outlet], [FeedEntry(url=address(outlet, path))], "url")
        return found

    def settle(self, discovery: Discovery, outcome: PageOutcome) -> PageRecord:
        return self.storage.pages.record(self.runs[discovery.source_id], discovery, outcome)

    def run(self, outlet: str, path: str, text: str = SUMMIT, **page: Any) -> PageRecord:
        """The outlet runs a text."""
        discovery = self.find(outlet, path)
        return self.settle(discovery, article(discovery.url, text, **page))

    def article_of(self, outlet: str, path: str, text: str = SUMMIT, **page: Any) -> int:
        record = self.run(outlet, path, text, **page)
        assert record.article_id is not None
        return record.article_id

    def look_again(self, outlet: str, path: str, outcome: PageOutcome, now: datetime) -> PageRecord:
        """The page of a stored article is looked at, if it is due now."""
        due = {each.url: each for each in self.storage.revisits.due(now, outlet, 100)}
        return self.settle(due[address(outlet, path)], outcome)


def address(outlet: str, path: str) -> str:
    return path if "://" in path else f"https://{outlet}.example/{path}"


def door_poll(door_id: int, entries: Sequence[FeedEntry], at: datetime, **changes: object) -> DoorPoll:
    known: dict[str, object] = {
        "verdict": PollVerdict.NEWS if entries else PollVerdict.NOTHING_NEW,
        "validators": Validators(etag='"1"'),
        "body_digest": b"0123456789abcdef",
        "status": 200,
        "reason": "",
        "next_poll_at": at + timedelta(minutes=30),
        "interval_seconds": 1800,
    }
    return DoorPoll(door_id=door_id, polled_at=at, entries=tuple(entries), **(known | changes))  # type: ignore[arg-type]


def article(
    url: str,
    text: str = SUMMIT,
    *,
    title: str = "منظمة شنغهاي للتعاون تجتمع في أستانا",
    at: datetime | None = None,
    tags: tuple[str, ...] = ("SCO",),
    persons: tuple[str, ...] = (),
    final_url: str | None = None,
    canonical_url: str | None = None,
    credit: str | None = None,
) -> PageArticle:
    published = None
    if at is not None:
        published = PublishedDate(moment=at, offset_minutes=300, precision=Precision.MINUTE, origin=DateOrigin.JSON_LD)
    extracted = ExtractedArticle(
        title=title,
        text=text,
        language="ar",
        published=published,
        published_reason="" if published else "the page names no date",
        author="سلطان بيك",
        credit=credit,
        section="سياسة",
        canonical_url=canonical_url,
    )
    tagged = TaggedArticle(
        article=extracted,
        tags=tuple(tag(code, title, text) for code in tags),
        entities=(*(entity("person", code, title, text) for code in persons), entity("place", "astana", title, text)),
        dateline_place="astana",
        watch_list_version="watch-1",
        entities_version="names-1",
        extractor_version="read-1",
    )
    return PageArticle(
        tagged=tagged, final_url=final_url or url, fetched_at=at or datetime.fromisoformat("2026-03-02T12:00:00+00:00")
    )


def entity(kind: EntityKind, code: str, title: str, text: str) -> EntityTag:
    """Seven mentions, of which one is listed: the last word of the text."""
    word = text.rsplit(maxsplit=1)[-1]
    mention = EntityMention(form=word, field="text", start=len(text) - len(word), end=len(text))
    return EntityTag(kind=kind, code=code, count=7, mentions=(mention,))


def tag(code: str, title: str, text: str) -> Tag:
    """Two mentions: the first word of the title and the first of the text."""
    in_title, in_text = title.split(maxsplit=1)[0], text.split(maxsplit=1)[0]
    return Tag(
        organization=code,
        mentions=(
            Mention(organization=code, form=in_title, field="title", start=0, end=len(in_title), rule="name:ar"),
            Mention(organization=code, form=in_text, field="text", start=0, end=len(in_text), rule="name:ar"),
        ),
    )
