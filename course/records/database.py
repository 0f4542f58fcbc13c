"""The ways into the database: reading, writing, bringing the tables up to date. All need an application context.

SQLite: `reading` sees one unchanging state and cannot write; `writing` waits its turn, then begins at once as the one
writer (`BEGIN IMMEDIATE`), so that nothing it has read can change before it writes. PostgreSQL: the same promises by
a read-only snapshot, and by locking the person whose facts are written (`statements.run` says where).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import URL, Connection, Engine, MetaData, QueuePool, create_engine, event, inspect, make_url, text
from sqlalchemy.orm import DeclarativeBase

from course.errors import StoreTooNew, StoreUnusable
from course.records.faults import FULL, store_error
from course.records.kept import Kept
from course.records.sqlite_file import SqliteFile

MIGRATIONS = Path(__file__).resolve().parent.parent.parent / "migrations"
TURN_WAIT = 2.0  # seconds to wait for one's turn to write, then StoreBusy; every page of the process waits with it
UPGRADE_WAIT = 120.0
UPGRADE_LOCK = 2_029_313_579  # any number, so long as nothing else in this database takes an advisory lock by it
POSTGRES_OPTIONS = (  # to translate a long statement for the processor takes longer than the statement, a second for a trend
    "-c timezone=UTC -c lock_timeout=2s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s -c jit=off"
)


class Base(DeclarativeBase):
    """Gives every constraint a name, so that a migration can speak of it on any database."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)


class HasDatabaseUrl(Protocol):
    """Of the settings, all that this room needs."""

    @property
    def database_url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Doors:
    """How this application gets in; `file` and `kept` are None on PostgreSQL."""

    reader: Engine
    writer: Engine
    file: SqliteFile | None = None
    kept: Kept | None = None


_written: ContextVar[Doors | None] = ContextVar("written", default=None)  # what this thread is just writing to


@dataclass(frozen=True, slots=True)
class SchemaState:
    """The version of the tables found (None: no tables yet), and the newest that this program knows."""

    found: str | None
    newest: str

    @property
    def current(self) -> bool:
        """Whether the tables are up to date."""
        return self.found == self.newest


def engine_options(file: SqliteFile | None, *, reading: bool = False) -> dict[str, Any]:
    """How to make an engine. SQLite is opened by `file` alone. The connection used last is taken first: it is warm."""
    pool = {
        "poolclass": QueuePool,
        "pool_size": 4,
        "max_overflow": 28,
        "pool_timeout": TURN_WAIT,
        "pool_use_lifo": True,
        "hide_parameters": True,  # what people typed is no part of an error
    }
    if file is not None:
        return {"creator": partial(file.open, reading=reading), **pool}
    connect = {"options": POSTGRES_OPTIONS, "connect_timeout": 10}
    return {"connect_args": connect, "pool_pre_ping": True, **pool}


def install(app: Flask, settings: HasDatabaseUrl) -> None:
    """Give the application its database; opens nothing yet."""
    url = make_url(settings.database_url)
    file = SqliteFile(_path(url)) if url.get_backend_name() == "sqlite" else None
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(file)
    db.init_app(app)
    with app.app_context():
        engine = db.engine
    app.extensions["doors"] = _sqlite_doors(engine, file) if file is not None else _postgres_doors(engine)


def _sqlite_doors(writer: Engine, file: SqliteFile) -> Doors:
    """Readers have connections of their own: to make one that may write into one that may not, with a pragma, costs
    more than a page's whole read, because SQLite then forgets every statement that it had prepared."""
    reader = create_engine(writer.url, **engine_options(file, reading=True))
    event.listen(reader, "begin", lambda connection: _driver(connection).execute("BEGIN"))
    event.listen(writer, "begin", lambda connection: _driver(connection).execute("BEGIN IMMEDIATE"))
    return Doors(reader, writer, file, Kept(writer))


def _postgres_doors(engine: Engine) -> Doors:
    snapshot = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Doors(snapshot, engine)


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _path(url: URL) -> Path:
    if not url.database or not Path(url.database).is_absolute():
        raise StoreUnusable("The database must be a file with its full path: sqlite:////folder/sharewell.db")
    return Path(url.database)


def doors() -> Doors:
    """The ways in of the present application."""
    found: Doors = current_app.extensions["doors"]
    return found


