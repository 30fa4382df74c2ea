"""`rasid demo`: the real daemon over a small news site on loopback, into a fresh database, and what an analyst asks of it."""

from pathlib import Path


def demo() -> None:
    """See all of Rasid in half a minute, without network: a small news site on this machine, crawled for real."""
    from crawler.logs import set_up_logging
    from desk.demo.report import show_report
    from desk.demo.run import crawl_demo_site
    from press.settings import LogSettings
    from storage import open_storage

    set_up_logging(LogSettings(level="error"))
    database = crawl_demo_site(Path.cwd())
    with open_storage(f"sqlite:///{database}", read_only=True) as storage:
        show_report(storage, database.name)
