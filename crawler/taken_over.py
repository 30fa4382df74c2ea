"""What taking over a configuration did beside it, said to whoever started: two configurations on one database would
switch each other's doors off in silence."""

from collections.abc import Iterator
from typing import Final

import structlog

from press.numbered import numbered
from storage.rows import TakenOver

log = structlog.get_logger()

MOST_NAMED: Final = 10
OWN_DATABASE: Final = "give each configuration a database of its own to watch both"


def log_taken_over(taken: TakenOver) -> None:
    """To the log of a daemon."""
    if taken.left:
        log.warning("daemon_has_other_sources", left=taken.left, advice=f"it polls them on; {OWN_DATABASE}")
    if taken.sources or taken.doors:
        log.warning(
            "sources_switched_off",
            sources=taken.sources,
            doors=taken.doors,
            advice=f"this configuration does not list them; {OWN_DATABASE}",
        )


def taken_over_lines(taken: TakenOver) -> Iterator[str]:
    """To a person."""
    if taken.left:
        yield f"a daemon works on this database and polls {numbered(taken.left, 'more source')} on; {OWN_DATABASE}"
    if taken.sources:
        yield f"switched off, since this configuration does not list them: {_named(taken.sources)}; {OWN_DATABASE}"
    if taken.doors:
        yield f"doors switched off, since this configuration does not list them: {_named(taken.doors)}"


def _named(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{', '.join(names[:MOST_NAMED])}{more}"
