"""Checks from file to file: all that a file cannot know of itself. `Problem` is what an author is told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from course.catalogue.case_faults import check_case
from course.catalogue.flowchart_faults import check_flowchart
from course.catalogue.form_faults import check_offer, check_printed_form
from course.catalogue.names import Names, own_id
from course.catalogue.page_texts import PageText
from course.catalogue.plans import check_plan
from course.catalogue.problems import Problem, Problems
from course.catalogue.quiz_faults import check_quizzes
from course.catalogue.reflecting_faults import check_reflection
from course.catalogue.scan import law_date
from course.catalogue.schemas import CourseForm, ModuleForm
from course.catalogue.sheets import check_sheets
from course.catalogue.sources import Book, Doc
from course.catalogue.yaml_lines import Loc

__all__ = ["Problem", "Problems", "check_book"]

LAW_BLOCK = re.compile(r" */{3,} *law *\| *(?P<day>\S+) *$")
NAMED_AS_THEIR_ID = ("module", "quiz", "reference", "form", "plan", "sheet")
Pages = Mapping[str, list[PageText]]


def check_book(book: Book, pages: Pages, names: Names, problems: Problems, today: dt.date) -> None:
    """Note every fault between the files. `pages` are those of each module file; `today` is held against dates."""
    _check_file_names(book, problems)
    _check_order(book, problems)
    _check_special_pages(book, pages, problems)
    for module in book.modules:
        _check_module(module, book, pages[module.path], problems)
    _check_rules(book, names, problems)
    _check_terms(book, names, problems)
    check_quizzes(book, pages, names, problems)
    for case in book.cases:
        check_case(case, names, problems)
    for form in book.forms:
        check_printed_form(form, problems)
        if book.flowchart is not None:
            check_offer(form, book.flowchart.form, problems)
    for plan in book.plans:
        check_plan(plan, book, names, problems)
    check_sheets(book, problems)
    if book.flowchart is not None:
        check_flowchart(book.flowchart, problems)
    if book.reflection is not None:
        check_reflection(book.reflection, names, problems)
    if book.course is not None:
        _check_changes(book.course, names, problems)
    _check_dates(book, problems, today)


def _check_file_names(book: Book, problems: Problems) -> None:
    """A quiz or reference page is named as its id, a module as its number and id; cases are checked with the rest."""
    order = book.course.form.modules if book.course is not None else []
    for source in book.sources:
        name, kind = own_id(source), source.file.kind
        expected = name
        if kind == "module":
            number = str(order.index(name) + 1) if name in order else source.file.stem.partition("-")[0]
            expected = f"{number}-{name}"
        if kind in NAMED_AS_THEIR_ID and source.yaml.readable and source.file.stem != expected:
            ending = source.path.rpartition(".")[2]
            mend = f"name it {expected}.{ending}, or mend the id"
            problems.error(source.path, source.line("id"), "the name of the file does not match its id", mend)


def _check_order(book: Book, problems: Problems) -> None:
    if book.course is None:
        return
    course, order = book.course, book.course.form.modules
    known = [own_id(source) for source in book.of_kind("module")]
    for number, name in enumerate(order):
        if name not in known:
            message = f"the order of modules names an unknown module `{name}`"
            problems.error(course.path, course.line("modules", number), message, "give the id of a module")
        elif name in order[:number]:
            problems.error(course.path, course.line("modules", number), f"`{name}` stands twice", "take one out")
    for name in known:
        if name not in order:
            message = f"the order of modules lacks `{name}`"
            problems.error(course.path, course.line("modules"), message, f"add the line `- {name}`")


def _check_special_pages(book: Book, pages: Pages, problems: Problems) -> None:
    """The flowchart is shown once and the cases stand in one place."""
    found = [(path, page) for path, some in pages.items() for page in some]
    charts = [(path, page.marker.line) for path, page in found if page.marker and page.marker.kind == "flowchart"]
    cases = [(path, page.line) for path, page in found if page.cases_follow]
    for what, places in (("flowchart", charts), ("cases", cases)):
        for path, line in places[1:]:
            problems.error(path, line, f"`{{{{ {what} }}}}` stands also in {places[0][0]}", "keep one of the two")
    if not charts and book.flowchart is not None:
        mend = "put `{{ flowchart }}` on the page that is to show it"
        problems.warning(book.flowchart.path, 1, "no page shows the flowchart", mend)
    if not cases and book.cases:
        problems.error(book.cases[0].path, 1, "no module shows the cases", "put `{{ cases }}` between two of its pages")


def _check_module(module: Doc[ModuleForm], book: Book, pages: list[PageText], problems: Problems) -> None:
    """The minutes of the pages add up; where some cases are chosen, to a sum that a choice of them can give."""
    form = module.form
    if len(book.cases) < len(book.of_kind("case")) or any(page.minutes == 0 for page in pages):
        return  # What the pages take cannot be known before these faults are mended.
    fixed = sum(page.minutes for page in pages)
    cases = sorted(case.form.minutes for case in book.cases) if any(page.cases_follow for page in pages) else []
    wanted = form.cases_required
    if wanted is not None and wanted > len(cases):
        message = f"{wanted} cases are required and {len(cases)} are shown"
        problems.error(module.path, module.line("cases_required"), message, "ask for fewer, or add `{{ cases }}`")
        return
    chosen = len(cases) if wanted is None else wanted
    least, most = fixed + sum(cases[:chosen]), fixed + sum(cases[len(cases) - chosen :])
    if not least <= form.minutes <= most:
        real = str(least) if least == most else f"{least} to {most}"
        message = f"the module says {form.minutes} minutes, its pages take {real}"
        problems.warning(module.path, module.line("minutes"), message, "mend one of the two")


def _check_rules(book: Book, names: Names, problems: Problems) -> None:
    if book.rules is None:
        return
    doc, earlier = book.rules, [rule.number for rule in book.rules.form.earlier]
    for number, rule in enumerate(doc.form.rules):
        line = doc.line("rules", number)
        if rule.number != number + 1:
            problems.error(doc.path, line, f"rule `{rule.id}` has the number {rule.number}", f"write {number + 1}")
        if not names.holds("page", rule.id):
            problems.error(
                doc.path, line, f"no page explains the rule `{rule.id}`", f"make a page with the id `{rule.id}`"
            )
        for index, old in enumerate(rule.earlier):
            if old not in earlier:
                where = doc.line("rules", number, "earlier", index)
                problems.error(doc.path, where, f"there is no earlier rule {old}", "use a number of the list `earlier`")
    for index, old in enumerate(earlier):
        if old in earlier[:index]:
            problems.error(doc.path, doc.line("earlier", index), f"the earlier rule {old} stands twice", "take one out")


def _check_terms(book: Book, names: Names, problems: Problems) -> None:
    if book.glossary is None:
        return
    doc, forms = book.glossary, dict[str, str]()
    for number, term in enumerate(doc.form.terms):
        for index, see in enumerate(term.see):
            if not names.holds("term", see) or see == term.id:
                message = f"the term `{term.id}` points to an unknown term `{see}`"
                problems.error(
                    doc.path, doc.line("terms", number, "see", index), message, "give the id of another term"
                )
        for index, form in enumerate(term.forms):
            if forms.setdefault(form, term.id) != term.id or form in term.forms[:index]:
                message = f"the form “{form}” belongs to `{forms[form]}` already"
                problems.error(doc.path, doc.line("terms", number, "forms", index), message, "keep one of the two")


def _check_changes(doc: Doc[CourseForm], names: Names, problems: Problems) -> None:
    for number, change in enumerate(doc.form.changes):
        if _edition(change.edition) > _edition(doc.form.edition):
            message = f"the change is of edition {change.edition}, the course of {doc.form.edition}"
            problems.error(doc.path, doc.line("changes", number, "edition"), message, "raise the edition of the course")
        for key, kind, found in (("pages", "page", change.pages), ("statements", "statement", change.statements)):
            for index, name in enumerate(found):
                if not names.holds(kind, name):
                    message = f"a change names an unknown {kind} `{name}`"
                    where = doc.line("changes", number, key, index)
                    problems.error(doc.path, where, message, f"give the id of a {kind} that exists")


def _edition(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def _check_dates(book: Book, problems: Problems, today: dt.date) -> None:
    """Law is not of the future, and what is due for review has been reviewed."""
    for path, line, key, day in _dates(book):
        if key == "law_as_at" and day > today:
            message = f"the law was checked on {day.isoformat()}, which is in the future"
            problems.warning(path, line, message, "write the day on which it was checked")
        if key == "review_due" and day < today:
            message = f"the review was due on {day.isoformat()}"
            problems.warning(path, line, message, "review the text and set the next date")


def _dates(book: Book) -> Iterator[tuple[str, int, str, dt.date]]:
    """File, line, key and day of every date, those of law blocks among them."""
    for source in book.sources:
        for loc, line in source.yaml.lines.keys.items():
            day = _value(source.yaml.data, loc) if loc[-1] in ("law_as_at", "review_due") else None
            if isinstance(day, dt.date):
                yield source.path, line, str(loc[-1]), day
        for number, text in enumerate(source.file.text.split("\n"), start=1):
            block = LAW_BLOCK.match(text)
            day = law_date(block["day"]) if block else None
            if day is not None:
                yield source.path, number, "law_as_at", day


def _value(data: object, loc: Loc) -> object:
    for step in loc:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int):
            data = data[step]
    return data
