"""Whose turn it is to ask a host: one request at a time, a pause after each answer, across all crawls and processes.

    enter ─ wait for those before ─ wait for the pause ─ claim the turn in the database ─→ request ─→ leave

Within the process a pause is counted from the end of the last answer. Other processes see only the claims, so a claim
covers the pause and the time the last answer took.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from crawler.fetch_errors import HostResting
from press.moments import Clock
from press.polling import parse_retry_after

Claim = Callable[[str, datetime, float], Awaitable[datetime]]

MOST_HOSTS: Final = 10_000
REFUSALS_BEFORE_REST: Final = 3
SHORTEST_REST: Final = timedelta(minutes=1)
LONGEST_REST: Final = timedelta(hours=24)
LONGEST_QUEUE_SECONDS: Final = 60.0


@dataclass(slots=True)
class _Host:
    """What is remembered of a host. refusals: "too many requests" in a row; times are the loop's."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    began_at: float = 0.0
    ended_at: float = float("-inf")
    took: float = 0.0
    refusals: int = 0
    rests_until: datetime | None = None


class HostGate:
    """One per process. claim: takes the host's next turn in the database and says when it is."""

    def __init__(self, claim: Claim, clock: Clock) -> None:
        self._claim = claim
        self._clock = clock
        self._hosts: dict[str, _Host] = {}

    async def enter(self, host: str, delay_seconds: float) -> None:
        """Waits until the host may be asked; `leave` must follow. Raises HostResting when that would take too long."""
        state = self._hosts.setdefault(host, _Host())
        state.users += 1
        try:
            self._check_rest(host, state)
            await state.lock.acquire()
        except BaseException:
            state.users -= 1
            raise
        try:
            self._check_rest(host, state)
            await self._wait(host, state, delay_seconds)
        except BaseException:
            self._release(state)
            raise
        state.began_at = _loop_time()

    def leave(self, host: str) -> None:
        """The request has ended, however it did."""
        state = self._hosts[host]
        state.ended_at = _loop_time()
        state.took = state.ended_at - state.began_at
        self._release(state)
        if len(self._hosts) > MOST_HOSTS:
            self._forget_idle()

    async def note_answer(self, host: str, status: int, retry_after: str | None, delay_seconds: float) -> None:
        """A host that refuses several times in a row for being asked too much is left alone until it wants to be asked."""
        state = self._hosts.setdefault(host, _Host())
        if status != 429 and not (status == 503 and retry_after):
            state.refusals = 0
            return
        state.refusals += 1
        if state.refusals < REFUSALS_BEFORE_REST:
            return
        now = self._clock()
        wish = parse_retry_after(retry_after, now) if retry_after else None
        until = min(max(wish or now, now + SHORTEST_REST), now + LONGEST_REST)
        state.rests_until = max(until, state.rests_until or until)
        if delay_seconds:
            await self._claim(host, now, (until - now).total_seconds())

    async def _wait(self, host: str, state: _Host, delay: float) -> None:
        if not delay:
            return
        await asyncio.sleep(max(0.0, state.ended_at + delay - _loop_time()))
        now = self._clock()
        turn = await self._claim(host, now, delay + min(state.took, delay))
        wait = (turn - now).total_seconds()
        if wait > max(LONGEST_QUEUE_SECONDS, 20 * delay):
            state.rests_until = turn
            self._check_rest(host, state)
        await asyncio.sleep(max(0.0, wait))

    def _check_rest(self, host: str, state: _Host) -> None:
        if state.rests_until is None:
            return
        if state.rests_until > self._clock():
            raise HostResting(f"{host} asks to be left alone until {state.rests_until:%Y-%m-%d %H:%M} UTC")
        state.rests_until, state.refusals = None, 0

    def _release(self, state: _Host) -> None:
        state.users -= 1
        state.lock.release()

    def _forget_idle(self) -> None:
        """Drops what nobody needs: hosts without users, the longest unused first."""
        idle = sorted(
            (name for name, state in self._hosts.items() if not state.users and state.rests_until is None),
            key=lambda name: self._hosts[name].ended_at,
        )
        for name in idle[: len(self._hosts) - MOST_HOSTS // 2]:
            del self._hosts[name]


def _loop_time() -> float:
    return asyncio.get_running_loop().time()
