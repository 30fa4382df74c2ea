"""The report at the end of a crawl: a line per source, only the columns that say something."""

from collections.abc import Sequence

from crawler.crawl_report import CrawlReport, SourceReport
from desk.tables import cut
from press.outcomes import Outcome

COUNTS = {
    "polls": "polls",
    "found": "found",
    "refused": "refused",
    Outcome.NEW: "new",
    Outcome.COPY: "copies",
    Outcome.REVISED: "revised",
    Outcome.KNOWN: "known",
    Outcome.OFF_TOPIC: "off topic",
    Outcome.UNREADABLE: "unreadable",
    Outcome.BLOCKED: "blocked",
    Outcome.GONE: "gone",
    Outcome.FAILED: "failed",
    Outcome.POSTPONED: "later",
}
WIDEST_TROUBLE = 72
"""What stood in the way was said at length as it happened, and stands whole in JSON and in the database."""

ALWAYS = ("polls", "found", Outcome.NEW)


def report_table(report: CrawlReport) -> tuple[list[str], list[list[str]], list[str]]:
    """Columns, rows and which of the columns are numbers."""
    shown = [key for key in COUNTS if key in ALWAYS or report.totals[key]]
    numbers = [COUNTS[key] for key in shown]
    rows = [_row(source, shown) for source in report.sources]
    if len(report.sources) > 1:
        rows.append(["total", "", *(f"{report.totals[key]:,}" for key in shown), ""])
    return ["source", "end", *numbers, "trouble"], rows, numbers


def _row(source: SourceReport, shown: Sequence[str]) -> list[str]:
    return [
        source.source_id,
        source.state.value,
        *(f"{source.counts.get(key, 0):,}" for key in shown),
        cut(source.reason, WIDEST_TROUBLE),
    ]
