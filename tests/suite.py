"""The whole suite or its fast half: every judge runs, whatever the one before it said; the last lines tell what ran.

Started by `run.py test` and `run.py quick` in the environment they have prepared:

    python tests/suite.py test|quick
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import machine  # noqa: E402 - found by the line above, from wherever this is started

JUDGES: tuple[tuple[str, list[str]], ...] = (
    ("format", ["ruff", "format", "--check", "--quiet", "."]),
    ("lint", ["ruff", "check", "--quiet", "."]),
    ("types", ["mypy", "--no-error-summary"]),
    ("templates", ["djlint", "--lint", "--quiet", "templates"]),
    ("content", ["course", "check"]),
)
QUICK_MARKS = "not browser and not slow and not postgres"
MEMORY = Path("/dev/shm")  # Linux's folder in memory
MEMORY_BYTES = 4_000_000_000  # what has to be free there


@dataclass(frozen=True)
class Half:
    """A half of the tests that needs a program this machine may lack."""

    name: str
    mark: str
    find: Callable[[], Path | None]
    packages: tuple[str, ...]  # of Debian; the first that can be installed is enough


HALVES = (
    Half("Browser", "browser", machine.chromium, ("chromium-headless-shell", "chromium")),
    Half("PostgreSQL", "postgres", machine.postgresql, ("postgresql",)),
)


def main(words: list[str]) -> int:
    """Run what the word says; 0 when every judge is content and, under CI, nothing was left out."""
    quick = words[:1] == ["quick"]
    began = time.monotonic()
    with ThreadPoolExecutor(1) as beside:
        judged = beside.submit(
            judges
        )  # most of the time one of them works alone, and the other cores have nothing to do
        missing = [] if quick else [half for half in HALVES if not there(half)]
        marks = QUICK_MARKS if quick else " and ".join(f"not {half.mark}" for half in missing)
        code, closing = tests(marks, in_memory())
        results = judged.result() | {"tests": code == 0}
    print(
        f"\nRan in {time.monotonic() - began:.0f} s: "
        + " · ".join(f"{n} {'ok' if ok else 'FAILED'}" for n, ok in results.items())
    )
    for half in HALVES:
        print(f"{half.name} tests: {said(half, quick, missing)}")
    print(closing, flush=True)
    left_out = bool(missing) and os.environ.get("CI") == "true"
    return 0 if all(results.values()) and not left_out else 1


def said(half: Half, quick: bool, missing: list[Half]) -> str:
    """Whether a half ran, in words."""
    if quick:
        return "no (the quick half leaves them out)"
    if half not in missing:
        return f"yes ({half.find()})"
    needed = "; CI=true makes that a failure" if os.environ.get("CI") == "true" else ""
    return f"no ({half.packages[-1]} was not found and could not be installed{needed})"


def there(half: Half) -> bool:
    """Whether the half can run; installs what it needs where that asks nobody anything."""
    for package in half.packages:
        if half.find() is None:
            print(f"Installing {package} …", flush=True)
            machine.install(package)
    return half.find() is not None


def judges() -> dict[str, bool]:
    """Whether each judge is content."""
    return {name: judge(name, command) for name, command in JUDGES}


def judge(name: str, command: list[str]) -> bool:
    """Run one judge as a module of this Python, then show what it has said; the tests may be talking meanwhile."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    print(f"── {name}\n{done.stdout.decode(errors='replace')}", end="", flush=True)
    return done.returncode == 0


def in_memory() -> dict[str, str]:
    """Tells pytest to make its folders in memory, where there is such a place and room in it.

    Every test that saves something waits for a disk otherwise, many thousand times; what a disk keeps is not tested here.
    """
    there_is = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= MEMORY_BYTES
    return {"PYTEST_DEBUG_TEMPROOT": str(MEMORY)} if there_is else {}


def tests(marks: str, more: dict[str, str]) -> tuple[int, str]:
    """Run pytest on two cores, with `more` in its environment; gives its exit code and "N passed, N failed"."""
    print("── tests", flush=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "--dist",
        "loadfile",  # what a file has started, a server or a browser, is started once
        "--no-loadscope-reorder",  # or the files with few and long tests would all come last
        *(["-m", marks] if marks else []),
    ]
    closing = ""
    # Tests start a hundred processes more: compiled code is kept, or each of them would compile the whole program anew.
    environ = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | more
    with subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as running:
        for line in running.stdout or ():
            print(line, end="", flush=True)
            closing = line if re.search(r"\b\d+ (passed|failed|error)", line) else closing
    return running.returncode, counted(closing)


def counted(closing: str) -> str:
    """Pytest's closing line as "N passed, N failed"; errors count as failed."""
    count = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|error)", closing)}
    return f"{count.get('passed', 0)} passed, {count.get('failed', 0) + count.get('error', 0)} failed"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