def close_connections() -> None:
    """Let go of every connection of the present application; the next use opens new ones."""
    kept = doors().kept
    if kept is not None:
        kept.let_go()
    for engine in (doors().reader, doors().writer):
        engine.dispose()


@contextmanager
def plainly() -> Iterator[None]:
    """Turn what the driver raises into StoreBusy or StoreUnusable; anything else goes through as it is."""
    try:
        yield
    except Exception as error:
        said = store_error(error)
        if said is None:
            raise
        file = doors().file
        if file is not None and str(said) == FULL:
            file.use_reserve()
        raise said from error


@contextmanager
def reading() -> Iterator[Connection]:
    """One unchanging state of the records, for as long as the block lasts. Nothing can be written through it."""
    with plainly(), doors().reader.connect() as store:
        store.begin()
        yield store


@contextmanager
def writing() -> Iterator[Connection]:
    """The only way to write: everything in the block is saved together at its end, or nothing of it.

    Raises StoreBusy when the turn does not come in time. Cannot be used inside itself.
    """
    way = doors()
    if _written.get() is way:
        raise RuntimeError("writing() inside writing()")
    mark = _written.set(way)
    try:
        with plainly(), _turn(way), _connected(way) as store:
            store.begin()  # at once, so that nothing read can change before we write
            yield store
            store.commit()
    finally:
        _written.reset(mark)


def _connected(way: Doors) -> AbstractContextManager[Connection]:
    """A connection that may write, with no transaction begun."""
    return way.kept.taken() if way.kept is not None else way.writer.connect()


@contextmanager
def _turn(way: Doors) -> Iterator[None]:
    """One's turn to write; at the end of it the log is folded back when it has grown."""
    if way.file is None:
        yield
        return
    with way.file.turn.held(TURN_WAIT):
        yield
        if way.file.checkpoint_is_due:
            with _connected(way) as store:
                way.file.checkpoint(_driver(store))


def journal_rule() -> str:
    """How the store keeps its promise, in a few words for the health page."""
    file = doors().file
    return file.journal_rule if file else "PostgreSQL"


def revisions() -> tuple[str, ...]:
    """The versions of the tables that this program knows, oldest first: how its migrations' files begin."""
    return tuple(sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")))


def schema_state() -> SchemaState:
    """Which version the tables are of. Raises StoreTooNew where a newer program made them."""
    known = revisions()
    with plainly(), doors().reader.connect() as connection:
        exists = inspect(connection).has_table("alembic_version")
        found = connection.scalar(text("SELECT version_num FROM alembic_version")) if exists else None
    if found is not None and found not in known:
        raise StoreTooNew(
            f"The database was made by a newer Sharewell (tables {found}; this one knows {known[-1]}). "
            "Nothing was changed. Update the program, or restore a backup made before the update."
        )
    return SchemaState(found, known[-1])


def upgrade(app: Flask) -> None:
    """Bring the tables up to date, from nothing or from an older version; safe to repeat and to race."""
    with app.app_context():
        if not schema_state().current:
            from alembic import command  # not needed, and not loaded, by a process that only serves
            from flask_migrate import Migrate

            migrate = Migrate(directory=str(MIGRATIONS))
            migrate.init_app(app, db)
            with plainly():
                command.upgrade(migrate.get_config(), "head")
        file = doors().file
        if file is not None:
            file.keep_reserve()


@contextmanager
def migrating() -> Iterator[Connection]:
    """A connection for `migrations/env.py`: one process at a time, and all migrations together or none.

    SQLite changes a table by making it anew; foreign keys are off meanwhile, or dropping the old one would take rows of
    others along, and are looked through before anything is saved.
    """
    file = doors().file
    with file.turn.held(UPGRADE_WAIT) if file else nullcontext(), doors().writer.connect() as connection:
        driver = _driver(connection)
        if file is not None:
            driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                _alone(connection)
                yield connection
                _check_references(connection)
        finally:
            if file is not None:
                driver.execute("PRAGMA foreign_keys=ON")


def _alone(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT set_config('lock_timeout', :wait, true)"), {"wait": f"{UPGRADE_WAIT:.0f}s"})
        connection.execute(text("SELECT set_config('statement_timeout', '0', true)"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": UPGRADE_LOCK})


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise StoreUnusable(f"The upgrade would have broken {len(broken)} references and was undone: {broken[:3]}")
