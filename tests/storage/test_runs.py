"""One run of a source at a time, whoever asks: leases, fencing, and the record of runs that were due."""

from datetime import timedelta

import pytest
from hand_clock import HandClock
from newsdesk import Newsroom, address, article, door_poll

from press.discoveries import FeedEntry
from press.errors import LeaseLost
from press.outcomes import PageGone
from storage import DueState, RunEnd, RunState, Storage, open_storage


def test_a_source_is_held_by_one_run_at_a_time(newsroom: Newsroom, storage: Storage) -> None:
    assert storage.runs.acquire_leases(["steppe"], holder="another", seconds=60) == {}


def test_a_lease_that_was_given_back_can_be_had_at_once(newsroom: Newsroom, storage: Storage) -> None:
    before = newsroom.leases["steppe"]
    storage.runs.release_leases([before])
    (lease,) = storage.runs.acquire_leases(["steppe"], holder="another", seconds=60).values()
    assert (lease.source_id, lease.holder, lease.token) == ("steppe", "another", before.token + 1)


def test_a_lease_that_ran_out_passes_on_and_the_run_before_is_closed_as_lost(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    lost = newsroom.runs["steppe"]
    clock.pass_by(seconds=61)
    fresh = newsroom.begin("steppe", holder="another")
    assert fresh.token == lost.token + 1
    health = {each.id: each for each in storage.source_health()}["steppe"]
    assert health.held_until == clock() + timedelta(seconds=60)
    notes = {note.id: note for note in storage.status(clock()).last_runs}
    assert notes[lost.id].state == RunState.LOST
    assert "without a word" in notes[lost.id].reason
    assert notes[fresh.id].state == RunState.RUNNING


def test_a_run_whose_lease_has_passed_on_writes_no_more(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    lost, lease = newsroom.runs["steppe"], newsroom.leases["steppe"]
    discovery = newsroom.find("steppe", "a")
    door = storage.sources.door_states("steppe")[0]
    clock.pass_by(seconds=61)
    newsroom.begin("steppe", holder="another")
    entries = [FeedEntry(url=address("steppe", "b"))]
    attempts = (
        lambda: storage.ledger.record_poll(lost, door_poll(door.id, entries, clock())),
        lambda: storage.ledger.record_found(lost, entries, "url"),
        lambda: storage.pages.record(lost, discovery, article(discovery.url)),
        lambda: storage.pages.record(lost, discovery, PageGone(reason="404", status=404)),
    )
    for attempt in attempts:
        with pytest.raises(LeaseLost) as caught:
            attempt()
        assert caught.value.source_id == "steppe"
    assert storage.ledger.record_polls([(lost, door_poll(door.id, [], clock()))]) == {"steppe"}
    assert storage.runs.renew_leases([lease], 60) == (lease,)
    assert storage.ledger.known([address("steppe", "b")]) == set()
    assert storage.ledger.pending_total() == 1
    assert storage.sources.door_states("steppe")[0].polls == 0


def test_a_lease_given_back_too_late_leaves_the_next_holder_alone(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    late = newsroom.leases["steppe"]
    clock.pass_by(seconds=61)
    newsroom.begin("steppe", holder="another")
    storage.runs.release_leases([late])
    assert storage.runs.acquire_leases(["steppe"], holder="third", seconds=60) == {}


def test_a_renewed_lease_holds_on(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    clock.pass_by(seconds=50)
    storage.runs.renew_leases([newsroom.leases["steppe"]], 60)
    clock.pass_by(seconds=50)
    assert storage.runs.acquire_leases(["steppe"], holder="another", seconds=60) == {}


def test_one_lost_lease_takes_no_other_with_it(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    before = dict(newsroom.leases)
    others = tuple(outlet for outlet in before if outlet != "steppe")
    clock.pass_by(seconds=50)
    storage.runs.renew_leases([before[outlet] for outlet in others], 60)
    clock.pass_by(seconds=11)
    newsroom.begin("steppe", holder="another")
    assert storage.runs.renew_leases(tuple(before.values()), 60) == (before["steppe"],)
    clock.pass_by(seconds=55)
    assert storage.runs.acquire_leases(others, holder="third", seconds=60) == {}


def test_a_clock_that_is_set_back_does_not_free_what_is_held(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    clock.pass_by(hours=-1)
    assert storage.runs.acquire_leases(["steppe"], holder="another", seconds=60) == {}


def test_how_a_run_ended_is_on_record(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    run = newsroom.runs["steppe"]
    clock.pass_by(seconds=9)
    storage.runs.finish_runs([RunEnd(run=run, state=RunState.PARTIAL, counts={"new": 3}, reason="a page failed")])
    storage.runs.finish_runs([])
    last = {each.id: each for each in storage.source_health()}["steppe"].last_run
    assert last is not None
    assert (last.state, last.counts, last.reason) == ("partial", {"new": 3}, "a page failed")
    assert last.finished_at == clock()


def test_a_run_that_was_declared_lost_stays_lost(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    lost = newsroom.runs["steppe"]
    clock.pass_by(seconds=61)
    newsroom.begin("steppe")
    storage.runs.finish_runs([RunEnd(run=lost, state=RunState.DONE, counts={}, reason="")])
    assert {note.id: note.state for note in storage.status(clock()).last_runs}[lost.id] == RunState.LOST


def test_a_due_run_is_done_or_missed_with_a_reason(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    due = {"steppe": clock(), "gazette": clock(), "mirror": clock()}
    storage.runs.plan_due(due)
    storage.runs.plan_due(due)
    assert storage.status(clock()).due_runs == {"planned": 3}
    storage.runs.settle_due({"steppe": due["steppe"]}, DueState.DONE, "")
    storage.runs.settle_due({"gazette": due["gazette"]}, DueState.MISSED, "another run held the source")
    assert storage.runs.miss_planned("the daemon ended before this run was done") == 1
    assert storage.runs.miss_planned("again") == 0
    status = storage.status(clock())
    assert status.due_runs == {"done": 1, "missed": 2}
    sentences = [alarm.sentence for alarm in status.alarms]
    assert "1 due run was missed in the last 24 hours: another run held the source" in sentences


def test_old_runs_can_be_forgotten_and_what_they_found_stays(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    newsroom.poll("steppe", "a")
    run = newsroom.runs["steppe"]
    storage.runs.finish_runs([RunEnd(run=run, state=RunState.DONE, counts={}, reason="")])
    storage.runs.plan_due({"steppe": clock()})
    storage.runs.settle_due({"steppe": clock()}, DueState.DONE, "")
    clock.pass_by(days=400)
    assert storage.runs.forget(clock() - timedelta(days=365)) == 2
    history = storage.why(address("steppe", "a"))
    assert history is not None
    assert history.found_by is None
    assert storage.check() == ()


def test_two_stores_on_one_database_see_each_others_leases(
    newsroom: Newsroom, database_url: str, clock: HandClock
) -> None:
    with open_storage(database_url, clock=clock) as other:
        assert other.runs.acquire_leases(["steppe"], holder="other", seconds=60) == {}
        clock.pass_by(seconds=61)
        assert set(other.runs.acquire_leases(["steppe"], holder="other", seconds=60)) == {"steppe"}


def test_hosts_are_asked_in_turn(storage: Storage, clock: HandClock) -> None:
    turns = [storage.network.claim_host_turn("steppe.example", clock(), 3) for _ in range(3)]
    assert [(turn - clock()).total_seconds() for turn in turns] == [0, 3, 6]
    assert storage.network.claim_host_turn("gazette.example", clock(), 3) == clock()


def test_a_daemon_leaves_a_sign_of_life(storage: Storage, clock: HandClock) -> None:
    assert storage.heartbeats.last() is None
    storage.heartbeats.start("host:1", "host", 1)
    began = clock()
    clock.pass_by(minutes=1)
    storage.heartbeats.beat("host:1")
    last = storage.heartbeats.last()
    assert last is not None
    assert (last.started_at, last.beat_at, last.ended_at) == (began, clock(), None)
    storage.heartbeats.end("host:1", "SIGTERM")
    last = storage.heartbeats.last()
    assert last is not None
    assert (last.ended_at, last.reason) == (clock(), "SIGTERM")
    clock.pass_by(days=31)
    storage.heartbeats.start("host:2", "host", 2)
    assert storage.status(clock()).daemon == storage.heartbeats.last()
