"""Counts of the articles that answer: which they are is worked out for all at once, and what the packed columns say of them counted."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, compress, product
from typing import Any, Final

from sqlalchemy import Connection, text

from press.query_tree import Everything, Published, all_of
from storage.article_columns import SETS, load_manners, load_origins, load_sets, month_name
from storage.moments import from_microseconds
from storage.search_masks import EVERY, Masks, Progress
from storage.search_plan import Plan, in_window
from storage.search_text import has_exact_forms, is_of_words

_OF_CELL: Final = ("organization", "month", "year")
_OF_DAY: Final = ("day", "month", "year")
_OF_ORIGIN: Final = ("source", "country", "kind", "language")
_OF_MANNER: Final = ("credit", "dateline")
_ENTITIES: Final = ("person", "place")
_NAMES: Final[dict[str, Callable[[Any], str]]] = {
    "month": month_name,
    "year": lambda month: month_name(month)[:4],
    "day": lambda day: date.fromordinal(day).isoformat(),
}
"""How the numbers of a key are written."""
KEYS: Final = (*_OF_CELL, "day", *_OF_ORIGIN, *_OF_MANNER, *_ENTITIES)


Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """numbers: of all articles, by theirs, and what a number says under each of the keys: several times of an article with
    several organizations."""

    numbers: Sequence[int]
    keys: Keys
    read: Callable[[int], Iterable[tuple[Any, ...]]]


def count_rows(connection: Connection, plan: Plan, by: Keys, progress: Progress | None = None) -> Counter[Keys]:
    """How many articles answer, by their keys."""
    masks = Masks(connection, progress=progress)
    numbers, mask = _answering(connection, masks, plan)
    if not by:
        return Counter({(): mask.bit_count() if numbers is None else len(numbers)})
    if numbers is None and any(key in _ENTITIES for key in by):
        numbers = masks.numbers(mask)
    columns = list(_columns(connection, masks, by, numbers or ()))
    if numbers is None:
        selectors = masks.selectors(mask)
        said: list[Iterable[int]] = [compress(column.numbers, selectors) for column in columns]
    else:
        said = [map(column.numbers.__getitem__, numbers) for column in columns]
    return _counted(columns, Counter(said[0]) if len(said) == 1 else Counter(zip(*said, strict=True)), by)


def _answering(connection: Connection, masks: Masks, plan: Plan) -> tuple[list[int] | None, int]:
    """Their numbers, where words were asked for, or else a mask of them."""
    bounds = Published(
        since=None if plan.since is None else from_microseconds(plan.since),
        before=None if plan.before is None else from_microseconds(plan.before),
    )
    rest = all_of(plan.left, Everything() if bounds == Published() else bounds)
    if not is_of_words(plan.told):
        return None, masks.of(all_of(plan.told, rest))
    if rest == Everything():
        return masks.matches(plan.expression), EVERY
    numbers = masks.matches(
        plan.expression if bounds == Published() else in_window(connection, plan, plan.since, plan.before)
    )
    within = masks.mask(numbers) if has_exact_forms(rest) else EVERY
    selectors = masks.selectors(masks.of(rest, within))
    return list(compress(numbers, map(selectors.__getitem__, numbers))), EVERY


def _counted(columns: list[_Column], found: Counter[Any], by: Keys) -> Counter[Keys]:
    counts: dict[tuple[Any, ...], int] = defaultdict(int)
    if len(columns) == 1:
        read = columns[0].read
        for number, articles in found.items():
            for keys in read(number):
                counts[keys] += articles
        order = columns[0].keys
    else:
        order = tuple(chain.from_iterable(column.keys for column in columns))
        for row, articles in found.items():
            for parts in product(*(column.read(number) for column, number in zip(columns, row, strict=True))):
                counts[tuple(chain.from_iterable(parts))] += articles
    names = [(order.index(key), _NAMES.get(key, str)) for key in by]
    named: Counter[Keys] = Counter()
    for keys, articles in counts.items():
        named[tuple(name(keys[place]) for place, name in names)] += articles
    return named


def _columns(connection: Connection, masks: Masks, by: Keys, numbers: Sequence[int]) -> Iterator[_Column]:
    of_cell, of_day = (_OF_CELL, ("day",)) if "organization" in by else ((), _OF_DAY)
    for name, known, read in (
        ("cells", of_cell, _cell),
        ("days", of_day, _day),
        ("origins", _OF_ORIGIN, _origin),
        ("manners", _OF_MANNER, _manner),
    ):
        if keys := tuple(key for key in by if key in known):
            yield _Column(masks.column(name), keys, read(connection, keys))
    for key in by:
        if key in _ENTITIES:
            yield _Column(range(masks.size), (key,), _entity(connection, key, numbers))


def _cell(connection: Connection, keys: Keys) -> Callable[[int], Iterable[tuple[Any, ...]]]:
    """Month and organizations are one number; only what is asked for is taken out of it."""
    sets = load_sets(connection)
    if keys == ("organization",):
        return lambda cell: [(code,) for code in sets[cell % SETS]]
    is_code = [key == "organization" for key in keys]
    if is_code == [True, False]:
        return lambda cell: [(code, cell // SETS) for code in sets[cell % SETS]]
    return lambda cell: [tuple(code if each else cell // SETS for each in is_code) for code in sets[cell % SETS]]


def _day(_connection: Connection, keys: Keys) -> Callable[[int], Iterable[tuple[Any, ...]]]:
    def read(day: int) -> Iterable[tuple[Any, ...]]:
        of_day = date.fromordinal(day)
        return (tuple(day if key == "day" else of_day.year * 12 + of_day.month - 1 for key in keys),)

    return read


def _origin(connection: Connection, keys: Keys) -> Callable[[int], Iterable[Keys]]:
    rows = connection.execute(text("SELECT id AS source, country, kind FROM source"))
    sources = {row.source: row._asdict() for row in rows}
    told = {
        number: (tuple((sources[origin.source_id] | {"language": origin.language})[key] for key in keys),)
        for number, origin in load_origins(connection).items()
    }
    return told.__getitem__


def _manner(connection: Connection, keys: Keys) -> Callable[[int], Iterable[Keys]]:
    told = {
        number: (tuple({"credit": manner.credit, "dateline": manner.dateline_place}[key] for key in keys),)
        for number, manner in load_manners(connection).items()
    }
    return told.__getitem__


def _entity(connection: Connection, kind: str, numbers: Sequence[int]) -> Callable[[int], Iterable[Keys]]:
    """An article that names none is not counted."""
    rows: Any = connection.execute(
        text("""
            SELECT e.article_id, e.code FROM json_each(:ids) i CROSS JOIN article_entity e ON e.article_id = i.value AND e.kind = :kind
        """),
        {"ids": json.dumps(numbers), "kind": kind},
    ).cursor
    named: dict[int, list[Keys]] = defaultdict(list)
    for number, code in rows.fetchall():
        named[number].append((code,))
    return lambda number: named.get(number, ())
