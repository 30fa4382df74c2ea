"""A door's memory between two polls, and what one poll brought."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from press.discoveries import FeedEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What makes a request conditional (RFC 9110, 13.1): the header values exactly as the server sent them."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorState:
    """A row of the `door` table.

    body_digest: blake2b-16 of the last body, so that an unchanged one is not parsed again.
    interval_seconds: the present distance between two polls; next_poll_at None means now.
    polls: answered polls so far; failures: failed polls in a row.
    moved_to, moved_polls: where a permanent redirect led, at how many polls in a row. lies: how often a 304 was untrue.
    read_at: when it last answered with a body that could be read. proven: its validators were seen to change with it.
    unchanged_at: when it answered 304, if that was its last answer. ttl_minutes, quiet_hours: what it wished when it was
    last read (a 304 does not repeat it); hours of the week, from Monday 0:00 UTC. seldom: better doors are there, see
    `press.door_roles`.
    """

    id: int
    source_id: str
    kind: str
    address: str
    validators: Validators
    body_digest: bytes | None
    interval_seconds: int
    next_poll_at: datetime | None
    polls: int
    failures: int
    moved_to: str | None = None
    moved_polls: int = 0
    retired_at: datetime | None = None
    lies: int = 0
    unchanged_at: datetime | None = None
    read_at: datetime | None = None
    proven: bool = False
    ttl_minutes: int | None = None
    quiet_hours: frozenset[int] = frozenset()
    seldom: bool = False


class PollVerdict(StrEnum):
    NEWS = "news"
    NOTHING_NEW = "nothing_new"
    UNCHANGED = "unchanged"
    UNREADABLE = "unreadable"
    BLOCKED = "blocked"
    GONE = "gone"
    FAILED = "failed"


ANSWERED: Final = (PollVerdict.NEWS, PollVerdict.NOTHING_NEW, PollVerdict.UNCHANGED)
"""The door was there and could be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorPoll:
    """One answered or failed poll, ready to be written in one transaction.

    verdict: NEWS when there are entries (the store counts which are new), UNCHANGED for 304 or the same body.
    validators: of this answer; body_digest: of this body (both kept only when the run could read it).
    status: HTTP status, None when there was no answer. reason: a sentence, "" when all is well.
    moved_to: where a permanent redirect (301, 308) led. retired: it said that it is gone for good (410).
    lied: it shows that it answers 304 though it has changed; counted when it brings what the ledger did not know.
    was_read: it answered with a body that could be read; proved: with validators that changed as the body did.
    unrecognised: links that look like articles and match no known form of address. ttl_minutes, quiet_hours: see `DoorState`.
    """

    door_id: int
    polled_at: datetime
    verdict: PollVerdict
    entries: tuple[FeedEntry, ...]
    validators: Validators
    body_digest: bytes | None
    status: int | None
    reason: str
    next_poll_at: datetime
    interval_seconds: int
    moved_to: str | None = None
    retired: bool = False
    lied: bool = False
    was_read: bool = False
    proved: bool = False
    unrecognised: tuple[str, ...] = ()
    ttl_minutes: int | None = None
    quiet_hours: frozenset[int] = frozenset()
