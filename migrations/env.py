"""Alembic's entry point: runs the revisions on the connection that `migrations.upgrade` hands over."""

from alembic import context
from sqlalchemy.sql.schema import SchemaItem

from models.tables import metadata

QUEUE_PREFIX = "procrastinate_"


def include_object(_item: SchemaItem, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Leave the queue's own tables to procrastinate."""
    return not (kind == "table" and name is not None and name.startswith(QUEUE_PREFIX))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_object=include_object,
    compare_type=True,
    compare_server_default=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
