"""The audit is only ever added to: nothing in the program changes or deletes a line, and one module alone adds them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import plan

SQL = re.compile(r"\b(?:update|delete\s+from|truncate(?:\s+table)?)\s+audit\b", re.IGNORECASE)
ADDS = frozenset({"course/records/audit.py", "course/records/backups.py"})  # a backup is put back whole


def calls(source: ast.Module) -> Iterator[tuple[str, str]]:
    """What is inserted into, updated or deleted from by name: (how, what)."""
    for node in ast.walk(source):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            how = plan.dotted(node.func).rpartition(".")[2]
            first = (
                plan.dotted(node.args[0]) if node.args and isinstance(node.args[0], ast.Name | ast.Attribute) else ""
            )
            if how in ("insert", "update", "delete") and first:
                yield how, first
            elif how in ("insert", "update", "delete") and isinstance(node.func, ast.Attribute):
                yield how, plan.dotted(node.func).rpartition(".")[0]


def is_audit(name: str, source: ast.Module) -> bool:
    """Whether a name in a module is the table of the audit."""
    called = {"audit"} | {
        alias.asname or alias.name
        for node in ast.walk(source)
        if isinstance(node, ast.ImportFrom) and node.module == "course.records.tables"
        for alias in node.names
        if alias.name == "audit"
    }
    for node in ast.walk(source):
        if isinstance(node, ast.Assign) and plan.dotted(node.value) == "tables.audit":
            called |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return name in called or name == "tables.audit"


def changes(text: str) -> list[str]:
    """Ways in which a module would change or delete lines of the audit."""
    source = ast.parse(text)
    found = [f"{how} {what}" for how, what in calls(source) if how != "insert" and is_audit(what, source)]
    return found + SQL.findall(text)


def adds(path: Path) -> list[str]:
    source = plan.tree(path)
    return [what for how, what in calls(source) if how == "insert" and is_audit(what, source)]


def test_nothing_changes_or_deletes_a_line() -> None:
    assert plan.faults(plan.files("course", ".py"), lambda path: changes(plan.read(path))) == {}


def test_lines_are_added_in_one_place() -> None:
    adding = plan.faults(plan.files("course", ".py"), adds)
    assert "course/records/audit.py" in adding
    assert adding.keys() <= ADDS


@pytest.mark.parametrize(
    "planted",
    [
        "from course.records import tables\ndelete(tables.audit)",
        "from course.records.tables import audit as table\nupdate(table).values(detail='')",
        "from course.records import tables\ntable = tables.audit\ntable.delete()",
        "run(store, 'DELETE FROM audit WHERE id = 1', {})",
        "run(store, 'update audit set detail = 1', {})",
    ],
)
def test_a_planted_change_is_found(planted: str) -> None:
    assert len(changes(planted)) == 1
