"""Equal troubles of many doors are one line."""

import pytest

from crawler.crawl_events import CrawlEvent, DoorSettled
from desk.troubles import Troubles, without_addresses
from press.doors import PollVerdict


def door(number: int, verdict: PollVerdict, reason: str) -> DoorSettled:
    address = f"https://outlet-{number}.example/feed"
    return DoorSettled(source_id="outlet", address=address, verdict=verdict, found=0, reason=reason)


def test_doors_with_the_same_trouble_are_counted_together_whatever_their_addresses() -> None:
    seen: list[CrawlEvent] = []
    troubles = Troubles(seen.append)
    for number in range(118):
        robots = f"https://outlet-{number}.example/robots.txt did not answer (its host name leads to no address (DNS))"
        reason = f"https://outlet-{number}.example/feed: {robots}, so nothing may be fetched there"
        troubles.watch(door(number, PollVerdict.FAILED, reason))
    troubles.watch(door(200, PollVerdict.GONE, "https://outlet-200.example/feed: the server answered 410"))
    troubles.watch(door(201, PollVerdict.NEWS, ""))
    assert len(seen) == 120
    first = "robots.txt did not answer (its host name leads to no address (DNS)), so nothing may be fetched there"
    assert list(troubles.lines()) == [f"118 doors: {first}", "1 door: the server answered 410"]


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("https://a.example/f: it leads to https://b.example/x, which is a circle", "it leads to …, which is a circle"),
        ("the lease has passed on", "the lease has passed on"),
    ],
)
def test_a_reason_is_told_without_its_addresses(reason: str, kind: str) -> None:
    assert without_addresses(reason) == kind


def test_of_very_different_troubles_the_rest_is_a_number() -> None:
    troubles = Troubles(lambda _event: None)
    for number in range(9):
        troubles.watch(door(number, PollVerdict.FAILED, f"trouble {number}"))
    assert list(troubles.lines())[-1] == "4 doors: something else"
