"""Stories in the database: articles about one event. See `press.stories` for how they are told.

A person's hand is kept: rules neither take an article out of a story that was merged or split by hand nor dissolve it; new
articles may still join it.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from press.errors import UsageError
from press.stories import JoinStory, Neighbour, StartStory, StoryRules, choose_story, is_template_pair
from storage.copies import CONTAINED, Link, LinkedArticle, load_linked
from storage.engines import Engines
from storage.moments import EPOCH
from storage.schema import ArticleRow, StoryRow
from storage.story_words import likenesses


def find_neighbours(connection: Connection, mine: LinkedArticle, rules: StoryRules) -> list[Neighbour]:
    """Articles of the last days that are like this one, without notices of the same template."""
    alike = likenesses(connection, mine, rules)
    return [
        Neighbour(article_id=other.id, story_id=None, likeness=alike[other.id])
        for other in load_linked(connection, list(alike)).values()
        if not is_template_pair(mine.text, other.text, alike[other.id])
    ]


def place_in_story(
    connection: Connection,
    mine: LinkedArticle,
    links: Sequence[Link],
    neighbours: Sequence[Neighbour],
    rules: StoryRules,
) -> None:
    """Puts the article into its original's story, else into the one it is most like, else into none."""
    if not mine.is_first_time and not _may_leave(connection, mine.id):
        return
    originals = [
        link.earlier.id if link.later is mine else link.later.id
        for link in links
        if link.relation != CONTAINED or not _holds_other(link, mine)
    ]
    if originals:
        _share_story(connection, mine.id, originals)
        return
    stories = _stories_of(connection, [each.article_id for each in neighbours])
    choice = choose_story(
        [
            Neighbour(article_id=each.article_id, story_id=stories.get(each.article_id), likeness=each.likeness)
            for each in neighbours
        ],
        rules,
    )
    match choice:
        case JoinStory(story_id=story_id):
            _put(connection, story_id, [mine.id])
        case StartStory(article_id=other_id):
            _put(connection, _new_story(connection), [other_id, mine.id])
        case None:
            pass


def _holds_other(link: Link, mine: LinkedArticle) -> bool:
    """Whether it is the longer one of an excerpt and its source: a round-up belongs to no story of its parts."""
    other = link.earlier if link.later is mine else link.later
    return other.is_shorter_than(mine)


def _share_story(connection: Connection, article_id: int, originals: Sequence[int]) -> None:
    stories = _stories_of(connection, originals)
    if stories:
        _put(connection, min(stories.values()), [article_id])
    else:
        _put(connection, _new_story(connection), [*originals, article_id])


def _stories_of(connection: Connection, article_ids: Sequence[int]) -> dict[int, int]:
    if not article_ids:
        return {}
    wanted = select(ArticleRow.id, ArticleRow.story_id).where(
        ArticleRow.id.in_(article_ids), ArticleRow.story_id.is_not(None)
    )
    return {row.id: row.story_id for row in connection.execute(wanted) if row.story_id is not None}


def _new_story(connection: Connection, *, manual: bool = False) -> int:
    """Empty as yet; `_put` counts it."""
    row = {"first_at": EPOCH, "latest_at": EPOCH, "size": 0, "manual": manual}
    return int(connection.execute(insert(StoryRow).values(row).returning(StoryRow.id)).scalar_one())


def _put(connection: Connection, story_id: int, article_ids: Iterable[int]) -> None:
    """Into this story, out of any other."""
    left = set(_stories_of(connection, list(article_ids)).values()) - {story_id}
    connection.execute(update(ArticleRow).where(ArticleRow.id.in_(article_ids)).values(story_id=story_id))
    for each in (story_id, *left):
        _recount(connection, each)


def _recount(connection: Connection, story_id: int) -> None:
    """Brings a story's row up to date; one that rules made is dissolved when a single article is left."""
    counted = connection.execute(
        select(
            func.count().label("size"),
            func.min(ArticleRow.sort_at).label("first_at"),
            func.max(ArticleRow.sort_at).label("latest_at"),
        ).where(ArticleRow.story_id == story_id)
    ).one()
    if counted.size < 2 and not _is_manual(connection, story_id):
        connection.execute(update(ArticleRow).where(ArticleRow.story_id == story_id).values(story_id=None))
        connection.execute(delete(StoryRow).where(StoryRow.id == story_id))
    elif counted.size == 0:
        connection.execute(delete(StoryRow).where(StoryRow.id == story_id))
    else:
        connection.execute(update(StoryRow).where(StoryRow.id == story_id).values(dict(counted._mapping)))


def _is_manual(connection: Connection, story_id: int) -> bool:
    return bool(connection.execute(select(StoryRow.manual).where(StoryRow.id == story_id)).scalar())


def _may_leave(connection: Connection, article_id: int) -> bool:
    """Takes an article out of its story, unless a person put it there."""
    story_id = connection.execute(select(ArticleRow.story_id).where(ArticleRow.id == article_id)).scalar()
    if story_id is None:
        return True
    if _is_manual(connection, story_id):
        _recount(connection, story_id)  # its date may be another now
        return False
    connection.execute(update(ArticleRow).where(ArticleRow.id == article_id).values(story_id=None))
    _recount(connection, story_id)
    return True


class StoryDesk:
    """What a person does with stories by hand."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def merge(self, story_ids: Sequence[int]) -> int:
        """Makes one story of several: the first of them, which is returned. Raises UsageError for an unknown one."""
        with self._engines.writing() as connection:
            self._require(connection, story_ids)
            kept = story_ids[0]
            moved = connection.execute(select(ArticleRow.id).where(ArticleRow.story_id.in_(story_ids[1:]))).scalars()
            connection.execute(update(StoryRow).where(StoryRow.id == kept).values(manual=True))
            connection.execute(update(StoryRow).where(StoryRow.id.in_(story_ids[1:])).values(manual=False))
            _put(connection, kept, list(moved))
        return kept

    def split(self, story_id: int, article_ids: Sequence[int]) -> int:
        """Takes articles out of a story into one of their own, whose number is returned. Raises UsageError when one of them
        is not in the story."""
        with self._engines.writing() as connection:
            self._require(connection, [story_id])
            inside = set(connection.execute(select(ArticleRow.id).where(ArticleRow.story_id == story_id)).scalars())
            if strangers := sorted(set(article_ids) - inside):
                raise UsageError(f"not in story {story_id}: article {', '.join(map(str, strangers))}")
            if not article_ids:
                raise UsageError("name the articles that are to leave the story")
            connection.execute(update(StoryRow).where(StoryRow.id == story_id).values(manual=True))
            new_id = _new_story(connection, manual=True)
            _put(connection, new_id, article_ids)
        return new_id

    def _require(self, connection: Connection, story_ids: Sequence[int]) -> None:
        known = set(connection.execute(select(StoryRow.id).where(StoryRow.id.in_(story_ids))).scalars())
        if unknown := [str(each) for each in story_ids if each not in known]:
            raise UsageError(f"there is no story {', '.join(unknown)}")
