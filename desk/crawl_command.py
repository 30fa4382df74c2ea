"""`rasid crawl` and `rasid run`: once, or for as long as it is let."""

from typing import TYPE_CHECKING, Annotated

import typer

from desk.installation import Installation, installation_of

if TYPE_CHECKING:
    from crawler.assignments import CrawlOrder
    from crawler.crawl_report import CrawlReport
    from press.backfill import Estimate
    from press.configuration import Configuration
    from press.sources import Source


def crawl(
    context: typer.Context,
    *,
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCE", help="Which sources; all by default.")
    ] = None,
    urls: Annotated[
        list[str] | None,
        typer.Option("--url", metavar="URL", help="An address to fetch; without SOURCE no door is polled. Repeatable."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=0, metavar="N", help="Fetch at most N pages from each source.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Poll the doors, say what would be fetched, and store nothing.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Go back in time to this day, through archives and next pages."),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="With --since: no further than this day.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="With --since: begin without asking.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress, only the report.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write the report as JSON.")] = False,
) -> None:
    """Poll the doors of sources, fetch and read what is new, store what matters, and report.

    With --since: fill in the past of the sources named. What it will take is estimated first (and, with --dry-run, nothing
    else is done); at a terminal you are asked whether to begin. It may be stopped at any time: the same command goes on.

    Ends with 0 when all went well, 1 when a source had trouble, 2 for wrong use, 3 when the database failed.
    """
    from desk.crawl_orders import crawl_orders, with_sources_of

    configuration = installation_of(context).configuration
    if since is not None or until is not None:
        refuse_with_since(sources, urls, limit, since)
        raise typer.Exit(
            fill_in(
                configuration,
                sources or [],
                (since or "", until),
                dry_run=dry_run,
                yes=yes,
                quiet=quiet,
                as_json=as_json,
            )
        )
    orders = crawl_orders(configuration, sources or (), urls or (), limit)
    configuration = with_sources_of(configuration, orders)
    note_disabled(orders)
    if dry_run:
        from desk.dry_run import dry_run as run_dry

        raise typer.Exit(run_dry(configuration, orders, quiet=quiet, as_json=as_json))
    from desk.crawl_once import crawl_with_progress, exit_code  # Scrapy, which a wrong name need not wait for

    crawled = crawl_with_progress(configuration, orders, quiet=quiet)
    show_report(crawled.report, as_json=as_json)
    show_addresses(installation_of(context), urls or (), as_json=as_json)
    raise typer.Exit(exit_code(crawled))


def refuse_with_since(sources: list[str] | None, urls: list[str] | None, limit: int | None, since: str | None) -> None:
    from press.errors import UsageError

    if since is None:
        raise UsageError("--until: say --since as well")
    if not sources:
        raise UsageError("--since: name the sources whose past is to be filled in")
    if urls or limit is not None:
        raise UsageError("--since goes neither with --url nor with --limit: a back-fill is whole, and may be stopped")


def fill_in(
    configuration: "Configuration",
    source_ids: list[str],
    days: tuple[str, str | None],
    *,
    dry_run: bool,
    yes: bool,
    quiet: bool,
    as_json: bool,
) -> int:
    """The back-fill, and its exit code."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from desk.day_options import since_moment, until_moment
    from desk.screen import show_json
    from press.backfill import Period
    from press.contact import require_contact
    from press.errors import UsageError
    from press.moments import system_clock

    now = system_clock()
    begin, end = since_moment("--since", days[0], now), until_moment("--until", days[1], now)
    sources = tuple(configuration.source(source_id) for source_id in dict.fromkeys(source_ids))
    require_contact(configuration, (door.address for source in sources for door in source.doors))
    period = Period(since=begin or now, until=min(end or now, now))
    if period.since >= period.until:
        raise UsageError("--since: the period ends before it begins, or lies in the future")
    from desk.backfill_run import agreed_at_a_terminal, back_fill
    from desk.crawl_once import exit_code
    from desk.dry_run import thrown_away

    estimates = []

    def told(source: "Source", expected: "Estimate") -> None:
        about = {"lists": expected.lists, "articles": expected.articles, "hours": round(expected.hours, 2)}
        about |= {"at_least": expected.is_open}
        estimates.append({"source": source.id, "since": period.since, "until": period.until, **about})

    agreed = agreed_at_a_terminal(yes or as_json)
    with TemporaryDirectory(prefix="rasid-dry-run-") as folder:
        if dry_run:
            configuration = thrown_away(configuration, Path(folder) / "rasid.sqlite3")
        done = back_fill(configuration, sources, period, quiet=quiet, only_estimate=dry_run, told=told, agreed=agreed)
    if not dry_run:
        show_report(done.report, as_json=as_json)
    elif as_json:
        show_json(estimates)
    return exit_code(done)


def note_disabled(orders: "tuple[CrawlOrder, ...]") -> None:
    from desk.screen import note

    for order in orders:
        if not order.source.enabled:
            note(f"{order.source.id} is disabled ({order.source.reason}); crawled because it was named")


def show_report(report: "CrawlReport", *, as_json: bool) -> None:
    from desk.crawl_table import report_table
    from desk.screen import note, show_json, show_table

    if as_json:
        show_json(report)
    elif report.sources:
        columns, rows, numbers = report_table(report)
        show_table(columns, rows, right=numbers)
    for source_id in report.busy:
        note(f"{source_id}: another run holds this source; nothing was done. It is free again when that run ends.")


def show_addresses(installation: Installation, urls: "list[str] | tuple[()]", *, as_json: bool) -> None:
    """What became of the addresses that were given by hand."""
    from desk.screen import say

    if as_json or not urls:
        return
    with installation.open_to_read() as storage:
        for url in urls:
            history = storage.why(url)
            state = history.state.replace("_", " ") if history else "not on record"
            what = f" {history.article_id}: {history.article_title}" if history and history.article_id else ""
            reason = f" ({history.reason})" if history and history.reason else ""
            say(f"{url}: {state}{what}{reason}")


def run(context: typer.Context) -> None:
    """Run the daemon: poll every enabled source when it is due, until Ctrl-C or SIGTERM ends it in order.

    Ends with 0 when it was told to end, however early.
    """
    from crawler.logs import set_up_logging
    from scheduler import run_daemon

    configuration = installation_of(context).configuration
    set_up_logging(configuration.settings.log)
    run_daemon(configuration)
