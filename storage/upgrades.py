"""Brings a database to the newest schema, inside the write lock, so that processes that start together do not collide."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from press.errors import SchemaTooNew, SchemaTooOld, StorageUnavailable
from storage.engines import Engines
from storage.schema import HEAD
from storage.views import SQLITE_VIEWS

MIGRATIONS = Path(__file__).parent / "migrations"


def revision_of(connection: Connection) -> str | None:
    """The schema's revision; None for an empty file. Raises StorageUnavailable for a database that is not Rasid's."""
    names = set(inspect(connection).get_table_names())
    if "alembic_version" in names:
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return str(revision) if revision is not None else None
    if names:
        raise StorageUnavailable("this is a database of another program. Name another file in database.url.")
    return None


def check_revision(engines: Engines) -> str | None:
    """As above. Raises SchemaTooNew for a database made by a newer Rasid."""
    with engines.reading() as connection:
        revision = revision_of(connection)
    if revision is not None and revision > HEAD:
        raise SchemaTooNew(
            f"{engines.where}: made by a newer Rasid (schema {revision}; this one knows {HEAD}). Install the newer version."
        )
    return revision


def require_current(engines: Engines) -> None:
    """For readers. Raises SchemaTooOld, SchemaTooNew or StorageUnavailable unless the schema is the newest."""
    revision = check_revision(engines)
    if revision is None:
        raise StorageUnavailable(
            f"{engines.where}: an empty file. `rasid crawl SOURCE` or `rasid run` makes the database."
        )
    if revision != HEAD:
        raise SchemaTooOld(
            f"{engines.where}: made by an older Rasid (schema {revision}; this one wants {HEAD}). Run `rasid db upgrade`."
        )


def upgrade(engines: Engines) -> None:
    """Makes or upgrades the schema. An older database is copied to `FILE.before-REVISION` first."""
    if engines.path.exists() and engines.path.stat().st_size and check_revision(engines) == HEAD:
        return
    with engines.writing() as connection:
        revision = revision_of(connection)
        if revision == HEAD:
            return
        if revision is not None:
            _keep_copy(engines, revision)
        _run_migrations(connection)
        _make_views(connection)


def _keep_copy(engines: Engines, revision: str) -> None:
    copy = engines.path.with_name(f"{engines.path.name}.before-{revision}")
    copy.unlink(missing_ok=True)
    with engines.reading() as connection:
        connection.exec_driver_sql("VACUUM INTO ?", (str(copy),))


def _run_migrations(connection: Connection) -> None:
    for name in inspect(connection).get_view_names():
        connection.exec_driver_sql(f"DROP VIEW {name}")  # a view would hold on to the tables that change under it
    from alembic import command  # slow to import, and rarely needed
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _make_views(connection: Connection) -> None:
    """The views are always those of the newest schema."""
    for name, definition in SQLITE_VIEWS.items():
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {definition}")
