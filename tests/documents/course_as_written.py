"""The course as its files have it, read as plain YAML and Markdown by themselves: what every output is held against.

Nothing of `course.catalogue` is used, so that a fault there is seen as well. Texts are compared without blanks and with
straight quotation marks (`bare`), for paper breaks lines and print sets other marks.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.house import plan

CONTENT, QUIZZES = plan.ROOT / "content", plan.ROOT / "quizzes"
STRAIGHT: dict[str, str] = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "…": "..."}
MARKS_AS_STRAIGHT = str.maketrans(STRAIGHT)
PAGE = re.compile(r"^# (?P<title>.*?) \{#(?P<id>[a-z][a-z0-9-]*)[^}]*\}$", re.MULTILINE)
BLOCK = re.compile(r"^/// (?P<kind>[a-z-]+).*?$\n(?P<text>.*?)^///$", re.MULTILINE | re.DOTALL)
LABELS = {"true-false": ("True", "False"), "choose-all": ("Yes", "No")}
MARKS = (
    (re.compile(r"\{\{ *local [a-z0-9-]+ *\}\}"), "\0"),  # what stands there is not the course's
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\*\*|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])"), ""),
    (re.compile(r" \{#[a-z0-9-]+\}$", re.MULTILINE), ""),
    (re.compile(r"^(?:#+|-|[0-9]+\.|///.*) *", re.MULTILINE), ""),
)


def letters(text: str) -> list[str]:
    """For each sign of a text what is compared: itself, a straight mark, or nothing for a blank."""
    return ["" if sign.isspace() else STRAIGHT.get(sign, sign) for sign in text]


@functools.lru_cache(maxsize=4_000)
def bare(text: str) -> str:
    """A text without blanks and with straight marks."""
    return "".join(text.translate(MARKS_AS_STRAIGHT).split())


@dataclass(frozen=True)
class Said:
    """A statement as its file has it."""

    id: str
    text: str
    answer: bool
    because: str
    since_2016: str


@dataclass(frozen=True)
class WrittenQuiz:
    id: str
    labels: tuple[str, str]
    statements: tuple[Said, ...]


@dataclass(frozen=True)
class WrittenOption:
    id: str
    text: str
    consequence: str


@dataclass(frozen=True)
class WrittenCase:
    """A case; `decisions` holds what is asked and the options of each, `told` everything else that is told to learners."""

    id: str
    decisions: tuple[tuple[str, tuple[WrittenOption, ...]], ...]
    told: tuple[str, ...]
    roles: tuple[str, ...]
    facilitator: tuple[str, ...]


@dataclass(frozen=True)
class WrittenPage:
    id: str
    title: str
    key_points: tuple[str, ...]
    facilitator: tuple[str, ...]


def read_yaml(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


@functools.cache
def rule_names() -> Mapping[str, str]:
    return {rule["id"]: rule["name"] for rule in read_yaml(CONTENT / "golden-rules.yaml")["rules"]}


def pieces(markdown: str) -> tuple[str, ...]:
    """The words of a text, paragraph by paragraph, without marks; a local detail divides a paragraph."""
    text = re.sub(r"\{\{ *rule ([a-z-]+) *\}\}", lambda found: rule_names()[found[1]], markdown)
    for pattern, instead in MARKS:
        text = pattern.sub(instead, text)
    parts = (
        part for block in re.split(r"\n\s*\n|\n(?=\|)", text) for part in re.split("[\0|\n]", block.replace("\n", " "))
    )
    return tuple(each for each in map(bare, parts) if len(each) > 3 and not set(each) <= set("-:"))


@functools.cache
def course() -> Any:
    return read_yaml(CONTENT / "course.yaml")


@functools.cache
def reflection() -> Any:
    return read_yaml(CONTENT / "reflection.yaml")


@functools.cache
def quizzes() -> tuple[WrittenQuiz, ...]:
    """The quizzes in the order in which the pages of the modules show them."""
    found = {each["id"]: each for each in map(read_yaml, QUIZZES.glob("*.yaml"))}
    shown = [name for text in module_texts() for name in re.findall(r"\{\{ *quiz ([a-z0-9-]+) *\}\}", text)]
    return tuple(_quiz(found[name]) for name in shown)


def _quiz(form: Any) -> WrittenQuiz:
    said = (
        Said(each["id"], each["text"], each["answer"], each["because"], each.get("since_2016") or "")
        for each in form["statements"]
    )
    return WrittenQuiz(form["id"], LABELS[form["kind"]], tuple(said))


@functools.cache
def module_texts() -> tuple[str, ...]:
    """The modules in the order of the course."""
    texts = (path.read_text(encoding="utf-8") for path in (CONTENT / "modules").glob("*.md"))
    found = {re.search(r"^id: (\S+)$", text, re.MULTILINE)[1]: text for text in texts}  # type: ignore[index]
    return tuple(found[name] for name in course()["modules"])


@functools.cache
def pages() -> tuple[WrittenPage, ...]:
    """Every page of the modules but those of the cases, in order."""
    found = []
    for text in module_texts():
        starts = list(PAGE.finditer(text))
        for start, end in zip(starts, [*(each.start() for each in starts[1:]), len(text)], strict=True):
            found.append(_page(start["id"], start["title"], text[start.end() : end]))
    return tuple(found)


def _page(name: str, title: str, text: str) -> WrittenPage:
    blocks = [(each["kind"], each["text"]) for each in BLOCK.finditer(text)]
    points = [
        point for kind, inside in blocks if kind == "key-points" for point in re.split(r"^- ", inside, flags=re.M)
    ]
    notes = [piece for kind, inside in blocks if kind == "facilitator" for piece in pieces(inside)]
    return WrittenPage(name, title, tuple("".join(pieces(point)) for point in points if point.strip()), tuple(notes))


@functools.cache
def cases() -> tuple[WrittenCase, ...]:
    forms = sorted(map(read_yaml, (CONTENT / "cases").glob("*.yaml")), key=lambda form: int(form["number"]))
    return tuple(_case(form) for form in forms)


def _case(form: Any) -> WrittenCase:
    decisions = tuple(
        (each["ask"], tuple(WrittenOption(one["id"], one["text"], one["consequence"]) for one in each["options"]))
        for each in form["decisions"]
    )
    told = [
        form["title"],
        form["content_note"],
        form["your_role"],
        *form["roles"],
        *form["record"],
        *form["team_questions"],
    ]
    long = [form["scenario"], form["model_decision"], *(each.get("reveals") or "" for each in form["decisions"])]
    everything = (*map(bare, told), *(piece for text in long for piece in pieces(text)))
    return WrittenCase(form["id"], decisions, everything, tuple(form["roles"]), pieces(form["facilitator"]))


@functools.cache
def terms() -> tuple[tuple[str, str], ...]:
    """Terms and what they mean."""
    return tuple((term["term"], term["meaning"]) for term in read_yaml(CONTENT / "glossary.yaml")["terms"])
