"""Starts the site with the shipped command, in a process of its own, and ends it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from sqlalchemy import select

from course.records import tables
from course.records.database import reading
from tests.conftest import close, records_app

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 240


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def environment(instance: Path, port: int, **more: str) -> dict[str, str]:
    """The environment of a site of its own."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("SHAREWELL_", "DATABASE_URL"))}
    return {**kept, "SHAREWELL_INSTANCE": str(instance), "SHAREWELL_PORT": str(port), "SHAREWELL_WORKERS": "1", **more}


@dataclass
class Site:
    """A started site; `said` and `logged` hold what came on its two outputs once it has ended. `word` starts it."""

    instance: Path
    port: int = field(default_factory=free_port)
    more: dict[str, str] = field(default_factory=dict)
    word: str = "serve"

    def __post_init__(self) -> None:
        self.instance.parent.mkdir(parents=True, exist_ok=True)
        self._said = self.instance.with_name(f"{self.instance.name}-{self.port}.out")
        self._logged = self._said.with_suffix(".err")
        with self._said.open("wb") as said, self._logged.open("wb") as logged:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "course", self.word],
                cwd=ROOT,
                env=environment(self.instance, self.port, **self.more),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=logged,
            )

    @property
    def said(self) -> str:
        return self._said.read_text(encoding="utf-8")

    @property
    def logged(self) -> str:
        return self._logged.read_text(encoding="utf-8")

    def wait_until_ready(self) -> Site:
        deadline = time.monotonic() + READY_SECONDS
        while "Sharewell is ready" not in self.said:
            assert self.process.poll() is None, self.logged
            assert time.monotonic() < deadline, self.logged
            time.sleep(0.05)
        return self

    def get(self, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
        """One request on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def half_post(self, path: str = "/healthz") -> socket.socket:
        """A connection on which half of a request has been sent."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        connection.sendall(f"{head}Content-Length: 20\r\n\r\na=12345678".encode())
        return connection

    def workers(self) -> list[int]:
        """The processes that the first one has started."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = re.search(r"^PPid:\s+(\d+)", (folder / "status").read_text(), re.M)
            except OSError:
                continue
            if parent and int(parent[1]) == self.process.pid:
                found.append(int(folder.name))
        return found

    def stop(self) -> int:
        """Ask it to end; gives its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def finish(connection: socket.socket) -> bytes:
    """Send the other half of a request and read the whole answer."""
    connection.sendall(b"0123456789")
    answer = b""
    connection.settimeout(30)
    while b"\r\n\r\n" not in answer:
        piece = connection.recv(65_536)
        if not piece:
            break
        answer += piece
    connection.close()
    return answer


def done_at(instance: Path) -> bool:
    """Whether the daily round has been done."""
    app = records_app(f"sqlite:///{instance / 'sharewell.db'}")
    with app.app_context(), reading() as store:
        found = store.execute(select(tables.lease.c.done_at)).scalar()
    close(app)
    return found is not None and found.year > 1970
