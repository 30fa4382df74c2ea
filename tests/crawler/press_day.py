"""A check of all doors, and a day of the daemon, over the played web in simulated time; prints what came of it as JSON.

    PYTHONPATH=. python tests/crawler/press_day.py day FOLDER --hours 24

A process of its own: simulated time takes over the loop, the reactor and the scheduler for good.
"""

import argparse
import asyncio
import json
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from crawling import question
from press_web import PlayedNames, PressWeb, Trouble, plain, serve_press
from simulated_time import SimulatedTime

from crawler.asking import AskFor, asking_services, while_asking
from crawler.door_checks import DoorCheck, check_doors
from crawler.fetch_services import FetchServices
from crawler.logs import set_up_logging
from crawler.process import CrawlProcess
from crawler.reactor import run_in_reactor
from press.configuration import Configuration, load_configuration, shipped_directory
from press.networks import network_policy
from press.settings import (
    ArchiveSettings,
    CrawlSettings,
    DaemonSettings,
    DatabaseSettings,
    LogSettings,
    PollingSettings,
    ReadingSettings,
    Settings,
)
from press.sources import Source
from scheduler import Daemon

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
BOUND_MINUTES = PollingSettings().max_interval_minutes
MOST_BOUNDS = 1.5
CLOCKS_APART = 0.02
"""Seconds between the moment at which a request is sent and the one at which it is noted."""


def settings_in(folder: Path) -> Settings:
    """What is shipped, but for where things are kept."""
    return Settings(
        database=DatabaseSettings(url=f"sqlite:///{folder / 'rasid.sqlite3'}"),
        crawl=CrawlSettings(allow_private_networks=("127.0.0.0/8",)),
        reading=ReadingSettings(workers=1),
        archive=ArchiveSettings(enabled=False),
        daemon=DaemonSettings(health_port=0),
        log=LogSettings(level="error"),
    )


def configuration_in(folder: Path, web: PressWeb) -> Configuration:
    return Configuration(
        directory=shipped_directory(),
        settings=settings_in(folder),
        sources=MappingProxyType(web.sources),
        origins=MappingProxyType({}),
    )


