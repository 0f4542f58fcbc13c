"""The file of the authorisation matrix: its lines, reading and writing them, and what differs from what was reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("authorisation.txt")
HEAD = FILE.with_suffix(".head.txt")
COMMAND = "python -m tests.web.authorisation"
COLUMNS = {
    "gst": "guest", "lrn": "learner", "trn": "trainer", "tld": "team lead", "slo": "lead",
    "slp": "lead of all", "adm": "admin", "aud": "auditor", "oad": "keeper",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line of the file: one answer a column, and whose things are answered so."""

    answers: tuple[str, ...]
    method: str
    route: str
    whose: tuple[str, ...]

    def __str__(self) -> str:
        answers = "".join(f"{each:4}" for each in self.answers)
        return f"{answers}{self.method:4} {self.route}  {', '.join(self.whose)}".rstrip()


def read(text: str) -> list[Line]:
    """The lines of a file."""
    found = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            *answers, method, route = line.split(maxsplit=len(COLUMNS) + 1)
            address, _, whose = route.partition("  ")
            found.append(Line(tuple(answers), method, address, tuple(whose.split(", ")) if whose else ()))
    return found


def written(lines: list[Line]) -> str:
    """The file: what its letters mean, then its lines."""
    head = HEAD.read_text(encoding="utf-8")
    columns = "# " + "".join(f"{each:4}" for each in COLUMNS).strip()
    return "\n".join([head + columns, *map(str, lines), ""])


def differences(found: list[Line], reviewed: list[Line]) -> str:
    """What is otherwise than reviewed, and what to do about it; "" where nothing is."""
    told = []
    known, there = ({(each.route, each.method) for each in lines} for lines in (reviewed, found))
    for key in sorted(known | there):
        now, before = ([str(each) for each in lines if (each.route, each.method) == key] for lines in (found, reviewed))
        if now == before:
            continue
        what = "a new route" if key not in known else "is no longer there" if key not in there else "answers otherwise"
        told.append(
            "\n".join([f"{key[1]} {key[0]}: {what}", *(f"- {each}" for each in before), *(f"+ {each}" for each in now)])
        )
    if not told:
        return ""
    what_to_do = (
        f"Who may open what has changed. Run `{COMMAND}`, read every line of the diff of {FILE.name} against"
        " docs/addresses.md, and keep the file only if each answer is meant; otherwise mend the route."
    )
    return "\n\n".join([*told, what_to_do])
