"""`rasid show ID`: an article with the evidence for its tags, who ran it first, and what was changed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from desk.article_numbers import LARGEST_NUMBER
from desk.installation import installation_of

if TYPE_CHECKING:
    from press.agencies import Agency
    from press.articles import EntityMention, EntityTag, Mention
    from press.copy_tree import CopyNode
    from press.entities import Entity
    from storage.answers import Revision, StoredArticle

AROUND = 30
"""So many characters of the text are shown on either side of a name."""

MOST_EVIDENCE = 5


def show(
    context: typer.Context,
    *,
    article_id: Annotated[int, typer.Argument(metavar="ID", max=LARGEST_NUMBER, help="As `rasid search` shows it.")],
    history: Annotated[bool, typer.Option("--history", help="Show what each revision changed.")] = False,
    all_evidence: Annotated[
        bool, typer.Option("--evidence", help="Show every mention, of persons and places too.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Show an article: text, tags with their evidence, who ran it first and who took it from whom, revisions."""
    from desk.screen import plain, say, say_of, show_json
    from press.errors import UsageError

    with installation_of(context).open_to_read() as storage:
        article = storage.article(article_id)
        entities = installation_of(context).configuration.entities if article and article.entities else ()
        tree = storage.copy_tree(article_id, agencies_in(entities)) if article else ()
    if article is None:
        raise UsageError(f"there is no article {article_id}. `rasid search` shows which there are.")
    if as_json:
        show_json(plain(article) | {"tree": tree})
        return
    for label, value in head(article, {(entity.kind, entity.code): entity.name for entity in entities}):
        say_of(label, value)
    most = None if all_evidence else MOST_EVIDENCE
    for section in (tag_lines(article, most), tree_lines(tree, article_id)):
        say()
        for line in section:
            say(line)
    if history and article.revision > 1:
        for line in change_lines(article.revisions):
            say(line)
    for paragraph in article.text.split("\n"):
        say()
        say(paragraph)


def agencies_in(entities: "Sequence[Entity]") -> "Sequence[Agency] | None":
    """Those of the configuration; None where it was not read, since nothing was named."""
    if not entities:
        return None
    from press.entities import agencies_of

    return agencies_of(entities)


def head(article: "StoredArticle", names: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    """names: of persons and places, by kind and code."""
    from desk.screen import minute

    yield "title", article.title
    yield "source", f"{article.source} ({article.source_id}{', ' + article.country if article.country else ''})"
    yield "address", article.url
    yield "published", published(article)
    yield "first seen", minute(article.first_seen_at)
    yield "language", article.language
    yield "author", article.author or ""
    yield "credit", article.credit or ""
    yield "section", article.section or ""
    dateline = article.dateline_place
    yield "sent from", names.get(("place", dateline), dateline) if dateline else ""
    for label, kind in (("persons", "person"), ("places", "place")):
        yield label, ", ".join(times(tag, names) for tag in named_most(article, kind))
    yield "story", str(article.story_id or "")
    yield "revisions", f"{article.revision}: rasid show {article.id} --history" if article.revision > 1 else ""


def named_most(article: "StoredArticle", kind: str) -> "list[EntityTag]":
    """Persons or places, those of the title and those that are named most often first."""
    found = [tag for tag in article.entities if tag.kind == kind]
    return sorted(found, key=lambda tag: (not tag.in_title, -tag.count, tag.code))


def times(tag: "EntityTag", names: Mapping[tuple[str, str], str]) -> str:
    """`Kassym-Jomart Tokayev (3)`"""
    name = names.get((tag.kind, tag.code), tag.code)
    return f"{name} ({tag.count})" if tag.count > 1 else name


def published(article: "StoredArticle") -> str:
    """As the page means it, and where it says so; or why there is no date."""
    from press.articles import printed_moment

    if article.published_at is None:
        return f"no date: {article.published_reason}" if article.published_reason else "no date"
    precision = article.published_precision.value if article.published_precision else "minute"
    shown = printed_moment(article.published_at, article.published_offset_minutes, precision)
    return f"{shown} ({article.published_origin.value})" if article.published_origin else shown


def tag_lines(article: "StoredArticle", most: int | None) -> Iterator[str]:
    """Each organization with the places where it is named."""
    if not article.tags:
        yield "No organization of the watch-list is named."
    for tag in article.tags:
        times = "once" if tag.count == 1 else f"{tag.count} times"
        yield f"{tag.organization}: {times}{', in the title' if tag.in_title else ''}"
        for mention in tag.evidence[:most]:
            yield f"    {mention.field} {mention.start}–{mention.end}, {mention.rule}: {surroundings(article, mention)}"
        if most is not None and len(tag.evidence) > most:
            yield f"    and {len(tag.evidence) - most} more (--evidence)"
    if most is None:
        yield from entity_lines(article)


def entity_lines(article: "StoredArticle") -> Iterator[str]:
    """Each person and place with the places where it is named."""
    for tag in article.entities:
        yield f"{tag.kind} {tag.code}: {'once' if tag.count == 1 else f'{tag.count} times'}"
        for mention in tag.mentions:
            yield f"    {mention.field} {mention.start}–{mention.end}: {surroundings(article, mention)}"


def surroundings(article: "StoredArticle", mention: "Mention | EntityMention") -> str:
    """The name among the words around it, between brackets."""
    from press.plain_lines import one_line

    text = article.title if mention.field == "title" else article.text
    before = text[max(0, mention.start - AROUND) : mention.start]
    after = text[mention.end : mention.end + AROUND]
    left = "…" if mention.start > AROUND else ""
    right = "…" if mention.end + AROUND < len(text) else ""
    return one_line(f"{left}{before}[{text[mention.start : mention.end]}]{after}{right}")


def tree_lines(nodes: "Sequence[CopyNode]", article_id: int) -> Iterator[str]:
    """Who ran it, the first one first: how long after, from whom, how much of it, and what was changed."""
    from desk.screen import minute
    from press.plain_lines import one_line

    for node in nodes:
        seen = node.appearance
        delay = "first" if node.parent is None else f"+{duration(node.delay.total_seconds())}"
        source = nodes[node.parent].appearance.outlet if node.parent is not None else ""
        taken = f"; {node.share:.0%} of it in {source}" if source else ""
        credited = f"; credits {node.credited}, which was not seen" if node.credited and node.parent is not None else ""
        changed = f"; {', '.join(node.changes)}" if node.changes else ""
        other = f" [article {seen.article_id}]" if seen.article_id != article_id else ""
        yield f"{delay:>11}  " + one_line(f"{minute(seen.moment)}  {seen.outlet}{other}{taken}{credited}{changed}")
        yield f"{'':13}{seen.url}"


def duration(seconds: float) -> str:
    minutes = int(seconds // 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours < 48 else f"{hours // 24} d {hours % 24} h"


def change_lines(revisions: "Sequence[Revision]") -> Iterator[str]:
    """What each revision took away and added, paragraph by paragraph."""
    from difflib import unified_diff
    from itertools import pairwise

    from desk.screen import minute

    for old, new in pairwise(revisions):
        yield ""
        yield f"Revision {new.number}, read {minute(new.seen_at)}:"
        before, after = [old.title, *old.text.split("\n")], [new.title, *new.text.split("\n")]
        for line in list(unified_diff(before, after, lineterm="", n=0))[2:]:
            if not line.startswith("@@"):
                yield f"  {line[0]} {line[1:]}"
