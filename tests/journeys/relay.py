"""A wire between a browser and the site on which every byte that the browser sends is counted."""

from __future__ import annotations

import contextlib
import socket
import threading


class Relay:
    """Listens on a port of its own and passes everything on. `sent`: bytes from browsers to the site so far."""

    def __init__(self, port: int) -> None:
        self.sent = 0
        self.last = b""
        self._to = port
        self._door = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._welcome, daemon=True).start()

    def close(self) -> None:
        """No new connection; those that are open end with their browser."""
        self._door.close()

    def _welcome(self) -> None:
        with contextlib.suppress(OSError):  # the door was closed
            while True:
                browser, _ = self._door.accept()
                site = socket.create_connection(("127.0.0.1", self._to))
                threading.Thread(target=self._pass_on, args=(browser, site, True), daemon=True).start()
                threading.Thread(target=self._pass_on, args=(site, browser, False), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with contextlib.suppress(OSError), source, target:
            while data := source.recv(65536):
                if counted:
                    self.sent += len(data)
                    self.last = data
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
