"""A door may be several pages: the children of a sitemap index, the next pages of a listing or a feed."""

from collections.abc import Awaitable, Callable

from crawler.door_polling import merged
from crawler.door_reading import read_door
from crawler.responses import DoorAnswer
from press.answers import Answer, kind_of_answer
from press.discoveries import DoorContent, DoorUnreadable
from press.sources import Door

MOST_CHILDREN = 10

Ask = Callable[[str], Awaitable[DoorAnswer | None]]


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
    door: Door, answer: DoorAnswer, pattern: str, ask: Ask
) -> tuple[DoorContent | DoorUnreadable, bool]:
    """Reads a door and whatever belongs to it.

    ask: fetches a further page, None when it cannot be had. Returns the content as one, and whether it is whole.
    """
    first = read_answer(door, answer, pattern)
    if isinstance(first, DoorUnreadable):
        return first, True
    whole = True
    further: list[DoorContent] = []
    waiting = list(first.children[:MOST_CHILDREN])
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
        part = await _part(door, pattern, address, ask)
        if part is None:
            whole = False
            continue
        further.append(part)
        if len(seen) < MOST_CHILDREN:
            waiting.extend(part.children[: MOST_CHILDREN - len(seen)])
        if not is_child and part.entries:
            next_page = part.next_page or door.further_page(pages + 1)
    return merged(first, further), whole


async def _part(door: Door, pattern: str, address: str, ask: Ask) -> DoorContent | None:
    answer = await ask(address)
    if answer is None or kind_of_answer(answer.status) is not Answer.OK:
        return None
    content = read_answer(door, answer, pattern)
    return content if isinstance(content, DoorContent) else None
