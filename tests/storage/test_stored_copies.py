"""Copies in the database: linked whoever comes first, folded under the earliest, told apart when they change."""

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsdesk import HARVEST, SUMMIT
from press_house import NOON, PressHouse

from press.articles import Precision
from press.copies import RULE_VERSION
from press.fingerprints import FEW_FAR_KEYS, FEW_KEYS, Fingerprint, share_enough_keys
from press.outcomes import Outcome
from storage import Storage, copy_keys, links, open_storage, story_words
from storage.copy_keys import NEAR_TIME, CopyKeys, candidates, write_keys
from storage.driver_statement import DriverStatement
from storage.links import UNLINKED

HOUR = timedelta(hours=1)
LONG = f"{SUMMIT}\n{HARVEST}"
KEY_TABLES = ("fingerprint", "far_fingerprint", "gram_marks", "story_word", "article_relation")
NEAR = SUMMIT.replace("صباح اليوم", "أمس").replace("جدول الأعمال", "جدول أعمال القمة")


def _heads(storage: Storage, *article_ids: int | None) -> list[int | None]:
    found = [storage.article(each or 0) for each in article_ids]
    return [each.head_id for each in found if each is not None]


def test_a_near_copy_is_an_article_of_its_own_under_the_first_one(storage: Storage) -> None:
    house = PressHouse(storage)
    first = house.run("spa", "1", "قمة", SUMMIT, at=NOON)
    copy = house.run("gazette", "2", "القمة", NEAR, at=NOON + HOUR)
    assert (first.outcome, copy.outcome) == (Outcome.NEW, Outcome.COPY)
    assert _heads(storage, first.article_id, copy.article_id) == [None, first.article_id]
    stored = storage.article(copy.article_id or 0)
    assert stored is not None
    assert [(each.article_id, each.relation, each.is_earlier) for each in stored.copies] == [
        (first.article_id, "copy", True)
    ]


def test_the_earlier_one_becomes_the_head_though_it_is_found_later(storage: Storage) -> None:
    house = PressHouse(storage)
    copy = house.run("gazette", "2", "القمة", NEAR, at=NOON)
    first = house.run("spa", "1", "قمة", SUMMIT, at=NOON - HOUR)
    assert _heads(storage, copy.article_id, first.article_id) == [first.article_id, None]


def test_a_day_without_a_time_does_not_make_an_article_the_first(storage: Storage) -> None:
    house = PressHouse(storage)
    midnight = house.run("gazette", "2", "القمة", NEAR, at=NOON.replace(hour=0), precision=Precision.DAY)
    first = house.run("spa", "1", "قمة", SUMMIT, at=NOON - 3 * HOUR)
    assert _heads(storage, midnight.article_id, first.article_id) == [first.article_id, None]


def test_an_excerpt_follows_what_it_was_cut_from(storage: Storage) -> None:
    house = PressHouse(storage)
    whole = house.run("spa", "1", "قمة", LONG, at=NOON)
    excerpt = house.run("gazette", "2", "قمة", " ".join(SUMMIT.split()[:30]), at=NOON + HOUR)
    assert _heads(storage, whole.article_id, excerpt.article_id) == [None, whole.article_id]
    stored = storage.article(excerpt.article_id or 0)
    assert stored is not None
    assert stored.copies[0].relation == "contained"


def test_a_round_up_does_not_make_one_article_of_its_parts(storage: Storage) -> None:
    house = PressHouse(storage)
    summit = house.run("spa", "1", "قمة", SUMMIT, at=NOON)
    harvest = house.run("spa", "2", "حصاد", HARVEST, at=NOON)
    both = house.run("gazette", "3", "أخبار اليوم", LONG, at=NOON + HOUR)
    assert _heads(storage, summit.article_id, harvest.article_id, both.article_id) == [None, None, None]
    stored = storage.article(both.article_id or 0)
    assert stored is not None
    assert {each.relation for each in stored.copies} == {"contained"}
    assert stored.story_id is None


def test_other_matter_is_linked_with_nothing(storage: Storage) -> None:
    house = PressHouse(storage)
    house.run("spa", "1", "قمة", SUMMIT, at=NOON)
    other = storage.article(house.run("gazette", "2", "حصاد", HARVEST, at=NOON).article_id or 0)
    assert other is not None
    assert (other.copies, other.head_id, other.story_id) == ((), None, None)


