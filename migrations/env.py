"""How a migration reaches the database: on `db.engine`, one process at a time, all or nothing: `database.migrating`."""

from alembic import context
from sqlalchemy import BigInteger

from course.records import database, tables  # noqa: F401 - the tables are known once they are imported
from course.records.columns import Moment


def named(kind: str, item: object, _context: object) -> str | bool:
    """Write our own kinds of column by the names that `script.py.mako` gives them."""
    if kind == "type" and isinstance(item, Moment):
        return "MOMENT"
    return "ID" if kind == "type" and isinstance(item, BigInteger) else False


with database.migrating() as connection:
    context.configure(
        connection=connection,
        target_metadata=database.db.metadata,
        render_item=named,
        compare_type=True,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()
