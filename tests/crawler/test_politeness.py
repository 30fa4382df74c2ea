"""A host is asked one thing at a time with a pause between, whoever asks: measured where it counts, at the server."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from crawling import ReactorThread, article, configuration, crawl, feed_of, ledger, source
from misbehaving_site import Asked, MisbehavingSite, answer, misbehaving_site

from crawler.fetch_errors import HostResting
from crawler.host_gate import HostGate
from press.outcomes import Outcome
from storage import RunState

DELAY = 0.15
PAGES = 4


class Counted:
    """An answer that takes a moment, and notes how many are under way at once."""

    def __init__(self, body: str, seconds: float = 0.05) -> None:
        self._answer = answer(body)
        self._seconds = seconds
        self.most = 0
        self._now = 0

    async def __call__(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        self._now += 1
        self.most = max(self.most, self._now)
        await asyncio.sleep(self._seconds)
        self._now -= 1
        await self._answer(asked, writer)


@pytest.fixture
def site() -> Iterator[MisbehavingSite]:
    with misbehaving_site("127.0.0.1", "127.0.0.2") as running:
        for number in range(3):
            for origin, host in ((running.origin, "127.0.0.1"), (running.origin_of("127.0.0.2"), "127.0.0.2")):
                links = [f"{origin}/{number}/{page}" for page in range(PAGES)]
                running.behaviours[host, f"/feed-{number}"] = answer(feed_of(links))
                for page in range(PAGES):
                    running.behaviours[host, f"/{number}/{page}"] = answer(article(f"{host} {number} {page}"))
        yield running


def gaps(site: MisbehavingSite, host: str = "127.0.0.1") -> list[float]:
    times = sorted(asked.at for asked in site.asked if asked.host == host)
    return [later - earlier for earlier, later in pairwise(times)]


def test_crawls_side_by_side_keep_the_pause_of_their_common_host(
    reactor: ReactorThread, site: MisbehavingSite, tmp_path: Path
) -> None:
    sources = [source(f"s-{number}", f"{site.origin}/feed-{number}") for number in range(3)]
    installation = configuration(tmp_path, *sources, delay_seconds=DELAY)
    report = reactor.run(lambda: crawl(installation))
    assert {each.state for each in report.sources} == {RunState.DONE}
    measured = gaps(site)
    assert len(measured) == 3 + 3 * PAGES  # robots.txt, feeds and pages, less one
    assert min(measured) >= DELAY


def test_hosts_do_not_wait_for_each_other(reactor: ReactorThread, site: MisbehavingSite, tmp_path: Path) -> None:
    origins = (site.origin, site.origin_of("127.0.0.2"))
    sources = [source(f"s-{number}", f"{origin}/feed-0") for number, origin in enumerate(origins)]
    installation = configuration(tmp_path, *sources, delay_seconds=DELAY)
    reactor.run(lambda: crawl(installation))
    first, second = ([asked.at for asked in site.asked if asked.host == host] for host in ("127.0.0.1", "127.0.0.2"))
    assert min(first) < max(second)
    assert min(second) < max(first)


def test_a_host_is_asked_one_thing_at_a_time_even_without_a_pause(
    reactor: ReactorThread, site: MisbehavingSite, tmp_path: Path
) -> None:
    counted = Counted(article("slow"))
    for number in range(3):
        for page in range(PAGES):
            site.behaviours["127.0.0.1", f"/{number}/{page}"] = counted
    sources = [source(f"s-{number}", f"{site.origin}/feed-{number}") for number in range(3)]
    reactor.run(lambda: crawl(configuration(tmp_path, *sources)))
    assert counted.most == 1


def test_the_pause_that_robots_txt_asks_for_is_kept(
    reactor: ReactorThread, site: MisbehavingSite, tmp_path: Path
) -> None:
    site.behaviours["/robots.txt"] = answer("User-agent: *\nCrawl-delay: 0.3\n")
    installation = configuration(tmp_path, source("one", f"{site.origin}/feed-0"))
    reactor.run(lambda: crawl(installation))
    after_robots = gaps(site)
    assert len(after_robots) == 1 + PAGES
    assert min(after_robots) >= 0.3


def test_a_pause_longer_than_we_honour_is_cut(reactor: ReactorThread, site: MisbehavingSite, tmp_path: Path) -> None:
    site.behaviours["/robots.txt"] = answer("User-agent: *\nCrawl-delay: 86400\n")
    installation = configuration(tmp_path, source("one", f"{site.origin}/feed-0"), max_crawl_delay_seconds=0.1)
    report = reactor.run(lambda: crawl(installation))
    assert report.totals[Outcome.NEW] + report.totals[Outcome.COPY] == PAGES


def test_a_source_has_its_own_pause(reactor: ReactorThread, site: MisbehavingSite, tmp_path: Path) -> None:
    installation = configuration(tmp_path, source("one", f"{site.origin}/feed-0", delay_seconds=0.25))
    reactor.run(lambda: crawl(installation))
    assert min(gaps(site)) >= 0.25


def test_two_processes_share_a_host(site: MisbehavingSite, tmp_path: Path) -> None:
    for number in range(2):
        for page in range(PAGES):  # nothing to read: this is about asking
            site.behaviours["127.0.0.1", f"/{number}/{page}"] = answer("", status=410)
    delay = 0.4
    program = (
        "import sys; from pathlib import Path; from crawling import *; from crawler.reactor import run_in_reactor\n"
        "folder, delay, origin, mine = Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3], int(sys.argv[4])\n"
        "sources = [source(f's-{number}', f'{origin}/feed-{number}') for number in range(2)]\n"
        "installation = configuration(folder, *sources, delay_seconds=delay, robots_obey=False)\n"
        "run_in_reactor(lambda: crawl(installation, orders=[CrawlOrder(source=sources[mine])]))\n"
    )
    folder = Path(__file__).parent
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path), str(delay), site.origin, str(number)],
            env={"PYTHONPATH": f"{folder}:{folder.parent.parent}", "PATH": "/usr/bin:/bin"},
        )
        for number in range(2)
    ]
    assert [process.wait(90) for process in processes] == [0, 0]
    assert {row.state for row in ledger(tmp_path).values()} == {"gone"}
    measured = gaps(site)
    assert len(measured) == 2 * (1 + PAGES) - 1
    assert min(measured) >= 0.6 * delay


class Turns:
    """A database's turns, in memory."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 12, tzinfo=UTC)
        self.free_at: dict[str, datetime] = {}
        self.claims = 0

    def clock(self) -> datetime:
        return self.now

    async def claim(self, host: str, now: datetime, delay: float) -> datetime:
        self.claims += 1
        mine = max(now, self.free_at.get(host, now))
        self.free_at[host] = mine + timedelta(seconds=delay)
        return mine


