"""Each due run is done, or missed with a reason: none is lost, whoever is slow."""

import asyncio
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from crawling import ReactorThread, article, configuration, feed_of, question, source
from daemons import daemon_until
from misbehaving_site import Asked, Behave, MisbehavingSite, answer, hang, misbehaving_site

from press.configuration import Configuration
from press.settings import DaemonSettings, PollingSettings


def slow(body: str, seconds: float) -> Behave:
    """An answer that takes its time."""
    late = answer(body)

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        await late(asked, writer)

    return behave


def settled(folder: Path) -> int:
    return int(question(folder, "SELECT count(*) FROM due_run WHERE state <> 'planned'")[0][0])


def due_at_once(reactor: ReactorThread, folder: Path, number: int, *, seconds: float) -> None:
    hosts = [f"127.0.0.{place}" for place in range(2, 22)]
    with misbehaving_site(*hosts) as site:
        sources = []
        for place in range(number):
            origin = site.origin_of(hosts[place % len(hosts)])
            site.behaviours[f"/feed-{place}"] = slow(feed_of([]), seconds)
            sources.append(source(f"s-{place}", f"{origin}/feed-{place}"))
        daemon_until(reactor, configuration(folder, *sources), lambda: settled(folder) >= number, seconds=300)
    assert question(folder, "SELECT state, count(*) FROM due_run GROUP BY state") == [("done", number)]
    assert question(folder, "SELECT state, count(*) FROM crawl_run GROUP BY state") == [("done", number)]
    assert Counter(asked.path for asked in site.asked if "feed" in asked.path) == {
        f"/feed-{place}": 1 for place in range(number)
    }
    assert question(folder, "SELECT count(*) FROM source WHERE lease_holder IS NOT NULL") == [(0,)]


def test_sources_due_in_the_same_second_are_all_polled_though_answers_are_slow(
    reactor: ReactorThread, tmp_path: Path
) -> None:
    due_at_once(reactor, tmp_path, 40, seconds=0.2)


@pytest.mark.long
def test_two_hundred_sources_due_in_the_same_second_are_all_polled(reactor: ReactorThread, tmp_path: Path) -> None:
    due_at_once(reactor, tmp_path, 200, seconds=1.0)


def test_one_host_has_only_so_many_sources_under_way_and_every_run_is_on_record(
    reactor: ReactorThread, tmp_path: Path
) -> None:
    with misbehaving_site() as site:
        names = [f"s-{number}" for number in range(7)]
        for name in names:
            site.behaviours[f"/{name}"] = slow(feed_of([]), 0.1)
        installation = configuration(
            tmp_path,
            *(source(name, f"{site.origin}/{name}") for name in names),
            polling=PollingSettings(jitter=0.0, sources_per_host=2),
        )
        daemon_until(reactor, installation, lambda: settled(tmp_path) >= len(names))
    runs = question(tmp_path, "SELECT started_at, finished_at FROM crawl_run")
    at_once = [sum(began <= moment < ended for began, ended in runs) for moment, _ in runs]
    assert max(at_once) == 2
    assert question(tmp_path, "SELECT state, count(*) FROM due_run GROUP BY state") == [("done", len(names))]


def beside_a_host_that_hangs(folder: Path, site: MisbehavingSite) -> Configuration:
    site.behaviours["127.0.0.2", "/feed"] = answer(feed_of([f"{site.origin_of('127.0.0.2')}/page"]))
    site.behaviours["127.0.0.2", "/page"] = hang()
    site.behaviours["127.0.0.3", "/feed"] = answer(feed_of([f"{site.origin_of('127.0.0.3')}/page"]))
    site.behaviours["127.0.0.3", "/page"] = answer(article("well"))
    return configuration(
        folder,
        source("hanging", f"{site.origin_of('127.0.0.2')}/feed"),
        source("well", f"{site.origin_of('127.0.0.3')}/feed"),
        polling=PollingSettings(
            jitter=0.0, first_interval_minutes=0.02, min_interval_minutes=0.02, max_interval_minutes=0.03
        ),
        daemon=DaemonSettings(lease_seconds=30, stop_seconds=2),
        timeout_seconds=120,
    )


def test_a_host_that_hangs_for_ever_delays_nobody_else(reactor: ReactorThread, tmp_path: Path) -> None:
    with misbehaving_site("127.0.0.2", "127.0.0.3") as site:
        installation = beside_a_host_that_hangs(tmp_path, site)
        done = "SELECT count(*) FROM crawl_run WHERE source_id = 'well' AND state = 'done'"
        daemon_until(reactor, installation, lambda: question(tmp_path, done)[0][0] >= 3)
    assert question(tmp_path, "SELECT state FROM crawl_run WHERE source_id = 'hanging'") == [("stopped",)]
    assert question(tmp_path, "SELECT state, attempts FROM discovery WHERE source_id = 'hanging'") == [("pending", 0)]
    assert question(tmp_path, "SELECT state FROM discovery WHERE source_id = 'well'") == [("article",)]


def test_a_source_that_another_run_holds_is_missed_with_the_reason_and_tried_again_later(
    reactor: ReactorThread, tmp_path: Path
) -> None:
    with misbehaving_site() as site:
        site.behaviours["/feed"] = answer(feed_of([]))
        installation = configuration(
            tmp_path,
            source("held", f"{site.origin}/feed"),
            daemon=DaemonSettings(lease_seconds=2, stop_seconds=2),
        )
        held_by_another(tmp_path, installation)
        done = "SELECT count(*) FROM crawl_run WHERE state = 'done'"

        def released_once_missed() -> bool:
            if question(tmp_path, "SELECT 1 FROM due_run WHERE state = 'missed'"):
                release(tmp_path)
            return bool(question(tmp_path, done)[0][0])

        daemon_until(reactor, installation, released_once_missed)
    assert question(tmp_path, "SELECT state, reason FROM due_run ORDER BY due_at") == [
        ("missed", "another run held the source"),
        ("done", ""),
    ]


def held_by_another(folder: Path, installation: Configuration) -> None:
    from storage import open_storage

    with open_storage(installation.settings.database.url) as storage:
        storage.sources.sync(installation.sources.values())
        storage.runs.acquire_leases(["held"], holder="another", seconds=3600)


def release(folder: Path) -> None:
    with sqlite3.connect(folder / "rasid.sqlite3", timeout=10) as connection:
        connection.execute("UPDATE source SET lease_holder = NULL, lease_until = NULL WHERE lease_holder = 'another'")
