"""Whether a door proves itself: a pure judgement of one trial.

    DoorTrial (what was asked and what came) ─judge_trial→ DoorJudgement (verdict, figures, advice)

A door is believed when at least three items parse and the newest is under seven days old. Status 200 proves nothing:
frozen feeds, home pages, challenges and other people's news answer 200 as well.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from press.answers import Answer, kind_of_answer
from press.dates import read_date
from press.discoveries import DoorContent, DoorUnreadable, FeedEntry
from press.languages import identify
from press.sources import Door, DoorKind

FEWEST_ITEMS: Final = 3
LONGEST_SILENCE: Final = timedelta(days=7)

_MOST_DATES: Final = 50
_CLOCK_SKEW: Final = timedelta(hours=14)  # a clock without a zone may stand ahead of ours
_UNKNOWN_LANGUAGE: Final = "und"
_SITEMAPS: Final = (DoorKind.SITEMAP, DoorKind.NEWS_SITEMAP)
_KINDS: Final = {
    "rss": DoorKind.FEED,
    "atom": DoorKind.FEED,
    "rdf": DoorKind.FEED,
    "json-feed": DoorKind.FEED,
    "news-sitemap": DoorKind.NEWS_SITEMAP,
    "sitemap": DoorKind.SITEMAP,
    "sitemap-index": DoorKind.SITEMAP,
    "listing": DoorKind.LISTING,
}
# Who stands in the way, by words of the answer's body.
_GUARDS: Final = (
    ("Cloudflare", re.compile(r"cf-chl|challenge-platform|cdn-cgi/|Attention Required! \| Cloudflare|Just a moment\.\.\.")),
    ("DDoS-Guard", re.compile(r"ddos-guard", re.IGNORECASE)),
    ("Imperva", re.compile(r"_Incapsula_Resource|Incapsula incident", re.IGNORECASE)),
    ("Sucuri", re.compile(r"sucuri", re.IGNORECASE)),
    ("Akamai", re.compile(r"errors\.edgesuite\.net|Reference&#32;&#35;|akam/", re.IGNORECASE)),
    ("a captcha", re.compile(r"captcha|Are you a robot|вы не робот|لست روبوت", re.IGNORECASE)),
    ("a JavaScript check", re.compile(r"<script[^>]*>[^<]{0,2000}document\.cookie\s*=[^<]{0,2000}location", re.IGNORECASE)),
    ("a login", re.compile(r"<input[^>]+type=[\"']?password", re.IGNORECASE)),
)  # fmt: skip
_GUARD_WITHIN: Final = 60_000


class DoorVerdict(StrEnum):
    """From best to worst. The daemon polls PROVEN, UNDATED and THIN doors first; the others are asked seldom."""

    PROVEN = "proven"
    UNDATED = "undated"
    THIN = "thin"
    FOREIGN = "foreign"
    STALE = "stale"
    EMPTY = "empty"
    NOT_A_DOOR = "not_a_door"
    FORBIDDEN = "forbidden"
    BLOCKED = "blocked"
    FAILING = "failing"
    GONE = "gone"

    @property
    def is_usable(self) -> bool:
        return self in (DoorVerdict.PROVEN, DoorVerdict.UNDATED, DoorVerdict.THIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorTrial:
    """One try of a door.

    languages, zone: of its source; the languages are what is expected to come.
    is_allowed: False when robots.txt forbids the address (then nothing was asked).
    status: None without an answer; trouble: why there was none. url: the address that answered, after redirects;
    moved_to: the same when all redirects were for good. body_start: the beginning of the body as text, to see what guards it.
    """

    door: Door
    languages: tuple[str, ...]
    zone: str | None
    asked_at: datetime
    is_allowed: bool = True
    status: int | None = None
    trouble: str = ""
    url: str = ""
    moved_to: str | None = None
    size: int = 0
    body_start: str = ""
    content: DoorContent | DoorUnreadable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorJudgement:
    """kind: what the door turned out to be, "" when unreadable. language: of what came, "" when it cannot be told.

    newest: the youngest date among the items. advice: a sentence for the operator, "" when nothing is to be done.
    """

    verdict: DoorVerdict
    reason: str
    advice: str = ""
    kind: str = ""
    items: int = 0
    newest: datetime | None = None
    language: str = ""
    size: int = 0
    moved_to: str | None = None


def judge_trial(trial: DoorTrial) -> DoorJudgement:
    """What one try says about a door. Raises ValueError for a moment without a zone."""
    if trial.asked_at.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {trial.asked_at.isoformat()}")
    if not trial.is_allowed:
        return _refused(
            trial, DoorVerdict.FORBIDDEN, "robots.txt forbids this address", "take another door, or ask the publisher"
        )
    if trial.status is None:
        return _refused(
            trial, DoorVerdict.FAILING, trial.trouble or "no answer", "try again later, from another network too"
        )
    match kind_of_answer(trial.status):
        case Answer.OK:
            return _judge_answer(trial)
        case Answer.GONE:
            return _refused(
                trial,
                DoorVerdict.GONE,
                f"the server answered {trial.status}: there is no such page",
                "remove it; `rasid sources discover` looks for another",
            )
        case Answer.BLOCKED:
            who = guard_of(trial.body_start)
            return _refused(
                trial,
                DoorVerdict.BLOCKED,
                f"the server answered {trial.status}" + (f"; {who} stands in the way" if who else ""),
                "do not work around it: ask the publisher, or take another door",
            )
        case Answer.TRY_LATER | Answer.UNCHANGED | Answer.REFUSED:
            return _refused(trial, DoorVerdict.FAILING, f"the server answered {trial.status}", "try again later")


def kind_of_door(content: DoorContent) -> DoorKind:
    """The kind that a door's entry in the configuration should say."""
    return _KINDS[content.kind]


