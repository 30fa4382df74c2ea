"""What is remembered of a door from poll to poll: where it has moved, that it is gone, that it lies about changes."""

from pathlib import Path

from crawling import ReactorThread, configuration, crawl, feed_of, question, source
from misbehaving_site import MisbehavingSite, answer, misbehaving_site, redirect

from press.settings import PollingSettings

POLLING = PollingSettings(jitter=0.0, unconditional_every=2)
ETAG = {"ETag": '"same"'}


def poll(reactor: ReactorThread, folder: Path, site: MisbehavingSite) -> list[str]:
    """Polls the door once; the paths that were asked."""
    before = len(site.asked)
    installation = configuration(
        folder, source("one", f"{site.origin}/feed"), polling=POLLING, robots_obey=False, max_pages_per_run=1
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
    assert question(tmp_path, "SELECT lies FROM door") == [(4,)]


def test_a_door_that_says_304_to_its_validators_keeps_them(reactor: ReactorThread, tmp_path: Path) -> None:
    with misbehaving_site() as site:
        site.behaviours["/feed"] = answer(feed_of([f"{site.origin}/1"]), headers=ETAG)
        poll(reactor, tmp_path, site)
        site.behaviours["/feed"] = answer(b"", status=304)
        poll(reactor, tmp_path, site)
        poll(reactor, tmp_path, site)
    assert question(tmp_path, "SELECT etag, polls, lies FROM door") == [(ETAG["ETag"], 3, 0)]
