"""Spoils the words of an output in one place, as a fault of the program would: what a comparison has to tell.

Each kind of thing (`parity.KINDS`) is spoilt in a way of its own; where, is chosen by the name of what is spoilt, so that over
all outputs many places come up.
"""

import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from tests.documents import course_as_written as written
from tests.documents.parity import Reading, sections

T = TypeVar("T")


def chosen(things: Sequence[T], name: str) -> T:
    """One of the things, always the same for the same name."""
    return things[zlib.crc32(name.encode()) % len(things)]


def without(words: str, passage: str) -> str:
    """The words with a passage taken out wherever it stands."""
    reading = Reading(words)
    while found := reading.find(passage):
        reading = Reading(reading.words[: found[0]] + reading.words[found[1] :])
    return reading.words


def _without_statement(words: str, name: str) -> str:
    said = chosen([each for quiz in written.quizzes() for each in quiz.statements], name)
    return without(words, said.text)


def _other_answer(words: str, name: str) -> str:
    reading = Reading(words)
    quiz, said, begin, end = chosen(list(sections(reading, written.quizzes())), name)
    right, other = quiz.labels if said.answer else quiz.labels[::-1]
    behind = re.sub(rf"\b{right}\b", other, reading.words[begin:end], count=1)
    return reading.words[:begin] + behind + reading.words[end:]


def _one_box(words: str, name: str) -> str:
    reading = Reading(words)
    quiz, _, begin, end = chosen(list(sections(reading, written.quizzes())), name)
    behind = re.sub(rf"\b{quiz.labels[1]}\b", "", reading.words[begin:end], count=1)
    return reading.words[:begin] + behind + reading.words[end:]


def _shorter_reason(words: str, name: str) -> str:
    said = chosen([each for quiz in written.quizzes() for each in quiz.statements], name)
    told = said.because.split()
    return without(words, " ".join(told[len(told) // 2 :]))


def _without_option(words: str, name: str) -> str:
    case = chosen(written.cases(), name)
    return without(words, chosen(chosen(case.decisions, name)[1], name).text)


def _without_consequence(words: str, name: str) -> str:
    case = chosen(written.cases(), name)
    return without(words, chosen(written.pieces(chosen(chosen(case.decisions, name)[1], name).consequence), name))


def _without_role(words: str, name: str) -> str:
    return without(words, f"Role {chosen(chosen(written.cases(), name).roles, name)}")


def _without_note(words: str, name: str) -> str:
    return without(words, chosen(chosen(written.cases(), name).facilitator, name))


def _without_key_point(words: str, name: str) -> str:
    return without(words, chosen(chosen([each for each in written.pages() if each.key_points], name).key_points, name))


def _other_meaning(words: str, name: str) -> str:
    term, meaning = chosen(written.terms(), name)
    found = Reading(words).find(term + meaning)
    assert found is not None
    return words[: found[1] - 3] + words[found[1] :]


def _other_edition(words: str, _name: str) -> str:
    return words.replace(str(written.course()["edition"]), "2016.1")


SPOILT: Mapping[str, tuple[Callable[[str, str], str], ...]] = {
    "statements": (_without_statement,),
    "blanks": (_one_box,),
    "answers": (_other_answer,),
    "reasons": (_shorter_reason,),
    "because": (_shorter_reason,),
    "cases": (_without_option, _without_consequence),
    "cases-at-once": (_without_option, _without_consequence),
    "choices": (_without_option,),
    "role-cards": (_without_role,),
    "case-notes": (_without_note,),
    "key-points": (_without_key_point,),
    "terms": (_other_meaning,),
    "edition": (_other_edition,),
}
