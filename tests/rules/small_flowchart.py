"""Small flowcharts, written down briefly: each question as its title and its answers with where they lead."""

import datetime as dt
from collections.abc import Mapping

from course.catalogue.model import Branch, End, Flowchart, Question

DAY = dt.date(2026, 11, 22)


def flowchart(questions: Mapping[str, Mapping[str, str]], ends: tuple[str, ...] = ("done",)) -> Flowchart:
    """Ids stand for titles: `{"purpose": {"Yes": "share", "No": "done"}, "share": {"Done": "done"}}`; the first starts."""
    return Flowchart(
        title="The questions",
        intro="",
        banner_title="Is someone in danger?",
        banner_text="<p>Call 999.</p>",
        start=next(iter(questions)),
        questions=tuple(
            Question(name, number, name.capitalize(), "", "", _branches(answers), "", "")
            for number, (name, answers) in enumerate(questions.items(), start=1)
        ),
        ends=tuple(End(end, end.capitalize(), "") for end in ends),
        law_as_at=DAY,
        sources=(),
    )


def _branches(answers: Mapping[str, str]) -> tuple[Branch, ...]:
    return tuple(Branch(answer, to, f"Because {answer.lower()}.") for answer, to in answers.items())
