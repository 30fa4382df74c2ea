"""Brings a database to the newest schema, inside the write lock, so that processes that start together do not collide."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from press.errors import SchemaTooNew, SchemaTooOld, StorageUnavailable
from storage.backup import backup
from storage.engines import Engines
from storage.revision import HEAD, lacking
from storage.search_index import note_version
from storage.views import SQLITE_VIEWS

MIGRATIONS = Path(__file__).parent / "migrations"

COLUMNS = text("SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'")


def revision_of(connection: Connection) -> str | None:
    """The schema's revision; None for an empty file. Raises StorageUnavailable for a database that is not Rasid's."""
    names = set(inspect(connection).get_table_names())
    if not names:
        return None
    if not {"alembic_version", "discovery", "crawl_run"} <= names:
        raise StorageUnavailable("this is a database of another program. Name another file in database.url.")
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(revision) if revision is not None else None


def check_revision(engines: Engines, head: str = HEAD) -> str | None:
    """As above. Raises SchemaTooNew for a database made by a newer Rasid."""
    with engines.reading() as connection:
        return _revision_at(engines, connection, head)


def require_made(engines: Engines) -> str:
    """The schema's revision. Raises StorageUnavailable for an empty file, and as `check_revision` does."""
    revision = check_revision(engines)
    if revision is None:
        raise StorageUnavailable(
            f"{engines.where}: an empty file; there is no database yet. `rasid crawl SOURCE` or `rasid run` fills it; `rasid demo` shows how it looks."
        )
    return revision


def require_current(engines: Engines) -> None:
    """For readers. Raises SchemaTooOld, SchemaTooNew or StorageUnavailable unless the schema is the newest."""
    revision = require_made(engines)
    if revision != HEAD:
        raise SchemaTooOld(
            f"{engines.where}: made by an older Rasid (schema {revision}; this one wants {HEAD}). Run `rasid db upgrade`."
        )


def upgrade(engines: Engines, *, migrations: Path = MIGRATIONS, head: str = HEAD) -> Path | None:
    """Makes or upgrades the schema. An older database is first copied to `FILE.before-REVISION`: the path of that copy."""
    if engines.path.exists() and engines.path.stat().st_size and check_revision(engines, head) == head:
        return None
    copy = None
    with engines.migrating() as connection:
        revision = _revision_at(engines, connection, head)
        if revision == head:
            return None
        if revision is not None:
            copy = engines.path.with_name(f"{engines.path.name}.before-{revision}")
            copy.unlink(missing_ok=True)
            backup(engines, copy)
        _run_migrations(connection, migrations)
        _make_views(connection)
        if revision is None:
            note_version(connection)
    return copy


def _revision_at(engines: Engines, connection: Connection, head: str) -> str | None:
    try:
        revision = revision_of(connection)
    except StorageUnavailable as error:
        raise StorageUnavailable(f"{engines.where}: {error}") from error
    if revision is not None and revision > head:
        raise SchemaTooNew(
            f"{engines.where}: made by a newer Rasid (schema {revision}; this one knows {head}). Install the newer version."
        )
    if revision == head == HEAD:
        _require_tables(engines, connection)
    return revision


def _require_tables(engines: Engines, connection: Connection) -> None:
    """A database of the same revision may have been made while that was still being worked on."""
    lacks = list(lacking((row[0], row[1]) for row in connection.execute(COLUMNS)))
    if lacks:
        more = f" and {len(lacks) - 1} more" if len(lacks) > 1 else ""
        raise StorageUnavailable(
            f"{engines.where}: it lacks {lacks[0]}{more}, which this version of Rasid needs: a version in development made it, "
            "or it is damaged. Restore a backup, or name another file in database.url; `rasid import` fills it from the archive."
        )


def _run_migrations(connection: Connection, migrations: Path) -> None:
    for name in inspect(connection).get_view_names():
        connection.exec_driver_sql(f"DROP VIEW {name}")  # a view would hold on to the tables that change under it
    from alembic import command  # slow to import, and rarely needed
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _make_views(connection: Connection) -> None:
    """The views are always those of the newest schema."""
    for name, definition in SQLITE_VIEWS.items():
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {definition}")
