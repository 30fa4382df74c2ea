"""`rasid status` for a hundred sources on a narrow screen: everything is said, and nothing is cut."""

from datetime import UTC, datetime

import pytest

from desk.status_command import alarm_lines, counted_as, wrapped
from press.alarms import Alarm, AlarmKind, Severity

SINCE = datetime(2026, 11, 20, 22, 21, tzinfo=UTC)


def alarms(number: int) -> list[Alarm]:
    return [
        Alarm(
            kind=AlarmKind.SOURCE_UNREADABLE,
            severity=Severity.WARNING,
            since=SINCE,
            source_id=f"outlet-{each}",
            sentence=f"Outlet {each}: no door can be read; https://outlet-{each}.example/rss/all/: it did not answer",
        )
        for each in range(number)
    ]


@pytest.mark.parametrize("width", [80, 120])
def test_alarms_of_a_hundred_sources_fit_the_screen_and_name_every_source(width: int) -> None:
    lines = list(alarm_lines(alarms(124), width))
    text = " ".join(" ".join(lines).split())
    assert max(map(len, lines)) <= width
    assert len(lines) < 50
    assert "WARNING: source unreadable (124)" in lines
    assert all(f"outlet-{number}" in text for number in range(124))
    assert "…" not in text


def test_a_pipe_gets_each_alarm_in_one_line() -> None:
    lines = list(alarm_lines(alarms(2), None))
    assert lines[1:] == [
        "WARNING: source unreadable (2)",
        *(
            f"  since 2026-11-20 22:21: Outlet {each}: no door can be read; https://outlet-{each}.example/rss/all/: it did not answer"
            for each in range(2)
        ),
    ]


def test_no_alarm_is_no_line() -> None:
    assert list(alarm_lines([], 80)) == []


def test_an_address_longer_than_the_screen_is_not_lost() -> None:
    address = "https://news.example/" + "a" * 200
    assert address in "".join(line.strip() for line in wrapped(f"moved to {address}", 80)).replace(" ", "")


@pytest.mark.parametrize(
    ("name", "number", "words"),
    [
        ("door_news", 1, "door news"),
        ("polls", 1, "poll"),
        ("polls", 2, "polls"),
        ("known_addresses", 1, "known address"),
    ],
)
def test_one_of_a_thing_is_said_in_the_singular(name: str, number: int, words: str) -> None:
    assert counted_as(name, number) == words
