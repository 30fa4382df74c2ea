"""What an operator sees on one screen, and what he is told without asking."""

from datetime import timedelta

import pytest
from hand_clock import HandClock
from newsdesk import HARVEST, Newsroom, door_poll, source

from press.alarms import AlarmKind, Severity
from press.discoveries import FeedEntry
from press.door_verdicts import DoorVerdict
from press.doors import PollVerdict
from press.outcomes import PageFailed, PageGone
from storage import DueState, Storage


def alarms(storage: Storage, clock: HandClock) -> dict[AlarmKind, list[str]]:
    told: dict[AlarmKind, list[str]] = {}
    for alarm in storage.status(clock()).alarms:
        if alarm.kind is not AlarmKind.DISK:
            told.setdefault(alarm.kind, []).append(alarm.sentence)
    return told


def test_a_fresh_database_has_nothing_to_tell(storage: Storage, clock: HandClock) -> None:
    status = storage.status(clock())
    assert (status.sources, status.articles, status.pages, status.daemon) == (0, 0, {}, None)
    assert alarms(storage, clock) == {}
    assert status.database_bytes > 0
    assert status.disk_free_bytes > 0


def test_the_screen_counts_what_there_is(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    newsroom.run("steppe", "a", tags=("SCO", "CICA"))
    newsroom.run("gazette", "b")
    newsroom.run("gazette", "c", HARVEST, tags=())
    newsroom.settle(newsroom.find("steppe", "d"), PageGone(reason="404", status=404))
    newsroom.settle(newsroom.find("steppe", "e"), PageFailed(reason="no answer"))
    newsroom.poll("mirror", "f", "g", at=clock())
    status = storage.status(clock())
    assert (status.articles, status.tagged_articles, status.sightings) == (2, 1, 3)
    assert status.pages == {"article": 3, "gone": 1, "failed": 1, "pending": 2}
    assert (status.pending_ready, status.oldest_pending_at, status.revisits_due) == (2, clock(), 0)
    assert (status.sources, status.sources_enabled, status.doors) == (3, 3, 3)
    assert status.runs == {"running": 3}
    assert [run.source_id for run in status.last_runs] == ["mirror", "gazette", "steppe"]
    assert status.due == (("gazette", None), ("steppe", None), ("mirror", clock() + timedelta(minutes=30)))
    assert storage.status(clock() + timedelta(hours=2)).revisits_due == 2


def test_a_source_tells_how_it_fares(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    storage.sources.record_check(
        "steppe",
        "https://steppe.example/feed-0",
        checked_at=clock(),
        verdict=DoorVerdict.EMPTY,
        reason="rss without items",
    )
    newsroom.poll("steppe", "a", at=clock(), verdict=PollVerdict.NEWS)
    steppe = storage.source_health()[2]
    assert (steppe.id, steppe.name, steppe.country, steppe.languages) == ("steppe", "Steppe", "KZ", ("ar",))
    (door,) = steppe.doors
    assert (door.verdict, door.polls, door.last_news_at, door.last_change_at) == ("news", 1, clock(), clock())
    assert (door.checked_at, door.check_verdict, door.check_reason) == (clock(), "empty", "rss without items")
    assert steppe.pages == {"pending": 1}
    assert steppe.held_until == clock() + timedelta(seconds=60)
    assert steppe.last_run is not None
    assert steppe.last_run.state == "running"


def test_a_source_that_is_due_and_not_polled_is_told(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    for outlet in ("steppe", "gazette", "mirror"):
        newsroom.poll(outlet, "a", at=clock())
        storage.runs.release_leases([newsroom.leases[outlet]])
    clock.pass_by(minutes=44)
    assert AlarmKind.OVERDUE not in alarms(storage, clock)
    clock.pass_by(minutes=2)
    assert alarms(storage, clock)[AlarmKind.OVERDUE] == ["due and not polled: gazette, mirror, steppe"]


def test_a_daemon_that_died_without_a_word_comes_first(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    storage.heartbeats.start("host:7", "host", 7)
    clock.pass_by(minutes=4)
    assert AlarmKind.DAEMON_DEAD not in alarms(storage, clock)
    clock.pass_by(minutes=2)
    worst = storage.status(clock()).alarms[0]
    assert (worst.kind, worst.severity) == (AlarmKind.DAEMON_DEAD, Severity.CRITICAL)
    assert "process 7 on host" in worst.sentence
    storage.heartbeats.end("host:7", "SIGTERM")
    assert AlarmKind.DAEMON_DEAD not in alarms(storage, clock)


def test_missed_and_lost_runs_are_told_for_a_day(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    due = {"steppe": clock(), "gazette": clock()}
    storage.runs.plan_due(due)
    storage.runs.settle_due(due, DueState.MISSED, "the run before was still under way")
    clock.pass_by(seconds=61)
    newsroom.begin("steppe")
    told = alarms(storage, clock)
    assert told[AlarmKind.RUNS_MISSED] == [
        "2 due runs were missed in the last 24 hours: the run before was still under way"
    ]
    assert told[AlarmKind.RUNS_LOST] == [
        "1 run ended without a word in the last 24 hours; what was pending was taken up again"
    ]
    clock.pass_by(hours=25)
    assert not {AlarmKind.RUNS_MISSED, AlarmKind.RUNS_LOST} & set(alarms(storage, clock))


def test_a_source_none_of_whose_doors_can_be_read_is_told_with_the_reason_and_since_when(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    storage.sources.sync([source("steppe", doors=2)])
    first, second = storage.sources.door_states("steppe")
    began = clock()
    for number in range(3):
        newsroom.poll("steppe", at=clock(), verdict=PollVerdict.BLOCKED, status=403, reason="the server answered 403")
        assert (AlarmKind.DOOR_FAILING in alarms(storage, clock)) == (number == 2)
        clock.pass_by(minutes=10)
    for _ in range(3):
        storage.ledger.record_poll(
            newsroom.runs["steppe"],
            door_poll(second.id, [], clock(), verdict=PollVerdict.FAILED, status=None, reason="no answer"),
        )
    (alarm,) = (each for each in storage.status(clock()).alarms if each.kind is AlarmKind.SOURCE_UNREADABLE)
    assert (alarm.severity, alarm.source_id, alarm.since) == (Severity.WARNING, "steppe", clock())
    assert alarm.sentence == "Steppe: no door can be read; the server answered 403"
    assert began < clock()
    assert first.address == storage.source_health()[2].doors[0].address


def test_when_no_door_at_all_answers_it_is_said_once_and_not_of_every_source(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    for outlet in ("steppe", "gazette", "mirror"):
        newsroom.poll(outlet, at=clock(), verdict=PollVerdict.FAILED, status=None, reason="no such host")
    (alarm,) = (each for each in storage.status(clock()).alarms if each.kind is not AlarmKind.DISK)
    assert (alarm.kind, alarm.severity, alarm.since) == (AlarmKind.OFFLINE, Severity.CRITICAL, clock())
    assert "none of 3 doors answers; is this machine online?" in alarm.sentence
    assert "no such host" in alarm.sentence
    newsroom.poll("mirror", at=clock(), verdict=PollVerdict.FAILED, status=500, reason="the server answered 500")
    assert AlarmKind.OFFLINE not in alarms(storage, clock)


def test_that_nothing_answers_is_told_though_some_doors_are_forbidden_or_were_not_asked_since(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    storage.sources.sync([source("steppe", doors=30), source("gazette"), source("mirror", doors=12)])
    run = newsroom.runs["steppe"]
    newsroom.poll("gazette", at=clock(), verdict=PollVerdict.BLOCKED, status=None, reason="robots.txt forbids it")
    for door in storage.sources.door_states("mirror"):
        storage.ledger.record_poll(newsroom.runs["mirror"], door_poll(door.id, [], clock()))
    clock.pass_by(hours=1)
    for door in storage.sources.door_states("steppe"):
        storage.ledger.record_poll(run, door_poll(door.id, [], clock(), verdict=PollVerdict.FAILED, status=None))
    assert AlarmKind.OFFLINE in alarms(storage, clock)
    newsroom.poll("gazette", at=clock(), verdict=PollVerdict.BLOCKED, status=None, reason="robots.txt forbids it")
    assert AlarmKind.OFFLINE in alarms(storage, clock)
    clock.pass_by(minutes=1)
    newsroom.poll("mirror", at=clock(), verdict=PollVerdict.UNCHANGED, status=304)
    assert AlarmKind.OFFLINE not in alarms(storage, clock)


def test_a_source_that_falls_silent_is_told(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    for day in range(28):
        for hour in range(3):
            newsroom.poll("steppe", f"{day}-{hour}", at=clock() + timedelta(hours=4 * hour))
        newsroom.poll("gazette", f"{day}", at=clock())
        clock.pass_by(days=1)
    last_found = clock() - timedelta(hours=16)
    for outlet in ("steppe", "gazette"):
        newsroom.poll(outlet, at=clock())
    assert AlarmKind.SOURCE_SILENT not in alarms(storage, clock)
    clock.pass_by(days=3)
    newsroom.poll("steppe", at=clock())
    (alarm,) = (each for each in storage.status(clock()).alarms if each.kind is AlarmKind.SOURCE_SILENT)
    assert (alarm.source_id, alarm.since, alarm.severity) == ("steppe", last_found, Severity.WARNING)
    assert "usually" in alarm.sentence


def test_a_source_that_never_brought_anything_is_told(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    storage.sources.sync([source("steppe", expected_per_day=20), source("gazette"), source("mirror")])
    for outlet in ("steppe", "gazette"):
        newsroom.poll(outlet, at=clock(), verdict=PollVerdict.NOTHING_NEW)
    began = clock()
    clock.pass_by(days=4)
    for outlet in ("steppe", "gazette"):
        newsroom.poll(outlet, at=clock(), verdict=PollVerdict.NOTHING_NEW)
    (alarm,) = (each for each in storage.status(clock()).alarms if each.kind is AlarmKind.SOURCE_SILENT)
    assert (alarm.source_id, alarm.since) == ("steppe", began)
    assert "nothing since it is polled" in alarm.sentence


def test_links_of_no_known_form_of_address_are_told_until_the_listing_is_read_again(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    strange = tuple(f"https://steppe.example/story/{number}" for number in range(7))

    def severity() -> Severity:
        told = (each for each in storage.status(clock()).alarms if each.kind is AlarmKind.ADDRESSES_UNRECOGNISED)
        return next(told).severity

    newsroom.poll("steppe", at=clock(), verdict=PollVerdict.NOTHING_NEW, unrecognised=strange)
    assert severity() is Severity.WARNING, "it names no article that is known as one"
    newsroom.poll("steppe", at=clock(), verdict=PollVerdict.UNCHANGED)
    assert severity() is Severity.WARNING, "it says what it said"
    newsroom.poll("steppe", "a", at=clock(), unrecognised=strange)
    assert severity() is Severity.NOTE
    newsroom.poll("steppe", at=clock(), verdict=PollVerdict.UNCHANGED)
    (told,) = alarms(storage, clock)[AlarmKind.ADDRESSES_UNRECOGNISED]
    assert told.startswith("Steppe: 7 links of https://steppe.example/feed-0 look like articles")
    assert "/story/2; if they are" in told
    assert "/story/3" not in told
    newsroom.poll("steppe", "b", at=clock())
    assert AlarmKind.ADDRESSES_UNRECOGNISED not in alarms(storage, clock)


@pytest.mark.parametrize("verdict", [PollVerdict.UNCHANGED, PollVerdict.NOTHING_NEW])
def test_a_door_that_answers_with_nothing_new_for_a_week_while_its_sister_has_news_is_told(
    newsroom: Newsroom, storage: Storage, clock: HandClock, verdict: PollVerdict
) -> None:
    storage.sources.sync([source("steppe", doors=2)])
    second = storage.sources.door_states("steppe")[1]
    run = newsroom.runs["steppe"]
    storage.ledger.record_poll(run, door_poll(second.id, [FeedEntry(url="https://steppe.example/x")], clock()))
    began = clock()
    for day in range(9):
        clock.pass_by(days=1)
        newsroom.poll("steppe", f"{day}", at=clock())
        storage.ledger.record_poll(run, door_poll(second.id, [], clock(), verdict=verdict))
    (alarm,) = (each for each in storage.status(clock()).alarms if each.kind is AlarmKind.DOOR_STUCK)
    assert (alarm.door, alarm.since, alarm.severity) == (second.address, began, Severity.NOTE)


def test_doors_that_moved_or_said_goodbye_are_told(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    for _ in range(3):
        newsroom.poll("steppe", "a", at=clock(), moved_to="https://steppe.example/rss")
        newsroom.poll("gazette", at=clock(), verdict=PollVerdict.GONE, status=410, retired=True)
    told = alarms(storage, clock)
    assert "has moved to https://steppe.example/rss for good" in told[AlarmKind.DOOR_MOVED][0]
    assert "gone for good (410)" in told[AlarmKind.DOOR_RETIRED][0]


def test_pages_that_wait_for_more_than_a_day_are_told(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    newsroom.poll("steppe", "a", at=clock())
    clock.pass_by(hours=25)
    assert AlarmKind.BACKLOG in alarms(storage, clock)


def test_a_clock_that_was_set_back_is_told(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    newsroom.poll("steppe", "a", at=clock())
    clock.pass_by(hours=-1)
    assert "set back" in alarms(storage, clock)[AlarmKind.CLOCK][0]


def test_sources_that_are_switched_off_raise_no_alarm(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    for _ in range(5):
        newsroom.poll("steppe", at=clock(), verdict=PollVerdict.FAILED, status=500, reason="broken")
    storage.sources.sync([source("steppe", enabled=False), source("gazette"), source("mirror")])
    clock.pass_by(days=100)
    assert not [each for each in storage.status(clock()).alarms if each.source_id == "steppe"]


def test_the_order_of_alarms_is_the_worst_first_and_stable(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    storage.heartbeats.start("host:7", "host", 7)
    newsroom.settle(newsroom.find("steppe", "e"), PageFailed(reason="no answer"))
    newsroom.poll("mirror", "x", at=clock(), moved_to="https://mirror.example/rss")
    for _ in range(3):
        newsroom.poll("mirror", at=clock(), moved_to="https://mirror.example/rss")
        newsroom.poll("gazette", at=clock(), verdict=PollVerdict.FAILED, status=500, reason="broken")
    clock.pass_by(days=2)
    told = storage.status(clock()).alarms
    assert [alarm.severity for alarm in told] == sorted((alarm.severity for alarm in told), reverse=True)
    assert {Severity.CRITICAL, Severity.WARNING, Severity.NOTE} <= {alarm.severity for alarm in told}
    assert told == storage.status(clock()).alarms
