"""What polls leave in the memory of their doors: one statement for all polls of a transaction."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, case, func, update

from press.doors import ANSWERED, DoorPoll, PollVerdict
from storage.schema import DoorRow

DOORS: Final = DoorRow.__table__
READ: Final = (PollVerdict.NEWS, PollVerdict.NOTHING_NEW)
EXAMPLES: Final = 3

REPLACED: Final = (
    "etag", "last_modified", "body_digest", "interval_seconds", "next_poll_at", "last_poll_at", "verdict", "status", "reason",
    "moved_to", "ttl_minutes", "quiet_hours",
)  # fmt: skip
"""Each poll tells these anew."""
LATEST: Final = ("last_news_at", "last_change_at", "read_at")
"""These stay as they were when a poll does not tell them."""
OF_LINKS: Final = ("recognised", "unrecognised", "unrecognised_like")
"""These are told by polls that looked through what the door lists."""


def remember_polls(connection: Connection, polls: Sequence[DoorPoll], with_news: Collection[int]) -> None:
    """with_news: the doors that brought an address which the ledger did not know."""
    changes: dict[str, ColumnElement[Any]] = {name: _told(name) for name in REPLACED}
    changes |= {name: func.coalesce(_told(name), DOORS.c[name]) for name in LATEST}
    changes |= {name: case((_is("sorted"), _told(name)), else_=DOORS.c[name]) for name in OF_LINKS}
    change = update(DoorRow).where(DoorRow.id == bindparam("the_door")).values(changes | _counted())
    connection.execute(change, [_what_is_told(poll, has_news=poll.door_id in with_news) for poll in polls])


def _told(name: str) -> BindParameter[Any]:
    """What a poll says of a column, under a name that is not the column's."""
    return bindparam(f"told_{name}", type_=DOORS.c[name].type)


def _is(name: str) -> ColumnElement[bool]:
    return bindparam(f"is_{name}") == 1


def _counted() -> dict[str, ColumnElement[Any]]:
    """What depends on what the door remembers."""
    answered, lied, moved_to, now = _is("answered"), _is("lie"), _told("moved_to"), _told("last_poll_at")
    return {
        "polls": DoorRow.polls + bindparam("is_answered"),
        "first_poll_at": func.coalesce(DoorRow.first_poll_at, _told("first_poll_at")),
        "failures": case((answered, 0), else_=DoorRow.failures + 1),
        "failing_since": case((answered, None), else_=func.coalesce(DoorRow.failing_since, now)),
        "retired_at": case((answered, None), else_=func.coalesce(DoorRow.retired_at, _told("retired_at"))),
        "moved_polls": case((moved_to.is_(None), 0), (DoorRow.moved_to == moved_to, DoorRow.moved_polls + 1), else_=1),
        "lies": DoorRow.lies + bindparam("is_lie"),
        "lied_at": case((lied, now), else_=DoorRow.lied_at),
        "proven": case((lied, False), (_is("proof"), True), else_=DoorRow.proven),
    }


def _what_is_told(poll: DoorPoll, *, has_news: bool) -> dict[str, Any]:
    answered = poll.verdict in ANSWERED
    told = {
        "etag": poll.validators.etag,
        "last_modified": poll.validators.last_modified,
        "body_digest": poll.body_digest,
        "interval_seconds": poll.interval_seconds,
        "next_poll_at": poll.next_poll_at,
        "last_poll_at": poll.polled_at,
        "first_poll_at": poll.polled_at if answered else None,
        "last_news_at": poll.polled_at if has_news else None,
        "last_change_at": poll.polled_at if poll.verdict == PollVerdict.NEWS else None,
        "read_at": poll.polled_at if poll.was_read else None,
        "retired_at": poll.polled_at if poll.retired else None,
        "verdict": poll.verdict,
        "status": poll.status,
        "reason": poll.reason,
        "moved_to": poll.moved_to,
        "recognised": len(poll.entries),
        "unrecognised": len(poll.unrecognised),
        "unrecognised_like": list(poll.unrecognised[:EXAMPLES]) or None,
        "ttl_minutes": poll.ttl_minutes,
        "quiet_hours": sorted(poll.quiet_hours) or None,
    }
    true = {
        "answered": answered,
        "sorted": poll.verdict in READ,
        "lie": poll.lied and has_news,
        "proof": poll.proved,
    }
    return (
        {"the_door": poll.door_id}
        | {f"told_{name}": value for name, value in told.items()}
        | {f"is_{name}": int(value) for name, value in true.items()}
    )
