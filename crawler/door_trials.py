"""Trying a door: asked once, read, judged. What becomes of the verdict is the caller's.

Door ─ask→ DoorAnswer | NoAnswer ─read→ DoorTrial ─press.door_verdicts→ DoorJudgement
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from crawler.door_walk import read_answer
from crawler.feed_decoding import decode
from crawler.responses import DoorAnswer
from press.answers import Answer, kind_of_answer
from press.discoveries import DoorContent
from press.door_verdicts import DoorJudgement, DoorTrial, judge_trial
from press.sources import Door, DoorKind, Source

BODY_START: Final = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """Why there was none, as a sentence. is_forbidden: robots.txt said no, so nothing was asked; is_lasting: it will be so again."""

    reason: str
    is_forbidden: bool = False
    is_lasting: bool = False


AskDoor = Callable[[str], Awaitable[DoorAnswer | NoAnswer]]


async def try_door(source: Source, door: Door, ask: AskDoor, *, now: datetime) -> DoorJudgement:
    """Tries a door as a poll would, without validators. Of an index of news sitemaps the newest part is read too."""
    answer = await ask(door.address)
    trial = trial_of(source, door, answer, now=now)
    content = trial.content
    if door.kind is DoorKind.NEWS_SITEMAP and isinstance(content, DoorContent) and content.children:
        part = trial_of(source, door, await ask(content.children[0]), now=now)
        if isinstance(part.content, DoorContent):
            trial = part
    return judge_trial(trial)


def trial_of(source: Source, door: Door, answer: DoorAnswer | NoAnswer, *, now: datetime) -> DoorTrial:
    """What is known of a door after it was asked."""
    if isinstance(answer, NoAnswer):
        return DoorTrial(
            door=door,
            languages=source.languages,
            zone=source.zone,
            asked_at=now,
            is_allowed=not answer.is_forbidden,
            trouble=answer.reason,
        )
    is_page = kind_of_answer(answer.status) is Answer.OK
    return DoorTrial(
        door=door,
        languages=source.languages,
        zone=source.zone,
        asked_at=now,
        status=answer.status,
        url=answer.url,
        moved_to=answer.moved_to,
        size=len(answer.body),
        body_start=decode(answer.body[:BODY_START], answer.charset),
        content=read_answer(door, answer, source.article_pattern(door)) if is_page else None,
    )
