"""The house as it stands on disk, for the tests that look at all of it: its files, its modules, what each imports."""

import ast
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")
NOT_OURS = frozenset({"build", "instance", "instance-demo", "node_modules", "__pycache__"})  # made, never committed


def files(folder: str, *endings: str) -> list[Path]:
    """Every committed file under a folder of the house ("." for all) that has one of the endings, if any is given."""
    found = []
    for path in sorted((ROOT / folder).rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in parts[:-1])
        if path.is_file() and not hidden and not NOT_OURS & set(parts) and (not endings or path.suffix in endings):
            found.append(path)
    return found


def name(path: Path) -> str:
    """The path as a person writes it, from the top of the house."""
    return path.relative_to(ROOT).as_posix()


def read(path: Path) -> str:
    """The text of a file."""
    return path.read_text(encoding="utf-8")


def faults(things: Iterable[T], look: Callable[[T], Any]) -> dict[str, Any]:
    """What is wrong with each thing, by the path of a file or the name of a module; what is in order is left out.

    One test looks at all files: to announce a test for each of them takes longer than to look at it. There has to be at
    least one.
    """
    each_one = list(things)
    assert each_one
    looked = ((each, look(each)) for each in each_one)
    return {name(each) if isinstance(each, Path) else str(each): found for each, found in looked if found}


def visible(path: Path) -> str:
    """The words of a file that a reader sees: from templates the marks of HTML and Jinja are taken out."""
    text = path.read_text(encoding="utf-8")
    if path.suffix not in (".html", ".svg", ".typ"):
        return text
    for marks in (r"\{#.*?#\}", r"\{%.*?%\}", r"\{\{.*?\}\}", r"<[^>]*>"):
        text = re.sub(marks, " ", text, flags=re.DOTALL)
    return text


@functools.cache
def tree(path: Path) -> ast.Module:
    """The parsed source of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@functools.cache
def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name; a package is known by its own name."""
    found = {}
    for path in files("course", ".py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@dataclass(frozen=True)
class Import:
    """One imported thing: `target` is a dotted name, a module's where the thing is one."""

    target: str
    line: int


def imports(source: ast.Module, known: frozenset[str]) -> Iterator[Import]:
    """Every import in a source, wherever it stands; `from a import b` gives `a.b` where that is a known module."""
    for node in ast.walk(source):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                yield Import("." * node.level, node.lineno)
                continue
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield Import(whole if whole in known else str(node.module), node.lineno)


def dotted(node: ast.expr) -> str:
    """The dotted name of an expression such as `dt.datetime.now`; empty where it is something else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""
