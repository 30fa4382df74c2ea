"""Moments as the database keeps them: whole microseconds since 1970 in UTC, so that they sort and compare as numbers."""

from datetime import UTC, datetime, timedelta

from press.moments import utc

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WEEK = timedelta(weeks=1)
DAY_MICROSECONDS = 86_400_000_000


def to_microseconds(moment: datetime) -> int:
    """Raises ValueError for a naive datetime."""
    return (utc(moment) - EPOCH) // timedelta(microseconds=1)


def from_microseconds(number: int) -> datetime:
    return EPOCH + timedelta(microseconds=number)


def week_of(moment: datetime) -> int:
    """Whole weeks since 1970: what is looked for among neighbours in time is kept together by them."""
    return (moment - EPOCH) // WEEK
