"""`rasid why URL`: the whole story of an address."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from desk.installation import installation_of

if TYPE_CHECKING:
    from datetime import datetime

    from storage.answers import AddressHistory, RunNote, SourceHealth

NOT_SEEN = 1


def why(
    context: typer.Context,
    url: Annotated[
        str, typer.Argument(metavar="URL", help="In any spelling: AMP, mobile and tracked ones are told for one.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Tell the story of an address: who named it, what became of it and why, what is stored of it.

    Ends with 1 when the address was never seen.
    """
    from desk.screen import say, say_of, show_json
    from press.moments import system_clock

    with installation_of(context).open_to_read() as storage:
        history = storage.why(url)
        health = storage.source_health() if history is None else ()
    if as_json:
        show_json(history)
    elif history is None:
        say(f"{url}: {never_seen(url, health)}")
    else:
        for label, value in story(history, system_clock()):
            say_of(label, value)
    if history is None:
        raise typer.Exit(NOT_SEEN)


def never_seen(url: str, sources: "tuple[SourceHealth, ...]") -> str:
    """What it may be instead of a page: a door, or no address at all."""
    from desk.screen import minute
    from press.addresses import address_key, is_fetchable

    if not is_fetchable(url):
        return "no address that may be fetched (http or https, with a host), so no door can have named it."
    for source in sources:
        for door in source.doors:
            if address_key(door.address) == address_key(url):
                said = f"; {door.reason}" if door.reason else ""
                return f"a door of {source.id}; last polled {minute(door.last_poll_at)}{said}"
    return (
        "never seen: no door of a source has named it, and nobody gave it by hand. "
        f"`rasid crawl --url '{url}'` fetches it."
    )


def story(history: "AddressHistory", now: "datetime") -> Iterator[tuple[str, str]]:
    """Label and value of each line, in the order of events; those without a value are not shown."""
    from desk.screen import minute

    yield "address", history.url
    yield "source", f"{history.source} ({history.source_id})"
    yield "found", f"{minute(history.found_at)} {by_door(history)}{by_run(history.found_by)}"
    hints = (("title", history.title), ("published", history.published), ("language", history.language))
    yield "the door said", "; ".join(f"{name} “{value}”" for name, value in hints if value)
    yield "state", state_of(history, now)
    yield "reason", history.reason
    yield "last answer", f"HTTP {history.status}" if history.status else ""
    yield "tried", f"{history.attempts} times" if history.attempts != 1 else "once"
    yield "settled", f"{minute(history.settled_at)}{by_run(history.settled_by)}" if history.settled_at else ""
    yield "raw page", f"{history.archived.file} at {history.archived.offset:,}" if history.archived else ""
    yield "robots.txt", robots_of(history)
    yield from stored(history)


def by_door(history: "AddressHistory") -> str:
    return f"in the {history.door_kind.replace('_', ' ')} {history.door}" if history.door else "given by hand"


def by_run(run: "RunNote | None") -> str:
    return f", by run {run.id} ({run.kind}, {run.state})" if run else ""


def state_of(history: "AddressHistory", now: "datetime") -> str:
    """The state in words; of a page that waits, since when and until when."""
    from desk.screen import minute

    if history.state != "pending":
        return history.state.replace("_", " ")
    if history.next_attempt_at and history.next_attempt_at > now:
        return f"pending; not before {minute(history.next_attempt_at)}"
    return "pending; the next run of its source fetches it"


def robots_of(history: "AddressHistory") -> str:
    from desk.screen import minute

    robots = history.robots
    if robots is None:
        return ""
    why = f" ({robots.trouble})" if robots.trouble else ""
    answered = f"answered {robots.status}" if robots.status else f"no answer{why}"
    return f"{robots.origin}/robots.txt {answered} on {minute(robots.fetched_at)}"


def stored(history: "AddressHistory") -> Iterator[tuple[str, str]]:
    """The article, who else ran it, and when it is looked at again."""
    from desk.screen import minute

    if history.article_id is None:
        return
    yield "article", f"{history.article_id}: {history.article_title}"
    for sighting in history.sightings:
        yield "seen", f"{minute(sighting.first_seen_at)} {sighting.source_id} {sighting.url}"
    yield "looked again", f"{history.looks} times" if history.looks else ""
    yield "next look", minute(history.look_again_at) if history.look_again_at else ""
    yield "vanished", minute(history.vanished_at) if history.vanished_at else ""
    yield "more", f"rasid show {history.article_id}"
