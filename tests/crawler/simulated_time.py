"""A day in minutes: the loop's time jumps to the next timer whenever nothing is under way.

While a request is in transfer, a page is read or a thread works, time passes as it always does: nothing is cut short, so no
pause and no deadline of the code under test changes its meaning. Only the waiting is left out. For a process of its own:
loop, reactor and scheduler are told the new time for good.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

LONGEST_LOOK = 0.05


class SimulatedTime:
    """`now` is the clock to hand in. May be asked from any thread."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._began = time.monotonic()
        self._ahead = 0.0
        self._under_way = 0

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.seconds() - self._began)

    def seconds(self) -> float:
        return time.monotonic() + self._ahead

    def rule(self) -> None:
        """Takes over the running loop, Twisted's reactor on it and APScheduler, which asks the machine for the time."""
        loop: Any = asyncio.get_running_loop()
        loop.time = self.seconds
        selector = loop._selector
        look = selector.select

        def select(timeout: float | None = None) -> Any:
            if timeout is None or timeout <= 0:
                return look(timeout)
            if self._under_way:
                return look(min(timeout, LONGEST_LOOK))
            events = look(0)
            if not events:
                self._ahead += timeout
            return events

        selector.select = select
        hand_over = loop.run_in_executor

        def run_in_executor(executor: Any, work: Any, *arguments: Any) -> Any:
            future = hand_over(executor, work, *arguments)
            self._under_way += 1
            future.add_done_callback(self._one_less)
            return future

        loop.run_in_executor = run_in_executor
        self._rule_reactor()
        self._rule_scheduler()

    def counted(self, work: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
        """The same coroutine function; while it runs, time does not jump."""

        async def counting(*args: P.args, **kwargs: P.kwargs) -> T:
            self._under_way += 1
            try:
                return await work(*args, **kwargs)
            finally:
                self._under_way -= 1

        return counting

    def _one_less(self, _future: object) -> None:
        self._under_way -= 1

    def _rule_reactor(self) -> None:
        from twisted.internet import reactor  # it exists only once it is installed

        installed: Any = reactor
        installed.seconds = self.seconds

    def _rule_scheduler(self) -> None:
        import apscheduler.executors.base
        import apscheduler.schedulers.base
        import apscheduler.triggers.interval

        now = self.now

        class SimulatedDatetime(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Any:
                return now().astimezone(tz or UTC)

        for module in (apscheduler.schedulers.base, apscheduler.executors.base, apscheduler.triggers.interval):
            module.datetime = SimulatedDatetime
