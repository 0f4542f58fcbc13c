"""The static files as they are served: one stylesheet, one script, the pictures; hashed names, compressed ahead.

Sources stand in `static/` (ours) and `build/govuk/` (the design system, absent when npm could not be reached: the site
then has `static/css/plain.css` alone). Results go to `build/static/`. A name holds the hash of its content and every
file is put in place whole, so that processes may build at the same time and a running server never sees half a file.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import brotli  # type: ignore[import-untyped]

from course import design_system
from course.errors import StartError

SOURCES = Path("static")
RESULTS = Path("build/static")
MANIFEST = "manifest.json"
PREFIX = "/static/"
PLAIN = "plain.css"
WORTH_IT = 0.95  # a compressed copy larger than this share of the original is not kept


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was built. files: source name ("site.css", "img/sign.svg") to served name ("site.1a2b3c4d5e.css")."""

    digest: str  # of all sources and of the program that builds them
    designed: bool  # False: the design system is missing and the stylesheet is the plain one
    files: Mapping[str, str]

    def url(self, name: str) -> str:
        """The address of a static file; raises StartError for a name that was not built."""
        if name not in self.files:
            raise StartError(f"There is no static file “{name}”; there are: {', '.join(sorted(self.files))}.")
        return PREFIX + self.files[name]


def load_manifest(root: Path) -> Manifest:
    """What is served, built now if it is missing or older than its sources."""
    return build(root)


def build(root: Path) -> Manifest:
    """Build what is missing or changed. Raises StartError where sources are missing or cannot be used."""
    sources = _read_sources(root)
    digest = _digest(sources)
    held = _held(root)
    if held and held.digest == digest:
        return held
    try:
        return _write(root, digest, sources)
    except OSError as fault:
        raise StartError(
            f"The static files cannot be written to {root / RESULTS}: {fault.strerror or fault}."
        ) from fault


def _read_sources(root: Path) -> dict[str, bytes]:
    """Every source by name; those of the design system begin with "govuk/"."""
    folder = root / SOURCES
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in _files(folder)}
    if f"css/{PLAIN}" not in found:
        raise StartError(f"{folder / 'css' / PLAIN} is missing.")
    govuk = root / design_system.FOLDER
    names = (design_system.STYLESHEET, design_system.SCRIPT)
    if all((govuk / name).is_file() for name in names):
        found |= {f"govuk/{name}": (govuk / name).read_bytes() for name in names}
    return found


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _digest(sources: Mapping[str, bytes]) -> str:
    """Changes with every source and with the program that builds them."""
    total = hashlib.sha256()
    programs = {module: Path(module).read_bytes() for module in (__file__, str(design_system.__file__))}
    for name, data in [*sorted(sources.items()), *sorted(programs.items())]:
        total.update(f"{Path(name).name if name in programs else name}\0{len(data)}\0".encode() + data)
    return total.hexdigest()


def _held(root: Path) -> Manifest | None:
    """The manifest of the last build; None where there is none, or one of its files has gone."""
    try:
        held = Manifest(**json.loads((root / RESULTS / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return held if all((root / RESULTS / name).is_file() for name in held.files.values()) else None


def _write(root: Path, digest: str, sources: Mapping[str, bytes]) -> Manifest:
    designed = f"govuk/{design_system.STYLESHEET}" in sources
    pictures = {name: data for name, data in sources.items() if not name.startswith(("css/", "js/", "govuk/"))}
    files = {name: _put(root, name, data) for name, data in pictures.items()}
    files["site.css"] = _put(root, "site.css", _with_addresses(_stylesheet(sources, designed), files).encode())
    files["site.js"] = _put(root, "site.js", _script(sources, designed).encode())
    manifest = {"digest": digest, "designed": designed, "files": files}
    _place(root / RESULTS / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
    return Manifest(digest=digest, designed=designed, files=files)


def _stylesheet(sources: Mapping[str, bytes], designed: bool) -> str:
    """The design system's rules followed by ours in the order of their names, or the plain ones alone."""
    if not designed:
        return smaller_css(sources[f"css/{PLAIN}"].decode())
    theirs = design_system.cleaned_css(sources[f"govuk/{design_system.STYLESHEET}"].decode())
    ours = [text.decode() for name, text in sorted(sources.items()) if re.fullmatch(r"css/.*\.css", name)]
    plain = sources[f"css/{PLAIN}"].decode()
    return design_system.NOTICE + smaller_css("\n".join([theirs, *(text for text in ours if text != plain)]))


def _script(sources: Mapping[str, bytes], designed: bool) -> str:
    """One module: the design system as the constant GOVUK (null without it), then ours in the order of their names."""
    theirs = "const GOVUK = null;\n"
    if designed:
        theirs = design_system.NOTICE + design_system.as_constant(sources[f"govuk/{design_system.SCRIPT}"].decode())
    return theirs + "\n".join(text.decode() for name, text in sorted(sources.items()) if name.startswith("js/"))


def _with_addresses(css: str, files: Mapping[str, str]) -> str:
    """Put the served names where the stylesheet names a picture by its place in `static/`, as `url(../img/x.svg)`."""

    def served(match: re.Match[str]) -> str:
        name = match[1]
        if name not in files:
            raise StartError(f"A stylesheet names ../{name}, which is not in static/.")
        return f"url({PREFIX}{files[name]})"

    return re.sub(r"""url\(["']?\.\./([^"')]+)["']?\)""", served, css)


_CSS_PIECES = re.compile(
    r"""(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<note>/\*.*?\*/)|\s*(?P<mark>[{};,])\s*|(?P<gap>\s+)""", re.S
)


def smaller_css(css: str) -> str:
    """The same rules without comments and needless blanks; quoted texts stay as they are."""

    def piece(match: re.Match[str]) -> str:
        if match["text"]:
            return match["text"]
        return match["mark"] or (" " if match["gap"] else "")

    without_notes = _CSS_PIECES.sub(lambda match: "" if match["note"] else match[0], css)
    return _CSS_PIECES.sub(piece, without_notes).strip()


def _put(root: Path, name: str, data: bytes) -> str:
    """Write a file under its hashed name with its compressed copies, which come first; gives the served name."""
    stem, dot, ending = name.rpartition(".")
    served = f"{stem}.{hashlib.sha256(data).hexdigest()[:12]}{dot}{ending}"
    for suffix, packed in ((".gz", gzip.compress(data, 9, mtime=0)), (".br", brotli.compress(data))):
        if len(packed) < WORTH_IT * len(data):
            _place(root / RESULTS / (served + suffix), packed)
    _place(root / RESULTS / served, data)
    return served


def _place(path: Path, data: bytes) -> None:
    """Put a file in place whole: others see the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(path)
