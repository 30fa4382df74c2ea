"""Care of the database: copies made while others write, and a check that finds what is wrong."""

import sqlite3
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from hand_clock import HandClock
from newsdesk import HARVEST, SUMMIT, Newsroom, address, article

from press.errors import StorageUnavailable
from storage import Storage, open_storage


def spoil(storage: Storage, statement: str) -> None:
    with sqlite3.connect(storage.where) as connection:
        connection.execute(statement)


def test_a_backup_made_while_others_write_is_whole_and_opens(
    newsroom: Newsroom, storage: Storage, tmp_path: Path
) -> None:
    article_id = newsroom.article_of("steppe", "a")
    copy = tmp_path / "copy.sqlite3"
    done = threading.Event()

    def go_on_writing() -> None:
        for number in range(10_000):
            newsroom.poll("steppe", f"more-{number}")
            if done.is_set():
                return

    writer = threading.Thread(target=go_on_writing)
    writer.start()
    try:
        storage.backup(copy)
    finally:
        done.set()
        writer.join()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("copy")) == ["copy.sqlite3"]
    with open_storage(f"sqlite:///{copy}") as restored:
        assert restored.check() == ()
        assert restored.article(article_id) == storage.article(article_id)
        assert restored.ledger.pending_total() <= storage.ledger.pending_total()


def test_a_backup_can_be_made_by_a_reader(newsroom: Newsroom, database_url: str, tmp_path: Path) -> None:
    with open_storage(database_url, read_only=True) as reader:
        reader.backup(tmp_path / "copy.sqlite3")
    assert (tmp_path / "copy.sqlite3").stat().st_size > 4096


def test_a_backup_never_overwrites_anything(storage: Storage, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("all that I have")
    with pytest.raises(StorageUnavailable, match="never overwrites"):
        storage.backup(precious)
    with pytest.raises(StorageUnavailable, match="cannot be"):
        storage.backup(tmp_path / "missing" / "copy.sqlite3")
    assert precious.read_text() == "all that I have"


def test_a_database_in_order_has_nothing_to_report(newsroom: Newsroom, storage: Storage) -> None:
    newsroom.run("steppe", "a", tags=("SCO", "CICA"))
    newsroom.run("gazette", "b")
    newsroom.run("gazette", "c", HARVEST, tags=())
    assert storage.check() == ()


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("DELETE FROM article_text", "articles without the text of their newest revision (1): 1"),
        ("UPDATE article_tag SET sort_at = sort_at + 1", "another moment than they do"),
        ("DELETE FROM sighting", "never found at an address"),
        ("UPDATE discovery SET article_id = NULL", "without one"),
        ("UPDATE discovery SET source_id = 'nobody'", "refers to a row of “source” that is not there"),
        ("INSERT INTO article_index (article_index) VALUES ('delete-all')", "missing in the full-text index"),
        ("UPDATE article_origin SET language = 'xx'", "articles that are counted as what they are not (1): 1"),
        ("UPDATE article_manner SET is_shared = 1", "counted as what they are not"),
        ("UPDATE article_column SET numbers = zeroblob(4000) WHERE id = 0", "counted as what they are not (1): 1"),
        ("DELETE FROM article_column", "counted as what they are not"),
        (
            f"INSERT INTO article_column VALUES (1, x'{'00' * 7}01{'00' * 3992}')",
            "counted as what they are not (1): 500",
        ),
        ("UPDATE organization_set SET codes = 'NOBODY'", "counted as what they are not"),
        ("DELETE FROM month_count", "counts of months that are wrong"),
        ("INSERT INTO month_count VALUES ('SCO', 'NOBODY', 'ar', '2026-03', 1)", "counts of months that are wrong"),
        ("DELETE FROM meta", "which normaliser"),
        ("DELETE FROM fingerprint", "keys by which copies are found (1 of 1 looked at): 1. `rasid relink --all`"),
        ("DELETE FROM fingerprint WHERE key = (SELECT min(key) FROM fingerprint)", "lack keys"),
        ("UPDATE fingerprint SET of_keys = of_keys + 1", "lack keys"),
        ("UPDATE fingerprint SET week = week + 1", "lack keys"),
        ("DELETE FROM far_fingerprint", "lack keys"),
        ("DELETE FROM gram_marks", "lack keys"),
        ("UPDATE gram_marks SET marks = x'0000'", "lack keys"),
        (
            "DELETE FROM story_word",
            "articles that lack words by which stories are found (1 of 1 looked at): 1. `rasid relink --all`",
        ),
        ("UPDATE story_word SET sort_at = sort_at + 1", "lack words"),
        ("UPDATE story_word SET weight = 1", "lack words"),
        (
            "INSERT INTO story VALUES (1, 0, 0, 1, 0)",
            "stories of another size or other moments than their articles (1): 1",
        ),
        ("UPDATE article SET head_id = id", "copies under an article that is a copy itself (1): 1"),
        ("INSERT INTO far_fingerprint VALUES (7, 1, 1)", "by what these articles do not say: 1"),
        ("INSERT INTO fingerprint VALUES (0, 7, 99, 1)", "do not say: 99"),
        ("INSERT INTO gram_marks VALUES (99, x'0000')", "do not say: 99"),
        ("INSERT INTO story_word VALUES (0, 7, 0, 1, 1)", "do not say: 1"),
        ("INSERT INTO story_word VALUES (0, 7, 0, 99, 1)", "do not say: 99"),
    ],
)
def test_a_check_finds_what_is_wrong(newsroom: Newsroom, storage: Storage, statement: str, problem: str) -> None:
    newsroom.run("steppe", "a")
    spoil(storage, statement)
    assert any(problem in sentence for sentence in storage.check()), storage.check()


def test_a_lost_index_is_made_anew(newsroom: Newsroom, storage: Storage, database_url: str) -> None:
    newsroom.run("steppe", "a")
    newsroom.run("gazette", "b", HARVEST)
    spoil(storage, "INSERT INTO article_index (article_index) VALUES ('delete-all')")
    spoil(storage, "DELETE FROM meta")
    heard: list[tuple[int, int]] = []
    with open_storage(database_url, mend=True) as mended:
        assert mended.reindex(lambda done, total: heard.append((done, total))) == 2
        assert mended.check() == ()
        assert [found.id for found in mended.search("كوستاناي").articles] == [2]
    assert heard[-1] == (2, 2)


def test_the_search_index_keeps_step_with_every_kind_of_change(
    newsroom: Newsroom, storage: Storage, clock: HandClock
) -> None:
    newsroom.run("steppe", "a")
    changed = article(address("steppe", "a"), SUMMIT + "\nكوكشيتاو", tags=("OTS",), at=clock() - timedelta(days=40))
    newsroom.look_again("steppe", "a", changed, clock.pass_by(hours=1))
    assert [found.id for found in storage.search("كوكشيتاو org:OTS").articles] == [1]
    assert storage.search("org:SCO").articles == ()
    assert storage.check() == ()