def choose_sources(catalogue: Mapping[str, Source], most: int) -> dict[str, Source]:
    """Every n-th source, so that all kinds are among them."""
    step = max(1, len(catalogue) // most)
    return {each.id: each for each in list(catalogue.values())[::step][:most]}


def rule(simulated: SimulatedTime, web: PressWeb, fetch: FetchServices) -> None:
    """Time and names are simulated from here on."""
    from twisted.internet import reactor

    installed: Any = reactor
    simulated.rule()
    installed.installNameResolver(PlayedNames(web, network_policy(fetch.settings)))
    fetch.stopping.transfer = simulated.counted(fetch.stopping.transfer)  # type: ignore[method-assign, assignment]


async def check(folder: Path, web: PressWeb, simulated: SimulatedTime) -> dict[str, Any]:
    """What `rasid sources check` does."""
    configuration = configuration_in(folder, web)
    async with asking_services(configuration, clock=simulated.now) as services:
        rule(simulated, web, services.fetch)

        async def work(ask: AskFor) -> tuple[DoorCheck, ...]:
            return await check_doors(services, configuration.sources.values(), ask, lambda _check: None)

        checks = await while_asking(services, work)
    due = web.verdicts_due()
    found = {(each.source.id, each.door.address): each for each in checks}
    wrong = [
        {
            "source": key[0],
            "door": key[1],
            "due": due[key],
            "found": found[key].judgement.verdict if key in found else None,
            "reason": found[key].judgement.reason if key in found else "",
            "trouble": web.played[key[0]].trouble,
        }
        for key in due
        if key not in found or found[key].judgement.verdict is not due[key]
    ]
    return {"doors": len(due), "verdicts": Counter(str(verdict) for verdict in due.values()), "wrong": wrong}


async def live_a_day(folder: Path, web: PressWeb, simulated: SimulatedTime, hours: float) -> dict[str, Any]:
    """The daemon itself, from its start to the end of the simulated time."""
    configuration = configuration_in(folder, web)
    process = CrawlProcess(configuration, clock=simulated.now)
    try:
        services = process.services
        rule(simulated, web, services.fetch)
        services.pool._run_in = simulated.counted(services.pool._run_in)  # type: ignore[method-assign, assignment]
        daemon = Daemon(services, configuration.sources.values())

        async def end() -> None:
            await asyncio.sleep((web.start + timedelta(hours=hours) - simulated.now()).total_seconds())
            daemon.stop("the day is over")

        ending = asyncio.create_task(end())
        await daemon.run()
        await ending
    finally:
        process.close()
    return day_report(folder, web, hours)


def day_report(folder: Path, web: PressWeb, hours: float) -> dict[str, Any]:
    """What was published and when it was fetched. Articles too young to be found by the end count only if they were."""
    end = web.start + timedelta(hours=hours)
    states = {plain(url): state for url, state in question(folder, "SELECT url, state FROM discovery")}
    first_asked: dict[str, datetime] = {}
    requests = Counter[str]()
    articles = {plain(each.url): each for each in web.articles}
    for arrival in web.arrivals:
        url = plain(arrival.url)
        if url in articles:
            requests["pages" if url not in first_asked else "looks"] += 1
            first_asked.setdefault(url, arrival.at)
        elif arrival.url.endswith("/robots.txt"):
            requests["robots"] += 1
        else:
            requests["doors" if web.is_door(arrival.url) else "others"] += 1
    report: dict[str, Any] = {
        "published": 0,
        "found": 0,
        "late": [],
        "missing": [],
        "wrong_state": [],
        "waited": [],
    }
    for url, article in articles.items():
        played = web.played[article.source_id]
        is_live = played.source.enabled and (played.trouble is None or played.trouble.leaves_it_alive)
        time_left = end - article.published
        if not is_live or article.published > end:
            continue
        if time_left < timedelta(minutes=MOST_BOUNDS * BOUND_MINUTES) and url not in first_asked:
            report["too_young"] = report.get("too_young", 0) + 1
            continue
        report["published"] += 1
        if url not in first_asked:
            report["missing"].append([article.source_id, url, article.published.isoformat(), str(played.trouble or "")])
            continue
        report["found"] += 1
        if article.published >= web.start:
            waited = (first_asked[url] - article.published).total_seconds() / 60
            report["waited"].append(waited)
            if waited > MOST_BOUNDS * BOUND_MINUTES:
                report["late"].append([article.source_id, round(waited), str(played.trouble or "")])
        wanted = "article" if article.names_organization or played.source.keep == "all" else "off_topic"
        if states.get(url) != wanted:
            report["wrong_state"].append([url, states.get(url), wanted])
    waits = sorted(report.pop("waited"))
    if waits:
        report["waited_minutes"] = {
            "median": round(waits[len(waits) // 2], 1),
            "p95": round(waits[int(len(waits) * 0.95)], 1),
            "longest": round(waits[-1], 1),
        }
    report["requests"] = dict(requests)
    report["requests_per_article"] = round(
        (requests["pages"] + requests["looks"] + requests["others"]) / max(report["found"], 1), 3
    )
    report["too_fast"], report["pauses"] = too_fast(web)
    report["other_requests"] = Counter(
        arrival.url
        for arrival in web.arrivals
        if plain(arrival.url) not in articles
        and not web.is_door(arrival.url)
        and not arrival.url.endswith("/robots.txt")
    ).most_common(5)
    in_vain = Counter(arrival.host for arrival in web.arrivals if arrival.host in web.dead_hosts)
    report["most_asked_dead_host"] = in_vain.most_common(1)
    report["sources"] = len(web.sources)
    return report


def too_fast(web: PressWeb) -> tuple[list[list[object]], int]:
    """Requests that came sooner after the one before than the host's rules allow; and how many were looked at."""
    rules: dict[str, float] = {}
    for played in web.played.values():
        for url in (*(door.address for door in played.source.doors), *(each.url for each in played.articles)):
            host = urlsplit(url).netloc
            delay = played.source.delay_seconds
            rules[host] = min(rules.get(host, 1e9), CrawlSettings().delay_seconds if delay is None else delay)
    own = dict(rules)
    for host, played in web.ruled.items():
        for line in (played.robots or "").splitlines():
            if line.startswith("Crawl-delay:"):
                rules[host] = max(rules[host], float(line.partition(":")[2]))
    arrivals: dict[str, list[datetime]] = defaultdict(list)
    for arrival in web.arrivals:
        arrivals[arrival.host].append(arrival.at)
    pauses = [
        # robots.txt is what tells of its delay: the request after it may come after the entry's own
        (host, (later - sooner).total_seconds(), rules[host] if number else min(rules[host], own[host]))
        for host, moments in arrivals.items()
        for number, (sooner, later) in enumerate(pairwise(moments))
    ]
    return [[host, round(pause, 3), rule] for host, pause, rule in pauses if pause < rule - CLOCKS_APART], len(pauses)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("check", "day"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sources", type=int, default=0, help="so many of the catalogue; 0 for all")
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--share", type=float, default=0.3, help="of the articles that the entries expect")
    parser.add_argument(
        "--troubles", nargs="*", type=Trouble, default=list(Trouble), help="one source each; all of them"
    )
    options = parser.parse_args()
    catalogue = load_configuration(None).sources
    if options.sources:
        catalogue = choose_sources(catalogue, options.sources)
    simulated = SimulatedTime(START)
    web = PressWeb(catalogue, simulated.now, hours=options.hours, share=options.share, troubles=options.troubles)
    options.folder.mkdir(parents=True, exist_ok=True)
    set_up_logging(settings_in(options.folder).log)
    began = time.monotonic()
    with serve_press(web):
        if options.what == "check":
            report = run_in_reactor(lambda: check(options.folder, web, simulated))
        else:
            report = run_in_reactor(lambda: live_a_day(options.folder, web, simulated, options.hours))
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    report["cpu_seconds"] = round(sum(each.ru_utime + each.ru_stime for each in used), 1)
    report["wall_seconds"] = round(time.monotonic() - began, 1)
    report["simulated_hours"] = round((simulated.now() - START).total_seconds() / 3600, 2)
    print(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    main()
