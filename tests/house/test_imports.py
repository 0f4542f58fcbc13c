"""Imports go one way, and what a room may not do it cannot: no SQL outside the records, no clock outside the clock."""

import ast
import graphlib
from collections.abc import Iterator

import pytest

from tests.house import plan

# What each room may import of the package, besides itself. The ground is everything that knows no room.
GROUND = frozenset(
    {"errors", "clock", "config", "setting_values", "locks", "log", "assets", "design_system", "waiting"}
)
MAY: dict[str, frozenset[str]] = {
    "errors": frozenset(),
    "clock": frozenset(),
    "setting_values": frozenset(),
    "locks": frozenset(),
    "waiting": frozenset(),
    "log": frozenset({"clock", "errors"}),
    "config": frozenset({"errors", "setting_values"}),
    "design_system": frozenset({"errors", "locks"}),
    "assets": frozenset({"errors", "locks", "design_system"}),
    "catalogue": frozenset({"errors", "clock"}),
    "rules": frozenset({"errors", "catalogue"}),
    "hashing": frozenset({"rules"}),
    "records": frozenset({"errors", "clock", "config", "locks", "log", "rules"}),
    "documents": frozenset({"errors", "catalogue", "rules"}),
    "exchange": frozenset({"errors", "catalogue", "rules"}),
    "demo": frozenset({"catalogue", "rules", "records"}),
    "post": frozenset({"errors", "clock", "config", "rules", "records"}),
    "web": GROUND | {"catalogue", "rules", "hashing", "records", "documents", "exchange", "post"},
}
# The shells over the rooms: the program itself and what starts it. They may know everything, and only they one another.
SHELLS = frozenset({"", "__main__", "cli", "server", "intake", "first_run", "daily", "mail", "words"})
WEB_ROOMS = frozenset({"learn", "practice", "mine", "access", "lead", "admin", "train", "public"})
DATABASE = ("sqlalchemy", "flask_sqlalchemy", "flask_migrate", "alembic", "sqlite3", "psycopg")
HTTP = ("flask", "flask_login", "flask_wtf", "werkzeug", "wtforms")
# Asked for its version alone, for the page on which a machine reads which journal rule holds.
DATABASE_NAMED = {"course.web.public.health": frozenset({"sqlite3"})}
IMPURE = ("pathlib", "os", "io", "random", "secrets", "time", "sqlite3", "subprocess", "socket", "logging", *HTTP)
CLOCKS = frozenset({"now", "utcnow", "today", "localtime", "gmtime", "time_ns"})


def known() -> frozenset[str]:
    return frozenset(plan.modules())


def room(module: str) -> str:
    """The first part behind `course.`; empty for the package itself."""
    return module.partition(".")[2].partition(".")[0]


def source(module: str) -> ast.Module:
    return plan.tree(plan.modules()[module])


def modules_of(*rooms: str) -> list[str]:
    """The modules of these rooms."""
    return [each for each in plan.modules() if room(each) in rooms]


def imports_of(module: str) -> list[plan.Import]:
    return list(plan.imports(source(module), known()))


def against_the_direction(module: str, source: ast.Module) -> Iterator[str]:
    """Imports of the package that the table does not allow to this module."""
    here = room(module)
    if here in SHELLS:
        return
    for found in plan.imports(source, known()):
        there = room(found.target)
        if found.target.partition(".")[0] == "course" and there != here and there not in MAY[here]:
            yield f"{module}:{found.line} imports {found.target}"


def outside(found: plan.Import, names: tuple[str, ...]) -> bool:
    return found.target.partition(".")[0] in names


def test_every_room_of_the_house_has_its_place_in_the_table() -> None:
    assert {room(module) for module in known()} - SHELLS <= MAY.keys()


def test_imports_go_one_way() -> None:
    assert plan.faults(plan.modules(), lambda module: list(against_the_direction(module, source(module)))) == {}


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("course.errors", "from course import clock"),
        ("course.catalogue.load", "from course.rules import scoring"),
        ("course.rules.completion", "from course.records.visits import hot_learner"),
        ("course.records.attempts", "from course.catalogue.model import Quiz"),
        ("course.documents.certificate", "import course.records.database"),
        ("course.web.gate", "from course import cli"),
        ("course.records.tables", "def late():\n    from course.web import gate"),
        ("course.web.site", "from course import create_app"),
    ],
)
def test_a_planted_import_is_found(module: str, line: str) -> None:
    assert len(list(against_the_direction(module, ast.parse(line)))) == 1


def test_imports_name_whole_modules_and_never_dots() -> None:
    assert [(m, i.line) for m in known() for i in imports_of(m) if i.target.startswith(".")] == []


def test_no_module_needs_itself_in_the_end() -> None:
    """Rings of imports; a room's sign may name its views, which name the sign's blueprint: signs are left out."""
    plain = {module for module, path in plan.modules().items() if path.stem != "__init__"}
    graph = {module: {i.target for i in imports_of(module)} & plain for module in plain}
    assert set(graphlib.TopologicalSorter(graph).static_order()) == plain


