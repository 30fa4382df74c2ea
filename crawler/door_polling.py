"""One poll of a door: from its answer to the row that is written.

    DoorState ─request→ DoorAnswer ─read→ DoorContent ─judge→ DoorPoll

Requests are conditional (RFC 9110, 13), except every so often, because some doors answer 304 though they changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from crawler.responses import DoorAnswer
from press.answers import Answer, kind_of_answer
from press.discoveries import DoorContent, DoorUnreadable, FeedEntry
from press.doors import DoorPoll, DoorState, PollVerdict, Validators
from press.plain_lines import one_line
from press.polling import address_to_ask, has_lied, has_proved_itself, is_conditional, next_poll, parse_retry_after
from press.settings import PollingSettings

GONE_FOR_GOOD = 410
READ = (PollVerdict.NEWS, PollVerdict.NOTHING_NEW)
MOST_REMARKS = 3
FAILED_VERDICTS = {Answer.BLOCKED: PollVerdict.BLOCKED, Answer.GONE: PollVerdict.GONE}


@dataclass(frozen=True, slots=True, kw_only=True)
class PollContext:
    """Everything a verdict depends on besides the answer. jitter: a fraction in [0, 1). was_conditional: it was asked with
    its validators."""

    state: DoorState
    now: datetime
    settings: PollingSettings
    jitter: float
    was_conditional: bool = False


def conditional_headers(state: DoorState, settings: PollingSettings, now: datetime) -> Mapping[str, str]:
    """If-None-Match and If-Modified-Since of a poll; empty for an unconditional one."""
    if not is_conditional(state, settings, now):
        return {}
    headers = {"If-None-Match": state.validators.etag, "If-Modified-Since": state.validators.last_modified}
    return {name: value for name, value in headers.items() if value}


def body_digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=16).digest()


def is_same_body(state: DoorState, answer: DoorAnswer) -> bool:
    return state.body_digest is not None and body_digest(answer.body) == state.body_digest


def judge_unchanged(context: PollContext, answer: DoorAnswer) -> DoorPoll:
    """A 304, or the body of last time: nothing to parse."""
    kept = context.state.validators
    validators = Validators(
        etag=answer.validators.etag or kept.etag, last_modified=answer.validators.last_modified or kept.last_modified
    )
    return replace(
        _poll(context, PollVerdict.UNCHANGED, status=answer.status, max_age=answer.max_age_seconds),
        validators=validators,
        moved_to=present_place(context.state, answer),
        was_read=kind_of_answer(answer.status) is Answer.OK,
    )


def judge_content(
    context: PollContext, answer: DoorAnswer, content: DoorContent | DoorUnreadable, *, whole: bool
) -> DoorPoll:
    """A door that answered with a body.

    whole: False when a part of it (a child sitemap, a next page) could not be had; then neither validators nor digest
    are kept, so that the next poll sees everything again.
    """
    if isinstance(content, DoorUnreadable):
        # Where it leads to now is no place of this door: many sites send a feed they gave up to their front page.
        return _poll(context, PollVerdict.UNREADABLE, status=answer.status, reason=content.reason)
    poll = _poll(
        context,
        PollVerdict.NEWS if content.entries else PollVerdict.NOTHING_NEW,
        status=answer.status,
        reason=remarks(content.skipped, whole=whole),
        ttl=content.ttl_minutes,
        quiet_hours=content.quiet_hours,
        max_age=answer.max_age_seconds,
    )
    state, was_conditional = context.state, context.was_conditional
    return replace(
        poll,
        entries=content.entries,
        unrecognised=content.unrecognised,
        validators=answer.validators if whole else Validators(),
        body_digest=body_digest(answer.body) if whole else None,
        was_read=whole,
        moved_to=present_place(state, answer),
        lied=has_lied(state, answer.validators, was_conditional=was_conditional),
        proved=has_proved_itself(state, answer.validators, was_conditional=was_conditional),
    )


def present_place(state: DoorState, answer: DoorAnswer) -> str | None:
    """Where a door that answered has moved for good: where its redirects led, or where it was asked already."""
    if answer.moved_to is not None:
        return answer.moved_to
    asked = address_to_ask(state)
    return asked if asked != state.address else None


def remarks(skipped: tuple[str, ...], *, whole: bool) -> str:
    """What is to be said of a door that could be read: what of it could not be used; "" when all is well."""
    said = [*([] if whole else ["a part of it could not be read; it will be read again"]), *skipped]
    more = f" (and {len(said) - MOST_REMARKS} more)" if len(said) > MOST_REMARKS else ""
    return "; ".join(said[:MOST_REMARKS]) + more


def judge_refusal(context: PollContext, answer: DoorAnswer) -> DoorPoll:
    """A door that answered with an error status."""
    verdict = FAILED_VERDICTS.get(kind_of_answer(answer.status), PollVerdict.FAILED)
    retry_after = parse_retry_after(answer.retry_after, context.now) if answer.retry_after else None
    return _poll(
        context,
        verdict,
        status=answer.status,
        retry_after=retry_after,
        retired=answer.status == GONE_FOR_GOOD,
        reason=f"{context.state.address}: the server answered {answer.status}",
    )


def judge_silence(context: PollContext, reason: str, *, blocked: bool) -> DoorPoll:
    """A door that did not answer, or that we may not ask."""
    verdict = PollVerdict.BLOCKED if blocked else PollVerdict.FAILED
    return _poll(context, verdict, status=None, reason=f"{context.state.address}: {reason}")


def _poll(
    context: PollContext,
    verdict: PollVerdict,
    *,
    status: int | None,
    reason: str = "",
    ttl: int | None = None,
    quiet_hours: frozenset[int] = frozenset(),
    retry_after: datetime | None = None,
    max_age: int | None = None,
    retired: bool = False,
) -> DoorPoll:
    """What the door remembers of its content stays as it was."""
    state = context.state
    if verdict not in READ:
        ttl, quiet_hours = state.ttl_minutes, state.quiet_hours
    next_poll_at, interval = next_poll(
        state,
        verdict,
        context.now,
        context.settings,
        ttl_minutes=ttl,
        retry_after=retry_after,
        max_age=max_age,
        quiet_hours=quiet_hours,
        retired=retired or state.retired_at is not None,
        jitter_fraction=context.jitter,
    )
    return DoorPoll(
        door_id=state.id,
        polled_at=context.now,
        verdict=verdict,
        entries=(),
        validators=state.validators,
        body_digest=state.body_digest,
        status=status,
        reason=one_line(reason),
        next_poll_at=next_poll_at,
        interval_seconds=interval,
        retired=retired,
        ttl_minutes=ttl,
        quiet_hours=quiet_hours,
    )


def merged(first: DoorContent, further: list[DoorContent]) -> DoorContent:
    """A door and its further pages or children as one, each address once, in order of appearance."""
    entries: dict[str, FeedEntry] = {}
    for part in (first, *further):
        for entry in part.entries:
            entries.setdefault(entry.url, entry)
    parts = (first, *further)
    return replace(
        first,
        entries=tuple(entries.values()),
        skipped=sum((part.skipped for part in parts), ()),
        unrecognised=tuple(dict.fromkeys(address for part in parts for address in part.unrecognised)),
    )
