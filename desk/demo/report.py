"""What the demo shows at its end: the table an analyst would want, who copied whom, and what to try next."""

from desk.screen import say, show_table
from press.discoveries import DiscoveryState
from press.moments import system_clock
from press.queries import Query
from storage import Storage
from storage.search_rows import FoundArticle

COLUMNS = ("id", "published (UTC)", "lang", "organizations", "seen", "title")
STATES = {
    DiscoveryState.ARTICLE: "became articles",
    DiscoveryState.OFF_TOPIC: "name none of the organizations (two of them only look as if they did)",
    DiscoveryState.UNREADABLE: "could not be read",
    DiscoveryState.GONE: "had been taken down",
    DiscoveryState.BLOCKED: "were closed to us",
    DiscoveryState.FAILED: "failed",
    DiscoveryState.PENDING: "wait",
}


def show_report(storage: Storage, database: str) -> None:
    page = storage.search(Query.everything(), limit=50, copies=True)
    say()
    say(f"What an analyst would want: {len(page.articles)} articles, newest first.")
    say()
    show_table(COLUMNS, map(_row, page.articles), right=("id", "seen"))
    say()
    _show_counts(storage, "organization")
    _show_counts(storage, "person")
    _show_ledger(storage)
    _show_next(database)


def _row(article: FoundArticle) -> tuple[str, ...]:
    when = f"{article.published_at:%Y-%m-%d %H:%M}" if article.published_at else "no date on the page"
    return (
        str(article.id),
        when,
        article.language,
        " ".join(article.organizations),
        str(article.outlets),
        article.title,
    )


def _show_counts(storage: Storage, by: str) -> None:
    counts = [(row.keys[0], str(row.articles)) for row in storage.count(Query.everything(), (by,))]
    show_table((by, "articles"), counts, right=("articles",))
    say()


def _show_ledger(storage: Storage) -> None:
    pages = storage.status(system_clock()).pages
    say(f"Every address that was found is accounted for ({sum(pages.values())} in all):")
    for state, words in STATES.items():
        if pages.get(state):
            say(f"  {pages[state]:3} {words}")
    say()


def _show_next(database: str) -> None:
    say("Try next:")
    for command in (
        f"rasid --database {database} search الثقة",
        f"rasid --database {database} search 'org:SCO lang:ar'",
        f"rasid --database {database} search person:نزارباييف",
        f"rasid --database {database} show 1",
        f"rasid --database {database} count --by organization,language",
    ):
        say(f"  {command}")
    say("On the real web: `rasid init`, set crawl.contact in config/settings.toml, then `rasid run`. See the README.")
