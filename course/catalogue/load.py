"""Reads the whole course: every file is seen before anything is judged, and every fault is told."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from course.catalogue import model, reading_age, schemas
from course.catalogue.check import check_book
from course.catalogue.files import File, read_files
from course.catalogue.forms import make_form
from course.catalogue.glossary import Marker
from course.catalogue.markdown import Renderer
from course.catalogue.names import Names, gather, own_id
from course.catalogue.page_texts import PageText, split_pages
from course.catalogue.passage import Sheet
from course.catalogue.plans import in_order, make_plan
from course.catalogue.problems import Problem, Problems
from course.catalogue.reflecting import make_reflection
from course.catalogue.sheets import SHEET_BLOCKS, make_sheet
from course.catalogue.sources import Book, Source, read_sources
from course.catalogue.values import (
    REFERENCE_BLOCKS,
    Press,
    case_page,
    make_case,
    make_flowchart,
    make_page,
    make_quiz,
    make_reference,
    make_sources,
)

EASIEST, HARDEST = 4, 10  # Flesch-Kincaid grades of module pages: reading age 9 to 15

Pages = Mapping[str, list[PageText]]


@dataclass(slots=True)
class _Made:
    """Values made so far, by the path of their file or their id; files with faults of form are not in it."""

    pages: dict[str, list[model.Page]] = field(default_factory=dict)
    cases: dict[str, tuple[model.Case, tuple[str, ...]]] = field(default_factory=dict)
    references: dict[str, model.Reference] = field(default_factory=dict)
    flowchart: model.Flowchart | None = None
    plans: list[model.Plan] = field(default_factory=list)
    sheets: dict[str, model.TrainerSheet] = field(default_factory=dict)


def read_catalogue(root: Path, today: dt.date) -> tuple[model.Catalogue | None, list[Problem]]:
    """The course in `root` (which holds `content/` and `quizzes/`) and every problem, by file and line.

    None when any problem is an error. Never raises for what stands in a file. `today` is held against review dates.
    """
    problems = Problems()
    files = read_files(root, problems)
    book = read_sources(files, problems)
    pages = {source.path: _pages(source, problems) for source in book.of_kind("module")}
    names = gather(book, pages, problems)
    made = _make(book, pages, names, problems)
    check_book(book, pages, names, problems, today)
    catalogue = None if problems.any_error else _catalogue(book, pages, made, _digest(files))
    return catalogue, problems.in_order()


def _pages(source: Source, problems: Problems) -> list[PageText]:
    if not source.body and not source.yaml.readable:
        return []
    pages, faults = split_pages(source)
    for fault in faults:
        problems.error(source.path, fault.line, fault.message, fault.mend)
    return pages


def _make(book: Book, pages: Pages, names: Names, problems: Problems) -> _Made:
    """Render every text, of right and of faulty files alike, so that all faults are told."""
    rule_names = {rule.id: rule.name for rule in book.rules.form.rules} if book.rules else {}
    renderer = Renderer(names, rule_names, Marker(book.glossary.form.terms if book.glossary else ()))
    press, made = Press(renderer, problems), _Made()
    for source in book.of_kind("module"):
        made.pages[source.path] = [_page(press, source, page) for page in pages[source.path]]
    for case in book.cases:
        sheet = Sheet("page", case.form.id, case.form.title)
        made.cases[case.form.id] = make_case(press, case, sheet), tuple(sheet.terms)
        _judge_reading_age(case.path, case.line("scenario"), sheet, problems)
    _make_references(press, book, made)
    if book.flowchart is not None:
        made.flowchart = make_flowchart(press, book.flowchart)
    _make_teaching(press, book, made)
    _check_anchors(renderer, names, problems)
    return made


def _page(press: Press, source: Source, page: PageText) -> model.Page:
    sheet = Sheet("page", page.id, page.title)
    value = make_page(press, source.path, own_id(source), page, sheet)
    _judge_reading_age(source.path, page.line, sheet, press.problems)
    return value


def _make_references(press: Press, book: Book, made: _Made) -> None:
    docs = {doc.path: doc for doc in book.references}
    for source in book.of_kind("reference"):
        doc = docs.get(source.path)
        sheet = Sheet("reference", own_id(source), doc.form.title if doc else source.file.stem)
        rendered = press.text(source.path, source.body_line, source.body, sheet, REFERENCE_BLOCKS)
        if doc is not None:
            made.references[doc.form.id] = make_reference(doc, rendered, sheet.terms)


def _make_teaching(press: Press, book: Book, made: _Made) -> None:
    """Plans and sheets for a room."""
    made.plans += [make_plan(press, doc) for doc in book.plans]
    docs = {doc.path: doc for doc in book.sheets}
    for source in book.of_kind("sheet"):
        sheet = Sheet("sheet", own_id(source), source.file.stem, explains_terms=False, numbers_parts=False)
        rendered = press.text(source.path, source.body_line, source.body, sheet, SHEET_BLOCKS)
        if doc := docs.get(source.path):
            made.sheets[doc.form.id] = make_sheet(doc.form, rendered)


def _judge_reading_age(path: str, line: int, sheet: Sheet, problems: Problems) -> None:
    grade = reading_age.grade(sheet.prose)
    if grade is None or EASIEST <= grade <= HARDEST:
        return
    message = f"the reading grade of “{sheet.title}” is {grade:.1f}, outside {EASIEST} to {HARDEST}"
    mend = "shorten its sentences and words" if grade > HARDEST else "join some of its sentences"
    problems.warning(path, line, message, mend)


def _check_anchors(renderer: Renderer, names: Names, problems: Problems) -> None:
    """Links to a part of a page are followed once every page is rendered."""
    for use in renderer.anchor_uses:
        kind, name = use.place
        known = renderer.anchors.get(use.place)
        if known is not None and use.anchor not in known:
            message = f"the {kind} `{name}` has no part `#{use.anchor}`"
            mend = f"give a heading there `{{#{use.anchor}}}`, or mend the link"
            problems.error(use.path, use.line, message, mend)


def _catalogue(book: Book, pages: Pages, made: _Made, digest: str) -> model.Catalogue | None:
    """The whole course; only called when no file has a fault, and None should one be missing all the same."""
    course, rules, glossary, slots = book.course, book.rules, book.glossary, book.slots
    if course is None or rules is None or glossary is None or slots is None or made.flowchart is None:
        return None
    if book.reflection is None:
        return None
    quizzes = {doc.form.id: make_quiz(doc) for doc in book.quizzes}
    shown = [page.quiz for some in made.pages.values() for page in some if page.quiz]
    return model.Catalogue(
        course=_course(course.form),
        modules=_modules(course.form.modules, book, pages, made),
        quizzes={quiz: quizzes[quiz] for quiz in shown},
        rules={rule.id: _rule(rule) for rule in rules.form.rules},
        earlier_rules={rule.number: rule.text for rule in rules.form.earlier},
        flowchart=made.flowchart,
        cases={name: case for name, (case, _) in made.cases.items()},
        references=made.references,
        terms={term.id: _term(term) for term in glossary.form.terms},
        slots={slot.id: model.Slot(**slot.model_dump()) for slot in slots.form.slots},
        reflection=make_reflection(book.reflection.form),
        forms={doc.form.id: make_form(doc.form) for doc in book.forms},
        plans=in_order(made.plans),
        sheets=made.sheets,
        digest=digest,
    )


def _rule(form: schemas.RuleForm) -> model.GoldenRule:
    return model.GoldenRule(form.id, form.number, form.name, form.gist, tuple(form.earlier))


def _term(form: schemas.TermForm) -> model.Term:
    return model.Term(form.id, form.term, tuple(form.forms), form.meaning, tuple(form.see), tuple(form.also))


def _course(form: schemas.CourseForm) -> model.Course:
    values = {name: getattr(form, name) for name in schemas.CourseForm.model_fields if name != "modules"}
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    changes = tuple(
        model.Change(
            change.edition, change.date, change.kind, change.what, tuple(change.pages), tuple(change.statements)
        )
        for change in form.changes
    )
    return model.Course(**{**values, **lists, "changes": changes})


def _modules(order: list[str], book: Book, pages: Pages, made: _Made) -> tuple[model.Module, ...]:
    docs = {doc.form.id: doc for doc in book.modules}
    modules = []
    for number, name in enumerate(order, start=1):
        doc = docs[name]
        form, shown = doc.form, list[model.Page]()
        for text, page in zip(pages[doc.path], made.pages[doc.path], strict=True):
            shown.append(page)
            if text.cases_follow:
                shown += [case_page(case, name, terms) for case, terms in made.cases.values()]
        numbered = (dataclasses.replace(page, number=place) for place, page in enumerate(shown, start=1))
        module = model.Module(
            id=form.id,
            number=number,
            title=form.title,
            minutes=form.minutes,
            outcomes=tuple(form.outcomes),
            sources=make_sources(form.sources),
            law_as_at=form.law_as_at,
            owner=form.owner,
            cases_required=form.cases_required,
            pages=tuple(numbered),
        )
        modules.append(module)
    return tuple(modules)


def _digest(files: list[File]) -> str:
    """A digest that changes with any byte and any name of the content."""
    whole = hashlib.sha256()
    for file in files:
        whole.update(f"{file.path}\0{len(file.raw)}\0".encode() + file.raw)
    return whole.hexdigest()
