"""A PostgreSQL server of the tests' own: a fresh data folder, this machine only, a free port, gone afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg import sql

from tests import machine

USER = "sharewell"
START_SECONDS = 60.0
# Durability is PostgreSQL's own business and tested there; here it would only cost time.
SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "listen_addresses=127.0.0.1",
)


class PostgresServer:
    """Starts when made; `stop` ends it by its process id and removes its folder."""

    def __init__(self) -> None:
        programs = machine.postgresql()
        if programs is None:
            raise RuntimeError("PostgreSQL was not found; CI=true makes that a failure")
        self._owner = _owner()
        self._folder = Path(tempfile.mkdtemp(prefix="sharewell-postgres-"))
        if self._owner:
            shutil.chown(self._folder, *self._owner.values())
        data = self._folder / "data"
        make = [programs / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run([*map(str, make)], check=True, capture_output=True, cwd=self._folder, **self._as_owner())
        self.port = _free_port()
        self._log = (self._folder / "log").open("wb")
        self._sweepers: dict[str, psycopg.Connection[tuple[object, ...]]] = {}  # by database
        options = [part for setting in SETTINGS for part in ("-c", setting)]
        self._server = subprocess.Popen(
            [str(programs / "postgres"), "-D", str(data), "-p", str(self.port), "-k", str(self._folder), *options],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            cwd=self._folder,
            **self._as_owner(),
        )
        self._wait()

    def create(self, database: str) -> str:
        """A new, empty database; returns its address, as `DATABASE_URL` has it."""
        with psycopg.connect(self._plain_url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(database)))
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/{database}"

    def drop(self, database: str) -> None:
        """Remove a database and whoever is still connected to it."""
        with psycopg.connect(self._plain_url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))

    def empty(self, database: str, tables: list[str]) -> None:
        """Delete every row, table by table in one go: far quicker than a new database for every test.

        One connection does it every time: the first statement about a table costs a new one ten times what the others do.
        """
        lines = [sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for table in tables]
        try:
            self._sweeper(database).execute(sql.SQL("; ").join(lines))
        except psycopg.OperationalError:  # a test has cut off whoever was connected
            self._sweepers.pop(database).close()
            self._sweeper(database).execute(sql.SQL("; ").join(lines))

    def _sweeper(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        if database not in self._sweepers:
            self._sweepers[database] = psycopg.connect(self._plain_url(database), autocommit=True)
        return self._sweepers[database]

    def stop(self) -> None:
        """End the server, and it alone."""
        for sweeper in self._sweepers.values():
            sweeper.close()
        self._server.send_signal(signal.SIGINT)
        self._server.wait(timeout=30)
        self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _plain_url(self, database: str) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def _as_owner(self) -> dict[str, object]:
        return {**self._owner, "extra_groups": []} if self._owner else {}

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self._plain_url("postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                if self._server.poll() is not None or time.monotonic() > until:
                    said = (self._folder / "log").read_text(errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start:\n{said}") from None
                time.sleep(0.1)
            else:
                return


def _owner() -> dict[str, str]:
    """PostgreSQL refuses to run as root: then the account that the package made for it, or anybody without rights."""
    if os.geteuid() != 0:
        return {}
    import grp
    import pwd

    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": name, "group": grp.getgrgid(found.pw_gid).gr_name}
    return {}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number
