"""`rasid stories …` and `rasid relink`: articles about one event, and the links between copies."""

from typing import TYPE_CHECKING, Annotated

import typer

from desk.article_numbers import LARGEST_NUMBER
from desk.installation import Installation, installation_of
from desk.query_options import Since, Until

if TYPE_CHECKING:
    from storage import Storage
    from storage.answers import StorySummary

app = typer.Typer(
    help="List stories: articles about one event. Without a command, those of the last seven days.",
    rich_markup_mode=None,
)

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON.")]
RELINKED_AT_ONCE = 200


@app.callback(invoke_without_command=True)
def stories(
    context: typer.Context,
    *,
    since: Since = "7d",
    until: Until = None,
    organization: Annotated[
        str | None, typer.Option("--org", metavar="CODE", help="Only stories that name it.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, metavar="N", help="So many stories.")] = 30,
    as_json: AsJson = False,
) -> None:
    """List stories, the latest first: how many articles and outlets, from when to when."""
    from desk.day_options import since_moment, until_moment
    from desk.screen import note, show_json, show_table
    from press.moments import system_clock
    from press.numbered import numbered

    if context.invoked_subcommand:
        return
    now = system_clock()
    start, end = since_moment("--since", since, now), until_moment("--until", until, now)
    with installation_of(context).open_to_read() as storage:
        code = known_code(installation_of(context), storage, organization) if organization else None
        found = storage.stories(since=start, until=end, organization=code, limit=limit)
        summary = numbered(len(found), "story", "stories") if found else none_found(storage, code)
    if as_json:
        show_json(found)
        return
    columns = ("story", "first", "latest", "articles", "outlets", "lang", "organizations", "title")
    if found:
        show_table(columns, [row(story) for story in found], right=("story", "articles", "outlets"))
    note(summary)


def known_code(installation: Installation, storage: "Storage", organization: str) -> str:
    """Of an organization by its code or any of its names. Raises UsageError for one that nobody knows."""
    from press.queries import Query
    from press.query_tree import conditions_of

    query = Query.everything().restricted(organizations=[organization]).with_codes(installation.names.code_of)
    storage.refuse_unknown(query, lambda: installation.configuration)
    return next(condition.value for condition in conditions_of(query.tree))


def none_found(storage: "Storage", organization: str | None) -> str:
    """What there is where nothing was found."""
    named = f" that names {organization}" if organization else ""
    if latest := storage.stories(organization=organization, limit=1):
        day = f"{latest[0].latest_at:%Y-%m-%d}"
        return f"no story{named} in this time; the latest is of {day}: `rasid stories --since {day}`"
    if latest := storage.stories(limit=1):
        return f"no story{named}; the latest of all is of {latest[0].latest_at:%Y-%m-%d}"
    return "no story yet: one begins when a second article on an event is stored"


def row(story: "StorySummary") -> list[str]:
    from desk.screen import minute

    return [
        str(story.id),
        minute(story.first_at),
        minute(story.latest_at),
        str(story.size),
        str(story.outlets),
        story.language,
        " ".join(story.organizations),
        story.title + (" (by hand)" if story.by_hand else ""),
    ]


app.command("list", short_help="List stories, the latest first.")(stories)


@app.command("show")
def show(
    context: typer.Context,
    story_id: Annotated[int, typer.Argument(metavar="STORY", max=LARGEST_NUMBER, help="As `rasid stories` shows it.")],
    as_json: AsJson = False,
) -> None:
    """Show a story: its articles, the earliest first."""
    from desk.screen import minute, say_of, show_json, show_table
    from press.errors import UsageError

    with installation_of(context).open_to_read() as storage:
        found = storage.story(story_id)
        if found is None:
            raise UsageError(f"there is no story {story_id}. `rasid stories --since 2000` shows them all.")
        summary, numbers = found
        articles = [article for article in map(storage.article, numbers) if article]
    if as_json:
        show_json({"story": summary, "articles": articles})
        return
    say_of("story", f"{summary.id}: {summary.title}")
    say_of("organizations", " ".join(summary.organizations))
    rows = [[str(one.id), minute(one.sort_at), one.source_id, one.language, one.title] for one in articles]
    show_table(("id", "date", "source", "lang", "title"), rows, right=("id",))


@app.command("merge", short_help="Make one story of several, for good.")
def merge(
    context: typer.Context,
    story_ids: Annotated[list[int], typer.Argument(metavar="STORY", max=LARGEST_NUMBER, help="Two stories or more.")],
    as_json: AsJson = False,
) -> None:
    """Make one story of several, for good: later clustering keeps it."""
    from desk.screen import tell
    from press.errors import UsageError

    if len(set(story_ids)) < 2:
        raise UsageError("name two stories or more, as `rasid stories` shows them")
    with installation_of(context).open_to_write() as storage:
        story = storage.merge_stories(story_ids)
    tell(f"story {story} holds them all", {"story": story}, as_json=as_json)


@app.command("split", short_help="Take articles out of a story, for good.")
def split(
    context: typer.Context,
    story_id: Annotated[int, typer.Argument(metavar="STORY", max=LARGEST_NUMBER, help="The story to take from.")],
    article_ids: Annotated[
        list[int], typer.Argument(metavar="ARTICLE", max=LARGEST_NUMBER, help="The articles to take out.")
    ],
    as_json: AsJson = False,
) -> None:
    """Take articles out of a story into one of their own, for good."""
    from desk.screen import tell

    with installation_of(context).open_to_write() as storage:
        story = storage.split_story(story_id, article_ids)
    tell(f"story {story} holds what was taken out", {"story": story}, as_json=as_json)


def relink(
    context: typer.Context,
    every: Annotated[
        bool, typer.Option("--all", help="All articles, and make anew what copies and stories are found by.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Link articles anew that were linked as copies and stories by older rules.

    Can be stopped and taken up again, without --all then. Stories that were merged or split by hand stay.
    """
    from desk.screen import note, tell
    from press.numbered import numbered

    found = done = 0
    with installation_of(context).open_to_write() as storage:
        if every:
            storage.relink_all()
        while number := storage.renew_links(RELINKED_AT_ONCE):
            found += number
            note(f"{numbered(found, 'article')} can be found again so far")
        while number := storage.sweep_links(RELINKED_AT_ONCE):
            done += number
            note(f"{numbered(done, 'article')} linked so far")
    tell(f"{numbered(done, 'article')} linked by today's rules", {"articles": done}, as_json=as_json)
