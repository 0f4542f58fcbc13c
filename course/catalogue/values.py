"""From the forms of the files to the values of the model, their texts rendered on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from course.catalogue import model, schemas
from course.catalogue.markdown import Rendered, Renderer
from course.catalogue.page_texts import PageText
from course.catalogue.passage import Passage, Sheet
from course.catalogue.problems import Problems
from course.catalogue.scan import scan
from course.catalogue.sources import Doc, Source
from course.catalogue.wording import with_digest

CASE_BLOCKS = ("details", "law", "sector", "content-note")
SAME_IN_CASE = (
    *("id", "number", "title", "setting", "level", "outcome", "minutes", "session_minutes", "content_note"),
    *("law_as_at", "your_role"),
)
LISTS_IN_CASE = ("teaches", "roles", "foundation", "record", "team_questions")
REFERENCE_BLOCKS = ("key-points", *CASE_BLOCKS, "earlier-rule", "being-checked")


@dataclass(frozen=True, slots=True)
class Press:
    """Renders texts of a file and notes their faults."""

    renderer: Renderer
    problems: Problems

    def text(self, path: str, line: int, text: str, sheet: Sheet, blocks: Sequence[str]) -> Rendered:
        """Render a text that is no page: no quiz or other marker may stand in it."""
        for fault in scan(text, line, blocks=blocks, page_marks=False).faults:
            self.problems.error(path, fault.line, fault.message, fault.mend)
        return self.renderer.render(Passage(path, line, text, self.problems), sheet)

    def field(self, source: Source, text: str, sheet: Sheet, *loc: str | int) -> Rendered:
        """Render the text of a YAML key."""
        return self.text(source.path, source.yaml.lines.text(*loc), text, sheet, CASE_BLOCKS)


def make_page(press: Press, path: str, module: str, page: PageText, sheet: Sheet) -> model.Page:
    """A page of a module; its number is given when the module is put together."""
    passage = Passage(path, page.text_line, page.text, press.problems, shown=page.shown)
    shown = press.renderer.render(passage, sheet)
    kind = page.marker.kind if page.marker else "text"
    return model.Page(
        id=page.id,
        module=module,
        number=0,
        title=page.title,
        minutes=page.minutes,
        kind=kind,
        teaches=page.teaches,
        before=shown.before,
        after=shown.after,
        facilitator=shown.facilitator,
        key_points=shown.key_points,
        terms=tuple(sheet.terms),
        quiz=page.marker.name if page.marker and kind == "quiz" else None,
        case=None,
        text=shown.text,
    )


def case_page(case: model.Case, module: str, terms: Sequence[str]) -> model.Page:
    """The page that is made from a case; its words stand in the case, so `before` and `after` are empty."""
    return model.Page(
        id=case.id,
        module=module,
        number=0,
        title=case.title,
        minutes=case.minutes,
        kind="case",
        teaches=case.teaches,
        before="",
        after="",
        facilitator=case.facilitator,
        key_points=(),
        terms=tuple(terms),
        quiz=None,
        case=case.id,
        text=case.text,
    )


def make_reference(doc: Doc[schemas.ReferenceForm], rendered: Rendered, terms: Sequence[str]) -> model.Reference:
    """A reference page; its body was rendered before, whether or not its front matter was right."""
    form = doc.form
    return model.Reference(
        id=form.id,
        title=form.title,
        group=form.group,
        summary=form.summary,
        owner=form.owner,
        law_as_at=form.law_as_at,
        review_due=form.review_due,
        sources=make_sources(form.sources),
        html=rendered.before,
        terms=tuple(terms),
        text=rendered.text,
    )


def make_case(press: Press, doc: Doc[schemas.CaseForm], sheet: Sheet) -> model.Case:
    """A case, its texts rendered in the order of the page so that a term is marked where it comes first."""
    form = doc.form
    scenario = press.field(doc.source, form.scenario, sheet, "scenario")
    sheet.numbers_parts = False  # The search finds the story; it must not tell what follows from a choice.
    decisions = tuple(_decision(press, doc, number, sheet) for number in range(len(form.decisions)))
    model_decision = press.field(doc.source, form.model_decision, sheet, "model_decision")
    notes = Sheet("case-notes", form.id, form.title, explains_terms=False, numbers_parts=False)
    facilitator = press.field(doc.source, form.facilitator, notes, "facilitator")
    asked = " ".join(decision.ask for decision in form.decisions)
    same: dict[str, Any] = {name: getattr(form, name) for name in SAME_IN_CASE}
    same |= {name: tuple(getattr(form, name)) for name in LISTS_IN_CASE}
    return model.Case(
        **same,
        sources=make_sources(form.sources),
        scenario=scenario.before,
        decisions=decisions,
        model_decision=model_decision.before,
        facilitator=facilitator.before,
        text=f"{scenario.text} {asked} {model_decision.text}",
    )


def _decision(press: Press, doc: Doc[schemas.CaseForm], number: int, sheet: Sheet) -> model.Decision:
    form, here = doc.form.decisions[number], ("decisions", number)
    options = []
    for index, option in enumerate(form.options):
        loc = (*here, "options", index, "consequence")
        consequence = press.field(doc.source, option.consequence, sheet, *loc)
        options.append(model.Option(option.id, option.text, option.grade, consequence.before))
    reveals = press.field(doc.source, form.reveals, sheet, *here, "reveals").before if form.reveals else ""
    return model.Decision(form.id, form.question, tuple(form.rules), form.ask, tuple(options), reveals)


def make_flowchart(press: Press, doc: Doc[schemas.FlowchartForm]) -> model.Flowchart:
    """The seven key questions; glossary terms are not marked here, for there is no list of words beside a box."""
    form, source = doc.form, doc.source
    chart = Sheet("flowchart", "flowchart", form.title, explains_terms=False, numbers_parts=False)
    return model.Flowchart(
        title=form.title,
        intro=press.field(source, form.intro, chart, "intro").before,
        banner_title=form.banner.title,
        banner_text=press.field(source, form.banner.text, chart, "banner", "text").before,
        begin=form.begin,
        start=form.start,
        questions=tuple(_question(press, doc, number) for number in range(len(form.questions))),
        ends=tuple(
            model.End(end.id, end.title, press.field(source, end.text, chart, "ends", number, "text").before)
            for number, end in enumerate(form.ends)
        ),
        law_as_at=form.law_as_at,
        sources=make_sources(form.sources),
    )


def _question(press: Press, doc: Doc[schemas.FlowchartForm], number: int) -> model.Question:
    form, here = doc.form.questions[number], ("questions", number)
    sheet = Sheet("question", form.id, form.title, explains_terms=False)
    detail = press.field(doc.source, form.detail, sheet, *here, "detail")
    not_sure = press.field(doc.source, form.not_sure, sheet, *here, "not_sure")
    return model.Question(
        id=form.id,
        number=number + 1,
        title=form.title,
        ask=form.ask,
        detail=detail.before,
        branches=tuple(model.Branch(**branch.model_dump()) for branch in form.branches),
        not_sure=not_sure.before,
        text=f"{form.ask} {detail.text} {not_sure.text}",
    )


def make_quiz(doc: Doc[schemas.QuizForm]) -> model.Quiz:
    """A quiz with its digest."""
    form = doc.form
    statements = tuple(model.Statement(**statement.model_dump()) for statement in form.statements)
    return with_digest(model.Quiz(form.id, form.title, form.kind, form.intro, statements, digest=""))


def make_sources(forms: Sequence[schemas.SourceForm]) -> tuple[model.Source, ...]:
    """Where facts come from."""
    return tuple(model.Source(form.title, form.publisher, form.dated, form.url) for form in forms)
