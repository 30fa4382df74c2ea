"""What stories are found by, kept with every article: the words of its sketch, week by week; see `press.stories`."""

import json
from datetime import datetime
from heapq import nlargest
from typing import Final

from sqlalchemy import Connection, delete

from press.stories import WEIGHT, StoryRules, sketch
from storage.copies import LinkedArticle
from storage.driver_statement import DriverStatement
from storage.moments import to_microseconds, week_of
from storage.schema import StoryWordRow

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


def likenesses(connection: Connection, mine: LinkedArticle, rules: StoryRules) -> dict[int, float]:
    """From 0 to 1, of the articles of the last days that are most like this one, by their numbers."""
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
