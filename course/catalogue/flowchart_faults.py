"""Faults of the flowchart: every box is reached and named, every way ends, none goes round."""

from __future__ import annotations

from course.catalogue import graphs
from course.catalogue.graphs import GraphFault
from course.catalogue.problems import Problems
from course.catalogue.schemas import FlowchartForm
from course.catalogue.sources import Doc


def check_flowchart(doc: Doc[FlowchartForm], problems: Problems) -> None:
    """Note every fault of the ways through the seven questions."""
    chart = doc.form
    ways = {each.id: [(branch.answer, branch.to) for branch in each.branches] for each in chart.questions}
    for fault in graphs.faults(chart.start, ways, [end.id for end in chart.ends]):
        _tell(fault, doc, problems)
    _check_titles(doc, problems)


def _tell(fault: GraphFault, doc: Doc[FlowchartForm], problems: Problems) -> None:
    chart, box = doc.form, fault.box
    places = {end.id: ("ends", number) for number, end in enumerate(chart.ends)}
    places |= {question.id: ("questions", number) for number, question in enumerate(chart.questions)}
    here: tuple[str | int, ...] = places.get(box, ("start",))

    def note(message: str, mend: str, *more: str | int) -> None:
        problems.error(doc.path, doc.line(*here, *more), message, mend)

    if fault.kind == graphs.NO_START:
        problems.error(doc.path, doc.line("start"), f"the start `{box}` is no question", "give a question's id")
    elif fault.kind == graphs.STUCK:
        note(f"the way ends without an end at `{box}`", "add branches", "branches")
    elif fault.kind == graphs.ROUND:
        note(f"the way from `{box}` leads back to it", "lead one of the branches to an end")
    elif fault.kind == graphs.UNREACHED:
        note(f"no way from the start leads to the box `{box}`", "lead a branch to it, or take it out")
    elif fault.place is not None:
        branch = {each.id: each for each in chart.questions}[box].branches[fault.place]
        if fault.kind == graphs.NOWHERE:
            message = f"a branch of `{box}` leads to an unknown box `{branch.to}`"
            note(message, "give the id of a question or an end", "branches", fault.place, "to")
        else:
            message = f"the question `{box}` has the answer “{branch.answer}” twice"
            note(message, "give every answer once", "branches", fault.place, "answer")


def _check_titles(doc: Doc[FlowchartForm], problems: Problems) -> None:
    """Readers tell boxes apart by their names, the ends among them."""
    named: dict[str, str] = {}
    boxes = [("questions", number, each.id, each.title) for number, each in enumerate(doc.form.questions)]
    boxes += [("ends", number, each.id, each.title) for number, each in enumerate(doc.form.ends)]
    for key, number, box, title in boxes:
        other = named.setdefault(title.casefold(), box)
        if other != box:
            message = f"the boxes `{other}` and `{box}` have the same title"
            problems.error(doc.path, doc.line(key, number, "title"), message, "give each box a name of its own")
