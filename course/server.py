"""The production server: what runs in each process, and how it starts and stops.

Granian takes connections; many waiting threads, so that half-sent requests hold nobody up; one process a core. In
front of the program stand the static files and the intake (`course/intake.py`). SIGTERM lets running requests finish.
"""

from __future__ import annotations

import errno
import gc
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from wsgiref.headers import Headers
from wsgiref.types import WSGIApplication

from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from course import assets, clock, locks, log
from course.catalogue.shelf import Shelf
from course.config import ROOT, SECRET_NAMES, Settings
from course.errors import SharewellError, StartError
from course.intake import MOST_SECONDS, Intake

WAITING_THREADS = 1024  # with 4, fifty half-sent requests stopped every ordinary one
CONNECTIONS = 2000  # a process; more wait in the backlog
BACKLOG = 2048
HEADER_MILLISECONDS = 15_000
STOP_SECONDS = int(MOST_SECONDS) + 10
LOOK_SECONDS = 0.05
PARENT_SECONDS = 1.0
IMMUTABLE = r"\.[0-9a-f]{12}\.\w+$"

Loader = Callable[[], WSGIApplication]
logger = logging.getLogger(__name__)


def made_ready(settings: Settings, shelf: Shelf) -> Flask:
    """The program with everything made that can be made without its database.

    Made once before the processes part, it is shared between them, and each needs that much less memory of its own.
    """
    from course import create_app, make_ready

    program = create_app(settings, shelf)
    make_ready(program)
    return program


def application(settings: Settings, program: Flask | None = None) -> WSGIApplication:
    """The whole program for one process, which opens a database of its own.

    program: as it was made before the processes parted; None makes this process read the course and make it again. Ends
    the process with a line in the log where the program cannot be made.
    """
    log.start()
    if settings.now:
        clock.set_now(settings.now)
    try:
        here = program or made_ready(settings, Shelf(ROOT))
        return around(here, settings=settings, manifest=assets.load_manifest(ROOT), root=ROOT)
    except SharewellError as fault:
        logger.error(str(fault))
        sys.exit(1)


def around(program: WSGIApplication, *, settings: Settings, manifest: assets.Manifest, root: Path) -> WSGIApplication:
    """The program with everything that stands in front of it in a process of the server."""
    if settings.proxy_hops:
        hops = settings.proxy_hops
        program = ProxyFix(program, x_for=hops, x_proto=hops, x_host=hops)
    taken = Intake(program, stylesheet=manifest.url("site.css"))
    served: WSGIApplication = WhiteNoise(
        taken,
        root=root / assets.RESULTS,
        prefix=assets.PREFIX,
        immutable_file_test=IMMUTABLE,
        allow_all_origins=False,
        add_headers_function=_static_headers,
    )
    return served


def _static_headers(headers: Headers, path: str, url: str) -> None:
    """Static files do not pass the program, which sets these elsewhere."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


def serve(settings: Settings, load: Loader, *, ready: Callable[[], None]) -> None:
    """Serve until a signal says stop; make sure of the port before, with `port_held`.

    load: makes the program in each process. ready: called once people can come in. Ends this process with 1 where the
    others do not stay up.
    """
    address = _address(settings.host)
    server = Server(
        target="course.server:application",
        address=address,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=WAITING_THREADS,
        backlog=BACKLOG,
        backpressure=CONNECTIONS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.error,
        log_dictconfig=log.SHAPE,
    )
    server.on_startup(partial(_when_listening, address, settings.port, ready))
    gc.collect()
    gc.freeze()  # what was read before the processes part stays shared between them, and is never searched for garbage
    server.serve(target_loader=partial(_in_process, load, os.getpid()), wrap_loader=False)


def _in_process(load: Loader, parent: int) -> WSGIApplication:
    """Runs first in each process of the server."""
    threading.Thread(target=_end_with, args=(parent,), name="parent-watch", daemon=True).start()
    program = load()
    for name in SECRET_NAMES | {name for name in os.environ if name.startswith("HTTP_")}:
        os.environ.pop(name, None)  # the server copies the environment into every request
    return program


def _end_with(parent: int) -> None:
    """Stop this process when the one that started it was killed, so that no orphan keeps the port."""
    while os.getppid() == parent:
        time.sleep(PARENT_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def may_share() -> bool:
    """Whether processes of the server begin as copies of this one, so that what it has read need not be read again."""
    return multiprocessing.get_start_method() == "fork"


def _address(host: str) -> str:
    """The numeric address of a host name of this machine."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError as fault:
        raise StartError(f"SHAREWELL_HOST is “{host}”, which this machine does not know: {fault}.") from fault
    return str(min(found, key=lambda entry: entry[0] != socket.AF_INET)[4][0])


@contextmanager
def port_held(settings: Settings) -> Iterator[None]:
    """Make sure that the address can be listened on; raises StartError where it cannot.

    The server's processes share their port by a socket option that would let a stranger share it as well: so nobody may
    listen there now, and a lock file keeps a second server of this instance from it for as long as the block lasts.
    """
    address = _address(settings.host)
    held = locks.hold(settings.instance / f"port-{settings.port}.lock")
    if held is None:
        raise _taken(settings)
    with held:
        _try_port(settings, address)
        yield


def _taken(settings: Settings) -> StartError:
    return StartError(
        f"Port {settings.port} is already taken on {settings.host}. Stop the program that uses it, or choose another: "
        f"SHAREWELL_PORT={settings.port % 65535 + 1} python3 run.py"
    )


def _try_port(settings: Settings, address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # elsewhere the option would let this probe share the port as well
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, settings.port))
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE:
                raise _taken(settings) from fault
            said = fault.strerror or str(fault)
            raise StartError(f"Port {settings.port} on {settings.host} cannot be used: {said}.") from fault


def _when_listening(address: str, port: int, ready: Callable[[], None]) -> None:
    """Call `ready` from a thread of its own as soon as a connection is taken."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)  # noqa: S104 - compared, not bound

    def listening() -> bool:
        try:
            socket.create_connection((reachable, port), timeout=1).close()
        except OSError:
            return False
        return True

    def watch() -> None:
        while not listening():
            time.sleep(LOOK_SECONDS)
        ready()

    threading.Thread(target=watch, name="ready-watch", daemon=True).start()
