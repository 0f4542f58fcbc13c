"""The form of every content file: what keys it has and of what kind. Unknown keys are refused.

`schemas()` gives the same as JSON Schema, for editors that complete and check while one types.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from course.catalogue.forms import PrintedForm as PrintedForm
from course.catalogue.reflecting import ReflectionForm as ReflectionForm
from course.catalogue.schema_parts import Address, Edition, Id, MarkdownText, Percentage, Positive, RoomMinutes, Words
from course.catalogue.schema_parts import Form as Form
from course.catalogue.teaching import PlanForm as PlanForm
from course.catalogue.teaching import TrainerSheetForm as TrainerSheetForm


class SourceForm(Form):
    title: Words
    publisher: Words | None = None
    dated: Words | None = None
    url: Address | None = None


class ChangeForm(Form):
    edition: Edition
    date: dt.date
    kind: Literal["typo", "meaning", "law"]
    what: Words
    pages: list[Id] = []
    statements: list[Id] = []


class CourseForm(Form):
    """content/course.yaml"""

    title: Words
    slug: Id
    edition: Edition
    level: Words
    learning_minutes: Positive
    law_as_at: dt.date
    review_due: dt.date
    strapline: Words
    audience: Annotated[list[Words], Field(min_length=1)]
    aims: Annotated[list[Words], Field(min_length=1)]
    outcomes: Annotated[list[Words], Field(min_length=1)]
    before_you_start: Annotated[list[Words], Field(min_length=1)]
    pass_mark: Percentage = 80
    valid_months: Positive = 24
    refresher_window_days: Positive = 60
    grace_days: Annotated[int, Field(ge=0, le=10_000)] = 14
    due_days: Positive = 30
    follow_up_weeks: Positive = 8
    quick_exit_url: Address
    competences: list[Words] = []
    modules: Annotated[list[Id], Field(min_length=1)]
    changes: list[ChangeForm] = []


class RuleForm(Form):
    id: Id
    number: Positive
    name: Words
    gist: Words
    earlier: list[Positive]


class EarlierRuleForm(Form):
    number: Positive
    text: Words


class RulesForm(Form):
    """content/golden-rules.yaml"""

    rules: Annotated[list[RuleForm], Field(min_length=1)]
    earlier: list[EarlierRuleForm] = []


class ModuleForm(Form):
    """Front matter of content/modules/N-slug.md"""

    id: Id
    title: Words
    minutes: Positive
    outcomes: Annotated[list[Words], Field(min_length=1)]
    sources: list[SourceForm] = []
    law_as_at: dt.date
    owner: Words
    cases_required: Positive | None = None


class ReferenceForm(Form):
    """Front matter of content/reference/slug.md"""

    id: Id
    title: Words
    group: Literal["start-here", "law", "people-and-sectors", "courts-and-police", "forms", "about"]
    summary: Words
    owner: Words
    law_as_at: dt.date
    review_due: dt.date
    sources: list[SourceForm] = []


class StatementForm(Form):
    id: Id
    text: Words
    answer: bool
    because: Words
    rule: Id
    taught_on: Id
    law_as_at: dt.date
    since_2016: Words | None = None


class QuizForm(Form):
    """quizzes/SLUG.yaml"""

    id: Id
    title: Words
    kind: Literal["true-false", "choose-all"]
    intro: Words
    statements: Annotated[list[StatementForm], Field(min_length=1)]


class BranchForm(Form):
    answer: Words
    to: Id
    because: Words
    decides: Literal["share", "share-part", "do-not-share"] | None = None


class QuestionForm(Form):
    id: Id
    title: Words
    ask: Words
    detail: MarkdownText
    branches: list[BranchForm]
    not_sure: MarkdownText


class EndForm(Form):
    id: Id
    title: Words
    text: MarkdownText


class BannerForm(Form):
    title: Words
    text: MarkdownText


class FlowchartForm(Form):
    """content/flowchart.yaml"""

    id: Literal["flowchart"]
    title: Words
    intro: MarkdownText
    law_as_at: dt.date
    sources: list[SourceForm] = []
    banner: BannerForm
    begin: Words = "Start"
    start: Id
    questions: Annotated[list[QuestionForm], Field(min_length=1)]
    ends: Annotated[list[EndForm], Field(min_length=1)]


class OptionForm(Form):
    id: Id
    text: Words
    grade: Literal["best", "partly", "unsafe"]
    consequence: MarkdownText


class DecisionForm(Form):
    id: Id
    question: Id
    rules: list[Id]
    ask: Words
    options: list[OptionForm]
    reveals: MarkdownText | None = None


class CaseForm(Form):
    """content/cases/N-slug.yaml"""

    id: Id
    number: Positive
    title: Words
    setting: Words
    level: Literal["foundation", "intermediate", "advanced"]
    outcome: Words
    minutes: Positive
    session_minutes: RoomMinutes
    content_note: Words
    law_as_at: dt.date
    sources: list[SourceForm] = []
    teaches: list[Id] = []
    scenario: MarkdownText
    your_role: Words
    roles: list[Words] = []
    foundation: list[Id]
    decisions: Annotated[list[DecisionForm], Field(min_length=1)]
    model_decision: MarkdownText
    record: Annotated[list[Words], Field(min_length=1)]
    team_questions: list[Words] = []
    facilitator: MarkdownText


class TermForm(Form):
    id: Id
    term: Words
    forms: list[Words] = []
    meaning: Words
    see: list[Id] = []
    also: list[Words] = []


class GlossaryForm(Form):
    """content/glossary.yaml"""

    terms: list[TermForm]


class SlotForm(Form):
    id: Id
    label: Words
    note: Words
    level: Literal["partnership", "organisation", "both"]
    group: Words = "Other"
    number: bool = False


class SlotsForm(Form):
    """content/local-slots.yaml"""

    slots: list[SlotForm]


FORMS: dict[str, type[Form]] = {
    "course": CourseForm,
    "golden-rules": RulesForm,
    "module": ModuleForm,
    "quiz": QuizForm,
    "flowchart": FlowchartForm,
    "case": CaseForm,
    "reference": ReferenceForm,
    "glossary": GlossaryForm,
    "local-slots": SlotsForm,
    "reflection": ReflectionForm,
    "form": PrintedForm,
    "plan": PlanForm,
    "sheet": TrainerSheetForm,
}


def schemas() -> dict[str, dict[str, Any]]:
    """JSON Schema of every kind of file, by kind; for modules and reference pages of their front matter."""
    return {kind: form.model_json_schema() for kind, form in FORMS.items()}