def test_a_head_that_changes_leaves_its_copies_to_the_next(storage: Storage) -> None:
    house = PressHouse(storage)
    first = house.run("spa", "1", "قمة", SUMMIT, at=NOON)
    second = house.run("gazette", "2", "القمة", NEAR, at=NOON + HOUR)
    third = house.run("mirror", "3", "القمة", NEAR + " انتهى", at=NOON + 2 * HOUR)
    changed = house.run("spa", "1", "حصاد", HARVEST, at=NOON)
    assert (changed.outcome, changed.article_id) == (Outcome.REVISED, first.article_id)
    assert _heads(storage, first.article_id, second.article_id, third.article_id) == [None, None, second.article_id]


def test_a_flash_is_a_copy_within_a_day_only(storage: Storage) -> None:
    house = PressHouse(storage)
    flash = "هزة أرضية تضرب سواحل الرافدين ولا أنباء عن أضرار"
    first = house.run("spa", "1", "عاجل", flash, at=NOON)
    same_day = house.run("gazette", "2", "عاجل", flash, at=NOON + HOUR)
    next_week = house.run("mirror", "3", "عاجل", flash, at=NOON - timedelta(days=7))
    assert _heads(storage, first.article_id, same_day.article_id) == [None, first.article_id]
    assert _heads(storage, next_week.article_id) == [None]


def test_what_was_not_linked_is_swept_up(storage: Storage, tmp_path: Path) -> None:
    house = PressHouse(storage)
    first = house.run("spa", "1", "قمة", SUMMIT, at=NOON)
    copy = house.run("gazette", "2", "القمة", NEAR, at=NOON + HOUR)
    _spoil(tmp_path, "UPDATE article SET head_id = NULL, link_rules = NULL")
    _spoil(tmp_path, "DELETE FROM article_relation")
    assert storage.sweep_links() == 2
    assert storage.sweep_links() == 0
    assert _heads(storage, first.article_id, copy.article_id) == [None, first.article_id]


def test_what_got_another_date_and_was_not_linked_since_is_swept_up(storage: Storage, tmp_path: Path) -> None:
    house = PressHouse(storage)
    first = house.run("spa", "1", "قمة", SUMMIT, at=NOON)
    copy = house.run("gazette", "2", "القمة", NEAR, at=NOON + HOUR)
    _spoil(tmp_path, f"UPDATE article SET sort_at = sort_at - 3, link_rules = {UNLINKED} WHERE id = {copy.article_id}")
    assert storage.sweep_links() == 1
    assert storage.sweep_links() == 0
    assert _heads(storage, first.article_id, copy.article_id) == [None, first.article_id]


