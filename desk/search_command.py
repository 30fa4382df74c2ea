"""`rasid search`: what an analyst asks, newest first."""

from typing import TYPE_CHECKING, Annotated

import typer

from desk.installation import installation_of
from desk.query_options import Narrowing, narrowed

if TYPE_CHECKING:
    from storage.search_rows import FoundArticle, FoundPage

COLUMNS = ("id", "date", "source", "lang", "organizations", "seen", "copies", "title")
CSV_COLUMNS = (
    "id", "sort_at", "published_at", "source_id", "source", "country", "language", "organizations", "title", "credit",
    "sightings", "copies", "outlets", "revision", "url",
)  # fmt: skip


@narrowed
def search(
    context: typer.Context,
    *,
    narrowing: Narrowing,
    limit: Annotated[int, typer.Option(min=1, max=1000, metavar="N", help="So many articles.")] = 20,
    after: Annotated[
        str | None, typer.Option(metavar="PLACE", help="Go on behind this place, as the page before named it.")
    ] = None,
    copies: Annotated[
        bool, typer.Option("--copies", help="Show copies of an article that answer in rows of their own.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write CSV.")] = False,
) -> None:
    """Search the articles, newest first.

    Words are found in every form of theirs, with and without article, clitic or case ending; a phrase in quotes in its
    order. Copies of one article are one row, the earliest of them that answers: `copies` says how many others there are,
    `seen` at how many outlets. A date with a question mark is when an article was seen first, for its page has none.
    """
    from press.moments import system_clock

    installation = installation_of(context)
    query = narrowing.query(installation, system_clock())
    with installation.open_to_read() as storage:
        storage.refuse_unknown(query, lambda: installation.configuration)
        page = storage.search(query, limit=limit, after=after, copies=copies)
    if as_json:
        from desk.screen import show_json

        show_json(page)
    elif as_csv:
        show_as_csv(page)
    else:
        show_as_table(page, repeated=" ".join(narrowing.words or []), folded=not copies)


def show_as_csv(page: "FoundPage") -> None:
    from desk.screen import iso, show_csv

    rows = []
    for article in page.articles:
        row = {name: getattr(article, name) for name in CSV_COLUMNS}
        row["sort_at"] = iso(article.sort_at)
        row["published_at"] = iso(article.published_at) if article.published_at else ""
        row["organizations"] = " ".join(article.organizations)
        rows.append(list(row.values()))
    show_csv(CSV_COLUMNS, rows)


def show_as_table(page: "FoundPage", *, repeated: str, folded: bool = True) -> None:
    """A row per article; under it the passage with what was asked for, when words were asked for."""
    from desk.screen import note, put, terminal_width
    from desk.tables import cut, isolated, table_lines
    from press.numbered import numbered
    from press.plain_lines import one_line

    width = terminal_width()
    head, rule, *lines = table_lines(COLUMNS, map(row, page.articles), width=width, right=("id", "seen", "copies"))
    if page.articles:
        put(head)
        put(rule)
    for line, article in zip(lines, page.articles, strict=True):
        put(line)
        if article.hits:
            passage = one_line(marked(article.snippet, article.hits))
            put("    " + (isolated(cut(passage, width - 4)) if width else passage))
    if folded and (copies := sum(article.copies for article in page.articles)):
        note(f"{numbered(copies, 'copy', 'copies')} of these folded: --copies shows those that answer")
    if page.looked_at is not None:
        note(
            f"{numbered(len(page.articles), 'article')} among the {page.looked_at:,} candidates looked at so far; "
            f"for the others add --after {page.next}"
        )
    elif not page.articles:
        note("nothing found" + (f" for {repeated}" if repeated else ""))
    elif page.next:
        note(f"{numbered(len(page.articles), 'article')}, and there are more: add --after {page.next}, or --limit N")
    else:
        note(numbered(len(page.articles), "article"))


def row(article: "FoundArticle") -> list[str]:
    return [
        str(article.id),
        f"{article.sort_at:%Y-%m-%d}{'' if article.published_at else '?'}",
        article.source_id,
        article.language,
        " ".join(article.organizations),
        str(article.outlets),
        f"+{article.copies}" if article.copies else "",
        article.title,
    ]


def marked(text: str, hits: tuple[tuple[int, int], ...]) -> str:
    """The text with brackets around what was asked for."""
    parts = []
    place = 0
    for start, end in hits:
        parts += [text[place:start], "[", text[start:end], "]"]
        place = end
    return "".join([*parts, text[place:]])
