"""The ledger: what a poll found is never lost, and every address ends in a state with a reason."""

from datetime import datetime, timedelta

import pytest
from hand_clock import HandClock
from newsdesk import Newsroom, address, article, door_poll, source

from press.archive import ArchivePlace
from press.discoveries import DiscoveryState, FeedEntry
from press.doors import PollVerdict, Validators
from press.outcomes import (
    Outcome,
    PageBlocked,
    PageFailed,
    PageGone,
    PageOffTopic,
    PagePostponed,
    PageUnreadable,
)
from storage import Storage
from storage.rows import TakenOver


def test_a_poll_writes_entries_and_validators_together(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    record = newsroom.poll("steppe", "a", "b", "a", at=clock())
    assert (record.new, record.known, record.refused) == (2, 0, 0)
    (door,) = storage.sources.door_states("steppe")
    assert door.validators == Validators(etag='"1"')
    assert door.next_poll_at == clock() + timedelta(minutes=30)
    assert (door.polls, door.failures) == (1, 0)
    assert [each.url for each in storage.ledger.pending("steppe", clock(), 10)] == [
        "https://steppe.example/a",
        "https://steppe.example/b",
    ]


def test_an_address_is_found_once_whatever_its_spelling_and_its_outlet(newsroom: Newsroom) -> None:
    newsroom.poll("steppe", "a?utm_source=x")
    record = newsroom.poll("gazette", "https://www.steppe.example/a", "https://steppe.example/a#top")
    assert (record.new, record.known) == (0, 1)


def test_an_address_that_may_not_be_fetched_is_on_record_as_failed_and_never_handed_out(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    record = newsroom.poll("steppe", "ftp://steppe.example/a", "https://me:secret@steppe.example/b", "c")
    assert (record.new, record.refused) == (1, 2)
    assert len(storage.ledger.pending("steppe", clock(), 10)) == 1
    history = storage.why("https://me:secret@steppe.example/b")
    assert history is not None
    assert history.state is DiscoveryState.FAILED
    assert "may be fetched" in history.reason


def test_a_poll_of_ten_thousand_entries_keeps_each_of_them(newsroom: Newsroom, storage: Storage) -> None:
    assert newsroom.poll("steppe", *(f"{number}" for number in range(10_000))).new == 10_000
    assert storage.ledger.pending_total() == 10_000
    assert newsroom.poll("steppe", *(f"{number}" for number in range(10_000))).known == 10_000


def test_failures_of_a_door_are_counted_until_it_answers_again(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    began = clock()
    for _ in range(3):
        newsroom.poll("steppe", at=clock.pass_by(hours=1), verdict=PollVerdict.FAILED, status=500, reason="no answer")
    assert storage.sources.door_states("steppe")[0].failures == 3
    (health,) = (each for each in storage.source_health() if each.id == "steppe")
    assert health.doors[0].failing_since == began + timedelta(hours=1)
    assert health.doors[0].reason == "no answer"
    newsroom.poll("steppe", "a", at=clock.pass_by(hours=1))
    assert storage.sources.door_states("steppe")[0].failures == 0
    assert storage.source_health()[2].doors[0].failing_since is None


def test_a_door_remembers_where_it_moved_and_that_it_lied(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    for place in ("https://new.example/1", "https://new.example/2", "https://new.example/2"):
        newsroom.poll("steppe", at=clock(), moved_to=place)
    door = storage.sources.door_states("steppe")[0]
    assert (door.moved_to, door.moved_polls) == ("https://new.example/2", 2)
    newsroom.poll("steppe", at=clock(), lied=True)
    newsroom.poll("steppe", "hidden", at=clock(), lied=True)
    door = storage.sources.door_states("steppe")[0]
    assert (door.moved_to, door.moved_polls, door.lies) == (None, 0, 1)
    retired = clock()
    newsroom.poll("steppe", at=retired, verdict=PollVerdict.GONE, retired=True)
    newsroom.poll("steppe", at=clock.pass_by(days=7), verdict=PollVerdict.FAILED)
    assert storage.sources.door_states("steppe")[0].retired_at == retired
    newsroom.poll("steppe", at=clock())
    assert storage.sources.door_states("steppe")[0].retired_at is None


def test_a_door_remembers_what_it_wishes(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    newsroom.poll("steppe", at=clock(), ttl_minutes=60, quiet_hours=frozenset({3, 100}))
    door = storage.sources.door_states("steppe")[0]
    assert (door.ttl_minutes, door.quiet_hours) == (60, {3, 100})
    newsroom.poll("steppe", at=clock(), verdict=PollVerdict.UNCHANGED, status=304)
    door = storage.sources.door_states("steppe")[0]
    assert (door.ttl_minutes, door.quiet_hours, door.unchanged_at) == (None, frozenset(), clock())


def test_quiet_polls_are_written_together(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    polls = [
        (
            newsroom.runs[outlet],
            door_poll(storage.sources.door_states(outlet)[0].id, [], clock(), verdict=PollVerdict.UNCHANGED),
        )
        for outlet in ("steppe", "gazette")
    ]
    storage.ledger.record_polls(polls)
    storage.ledger.record_polls([])
    assert [storage.sources.door_states(outlet)[0].polls for outlet in ("steppe", "gazette", "mirror")] == [1, 1, 0]


@pytest.mark.parametrize(
    ("outcome", "made", "state"),
    [
        (PageOffTopic(reason="names nobody"), Outcome.OFF_TOPIC, DiscoveryState.OFF_TOPIC),
        (PageUnreadable(reason="a PDF"), Outcome.UNREADABLE, DiscoveryState.UNREADABLE),
        (PageBlocked(reason="robots.txt", status=403), Outcome.BLOCKED, DiscoveryState.BLOCKED),
        (PageGone(reason="404", status=404), Outcome.GONE, DiscoveryState.GONE),
        (PageFailed(reason="no answer"), Outcome.FAILED, DiscoveryState.FAILED),
    ],
)
def test_a_page_ends_in_its_state_with_the_reason(
    newsroom: Newsroom, storage: Storage, outcome: PageOffTopic, made: Outcome, state: DiscoveryState
) -> None:
    discovery = newsroom.find("steppe", "a")
    assert newsroom.settle(discovery, outcome).outcome is made
    history = storage.why(discovery.url)
    assert history is not None
    assert (history.state, history.reason, history.attempts) == (state, outcome.reason, 1)
    assert storage.ledger.pending_total() == 0


def test_a_postponed_page_stays_pending_and_comes_back_when_its_time_has_come(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    later = clock() + timedelta(minutes=15)
    newsroom.settle(newsroom.find("steppe", "a"), PagePostponed(reason="busy", retry_at=later, status=503))
    assert storage.ledger.pending("steppe", clock(), 10) == ()
    assert storage.ledger.backlogs(clock()) == {}
    assert storage.ledger.backlogs(later) == {"steppe": 1}
    (again,) = storage.ledger.pending("steppe", later, 10)
    assert again.attempts == 1
    assert storage.ledger.pending_total() == 1


def test_first_tries_come_before_retries(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    newsroom.settle(newsroom.find("steppe", "old"), PagePostponed(reason="busy", retry_at=clock()))
    newsroom.poll("steppe", "new", at=clock())
    assert [each.url.rsplit("/", 1)[1] for each in storage.ledger.pending("steppe", clock(), 10)] == ["new", "old"]


def test_the_ledger_says_which_addresses_it_knows(newsroom: Newsroom, storage: Storage) -> None:
    newsroom.poll("steppe", "a", "b")
    asked = [address("steppe", "a"), "https://m.steppe.example/b", address("steppe", "c")]
    assert storage.ledger.known(asked) == set(asked[:2])
    assert storage.ledger.known([]) == set()


def test_where_the_raw_page_lies_is_kept_with_its_address(newsroom: Newsroom, storage: Storage) -> None:
    place = ArchivePlace(file="2026/03/02/one.warc.gz", offset=2**33, length=31_000)
    discovery = newsroom.find("steppe", "a")
    storage.pages.record(newsroom.runs["steppe"], discovery, article(discovery.url), archived=place)
    history = storage.why(discovery.url)
    assert history is not None
    assert history.archived == place


def test_pages_in_a_last_state_are_tried_again_when_asked_for(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    newsroom.settle(newsroom.find("steppe", "early"), PageFailed(reason="no answer"))
    since = clock.pass_by(hours=2)
    newsroom.settle(newsroom.find("steppe", "late"), PageFailed(reason="no answer"))
    newsroom.settle(newsroom.find("gazette", "other"), PageFailed(reason="no answer"))
    newsroom.settle(newsroom.find("steppe", "gone"), PageGone(reason="404", status=404))
    newsroom.poll("steppe", "ftp://steppe.example/never")
    assert storage.revisits.requeue(DiscoveryState.FAILED, since=since, source_id="steppe") == 1
    (again,) = storage.ledger.pending("steppe", clock(), 10)
    assert (again.url, again.attempts) == (address("steppe", "late"), 0)
    assert storage.revisits.requeue(DiscoveryState.FAILED) == 2
    assert storage.revisits.requeue(DiscoveryState.GONE) == 1
    assert storage.ledger.pending_total() == 4


@pytest.mark.parametrize("state", [DiscoveryState.ARTICLE, DiscoveryState.PENDING])
def test_articles_and_pending_pages_are_not_tried_again(storage: Storage, state: DiscoveryState) -> None:
    with pytest.raises(ValueError, match="not to be tried again"):
        storage.revisits.requeue(state)


def test_sources_and_doors_that_left_the_configuration_are_kept_switched_off(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    newsroom.poll("steppe", "a", at=clock())
    storage.sources.sync([source("steppe", doors=2), source("late")])
    health = {each.id: each for each in storage.source_health()}
    assert {source_id for source_id, each in health.items() if each.enabled} == {"steppe", "late"}
    assert health["steppe"].pages == {"pending": 1}
    assert storage.sources.next_polls() == {"late": None, "steppe": None}
    storage.sources.sync([source("late")])
    assert storage.sources.door_states("steppe") == ()
    storage.sources.sync([source("steppe")])
    assert storage.sources.door_states("steppe")[0].polls == 1


def test_what_a_poll_shows_of_a_doors_304_is_remembered(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    def of_the_door() -> tuple[datetime | None, bool, int]:
        door = storage.sources.door_states("steppe")[0]
        return door.read_at, door.proven, door.lies

    first = clock()
    newsroom.poll("steppe", "a", at=first, was_read=True)
    assert of_the_door() == (first, False, 0)
    clock.pass_by(minutes=30)
    newsroom.poll("steppe", at=clock(), verdict=PollVerdict.UNCHANGED, status=304)
    assert of_the_door() == (first, False, 0)
    newsroom.poll("steppe", "b", at=clock(), was_read=True, proved=True)
    assert of_the_door() == (clock(), True, 0)
    newsroom.poll("steppe", "c", at=clock(), was_read=True, lied=True)
    assert of_the_door() == (clock(), False, 1)


def test_a_command_with_another_configuration_takes_no_door_from_a_daemon_that_runs(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    storage.sources.sync([source("steppe", doors=2)], by_daemon=True)
    storage.heartbeats.start("host:7", "host", 7)
    assert storage.sources.sync([source("late")]) == TakenOver(left=1)
    assert len(storage.sources.door_states("steppe")) == 2
    assert len(storage.sources.door_states("late")) == 1
    (door,) = source("steppe").doors
    off = source("steppe", enabled=False).model_copy(update={"doors": (door.model_copy(update={"archive": True}),)})
    storage.sources.sync([off])
    assert "steppe" in storage.sources.next_polls(), "nor is it switched off by an entry that says so"
    assert len(storage.sources.door_states("steppe")) == 2
    (second,) = (door.address for door in source("steppe", doors=2).doors if door.address.endswith("-1"))
    assert storage.sources.sync([source("steppe")], by_daemon=True) == TakenOver(sources=("late",), doors=(second,))
    assert (len(storage.sources.door_states("steppe")), storage.sources.door_states("late")) == (1, ())
    clock.pass_by(minutes=6)
    assert storage.sources.sync([source("late")]).sources == ("steppe",), "a daemon that died holds nothing"
    assert storage.sources.sync([source("late")]) == TakenOver(), "what is switched off already is not said again"
    assert storage.sources.sync([source("late", enabled=False)]) == TakenOver(), "its own entry says so"
    storage.sources.sync([source("by-hand", doors=0)])
    assert storage.sources.sync([]) == TakenOver(), "what has no door was not polled"
    assert storage.sources.door_states("steppe") == ()


def test_a_source_is_due_when_its_first_door_is(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    newsroom.poll("steppe", "a", at=clock(), next_poll_at=clock() + timedelta(hours=3))
    assert storage.sources.next_polls()["steppe"] == clock() + timedelta(hours=3)
    assert storage.sources.next_polls()["gazette"] is None


def test_addresses_given_by_hand_enter_the_ledger_like_those_of_a_door(newsroom: Newsroom, storage: Storage) -> None:
    entries = [FeedEntry(url=address("steppe", "a"), title="عنوان", published="2 March 2026", language="ar")]
    assert storage.ledger.record_found(newsroom.runs["steppe"], entries, "url").new == 1
    history = storage.why(address("steppe", "a"))
    assert history is not None
    assert (history.door, history.door_kind, history.title, history.published, history.language) == (
        None,
        "url",
        "عنوان",
        "2 March 2026",
        "ar",
    )


def test_what_is_no_character_is_replaced_and_never_stops_a_poll(newsroom: Newsroom, storage: Storage) -> None:
    odd = FeedEntry(url="https://steppe.example/\ud800x", title="half a pair \udfff, a nul \x00", published="\udc80")
    assert storage.ledger.record_found(newsroom.runs["steppe"], [odd], "feed").new == 1
    history = storage.why(odd.url)
    assert history is not None
    assert (history.title, history.published) == ("half a pair ?, a nul \ufffd", "?")
    torn = article(address("steppe", "torn"), "كلمة \ud83d ثم كلمات أخرى بعدها \x00 في النص", title="عنوان \udc80")
    record = newsroom.settle(newsroom.find("steppe", "torn"), torn)
    stored = storage.article(record.article_id or 0)
    assert stored is not None
    assert (stored.title, stored.text) == ("عنوان ?", "كلمة ? ثم كلمات أخرى بعدها \ufffd في النص")
    assert storage.check() == ()
