"""The machine's clock is set back an hour: nothing that was to come waits an hour longer."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage import open_storage

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_turns_at_hosts_move_with_the_clock_and_none_into_the_past(tmp_path: Path) -> None:
    moments = [NOW]
    with open_storage(f"sqlite:///{tmp_path}/r.sqlite3", clock=lambda: moments[-1]) as storage:
        storage.network.claim_host_turn("far.example", NOW, 7200)
        storage.network.claim_host_turn("near.example", NOW, 60)
        moments.append(NOW - HOUR)
        assert storage.clock_was_set_back(-HOUR) == 2
        assert storage.network.claim_host_turn("far.example", moments[-1], 1) == NOW + HOUR
        assert storage.network.claim_host_turn("near.example", moments[-1], 1) == NOW - HOUR + timedelta(seconds=60)
