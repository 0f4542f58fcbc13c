"""Faults in the content, told to an author: where, what is wrong, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault. `path` is relative to the root, `line` counts from 1, `severity` is "error" or "warning".

    An error keeps the course from being served; a warning does not.
    """

    path: str
    line: int
    severity: str
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}: {self.mend}"


@dataclass(slots=True)
class Problems:
    """Gathers every fault while the files are read; nothing stops at the first."""

    found: set[Problem] = field(default_factory=set)

    def error(self, path: str, line: int, message: str, mend: str) -> None:
        """Note a fault that keeps the course from being served."""
        self.found.add(Problem(path, line, "error", message, mend))

    def warning(self, path: str, line: int, message: str, mend: str) -> None:
        """Note a fault that somebody should look at; the course is served all the same."""
        self.found.add(Problem(path, line, "warning", message, mend))

    @property
    def any_error(self) -> bool:
        """Whether anything found so far keeps the course from being served."""
        return any(problem.severity == "error" for problem in self.found)

    def in_order(self) -> list[Problem]:
        """All that was found, each once, by file and line."""
        return sorted(self.found)
