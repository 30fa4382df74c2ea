"""Three addresses on loopback for whoever looks after the daemon: /healthz, /readyz and /metrics.

/healthz answers 200 while the daemon's loop turns; /readyz only while the last sign of life could be written to the
database, else 503 with the reason. Sites that do not answer are not unreadiness, which whoever runs a container or a service may
answer with a restart: they are an alarm (`rasid status`) and a figure. /metrics is Prometheus' text format.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from crawler.crawl_events import CrawlEvent, DoorSettled, PageSettled, PagesTaken
from press.doors import ANSWERED
from press.moments import Clock

log = structlog.get_logger()

HOST = "127.0.0.1"


@dataclass(slots=True, kw_only=True)
class Vitals:
    """What the daemon knows of its own state. beat_at: when the database last took a sign of life."""

    started_at: datetime
    beat_at: datetime | None = None
    trouble: str = "not started yet"
    sources: int = 0
    under_way: int = 0


class Metrics:
    """Counters of this process, fed by the crawl's events, and gauges that are asked for when somebody looks."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._polls = Counter(
            "rasid_polls", "Polls of doors, by source and verdict.", ["source", "verdict"], registry=self.registry
        )
        self._pages = Counter(
            "rasid_pages", "Pages settled, by source and outcome.", ["source", "outcome"], registry=self.registry
        )
        self._found = Counter(
            "rasid_addresses_found", "Addresses new to the ledger.", ["source"], registry=self.registry
        )
        self._gauges: dict[str, Gauge] = {}
        self.failed_in_a_row = 0

    def watch(self, event: CrawlEvent) -> None:
        match event:
            case DoorSettled():
                self.failed_in_a_row = 0 if event.verdict in ANSWERED else self.failed_in_a_row + 1
                self._polls.labels(event.source_id, event.verdict).inc()
                self._found.labels(event.source_id).inc(event.found)
            case PageSettled():
                self._pages.labels(event.source_id, event.outcome).inc()
            case PagesTaken():
                pass

    def set(self, name: str, explanation: str, value: float) -> None:
        if name not in self._gauges:
            self._gauges[name] = Gauge(f"rasid_{name}", explanation, registry=self.registry)
        self._gauges[name].set(value)

    def text(self) -> bytes:
        return generate_latest(self.registry)


class HealthServer:
    """refresh: brings the gauges up to date; called for each look at /metrics."""

    def __init__(
        self,
        vitals: Vitals,
        metrics: Metrics,
        clock: Clock,
        *,
        stale_after: float,
        refresh: Callable[[], Awaitable[None]],
    ) -> None:
        self._vitals = vitals
        self._metrics = metrics
        self._clock = clock
        self._stale_after = stale_after
        self._refresh = refresh
        self._runner: web.AppRunner | None = None

    async def start(self, port: int) -> int | None:
        """Returns the port in use; None, with a line in the log, when it cannot be had: the daemon works without it."""
        app = web.Application()
        app.add_routes(
            [
                web.get("/healthz", self._healthz),
                web.get("/readyz", self._readyz),
                web.get("/metrics", self._show_metrics),
            ]
        )
        runner = web.AppRunner(app, access_log=None, handle_signals=False)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError as error:
            await runner.cleanup()
            log.warning("health_server_not_started", port=port, reason=error.strerror, advice="set daemon.health_port")
            return None
        self._runner = runner
        return int(runner.addresses[0][1])

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def trouble(self) -> str:
        """Why the daemon is not ready; "" when it is."""
        vitals = self._vitals
        if vitals.trouble or vitals.beat_at is None:
            return vitals.trouble or "no sign of life has been written yet"
        age = (self._clock() - vitals.beat_at).total_seconds()
        if age > self._stale_after:
            return f"the last sign of life was written {age:.0f} s ago"
        return ""

    async def _healthz(self, _request: web.Request) -> web.Response:
        return web.json_response(
            {"alive": True, "started_at": self._vitals.started_at.isoformat(), "under_way": self._vitals.under_way}
        )

    async def _readyz(self, _request: web.Request) -> web.Response:
        trouble = self.trouble()
        return web.json_response({"ready": not trouble, "reason": trouble}, status=503 if trouble else 200)

    async def _show_metrics(self, _request: web.Request) -> web.Response:
        await self._refresh()
        return web.Response(body=self._metrics.text(), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})
