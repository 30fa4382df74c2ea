"""One thread that talks to the database, so that a locked database never holds up the network."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from press.errors import StorageError, StorageUnavailable

P = ParamSpec("P")
T = TypeVar("T")


class DatabaseThread:
    """Runs storage calls one after the other, in the order they were asked for.

    A call that was begun is always finished, also when the task that waits for it is cancelled: a write is
    acknowledged or it has not happened.
    """

    def __init__(self, name: str = "database") -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._refusal: StorageError | None = None

    async def __call__(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        call = loop.run_in_executor(self._executor, self._run, partial(function, *args, **kwargs))
        call.add_done_callback(_take_note)
        return await asyncio.shield(call)

    def refuse(self, error: StorageError) -> None:
        """From now on every call fails like this one did, those that wait included: a database that is gone or locked
        would otherwise hold up the end by its busy timeout for each of them."""
        self._refusal = error

    def _run(self, call: Callable[[], T]) -> T:
        if self._refusal is not None:
            raise StorageUnavailable(str(self._refusal)) from self._refusal
        return call()

    def close(self) -> None:
        """Finishes what was asked for, then ends the thread."""
        self._executor.shutdown(wait=True)


def _take_note(call: "asyncio.Future[T]") -> None:
    """A failure is raised where the call is waited for; when nobody waits any more, asyncio is not to complain."""
    if not call.cancelled():
        call.exception()
