"""Faults of the cases: their decisions, options and the place of their pages."""

from __future__ import annotations

from collections.abc import Iterable

from course.catalogue.names import Names
from course.catalogue.problems import Problems
from course.catalogue.schemas import CaseForm, DecisionForm
from course.catalogue.sources import Doc


def check_case(doc: Doc[CaseForm], names: Names, problems: Problems) -> None:
    """Note every fault of one case."""
    form = doc.form
    if doc.source.file.stem != f"{form.number}-{form.id}":
        mend = f"name it {form.number}-{form.id}.yaml, or mend id and number"
        problems.error(doc.path, doc.line("id"), "the name of the file does not match id and number", mend)
    decisions = [decision.id for decision in form.decisions]
    for number, name in enumerate(form.foundation):
        if name not in decisions:
            message = f"the short form names an unknown decision `{name}`"
            problems.error(doc.path, doc.line("foundation", number), message, "give the id of a decision of this case")
    for number, twice in _twice(decisions):
        problems.error(doc.path, doc.line("decisions", number), f"the decision id `{twice}` stands twice", "rename one")
    for number, decision in enumerate(form.decisions):
        _check_decision(doc, number, decision, names, problems)


def _check_decision(doc: Doc[CaseForm], number: int, decision: DecisionForm, names: Names, problems: Problems) -> None:
    def note(message: str, mend: str, *loc: str | int) -> None:
        problems.error(doc.path, doc.line("decisions", number, *loc), f"decision `{decision.id}`: {message}", mend)

    if not names.holds("question", decision.question):
        note(f"there is no key question `{decision.question}`", "use an id of content/flowchart.yaml", "question")
    for index, rule in enumerate(decision.rules):
        if not names.holds("rule", rule):
            note(f"there is no golden rule `{rule}`", "use an id of content/golden-rules.yaml", "rules", index)
    if len(decision.options) < 2:
        note("there is nothing to choose", "give at least two options", "options")
    if not any(option.grade == "best" for option in decision.options):
        note("no option is `best`", "grade at least one option `best`", "options")
    for index, twice in _twice(option.id for option in decision.options):
        note(f"the option id `{twice}` stands twice", "rename one", "options", index)


def _twice(ids: Iterable[str]) -> list[tuple[int, str]]:
    """Where an id stands again, and which."""
    seen: set[str] = set()
    found = []
    for number, name in enumerate(ids):
        if name in seen:
            found.append((number, name))
        seen.add(name)
    return found
