"""What a trainer finds under a slide: the clock, what to do, what the page says, what to ask and to listen for, what to cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_lowercase

from course.catalogue.model import Case, Catalogue, Decision, Page, Plan, Quiz, Step
from course.documents.case_cards import GRADES, IN_SHORT, RECORD, TEAM
from course.documents.plan_sheet import begins, clock
from course.documents.quiz_sheets import answer_key
from course.documents.reader import Reader
from course.documents.sheet_names import sheet_name
from course.documents.slide_notes_page import LATE_HEADING
from course.documents.tree import (
    Block,
    Box,
    Bullets,
    Heading,
    Paragraph,
    Statement,
    Words,
    line,
    paragraph,
)
from course.rules.casework import order
from course.rules.ways import Way, steps

DO, PROSE, LISTEN, STORY = "What to do", "What the page says", "To ask, and to listen for", "The story"
READ_FIRST, PEOPLE, ANSWERS = "Read aloud first", "People in the story", "Answers"
FOLLOWS, NEXT, WAY = "What follows from each choice", "Read out what happens next", "One good way through"
LIST = "The same in words"
HAND_OUT = "To hand out or to have ready: {}"
BRING, BEFORE = "What you need", "Read or sent beforehand"


def heading(text: str) -> Heading:
    """A heading within notes."""
    return Heading(3, line(text))


def bullets(texts: Sequence[str], *, ordered: bool = False) -> Bullets:
    """Plain lines as a list."""
    return Bullets(tuple((paragraph(each),) for each in texts), ordered=ordered)


def about_plan(catalogue: Catalogue, plan: Plan) -> Iterator[Block]:
    """Under the title: how long, for how many, what is needed."""
    yield paragraph(plan.summary)
    yield paragraph(
        f"{plan.minutes} minutes, from 0:00 to {clock(plan.minutes)}, for {plan.least} to {plan.most} people."
    )
    yield heading(BRING)
    yield bullets(plan.needs)
    if plan.before:
        yield heading(BEFORE)
        yield bullets([sheet_name(catalogue, sheet) for sheet in plan.before])


def time_of(plan: Plan, place: int) -> str:
    """When a step begins and ends, its name and its minutes."""
    starts, step = begins(plan), plan.steps[place]
    unit = "minute" if step.minutes == 1 else "minutes"
    return f"{clock(starts[place])} to {clock(starts[place + 1])} · {step.title} ({step.minutes} {unit})"


def opening(reader: Reader, plan: Plan, place: int) -> Iterator[Block]:
    """At the first slide of a step: its time, all that there is to do in it, and what to leave out."""
    step = plan.steps[place]
    yield paragraph(time_of(plan, place))
    yield heading(DO)
    yield from reader.read(step.does, down=2)
    if step.sheets:
        named = "; ".join(sheet_name(reader.catalogue, sheet) for sheet in step.sheets)
        yield Paragraph(line(HAND_OUT.format(named)), small=True)
    if step.cut:
        yield LATE_HEADING
        yield paragraph(step.cut)


def of_page(reader: Reader, page: Page, step: Step) -> Iterator[Block]:
    """What to ask and to listen for at a page, unless the step says it already, and the text of the page but its key points."""
    yield from _listening(reader, page.facilitator, step)
    yield heading(PROSE)
    for each in (*reader.read(page.before, down=1), *reader.read(page.after, down=1)):
        if not (isinstance(each, Box) and each.kind == "key-points"):
            yield each


def _listening(reader: Reader, facilitator: str, step: Step) -> Iterator[Block]:
    if facilitator and facilitator not in step.does:
        yield heading(LISTEN)
        yield from reader.read(facilitator, down=2)


def of_quiz(reader: Reader, quiz: Quiz, step: Step) -> Iterator[Block]:
    """At the first slide of a quiz: what to ask, and what it says above its statements."""
    page = reader.catalogue.page(quiz.id)
    yield from _listening(reader, page.facilitator, step) if page else ()
    yield paragraph(quiz.intro)


def answers(catalogue: Catalogue, quiz: Quiz) -> tuple[Statement, ...]:
    """The statements of a quiz with answer and reason, as in the key."""
    key = answer_key(catalogue, [quiz.id], reasons=True)
    return tuple(each for each in key.blocks if isinstance(each, Statement))


def of_chart(reader: Reader) -> Iterator[Block]:
    """The flowchart as a list."""
    chart = reader.catalogue.flowchart
    yield Box("plain", chart.banner_title, reader.read(chart.banner_text, down=2))
    yield heading(LIST)
    yield paragraph(f"{chart.begin}: go to question {chart.first.number}.")
    for each in steps(chart):
        yield Paragraph(line(f"{each.question.number} {each.question.title}", strong=True))
        yield Bullets(tuple((_way(way),) for way in each.ways))
    for end in chart.ends:
        yield Paragraph(line(end.title, strong=True))
        yield from reader.read(end.text, down=2)


def _way(way: Way) -> Paragraph:
    return Paragraph((Words(f"{way.answer}:", strong=True), Words(f" go to {way.place}. {way.because}")))


def of_story(reader: Reader, case: Case, step: Step) -> Iterator[Block]:
    """The story whole, to be read aloud, its note first; the people; and the notes on the case."""
    yield heading(READ_FIRST)
    yield paragraph(case.content_note)
    yield heading(STORY)
    yield from reader.read(case.scenario, down=2)
    yield heading(PEOPLE)
    yield bullets([case.your_role, *case.roles])
    yield from _listening(reader, case.facilitator, step)


def of_decision(reader: Reader, case: Case, decision: Decision, passed: Sequence[Decision]) -> Iterator[Block]:
    """Which choice is which, and what follows; then the news of this decision and of those that are passed over after it."""
    yield Paragraph(line(_behind(reader.catalogue, decision)), small=True)
    yield heading(FOLLOWS)
    for letter, option in zip(ascii_lowercase, order(case, decision), strict=False):
        first, *others = reader.read(option.consequence, down=2)
        grade = Words(f"{letter}: {GRADES[option.grade]}. ", strong=True)
        yield Paragraph((grade, *first.line)) if isinstance(first, Paragraph) else Paragraph((grade,))
        yield from others if isinstance(first, Paragraph) else (first, *others)
    for each in passed:
        if each.reveals:
            yield heading(NEXT)
            yield from reader.read(each.reveals, down=2)


def _behind(catalogue: Catalogue, decision: Decision) -> str:
    question = next(each for each in catalogue.flowchart.questions if each.id == decision.question)
    rules = "".join(f" · {catalogue.rules[rule].name}" for rule in decision.rules)
    return f"Key question {question.number}: {question.title}{rules}"


def of_end(reader: Reader, case: Case) -> Iterator[Block]:
    """At the last decision of a case: one good way through, what belongs in the record, questions for the team."""
    yield heading(WAY)
    yield Paragraph(line(IN_SHORT.format(case.outcome[:1].lower() + case.outcome[1:]), strong=True))
    yield from reader.read(case.model_decision, down=2)
    yield heading(RECORD)
    yield bullets(case.record)
    yield heading(TEAM)
    yield bullets(case.team_questions, ordered=True)
