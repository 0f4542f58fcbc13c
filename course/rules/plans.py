"""Plans for a room that nobody has to write: one for each module and one for each case, worked out from the course itself.

A page takes its own minutes, and besides them those of the exercises that its notes for trainers name; a quiz takes a minute
a statement, the flowchart a minute a box. A case takes its `session_minutes`, shared out among story, decisions and close.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from course.catalogue.model import Case, Catalogue, Decision, Module, Page, Plan, Step
from course.catalogue.teaching import MADE_SHEETS

MODULE, CASE = "module-", "case-"
LEAST, MOST = 4, 24  # people in a room for one module or case
WELCOME, CLOSE = 5, 5  # minutes around a module
STORY_WEIGHT, CLOSE_WEIGHT, SHORT_WEIGHT, OTHER_WEIGHT = 4, 5, 4, 2  # of the parts of a case, beyond a minute for each
EXERCISE = re.compile(r"\(([1-9][0-9]?) minutes\)")
BEFORE = ("facilitator-guide", "accessibility-checklist", "safety", "licence")
AT_THE_START = ("register", "attendee-notice", "safety")
AT_THE_END = ("handout-glossary", "local-contacts", "attendance-certificate", "register")
FOR_A_QUIZ = ("quiz-sheet", "quiz-sheet-large", "answer-key", "answer-key-reasons")
FOR_A_CASE = ("case-cards", "case-notes", "decision-record", "agreement", "handout-phrases", "poster")
ON_PAGES: Mapping[str, tuple[str, ...]] = {
    "three-kinds": ("jigsaw",),
    "worried-about-harm": ("local-contacts",),
    "be-open": ("handout-phrases",),
    "record": ("decision-record",),
    "golden-rules-review": ("handout-rules",),
    "key-questions": ("poster", "handout-gateways"),
    "consent": ("agreement",),
}
"""Sheets that a page is taught with."""

TALK = "<p>Show the key points. Tell the example of this page in your own words; do not read the page out.</p>"
QUIZ = (
    "<p>One statement at a time, about a minute each. Ask for a reason from both sides before you give the answer.</p>"
)
WALK = "<p>Walk one everyday request through the boxes, about a minute each. Let the group answer before you do.</p>"
SAFETY = (
    "<p>People sign in with the time and take the notice about their data. Say what you will do and when you stop. Say that "
    "everybody may step out without a reason, and that real cases and names stay outside.</p>"
)
FAREWELL = (
    "<p>Everybody writes one sentence that begins “I will”, with a day in it. Say whom to ask here, the lead and the front "
    "door, and where support is. People sign out. This is recorded as a session attended; it is not the whole course.</p>"
)
EACH_DECISION = (
    "<p>At each decision read the question, and let people talk before they see the choices. Then each group takes one and "
    "turns the card with what follows. Ask: “Which of them tempted you, and why?”</p>"
)
ALL_GOOD = "<p>Each choice here is a good one. Ask what speaks for each of them.</p>"
ROLES_OFF = (
    "<p>Turn the last card and compare your records with the model. What did you hold back, and does the record say why? Then "
    "take people out of their roles, aloud: “You are yourselves again.” Say where support is. People sign out.</p>"
)


def plan_names(catalogue: Catalogue) -> tuple[str, ...]:
    """Every plan by name: the written ones, the longest first, then one for each module and one for each case."""
    modules = (MODULE + module.id for module in catalogue.modules)
    return (*catalogue.plans, *modules, *(CASE + case for case in catalogue.cases))


def plan(catalogue: Catalogue, name: str) -> Plan | None:
    """The plan of that name, written or worked out; None when there is none."""
    if name in catalogue.plans:
        return catalogue.plans[name]
    if name.startswith(MODULE) and (module := catalogue.module(name.removeprefix(MODULE))):
        return module_plan(catalogue, module)
    if name.startswith(CASE) and (case := catalogue.cases.get(name.removeprefix(CASE))):
        return case_plan(catalogue, case)
    return None


def module_plan(catalogue: Catalogue, module: Module) -> Plan:
    """A module with a group, page by page; of its cases so many as it requires, in their order."""
    steps = (
        _step("Welcome and safety", WELCOME, SAFETY, sheets=AT_THE_START),
        *(_page_step(catalogue, page) for page in _shown(module)),
        _step("What you take with you", CLOSE, FAREWELL, sheets=AT_THE_END),
    )
    return _plan(
        catalogue,
        MODULE + module.id,
        f"Module {module.number}: {module.title}",
        "One module with a group: its pages and exercises, and its quizzes aloud or on paper.",
        module.outcomes,
        steps,
    )


def _shown(module: Module) -> Iterator[Page]:
    """The pages that a group takes: all but the cases beyond those required."""
    cases = 0
    for page in module.pages:
        cases += page.kind == "case"
        if page.kind != "case" or module.cases_required is None or cases <= module.cases_required:
            yield page


def page_minutes(catalogue: Catalogue, page: Page) -> int:
    """What a page takes with a group."""
    if page.case is not None:
        return catalogue.cases[page.case].session_minutes
    if page.quiz is not None:
        return max(page.minutes, len(catalogue.quizzes[page.quiz].statements))
    boxes = len(catalogue.flowchart.questions) if page.kind == "flowchart" else 0
    return page.minutes + boxes + sum(_exercises(page))


def _exercises(page: Page) -> list[int]:
    return [int(minutes) for minutes in EXERCISE.findall(page.facilitator)]


def _page_step(catalogue: Catalogue, page: Page) -> Step:
    minutes = page_minutes(catalogue, page)
    if page.case is not None:
        case = catalogue.cases[page.case]
        does = f"{_note(case)}{EACH_DECISION}{case.facilitator}"
        taken = tuple(decision.id for decision in case.decisions)
        cut = "The decisions that are not in the short form of the case."
        return _step(page.title, minutes, does, case=case.id, decisions=taken, sheets=FOR_A_CASE, cut=cut)
    if page.quiz is not None:
        cut = "Statements on which everybody agrees, and is right: say so and go on."
        return _step(page.title, minutes, QUIZ + page.facilitator, quizzes=(page.quiz,), sheets=FOR_A_QUIZ, cut=cut)
    does = (WALK if page.kind == "flowchart" else TALK) + page.facilitator
    cut = "The exercise. Ask its question of the whole room." if _exercises(page) else ""
    return _step(page.title, minutes, does, pages=(page.id,), sheets=ON_PAGES.get(page.id, ()), cut=cut)


def case_plan(catalogue: Catalogue, case: Case) -> Plan:
    """One case with a group, all its decisions. It lasts its `session_minutes`, and never less than a minute for each step."""
    weights = [STORY_WEIGHT, *(SHORT_WEIGHT if each.id in case.foundation else OTHER_WEIGHT for each in case.decisions)]
    story, *decisions, close = shared_out(case.session_minutes, [*weights, CLOSE_WEIGHT])
    opening = f"{SAFETY}{_note(case)}<p>Read the story aloud and give out the role cards.</p>{EACH_DECISION}{case.facilitator}"
    steps = (
        _step("The story", story, opening, case=case.id, sheets=(*AT_THE_START, *FOR_A_CASE)),
        *(_decision_step(case, number, minutes) for number, minutes in enumerate(decisions)),
        _step("The record, and the end", close, ROLES_OFF + _questions(case), sheets=AT_THE_END),
    )
    aims = (
        f"Work through “{case.title}” with the seven key questions.",
        "Say who needs which fact, when and why, and what is held back.",
        "Write a record that somebody else can follow.",
    )
    title = f"Case {case.number}: {case.title}"
    return _plan(catalogue, CASE + case.id, title, f"One case with a group. {case.setting}.", aims, steps)


def shared_out(minutes: int, weights: Sequence[int]) -> list[int]:
    """Whole minutes, one for each part and the rest by weight; what is left over goes to the largest remainders.

    The sum is `minutes`, or the number of parts where that is more. `weights` are positive.
    """
    rest, whole = max(0, minutes - len(weights)), sum(weights)
    shares = [1 + rest * weight // whole for weight in weights]
    over = max(minutes, len(weights)) - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(rest * weights[place] % whole), place))
    for place in by_remainder[:over]:
        shares[place] += 1
    return shares


def _decision_step(case: Case, number: int, minutes: int) -> Step:
    decision = case.decisions[number]
    short = decision.id in case.foundation
    cut = "" if short else "All of it: the short form does without this decision. Tell what follows from it."
    title = f"Decision {number + 1}: {decision.ask}"
    return _step(title, minutes, _decision(decision), case=case.id, decisions=(decision.id,), cut=cut)


def _decision(decision: Decision) -> str:
    """What a trainer does at a decision: the wrong turns to expect are its own choices that are not the best."""
    wrong = "".join(f"<li>{html.escape(option.text)}</li>" for option in decision.options if option.grade != "best")
    then = "<p>Read out what happens next.</p>" if decision.reveals else ""
    turns = f"<p>Turns that tempt here:</p><ul>{wrong}</ul>" if wrong else ALL_GOOD
    return turns + then


def _note(case: Case) -> str:
    return f"<p>Read aloud first: <em>{html.escape(case.content_note)}</em></p>"


def _questions(case: Case) -> str:
    asked = "".join(f"<li>{html.escape(question)}</li>" for question in case.team_questions)
    return f"<p>If there is time:</p><ul>{asked}</ul>" if asked else ""


def _step(
    title: str,
    minutes: int,
    does: str,
    *,
    quizzes: tuple[str, ...] = (),
    pages: tuple[str, ...] = (),
    case: str | None = None,
    decisions: tuple[str, ...] = (),
    sheets: tuple[str, ...] = (),
    cut: str = "",
) -> Step:
    return Step(title, minutes, does, quizzes, pages, case, decisions, sheets, cut)


def _plan(
    catalogue: Catalogue, name: str, title: str, summary: str, aims: tuple[str, ...], steps: tuple[Step, ...]
) -> Plan:
    needs = [
        "Tables for 4 to 6 people, from several services if you can.",
        "The slides, or the sheets alone. No network is needed.",
        "A quiet room close by for whoever steps out.",
    ]
    if any(step.case for step in steps):
        needs.append("One set of case cards for each table.")
    return Plan(
        id=name,
        title=title,
        summary=summary,
        minutes=sum(step.minutes for step in steps),
        least=LEAST,
        most=MOST,
        whole_course=False,
        aims=aims,
        needs=tuple(needs),
        steps=tuple(replace(step, sheets=_there(catalogue, step.sheets)) for step in steps),
        before=_there(catalogue, BEFORE),
    )


def _there(catalogue: Catalogue, sheets: tuple[str, ...]) -> tuple[str, ...]:
    """Those sheets that the course has: a text in content/sheets may be taken out."""
    return tuple(sheet for sheet in sheets if sheet in MADE_SHEETS or sheet in catalogue.sheets)
