"""The log: a line per event, text for a person at a terminal and JSON for everything else.

    structlog ──────────────┐
    logging (libraries) ────┴─→ one handler on standard error

Scrapy and Twisted report every odd page; what becomes of a page is told by its outcome instead, so they are heard only
at level debug, and when something of their own goes wrong.
"""

import logging
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TextIO, cast

import structlog

from press.plain_lines import one_line
from press.settings import LogSettings

if TYPE_CHECKING:
    from twisted.logger import ILogObserver

NOISY: Final = {
    "scrapy": logging.CRITICAL,
    "twisted": logging.CRITICAL,
    "alembic": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "protego": logging.ERROR,
    "apscheduler": logging.ERROR,
    "asyncio": logging.ERROR,
    "filelock": logging.ERROR,
    "py.warnings": logging.ERROR,
}
"""Libraries that say more than an operator can use, and from what on they are heard."""


def set_up_logging(settings: LogSettings, stream: TextIO | None = None) -> None:
    """Sends everything to one place, in one form. May be called again, and then replaces what was there.

    stream: standard error by default.
    """
    out = stream or sys.stderr
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(settings, out)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, floor in NOISY.items():
        logging.getLogger(name).setLevel(logging.DEBUG if level == logging.DEBUG else max(floor, level))
    logging.captureWarnings(True)
    _route_twisted()


def _rendering(settings: LogSettings, out: TextIO) -> list[Any]:
    is_text = settings.format == "text" or (settings.format == "auto" and out.isatty())
    if is_text:
        return [_harmless, structlog.dev.ConsoleRenderer(colors=out.isatty() and not os.environ.get("NO_COLOR"))]
    return [
        structlog.processors.format_exc_info,
        _in_order,
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
    ]


def _harmless(_logger: Any, _name: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """No value steers the terminal, whoever wrote it."""
    return {key: one_line(value) if isinstance(value, str) else value for key, value in line.items()}


def _in_order(_logger: Any, _name: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """When, how serious and what first, so that lines can be read one below the other."""
    return {key: line[key] for key in ("timestamp", "level", "event") if key in line} | dict(line)


@cache
def _route_twisted() -> None:
    """Twisted has a log of its own, which goes to standard error unless someone listens."""
    from twisted.logger import STDLibLogObserver, globalLogBeginner

    globalLogBeginner.beginLoggingTo(
        [cast("ILogObserver", STDLibLogObserver(name="twisted"))], discardBuffer=True, redirectStandardIO=False
    )
