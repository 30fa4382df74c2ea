"""How crawls end: in order when told to, without a loss when killed, and never two of them on one source."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from crawling import ReactorThread, article, configuration, crawl, feed_of, ledger, question, source, with_services
from misbehaving_site import MisbehavingSite, answer, hang, misbehaving_site
from waiting import wait_for

from crawler.assignments import CrawlOrder
from crawler.crawl_report import CrawlReport
from crawler.crawl_services import CrawlServices
from crawler.dispatcher import Dispatcher
from press.configuration import Configuration
from press.errors import StorageUnavailable, first_cause
from press.settings import DaemonSettings
from storage import RunState

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent
PAGES = 30


@pytest.fixture
def site() -> Iterator[MisbehavingSite]:
    with misbehaving_site() as running:
        links = [f"{running.origin}/{number}" for number in range(PAGES)]
        running.behaviours["/feed"] = answer(feed_of(links))
        running.behaviours |= {f"/{number}": answer(article(f"page {number}")) for number in range(PAGES)}
        yield running


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not what():  # noqa: ASYNC110  # what is waited for happens on another thread
            await asyncio.sleep(0.01)


def test_a_stop_takes_nothing_new_and_leaves_the_rest_pending(
    reactor: ReactorThread, site: MisbehavingSite, tmp_path: Path
) -> None:
    installation = configuration(tmp_path, source("one", f"{site.origin}/feed"), delay_seconds=0.1)

    async def scenario(services: CrawlServices) -> tuple[RunState, float]:
        dispatcher = Dispatcher(services)
        orders = [CrawlOrder(source=each) for each in installation.sources.values()]
        running = asyncio.ensure_future(dispatcher.crawl(orders, kind="crawl"))
        await until(lambda: "/2" in site.paths_asked())
        begun = time.monotonic()
        await dispatcher.stop()
        report = await running
        return report.sources[0].state, time.monotonic() - begun

    state, seconds = reactor.run(lambda: with_services(installation, scenario))
    assert state is RunState.STOPPED
    assert seconds < 10
    rows = ledger(tmp_path).values()
    pending = [row for row in rows if row.state == "pending"]
    assert len(rows) == PAGES
    assert 20 < len(pending) < PAGES
    assert {row.attempts for row in pending} == {0}
    assert question(tmp_path, "SELECT state FROM crawl_run") == [("stopped",)]
    assert question(tmp_path, "SELECT lease_holder FROM source") == [(None,)]


def test_the_next_run_takes_up_what_a_stop_left(reactor: ReactorThread, site: MisbehavingSite, tmp_path: Path) -> None:
    test_a_stop_takes_nothing_new_and_leaves_the_rest_pending(reactor, site, tmp_path)
    installation = configuration(tmp_path, source("one", f"{site.origin}/feed"))
    reactor.run(lambda: crawl(installation))
    assert {row.state for row in ledger(tmp_path).values()} == {"article"}


def test_a_stop_does_not_wait_for_a_server_that_hangs(
    reactor: ReactorThread, site: MisbehavingSite, tmp_path: Path
) -> None:
    site.behaviours["/5"] = hang()
    installation = configuration(
        tmp_path,
        source("one", f"{site.origin}/feed"),
        daemon=DaemonSettings(stop_seconds=2),
        timeout_seconds=60,
    )

    async def scenario(services: CrawlServices) -> float:
        dispatcher = Dispatcher(services)
        orders = [CrawlOrder(source=each) for each in installation.sources.values()]
        running = asyncio.ensure_future(dispatcher.crawl(orders, kind="crawl"))
        await until(lambda: "/5" in site.paths_asked())
        begun = time.monotonic()
        await dispatcher.stop()
        await running
        return time.monotonic() - begun

    assert reactor.run(lambda: with_services(installation, scenario)) < 2
    assert ledger(tmp_path)[f"{site.origin}/5"].attempts == 0


def test_a_crawl_may_be_stopped_in_its_first_moments(
    reactor: ReactorThread, site: MisbehavingSite, tmp_path: Path
) -> None:
    installation = configuration(tmp_path, source("one", f"{site.origin}/feed"))

    async def scenario(services: CrawlServices) -> None:
        for turns in range(6):
            dispatcher = Dispatcher(services)
            services.fetch.stopping.has_begun = False
            orders = [CrawlOrder(source=each) for each in installation.sources.values()]
            running = asyncio.ensure_future(dispatcher.crawl(orders, kind="crawl"))
            for _ in range(turns * 3):
                await asyncio.sleep(0)
            await dispatcher.stop()
            await running

    reactor.run(lambda: with_services(installation, scenario), seconds=30)


def test_a_source_that_another_run_holds_is_busy_and_untouched(
    reactor: ReactorThread, site: MisbehavingSite, tmp_path: Path
) -> None:
    installation = configuration(
        tmp_path, source("held", f"{site.origin}/feed"), source("free", f"{site.origin}/feed?2")
    )

    async def scenario(services: CrawlServices) -> None:
        lease = await services.database(services.storage.runs.acquire_leases, ["held"], holder="someone", seconds=60)
        report = await Dispatcher(services).crawl(
            [CrawlOrder(source=each) for each in installation.sources.values()], kind="crawl"
        )
        assert report.busy == ("held",)
        assert [each.source_id for each in report.sources] == ["free"]
        assert not report.all_well
        await services.database(services.storage.runs.release_leases, tuple(lease.values()))

    reactor.run(lambda: with_services(installation, scenario))
    assert "/feed" not in site.paths_asked()


CRAWL = (
    "import sys; from pathlib import Path; from crawling import *; from crawler.reactor import run_in_reactor\n"
    "from press.settings import DaemonSettings\n"
    "installation = configuration(Path(sys.argv[1]), source('one', sys.argv[2]), daemon=DaemonSettings(lease_seconds=2))\n"
    "run_in_reactor(lambda: crawl(installation))\n"
)


def start_crawl(folder: Path, address: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", CRAWL, str(folder), address],
        env={"PYTHONPATH": f"{HERE}:{PROJECT}", "PATH": "/usr/bin:/bin"},
        start_new_session=True,
    )


def articles(folder: Path) -> list[tuple[object, ...]]:
    return question(
        folder,
        "SELECT a.title, t.text, d.url, d.state FROM article a JOIN article_text t ON t.article_id = a.id"
        " JOIN discovery d ON d.article_id = a.id ORDER BY d.url",
    )


def test_a_crawl_killed_in_the_middle_and_run_again_ends_as_one_that_was_not(
    reactor: ReactorThread, site: MisbehavingSite, tmp_path: Path
) -> None:
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    for folder in (undisturbed, killed):
        folder.mkdir()
    reactor.run(lambda: crawl(configuration(undisturbed, source("one", f"{site.origin}/feed"))))
    asked_before = len(site.asked)
    victim = start_crawl(killed, f"{site.origin}/feed")
    wait_for(lambda: f"/{PAGES // 2}" in [asked.path for asked in site.asked[asked_before:]])
    os.killpg(victim.pid, signal.SIGKILL)
    victim.wait(10)
    again = configuration(killed, source("one", f"{site.origin}/feed"))
    deadline = time.monotonic() + 60
    while reactor.run(lambda: crawl(again)).busy:
        assert time.monotonic() < deadline, "the source stayed held"
    assert articles(killed) == articles(undisturbed)
    assert len(articles(killed)) == PAGES
    assert question(killed, "SELECT state FROM crawl_run ORDER BY id") == [("lost",), ("done",)]


def test_a_source_whose_lease_passes_on_is_left_to_the_other_run_and_the_rest_goes_on(
    reactor: ReactorThread, site: MisbehavingSite, tmp_path: Path
) -> None:
    installation = configuration(tmp_path, source("one", f"{site.origin}/feed"), delay_seconds=0.05)

    async def scenario(services: CrawlServices) -> CrawlReport:
        async def steal() -> None:
            await until(lambda: "/3" in site.paths_asked())
            await services.database(_take_over, installation)

        thief = asyncio.ensure_future(steal())
        try:
            return await Dispatcher(services).crawl(
                [CrawlOrder(source=each) for each in installation.sources.values()], kind="x"
            )
        finally:
            await thief

    report = reactor.run(lambda: with_services(installation, scenario))
    assert [each.state for each in report.sources] == [RunState.LOST]
    assert "has passed to another run" in report.sources[0].reason
    assert len([row for row in ledger(tmp_path).values() if row.state == "article"]) < PAGES
    assert question(tmp_path, "SELECT lease_holder FROM source") == [("another",)]


def test_a_storage_failure_ends_the_crawl_and_is_raised(
    reactor: ReactorThread, site: MisbehavingSite, tmp_path: Path
) -> None:
    installation = configuration(tmp_path, source("one", f"{site.origin}/feed"), delay_seconds=0.05)

    async def scenario(services: CrawlServices) -> None:
        async def break_it() -> None:
            await until(lambda: "/3" in site.paths_asked())
            await services.database(_break, installation)

        vandal = asyncio.ensure_future(break_it())
        try:
            await Dispatcher(services).crawl(
                [CrawlOrder(source=each) for each in installation.sources.values()], kind="x"
            )
        finally:
            await vandal

    with pytest.raises(BaseException) as caught:  # noqa: PT011  # a bundle or the thing itself
        reactor.run(lambda: with_services(installation, scenario))
    assert isinstance(first_cause(caught.value), StorageUnavailable)


def _break(installation: Configuration) -> None:
    """Somebody takes away a table that every page is written to."""
    path = installation.settings.database.url.removeprefix("sqlite:///")
    with sqlite3.connect(path, timeout=10) as connection:
        connection.execute("ALTER TABLE discovery RENAME TO discovery_gone")


def _take_over(installation: Configuration) -> None:
    """Another process takes the source, as it may once a lease has run out."""
    path = installation.settings.database.url.removeprefix("sqlite:///")
    with sqlite3.connect(path, timeout=10) as connection:
        connection.execute("UPDATE source SET lease_token = lease_token + 1, lease_holder = 'another'")
