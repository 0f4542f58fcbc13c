"""A lesson plan as a sheet: aims, outcomes, safety, the room, the steps with their clock, what to leave out when late.

All of it comes from the plan and from what the plan uses, so the minutes are those of its steps and the names those of the
course. The clock begins at 0:00. Right answers are not in it: they are in the key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from course.catalogue.model import Catalogue, Module, Plan, Step
from course.documents.reader import Reader
from course.documents.sheet_names import PLAN, sheet_name
from course.documents.tree import (
    Block,
    Box,
    Bullets,
    Definitions,
    Heading,
    Line,
    Paragraph,
    Sheet,
    Table,
    Words,
    line,
    paragraph,
)

KICKER = f"{PLAN} for the trainer"
COUNTS = "Completion of the course, for everybody who is there for at least nine tenths of it"
ATTENDED = "A session attended. It changes nobody’s training status"
OUTCOMES = "What people will be able to do"
OUTCOMES_HEAD = ("Part of the course", "Outcomes that you work towards", "When")
PRACTISED_HEAD = ("People practise to", "When")
SAFETY = "Safety"
SAFETY_SHEET = "safety"
GLANCE = "The plan at a glance"
GLANCE_HEAD = ("Clock", "Minutes", "Step", "To hand out or to have ready")
LATE = "When you run late"
LATE_HEAD = ("Step", "What you can leave out")
END = "End"
ANSWERS = "Answers"
KEYS_ARE = (
    "The right answers are in the answer key, and with their reasons in the answer key with reasons. Keep the keys away from "
    "the tables until the sheets are filled in."
)
CARDS_ARE = (
    "What follows from each choice of a case is on its cards, and which choice is which is in the notes on the cases."
)
ROOM = "Room and preparation"
BEFOREHAND = "Read or send beforehand:"
STEPS = "Step by step"


def plan_sheet(catalogue: Catalogue, plan: Plan, local: Mapping[str, str]) -> Sheet:
    """The plan; `local` as in `Reader`."""
    reader = Reader(catalogue, local)
    blocks = (
        paragraph(plan.summary),
        _facts(plan),
        Heading(2, line("Aims")),
        _bullets(plan.aims),
        Heading(2, line(GLANCE)),
        _glance(catalogue, plan),
        *_late(plan),
        *_safety(reader, plan),
        *_room(catalogue, plan),
        *_outcomes(catalogue, plan),
        Heading(2, line(STEPS)),
        *_steps(reader, plan),
        *_answers(plan),
    )
    return Sheet("plan", plan.title, KICKER, "trainer", blocks)


def clock(minutes: int) -> str:
    """Minutes since the beginning, as on a clock: 85 is 1:25."""
    return f"{minutes // 60}:{minutes % 60:02}"


def begins(plan: Plan) -> tuple[int, ...]:
    """The minute at which each step begins, and at the end that of the close."""
    return tuple(accumulate((step.minutes for step in plan.steps), initial=0))


def _facts(plan: Plan) -> Definitions:
    return Definitions((
        (line("Length"), (paragraph(f"{plan.minutes} minutes, from 0:00 to {clock(plan.minutes)}"),)),
        (line("Group"), (paragraph(f"{plan.least} to {plan.most} people"),)),
        (line("Recorded as"), (paragraph(COUNTS if plan.whole_course else ATTENDED),)),
    ))  # fmt: skip


def _bullets(texts: Iterable[str]) -> Bullets:
    return Bullets(tuple((paragraph(each),) for each in texts))


def _outcomes(catalogue: Catalogue, plan: Plan) -> Iterator[Block]:
    """Outcomes of the modules, where the plan takes them all, and the competences; each with the clock of its steps."""
    rows = [
        (
            line(f"{module.number} {module.title}"),
            line("\n".join(module.outcomes)),
            line(_when(plan, _steps_of(module, plan))),
        )
        for module in (catalogue.modules if plan.whole_course else ())
    ]
    practised = [
        (line(competence), line(when))
        for number, competence in enumerate(catalogue.course.competences, start=1)
        if (when := _when(plan, [place for place, step in enumerate(plan.steps) if number in step.practises]))
    ]
    if rows or practised:
        yield Heading(2, line(OUTCOMES))
    if rows:
        yield Table("Outcomes of the parts of the course", _head(OUTCOMES_HEAD), tuple(rows), (24, 58, 18))
    if practised:
        yield Table("Competences and where they are practised", _head(PRACTISED_HEAD), tuple(practised), (76, 24))


def _head(labels: Iterable[str]) -> tuple[Line, ...]:
    return tuple(line(label) for label in labels)


def _steps_of(module: Module, plan: Plan) -> list[int]:
    """The places of the steps that use a page, quiz or case of a module."""
    own = {page.id for page in module.pages} | set(module.quizzes)
    return [place for place, step in enumerate(plan.steps) if own & {*step.pages, *step.quizzes, step.case}]


def _when(plan: Plan, places: Sequence[int]) -> str:
    """The clock of each step, or "0:04 to 0:22" for three and more that follow one another."""
    starts = [clock(start) for start in begins(plan)]
    if len(places) > 2 and places[-1] - places[0] == len(places) - 1:
        return f"{starts[places[0]]} to {starts[places[-1]]}"
    return ", ".join(starts[place] for place in places)


def _safety(reader: Reader, plan: Plan) -> Iterator[Block]:
    """What the cases are about, and what to do when somebody is at risk: from the sheet about safety."""
    cases = {step.case: reader.catalogue.cases[step.case] for step in plan.steps if step.case}
    sheet = reader.catalogue.sheets.get(SAFETY_SHEET)
    boxes = [each for each in reader.read(sheet.html) if isinstance(each, Box)] if sheet else []
    if not cases and not boxes:
        return
    yield Heading(2, line(SAFETY))
    for case in cases.values():
        yield Box("content-note", f"Read aloud before the case “{case.title}”", (paragraph(case.content_note),))
    yield from boxes
    if sheet:
        yield paragraph(f"Before, during and afterwards: see the sheet “{sheet.title}”.")


def _room(catalogue: Catalogue, plan: Plan) -> Iterator[Block]:
    yield Heading(2, line(ROOM))
    yield _bullets(plan.needs)
    if plan.before:
        yield paragraph(BEFOREHAND)
        yield _bullets(sheet_name(catalogue, sheet) for sheet in plan.before)


def _glance(catalogue: Catalogue, plan: Plan) -> Table:
    """Minute by minute; the last row says when it ends."""
    rows = [
        (
            line(clock(start)),
            line(str(step.minutes)),
            line(step.title),
            line("; ".join(sheet_name(catalogue, sheet) for sheet in step.sheets)),
        )
        for start, step in zip(begins(plan), plan.steps, strict=False)
    ]
    rows.append((line(clock(plan.minutes)), (), line(END), ()))
    return Table(GLANCE, _head(GLANCE_HEAD), tuple(rows), (9, 11, 38, 42), rows_head=True)


def _late(plan: Plan) -> Iterator[Block]:
    rows = tuple((line(step.title), line(step.cut)) for step in plan.steps if step.cut)
    if rows:
        yield Heading(2, line(LATE))
        yield Table(LATE, _head(LATE_HEAD), rows, (38, 62))


def _steps(reader: Reader, plan: Plan) -> Iterator[Block]:
    for start, step in zip(begins(plan), plan.steps, strict=False):
        unit = "minute" if step.minutes == 1 else "minutes"
        yield Heading(3, line(f"{clock(start)}  {step.title} ({step.minutes}\N{NO-BREAK SPACE}{unit})"))
        yield from reader.read(step.does, down=2)
        used = _used(reader.catalogue, plan, step)
        if used:
            yield Paragraph(used, small=True)


def _answers(plan: Plan) -> Iterator[Block]:
    keys = [KEYS_ARE] if any(step.quizzes for step in plan.steps) else []
    cards = [CARDS_ARE] if any(step.case for step in plan.steps) else []
    if keys or cards:
        yield Heading(2, line(ANSWERS))
        yield paragraph(" ".join((*keys, *cards)))


def _used(catalogue: Catalogue, plan: Plan, step: Step) -> Line:
    """Quizzes, pages and decisions of a step, by their names: a line each."""
    pages = [page.title for name in step.pages if (page := catalogue.page(name)) and not page.quiz]
    found = (
        ("Quiz", [f"“{catalogue.quizzes[quiz].title}”" for quiz in step.quizzes]),
        ("Key points on the screen", pages),
        ("Case", [_case(catalogue, plan, step)] if step.case else []),
    )
    words: list[Words] = []
    for label, names in found:
        if names:
            words += [Words("\n")] if words else []
            words += [Words(f"{label}: ", strong=True), Words("; ".join(names))]
    return tuple(words)


def _case(catalogue: Catalogue, plan: Plan, step: Step) -> str:
    """Decisions have the numbers of the cards and the slides, on which there are only those that are played."""
    case = catalogue.cases[step.case or ""]
    played = {name for each in plan.steps if each.case == step.case for name in each.decisions}
    dealt = (each for each in case.decisions if each.id in played)
    numbers = [str(number) for number, each in enumerate(dealt, start=1) if each.id in step.decisions]
    if not numbers:
        return f"{case.title}, the story"
    return f"{case.title}, {'decision' if len(numbers) == 1 else 'decisions'} {', '.join(numbers)}"
