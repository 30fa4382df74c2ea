"""What stood in the way, gathered: many doors with one and the same trouble are one line."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from crawler.crawl_events import CrawlEvent, DoorSettled
from desk.crawl_progress import TROUBLES
from press.numbered import numbered
from press.plain_lines import one_line

MOST_LINES = 5
ADDRESS = re.compile(r"https?://\S+?(?=[:;,)]*(?:\s|$))")
ROBOTS = re.compile(r"https?://[^\s/]+/robots\.txt")


class Troubles:
    """Listens to a crawl and counts the doors that had the same trouble, whatever their addresses."""

    def __init__(self, watch: Callable[[CrawlEvent], None]) -> None:
        self._watch = watch
        self._doors: Counter[str] = Counter()

    def watch(self, event: CrawlEvent) -> None:
        if isinstance(event, DoorSettled) and event.verdict in TROUBLES:
            self._doors[without_addresses(event.reason)] += 1
        self._watch(event)

    def lines(self) -> Iterator[str]:
        """The most frequent first; nothing when no door had trouble."""
        told = self._doors.most_common(MOST_LINES)
        for reason, number in told:
            yield f"{numbered(number, 'door')}: {reason}"
        rest = sum(self._doors.values()) - sum(number for _, number in told)
        if rest:
            yield f"{numbered(rest, 'door')}: something else"


def without_addresses(reason: str) -> str:
    """`https://a.example/feed: the server answered 500` → `the server answered 500`."""
    text = ROBOTS.sub("robots.txt", one_line(reason))
    text = re.sub(r"^https?://\S+: ", "", text)
    return ADDRESS.sub("…", text)
