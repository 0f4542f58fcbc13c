"""The whole course, or one module, as one PDF for everybody: every page with its quiz to fill in, and no answers.

Trainers' notes, what follows from the choices of a case and the keys are not in it. The HTML to print, which holds the
answers at its end, is `handout.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_lowercase

from course.catalogue.model import Case, Catalogue, Decision, Module, Page, Question, Quiz, Source
from course.documents.flowchart_drawing import draw
from course.documents.packs import Wish
from course.documents.poster import PICTURE
from course.documents.reader import Reader, source_line
from course.documents.sheet_setting import day, printing, sheets_pdf
from course.documents.tree import (
    Block,
    Box,
    Bullets,
    Columns,
    Contents,
    Definitions,
    Drawing,
    Field,
    Heading,
    Lines,
    NewPage,
    Paragraph,
    Picture,
    Sheet,
    Statement,
    Words,
    line,
    paragraph,
)
from course.rules.casework import order
from course.rules.ways import Way, steps

COURSE_KICKER, MODULE_KICKER = "The whole course on paper", "One module on paper"
WHAT_IT_IS = (
    "All pages with their quizzes, to read and to tick on paper. The answers are not in it: you find them on the site, "
    "with the reason for each, when you hand a quiz in there."
)
PIECES = "Five pieces lie together. They show a child between two adults."
AIMS, FOR, CONTENTS = "What it is about", "Who it is for", "Contents"
CAN = "After this module you can:"
STORY, DECIDE, RECORD, TEAM = "What happens", "Decide", "Write your record", "For your team"
DECIDE_FIRST = "Tick what you would do. What follows from each choice is on the site, in this case."
THEN = "Then this happens"
RECORD_LINES = 8
NOT_SURE = "Not sure?"
ENDS = "Where the questions end"
TERMS_TITLE, TERMS_KICKER = "Words used here", "In plain English"


def handout_pdf(catalogue: Catalogue, modules: Sequence[Module], wish: Wish) -> bytes:
    """The modules as one PDF/UA-1, their pages counted through."""
    sheets = handout_sheets(catalogue, modules, wish)
    return sheets_pdf(sheets, printing(catalogue, wish, sheets[0].title, through=True))


def handout_sheets(catalogue: Catalogue, modules: Sequence[Module], wish: Wish) -> tuple[Sheet, ...]:
    """A sheet for the cover, one for each module, and one for the glossary words that they use."""
    reader = Reader(catalogue, wish.local)
    whole = len(modules) == len(catalogue.modules)
    opening = _cover(catalogue) if whole else _module_cover(modules[0])
    return (opening, *(_module(reader, module, named=whole) for module in modules), _terms(catalogue, modules))


def _cover(catalogue: Catalogue) -> Sheet:
    course = catalogue.course
    blocks = (
        Picture(PIECES),
        paragraph(course.strapline),
        paragraph(WHAT_IT_IS),
        Heading(2, line(AIMS)),
        _bullets(course.aims),
        Heading(2, line(FOR)),
        _bullets(course.audience),
        NewPage(),
        Heading(2, line(CONTENTS)),
        Contents(),
    )
    return Sheet("course", course.title, COURSE_KICKER, "learners", blocks)


def _module_cover(module: Module) -> Sheet:
    blocks = (*_aims(module), paragraph(WHAT_IT_IS), Heading(2, line(CONTENTS)), Contents())
    return Sheet(module.id, _module_title(module), MODULE_KICKER, "learners", blocks)


def _module_title(module: Module) -> str:
    return f"Module {module.number}: {module.title}"


def _aims(module: Module) -> Iterator[Block]:
    yield Paragraph(line(CAN))
    yield _bullets(module.outcomes)


def _bullets(texts: Sequence[str]) -> Bullets:
    return Bullets(tuple((paragraph(each),) for each in texts))


def _module(reader: Reader, module: Module, *, named: bool) -> Sheet:
    """The pages of a module; `named`: under its name and aims, which otherwise stand on the cover."""
    blocks = [
        *(_aims(module) if named else ()),
        *(each for page in module.pages for each in _page(reader, module, page)),
    ]
    blocks.append(_sources(module.sources, f"Law checked on {day(module.law_as_at)}."))
    title = f"{module.number} {module.title}" if named else "The pages"
    return Sheet(f"module-{module.id}", title, f"Module {module.number}", "learners", tuple(blocks))


def _sources(sources: Sequence[Source], checked: str) -> Paragraph:
    return paragraph(f"{checked} Sources: {'; '.join(map(source_line, sources))}.", small=True)


def _page(reader: Reader, module: Module, page: Page) -> Iterator[Block]:
    yield Heading(2, line(f"{module.number}.{page.number} {page.title}"))
    yield from reader.read(page.before, down=1)
    if page.quiz:
        yield from _quiz(reader.catalogue.quizzes[page.quiz])
    if page.case:
        yield from _case(reader, reader.catalogue.cases[page.case])
    if page.kind == "flowchart":
        yield from _flowchart(reader)
    yield from reader.read(page.after, down=1)


def _quiz(quiz: Quiz) -> Iterator[Block]:
    yield paragraph(quiz.intro)
    for number, asked in enumerate(quiz.statements, 1):
        yield Statement(asked.id, number, asked.text, quiz.labels)


def _case(reader: Reader, case: Case) -> Iterator[Block]:
    """The story and the decisions; what follows from them is left to the site."""
    yield paragraph(f"{case.setting} · {case.level.capitalize()} · about {case.minutes} minutes", small=True)
    yield Box("content-note", "", (paragraph(case.content_note),))
    yield Heading(3, line(STORY))
    yield from reader.read(case.scenario, down=2)
    people = [(line("You are"), (paragraph(case.your_role),))]
    people += [(line("Also in this story"), (paragraph(" · ".join(case.roles)),))] if case.roles else []
    yield Definitions(tuple(people))
    yield Heading(3, line(DECIDE))
    yield paragraph(DECIDE_FIRST)
    for number, decision in enumerate(case.decisions, 1):
        yield _decision(case, decision, number)
        if decision.reveals:
            yield Box("plain", THEN, reader.read(decision.reveals, down=2))
    yield Heading(3, line(RECORD))
    yield Lines(RECORD_LINES)
    yield Heading(3, line(TEAM))
    yield _bullets(case.team_questions)
    yield _sources(case.sources, f"Law checked on {day(case.law_as_at)}.")


def _decision(case: Case, decision: Decision, number: int) -> Field:
    choices = zip(ascii_lowercase, order(case, decision), strict=False)
    return Field(f"{number} {decision.ask}", choices=tuple(f"{letter} {option.text}" for letter, option in choices))


def _flowchart(reader: Reader) -> Iterator[Block]:
    chart = reader.catalogue.flowchart
    yield Box("plain", chart.banner_title, reader.read(chart.banner_text))
    yield from reader.read(chart.intro, down=1)
    yield Drawing(draw(chart), PICTURE)
    answers = {step.question.id: tuple(_ways(step.ways)) for step in steps(chart)}
    for question in chart.questions:
        yield from _question(reader, question, answers[question.id])
    yield Heading(3, line(ENDS))
    yield Definitions(tuple((line(end.title), reader.read(end.text, down=2)) for end in chart.ends))


def _ways(ways: Sequence[Way]) -> Iterator[tuple[Block, ...]]:
    for way in ways:
        yield (Paragraph((Words(f"{way.answer}:", strong=True), Words(f" go to {way.place}. {way.because}"))),)


def _question(reader: Reader, question: Question, answers: tuple[tuple[Block, ...], ...]) -> Iterator[Block]:
    yield Heading(3, line(f"{question.number} {question.title}"))
    yield Paragraph(line(question.ask, strong=True))
    yield from reader.read(question.detail, down=2)
    yield Bullets(answers)
    yield Box("plain", NOT_SURE, reader.read(question.not_sure, down=2))


def _terms(catalogue: Catalogue, modules: Sequence[Module]) -> Sheet:
    """The glossary words of all the pages, in the order of the alphabet."""
    used = {term for module in modules for page in module.pages for term in page.terms}
    terms = sorted((catalogue.terms[term] for term in used), key=lambda term: term.term.casefold())
    words = Definitions(tuple((line(term.term), (paragraph(term.meaning),)) for term in terms))
    return Sheet("words", TERMS_TITLE, TERMS_KICKER, "learners", (Columns((words,)),))
