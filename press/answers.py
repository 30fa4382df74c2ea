"""What an HTTP status means for a page and for a door: pure decisions, RFC 9110."""

from datetime import datetime, timedelta
from enum import StrEnum

from press.outcomes import PageBlocked, PageFailed, PageGone, PagePostponed
from press.settings import CrawlSettings

MAX_BACK_OFF = timedelta(days=7)


class Answer(StrEnum):
    """The kinds of answers that Rasid treats alike."""

    OK = "ok"
    UNCHANGED = "unchanged"
    BLOCKED = "blocked"
    GONE = "gone"
    TRY_LATER = "try_later"
    REFUSED = "refused"


def kind_of_answer(status: int) -> Answer:
    """Which kind of answer an HTTP status is."""
    match status:
        case 304:
            return Answer.UNCHANGED
        case 401 | 402 | 403 | 407 | 451:
            return Answer.BLOCKED
        case 404 | 410:
            return Answer.GONE
        case 408 | 421 | 423 | 425 | 429:
            return Answer.TRY_LATER
        case _ if 200 <= status < 300:
            return Answer.OK
        case _ if status >= 500:
            return Answer.TRY_LATER
        case _:
            return Answer.REFUSED


def judge_page_answer(
    status: int, *, attempts: int, now: datetime, settings: CrawlSettings, retry_after: datetime | None
) -> PageBlocked | PageGone | PageFailed | PagePostponed:
    """The outcome of a page that answered with anything but a page.

    attempts: fetches tried before this one. retry_after: the server's own wish, as a moment.
    Raises ValueError for a status that is a page (2xx).
    """
    sentence = f"the server answered {status}"
    match kind_of_answer(status):
        case Answer.OK:
            raise ValueError(f"status {status} is an answer with a page")
        case Answer.BLOCKED:
            return PageBlocked(reason=f"{sentence}: it does not let us in", status=status)
        case Answer.GONE:
            return PageGone(reason=f"{sentence}: there is no such page", status=status)
        case Answer.TRY_LATER:
            return postpone(
                sentence, attempts=attempts, now=now, settings=settings, retry_after=retry_after, status=status
            )
        case Answer.UNCHANGED | Answer.REFUSED:
            return PageFailed(reason=f"{sentence}, which is no page", status=status)


def postpone(
    reason: str,
    *,
    attempts: int,
    now: datetime,
    settings: CrawlSettings,
    retry_after: datetime | None = None,
    status: int | None = None,
    may_fail: bool = True,
) -> PagePostponed | PageFailed:
    """Later, twice as late with each attempt and never before the server's wish; or never, after the last attempt.

    may_fail: False for what is no fault of the page, which is then tried for ever.
    """
    if may_fail and attempts + 1 >= settings.max_attempts:
        times = "once" if settings.max_attempts == 1 else f"{settings.max_attempts} times"
        return PageFailed(reason=f"{reason} (tried {times})", status=status)
    pause = min(timedelta(seconds=settings.retry_after_seconds) * 2 ** min(attempts, 30), MAX_BACK_OFF)
    wish = min(retry_after, now + MAX_BACK_OFF) if retry_after else now
    return PagePostponed(reason=reason, retry_at=max(now + pause, wish), status=status)
