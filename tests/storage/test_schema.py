"""The schema: its migration, its types, the views analysts rely on, and databases that are not ours or not of today."""

import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hand_clock import HandClock
from hypothesis import given
from hypothesis import strategies as st
from newsdesk import HARVEST, SUMMIT, Newsroom
from sqlalchemy import create_engine
from sqlalchemy.dialects import sqlite

from press.errors import ConfigurationError, SchemaTooNew, SchemaTooOld, StorageUnavailable
from storage import Storage, open_storage
from storage.revision import HEAD, TABLES
from storage.schema import Base, Moment
from storage.upgrades import MIGRATIONS
from storage.views import ARTICLE_INDEX, SQLITE_VIEWS


def test_the_migrations_make_the_schema_that_the_code_knows(storage: Storage) -> None:
    def is_ours(name: str | None, kind: str, _parents: object) -> bool:
        return not (kind == "table" and (name or "").startswith("article_index"))

    engine = create_engine(f"sqlite:///{storage.where}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_ours, "compare_type": _same_type})
        assert compare_metadata(context, Base.metadata) == []
        assert context.get_current_revision() == HEAD
    engine.dispose()


def _same_type(*arguments: object) -> bool | None:
    """A moment is kept as a whole number."""
    return False if isinstance(arguments[-1], Moment) else None


def test_the_newest_migration_is_the_head() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_tables_of_pure_keys_have_no_hidden_number_and_the_index_is_as_the_code_says(storage: Storage) -> None:
    with sqlite3.connect(storage.where) as connection:
        definitions = dict(connection.execute("SELECT name, sql FROM sqlite_master"))
    assert definitions["article_index"] == ARTICLE_INDEX
    for table in ("fingerprint", "article_relation", "article_tag", "sighting", "due_run"):
        assert "WITHOUT ROWID" in definitions[table]
    assert {name for name, sql in definitions.items() if (sql or "").startswith("CREATE VIEW")} == set(SQLITE_VIEWS)


@given(
    st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)),  # noqa: DTZ001  # made aware below
    st.integers(min_value=-840, max_value=840),
)
def test_a_moment_comes_back_as_it_was_whatever_its_zone(naive: datetime, minutes: int) -> None:
    moment = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    kept = Moment().process_bind_param(moment, sqlite.dialect())
    back = Moment().process_result_value(kept, sqlite.dialect())
    assert back == moment
    assert back is not None
    assert back.tzinfo is UTC


@given(st.lists(st.datetimes(timezones=st.just(UTC)), min_size=2, max_size=2))
def test_moments_sort_as_numbers(moments: list[datetime]) -> None:
    first, second = (Moment().process_bind_param(each, sqlite.dialect()) or 0 for each in moments)
    assert (first < second) == (moments[0] < moments[1])


def test_a_moment_without_a_zone_is_refused(newsroom: Newsroom, storage: Storage) -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        storage.ledger.pending("steppe", datetime(2026, 3, 2), 10)  # noqa: DTZ001  # that is the point


def rows(storage: Storage, question: str) -> list[dict[str, object]]:
    """As any SQL tool would see it."""
    with sqlite3.connect(f"file:{storage.where}?mode=ro", uri=True) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(question)]


def test_the_view_of_articles(newsroom: Newsroom, storage: Storage) -> None:
    printed = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    newsroom.run("steppe", "a", at=printed, tags=("SCO", "CICA"))
    newsroom.run("gazette", "b")
    (row,) = rows(storage, "SELECT * FROM v_article")
    assert row["published_at"] == row["sorted_at"] == "2026-03-01T23:30:00Z"
    assert (row["first_seen_at"], row["published_offset_minutes"]) == ("2026-03-02T12:00:00Z", 300)
    assert (row["organizations"], row["sightings"], row["source"], row["country"]) == ("CICA,SCO", 2, "Steppe", "KZ")
    assert (row["text"], row["revision"], row["language"]) == (SUMMIT, 1, "ar")


