"""The check itself, in this process: with progress, and with an end that Ctrl-C may bring forward."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from crawler.asking import AskFor, AskingServices, asking_services, while_asking
from crawler.door_checks import DoorCheck, check_doors
from crawler.reactor import run_in_reactor
from desk.crawl_once import note_taken_over, quiet_log
from desk.screen import note
from desk.step_progress import step_progress
from press.configuration import Configuration
from press.errors import first_cause
from press.moments import system_clock
from press.sources import Source

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """stopped: a signal ended it before its time."""

    checks: tuple[DoorCheck, ...]
    stopped: bool


def checked(configuration: Configuration, sources: Sequence[Source], *, quiet: bool) -> Checked:
    """Tries all doors of these sources. Raises StorageError, ConfigurationError when nothing may be asked, and any defect."""
    total = sum(len(source.doors) for source in sources)
    with step_progress("doors checked", total, quiet=quiet) as step:

        def watch(check: DoorCheck) -> None:
            judged = check.judgement
            verdict = judged.verdict.replace("_", " ")
            step(f"{check.source.id}: {verdict}: {check.door.address}: {judged.reason}")

        async def work(services: AskingServices, ask: AskFor) -> Checked:
            note_taken_over(await services.database(services.storage.sources.sync, configuration.sources.values()))
            checks = await check_doors(services, sources, ask, watch)
            return Checked(checks=checks, stopped=services.fetch.stopping.has_begun)

        return asked(configuration, work)


def asked(configuration: Configuration, work: Callable[[AskingServices, AskFor], Awaitable[T]]) -> T:
    """Does what asks for addresses, until it is done; the first Ctrl-C makes every question end, the second the process."""
    quiet_log(configuration)

    async def main() -> T:
        async with asking_services(configuration, clock=system_clock) as services:
            stop_on_signals(services)
            return await while_asking(services, lambda ask: work(services, ask))

    try:
        return run_in_reactor(main)
    except BaseExceptionGroup as group:
        raise first_cause(group) from group


def stop_on_signals(services: AskingServices) -> None:
    loop = asyncio.get_running_loop()

    def stop(number: signal.Signals) -> None:
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(each)
        note(f"{number.name}: ending; what was found so far is kept")
        services.fetch.stop()

    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop, each)


def without_a_door(sources: Sequence[Source], checks: Sequence[DoorCheck]) -> tuple[str, ...]:
    """Enabled sources none of whose doors can be polled."""
    usable = {each.source.id for each in checks if each.judgement.verdict.is_usable and not each.door.archive}
    return tuple(source.id for source in sources if source.enabled and source.id not in usable)
