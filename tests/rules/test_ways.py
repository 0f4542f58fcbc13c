"""Where each answer of the flowchart leads, in the words of the list and of the page of a question."""

from course.rules.ways import Way, steps
from tests.rules.small_flowchart import flowchart

CHART = flowchart({"purpose": {"Yes": "consent", "No": "done"}, "consent": {"Yes": "done"}})


def test_questions_and_answers_keep_their_order() -> None:
    found = steps(CHART)
    assert [step.question.id for step in found] == ["purpose", "consent"]
    assert [[way.answer for way in step.ways] for step in found] == [["Yes", "No"], ["Yes"]]


def test_an_answer_names_the_question_or_the_end_to_which_it_leads() -> None:
    onward, out = steps(CHART)[0].ways
    assert onward == Way("Yes", "Because yes.", "question 2", "2 Consent", "consent")
    assert out == Way("No", "Because no.", "the end: Done", "Done", None)
