"""The two servers that are compared: the real site, and R, a page that says hello and reads a signed cookie.

Both run under the shipped server with the same number of processes, each with an instance folder of its own.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = 60.0
LOOKS = 40  # each answered by whichever process is free; so many reach them all
KINDS = ("sharewell_pages_found_ready_total", "sharewell_pages_rendered_total")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Running:
    """A server under load: where, and whose processor time to read."""

    port: int
    pid: int

    def processor(self) -> float:
        """Seconds of processor time that all its processes have used so far."""
        return sum(_used(pid) for pid in _family(self.pid))


def ready_pages(server: Running) -> tuple[int, int]:
    """How many pages its processes found ready, and how many they rendered, since they began."""
    found: dict[str, int] = {}
    for _ in range(LOOKS):
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/metrics") as answer:
            found |= {name: int(value) for name, value in map(str.split, answer.read().decode().splitlines())}
    return tuple(sum(v for name, v in found.items() if name.startswith(kind)) for kind in KINDS)  # type: ignore[return-value]


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], instance: Path, workers: int, **settings: str) -> Iterator[Running]:
    """Start a server, wait until it answers, stop it at the end. settings: more of its environment."""
    port = free_port()
    environment = os.environ | {
        "SHAREWELL_INSTANCE": str(instance),
        "SHAREWELL_PORT": str(port),
        "SHAREWELL_WORKERS": str(workers),
        "PYTHONPATH": str(ROOT),
        **settings,
    }
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield Running(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"the server ended with {process.returncode} before it was ready")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server was not ready in time")


def _family(pid: int) -> list[int]:
    """A process and all that came from it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += _family(int(child))
    return found


def _used(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
