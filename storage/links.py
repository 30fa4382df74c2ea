"""Links a stored article with its copies and its story.

    first transaction     the article is stored with its keys and its sketch; committed
    reading               those that share keys with it, or are like it; texts compared
    second transaction    relations, heads, story; the article is marked as linked

Two processes that store copies of each other at the same moment each commit before they look, so at least one of them sees
the other; in one transaction both would look too early. An article whose process died in between is not marked, and the
next sweep takes it up.
"""

from typing import Final

from sqlalchemy import Select, delete, func, select, text, update

from press.copies import RULE_VERSION
from press.settings import StoriesSettings
from press.stories import story_rules
from storage.copies import decide_link, find_heads, is_copy_of_other, leave_copies, load_linked, write_links
from storage.copy_keys import candidates, erase_keys, keys_of, write_keys
from storage.driver_statement import DriverStatement
from storage.engines import Engines
from storage.moments import to_microseconds
from storage.schema import ArticleRow, FarFingerprintRow, FingerprintRow, GramMarksRow, StoryWordRow
from storage.stories import find_neighbours, place_in_story
from storage.story_words import erase_sketch, write_sketch

LINKING_LOCK: Final = 0x5261736964
"""PostgreSQL: heads and stories are decided for one article at a time. SQLite has one writer anyway."""

NO_RULES, UNLINKED = 0, -1
"""Instead of the rules an article was linked by: none, and its keys are to be made anew; none, and its keys are as they must
be (it got another date, or they were made anew). An article that was just stored has nothing there."""

LEFT = text(f"(link_rules IS NULL OR link_rules = {UNLINKED})")
"""In the words of the partial index, so that it is found by it."""

AS_IT_IS = DriverStatement("SELECT revision, sort_at FROM article WHERE id = :article_id")
LINKED = DriverStatement(f"UPDATE article SET link_rules = {RULE_VERSION} WHERE id = :article_id")


class ArticleLinks:
    """Links articles that are stored."""

    def __init__(self, engines: Engines, settings: StoriesSettings) -> None:
        self._engines = engines
        self._rules = story_rules(settings)

    def link(self, article_id: int) -> bool:
        """Links an article that is stored and committed. Whether it is a copy of one that was there, or an excerpt of it."""
        with self._engines.looking_back() as connection:
            mine = load_linked(connection, [article_id]).get(article_id)
            if mine is None:
                return False
            found = candidates(connection, article_id, mine.sort_at, keys_of(mine.body))
            others = load_linked(connection, found)
            links = [link for other in others.values() if (link := decide_link(mine, other)) is not None]
            neighbours = [] if links else find_neighbours(connection, mine, self._rules)
        with self._engines.writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(LINKING_LOCK)))
            if AS_IT_IS.run(connection, {"article_id": article_id}) != [(mine.revision, to_microseconds(mine.sort_at))]:
                return False  # changed meanwhile: who changed it links it
            if not mine.is_first_time:
                leave_copies(connection, article_id)
            write_links(connection, links)
            find_heads(connection, mine, links)
            place_in_story(connection, mine, links, neighbours, self._rules)
            LINKED.run(connection, {"article_id": article_id})
        return any(is_copy_of_other(link, mine) for link in links)

    def sweep(self, limit: int) -> int:
        """Links what was not linked since it was stored, got another date or new keys, the oldest first. How many articles."""
        wanted = self._ids(select(ArticleRow.id).where(LEFT).order_by(ArticleRow.id).limit(limit))
        for article_id in wanted:
            self.link(article_id)
        return len(wanted)

    def renew(self, limit: int) -> int:
        """Makes anew what articles are found by that were linked by older rules, and leaves them to `sweep`: all are to be
        found before the first is linked. May be stopped and taken up again. How many articles; 0 when there are no more."""
        older = (ArticleRow.link_rules >= NO_RULES) & (ArticleRow.link_rules < RULE_VERSION)
        wanted = self._ids(select(ArticleRow.id).where(older).order_by(ArticleRow.id).limit(limit))
        for article_id in wanted:
            self._write_anew(article_id)
        return len(wanted)

    def begin_anew(self) -> None:
        """Throws away what copies and stories are found by; `renew` makes it anew, article by article."""
        with self._engines.writing() as connection:
            for table in (FingerprintRow, FarFingerprintRow, GramMarksRow, StoryWordRow):
                connection.execute(delete(table))
            connection.execute(update(ArticleRow).values(link_rules=NO_RULES))

    def _write_anew(self, article_id: int) -> None:
        """What the article is found by, from its text as it is now."""
        with self._engines.writing() as connection:
            article = load_linked(connection, [article_id])[article_id]
            keys = keys_of(article.body)
            erase_keys(connection, article_id, article.sort_at, keys)
            write_keys(connection, article_id, article.sort_at, keys)
            erase_sketch(connection, article_id, article.sort_at, article.title, article.body)
            write_sketch(connection, article_id, article.sort_at, article.title, article.body)
            connection.execute(update(ArticleRow).where(ArticleRow.id == article_id).values(link_rules=UNLINKED))

    def _ids(self, wanted: Select[int]) -> list[int]:
        with self._engines.reading() as connection:
            return list(connection.execute(wanted).scalars())
