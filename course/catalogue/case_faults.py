"""Faults of the cases: their decisions and options, the ways through both lengths, the place of their pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from course.catalogue import graphs
from course.catalogue.names import Names
from course.catalogue.problems import Problems
from course.catalogue.schemas import CaseForm, DecisionForm
from course.catalogue.sources import Doc

MOST_OPTIONS = 26  # each has a letter in the address of a way through the case

END = "the end"  # no id can be like it


def check_case(doc: Doc[CaseForm], names: Names, problems: Problems) -> None:
    """Note every fault of one case."""
    form = doc.form
    if doc.source.file.stem != f"{form.number}-{form.id}":
        mend = f"name it {form.number}-{form.id}.yaml, or mend id and number"
        problems.error(doc.path, doc.line("id"), "the name of the file does not match id and number", mend)
    decisions = [decision.id for decision in form.decisions]
    _check_short_form(doc, problems)
    for number, twice in _twice(decisions):
        problems.error(doc.path, doc.line("decisions", number), f"the decision id `{twice}` stands twice", "rename one")
    for number, decision in enumerate(form.decisions):
        _check_decision(doc, number, decision, names, problems)
    _check_answers(doc, problems)


def ways(form: CaseForm, length: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """The ways through one length of a case: after any of its options a decision leads to the next, the last to END."""
    options = {decision.id: [option.text for option in decision.options] for decision in form.decisions}
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in length}
    for name, following in zip(length, [*length[1:], END], strict=True):
        found[name] += [(text, following) for text in options.get(name, [])]
    return found


def _check_short_form(doc: Doc[CaseForm], problems: Problems) -> None:
    """It names decisions of the case in the order of the story, each once, so that it neither breaks off nor goes round."""
    decisions = [decision.id for decision in doc.form.decisions]
    named = doc.form.foundation
    for number, name in enumerate(named):
        line = doc.line("foundation", number)
        if name not in decisions:
            message = f"the short form names an unknown decision `{name}`"
            problems.error(doc.path, line, message, "give the id of a decision of this case")
        elif name in named[:number]:
            problems.error(doc.path, line, f"the short form goes round: `{name}` stands twice", "take one out")
        elif any(decisions.index(each) > decisions.index(name) for each in named[:number] if each in decisions):
            message = f"the short form names `{name}` after a later decision"
            problems.error(doc.path, line, message, "keep the order of the decisions")


def _check_answers(doc: Doc[CaseForm], problems: Problems) -> None:
    """No decision offers the same twice. That a way stops is told with the decision, that it goes round with the ids."""
    decisions = [decision.id for decision in doc.form.decisions]
    for fault in graphs.faults(decisions[0], ways(doc.form, decisions), [END]):
        if fault.kind == graphs.TWICE and fault.place is not None and decisions.count(fault.box) == 1:
            where = ("decisions", decisions.index(fault.box), "options", fault.place, "text")
            message = f"decision `{fault.box}`: an option says the same as another"
            problems.error(doc.path, doc.line(*where), message, "give every option words of its own")


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
    if len(decision.options) > MOST_OPTIONS:
        note("there is too much to choose from", f"give at most {MOST_OPTIONS} options", "options")
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
