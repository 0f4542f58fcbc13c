"""One connection that stays open between its uses.

To take a connection from the pool, look it over and put it back costs as much as the statements of a hand-in. So the one
used last stays in hand. It also knows what it has read: SQLite makes a connection forget that when another one writes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, Engine


class Kept:
    """The connection in hand; whoever comes while it is in use gets another one from the pool."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._free: list[Connection] = []  # one at most; taking it out and putting it in are one step each
        self._process = 0
        self._inherited: list[Connection] = []  # a parent's: a child may neither use nor close them

    @contextmanager
    def taken(self) -> Iterator[Connection]:
        """A connection for this block alone, no transaction begun. Where the block fails, it is not kept."""
        connection = self._take()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        if self._free or connection.in_transaction():
            connection.close()
        else:
            self._process = os.getpid()
            self._free.append(connection)

    def _take(self) -> Connection:
        if self._free and self._process != os.getpid():
            self._inherited += self._free
            self._free = []
        with suppress(IndexError):
            return self._free.pop()
        return self._engine.connect()

    def let_go(self) -> None:
        """Put the connection in hand back into the pool, where it can be closed."""
        if self._process == os.getpid():
            while self._free:
                self._free.pop().close()
