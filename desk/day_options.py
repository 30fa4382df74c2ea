"""Dates on the command line: 2026-11-01, 2026-11, 7d, today, ٢٠٢٦-١١-٠١. Days are days of UTC."""

from datetime import datetime

from press.errors import UsageError

FORMS = "write 2026-11-01, 2026-11, 2026-11-01T08:00, 7d, 12h, today or yesterday"


def since_moment(option: str, text: str | None, now: datetime) -> datetime | None:
    """When a written date begins. Raises UsageError that names the option."""
    span = _span(option, text, now)
    return span[0] if span else None


def until_moment(option: str, text: str | None, now: datetime) -> datetime | None:
    """When a written date is over: `--until 2026-11-01` still takes that day. Raises UsageError as above."""
    span = _span(option, text, now)
    return span[1] if span else None


def _span(option: str, text: str | None, now: datetime) -> tuple[datetime, datetime] | None:
    from press.query_dates import read_span

    if text is None:
        return None
    span = read_span(text, now)
    if span is None:
        raise UsageError(f"{option}: “{text[:60]}” is no date; {FORMS}")
    return span