def crossings(module: str, source: ast.Module) -> list[str]:
    """Where one room of the site, or what all rooms share, imports a room of the site; `rooms` alone knows them."""
    if not module.startswith("course.web.") or module == "course.web.rooms":
        return []
    here = module.split(".")[2]
    found = [i.target for i in plan.imports(source, known()) if i.target.startswith("course.web.")]
    return [target for target in found if target.split(".")[2] in WEB_ROOMS - {here}]


def test_rooms_of_the_site_do_not_import_one_another() -> None:
    assert plan.faults(modules_of("web"), lambda module: crossings(module, source(module))) == {}


@pytest.mark.parametrize("module", ["course.web.admin.forms", "course.web.gate"])
def test_a_planted_crossing_is_found(module: str) -> None:
    assert crossings(module, ast.parse("from course.web.learn import going")) != []


def through_the_site(module: str, source: ast.Module) -> list[str]:
    """What a shell takes out of the site: the command line works without HTTP. The package itself wires the site."""
    found = [i.target for i in plan.imports(source, known()) if i.target.startswith("course.web")]
    return [] if module == "course" or room(module) not in SHELLS else found


def test_a_shell_takes_nothing_out_of_the_site() -> None:
    assert plan.faults(modules_of(*SHELLS), lambda module: through_the_site(module, source(module))) == {}


def test_a_shell_that_takes_something_out_of_the_site_is_found() -> None:
    assert through_the_site("course.cli", ast.parse("from course.web.access.proving import prove")) != []


def test_rooms_of_the_site_are_all_known() -> None:
    packages = {m.split(".")[2] for m, path in plan.modules().items() if m.count(".") == 2 and path.stem == "__init__"}
    assert {each for each in packages if f"course.web.{each}" in known()} == WEB_ROOMS


def uses_database(module: str, source: ast.Module) -> list[str]:
    """Names of database libraries that a module imports; the type of a connection may be named everywhere."""
    allowed = DATABASE_NAMED.get(module, frozenset())
    found = []
    for node in ast.walk(source):
        if isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy":
            found += [alias.name for alias in node.names if alias.name != "Connection"]
        elif isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] in DATABASE:
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.partition(".")[0] in DATABASE]
    return [each for each in found if each not in allowed]


def test_only_the_records_speak_to_the_database() -> None:
    others = known() - set(modules_of("records"))
    assert plan.faults(others, lambda module: uses_database(module, source(module))) == {}


@pytest.mark.parametrize(
    "line", ["from sqlalchemy import text", "import sqlite3", "from sqlalchemy.orm import joinedload", "import alembic"]
)
def test_planted_sql_is_found(line: str) -> None:
    assert uses_database("course.web.learn.pages", ast.parse(line)) != []


def test_the_catalogue_knows_no_flask_and_no_sql() -> None:
    found = {
        module: [each for each in imports_of(module) if outside(each, (*HTTP, *DATABASE))]
        for module in modules_of("catalogue")
    }
    assert plan.faults(found, found.__getitem__) == {}


def impurities(source: ast.Module) -> list[str]:
    """What makes a rule more than a rule: files, chance, clocks, HTTP, SQL."""
    found = [i.target for i in plan.imports(source, known()) if outside(i, (*IMPURE, *DATABASE))]
    calls = [plan.dotted(node.func) for node in ast.walk(source) if isinstance(node, ast.Call)]
    return found + [call for call in calls if call in ("open", "print", "input") or call.split(".")[-1] in CLOCKS]


def test_rules_are_pure() -> None:
    assert plan.faults(modules_of("rules"), lambda module: impurities(source(module))) == {}


@pytest.mark.parametrize(
    "line",
    ["import random", "from pathlib import Path", "open('x')", "dt.datetime.now()", "date.today()", "import flask"],
)
def test_a_planted_impurity_is_found(line: str) -> None:
    assert impurities(ast.parse(line)) != []


def clock_reads(source: ast.Module) -> list[str]:
    """Calls that ask the system what time it is; measuring how long something took is not one of them."""
    calls = [plan.dotted(node.func) for node in ast.walk(source) if isinstance(node, ast.Call)]
    ours = ("clock.now", "now")
    return [call for call in calls if call not in ours and (call.split(".")[-1] in CLOCKS or call == "time.time")]


def test_only_the_clock_reads_the_clock() -> None:
    assert plan.faults(plan.modules(), lambda module: clock_reads(source(module))).keys() == {"course.clock"}


@pytest.mark.parametrize(
    "line",
    ["dt.datetime.now(dt.UTC)", "datetime.utcnow()", "dt.date.today()", "time.time()", "func.now()", "time.gmtime()"],
)
def test_a_planted_look_at_the_clock_is_found(line: str) -> None:
    assert clock_reads(ast.parse(line)) != []
