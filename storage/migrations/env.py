"""Alembic's environment: runs on the connection it is handed, inside that connection's transaction."""

from alembic import context

from storage.schema import Base


def belongs_to_us(name: str | None, kind: str, _parents: object) -> bool:
    """Full-text tables are made by hand and have shadow tables that Alembic must not touch."""
    return not (kind == "table" and name is not None and name.startswith("article_index"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_name=belongs_to_us,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
