"""Moments: every datetime inside Rasid is aware and in UTC. The clock is always handed in."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The machine's clock, in UTC. Only entry points name it; everything else takes a `Clock`."""
    return datetime.now(UTC)


def utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError for a naive datetime: it would be a guess."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {moment.isoformat()}")
    return moment.astimezone(UTC)
