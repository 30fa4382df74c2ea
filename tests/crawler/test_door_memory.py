"""What is remembered of a door from poll to poll: where it has moved, that it is gone, that it lies about changes."""

import asyncio
import json
from pathlib import Path

import structlog
from crawling import ReactorThread, configuration, crawl, feed_of, ledger, question, source
from misbehaving_site import Asked, Behave, MisbehavingSite, answer, misbehaving_site, redirect

from crawler.door_polling import remarks
from press.settings import PollingSettings

POLLING = PollingSettings(jitter=0.0, unconditional_every=2)
ETAG = {"ETag": '"same"'}


def poll(reactor: ReactorThread, folder: Path, site: MisbehavingSite, polling: PollingSettings = POLLING) -> list[str]:
    """Polls the door once; the paths that were asked."""
    before = len(site.asked)
    installation = configuration(
        folder, source("one", f"{site.origin}/feed"), polling=polling, robots_obey=False, max_pages_per_run=1
    )
    reactor.run(lambda: crawl(installation))
    return [path for path in site.paths_asked()[before:] if "feed" in path]


def test_a_door_that_moved_for_good_is_asked_at_its_new_place_after_three_polls(
    reactor: ReactorThread, tmp_path: Path
) -> None:
    with misbehaving_site() as site:
        site.behaviours |= {"/feed": redirect("/new-feed", 301), "/new-feed": answer(feed_of([]))}
        asked = [poll(reactor, tmp_path, site) for _ in range(5)]
        assert asked == [["/feed", "/new-feed"]] * 3 + [["/new-feed"]] * 2
        assert question(tmp_path, "SELECT moved_to, moved_polls FROM door") == [(f"{site.origin}/new-feed", 5)]
        site.behaviours["/new-feed"] = answer("", status=404)
        site.behaviours["/feed"] = answer(feed_of([]))
        assert poll(reactor, tmp_path, site) == ["/new-feed"]
        assert poll(reactor, tmp_path, site) == ["/feed"]


def test_a_door_that_moved_for_the_moment_keeps_its_address(reactor: ReactorThread, tmp_path: Path) -> None:
    with misbehaving_site() as site:
        site.behaviours |= {
            "/feed": redirect("/step", 301),
            "/step": redirect("/new-feed", 302),
            "/new-feed": answer(feed_of([])),
        }
        for _ in range(4):
            assert poll(reactor, tmp_path, site) == ["/feed", "/new-feed"]
    assert question(tmp_path, "SELECT moved_to, moved_polls FROM door") == [(None, 0)]


def test_a_door_that_is_gone_for_good_is_retired_and_comes_back_when_it_answers(
    reactor: ReactorThread, tmp_path: Path
) -> None:
    with misbehaving_site() as site:
        site.behaviours["/feed"] = answer("", status=410)
        poll(reactor, tmp_path, site)
        assert question(tmp_path, "SELECT retired_at IS NULL FROM door") == [(0,)]
        site.behaviours["/feed"] = answer(feed_of([]))
        poll(reactor, tmp_path, site)
    assert question(tmp_path, "SELECT retired_at IS NULL FROM door") == [(1,)]


def test_a_door_that_changes_behind_its_validators_is_caught_and_not_believed_again(
    reactor: ReactorThread, tmp_path: Path
) -> None:
    with misbehaving_site() as site:
        for number in range(6):
            site.behaviours["/feed"] = answer(feed_of([f"{site.origin}/{number}"]), headers=ETAG)
            poll(reactor, tmp_path, site)
        headers = [asked.headers for asked in site.asked if asked.path == "/feed"]
    assert ["if-none-match" in each for each in headers] == [False, False, True, False, False, False]
    assert question(tmp_path, "SELECT lies FROM door") == [(5,)]


def always_unchanged(body: str) -> Behave:
    """A server whose validator never changes, and which answers 304 to it whatever it has."""
    unconditional, conditional = answer(body, headers=ETAG), answer(b"", status=304, headers=ETAG)

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await (conditional if asked.headers.get("if-none-match") == ETAG["ETag"] else unconditional)(asked, writer)

    return behave


def test_a_door_whose_etag_never_changes_though_its_content_does_is_noticed_within_so_many_polls(
    reactor: ReactorThread, tmp_path: Path
) -> None:
    every = 4
    polling = PollingSettings(jitter=0.0, unconditional_every=every)
    with misbehaving_site() as site:
        site.behaviours["/feed"] = always_unchanged(feed_of([f"{site.origin}/old"]))
        poll(reactor, tmp_path, site, polling)
        site.behaviours["/feed"] = always_unchanged(feed_of([f"{site.origin}/new"]))
        polls = 0
        while f"{site.origin}/new" not in ledger(tmp_path):
            poll(reactor, tmp_path, site, polling)
            polls += 1
            assert polls <= every
    assert question(tmp_path, "SELECT lies, lied_at IS NULL FROM door") == [(1, 0)]


