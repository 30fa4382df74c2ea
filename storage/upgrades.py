"""Brings a database to the newest schema, inside the write lock, so that processes that start together do not collide."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from press.errors import SchemaTooNew, StorageUnavailable
from storage.engines import Engines
from storage.schema import HEAD

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


def _keep_copy(engines: Engines, revision: str) -> None:
    copy = engines.path.with_name(f"{engines.path.name}.before-{revision}")
    copy.unlink(missing_ok=True)
    with engines.reading() as connection:
        connection.exec_driver_sql("VACUUM INTO ?", (str(copy),))


def _run_migrations(connection: Connection) -> None:
    from alembic import command  # slow to import, and rarely needed
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
