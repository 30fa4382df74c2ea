"""Doors take each other's places in the database, as polls and checks tell of them."""

from datetime import timedelta

import pytest
from hand_clock import HandClock
from newsdesk import Newsroom, door_poll

from press.discoveries import FeedEntry
from press.door_verdicts import DoorVerdict
from press.doors import PollVerdict
from press.sources import Source
from storage import Storage

BELIEVED, GUESS, WHOLE = (f"https://steppe.example/{name}" for name in ("rss", "guess", "sitemap.xml"))


@pytest.fixture
def steppe(storage: Storage, newsroom: Newsroom) -> Newsroom:
    doors = [
        {"kind": "feed", "address": BELIEVED, "confidence": "high"},
        {"kind": "feed", "address": GUESS, "confidence": "low"},
        {"kind": "sitemap", "address": WHOLE, "confidence": "high", "archive": True},
    ]
    row = {"id": "steppe", "name": "Steppe", "homepage": "https://steppe.example/", "doors": doors}
    storage.sources.sync([Source.model_validate(row)])
    return newsroom


def polled(storage: Storage) -> dict[str, bool]:
    """The doors that are polled, and whether seldom."""
    return {state.address: state.seldom for state in storage.sources.door_states("steppe")}


def test_the_next_door_is_due_at_once_when_the_better_one_dies_and_rests_when_it_lives_again(
    steppe: Newsroom, storage: Storage, clock: HandClock
) -> None:
    assert polled(storage) == {BELIEVED: False}
    (door,) = storage.sources.door_states("steppe")
    run, later = steppe.runs["steppe"], clock() + timedelta(hours=3)
    for _ in range(3):
        assert GUESS not in polled(storage)
        storage.ledger.record_polls(
            [(run, door_poll(door.id, [], clock(), verdict=PollVerdict.FAILED, next_poll_at=later, status=None))]
        )
    assert polled(storage) == {BELIEVED: True, GUESS: False}
    assert storage.sources.next_polls()["steppe"] is None
    storage.ledger.record_poll(
        run, door_poll(door.id, [FeedEntry(url="https://steppe.example/1")], later, next_poll_at=later)
    )
    assert polled(storage) == {BELIEVED: False}
    assert storage.sources.next_polls()["steppe"] == later


def test_a_check_decides_which_doors_are_polled(steppe: Newsroom, storage: Storage, clock: HandClock) -> None:
    storage.sources.record_check("steppe", GUESS, checked_at=clock(), verdict=DoorVerdict.PROVEN, reason="9 items")
    assert polled(storage) == {BELIEVED: False, GUESS: False}
    storage.sources.record_check(
        "steppe", BELIEVED, checked_at=clock(), verdict=DoorVerdict.STALE, reason="40 days old"
    )
    assert polled(storage) == {BELIEVED: True, GUESS: False}
    storage.sources.record_check("steppe", WHOLE, checked_at=clock(), verdict=DoorVerdict.PROVEN, reason="9 items")
    assert WHOLE not in polled(storage)
