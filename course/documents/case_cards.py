"""A case as cards to cut out: the story, the people, each decision with what follows from every choice, and the way through.

The last leaf of each case has room for the group's own record, and on its back the way through; these leaves follow all cards
that are cut out, for they alone are printed on both sides. The choices have the letters that they
have on screen, for both are put in order by `casework.order`. A card says by itself to which decision and choice it belongs,
so that a dropped pack can be sorted again. What the trainer needs beside it (grades at a glance, notes) is a sheet of its
own, `case_notes`, and on no card.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from course.catalogue.model import Case, Catalogue, Decision, Option
from course.documents.reader import Reader, source_line
from course.documents.tree import (
    Block,
    Box,
    Bullets,
    Card,
    Definitions,
    Heading,
    Line,
    Lines,
    NewPage,
    Paragraph,
    Sheet,
    Words,
    line,
    paragraph,
)
from course.rules.casework import order

TITLE = "Case cards"
KICKER = "To cut out"
NOTES_TITLE = "Notes on the cases"
NOTES_KICKER = "For the trainer only"

HOW_TITLE = "How to play"
HOW = (
    "Lay out the story. Give everybody a role; those who are left over take notes.",
    "Put the other cards in piles, face down, each decision with what follows from it.",
    "Turn over decision 1 and agree on a choice. Then turn over what follows from it. You may choose again.",
    "“What happens next” is turned over when you leave the decision that it names.",
    "At the end write your own record. Then turn the sheet over, and compare.",
)
GRADES = {"best": "Best", "partly": "Partly right", "unsafe": "Unsafe"}
TOO_CLOSE = "If it comes too close, stop whenever you like. You need give no reason. You can talk to somebody:"
SUPPORT = ("support-line", "safeguarding-lead")
ROLE_ASKS = (
    "What do you know, and who told you?",
    "What worries you most?",
    "What would you like to happen, and what must not happen?",
)
YOU = "You decide. The others at the table speak for the people around you."
OWN_RECORD = "Your record"
OWN_RECORD_ASK = "What would you write in the file? Somebody who was not in the room must be able to follow it."
RECORD_LINES = 24
IN_SHORT = "In short: {}."
RECORD = "What to record"
TEAM = "For your team"


@dataclass(frozen=True, slots=True)
class Dealt:
    """A case as it is played: all its decisions, or only those of these ids, in the order of the story."""

    case: Case
    decisions: tuple[str, ...] = ()

    def played(self) -> tuple[Decision, ...]:
        """The decisions that get a card. Raises ValueError for an id that is not in the case."""
        known = [each.id for each in self.case.decisions]
        if unknown := [name for name in self.decisions if name not in known]:
            raise ValueError(f"case {self.case.id} has no decision {', '.join(unknown)}")
        return tuple(each for each in self.case.decisions if not self.decisions or each.id in self.decisions)


def case_cards(catalogue: Catalogue, dealt: Sequence[Dealt], local: Mapping[str, str]) -> Sheet:
    """The cards of one case, or of several after one another."""
    reader = Reader(catalogue, local)
    made: list[Block] = []
    for each in dealt:
        made += [NewPage()] if made else []
        made += _case(reader, each)
    for place, each in enumerate(dealt):
        # A leaf has two pages, so the one behind it begins on a right-hand page by itself.
        made += [NewPage(leaf=not place), *_last_leaf(reader, each.case)]
    titles = " · ".join(each.case.title for each in dealt)
    return Sheet("case-cards", f"{TITLE}: {titles}" if len(dealt) == 1 else TITLE, KICKER, "learners", tuple(made))


def _case(reader: Reader, dealt: Dealt) -> Iterator[Block]:
    case, played = dealt.case, dealt.played()
    yield Box("plain", HOW_TITLE, (Bullets(tuple((paragraph(each),) for each in HOW), ordered=True),))
    yield _story(reader, case)
    yield NewPage()
    yield Card("Your role", case.your_role, (paragraph(YOU), _asks()))
    for role in case.roles:
        yield Card("Role", role, (_asks(),))
    yield NewPage()
    for number, decision in enumerate(played, 1):
        yield from _decision(reader, case, decision, number)
        yield from _news(reader, following(case, played, number), number)


def _last_leaf(reader: Reader, case: Case) -> Iterator[Block]:
    """Two pages that are printed on both sides of one leaf; all other pages of the cards are cut up, and have empty backs."""
    yield Card(f"Case {case.number}, the end", OWN_RECORD, (paragraph(OWN_RECORD_ASK), Lines(RECORD_LINES)), half=False)
    yield NewPage()
    yield _way_through(reader, case)


def _story(reader: Reader, case: Case) -> Card:
    people: list[tuple[Line, tuple[Block, ...]]] = [(line("You are"), (paragraph(case.your_role),))]
    people += [(line("Also in this story"), (paragraph(" · ".join(case.roles)),))] if case.roles else []
    note = Box("content-note", "", (paragraph(case.content_note), paragraph(TOO_CLOSE), reader.contacts(*SUPPORT)))
    story = (note, *reader.read(case.scenario, down=1), Definitions(tuple(people)))
    return Card(f"Case {case.number} · {case.setting}", case.title, story, half=False)


def _asks() -> Bullets:
    return Bullets(tuple((paragraph(each),) for each in ROLE_ASKS))


def _decision(reader: Reader, case: Case, decision: Decision, number: int) -> Iterator[Card]:
    choices = tuple(zip(ascii_lowercase, order(case, decision), strict=False))
    listed = tuple(_choice(letter, option) for letter, option in choices)
    yield Card(f"Decision {number}", decision.ask, (*listed, _behind(reader.catalogue, decision)), half=False)
    for letter, option in choices:
        follows = reader.read(option.consequence, down=1)
        yield Card(f"Decision {number}: what follows from {letter}", GRADES[option.grade], follows)


def _choice(letter: str, option: Option) -> Paragraph:
    return Paragraph((Words(letter, strong=True), Words(f"  {option.text}")))


def _behind(catalogue: Catalogue, decision: Decision) -> Paragraph:
    """The key question behind a decision, and the golden rules that it calls for."""
    chart = catalogue.flowchart
    question = next(each for each in chart.questions if each.id == decision.question)
    rules = [piece for rule in decision.rules for piece in (Words(" · "), Words(catalogue.rules[rule].name, rule=rule))]
    return Paragraph((Words(f"Key question {question.number}: {question.title}"), *rules), small=True)


def following(case: Case, played: Sequence[Decision], number: int) -> tuple[Decision, ...]:
    """The decision of that number and those after it that get no card: what they reveal comes before the next card."""
    begin = case.decisions.index(played[number - 1])
    end = case.decisions.index(played[number]) if number < len(played) else len(case.decisions)
    return case.decisions[begin:end]


def _news(reader: Reader, passed: Sequence[Decision], number: int) -> Iterator[Card]:
    for each in passed:
        if each.reveals:
            yield Card("What happens next", f"After decision {number}", reader.read(each.reveals, down=1), half=False)


def _way_through(reader: Reader, case: Case) -> Card:
    short = IN_SHORT.format(case.outcome[:1].lower() + case.outcome[1:])
    inside: tuple[Block, ...] = (
        Paragraph(line(short, strong=True)),
        *reader.read(case.model_decision, down=1),
        Heading(3, line(RECORD)),
        _listed(case.record),
        Heading(3, line(TEAM)),
        _listed(case.team_questions, ordered=True),
    )
    return Card(f"Case {case.number}, on the back", "One good way through", inside, half=False)


def _listed(lines: Sequence[str], *, ordered: bool = False) -> Bullets:
    return Bullets(tuple((paragraph(each),) for each in lines), ordered=ordered)


def case_notes(catalogue: Catalogue, dealt: Sequence[Dealt], local: Mapping[str, str]) -> Sheet:
    """For the trainer: how each choice is graded, what to listen for, and where the facts come from."""
    reader = Reader(catalogue, local)
    made: list[Block] = []
    for place, each in enumerate(dealt):
        made += [NewPage()] if place else []
        made += _notes(reader, each)
    return Sheet("case-notes", NOTES_TITLE, NOTES_KICKER, "trainer", tuple(made))


def _notes(reader: Reader, dealt: Dealt) -> Iterator[Block]:
    case = dealt.case
    yield Heading(2, line(f"Case {case.number}: {case.title}"))
    yield Paragraph(line(f"{case.setting} · about {case.session_minutes} minutes in a room"), small=True)
    yield Box("content-note", "", (paragraph(case.content_note),))
    yield from reader.read(case.facilitator, down=1)
    yield Heading(3, line("Which choice is which"))
    yield Definitions(tuple(_graded(case, each, number) for number, each in enumerate(dealt.played(), 1)))
    checked = f"Law checked on {case.law_as_at.day} {case.law_as_at:%B %Y}. Sources: "
    yield Paragraph(line(f"{checked}{'; '.join(map(source_line, case.sources))}."), small=True)


def _graded(case: Case, decision: Decision, number: int) -> tuple[Line, tuple[Block, ...]]:
    """A decision and the grades of its letters: "a Best · b Unsafe"."""
    choices = zip(ascii_lowercase, order(case, decision), strict=False)
    grades = " · ".join(f"{letter} {GRADES[option.grade]}" for letter, option in choices)
    return line(f"Decision {number}: {decision.ask}"), (paragraph(grades),)
