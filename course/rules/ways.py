"""Where each answer to a key question leads, in words."""

from __future__ import annotations

from dataclasses import dataclass

from course.catalogue.model import Flowchart, Question


@dataclass(frozen=True, slots=True)
class Way:
    """One answer. `place` says where it leads within a sentence, `title` as a title; `question` is None at an end."""

    answer: str
    because: str
    place: str
    title: str
    question: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One key question and the ways on from it."""

    question: Question
    ways: tuple[Way, ...]


def steps(flowchart: Flowchart) -> tuple[Step, ...]:
    """The questions in the order of the file, each with its answers in theirs."""
    places: dict[str, tuple[str, str, str | None]] = {
        each.id: (f"question {each.number}", f"{each.number} {each.title}", each.id) for each in flowchart.questions
    }
    places |= {end.id: (f"the end: {end.title}", end.title, None) for end in flowchart.ends}
    return tuple(
        Step(question, tuple(Way(each.answer, each.because, *places[each.to]) for each in question.branches))
        for question in flowchart.questions
    )