def test_an_article_that_changes_while_it_is_compared_is_left_to_who_changed_it(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = PressHouse(storage)
    house.run("spa", "1", "قمة", SUMMIT, at=NOON)
    copy = house.run("gazette", "2", "القمة", NEAR, at=NOON + HOUR)
    _spoil(tmp_path, f"UPDATE article SET head_id = NULL, link_rules = NULL WHERE id = {copy.article_id}")
    _spoil(tmp_path, "DELETE FROM article_relation")

    def another_writer_comes_first(*given: Any) -> list[int]:
        _spoil(tmp_path, f"UPDATE article SET revision = 2 WHERE id = {copy.article_id}")
        return candidates(*given)

    monkeypatch.setattr(links, "candidates", another_writer_comes_first)
    storage.sweep_links()
    assert _rows(tmp_path, "article_relation") == []


def test_copies_come_along_when_their_head_is_found_to_be_an_excerpt(storage: Storage, tmp_path: Path) -> None:
    house = PressHouse(storage)
    whole = house.run("spa", "1", "قمة وحصاد", LONG, at=NOON)
    excerpt = house.run("gazette", "2", "قمة", SUMMIT, at=NOON + HOUR)
    other = house.run("mirror", "3", "شأن آخر", "وصل وفد الاتحاد إلى المدينة صباحا", at=NOON + 2 * HOUR)
    _spoil(tmp_path, f"UPDATE article SET head_id = NULL, link_rules = NULL WHERE id = {excerpt.article_id}")
    _spoil(tmp_path, f"UPDATE article SET head_id = {excerpt.article_id} WHERE id = {other.article_id}")
    assert storage.sweep_links() == 1
    assert _heads(storage, excerpt.article_id, other.article_id) == [whole.article_id, whole.article_id]


def test_a_check_says_that_making_keys_anew_was_begun(storage: Storage, tmp_path: Path) -> None:
    house = PressHouse(storage)
    house.run("spa", "1", "قمة", SUMMIT, at=NOON)
    house.run("mirror", "3", "حصاد", HARVEST, at=NOON)
    storage.relink_all()
    assert any("`rasid relink` goes on" in problem for problem in storage.check())
    assert (storage.renew_links(limit=9), storage.sweep_links(limit=9)) == (2, 2)
    assert storage.check() == ()


def test_what_is_left_to_link_is_found_without_walking_all_articles(storage: Storage) -> None:
    with storage._engines.reading() as connection:
        words = f"EXPLAIN QUERY PLAN SELECT id FROM article WHERE {links.LEFT} ORDER BY id LIMIT 9"
        (step,) = [row[-1] for row in connection.exec_driver_sql(words)]
    assert step.endswith("USING INDEX ix_article_unlinked")


def test_the_past_is_linked_by_new_rules_piece_by_piece(storage: Storage, tmp_path: Path) -> None:
    house = PressHouse(storage)
    house.run("spa", "1", "قمة", SUMMIT, at=NOON)
    house.run("gazette", "2", "القمة", NEAR, at=NOON + HOUR)
    house.run("mirror", "3", "حصاد", HARVEST, at=NOON)
    _spoil(tmp_path, f"UPDATE article SET link_rules = {RULE_VERSION - 1}")
    assert [storage.renew_links(limit=2) for _ in range(3)] == [2, 1, 0]
    assert [storage.sweep_links(limit=2) for _ in range(3)] == [2, 1, 0]


def test_what_copies_and_stories_are_found_by_is_made_anew(storage: Storage, tmp_path: Path) -> None:
    house = PressHouse(storage)
    first = house.run("spa", "1", "قمة", SUMMIT, at=NOON)
    copy = house.run("gazette", "2", "القمة", NEAR, at=NOON + HOUR)
    house.run("mirror", "3", "حصاد", HARVEST, at=NOON)
    in_order = [_rows(tmp_path, table) for table in KEY_TABLES]
    _spoil(tmp_path, "UPDATE fingerprint SET key = key + 1")
    _spoil(tmp_path, "UPDATE far_fingerprint SET of_keys = of_keys + 1")
    _spoil(tmp_path, "DELETE FROM gram_marks")
    _spoil(tmp_path, "UPDATE story_word SET sort_at = 0")
    storage.relink_all()
    assert [storage.renew_links(limit=2) for _ in range(3)] == [2, 1, 0]
    assert [storage.sweep_links(limit=2) for _ in range(3)] == [2, 1, 0]
    assert [_rows(tmp_path, table) for table in KEY_TABLES] == in_order
    assert _heads(storage, first.article_id, copy.article_id) == [None, first.article_id]
    assert storage.check() == ()


def test_the_tree_tells_who_was_first_and_what_was_changed(storage: Storage) -> None:
    house = PressHouse(storage)
    house.run("mirror", "3", "القمة", NEAR, at=NOON + 2 * HOUR)
    house.run("gazette", "2", "قمة", SUMMIT, at=NOON + HOUR)
    found = house.run("spa", "1", "قمة", SUMMIT, at=NOON)
    tree = storage.copy_tree(found.article_id or 0)
    assert [(node.appearance.outlet, node.delay) for node in tree] == [
        ("Spa", 0 * HOUR),
        ("Gazette", HOUR),
        ("Mirror", 2 * HOUR),
    ]
    assert tree[1].changes == ()
    assert tree[2].parent == 0
    assert tree[2].share > 0.7
    assert storage.copy_tree(999) == ()


def test_sql_readers_see_copies_under_one_head(storage: Storage, tmp_path: Path) -> None:
    house = PressHouse(storage)
    house.run("spa", "1", "قمة", SUMMIT, at=NOON)
    house.run("gazette", "2", "القمة", NEAR, at=NOON + HOUR)
    with sqlite3.connect(tmp_path / "rasid.sqlite3") as readers:
        rows = readers.execute("SELECT head_id, source_id, seconds_after_first FROM v_copy ORDER BY 3").fetchall()
    assert rows == [(1, "spa", 0), (1, "gazette", 3600)]


def test_links_survive_a_new_start(database_url: str) -> None:
    with open_storage(database_url) as storage:
        house = PressHouse(storage)
        house.run("spa", "1", "قمة", SUMMIT, at=NOON)
        house.run("gazette", "2", "القمة", NEAR, at=NOON + HOUR)
    with open_storage(database_url, read_only=True) as storage:
        assert _heads(storage, 1, 2) == [None, 1]


def _rows(folder: Path, table: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "rasid.sqlite3") as connection:
        return sorted(connection.execute(f"SELECT * FROM {table}").fetchall())


def _spoil(folder: Path, statement: str) -> None:
    """As a crash between the two transactions, or an older version, would leave it."""
    with sqlite3.connect(folder / "rasid.sqlite3") as connection:
        connection.execute(statement)


KEYS = st.frozensets(st.integers(-40, 40), min_size=1, max_size=30)


@given(st.lists(KEYS, min_size=1, max_size=12), KEYS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_text_is_compared_with_those_of_its_weeks_that_share_enough_keys(
    storage: Storage, stored: list[frozenset[int]], mine: frozenset[int]
) -> None:
    prints = [Fingerprint(near=tuple(sorted(keys)), far=()) for keys in [*stored, mine]]
    assert _found(storage, prints, NEAR_TIME) == _expected(stored, mine, FEW_KEYS)
    assert _found(storage, prints, NEAR_TIME + timedelta(days=8)) == []


@given(st.lists(KEYS, min_size=1, max_size=12), KEYS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_text_is_compared_with_those_of_any_time_that_share_enough_far_keys(
    storage: Storage, stored: list[frozenset[int]], mine: frozenset[int]
) -> None:
    prints = [
        Fingerprint(near=(1000 + number,), far=tuple(sorted(keys))) for number, keys in enumerate([*stored, mine])
    ]
    assert _found(storage, prints, timedelta(days=4000)) == _expected(stored, mine, FEW_FAR_KEYS)


def _found(storage: Storage, prints: list[Fingerprint], apart: timedelta) -> list[int]:
    """What is found for the last of them, which runs so much later than the others."""
    *stored, mine = [CopyKeys(fingerprint=each, marks=b"") for each in prints]
    with storage._engines.writing() as connection:
        for table in ("fingerprint", "far_fingerprint"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        for number, keys in enumerate(stored, start=1):
            write_keys(connection, number, NOON, keys)
        return candidates(connection, 1000, NOON + apart, mine)


def _expected(stored: list[frozenset[int]], mine: frozenset[int], few: int) -> list[int]:
    shared = {
        number: len(keys & mine)
        for number, keys in enumerate(stored, start=1)
        if keys & mine and share_enough_keys(len(keys & mine), len(keys), len(mine), few)
    }
    return sorted(shared, key=lambda number: (-shared[number], -number))


def test_a_copy_is_found_after_years(storage: Storage) -> None:
    house = PressHouse(storage)
    first = house.run("spa", "1", "قمة", SUMMIT, at=NOON)
    copy = house.run("gazette", "2", "القمة", NEAR, at=NOON + timedelta(days=2000))
    assert _heads(storage, first.article_id, copy.article_id) == [None, first.article_id]


@pytest.mark.parametrize("statement", [copy_keys.NEAR, copy_keys.FAR, story_words.NEAR, story_words.SHARE])
def test_what_is_looked_for_is_read_by_the_whole_key_and_never_a_week_of_it(
    storage: Storage, statement: DriverStatement
) -> None:
    names = ("keys", "weeks", "sketch", "places")
    values = dict.fromkeys(("mine", "share", "newest", "most", "keys_of_mine", "since", "until", "least", "few"), 1)
    words = "EXPLAIN QUERY PLAN " + str(statement.words("sqlite"))
    with storage._engines.reading() as connection:
        plan = [str(row[-1]) for row in DriverStatement(words).run(connection, values | dict.fromkeys(names, "[]"))]
    tables = [step for step in plan if step.startswith(("SEARCH f ", "SEARCH n ", "SCAN f", "SCAN n"))]
    assert tables
    assert all("SEARCH" in step and "key=?" in step for step in tables)
