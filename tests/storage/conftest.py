"""One contract, all back ends: a test that asks for `storage` runs once on each of them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hand_clock import HandClock
from newsdesk import Newsroom

from storage import Storage, open_storage

BACK_ENDS = ("sqlite",)


@pytest.fixture
def clock() -> HandClock:
    return HandClock(datetime(2026, 3, 2, 12, 0, tzinfo=UTC))


@pytest.fixture(params=BACK_ENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    assert request.param == "sqlite"
    return f"sqlite:///{tmp_path / 'rasid.sqlite3'}"


@pytest.fixture
def storage(database_url: str, clock: HandClock) -> Iterator[Storage]:
    with open_storage(database_url, clock=clock) as opened:
        yield opened


@pytest.fixture
def newsroom(storage: Storage) -> Newsroom:
    """The store with three sources in it, each with a run under way."""
    return Newsroom(storage)
