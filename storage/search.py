"""Answers queries: newest first, page by page, counted, or all of them as a stream.

How a page is found. What the index can tell (words, organizations) becomes one expression; the rest are conditions on the
article's row. Time is then cut into windows, from the newest on: a first small one, each further one several times larger.
In each, the index is asked for expression AND days, and what it names is looked up, checked and sorted; it ends as soon as
the page is full. A common word is found in the newest days at once, a rare one costs little in any window. What only the texts
can tell is looked for among such candidates, for a bounded time (`storage.search_candidates`).
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy import Connection, text

from press.errors import UsageError
from press.queries import Query
from press.query_tree import Sort
from press.snippets import find_hits, make_snippet, wanted_terms
from storage.engines import Engines
from storage.export_rows import export_lines, export_rows, moment_or_none, split_codes
from storage.moments import from_microseconds
from storage.read_ahead import reading_ahead
from storage.search_candidates import Looked, Patience, look_at_candidates
from storage.search_exact import add_functions
from storage.search_folding import firsts
from storage.search_index import check_version
from storage.search_plan import Place, Plan, in_order, plan_for
from storage.search_rows import CountRow, ExportRow, FoundArticle, FoundPage

if TYPE_CHECKING:
    from storage.search_masks import Progress

MOST_AT_ONCE: Final = 1000
EXPORT_CHUNK: Final = 500
Taken = TypeVar("Taken")

_ROWS: Final = text("""
    SELECT a.id, a.title, t.text, a.sort_at, a.published_at, a.published_offset, a.source_id, s.name AS source, s.country,
           a.language, a.credit, a.url, a.revision, a.head_id,
           (SELECT count(*) FROM article x WHERE x.head_id = coalesce(a.head_id, a.id)) AS copies,
           (SELECT count(DISTINCT g.source_id) FROM
               (SELECT coalesce(a.head_id, a.id) AS id UNION ALL SELECT x.id FROM article x WHERE x.head_id = coalesce(a.head_id, a.id)) f
               JOIN sighting g ON g.article_id = f.id) AS outlets,
           (SELECT group_concat(g.organization) FROM article_tag g WHERE g.article_id = a.id) AS organizations,
           (SELECT count(*) FROM sighting g WHERE g.article_id = a.id) AS sightings
    FROM json_each(:ids) i CROSS JOIN article a ON a.id = i.value
    JOIN source s ON s.id = a.source_id
    JOIN article_text t ON t.article_id = a.id AND t.revision = a.revision
""")


class ArticleSearch:
    """The analysts' questions. Only reads."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._checked = False

    def search(self, query: Query, *, limit: int = 50, after: str | None = None, copies: bool = False) -> FoundPage:
        """One page, newest first unless the query says otherwise. after: `FoundPage.next` of the page before; copies: each
        is an answer of its own (see `storage.search_folding`).

        Raises UsageError for an `after` that is none, and for a limit that is not between 1 and 1,000.
        """
        if not 1 <= limit <= MOST_AT_ONCE:
            raise UsageError(f"limit is {limit}; it must be between 1 and {MOST_AT_ONCE}")
        start = read_cursor(after, query.sort) if after is not None else None
        plan = plan_for(query)
        with self._engines.reading() as connection:
            self._prepare(connection)
            find = _first if copies else _first_folded
            looked = find(connection, plan, start, limit + 1, Patience())
            found = _found_articles(connection, query, [place.id for place in looked.places[:limit]])
        behind = looked.places[limit - 1] if len(looked.places) > limit else looked.last
        return FoundPage(
            articles=found,
            next=None if behind is None else write_cursor(behind, query.sort),
            looked_at=None if looked.last is None else looked.candidates,
        )

    def count(self, query: Query, by: tuple[str, ...] = (), progress: "Progress | None" = None) -> tuple[CountRow, ...]:
        """How many articles answer, in all or by organization, month, day, year, source, language, country …

        progress: of texts that have to be read. Raises UsageError for a key nobody knows.
        """
        from storage.search_count import count_articles

        plan = plan_for(query)
        with self._engines.reading() as connection:
            self._prepare(connection)
            return count_articles(connection, plan, by, progress)

    def export(self, query: Query) -> Iterator[ExportRow]:
        """All articles that answer, in order, in bounded memory, as they were when the first was asked for."""
        return self._all(query, export_rows)

    def export_json(self, query: Query) -> Iterator[bytes]:
        """The same as lines of JSON (see `storage.export_rows`)."""
        return self._all(query, export_lines)

    def _all(self, query: Query, read: Callable[[Connection, Sequence[int]], Iterable[Taken]]) -> Iterator[Taken]:
        plan = plan_for(query)
        with self._engines.reading() as connection, reading_ahead(self._engines.path) as taken:
            self._prepare(connection)
            places = in_order(connection, plan, None, None)
            while ids := [place.id for place in islice(places, EXPORT_CHUNK)]:
                yield from read(connection, ids)
                taken(len(ids))

    def _prepare(self, connection: Connection) -> None:
        if not self._checked:
            check_version(connection, self._engines.where)
            self._checked = True
        add_functions(connection)


