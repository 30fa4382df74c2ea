"""How an address can end. Outcomes are values; a `match` over PageOutcome ends in `assert_never`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from press.articles import TaggedArticle
from press.plain_lines import one_line


class Outcome(StrEnum):
    """What the store made of a page: counted in the report of a run."""

    NEW = "new"
    COPY = "copy"
    REVISED = "revised"
    KNOWN = "known"
    OFF_TOPIC = "off_topic"
    UNREADABLE = "unreadable"
    BLOCKED = "blocked"
    GONE = "gone"
    FAILED = "failed"
    POSTPONED = "postponed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageArticle:
    """An article to store. final_url: after redirects."""

    tagged: TaggedArticle
    final_url: str
    fetched_at: datetime


class Reasoned:
    """Has a reason, which may quote what a site sent: it is a clean line from the beginning."""

    __slots__ = ()
    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", one_line(self.reason))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOffTopic(Reasoned):
    """published_at: to a day, if the page says it and its door did not."""

    reason: str
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageUnreadable(Reasoned):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBlocked(Reasoned):
    """401, 403, 407, 451, robots.txt or our own network policy. `reason` says which."""

    reason: str
    status: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageGone(Reasoned):
    """404 or 410."""

    reason: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFailed(Reasoned):
    """Tried as often as the settings allow, in vain: a last state."""

    reason: str
    status: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePostponed(Reasoned):
    """Did not work this time: stays pending, not before `retry_at`."""

    reason: str
    retry_at: datetime
    status: int | None = None


PageOutcome = PageArticle | PageOffTopic | PageUnreadable | PageBlocked | PageGone | PageFailed | PagePostponed
