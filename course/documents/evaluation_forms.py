"""The evaluation on paper, before, after and some weeks later: the questions of the screen, in large print, without names."""

from __future__ import annotations

from collections.abc import Iterator

from course.catalogue.model import Catalogue, Reflection
from course.documents.tree import Block, Field, Heading, Scale, Sheet, Statement, line, paragraph

MOMENTS = ("before", "after", "later")
TITLES = {"before": "Before the session", "after": "After the session", "later": "Some weeks later"}
KICKER = "Evaluation: no name, please"
LABELS = ("True", "False")

OPENING = {
    "before": "How sure are you, and what do you know already? There is no pass mark here.",
    "after": "How sure are you now? Some questions are those from before, and some put the same thing in another way.",
    "later": "The same statements as before and after the course, and what became of them at work.",
}
FREE = "Leave out what you like. Do not write your name. We add up the answers and keep the sums only."
SURE = {"before": "How sure are you?", "after": "How sure are you now?", "later": "How sure are you now?"}
KNOW = "True or false?"
LOOKING = "Looking back, and ahead"
USEFUL = "How useful was this course for your work?"
CHANGE = "One thing I will do differently: I will…"
CHANGE_HINT = "No names, no real cases."
UNCLEAR = "What is still unclear?"
ACCESS = "What made it hard to take part?"
ACCESS_HINT = "For example the room, the light, the sound, the print, the pace."
PRACTICE = "In practice"
DECIDED = "Have you made a decision about sharing information since the course?"
DECIDED_HINT = "A decision not to share counts too."
YES_NO = ("Yes", "No")
HELPED = "What helped you?"
HINDERED = "What got in the way?"
NO_NAMES = "No names, no details of a case."
MEANT = "What you meant to do"
DONE = "Have you done it?"
DONE_CHOICES = ("Yes", "Partly", "Not yet")


def evaluation_form(catalogue: Catalogue, moment: str) -> Sheet:
    """The form of one of the `MOMENTS`. The answers to its knowledge items are not on it."""
    asked = catalogue.reflection
    blocks = [paragraph(OPENING[moment]), paragraph(FREE), Heading(2, line(SURE[moment])), *_confidence(asked)]
    more = {"before": _knowledge, "after": _after, "later": _later}
    return Sheet(moment, TITLES[moment], KICKER, "learners", (*blocks, *more[moment](asked, moment)), large=True)


def _confidence(asked: Reflection) -> Iterator[Block]:
    for each in asked.confidence:
        yield Scale(each.id, each.text, asked.scale[0], asked.scale[-1])


def _knowledge(asked: Reflection, moment: str) -> Iterator[Block]:
    yield Heading(2, line(KNOW))
    for number, each in enumerate(asked.knowledge, 1):
        yield Statement(each.id, number, each.asked(moment), LABELS)


def _after(asked: Reflection, moment: str) -> Iterator[Block]:
    yield from _knowledge(asked, moment)
    yield Heading(2, line(LOOKING))
    yield Scale("how_useful", USEFUL, asked.usefulness[0], asked.usefulness[-1])
    yield Field(UNCLEAR, hint=NO_NAMES, lines=2)
    yield Field(ACCESS, hint=ACCESS_HINT, lines=2)
    yield Field(CHANGE, hint=CHANGE_HINT, lines=3)


def _later(_asked: Reflection, _moment: str) -> Iterator[Block]:
    yield Heading(2, line(PRACTICE))
    yield Field(DECIDED, hint=DECIDED_HINT, choices=YES_NO)
    yield Field(HELPED, hint=NO_NAMES, lines=2)
    yield Field(HINDERED, hint=NO_NAMES, lines=2)
    yield Heading(2, line(MEANT))
    yield Field(DONE, choices=DONE_CHOICES)
