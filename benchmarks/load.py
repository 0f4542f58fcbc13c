"""A small load generator: eight kept connections, one thread, no waiting between answer and next request."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

CONNECTIONS = 8
Request = Callable[[int], bytes]


@dataclass(slots=True)
class Result:
    """What one run brought. `seconds` is the length of the run, `waits` the time of every answer."""

    seconds: float
    waits: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.waits) / self.seconds

    def percentile(self, share: float) -> float:
        """The time within which that share of the answers came, in milliseconds."""
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


@dataclass(slots=True)
class _Line:
    """One connection: what has come so far, how long the whole answer is (None: not known yet), when it was asked."""

    number: int
    pipe: socket.socket
    asked: float = 0.0
    come: bytearray = field(default_factory=bytearray)
    whole: int | None = None


def run(port: int, request: Request, seconds: float) -> Result:
    """Ask as fast as the answers come. request: gets the connection's number, gives the bytes to send."""
    chosen, result = selectors.DefaultSelector(), Result(seconds)
    lines = [_Line(n, socket.create_connection(("127.0.0.1", port))) for n in range(CONNECTIONS)]
    for line in lines:
        line.pipe.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        chosen.register(line.pipe, selectors.EVENT_READ, line)
        _ask(line, request)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for key, _ in chosen.select(timeout=1.0):
            _take(key.data, request, result)
    for line in lines:
        line.pipe.close()
    chosen.close()
    return result


def _ask(line: _Line, request: Request) -> None:
    line.come.clear()
    line.whole, line.asked = None, time.perf_counter()
    line.pipe.sendall(request(line.number))


def _take(line: _Line, request: Request, result: Result) -> None:
    got = line.pipe.recv(262_144)
    if not got:
        raise ConnectionError(f"the server closed connection {line.number}")
    line.come += got
    if line.whole is None:
        end = line.come.find(b"\r\n\r\n")
        if end < 0:
            return
        line.whole = end + 4 + _length(bytes(line.come[:end]).lower())
    if len(line.come) >= line.whole:
        result.waits.append(time.perf_counter() - line.asked)
        status = int(line.come[9:12])
        result.statuses[status] = result.statuses.get(status, 0) + 1
        _ask(line, request)


def _length(head: bytes) -> int:
    at = head.find(b"content-length:")
    if at < 0:
        return 0
    return int(head[at + 15 :].split(b"\r\n", 1)[0])
