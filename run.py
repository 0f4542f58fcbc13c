#!/usr/bin/env python3
"""Sharewell from one command: installs what is missing into this folder, then does what you ask.

    python3 run.py            set up if need be, then serve the course (stop with Ctrl-C)
    python3 run.py test       install what the tests need too, and run all of them
    python3 run.py quick      the fast half of the tests
    python3 run.py demo       serve from a folder of its own, instance-demo/, to try things without touching instance/
    python3 run.py bench      measure
    python3 run.py help       this text and every other word
    python3 run.py WORD …     any other word goes to the command line tool: check, add-admin, backup, …

Needs Python 3.11 or newer and nothing else: only the standard library is used here. A second start compares stamps and
installs nothing. Written so that an old Python can still read it and say that it is too old.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
LOCKS = ROOT / "requirements"
DESIGN = ROOT / "build" / "govuk"
OLDEST = (3, 11)
DESIGN_PATIENCE = 600  # seconds to wait before a design system that could not be fetched is tried again
OWN_WORDS = {"test": "tests/suite.py", "quick": "tests/suite.py", "bench": "benchmarks"}


class CannotRun(Exception):  # noqa: N818 - read aloud: "raise CannotRun"
    """Something outside this program is missing; the message says what to do."""


def main(words: "list[str]") -> int:
    """Do what the words say; gives the exit code."""
    try:
        check_python(sys.version_info[:2], sys.executable)
        word = words[0] if words else "serve"
        if word in ("help", "-h", "--help"):
            print(__doc__)
            return go(word, ["--help"]) if PYTHON.exists() else 0
        with only_one():
            install(word)
        return go(word, words)
    except CannotRun as reason:
        say(str(reason))
    except OSError as fault:
        say(f"{fault.filename or ROOT}: {fault.strerror or fault}")
    except KeyboardInterrupt:
        say("Stopped.")
    return 1


def check_python(version: "tuple[int, ...]", executable: str) -> None:
    """Refuse a Python that is too old or cannot make environments."""
    if version < OLDEST:
        raise CannotRun(
            "Sharewell needs Python {}.{} or newer; {} is {}.{}. Install a newer one and start with it, for example: "
            "python3.11 run.py".format(*OLDEST, executable, *version)
        )
    try:
        import_module("venv")
        import_module("ensurepip")
    except ImportError:
        raise CannotRun(
            "This Python cannot make environments: its venv module is missing. On Debian and Ubuntu install it with\n"
            "    sudo apt-get install python3-venv\nand start again."
        ) from None


@contextmanager
def only_one() -> "Iterator[None]":
    """Let one process at a time set things up; the others wait and then find everything done."""
    try:
        (ROOT / "build").mkdir(exist_ok=True)
        file = (ROOT / "build" / "run.lock").open("a+b")
    except OSError as fault:
        raise CannotRun(
            f"{ROOT} cannot be written ({fault.strerror}). Copy the folder to a place of your own, or change its owner."
        ) from fault
    with file:
        if not take(file):
            say("Another start is setting things up; waiting for it …")
            while not take(file):
                time.sleep(0.2)
        yield


def take(file: BinaryIO) -> bool:
    """Lock the file without waiting; False when another process holds it. Closing it gives it back."""
    try:
        if os.name == "nt":
            msvcrt = import_module("msvcrt")
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl = import_module("fcntl")
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def install(word: str) -> None:
    """Bring everything the word needs up to date; compares stamps and does nothing where they fit."""
    environment()
    packages("dev" if word in OWN_WORDS else "app")
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        packages("postgres")
    if word in OWN_WORDS or word in ("serve", "demo"):
        design_system()


def environment() -> None:
    """Make `.venv` with the installer in it, unless it fits this Python, this folder and this lock."""
    wanted = digest(LOCKS / "bootstrap.lock", sys.version, str(ROOT))
    if PYTHON.exists() and stamp(VENV / "stamps" / "venv") == wanted:
        return
    say("Making .venv …")
    attempt([sys.executable, "-m", "venv", "--clear", str(VENV)], "The environment .venv could not be made")
    quiet = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
    lock = str(LOCKS / "bootstrap.lock")
    attempt([str(PYTHON), "-m", "pip", "install", *quiet, "-r", lock], "The installer could not be installed")
    launcher()
    set_stamp(VENV / "stamps" / "venv", wanted)


def launcher() -> None:
    """Let this folder's packages be found from everywhere, and write `.venv/bin/course`."""
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    found = attempt([str(PYTHON), "-c", where], "The environment .venv does not start")
    (Path(found.strip()) / "sharewell.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    if os.name == "nt":
        (SCRIPTS / "course.cmd").write_text('@"%~dp0python.exe" -P -m course %*\n', encoding="utf-8")
        return
    tool = SCRIPTS / "course"
    tool.write_text('#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/python" -P -m course "$@"\n', encoding="utf-8")
    tool.chmod(0o755)


def packages(name: str) -> None:
    """Install a lock file, every package checked against its hashes."""
    lock = LOCKS / f"{name}.lock"
    wanted = digest(lock)
    if stamp(VENV / "stamps" / name) == wanted:
        return
    say(f"Installing packages ({name}) …")
    command = [str(PYTHON), "-m", "uv", "pip", "install", "--quiet", "--require-hashes", "--python", str(PYTHON)]
    attempt([*command, "-r", str(lock)], "The packages could not be installed; is this machine online?")
    set_stamp(VENV / "stamps" / name, wanted)


def design_system() -> None:
    """Fetch the design system's stylesheet and script; without them the site looks plain, but runs."""
    wanted = digest(ROOT / "package-lock.json", str(digest(LOCKS / "node.lock")))
    failed = DESIGN.parent / "govuk.failed"
    if stamp(DESIGN / "stamp") == wanted:
        return
    try:
        if failed.exists() and time.time() - failed.stat().st_mtime < DESIGN_PATIENCE:
            raise CannotRun("It could not be fetched a few minutes ago.")
        say("Fetching the design system …")
        call = "import sys; from course.design_system import main; sys.exit(main())"
        attempt([str(PYTHON), "-c", call], "It could not be fetched")
    except CannotRun as reason:
        failed.touch()
        say(f"Warning: the design system is missing, so the site looks plain. {reason}")
        say(f"To try again: delete {failed} and start once more while this machine is online.")
        return
    set_stamp(DESIGN / "stamp", wanted)
    failed.unlink(missing_ok=True)


def go(word: str, words: "list[str]") -> int:
    """Hand over to the environment's Python."""
    environ = dict(os.environ)
    if word == "demo":
        environ.setdefault("SHAREWELL_INSTANCE", "instance-demo")
    if word in OWN_WORDS:
        command = [str(PYTHON), str(ROOT / OWN_WORDS[word]), *words]
    else:
        words = [word, *words[1:]] if word in ("serve", "demo") else words
        command = [str(PYTHON), "-P", "-m", "course", *words]
    sys.stdout.flush()
    if os.name != "nt":
        os.execve(command[0], command, environ)
    return subprocess.call(command, env=environ)


def attempt(command: "list[str]", otherwise: str) -> str:
    """Run a command quietly and give what it said; raises CannotRun with its last lines when it fails."""
    try:
        done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    except OSError as fault:
        raise CannotRun(f"{otherwise}: {fault}.") from fault
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        if shutil.disk_usage(ROOT).free < 500_000_000:
            said.append("Less than 500 MB are free on this disk; about 400 MB are needed.")
        raise CannotRun("\n    ".join([f"{otherwise}:", *said[-8:]]))
    return done.stdout


def digest(file: Path, *more: str) -> str:
    """What a stamp holds: the hash of a file and of what else matters."""
    total = hashlib.sha256(file.read_bytes())
    for text in more:
        total.update(b"\0" + text.encode())
    return total.hexdigest()


def stamp(path: Path) -> str:
    """What was stamped last; empty when nothing was."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def set_stamp(path: Path, value: str) -> None:
    """Remember that something is done, after it is done."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value, encoding="utf-8")


def say(text: str) -> None:
    """Tell the person who waits what is going on."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
