"""What a stranger wrote, on a screen: no line of ours obeys it."""

import io
import json

import pytest
from rich.console import Console

from crawler.crawl_events import DoorSettled, PageSettled
from desk.command import complain
from desk.crawl_progress import LiveProgress, PlainLines
from desk.screen import note, say, show_json, show_table
from press.doors import PollVerdict
from press.outcomes import Outcome

HOSTILE = "A\x1b]0;owned\x07\x9b31m red \u202egpj.exe"
STEERS = ("\x1b", "\x07", "\x9b", "\u202e")

PAGE = PageSettled(
    source_id="steppe", url=f"https://steppe.example/{HOSTILE}", outcome=Outcome.FAILED, reason=HOSTILE, title=None
)
DOOR = DoorSettled(
    source_id="steppe", address=f"https://steppe.example/{HOSTILE}", verdict=PollVerdict.FAILED, found=0, reason=HOSTILE
)  # fmt: skip


def harmless(text: str) -> bool:
    return bool(text) and not any(sign in text for sign in STEERS)


def test_lines_notes_complaints_and_tables_steer_no_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    say(f"steppe: {HOSTILE}")
    note(HOSTILE)
    complain(HOSTILE, 2)
    show_table(("id", "title"), [("1", HOSTILE)])
    out, err = capfd.readouterr()
    assert harmless(out)
    assert harmless(err)


def test_json_says_what_was_there_and_steers_no_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    show_json({"title": HOSTILE})
    out, _ = capfd.readouterr()
    assert harmless(out)
    assert json.loads(out) == {"title": HOSTILE}


def test_the_progress_of_a_crawl_steers_no_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    screen = io.StringIO()
    with LiveProgress(Console(file=screen, force_terminal=False, width=200)) as live, PlainLines() as plain:
        for event in (DOOR, PAGE):
            live.watch(event)
            plain.watch(event)
    assert harmless(capfd.readouterr().err)
    assert harmless(screen.getvalue())
