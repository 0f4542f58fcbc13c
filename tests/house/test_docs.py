"""The documents cannot lie: settings, addresses and words are those of the program."""

import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from course import config
from course.records.database import db
from course.web import gate
from tests.house import plan

DOCS = plan.ROOT / "docs"
SETTING = re.compile(r"\b(?:SHAREWELL_[A-Z_]*[A-Z]|DATABASE_URL)\b")
LINK = re.compile(r"\]\((?P<target>[^)#\s]+)[^)]*\)")
WHO = {"anyone": "all", "signed-in": "learner"}
FOLDERS = "course|content|quizzes|templates|static|migrations|tests|benchmarks|docs|requirements"
# Names in the authoring guide that stand for any file of their kind.
PATTERNS = (
    *("content/reference/slug.md", "content/forms/slug.yaml"),
    *("content/plans/slug.yaml", "content/sheets/slug.md"),
)
# Names that the operating manual may mention without their being settings of this program.
OTHER_NAMES: frozenset[str] = frozenset()


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def table(name: str) -> list[list[str]]:
    """The cells of every table of a document, without the head and the line under it."""
    lines = [line for line in text(name).splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))] for line in lines]
    marks = [number for number, row in enumerate(cells) if set("".join(row)) <= set("-: ")]
    return [row for number, row in enumerate(cells) if number not in marks and number + 1 not in marks]


def settings_in(manual: str) -> set[str]:
    return set(SETTING.findall(manual)) - OTHER_NAMES


def test_the_operating_manual_names_every_setting_and_no_other() -> None:
    assert settings_in(text("operating.md")) == set(config.NAMES)


@pytest.mark.parametrize("setting", config.NAMES)
def test_every_setting_has_a_row_or_a_heading_of_its_own(setting: str) -> None:
    starts = (rf"^\|\s*`{setting}`", rf"^#+ .*`?{setting}\b", rf"^- \*{{0,2}}`{setting}`")
    assert any(re.search(start, text("operating.md"), re.MULTILINE) for start in starts)


def test_a_planted_setting_is_found() -> None:
    assert settings_in("Set `SHAREWELL_PLANTED` and DATABASE_URL.") == {"SHAREWELL_PLANTED", "DATABASE_URL"}


def spelling(rule: Rule) -> str:
    """An address as people write it: `/modules/<module>/<page>`."""
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"<\1>", rule.rule)


def who(app: Flask, rule: Rule) -> str:
    """The word for those who may use a route."""
    access = gate.access_of(app, rule.endpoint)
    return "nobody" if access is None else WHO.get(access.kind) or ", ".join(sorted(access.roles))


def addresses(app: Flask) -> set[tuple[str, str, str]]:
    """Address, methods, who: one for each route."""
    found = set()
    for rule in app.url_map.iter_rules():
        methods = sorted((rule.methods or set()) & {"GET", "POST"})
        found.add((spelling(rule), " ".join(methods), who(app, rule)))
    return found


def documented() -> list[tuple[str, str, str]]:
    return [(address.strip("`"), method, who_may) for address, method, who_may, _ in table("addresses.md")]


def test_the_list_of_addresses_is_the_programs(app: Flask) -> None:
    rows = documented()
    assert sorted(rows) == sorted(addresses(app))
    assert len(rows) == len(set(rows))


def test_every_address_says_what_it_is_for() -> None:
    assert [row for row in table("addresses.md") if len(row[3].split()) < 2] == []


def glossary() -> dict[str, str]:
    """The words of the house: `- **word**: what it means.`"""
    return dict(re.findall(r"^- \*\*(.+?)\*\*: (.+)$", text("glossary.md"), re.MULTILINE))


def agreed_words() -> set[str]:
    """The words in italics in the first section of the design."""
    section = text("design-the-course-runs.md").split("## Words")[1].split("\n## ")[0]
    return set(re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", section))


def test_the_glossary_has_every_agreed_word_and_every_table() -> None:
    tables = {name.replace("_", " ") for name in db.metadata.tables}
    known = {spaced for word in glossary() for spaced in (word, word.replace("-", " "))}
    assert (agreed_words() | tables) - known == set()
    assert len(agreed_words()) >= 15


def test_no_word_of_the_glossary_is_without_a_meaning() -> None:
    assert {word for word, meaning in glossary().items() if len(meaning.split()) < 4} == set()


@pytest.mark.parametrize("path", plan.files("docs", ".md") + [plan.ROOT / "README.md"], ids=plan.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = [each["target"] for each in LINK.finditer(prose)]
    ours = [target for target in found if not re.match(r"https?:|mailto:|/", target)]
    assert [target for target in ours if not (path.parent / target).exists()] == []


def paths_in(prose: str) -> list[str]:
    """Files and folders of the house that a text names; a name with capitals or marks in it stands for many."""
    return re.findall(rf"`((?:{FOLDERS})/[a-z0-9_./-]*)`", prose)


@pytest.mark.parametrize("path", plan.files("docs", ".md") + [plan.ROOT / "README.md"], ids=plan.name)
def test_files_and_folders_named_in_documents_are_there(path: Path) -> None:
    named = [each for each in paths_in(path.read_text(encoding="utf-8")) if not each.startswith(tuple(PATTERNS))]
    assert [each for each in named if not (plan.ROOT / each).exists()] == []


def test_a_planted_path_is_found() -> None:
    assert paths_in("See `course/planted.py`, `tests/journeys/` and `quizzes/PAGE-ID.yaml`.") == [
        "course/planted.py",
        "tests/journeys/",
    ]


def test_a_decision_is_written_down_for_every_direct_dependency() -> None:
    decisions = text("decisions/0001-dependencies.md").lower()
    lists = (path.read_text(encoding="utf-8") for path in plan.files("requirements", ".in"))
    names = {found for each in lists for found in re.findall(r"^([a-z][a-z0-9.-]*)", each, re.MULTILINE)}
    assert {name for name in names if f"`{name}`" not in decisions} == set()


def test_no_decision_is_written_down_for_what_is_not_used() -> None:
    lists = "\n".join(path.read_text(encoding="utf-8") for path in plan.files("requirements", ".in"))
    named = re.findall(r"^\| `([a-z][a-z0-9.-]*)`", text("decisions/0001-dependencies.md"), re.MULTILINE)
    assert named and [name for name in named if not re.search(rf"^{re.escape(name)}\b", lists, re.MULTILINE)] == []