def guard_of(body: str) -> str:
    """Who keeps robots out, by the words of a page; "" when nobody is recognised."""
    return next((name for name, words in _GUARDS if words.search(body[:_GUARD_WITHIN])), "")


def newest_date(entries: Iterable[FeedEntry], *, zone: str | None, now: datetime) -> datetime | None:
    """The youngest printed date, of the first entries; what lies in the future is not believed."""
    moments = [
        reading.moment
        for entry in list(entries)[:_MOST_DATES]
        if entry.published
        and (
            reading := read_date(entry.published, language=entry.language, zone=zone, not_after=now + _CLOCK_SKEW)
        ).moment
    ]
    return max((moment for moment in moments if moment), default=None)


def language_of(entries: Iterable[FeedEntry]) -> str:
    """The language of the titles as a whole; where there are too few words, the one that the door declares."""
    listed = list(entries)[:_MOST_DATES]
    titles = ". ".join(entry.title for entry in listed if entry.title)
    told = identify(titles) if len(titles) > 40 else _UNKNOWN_LANGUAGE
    if told != _UNKNOWN_LANGUAGE:
        return told
    declared = Counter(entry.language for entry in listed if entry.language)
    return declared.most_common(1)[0][0] if declared else ""


def _judge_answer(trial: DoorTrial) -> DoorJudgement:
    content = trial.content
    if not isinstance(content, DoorContent):
        who = guard_of(trial.body_start)
        if who:
            reason = f"the server answered {trial.status} with a page of {who}"
            return _refused(trial, DoorVerdict.BLOCKED, reason, "do not work around it: ask the publisher")
        reason = content.reason if isinstance(content, DoorUnreadable) else "the answer was not read"
        return _refused(trial, DoorVerdict.NOT_A_DOOR, reason, "correct its address or its kind, or remove it")
    items = len(content.entries) or len(content.children)
    newest = newest_date(content.entries, zone=trial.zone, now=trial.asked_at)
    language = language_of(content.entries)
    verdict, reason, advice = _judge_content(trial, content, newest, language)
    kind = kind_of_door(content)
    if not advice and kind is not trial.door.kind and content.kind != "sitemap-index":
        advice = f'write kind = "{kind}"'
    if not advice and trial.moved_to and trial.moved_to != trial.door.address:
        advice = f"it has moved for good: write {trial.moved_to}"
    return DoorJudgement(
        verdict=verdict,
        reason=reason,
        advice=advice,
        kind=content.kind,
        items=items,
        newest=newest,
        language=language,
        size=trial.size,
        moved_to=trial.moved_to,
    )


def _judge_content(
    trial: DoorTrial, content: DoorContent, newest: datetime | None, language: str
) -> tuple[DoorVerdict, str, str]:
    items = len(content.entries)
    if not items and content.children and trial.door.kind in _SITEMAPS:
        return DoorVerdict.UNDATED, f"an index of {len(content.children)} sitemaps", ""
    if not items:
        return _judge_nothing(trial, content)
    if newest is not None and trial.asked_at - newest > LONGEST_SILENCE:
        days = (trial.asked_at - newest).days
        return DoorVerdict.STALE, f"the newest of {items} items is {days} days old", "take another door"
    if language and trial.languages and not _is_expected(language, trial.languages):
        expected = ", ".join(trial.languages)
        return (
            DoorVerdict.FOREIGN,
            f"what came is in “{language}”, not in {expected}",
            "look for the right edition's door",
        )
    if items < FEWEST_ITEMS:
        return DoorVerdict.THIN, f"only {items} item{'s' if items > 1 else ''}", ""
    if newest is None:
        return DoorVerdict.UNDATED, f"{items} items, none with a date", ""
    return DoorVerdict.PROVEN, f"{items} items", ""


def _judge_nothing(trial: DoorTrial, content: DoorContent) -> tuple[DoorVerdict, str, str]:
    who = guard_of(trial.body_start) if content.kind == "listing" else ""
    if who:
        reason = f"the server answered {trial.status} with a page of {who}"
        return DoorVerdict.BLOCKED, reason, "do not work around it: ask the publisher"
    foreign = next((sentence for sentence in content.skipped if "article pattern" in sentence), "")
    if foreign:
        return DoorVerdict.EMPTY, f"no article: {foreign}", "correct the pattern `articles`"
    if content.kind == "listing":
        return (
            DoorVerdict.EMPTY,
            "a page without links to articles",
            "it may be built in the browser; take another door",
        )
    return DoorVerdict.EMPTY, f"{content.kind} without items", "take another door"


def _is_expected(language: str, expected: tuple[str, ...]) -> bool:
    """By the primary language; the script counts where both say one (kk-Arab is not kk-Cyrl)."""
    own, _, script = language.partition("-")
    for code in expected:
        primary, _, wanted = code.partition("-")
        if own == primary and (not script or not wanted or script == wanted or len(script) != len(wanted)):
            return True
    return False


def _refused(trial: DoorTrial, verdict: DoorVerdict, reason: str, advice: str) -> DoorJudgement:
    return DoorJudgement(verdict=verdict, reason=reason, advice=advice, size=trial.size, moved_to=trial.moved_to)
