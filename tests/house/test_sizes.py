"""Nothing grows without being noticed: how long a module, function, view, template or style file may be.

To exceed a number, divide the thing, or raise the number for that one place in RAISED, with the reason.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import plan

MODULE = 300
FUNCTION = 30
VIEW = 20
TEMPLATE = 100
CONFTEST = 150
ASSET = 300
# Place -> (lines allowed, why). A place is a file, or a file and a function: "course/x.py::f".
RAISED: dict[str, tuple[int, str]] = {
    "migrations/versions/0001_first_tables.py": (
        375,
        "A version of the tables is one file: Alembic takes every other one beside it for a version too, and nothing that "
        "could change later may be imported.",
    ),
    "migrations/versions/0001_first_tables.py::_completion": (37, "One call makes the table, and it has 23 columns."),
    "migrations/versions/0004_requirements_and_standings.py::_requirement": (45, "One call makes the table."),
    "migrations/versions/0004_requirements_and_standings.py::_standing": (60, "One call makes the table."),
}

PYTHON = [path for folder in ("course", "tests", "benchmarks", "migrations") for path in plan.files(folder, ".py")]
PYTHON += sorted(plan.ROOT.glob("*.py"))
ROUTES = frozenset({"get", "post", "route"})


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def budget(place: str, usual: int) -> int:
    return RAISED.get(place, (usual, ""))[0]


def is_view(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a route leads to the function."""
    calls = [each.func for each in function.decorator_list if isinstance(each, ast.Call)]
    return any(isinstance(call, ast.Attribute) and call.attr in ROUTES for call in calls)


def too_long(source: ast.Module, file: str) -> Iterator[str]:
    """Functions and views over their budget; decorators are not counted, the docstring is."""
    for node in ast.walk(source):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            allowed = budget(f"{file}::{node.name}", VIEW if is_view(node) else FUNCTION)
            if length > allowed:
                yield f"{file}:{node.lineno} {node.name} has {length} lines, {allowed} are allowed"


def over(path: Path, usual: int) -> str:
    """What is wrong with the length of a file; empty when nothing is."""
    allowed = budget(plan.name(path), usual)
    return f"{lines(path)} lines, {allowed} are allowed" if lines(path) > allowed else ""


def test_a_module_fits_its_budget() -> None:
    assert plan.faults(PYTHON, lambda path: over(path, CONFTEST if path.name == "conftest.py" else MODULE)) == {}


def test_functions_and_views_fit_their_budgets() -> None:
    assert plan.faults(PYTHON, lambda path: list(too_long(plan.tree(path), plan.name(path)))) == {}


def test_a_template_fits_its_budget() -> None:
    assert plan.faults(plan.files("templates"), lambda path: over(path, TEMPLATE)) == {}


def test_a_style_or_script_file_fits_its_budget() -> None:
    assert plan.faults(plan.files("static", ".css", ".js"), lambda path: over(path, ASSET)) == {}


@pytest.mark.parametrize(("many", "found"), [(3, ""), (4, "4 lines, 3 are allowed")])
def test_a_file_with_a_line_too_many_is_found(
    many: int, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "ROOT", tmp_path)
    (tmp_path / "planted.py").write_text("x = 1\n" * many)
    assert over(tmp_path / "planted.py", 3) == found


@pytest.mark.parametrize(
    ("length", "decorator", "found"),
    [(30, "", 0), (31, "", 1), (20, "@blueprint.get('/x')\n", 0), (21, "@blueprint.get('/x')\n", 1)],
)
def test_the_measure_finds_the_first_line_too_many(length: int, decorator: str, found: int) -> None:
    body = "    x = 1\n" * (length - 1)
    assert len(list(too_long(ast.parse(f"{decorator}def planted():\n{body}"), "planted.py"))) == found


def weak_raises(raised: dict[str, tuple[int, str]]) -> list[str]:
    """Raised numbers without a reason, and those that are no longer needed."""
    weak = [place for place, (_, why) in raised.items() if len(why.split()) < 5]
    for place, (allowed, _) in raised.items():
        file, _, function = place.partition("::")
        text = (plan.ROOT / file).read_text(encoding="utf-8")
        needed = f"def {function}(" in text if function else len(text.splitlines()) > min(allowed - 1, MODULE)
        weak += [] if needed else [place]
    return weak


def test_a_raised_number_has_a_reason_and_is_still_needed() -> None:
    assert weak_raises(RAISED) == []


def test_a_planted_raise_is_found() -> None:
    planted = {"course/errors.py": (400, "It has grown and we like it."), "course/clock.py::now": (40, "")}
    assert weak_raises(planted) == ["course/clock.py::now", "course/errors.py"]