def test_the_view_of_copies(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    newsroom.run("steppe", "a")
    clock.pass_by(minutes=10)
    newsroom.run("gazette", "b", credit="kazinform")
    question = "SELECT source, seconds_after_first, credit FROM v_copy ORDER BY seconds_after_first"
    assert rows(storage, question) == [
        {"source": "Steppe", "seconds_after_first": 0, "credit": None},
        {"source": "Gazette", "seconds_after_first": 600, "credit": "kazinform"},
    ]


def test_the_view_of_organizations_by_month(newsroom: Newsroom, storage: Storage) -> None:
    newsroom.run("steppe", "a", at=datetime(2026, 2, 28, 23, 59, tzinfo=UTC), tags=("SCO", "CICA"))
    newsroom.run("steppe", "b", HARVEST, at=datetime(2026, 3, 1, 0, 0, tzinfo=UTC), tags=("SCO",))
    question = "SELECT organization, month, articles, mentions, in_title FROM v_organization_month ORDER BY 1, 2"
    assert [tuple(row.values()) for row in rows(storage, question)] == [
        ("CICA", "2026-02", 1, 2, 1),
        ("SCO", "2026-02", 1, 2, 1),
        ("SCO", "2026-03", 1, 2, 1),
    ]


def test_the_view_of_sources(newsroom: Newsroom, storage: Storage, clock: HandClock) -> None:
    newsroom.poll("steppe", "a", "b", at=clock())
    newsroom.run("steppe", "c")
    (row,) = rows(storage, "SELECT * FROM v_source_health WHERE id = 'steppe'")
    assert (row["last_run_state"], row["last_poll_at"], row["last_news_at"]) == (
        "running",
        "2026-03-02T12:00:00Z",
        "2026-03-02T12:00:00Z",
    )
    assert (row["doors"], row["doors_in_trouble"], row["pending"], row["articles"]) == (1, 0, 2, 1)


def test_a_reader_asks_for_an_upgrade_and_a_writer_makes_it_after_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    url = f"sqlite:///{path}"
    open_storage(url).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(SchemaTooOld, match="rasid db upgrade"):
        open_storage(url, read_only=True)


def test_a_database_of_a_newer_rasid_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite3"
    url = f"sqlite:///{path}"
    open_storage(url).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    for read_only in (True, False):
        with pytest.raises(SchemaTooNew, match="newer version"):
            open_storage(url, read_only=read_only)


def test_the_tables_that_are_asked_for_are_those_of_the_schema() -> None:
    schema = {table.name: " ".join(sorted(table.columns.keys())) for table in Base.metadata.sorted_tables}
    assert schema | {"article_index": "marks text title"} == TABLES


@pytest.mark.parametrize(
    ("statement", "lacks"),
    [
        ("DROP TABLE gram_marks", "the table “gram_marks”"),
        ("DROP TABLE article_index", "the table “article_index”"),
        ("ALTER TABLE article_text DROP COLUMN cause", "the column “cause” of “article_text”"),
    ],
)
def test_a_database_of_this_revision_that_lacks_something_is_told_at_once(
    tmp_path: Path, statement: str, lacks: str
) -> None:
    path = tmp_path / "unfinished.sqlite3"
    open_storage(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        for view in SQLITE_VIEWS:
            connection.execute(f"DROP VIEW {view}")
        connection.execute(statement)
        connection.execute("CREATE TABLE of_an_analyst (note TEXT)")
    for read_only in (True, False):
        with pytest.raises(StorageUnavailable, match=rf"unfinished\.sqlite3: it lacks {lacks}, .* Restore a backup"):
            open_storage(f"sqlite:///{path}", read_only=read_only)


@pytest.mark.parametrize("table", ["bookmarks", "alembic_version"])
def test_a_database_of_another_program_is_left_alone(tmp_path: Path, table: str) -> None:
    path = tmp_path / "theirs.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE {table} (version_num TEXT)")
        connection.execute(f"INSERT INTO {table} VALUES ('ae1027a6acf')")
    before = path.read_bytes()
    for read_only in (True, False):
        with pytest.raises(StorageUnavailable, match="another program"):
            open_storage(f"sqlite:///{path}", read_only=read_only)
    assert path.read_bytes()[100:] == before[100:]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "rasid.sqlite3", "mysql://host/db", ""])
def test_an_address_that_names_no_file_is_a_mistake_of_the_configuration(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"database\.url"):
        open_storage(url)


def test_a_reader_makes_no_database(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable, match="there is no database yet"):
        open_storage(f"sqlite:///{tmp_path / 'none.sqlite3'}", read_only=True)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "empty.sqlite3").touch()
    with pytest.raises(StorageUnavailable, match="empty"):
        open_storage(f"sqlite:///{tmp_path / 'empty.sqlite3'}", read_only=True)


@pytest.mark.parametrize("name", ["راصد.sqlite3", "a b#c.sqlite3"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    with open_storage(f"sqlite:///{tmp_path / name}") as storage:
        assert storage.ledger.pending_total() == 0
    assert (tmp_path / name).exists()
