"""What the requests of all crawls in this process share: manners, robots.txt, the network policy, and the end."""

from copy import copy
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final

from crawler.database_thread import DatabaseThread
from crawler.host_gate import HostGate
from crawler.robots_cache import RobotsCache
from crawler.stopping import Stopping
from press.moments import Clock
from press.networks import network_policy
from press.settings import Settings
from storage import Storage

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

SETTING: Final = "RASID_FETCH"
"""Scrapy's settings carry the services under this name."""

STOP_SHARE: Final = 0.5
"""The part of daemon.stop_seconds that transfers may take; the rest is for reading and storing what they brought."""


class FetchServices:
    """One per process."""

    def __init__(self, *, settings: Settings, storage: Storage, database: DatabaseThread, clock: Clock) -> None:
        async def claim(host: str, now: datetime, delay_seconds: float) -> datetime:
            return await database(storage.network.claim_host_turn, host, now, delay_seconds)

        self.settings = settings.crawl
        self.policy = network_policy(settings.crawl)
        self.robots = RobotsCache(storage, database, clock)
        self.gate = HostGate(claim, clock)
        self.stopping = Stopping()
        self.clock = clock
        self.user_agent = user_agent(settings.crawl.contact)
        self._grace_seconds = settings.daemon.stop_seconds * STOP_SHARE

    def reconfigured(self, settings: Settings) -> "FetchServices":
        """The same manners, turns and robots.txt files under other settings."""
        changed = copy(self)
        changed.policy = network_policy(settings.crawl)
        changed.settings = settings.crawl
        changed.user_agent = user_agent(settings.crawl.contact)
        changed._grace_seconds = settings.daemon.stop_seconds * STOP_SHARE
        return changed

    def stop(self) -> None:
        """Requests that wait end at once, those under way after a while: all of them as FetchStopped."""
        self.stopping.begin(self._grace_seconds)

    def __deepcopy__(self, _memo: object) -> "FetchServices":
        """Scrapy copies its settings deeply; services are shared, not copied."""
        return self

    def __repr__(self) -> str:
        return "FetchServices()"


def user_agent(contact: str) -> str:
    """Who we are and how to reach us."""
    try:
        number = version("rasid")
    except PackageNotFoundError:  # run from a checkout
        number = "0"
    where = " ".join(contact.split())
    return f"Rasid/{number} (+{where})" if where else f"Rasid/{number}"


def services_of(settings: "BaseSettings") -> FetchServices:
    """The services that whoever started the crawl put into its settings. Raises TypeError when there are none."""
    services = settings.get(SETTING)
    if not isinstance(services, FetchServices):
        raise TypeError("this crawl was started without Rasid's services; use `rasid crawl` or `scrapy crawl SOURCE`")
    return services
