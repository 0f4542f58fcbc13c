"""The files of the course on disk: which are read, as what, and their bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from course.catalogue.problems import Problems

SINGLE = {
    "content/course.yaml": "course",
    "content/golden-rules.yaml": "golden-rules",
    "content/flowchart.yaml": "flowchart",
    "content/glossary.yaml": "glossary",
    "content/local-slots.yaml": "local-slots",
    "content/reflection.yaml": "reflection",
}
FOLDERS = {
    "content/modules": ("module", ".md"),
    "content/cases": ("case", ".yaml"),
    "content/reference": ("reference", ".md"),
    "content/forms": ("form", ".yaml"),
    "content/plans": ("plan", ".yaml"),
    "content/sheets": ("sheet", ".md"),
    "quizzes": ("quiz", ".yaml"),
}
BESIDE = ("LICENSE", "README")
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class File:
    """One content file. `path` is relative to the root with forward slashes; `text` has plain line ends and no BOM."""

    path: str
    kind: str
    text: str
    raw: bytes

    @property
    def stem(self) -> str:
        """The name without folder and ending."""
        return PurePosixPath(self.path).stem


def listing(root: Path) -> list[Path]:
    """Every file that may be content, in order; hidden files and what editors leave behind are passed over."""
    folders = [root / "content", *(root / folder for folder in FOLDERS)]
    found = (path for folder in folders if folder.is_dir() for path in folder.iterdir())
    return sorted(path for path in found if not path.name.startswith((".", "#")) and not path.name.endswith("~"))


def stamp(root: Path) -> Mapping[str, tuple[int, int]]:
    """Modification time and size of every content file: two equal stamps mean that nothing was changed."""
    marks = {}
    for path in listing(root):
        try:
            status = path.stat()
        except OSError:
            continue  # It went between the listing and the look; the next stamp will differ.
        marks[path.relative_to(root).as_posix()] = (status.st_mtime_ns, status.st_size)
    return marks


def read_files(root: Path, problems: Problems) -> list[File]:
    """Read every content file; note those that are missing, misplaced or not text."""
    files = []
    for path in listing(root):
        name = path.relative_to(root).as_posix()
        kind = _kind(name)
        if kind is not None and (file := _read(path, name, kind, problems)):
            files.append(file)
        elif kind is None and not _known_beside(path, name):
            problems.warning(name, 1, "this file is not read", "move it, or give it the name and ending of its kind")
    present = {file.path for file in files} | {problem.path for problem in problems.found}
    for name in SINGLE:
        if name not in present:
            problems.error(name, 1, "the file is missing", "make it as docs/authoring.md shows")
    if not any(file.kind == "module" for file in files):
        problems.error("content/modules", 1, "there is no module", "make one as docs/authoring.md shows")
    return files


def _kind(name: str) -> str | None:
    if name in SINGLE:
        return SINGLE[name]
    folder, _, _ = name.rpartition("/")
    kind, ending = FOLDERS.get(folder, ("", "."))
    return kind if kind and name.endswith(ending) else None


def _known_beside(path: Path, name: str) -> bool:
    return name in FOLDERS or path.name.startswith(BESIDE)


def _read(path: Path, name: str, kind: str, problems: Problems) -> File | None:
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 + error.object[: error.start].count(b"\n")
        problems.error(name, line, "the file is not UTF-8 text", "save it as UTF-8")
        return None
    except OSError as error:
        problems.error(name, 1, f"the file cannot be read ({error.strerror})", "look at its permissions")
        return None
    if len(raw) > MOST_BYTES:
        problems.error(name, 1, "the file is larger than a megabyte", "divide it")
        return None
    return File(name, kind, text.replace("\r\n", "\n").replace("\r", "\n"), raw)
