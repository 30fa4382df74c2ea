"""A daemon in this process, on the reactor's thread, for the length of a test; and one as a process of its own."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from crawling import ReactorThread, with_services

from crawler.crawl_services import CrawlServices
from press.configuration import Configuration
from scheduler import Daemon

PROJECT = Path(__file__).resolve().parents[2]


def daemon_until(
    reactor: ReactorThread, installation: Configuration, done: Callable[[], bool], *, seconds: float = 60.0
) -> None:
    """Runs the daemon until `done`, looked at every now and then from the loop; then stops it in order."""

    async def scenario(services: CrawlServices) -> None:
        daemon = Daemon(services, installation.sources.values())

        async def watch() -> None:
            try:
                async with asyncio.timeout(seconds):
                    while not await asyncio.to_thread(done):  # noqa: ASYNC110  # what is waited for is in the database
                        await asyncio.sleep(0.05)
            finally:
                daemon.stop("the test is done")

        watching = asyncio.create_task(watch())
        try:
            await daemon.run()
        finally:
            watching.cancel() if not watching.done() else watching.result()

    reactor.run(lambda: with_services(installation, scenario), seconds=seconds + 30)


class DaemonProcess:
    """`python scheduler.py` with its log, line by line as JSON."""

    def __init__(self, folder: Path, *, log_folder: Path | None = None, **environment: str) -> None:
        self._log = (log_folder or folder) / "daemon.log"
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "scheduler.py", "--config", str(folder)],
                cwd=PROJECT,
                env={**os.environ, "RASID_LOG__FORMAT": "json", **environment},
                stderr=log,
                start_new_session=True,
            )

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What it has logged so far; a line that is no JSON under the key "text"."""
        found = []
        for line in self._log.read_text("utf-8").splitlines():
            try:
                found.append(json.loads(line))
            except ValueError:
                found.append({"event": "", "text": line})
        return found

    def events(self) -> list[str]:
        return [line["event"] for line in self.lines]

    def wait_for(self, event: str, seconds: float = 60.0) -> dict[str, Any]:
        """The first line of this kind."""
        deadline = time.monotonic() + seconds
        while True:
            for line in self.lines:
                if line["event"] == event:
                    return line
            assert self.process.poll() is None, self._log.read_text("utf-8")
            assert time.monotonic() < deadline, f"{event} did not come: {self._log.read_text('utf-8')}"
            time.sleep(0.05)

    def end(self, sign: int, seconds: float = 30.0) -> int:
        self.process.send_signal(sign)
        return self.process.wait(seconds)

    def kill(self) -> None:
        """The daemon and its workers, at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, 9)
        self.process.wait(30)
