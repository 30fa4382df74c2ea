"""What a robots.txt allows: pure decisions (RFC 9309). The rules themselves are read by `crawler.robots_cache`.

2xx                    its rules, for a day
3xx (never ending), 4xx   there are none: everything is allowed, for a day
429, 5xx, no answer    nothing is allowed; asked again after a while, and given up waiting for after a month
                       (a copy that was had before stays in force meanwhile)
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from press.plain_lines import one_line

LIFETIME: Final = timedelta(hours=24)
UNREACHABLE_PAUSE: Final = timedelta(minutes=10)
LONGEST_UNREACHABLE: Final = timedelta(days=30)
MOST_BYTES: Final = 512_000

_HTML: Final = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE | re.DOTALL)


class RobotsStanding(StrEnum):
    """What a record says before any rule is looked at."""

    RULES = "rules"
    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsRecord:
    """A robots.txt as it was answered.

    origin: scheme, host and port. status: None when there was no answer. body: of a 2xx answer, else empty.
    fetched_at: since when this is the answer: an origin that stays unreachable keeps the moment it became so.
    trouble: why there was no answer, in words.
    """

    origin: str
    status: int | None
    body: bytes
    fetched_at: datetime
    expires_at: datetime
    trouble: str = ""

    def is_fresh(self, now: datetime) -> bool:
        return now < self.expires_at


def origin_of(url: str) -> str:
    """`https://host:port` of an address, whose /robots.txt speaks for it. Raises ValueError for a bad port."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    name = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    port = parts.port
    return f"{parts.scheme}://{name}" if port in (None, usual) else f"{parts.scheme}://{name}:{port}"


def robots_address(origin: str) -> str:
    return f"{origin}/robots.txt"


def is_unreachable(status: int | None) -> bool:
    """No answer at all, or one that says nothing about the file. 429 is among them: it asks for less, not for more."""
    return status is None or status == 429 or status >= 500


def robots_record(
    origin: str,
    *,
    status: int | None,
    body: bytes,
    now: datetime,
    previous: RobotsRecord | None,
    trouble: str = "",
) -> RobotsRecord:
    """The record to keep of an answer, in the light of the one before (also when that has expired)."""
    if not is_unreachable(status):
        kept = body[:MOST_BYTES] if is_success(status) else b""
        return RobotsRecord(origin=origin, status=status, body=kept, fetched_at=now, expires_at=now + LIFETIME)
    again = now + UNREACHABLE_PAUSE
    if previous is not None and is_success(previous.status) and now - previous.fetched_at < LONGEST_UNREACHABLE:
        return replace(previous, expires_at=again)
    since = previous.fetched_at if previous is not None and is_unreachable(previous.status) else now
    return RobotsRecord(
        origin=origin, status=status, body=b"", fetched_at=since, expires_at=again, trouble=one_line(trouble)
    )


def is_success(status: int | None) -> bool:
    return status is not None and 200 <= status < 300


def robots_standing(record: RobotsRecord, now: datetime) -> RobotsStanding:
    """Whether the rules decide, or everything is allowed, or nothing."""
    if is_success(record.status):
        return RobotsStanding.RULES
    if is_unreachable(record.status) and now - record.fetched_at < LONGEST_UNREACHABLE:
        return RobotsStanding.FORBIDDEN
    return RobotsStanding.ALLOWED


def unreachable_reason(record: RobotsRecord) -> str:
    """Why nothing is fetched while a robots.txt cannot be had."""
    why = f" ({record.trouble})" if record.trouble else ""
    said = f"did not answer{why}" if record.status is None else f"answered {record.status}"
    return f"{robots_address(record.origin)} {said}, so nothing may be fetched there; it is asked again later"


def robots_text(body: bytes) -> str:
    """The file as text; nothing when it is a web page that a server sends for every address."""
    if _HTML.match(body[:4096]):
        return ""
    return body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")


def pause_between_requests(configured: float, crawl_delay: float | None, longest: float) -> float:
    """Seconds between two requests to a host: the longer of our own and the site's wish, the latter up to `longest`."""
    if crawl_delay is None or not crawl_delay > 0:
        return configured
    return max(configured, min(crawl_delay, longest))
