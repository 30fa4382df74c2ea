"""Stories in the database: articles about one event. See `press.stories` for how they are told.

A person's hand is kept: rules neither take an article out of a story that was merged or split by hand nor dissolve it; new
articles may still join it.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from heapq import nlargest
from typing import Final

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from press.errors import UsageError
from press.stories import (
    WEIGHT,
    JoinStory,
    Neighbour,
    StartStory,
    StoryRules,
    choose_story,
    is_template_pair,
    sketch,
)
from storage.copies import CONTAINED, Link, LinkedArticle, load_linked
from storage.driver_statement import DriverStatement
from storage.engines import Engines
from storage.moments import EPOCH, to_microseconds, week_of
from storage.schema import ArticleRow, StoryRow, StoryWordRow

TELLING: Final = 10
"""Articles are looked for by so many words of a sketch, the heaviest; what they are like is worked out of all of them."""

PART: Final = 0.4
"""of the least likeness which those words must make up, two of them at least. Of 10,640 pairs of like articles among 16,448
real ones 0.34 % are missed."""

NEWEST_PER_WORD: Final = 80
"""Of one week."""

MOST_LOOKED_AT: Final = 12
MOST_NEIGHBOURS: Final = 4

WANTED = {
    "sqlite": "(SELECT CAST(key AS INTEGER) AS key, value AS weight FROM json_each(:sketch)) w",
    "postgresql": "(SELECT key::bigint AS key, value::integer AS weight FROM json_each_text(CAST(:sketch AS json))) w",
}
WEEKS = {
    "sqlite": "(SELECT value AS week FROM json_each(:weeks)) k",
    "postgresql": "(SELECT value::smallint AS week FROM json_array_elements_text(CAST(:weeks AS json))) k",
}
PLACES = {
    "sqlite": "(SELECT CAST(key AS INTEGER) AS article_id, value AS sort_at FROM json_each(:places)) p",
    "postgresql": "(SELECT key::bigint AS article_id, value::bigint AS sort_at"
    " FROM json_each_text(CAST(:places AS json))) p",
}
LATER = {"sqlite": "max", "postgresql": "greatest"}

# One lower bound, so that the index begins there: with two, the inner query would run for each row. CROSS JOIN, so that
# SQLite keeps to the order: it would read the whole week first, and then look among the words.
NEAR = DriverStatement(
    {
        dialect: f"""
    SELECT f.article_id, f.sort_at, count(*), sum(f.weight * w.weight) AS product
    FROM {WEEKS[dialect]} CROSS JOIN {WANTED[dialect]} CROSS JOIN story_word f
    WHERE f.week = k.week AND f.key = w.key AND f.sort_at <= :until AND f.sort_at >= {LATER[dialect]}(:since, coalesce(
        (SELECT n.sort_at FROM story_word n WHERE n.week = k.week AND n.key = w.key AND n.sort_at <= :until
         ORDER BY n.sort_at DESC LIMIT 1 OFFSET :newest), :since)) AND f.article_id <> :mine
    GROUP BY f.article_id, f.sort_at HAVING count(*) >= 2 AND sum(f.weight * w.weight) >= :least
    ORDER BY product DESC, f.article_id DESC LIMIT :most
"""
        for dialect in WANTED
    }
)
SHARE = DriverStatement(
    {
        dialect: f"""
    SELECT f.article_id, count(*), sum(f.weight * w.weight)
    FROM {WEEKS[dialect]} CROSS JOIN {PLACES[dialect]} CROSS JOIN {WANTED[dialect]} CROSS JOIN story_word f
    WHERE f.week = k.week AND f.key = w.key AND f.sort_at = p.sort_at AND f.article_id = p.article_id
    GROUP BY f.article_id
"""
        for dialect in WANTED
    }
)
_ADD_WORDS = (
    "INSERT INTO story_word (week, key, sort_at, article_id, weight)"
    " SELECT :week, w.key, :sort_at, :article_id, w.weight FROM {wanted} WHERE true ON CONFLICT DO NOTHING"
)
ADD_WORDS = DriverStatement({dialect: _ADD_WORDS.format(wanted=wanted) for dialect, wanted in WANTED.items()})


def write_sketch(connection: Connection, article_id: int, sort_at: datetime, title: str, body: str) -> None:
    """In the transaction that stores the article."""
    words = sketch(title, body)
    if words:
        values = {
            "sketch": json.dumps(dict(words)),
            "week": week_of(sort_at),
            "sort_at": to_microseconds(sort_at),
            "article_id": article_id,
        }
        ADD_WORDS.run(connection, values)


def erase_sketch(connection: Connection, article_id: int, sort_at: datetime, title: str, body: str) -> None:
    """In the transaction that stores another text of the article, with what was stored before."""
    keys = [key for key, _ in sketch(title, body)]
    connection.execute(
        delete(StoryWordRow).where(
            StoryWordRow.week == week_of(sort_at),
            StoryWordRow.key.in_(keys),
            StoryWordRow.sort_at == sort_at,
            StoryWordRow.article_id == article_id,
        )
    )


def find_neighbours(connection: Connection, mine: LinkedArticle, rules: StoryRules) -> list[Neighbour]:
    """Articles of the last days that are like this one, without notices of the same template."""
    alike = _likenesses(connection, mine, rules)
    return [
        Neighbour(article_id=other.id, story_id=None, likeness=alike[other.id])
        for other in load_linked(connection, list(alike)).values()
        if not is_template_pair(mine.text, other.text, alike[other.id])
    ]


def _likenesses(connection: Connection, mine: LinkedArticle, rules: StoryRules) -> dict[int, float]:
    words = sketch(mine.title, mine.body)
    if len(words) < rules.shared_words:
        return {}
    least = round(rules.least_likeness * WEIGHT * WEIGHT)
    since, until = mine.sort_at - rules.window, mine.sort_at + rules.window
    weeks = json.dumps(list(range(week_of(since), week_of(until) + 1)))
    found = NEAR.run(
        connection,
        {
            "sketch": json.dumps(dict(words[:TELLING])),
            "weeks": weeks,
            "mine": mine.id,
            "since": to_microseconds(since),
            "until": to_microseconds(until),
            "newest": NEWEST_PER_WORD - 1,
            "least": PART * least,
            "most": MOST_LOOKED_AT,
        },
    )
    if not found:
        return {}
    places = json.dumps({article_id: sort_at for article_id, sort_at, _, _ in found})
    others = {"sketch": json.dumps(dict(words[TELLING:])), "weeks": weeks, "places": places}
    rest = {article_id: (shared, product) for article_id, shared, product in SHARE.run(connection, others)}
    alike: list[tuple[int, int]] = []
    for article_id, _, shared, product in found:
        more_shared, more = rest.get(article_id, (0, 0))
        if shared + more_shared >= rules.shared_words and product + more >= least:
            alike.append((product + more, article_id))
    return {article_id: product / (WEIGHT * WEIGHT) for product, article_id in nlargest(MOST_NEIGHBOURS, alike)}


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
