"""From what was found at a site to the entry that describes it: pure, once everything has been asked.

Discovered ─judge each door→ those worth polling ─→ Source
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from crawler.door_discovery import Discovered, FoundDoor
from crawler.opml import ListedFeed
from press.addresses import same_host
from press.door_verdicts import DoorJudgement, DoorTrial, judge_trial
from press.source_files import suggest_id
from press.sources import Confidence, Door, DoorKind, Source

MOST_FEEDS: Final = 5
"""A site declares its main feeds; more of them are its sections once again."""

_NOT_NEWS: Final = re.compile(r"/comments?(?:/|\b)|[?&]comments|podcast", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedDoor:
    door: Door
    judgement: DoorJudgement

    @property
    def is_worth_polling(self) -> bool:
        return self.judgement.verdict.is_usable and not _NOT_NEWS.search(self.door.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What whoever adds a source says of it; empty takes what was found."""

    id: str = ""
    name: str = ""
    languages: tuple[str, ...] = ()
    country: str = ""
    kind: str = "other"
    keep: str = "tagged"


def judged(discovered: Discovered, *, languages: tuple[str, ...], now: datetime) -> tuple[JudgedDoor, ...]:
    """Each door that was found, with what its items say of it."""
    return tuple(JudgedDoor(door=found.door, judgement=_judge(found, languages, now)) for found in discovered.doors)


def new_source(
    url: str,
    discovered: Discovered,
    doors: Sequence[JudgedDoor],
    wishes: Wishes,
    *,
    taken: Collection[str],
    now: datetime,
) -> Source | None:
    """The entry of a site; None when none of its doors is worth polling. Raises ValueError for a wish that cannot be."""
    chosen = worth_writing(doors)
    if all(each.door.archive for each in chosen):
        return None
    came = Counter(each.judgement.language for each in chosen if each.judgement.language)
    parts = urlsplit(url)
    is_door = any(each.door.address == url and each.door.kind is not DoorKind.LISTING for each in doors)
    homepage = f"{parts.scheme}://{parts.netloc}/" if is_door else url
    return Source.model_validate(
        {
            "id": wishes.id or suggest_id(homepage, taken, title=discovered.title or ""),
            "name": wishes.name or discovered.title or parts.netloc,
            "homepage": homepage,
            "languages": wishes.languages or tuple(language for language, _ in came.most_common(1)),
            "country": wishes.country,
            "kind": wishes.kind,
            "keep": wishes.keep,
            "doors": tuple(_written(each, now) for each in chosen),
        }
    )


def check_wishes(url: str, wishes: Wishes) -> None:
    """Before anything is asked. Raises ValueError for a wish that cannot be."""
    Source.model_validate(
        {
            "id": wishes.id or "new",
            "name": wishes.name,
            "homepage": url,
            "languages": wishes.languages,
            "country": wishes.country,
            "kind": wishes.kind,
        }
    )


def worth_writing(doors: Sequence[JudgedDoor]) -> tuple[JudgedDoor, ...]:
    """Feeds and news sitemaps; the best listing where there is neither; and a sitemap for the past."""
    good = [each for each in doors if each.is_worth_polling]
    feeds = [each for each in good if each.door.kind is DoorKind.FEED][:MOST_FEEDS]
    news = [each for each in good if each.door.kind is DoorKind.NEWS_SITEMAP][:1]
    listings = sorted(
        (each for each in good if each.door.kind is DoorKind.LISTING), key=lambda each: -each.judgement.items
    )
    past = [each for each in good if each.door.archive][:1]
    return (*feeds, *news, *([] if feeds or news else listings[:1]), *past)


def listed_sources(feeds: Sequence[ListedFeed], known: Sequence[Source]) -> tuple[Source, ...]:
    """A source for each site in a list of feeds; feeds that are doors already are left out."""
    doors = {door.address for source in known for door in source.doors}
    taken = {source.id for source in known}
    by_site: dict[str, list[ListedFeed]] = {}
    for feed in feeds:
        if feed.address not in doors:
            by_site.setdefault(_site(feed), []).append(feed)
    sources = []
    for site, members in by_site.items():
        first = members[0]
        source = Source(
            id=suggest_id(site, taken),
            name=first.title[:200] if len(members) == 1 else urlsplit(site).netloc,
            homepage=site,
            languages=_languages(members),
            doors=tuple(
                Door(kind=DoorKind.FEED, address=feed.address, evidence=("a list of feeds that was imported",))
                for feed in members
            ),
        )
        taken.add(source.id)
        sources.append(source)
    return tuple(sources)


def _judge(found: FoundDoor, languages: tuple[str, ...], now: datetime) -> DoorJudgement:
    trial = DoorTrial(
        door=found.door,
        languages=languages,
        zone=None,
        asked_at=now,
        status=200,
        url=found.door.address,
        content=found.content,
    )
    judgement = judge_trial(trial)
    return replace(judgement, advice="") if judgement.verdict.is_usable else judgement


def _written(judged_door: JudgedDoor, now: datetime) -> Door:
    """Believed as far as it was seen: high when it proved itself."""
    judgement = judged_door.judgement
    proof = f"checked on {now:%Y-%m-%d}: {judgement.reason}"
    confidence = Confidence.HIGH if judgement.newest else Confidence.MEDIUM
    door = judged_door.door
    return door.model_copy(update={"confidence": confidence, "evidence": (*door.evidence, proof)})


def _site(feed: ListedFeed) -> str:
    """The home page of a feed's site; what is listed as one often is an article, or another host."""
    listed = feed.homepage if feed.homepage and same_host(feed.homepage, feed.address) else feed.address
    parts = urlsplit(listed)
    return f"{parts.scheme}://{parts.netloc}/"


def _languages(feeds: Sequence[ListedFeed]) -> tuple[str, ...]:
    codes = dict.fromkeys(feed.language.partition("-")[0].lower() for feed in feeds if feed.language)
    return tuple(code for code in codes if re.fullmatch(r"[a-z]{2,3}", code))
