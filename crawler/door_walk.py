"""A door may be several pages: the children of a sitemap index, the next pages of a listing or a feed."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from crawler.door_polling import merged
from crawler.door_reading import read_door
from crawler.responses import DoorAnswer
from press.answers import Answer, kind_of_answer
from press.discoveries import DoorContent, DoorUnreadable
from press.sources import Door

MOST_CHILDREN = 10

LARGE_DOOR = 100_000
LARGE_PACKED_DOOR = 10_000
GZIP_MAGIC = b"\x1f\x8b"

Ask = Callable[[str], Awaitable[DoorAnswer | None]]
Read = Callable[[Door, DoorAnswer, str], Awaitable[DoorContent | DoorUnreadable]]


def is_large(answer: DoorAnswer) -> bool:
    """Whether reading it takes so long (2 s for 10,000 entries) that it would hold up everything else."""
    return len(answer.body) > (LARGE_PACKED_DOOR if answer.body.startswith(GZIP_MAGIC) else LARGE_DOOR)


def read_answer(door: Door, answer: DoorAnswer, pattern: str) -> DoorContent | DoorUnreadable:
    return read_door(
        door,
        answer.body,
        url=answer.url,
        content_type=answer.content_type,
        charset=answer.charset,
        article_pattern=pattern,
    )


async def walk_door(
    door: Door, answer: DoorAnswer, pattern: str, *, ask: Ask, read: Read
) -> tuple[DoorContent | DoorUnreadable, bool]:
    """Reads a door and whatever belongs to it.

    ask: fetches a further page, None when it cannot be had; read: `read_answer`, wherever it is done. Returns the content as one, and whether it is whole.
    """
    first = await read(door, answer, pattern)
    if isinstance(first, DoorUnreadable):
        return first, True
    whole = True
    further: list[DoorContent] = []
    waiting = list(first.children[:MOST_CHILDREN])
    left_out = len(first.children) - len(waiting)
    seen = {answer.url, door.address}
    next_page, pages = first.next_page or door.further_page(2), 1
    while waiting or (next_page and pages < door.max_pages):
        is_child = bool(waiting)
        address = waiting.pop(0) if is_child else next_page or ""
        if not is_child:
            pages, next_page = pages + 1, None
        if address in seen:
            continue
        seen.add(address)
        part = await _part(door, pattern, address, ask, read)
        if part is None:
            whole = False
            continue
        further.append(part)
        if len(seen) < MOST_CHILDREN:
            waiting.extend(part.children[: MOST_CHILDREN - len(seen)])
        if not is_child and part.entries:
            next_page = part.next_page or door.further_page(pages + 1)
    content = merged(first, further)
    if left_out:
        note = f"of the {len(first.children)} sitemaps of this index the {MOST_CHILDREN} newest are read; a back-fill reads all"
        content = replace(content, skipped=(*content.skipped, note))
    return content, whole


async def _part(door: Door, pattern: str, address: str, ask: Ask, read: Read) -> DoorContent | None:
    answer = await ask(address)
    if answer is None or kind_of_answer(answer.status) is not Answer.OK:
        return None
    content = await read(door, answer, pattern)
    return content if isinstance(content, DoorContent) else None
