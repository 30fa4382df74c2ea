"""Runs a coroutine in the loop that Scrapy wants: Twisted's reactor on asyncio."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from scrapy.utils.reactor import install_reactor

T = TypeVar("T")

REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"


def run_in_reactor(main: Callable[[], Awaitable[T]]) -> T:
    """Runs `main` to its end and returns what it returns, or raises what it raises. Once per process."""
    install_reactor(REACTOR)
    from twisted.internet import reactor as installed  # it exists only once it is installed

    reactor: Any = installed  # which one it is, is known at run time only

    ended: list[asyncio.Future[T]] = []

    def begin() -> None:
        task = asyncio.ensure_future(main())
        task.add_done_callback(end)

    def end(task: asyncio.Future[T]) -> None:
        ended.append(task)
        reactor.stop()

    reactor.callWhenRunning(begin)
    reactor.run(installSignalHandlers=False)
    return ended[0].result()
