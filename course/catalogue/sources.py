"""Every content file as values of its form, together with the lines on which they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from course.catalogue import schemas
from course.catalogue.files import File
from course.catalogue.problems import Problems
from course.catalogue.schema_faults import check_form
from course.catalogue.schemas import Form
from course.catalogue.yaml_lines import Lines, Yaml, read_yaml

FRONT_MATTER = re.compile(r"\A---[ ]*\n(?P<yaml>.*?)^---[ ]*(?:\n|\Z)", re.S | re.M)
FIRST_PAGE = re.compile(r"^# ", re.M)
FormT = TypeVar("FormT", bound=Form)


@dataclass(frozen=True, slots=True)
class Source:
    """One file as read: its plain values, whether or not they have the right form, and the text below front matter."""

    file: File
    yaml: Yaml
    body: str
    body_line: int

    @property
    def path(self) -> str:
        """Where the file is, relative to the root."""
        return self.file.path

    def line(self, *loc: str | int) -> int:
        """The line of a key or item."""
        return self.yaml.lines.of(*loc)


@dataclass(frozen=True, slots=True)
class Doc(Generic[FormT]):
    """A file whose values have the form of its kind."""

    source: Source
    form: FormT

    @property
    def path(self) -> str:
        """Where the file is, relative to the root."""
        return self.source.path

    def line(self, *loc: str | int) -> int:
        """The line of a key or item."""
        return self.source.line(*loc)


@dataclass(frozen=True, slots=True)
class Book:
    """All files: `sources` every one that could be read, the rest those of the right form."""

    sources: tuple[Source, ...]
    course: Doc[schemas.CourseForm] | None
    rules: Doc[schemas.RulesForm] | None
    flowchart: Doc[schemas.FlowchartForm] | None
    glossary: Doc[schemas.GlossaryForm] | None
    slots: Doc[schemas.SlotsForm] | None
    reflection: Doc[schemas.ReflectionForm] | None
    modules: tuple[Doc[schemas.ModuleForm], ...]
    cases: tuple[Doc[schemas.CaseForm], ...]
    references: tuple[Doc[schemas.ReferenceForm], ...]
    quizzes: tuple[Doc[schemas.QuizForm], ...]
    forms: tuple[Doc[schemas.PrintedForm], ...]
    plans: tuple[Doc[schemas.PlanForm], ...]
    sheets: tuple[Doc[schemas.TrainerSheetForm], ...]

    def of_kind(self, kind: str) -> list[Source]:
        """The files of one kind, of the right form or not."""
        return [source for source in self.sources if source.file.kind == kind]


def read_sources(files: Iterable[File], problems: Problems) -> Book:
    """Parse every file and hold it against the form of its kind; every fault goes to `problems`."""
    sources = tuple(_source(file, problems) for file in files)

    def docs(kind: str, form: type[FormT]) -> tuple[Doc[FormT], ...]:
        found = (_doc(source, form, problems) for source in sources if source.file.kind == kind)
        return tuple(doc for doc in found if doc is not None)

    return Book(
        sources=sources,
        course=next(iter(docs("course", schemas.CourseForm)), None),
        rules=next(iter(docs("golden-rules", schemas.RulesForm)), None),
        flowchart=next(iter(docs("flowchart", schemas.FlowchartForm)), None),
        glossary=next(iter(docs("glossary", schemas.GlossaryForm)), None),
        slots=next(iter(docs("local-slots", schemas.SlotsForm)), None),
        reflection=next(iter(docs("reflection", schemas.ReflectionForm)), None),
        modules=docs("module", schemas.ModuleForm),
        cases=tuple(sorted(docs("case", schemas.CaseForm), key=lambda doc: doc.form.number)),
        references=docs("reference", schemas.ReferenceForm),
        quizzes=docs("quiz", schemas.QuizForm),
        forms=docs("form", schemas.PrintedForm),
        plans=docs("plan", schemas.PlanForm),
        sheets=docs("sheet", schemas.TrainerSheetForm),
    )


def _source(file: File, problems: Problems) -> Source:
    if not file.path.endswith(".md"):
        source = Source(file, read_yaml(file.text), "", 1)
    elif match := FRONT_MATTER.match(file.text):
        body_line = 1 + file.text[: match.end()].count("\n")
        source = Source(file, read_yaml(match["yaml"], first_line=2), file.text[match.end() :], body_line)
    else:
        mend = "begin the file with a line `---`, the keys, and another line `---`"
        problems.error(file.path, 1, "the front matter is missing or not closed", mend)
        begin = start.start() if (start := FIRST_PAGE.search(file.text)) else len(file.text)
        unread = Yaml(None, Lines(1, {}, {}), (), readable=False)
        source = Source(file, unread, file.text[begin:], 1 + file.text[:begin].count("\n"))
    for fault in source.yaml.faults:
        problems.error(file.path, fault.line, fault.message, fault.mend)
    return source


def _doc(source: Source, form: type[FormT], problems: Problems) -> Doc[FormT] | None:
    if not source.yaml.readable:
        return None
    values, faults = check_form(form, source.yaml.data, source.yaml.lines)
    for fault in faults:
        problems.error(source.path, fault.line, fault.message, fault.mend)
    return Doc(source, values) if values is not None else None
