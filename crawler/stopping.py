"""Lets whatever waits for the network end when we are told to stop."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar
from weakref import WeakSet

from crawler.fetch_errors import FetchStopped

T = TypeVar("T")


class Stopping:
    """Two kinds of work: waiting, which ends at once, and transfers, which may end by themselves for a while."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Task[Any]] = set()
        self._transfers: set[asyncio.Task[Any]] = set()
        self._ended_by_us: WeakSet[asyncio.Task[Any]] = WeakSet()
        self.has_begun = False

    def begin(self, grace_seconds: float) -> None:
        """Ends what waits, now, and what is still under way after the grace."""
        if self.has_begun:
            return
        self.has_begun = True
        self._end(self._waiting)
        asyncio.get_running_loop().call_later(grace_seconds, self._end, self._transfers)

    async def waiting(self, work: Coroutine[Any, Any, T]) -> T:
        """Does `work`. Raises FetchStopped when it ends because of us."""
        return await self._run(work, self._waiting)

    async def transfer(self, work: Coroutine[Any, Any, T]) -> T:
        """As `waiting`, with the grace."""
        return await self._run(work, self._transfers)

    async def _run(self, work: Coroutine[Any, Any, T], group: set[asyncio.Task[Any]]) -> T:
        if self.has_begun:
            work.close()
            raise FetchStopped
        task = asyncio.ensure_future(work)
        group.add(task)
        try:
            return await task
        except asyncio.CancelledError:
            if task in self._ended_by_us:
                raise FetchStopped from None
            raise
        finally:
            group.discard(task)

    def _end(self, group: set[asyncio.Task[Any]]) -> None:
        for task in tuple(group):
            self._ended_by_us.add(task)
            task.cancel()
