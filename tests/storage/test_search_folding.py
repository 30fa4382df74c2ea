"""Copies of one article are one answer, on whatever pages they stand."""

import random
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

import storage.search_plan
from press.queries import parse_query
from storage import Storage, open_storage
from tests.storage.query_oracle import Shelved, answers
from tests.storage.shelf import NOON, OUTLETS, Piece, Shelf

QUERIES = (
    "", "قمة", '"القمة الأولى"', "قم*", "org:CICA", "lang:ru", "source:gazette", "-قمة", "قمة OR lang:ru", "قمة org:CICA", '="القمة"',
    "-قم* org:CICA", "قم* الحصاد", "title:قم* OR lang:ru", "قم* -source:gazette", "since:2025-06", "until:2025-06 قمة", "since:2025-03 until:2025-09", "sort:oldest", "قمة sort:oldest", "source:gazette since:2025-06",
)  # fmt: skip


class Newsroom:
    """A database with families of copies spread over a year and over outlets and languages; heads as the linking keeps them."""

    def __init__(self, path: Path) -> None:
        self.url = f"sqlite:///{path}"
        chance = random.Random(5)
        made = [self._piece(chance, number) for number in range(120)]
        with open_storage(self.url) as storage:
            ids = Shelf(storage).put_all(made)
            moments = {each.id: each.sort_at for each in storage.export("")}
        self.shelved = [
            Shelved(id=number, piece=piece, sort_at=moments[number]) for number, piece in zip(ids, made, strict=True)
        ]
        self.heads = {each.id: each.id for each in self.shelved}
        left = list(self.shelved)
        chance.shuffle(left)
        for size in (2, 2, 3, 3, 5, 9, 30):
            family = [left.pop() for _ in range(size)]
            head = min(family, key=lambda each: (each.sort_at + timedelta(days=chance.choice([0, 0, 1])), each.id))
            self.heads |= {each.id: head.id for each in family}
        with sqlite3.connect(path) as connection:
            rows = [(head, each) for each, head in self.heads.items() if head != each]
            connection.execute("UPDATE article SET head_id = NULL")
            connection.executemany("UPDATE article SET head_id = ? WHERE id = ?", rows)
        with open_storage(self.url) as storage:
            storage.reindex(lambda _done, _total: None)

    @staticmethod
    def _piece(chance: random.Random, number: int) -> Piece:
        return Piece(
            title=chance.choice(["القمة الأولى", "قمة أخرى", "موسم الحصاد", "Саммит"]),
            text=f"{chance.choice(['والقمة في أستانا', 'الحصاد وفير', 'погода'])} {number}",
            outlet=chance.choice(list(OUTLETS)),
            language=chance.choice(["ar", "ru"]),
            organizations=tuple(chance.sample(("CICA", "SCO"), k=chance.randrange(0, 3))),
            at=NOON - timedelta(days=chance.randrange(365), hours=chance.choice([0, 0, 7])),
        )

    def expected(self, query: str) -> list[int]:
        """Of each family its head where that answers, else the earliest that does; by hand."""
        found = [each for each in self.shelved if answers(parse_query(query).tree, each)]
        first: dict[int, Shelved] = {}
        for each in sorted(found, key=lambda each: (self.heads[each.id] != each.id, each.sort_at, each.id)):
            first.setdefault(self.heads[each.id], each)
        newest = sorted(first.values(), key=lambda each: (each.sort_at, each.id), reverse=True)
        return [each.id for each in (newest[::-1] if "oldest" in query else newest)]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return Newsroom(tmp_path_factory.mktemp("newsroom") / "newsroom.sqlite3")


@pytest.fixture
def reader(newsroom: Newsroom) -> Iterator[Storage]:
    with open_storage(newsroom.url, read_only=True) as storage:
        yield storage


@pytest.mark.parametrize("window", [1, 4_000])
@pytest.mark.parametrize("limit", [1, 3, 7, 1000])
def test_every_family_that_answers_is_shown_once_over_all_pages(
    newsroom: Newsroom, reader: Storage, monkeypatch: pytest.MonkeyPatch, window: int, limit: int
) -> None:
    monkeypatch.setattr(storage.search_plan, "FIRST_WINDOW", window)
    for query in QUERIES:
        expected = newsroom.expected(query)
        shown: list[int] = []
        after = None
        while True:
            page = reader.search(query, limit=limit, after=after)
            shown += [each.id for each in page.articles]
            after = page.next
            if after is None:
                break
            assert len(page.articles) == limit, query
        assert shown == expected, query


def test_unfolded_every_copy_is_an_answer(newsroom: Newsroom, reader: Storage) -> None:
    found = reader.search("", limit=1000, copies=True).articles
    assert {each.id for each in found} == set(newsroom.heads)


def test_each_row_says_how_many_copies_and_outlets_there_are(newsroom: Newsroom, reader: Storage) -> None:
    outlets = {each.id: each.piece.outlet for each in newsroom.shelved}
    for found in reader.search("source:gazette", limit=1000).articles:
        family = [each for each, head in newsroom.heads.items() if head == newsroom.heads[found.id]]
        assert (found.copies, found.outlets) == (len(family) - 1, len({outlets[each] for each in family}))


def test_counts_and_exports_take_copies_as_articles_of_their_own_unless_asked(
    newsroom: Newsroom, reader: Storage
) -> None:
    assert reader.count("")[0].articles == len(list(reader.export(""))) == len(newsroom.heads)
    assert reader.count("-is:copy")[0].articles == len(set(newsroom.heads.values()))
    assert {each.id for each in reader.export("-is:copy")} == set(newsroom.heads.values())