def test_a_304_that_the_servers_own_date_of_change_shows_untrue_is_a_lie(
    reactor: ReactorThread, tmp_path: Path
) -> None:
    dates = ("Mon, 05 Oct 2026 10:00:00 GMT", "Tue, 06 Oct 2026 10:00:00 GMT")
    with misbehaving_site() as site:
        site.behaviours["/feed"] = answer(feed_of([f"{site.origin}/1"]), headers={"Last-Modified": dates[0]})
        for _ in range(2):
            poll(reactor, tmp_path, site)
        site.behaviours["/feed"] = answer(b"", status=304)
        poll(reactor, tmp_path, site)
        site.behaviours["/feed"] = answer(feed_of([f"{site.origin}/2"]), headers={"Last-Modified": dates[1]})
        poll(reactor, tmp_path, site)
    assert question(tmp_path, "SELECT lies FROM door") == [(1,)]


def test_another_body_without_anything_new_in_it_is_no_lie(reactor: ReactorThread, tmp_path: Path) -> None:
    with misbehaving_site() as site:
        for number in range(4):
            body = feed_of([f"{site.origin}/1"]) + f"<!-- made in {number} s -->"
            site.behaviours["/feed"] = answer(body, headers=ETAG)
            poll(reactor, tmp_path, site)
    assert question(tmp_path, "SELECT lies FROM door") == [(0,)]


def test_a_feed_that_was_given_up_and_leads_to_the_front_page_does_not_move_there(
    reactor: ReactorThread, tmp_path: Path
) -> None:
    with misbehaving_site() as site:
        site.behaviours |= {
            "/feed": redirect("/front", 301),
            "/front": answer("<html><body><h1>News</h1></body></html>"),
        }
        for _ in range(4):
            poll(reactor, tmp_path, site)
        assert site.paths_asked()[-2:] == ["/feed", "/front"]
    assert question(tmp_path, "SELECT moved_to, moved_polls, verdict FROM door") == [(None, 0, "unreadable")]


def test_what_a_feed_wishes_is_kept_when_it_answers_unchanged(reactor: ReactorThread, tmp_path: Path) -> None:
    wishes = "<ttl>300</ttl><skipHours><hour>2</hour></skipHours><skipDays><day>Friday</day></skipDays>"
    with misbehaving_site() as site:
        body = feed_of([]).replace("<title>feed", f"{wishes}<title>feed")
        site.behaviours["/feed"] = answer(body, headers=ETAG)
        poll(reactor, tmp_path, site)
        site.behaviours["/feed"] = answer(b"", status=304)
        poll(reactor, tmp_path, site)
        poll(reactor, tmp_path, site)
    ((ttl, hours, pause),) = question(
        tmp_path, "SELECT ttl_minutes, quiet_hours, (next_poll_at - last_poll_at) / 60000000 FROM door"
    )
    assert ttl == 300
    assert len(json.loads(hours)) == 24 + 6
    assert pause >= 300


def test_the_log_tells_once_that_a_door_moved_failed_came_back_and_was_retired(
    reactor: ReactorThread, tmp_path: Path
) -> None:
    with misbehaving_site() as site, structlog.testing.capture_logs() as lines:
        site.behaviours |= {"/feed": redirect("/new-feed", 301), "/new-feed": answer(feed_of([]))}
        for _ in range(4):
            poll(reactor, tmp_path, site)
        for status in (503, 503, 410, 410):
            site.behaviours["/new-feed"] = site.behaviours["/feed"] = answer("", status=status)
            poll(reactor, tmp_path, site)
        site.behaviours["/feed"] = answer(feed_of([]))
        poll(reactor, tmp_path, site)
    told = [line["event"] for line in lines if line["event"].startswith("door_")]
    assert told == ["door_moved", "door_failing", "door_retired", "door_answers_again"]
    assert {line["source"] for line in lines if line["event"].startswith("door_")} == {"one"}


def test_a_door_that_says_304_to_its_validators_keeps_them(reactor: ReactorThread, tmp_path: Path) -> None:
    with misbehaving_site() as site:
        site.behaviours["/feed"] = answer(feed_of([f"{site.origin}/1"]), headers=ETAG)
        poll(reactor, tmp_path, site)
        site.behaviours["/feed"] = answer(b"", status=304)
        poll(reactor, tmp_path, site)
        poll(reactor, tmp_path, site)
    assert question(tmp_path, "SELECT etag, polls, lies FROM door") == [(ETAG["ETag"], 3, 0)]


def test_what_of_a_door_could_not_be_used_is_said_beside_it() -> None:
    assert remarks((), whole=True) == ""
    assert remarks(("one link is no web address",), whole=False) == (
        "a part of it could not be read; it will be read again; one link is no web address"
    )
    assert remarks(("a", "b", "c", "d", "e"), whole=True) == "a; b; c (and 2 more)"
