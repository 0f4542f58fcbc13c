"""`make bench`: the real site against R in the same run, as ratios. Seconds depend on the machine; ratios do not.

Rounds alternate, so that a busy moment of the machine hits all alike; the middle round counts. Two longer measurements
have words of their own: `python3 run.py bench reports [PEOPLE ...]` and `python3 run.py bench importing [LINES]`; the trainer's
pack, at the end of this one, can be measured alone: `python3 run.py bench packs [ROUNDS]`.
"""

from __future__ import annotations

import dataclasses
import itertools
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import importing  # noqa: E402
import packs  # noqa: E402
import reports  # noqa: E402
from disk import transactions  # noqa: E402
from load import CONNECTIONS, Request, Result, run  # noqa: E402
from people import Person, sign_up  # noqa: E402
from servers import Running, ready_pages, running  # noqa: E402

from course.catalogue.model import Quiz  # noqa: E402

SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
LEARNERS = 400
OTHERS: dict[str, Callable[[list[str]], int]] = {
    "reports": reports.main, "importing": importing.main, "packs": packs.main,
}  # fmt: skip
TARGETS = {"page": 0.60, "hand-in": 0.35, "guest page": 0.60, "search": 0.02}
SEARCHES = (  # one word, wrong spellings, common words, nothing, as long as it may be
    "calldicot",
    "infomation+sharing",
    "when+not+to+ask",
    "DSL",
    "share+child+record+police+family+safeguarding+lead+agreement",
    "xqzwvk",
    "information+" * 16,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Measure:
    """One kind of request in one round: answers a second, processor microseconds an answer, the waits."""

    rate: float
    processor: float
    result: Result


def get(people: list[Person], path: str | None = None, *, guest: bool = False) -> Request:
    """A GET of a page by one learner after the other: each the own page, or all the same path; with or without cookie."""
    turn = itertools.cycle([_get(path or person.page, None if guest else person.cookie) for person in people])
    return lambda number: next(turn)


def _get(path: str, cookie: str | None) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *([f"Cookie: {cookie}"] if cookie else []), "", ""]
    return "\r\n".join(lines).encode()


def search() -> Request:
    """A search by a guest, the queries taking turns."""
    turn = itertools.cycle([_get(f"/search?q={typed}", None) for typed in SEARCHES])
    return lambda number: next(turn)


def hand_in(quiz: Quiz, module: str, people: list[Person]) -> Request:
    """A POST of a quiz with all answers right, each time under a new key."""
    answers = "&".join(f"{each.id}={'true' if each.answer else 'false'}" for each in quiz.statements)
    count = itertools.count()

    def request(number: int) -> bytes:
        turn = next(count)
        person = people[turn % len(people)]
        body = f"csrf_token={person.token}&signed_in=1&key=bench-{os.getpid()}-{turn}&digest={quiz.digest}&{answers}"
        head = (
            f"POST /modules/{module}/{quiz.id}/answers HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {person.cookie}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return (head + body).encode()

    return request


def measure(server: Running, request: Request, expected: int) -> Measure:
    """One round; stops where an answer has another status than expected."""
    before = server.processor()
    result = run(server.port, request, SECONDS)
    used = server.processor() - before
    if set(result.statuses) != {expected}:
        raise SystemExit(f"expected only {expected}, got {result.statuses}")
    return Measure(result.rate, used / len(result.waits) * 1e6, result)


def main() -> int:
    """Measure, print the table, give 1 where a target is missed."""
    workers = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        site, plain = Path(folder, "site"), Path(folder, "plain")
        people, quiz, module, key = sign_up(site, LEARNERS)
        serve, hello = ["-m", "course", "serve"], ["benchmarks/hello.py"]
        same_key = {"SHAREWELL_SECRET_KEY": key}
        with running(serve, site, workers) as real, running(hello, plain, workers, **same_key) as measure_of_all:
            rounds = _rounds(real, measure_of_all, people, quiz, module)
            found, made = ready_pages(real)
        alone = transactions(Path(folder), SECONDS)
    missed = _report(rounds, workers)
    print(f"{found / (found + made):.1%} of {found + made} pages were found ready; {made} were rendered")
    print(f"SQLite alone writes {alone:.0f} hand-ins a second to this disk, {alone / _base(rounds):.2f} of R")
    hello = statistics.median(each.processor for each in rounds["R"]) / 1e6
    return 1 if packs.report(hello) or missed else 0


def _rounds(real: Running, hello: Running, people: list[Person], quiz: Quiz, module: str) -> dict[str, list[Measure]]:
    kinds: dict[str, Callable[[], Measure]] = {
        "R": lambda: measure(hello, get(people, "/"), 200),
        "page": lambda: measure(real, get(people), 200),
        "guest page": lambda: measure(real, get(people, guest=True), 200),
        "hand-in": lambda: measure(real, hand_in(quiz, module, people), 303),
        "search": lambda: measure(real, search(), 200),
    }
    for warm in kinds.values():
        warm()
    found: dict[str, list[Measure]] = {kind: [] for kind in kinds}
    for _ in range(ROUNDS):
        for kind, work in kinds.items():
            found[kind].append(work())
    return found


def _base(rounds: dict[str, list[Measure]]) -> float:
    return statistics.median(each.rate for each in rounds["R"])


def _report(rounds: dict[str, list[Measure]], workers: int) -> int:
    base = _base(rounds)
    missed = 0
    print(f"{workers} processes, {CONNECTIONS} connections, {ROUNDS} rounds of {SECONDS:g} s each; R says hello")
    print(f"{'':12}{'a second':>10}{'of R':>8}{'target':>8}{'CPU µs':>9}{'p50 ms':>8}{'p99 ms':>8}")
    for kind, measures in rounds.items():
        middle = sorted(measures, key=lambda each: each.rate)[len(measures) // 2]
        ratio, target = middle.rate / base, TARGETS.get(kind)
        verdict = "" if target is None else "  met" if ratio >= target else "  MISSED"
        missed += verdict == "  MISSED"
        print(
            f"{kind:12}{middle.rate:10.0f}{ratio:8.2f}{target or 1:8.2f}{middle.processor:9.0f}"
            f"{middle.result.percentile(0.5):8.2f}{middle.result.percentile(0.99):8.2f}{verdict}"
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(OTHERS[sys.argv[1]](sys.argv[2:]) if sys.argv[1:2] and sys.argv[1] in OTHERS else main())