def test_a_host_that_refuses_again_and_again_is_left_alone_as_long_as_it_wants() -> None:
    async def scenario() -> None:
        turns = Turns()
        gate = HostGate(turns.claim, turns.clock)
        for _ in range(3):
            await gate.enter("a.example", 0)
            gate.leave("a.example")
            await gate.note_answer("a.example", 429, "600", 0)
        with pytest.raises(HostResting, match="left alone"):
            await gate.enter("a.example", 0)
        await gate.enter("b.example", 0)
        turns.now += timedelta(seconds=601)
        await gate.enter("a.example", 0)

    asyncio.run(scenario())


def test_a_single_refusal_or_one_among_good_answers_is_no_reason_to_rest() -> None:
    async def scenario() -> None:
        turns = Turns()
        gate = HostGate(turns.claim, turns.clock)
        for status in (429, 429, 200, 429, 503, 429):
            await gate.enter("a.example", 0)
            gate.leave("a.example")
            await gate.note_answer("a.example", status, None, 0)

    asyncio.run(scenario())


def test_without_a_pause_no_turn_is_taken_in_the_database() -> None:
    async def scenario() -> None:
        turns = Turns()
        gate = HostGate(turns.claim, turns.clock)
        for _ in range(10):
            await gate.enter("a.example", 0)
            gate.leave("a.example")
        assert turns.claims == 0

    asyncio.run(scenario())


def test_who_gives_up_waiting_holds_up_nobody() -> None:
    async def scenario() -> None:
        turns = Turns()
        gate = HostGate(turns.claim, turns.clock)
        await gate.enter("a.example", 0)
        impatient = asyncio.ensure_future(gate.enter("a.example", 0))
        patient = asyncio.ensure_future(gate.enter("a.example", 0))
        await asyncio.sleep(0)
        impatient.cancel()
        gate.leave("a.example")
        await asyncio.wait_for(patient, 5)

    asyncio.run(scenario())


def test_pages_that_were_not_asked_because_their_host_rests_stay_untried(
    reactor: ReactorThread, tmp_path: Path
) -> None:
    with misbehaving_site() as site:
        links = [f"{site.origin}/{number}" for number in range(8)]
        site.behaviours |= {
            f"/{number}": answer("", status=429, headers={"Retry-After": "3600"}) for number in range(8)
        }
        site.behaviours["/feed"] = answer(feed_of(links))
        reactor.run(lambda: crawl(configuration(tmp_path, source("busy", f"{site.origin}/feed"))))
        asked = [path for path in site.paths_asked() if path not in ("/feed", "/robots.txt")]
    rows = ledger(tmp_path)
    assert len(asked) == 3
    assert sorted(row.attempts for row in rows.values()) == [0] * 5 + [1] * 3
    assert {row.state for row in rows.values()} == {"pending"}