def _first(connection: Connection, plan: Plan, start: Place | None, number: int, patience: Patience) -> Looked:
    if plan.late != "1":
        return look_at_candidates(connection, plan, start, number, patience)
    places = list(islice(in_order(connection, plan, start, number), number))
    return Looked(places=places, candidates=len(places), last=None)


def _first_folded(connection: Connection, plan: Plan, start: Place | None, number: int, patience: Patience) -> Looked:
    """As many articles and a half are asked for at a time: a quarter of what agencies run is copies."""
    at_once = number + number // 2
    shown: list[Place] = []
    candidates = 0
    while True:
        looked = _first(connection, plan, start, at_once, patience)
        shown += firsts(connection, plan, looked.places)
        candidates += looked.candidates
        if len(shown) >= number:
            return Looked(places=shown[:number], candidates=candidates, last=None)
        if looked.last is not None or len(looked.places) < at_once:
            return Looked(places=shown, candidates=candidates, last=looked.last)
        start = looked.places[-1]


def _found_articles(connection: Connection, query: Query, ids: list[int]) -> tuple[FoundArticle, ...]:
    rows = {row.id: row for row in connection.execute(_ROWS, {"ids": json.dumps(ids)})}
    wanted = wanted_terms(query.tree)
    anywhere = tuple(each for each in wanted if not each.in_title)
    found = []
    for row in (rows[each] for each in ids if each in rows):
        snippet = make_snippet(row.text, find_hits(row.text, row.language, anywhere) if anywhere else ())
        found.append(
            FoundArticle(
                id=row.id,
                title=row.title,
                title_hits=find_hits(row.title, row.language, wanted) if wanted else (),
                snippet=snippet.text,
                hits=snippet.hits,
                sort_at=from_microseconds(row.sort_at),
                published_at=moment_or_none(row.published_at),
                published_offset_minutes=row.published_offset,
                source_id=row.source_id,
                source=row.source,
                country=row.country,
                language=row.language,
                credit=row.credit,
                url=row.url,
                organizations=split_codes(row.organizations),
                sightings=row.sightings,
                head_id=row.head_id,
                copies=row.copies,
                outlets=row.outlets,
                revision=row.revision,
            )
        )
    return tuple(found)


def write_cursor(place: Place, sort: Sort) -> str:
    """A place in the answers as an opaque word."""
    said = f"{sort.value[0]}{place.sort_at}.{place.id}"
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def read_cursor(cursor: str, sort: Sort) -> Place:
    try:
        said = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
        sort_at, _, article_id = said[1:].partition(".")
        place = Place(int(sort_at), int(article_id))
    except (ValueError, binascii.Error):
        raise UsageError("this is no place in a list of answers: take `next` of the page before") from None
    if said[0] != sort.value[0] or not all(abs(number) < 2**62 for number in place):
        raise UsageError("this place belongs to a list in another order")
    return place
