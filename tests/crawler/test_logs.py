"""The log: one line per event, everything in one place and one form, libraries quiet."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from crawler.logs import set_up_logging
from press.settings import LogSettings


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """The logging of the test run, afterwards as it was."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)
    logging.captureWarnings(False)
    structlog.reset_defaults()


def lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_pipe_gets_a_json_object_per_event_with_what_was_bound() -> None:
    out = io.StringIO()
    set_up_logging(LogSettings(), out)
    with structlog.contextvars.bound_contextvars(run=7):
        structlog.get_logger().info("run_finished", source="kazinform-ru", title="قمة أستانا")
    (line,) = lines(out)
    assert list(line)[:3] == ["timestamp", "level", "event"]
    assert line | {"timestamp": ""} == {
        "timestamp": "",
        "level": "info",
        "event": "run_finished",
        "source": "kazinform-ru",
        "title": "قمة أستانا",
        "run": 7,
    }
    assert "قمة" in out.getvalue()


def test_a_terminal_is_neither_coloured_against_the_will_of_its_owner_nor_steered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain, coloured = Terminal(), Terminal()
    monkeypatch.delenv("NO_COLOR", raising=False)
    set_up_logging(LogSettings(), coloured)
    structlog.get_logger().warning("run_missed", reason="calm")
    monkeypatch.setenv("NO_COLOR", "1")
    set_up_logging(LogSettings(), plain)
    structlog.get_logger().warning("run_missed", reason="A\x1b]0;owned\x07\x9b31m")
    assert "\x1b[" in coloured.getvalue()
    assert "run_missed" in plain.getvalue()
    assert not {"\x1b", "\x07", "\x9b"} & set(plain.getvalue())


def test_a_person_gets_text() -> None:
    out = Terminal()
    set_up_logging(LogSettings(), out)
    structlog.get_logger().warning("run_missed", source="x")
    assert "run_missed" in out.getvalue()
    assert not out.getvalue().startswith("{")


def test_the_form_can_be_chosen() -> None:
    out = Terminal()
    set_up_logging(LogSettings(format="json"), out)
    structlog.get_logger().info("chosen")
    assert lines(out)[0]["event"] == "chosen"


def test_lines_below_the_level_are_not_written() -> None:
    out = io.StringIO()
    set_up_logging(LogSettings(level="warning"), out)
    structlog.get_logger().info("quiet")
    logging.getLogger("some.library").info("quiet too")
    assert out.getvalue() == ""


def test_libraries_are_written_in_the_same_form_with_their_name() -> None:
    out = io.StringIO()
    set_up_logging(LogSettings(), out)
    logging.getLogger("some.library").warning("the %s is full", "disk")
    (line,) = lines(out)
    assert (line["event"], line["logger"], line["level"]) == ("the disk is full", "some.library", "warning")


def test_scrapy_and_twisted_keep_quiet_unless_everything_is_wanted() -> None:
    out = io.StringIO()
    set_up_logging(LogSettings(), out)
    logging.getLogger("scrapy.core.scraper").error("a page was odd")
    logging.getLogger("twisted").error("a connection was lost")
    assert out.getvalue() == ""
    set_up_logging(LogSettings(level="debug"), out)
    logging.getLogger("scrapy.core.engine").debug("spider opened")
    assert lines(out)[0]["event"] == "spider opened"


def test_setting_up_again_replaces_what_was_there() -> None:
    first, second = io.StringIO(), io.StringIO()
    set_up_logging(LogSettings(), first)
    set_up_logging(LogSettings(), second)
    structlog.get_logger().info("once")
    assert first.getvalue() == ""
    assert len(lines(second)) == 1


def test_an_error_keeps_its_trace_in_one_line() -> None:
    out = io.StringIO()
    set_up_logging(LogSettings(), out)
    try:
        raise ValueError("odd")
    except ValueError:
        structlog.get_logger().exception("broken")
    (line,) = lines(out)
    assert "ValueError: odd" in str(line["exception"])
