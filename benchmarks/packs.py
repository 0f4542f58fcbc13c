"""A trainer's pack: how long each file takes where nothing is made yet, and how much memory its process needs.

    python3 run.py bench packs [ROUNDS]

Each file is made as the site makes it: by a process of its own that gets the course and an order (`course/web/making.py`). The
targets are for the making; what every such process takes before it begins stands above it, and is in none of the other rows.
That of a handout is for 40 pages; the course has more, so it is held against its share for so many of them.
A thousand of R is the time in which a processor says hello a thousand times, measured in the same run.
"""

from __future__ import annotations

import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from load import run
from servers import running

from course.catalogue.model import Catalogue
from course.catalogue.shelf import Shelf
from course.clock import now
from course.config import ROOT
from course.documents.pack_orders import Order
from course.documents.packs import Wish, pack_names
from course.documents.sheet_setting import page_count
from course.rules.dates import london_day

USUAL_ROUNDS = 3
SECONDS = 2.0  # in which R is asked
EMPTY = "a process that makes nothing"
HANDOUT, HANDOUT_PAGES = "handout of the course (PDF)", 40
KEY = "of no value: it signs what this benchmark alone reads"
MAKER = """
import pickle, re, sys
from course.words.pack_job import work
status = work(sys.argv[1:]) if sys.argv[1:] else bool(not pickle.load(sys.stdin.buffer))
print(re.search(r"VmHWM:\\s+([0-9]+) kB", open("/proc/self/status").read())[1])
sys.exit(status)
"""  # the job itself, and afterwards how many KiB of memory it has had at the most
KIB, MIB = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Making:
    """One file from nothing: seconds in all and of the processor, bytes of memory at the most, bytes of the file, and how many
    pages it has, or 0 where it is no PDF.
    """

    seconds: float
    processor: float
    memory: int
    size: int
    pages: int = 0


def orders(catalogue: Catalogue) -> Mapping[str, tuple[Order | None, float | None]]:
    """What is made, and the target in seconds where there is one."""
    wish, ready = (
        Wish(london_day(now()), organisation="Heronsea Safeguarding Children Partnership"),
        pack_names(catalogue)[0],
    )
    return {
        EMPTY: (None, None),
        HANDOUT: (Order("handout", "", wish), 0.3),
        "slides of the long session": (Order("item", ready, wish, "slides"), 0.4),
        "the whole pack (ZIP)": (Order("zip", ready, wish), 3.0),
    }


def made(catalogue: Catalogue, order: Order | None, folder: Path) -> Making:
    """Let a process make it, as `course/web/making.py` does; the file is looked at and thrown away."""
    path = folder / "made"
    command = [sys.executable, "-c", MAKER, *([str(path)] if order else [])]
    given, began, before = pickle.dumps((catalogue, order)), time.perf_counter(), _processor()
    said = subprocess.run(command, cwd=ROOT, input=given, stdout=subprocess.PIPE, check=True).stdout
    seconds, processor = time.perf_counter() - began, _processor() - before
    content = path.read_bytes() if order else b""
    path.unlink(missing_ok=True)
    pages = page_count(content) if content.startswith(b"%PDF") else 0
    return Making(seconds, processor, int(said) * KIB, len(content), pages)


def _processor() -> float:
    """Seconds of the processor that all processes which were waited for have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def middle(makings: list[Making]) -> Making:
    """The one of them that took the middle time."""
    return sorted(makings, key=lambda each: each.seconds)[len(makings) // 2]


def report(hello: float, rounds: int = USUAL_ROUNDS) -> int:
    """Measure and print; how many targets are missed. hello: seconds of the processor that R takes for an answer."""
    catalogue = Shelf(ROOT).catalogue
    with tempfile.TemporaryDirectory() as folder:
        every = [
            {name: made(catalogue, order, Path(folder)) for name, (order, _) in orders(catalogue).items()}
            for _ in range(rounds)
        ]
    found = {name: middle([each[name] for each in every]) for name in every[0]}
    print(f"\n{'':30}{'seconds':>9}{'target':>8}{'CPU s':>8}{'1000 R':>8}{'peak MiB':>10}{'kB':>8}")
    missed = 0
    for name, (order, target) in orders(catalogue).items():
        each = _without(found[EMPTY], found[name]) if order else found[name]
        missed += _line(name, each, None if name == HANDOUT else target, hello)
        if name == HANDOUT:
            missed += _line(f"  {HANDOUT_PAGES} of its {each.pages} pages", _share(each), target, hello)
    return missed


def _without(start: Making, whole: Making) -> Making:
    """A making without what its process took before it began."""
    return replace(whole, seconds=whole.seconds - start.seconds, processor=whole.processor - start.processor)


def _share(whole: Making) -> Making:
    """What of it `HANDOUT_PAGES` are."""
    of = HANDOUT_PAGES / whole.pages
    return replace(whole, seconds=whole.seconds * of, processor=whole.processor * of)


def _line(name: str, made: Making, target: float | None, hello: float) -> bool:
    """One line of the table; whether the target is missed."""
    verdict = "" if target is None else "  met" if made.seconds <= target else "  MISSED"
    print(
        f"{name:30}{made.seconds:9.2f}{target or '':>8}{made.processor:8.2f}{made.processor / hello / 1000:8.1f}"
        f"{made.memory / MIB:10.0f}{made.size / 1000:8.0f}{verdict}"
    )
    return verdict == "  MISSED"


def hello_seconds() -> float:
    """Seconds of the processor that R takes for an answer, with one process."""
    app = Flask("hello")
    app.secret_key = KEY
    cookie = SecureCookieSessionInterface().get_signing_serializer(app).dumps({"visit": "bench"})  # type: ignore[union-attr]
    asked = f"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sharewell={cookie}\r\n\r\n".encode()
    command = ["benchmarks/hello.py"]
    with (
        tempfile.TemporaryDirectory() as folder,
        running(command, Path(folder), 1, SHAREWELL_SECRET_KEY=KEY) as server,
    ):
        before = server.processor()
        result = run(server.port, lambda number: asked, SECONDS)
        used = server.processor() - before
    if set(result.statuses) != {200}:
        raise SystemExit(f"expected only 200, got {result.statuses}")
    return used / len(result.waits)


def main(words: list[str]) -> int:
    """Measure R, then the pack; 1 where a target is missed."""
    hello = hello_seconds()
    print(f"R says hello in {hello * 1e6:.0f} µs of the processor")
    return 1 if report(hello, *map(int, words[:1])) else 0
