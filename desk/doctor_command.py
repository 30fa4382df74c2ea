"""`rasid doctor`: the whole installation on one screen, with an exit code."""

from typing import TYPE_CHECKING, Annotated

import typer

from desk.installation import Installation, installation_of

if TYPE_CHECKING:
    from desk.check_up import Finding

TROUBLED = 1
NEEDED = ("configuration", "contact")
"""Without these no door can be asked."""

SIGNS = {"well": "ok", "note": "note", "ill": "WRONG"}


def doctor(
    context: typer.Context,
    *,
    online: Annotated[
        bool, typer.Option("--online", help="Poll every enabled door as well; nothing is stored.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Look at everything: clock, configuration, watch-list, archive, database, disk, alarms, doors.

    Ends with 1 when something is wrong.
    """
    from desk.check_up import Health, check_up
    from desk.screen import show_json, show_table
    from press.moments import system_clock

    installation = installation_of(context)
    findings = list(check_up(installation, system_clock()))
    if online and all(finding.health is not Health.ILL or finding.what not in NEEDED for finding in findings):
        findings += polled(installation)
    if as_json:
        show_json(findings)
    else:
        show_table(("", "what", "how it is"), [(SIGNS[one.health], one.what, one.said) for one in findings])
    raise typer.Exit(TROUBLED if any(finding.health is Health.ILL for finding in findings) else 0)


def polled(installation: Installation) -> "list[Finding]":
    """Each door's verdict now, by a poll that is thrown away."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from crawler.crawl_events import CrawlEvent, DoorSettled
    from desk.check_up import ill, well
    from desk.crawl_once import crawl_once, quiet_log
    from desk.crawl_orders import crawl_orders
    from desk.crawl_progress import TROUBLES
    from desk.dry_run import thrown_away
    from press.numbered import numbered

    found: list[Finding] = []

    def watch(event: CrawlEvent) -> None:
        if isinstance(event, DoorSettled):
            find = ill if event.verdict in TROUBLES else well
            said = event.reason or event.verdict.replace("_", " ")
            brought = numbered(event.found, "address", "addresses")
            found.append(find(event.source_id, f"{event.address}: {said}, {brought}"))

    with TemporaryDirectory(prefix="rasid-doctor-") as folder:
        trial = thrown_away(installation.configuration, Path(folder) / "rasid.sqlite3")
        quiet_log(trial)
        crawl_once(trial, crawl_orders(trial, (), (), 0), watch)
    return found
