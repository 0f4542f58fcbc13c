"""What the room sees during the steps of a plan: key points of pages, statements, the flowchart, cases with their decisions.

A page that is named stands where the plan names it; a quiz whose page is named among them stands there too, the others
follow. How the statements of a quiz are shown is for who puts the whole together: each quiz comes in several forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from course.catalogue.model import Case, Decision, Module, Page, Plan, Quiz, Step
from course.documents import slide_notes
from course.documents.case_cards import Dealt, following
from course.documents.reader import Reader
from course.documents.slide_chart import laid_out
from course.documents.slide_fitting import parts
from course.documents.slide_values import Point, Slide
from course.documents.tree import Block, paragraph, plain
from course.documents.tree import Paragraph as Para
from course.rules.casework import order

LAW_BOX = 'class="law"'
PAPER = (
    "{count} statements stand on your quiz sheet.",
    "Tick {yes} or {no} for each of them.",
    "Keep your sheet beside you: the answers follow, with their reasons.",
)
DECIDE = "The story goes on aloud. Listen, then decide at your table."
TEAM = "For your team"
ACTION_PAGE = "what-your-organisation-owes"
ACTION = "One thing to put right"
ACTION_ASKS = ("What is missing, and what will you do about it?", "With whom?", "By which day?")


@dataclass(frozen=True, slots=True)
class Shown:
    """A quiz in its three forms, the shortest first: on paper, several statements on a slide, one on each."""

    forms: tuple[tuple[Slide, ...], ...]


Piece = Slide | Shown


@dataclass(frozen=True, slots=True)
class Room:
    """What slides are made of: the texts, and the plan."""

    reader: Reader
    plan: Plan

    def pieces(self, place: int) -> tuple[Piece, ...]:
        """The slides of a step, in order, without what the step itself puts into the notes."""
        step = self.plan.steps[place]
        pages = [page for name in step.pages if (page := self.reader.catalogue.page(name))]
        rest = [name for name in step.quizzes if name not in step.pages]
        made: list[Piece] = []
        for page in pages:
            made += self._page(page, step)
        made += [self._quiz(self.reader.catalogue.quizzes[name], step) for name in rest]
        if self.plan.whole_course and ACTION_PAGE in step.pages:
            made.append(self._action(self.reader.catalogue.page(ACTION_PAGE)))
        if step.case:
            made += self._case(self.reader.catalogue.cases[step.case], step, place)
        return tuple(made)

    def _page(self, page: Page, step: Step) -> Iterator[Piece]:
        if page.quiz:
            yield self._quiz(self.reader.catalogue.quizzes[page.quiz], step)
            return
        module = self.reader.catalogue.module(page.module)
        yield from parts(self._points(page, module, step))
        if page.kind == "flowchart":
            yield from self._chart(module)

    def _points(self, page: Page, module: Module | None, step: Step) -> Slide:
        """The key points of a page; at the page of a golden rule with its sign, its number and what it says in short."""
        rule = self.reader.catalogue.rules.get(page.id)
        legal = LAW_BOX in page.before or LAW_BOX in page.after
        return Slide(
            kind="rule" if rule else "points",
            title=page.title,
            points=(*([Point(rule.gist, head=True)] if rule else ()), *(Point(each) for each in page.key_points)),
            kicker=f"Golden rule {rule.number} of {len(self.reader.catalogue.rules)}" if rule else _named(module),
            rule=rule.id if rule else "",
            module=module.number if module else 0,
            law=module.law_as_at if module and legal else None,
            notes=tuple(slide_notes.of_page(self.reader, page, step)),
        )

    def _chart(self, module: Module | None) -> Iterator[Slide]:
        """The flowchart drawn, or its questions as a list where it cannot be drawn on one slide."""
        chart = self.reader.catalogue.flowchart
        drawn = laid_out(chart) is not None
        slide = Slide(
            kind="chart" if drawn else "points",
            title=chart.title,
            points=() if drawn else tuple(Point(f"{each.number}  {each.title}") for each in chart.questions),
            kicker=_named(module),
            module=module.number if module else 0,
            law=chart.law_as_at,
            chart=chart if drawn else None,
            notes=tuple(slide_notes.of_chart(self.reader)),
        )
        yield from parts(slide)

    def _action(self, page: Page | None) -> Slide:
        module = self.reader.catalogue.module(page.module) if page else None
        asked = tuple(Point(each) for each in ACTION_ASKS)
        return Slide("points", ACTION, asked, _named(module), module=module.number if module else 0)

    def _quiz(self, quiz: Quiz, step: Step) -> Shown:
        module = self.reader.catalogue.quiz_module(quiz.id)
        known = slide_notes.answers(self.reader.catalogue, quiz)
        head = tuple(slide_notes.of_quiz(self.reader, quiz, step))
        base = Slide(
            kind="statements",
            title=quiz.title,
            kicker=_named(module),
            module=module.number if module else 0,
            law=max(each.law_as_at for each in quiz.statements),
        )
        yes, no = quiz.labels
        asked = tuple(Point(each.format(count=len(known), yes=yes, no=no)) for each in PAPER)
        paper = replace(
            base, kind="points", points=asked, notes=(*head, slide_notes.heading(slide_notes.ANSWERS), *known)
        )
        together = replace(base, points=tuple(Point(each.text) for each in known))
        several = tuple(_with(slide, known, head) for slide in parts(together))
        single = tuple(self._statement(base, quiz, number, head) for number in range(len(known)))
        return Shown((parts(paper), several, tuple(each for slide in single for each in parts(slide))))

    def _statement(self, base: Slide, quiz: Quiz, number: int, head: tuple[Block, ...]) -> Slide:
        """One statement by itself: it is the title."""
        said = slide_notes.answers(self.reader.catalogue, quiz)[number]
        count = f"{quiz.title} · {number + 1} of {len(quiz.statements)}"
        notes = (*(head if not number else ()), slide_notes.heading(slide_notes.ANSWERS), said)
        return replace(base, kind="statement", title=said.text, kicker=count, labels=quiz.labels, notes=notes)

    def _case(self, case: Case, step: Step, place: int) -> Iterator[Slide]:
        """The story, where the case comes for the first time in the plan, and the decisions of the step."""
        earlier = [each for each in self.plan.steps[:place] if each.case == case.id]
        if not earlier:
            yield from parts(self._story(case, step))
        dealt = Dealt(case, self._played(case))
        played = dealt.played()
        for number, decision in enumerate(played, 1):
            if decision.id in step.decisions:
                yield from parts(self._decision(case, decision, (number, played)))
        ends = played and played[-1].id in step.decisions
        if ends and len(played) == len(case.decisions) and self._alone():
            yield from parts(
                Slide("points", TEAM, tuple(map(Point, case.team_questions)), _case(case), module=self._module(case))
            )

    def _played(self, case: Case) -> tuple[str, ...]:
        return tuple(name for step in self.plan.steps if step.case == case.id for name in step.decisions)

    def _alone(self) -> bool:
        """Whether the plan is about one case and nothing else."""
        cases = {step.case for step in self.plan.steps if step.case}
        return len(cases) == 1 and not any(step.pages or step.quizzes for step in self.plan.steps)

    def _module(self, case: Case) -> int:
        page = self.reader.catalogue.page(case.id)
        module = self.reader.catalogue.module(page.module) if page else None
        return module.number if module else 0

    def _story(self, case: Case, step: Step) -> Slide:
        """Its note and how it begins; the rest is read aloud."""
        begin = next((plain(each.line) for each in self.reader.read(case.scenario) if isinstance(each, Para)), "")
        points = (Point(begin.replace("\n", " ")), Point(DECIDE))
        return Slide(
            kind="story",
            title=case.title,
            points=points,
            kicker=f"{_case(case)} · {case.setting}",
            lead=case.content_note,
            module=self._module(case),
            law=case.law_as_at,
            notes=tuple(slide_notes.of_story(self.reader, case, step)),
        )

    def _decision(self, case: Case, decision: Decision, place: tuple[int, Sequence[Decision]]) -> Slide:
        number, played = place
        notes = list(slide_notes.of_decision(self.reader, case, decision, following(case, played, number)))
        if number == len(played):
            notes += slide_notes.of_end(self.reader, case)
        return Slide(
            kind="choices",
            title=decision.ask,
            points=tuple(Point(option.text) for option in order(case, decision)),
            kicker=f"{_case(case)} · decision {number} of {len(played)}",
            module=self._module(case),
            notes=tuple(notes),
        )


def _with(slide: Slide, known: Sequence[Block], head: tuple[Block, ...]) -> Slide:
    """A slide with the answers to its own statements, the first one with what stands above them all."""
    last = slide.first + len(slide.points) - 1
    count = f"Statements {slide.first} to {last} of {len(known)}"
    above = head if slide.first == 1 else (paragraph(count),)
    own = known[slide.first - 1 : last]
    return replace(slide, kicker=count, notes=(*above, slide_notes.heading(slide_notes.ANSWERS), *own))


def _named(module: Module | None) -> str:
    return f"Module {module.number} · {module.title}" if module else ""


def _case(case: Case) -> str:
    return f"Case {case.number}"
