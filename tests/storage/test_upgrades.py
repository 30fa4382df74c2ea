"""An older database becomes a newer one: after a copy, in one transaction, with every reference checked."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from newsdesk import Newsroom

from press.errors import StorageUnavailable
from storage import Storage
from storage.engines import Engines
from storage.revision import HEAD
from storage.upgrades import MIGRATIONS, upgrade

TOMORROW = """
import sqlalchemy as sa
from alembic import op

revision = "9998"
down_revision = "{head}"


def upgrade() -> None:
    {body}
"""
REBUILD = """
    with op.batch_alter_table("source", recreate="always") as batch:
        batch.add_column(sa.Column("note", sa.Text(), nullable=False, server_default="none"))
"""


@pytest.fixture
def engines(newsroom: Newsroom, database_url: str) -> Iterator[Engines]:
    newsroom.run("steppe", "a")
    newsroom.poll("gazette", "b")
    newsroom.storage.close()
    opened = Engines(database_url, busy_timeout_seconds=1, read_only=False)
    yield opened
    opened.dispose()


def migrations_of_tomorrow(folder: Path, body: str) -> Path:
    migrations = folder / "migrations"
    shutil.copytree(MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
    (migrations / "versions" / "9998_tomorrow.py").write_text(TOMORROW.format(head=HEAD, body=body.strip()), "utf-8")
    return migrations


def ask(path: Path, question: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute(question).fetchall()


def test_a_table_others_refer_to_is_rebuilt_and_nothing_of_them_is_lost(
    engines: Engines, storage: Storage, tmp_path: Path
) -> None:
    questions = ("SELECT count(*) FROM door", "SELECT count(*) FROM discovery", "SELECT count(*) FROM sighting")
    before = [ask(engines.path, question) for question in questions]
    copy = upgrade(engines, migrations=migrations_of_tomorrow(tmp_path, REBUILD), head="9998")
    assert [ask(engines.path, question) for question in questions] == before
    assert ask(engines.path, "SELECT version_num FROM alembic_version") == [("9998",)]
    assert ask(engines.path, "SELECT DISTINCT note FROM source") == [("none",)]
    assert len(ask(engines.path, "SELECT * FROM v_source_health")) == 3
    assert copy is not None
    assert ask(copy, "SELECT count(*) FROM discovery") == before[1]
    assert "note" not in ask(copy, "SELECT sql FROM sqlite_master WHERE name = 'source'")[0][0]  # type: ignore[operator]


def test_an_upgrade_that_would_break_a_reference_changes_nothing(engines: Engines, tmp_path: Path) -> None:
    migrations = migrations_of_tomorrow(tmp_path, 'op.execute("DELETE FROM source")')
    with pytest.raises(StorageUnavailable, match="nothing was changed"):
        upgrade(engines, migrations=migrations, head="9998")
    assert ask(engines.path, "SELECT count(*) FROM source") == [(3,)]
    assert ask(engines.path, "SELECT version_num FROM alembic_version") != [("9998",)]


def test_an_upgrade_that_fails_in_the_middle_changes_nothing(engines: Engines, tmp_path: Path) -> None:
    body = 'op.execute("DROP TABLE article_tag"); op.execute("this is no statement")'
    with pytest.raises(StorageUnavailable, match="syntax error"):
        upgrade(engines, migrations=migrations_of_tomorrow(tmp_path, body), head="9998")
    assert ask(engines.path, "SELECT count(*) FROM article_tag") == [(1,)]
    assert len(ask(engines.path, "SELECT * FROM v_article")) == 1


def test_a_database_of_today_is_left_as_it_is(engines: Engines, tmp_path: Path) -> None:
    assert upgrade(engines) is None
    assert not list(tmp_path.glob("*.before-*"))
