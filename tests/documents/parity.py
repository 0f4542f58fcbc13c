"""Holds the words of an output against the files of the course, and tells every difference.

An output is nothing but its words in their order, wherever they come from (values, PDF, HTML, slides): so one comparison
serves all. What belongs where is named by `KINDS`; what must stand in nothing that learners get is in `secrets`.
"""

import dataclasses
import functools
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from course.documents.tree import Card, Sheet, Statement
from tests.documents import course_as_written as written
from tests.documents.course_as_written import Said, WrittenCase, WrittenPage, WrittenQuiz, bare, letters

NOT_SHOWN = frozenset({"id", "rule", "link", "audience", "paper", "answer", "labels", "chart"})
BULLET = re.compile("[•‣]")


class Reading:
    """Words in which passages are found whatever stands between the letters, and cut out as they were."""

    def __init__(self, words: str) -> None:
        self.words = BULLET.sub(" ", words)
        self._bare = bare(self.words)

    @functools.cached_property
    def _places(self) -> list[int]:
        """For each letter that is compared, where it stands."""
        return [place for place, each in enumerate(letters(self.words)) for _ in each]

    def find(self, passage: str, start: int = 0) -> tuple[int, int] | None:
        """Where a passage stands, at or after a place of the words; None where it does not."""
        begin = self._bare.find(bare(passage), bisect_right(self._places, start - 1) if start else 0)
        if begin < 0:
            return None
        return self._places[begin], self._places[begin + len(bare(passage)) - 1] + 1

    def holds(self, passage: str) -> bool:
        """Whether a passage stands anywhere."""
        return bare(passage) in self._bare

    def before(self, passage: str, start: int) -> int:
        """Where a passage stands next, or the end."""
        found = self.find(passage, start)
        return found[0] if found else len(self.words)


def words_of(sheet: Sheet) -> str:
    """Everything that a sheet says, in its order."""
    return " ".join(_shown(sheet))


def _shown(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        # The stretches of a line stand close beside one another.
        yield from (each for part in value for each in _shown(part))
    elif isinstance(value, Statement):
        yield from (
            str(value.number),
            value.text,
            value.said or "  ".join(value.labels),
            value.because,
            value.since_2016,
        )
        yield from (value.rule_name, value.page)
    elif dataclasses.is_dataclass(value):
        kind = () if isinstance(value, Card) else ("kind",)
        for field in dataclasses.fields(value):
            if field.name not in NOT_SHOWN and field.name not in kind:
                yield from _shown(getattr(value, field.name))


def in_order(reading: Reading, passages: Iterable[str], what: str) -> Iterator[str]:
    """Passages that do not stand there, or not after the one before them."""
    place = 0
    for passage in passages:
        found = reading.find(passage, place)
        if found is None:
            yield f"{what}: missing or out of order: {passage}"
        else:
            place = found[1]


def statements(reading: Reading, quizzes: Sequence[WrittenQuiz]) -> Iterator[str]:
    """Statements that are missing or out of order."""
    yield from in_order(reading, (said.text for quiz in quizzes for said in quiz.statements), "statement")


def sections(reading: Reading, quizzes: Sequence[WrittenQuiz]) -> Iterator[tuple[WrittenQuiz, Said, int, int]]:
    """Each statement that is there, and between which places the words from it to the next one stand."""
    told = [(quiz, said) for quiz in quizzes for said in quiz.statements]
    texts, place = [said.text for _, said in told], 0
    for number, (quiz, said) in enumerate(told):
        found = reading.find(said.text, place)
        if found is not None:
            place = found[1]
            end = reading.before(texts[number + 1], place) if number + 1 < len(texts) else len(reading.words)
            yield quiz, said, place, end


def _sections(reading: Reading, quizzes: Sequence[WrittenQuiz]) -> Iterator[tuple[WrittenQuiz, Said, str]]:
    for quiz, said, begin, end in sections(reading, quizzes):
        yield quiz, said, reading.words[begin:end]


def _word(label: str) -> re.Pattern[str]:
    return re.compile(rf"\b{label}\b")


def answers(reading: Reading, quizzes: Sequence[WrittenQuiz]) -> Iterator[str]:
    """Statements behind which the right answer does not stand first."""
    for quiz, said, behind in _sections(reading, quizzes):
        right, other = quiz.labels if said.answer else quiz.labels[::-1]
        found, wrong = _word(right).search(behind), _word(other).search(behind)
        if found is None or (wrong is not None and wrong.start() < found.start()):
            yield f"answer of {said.id}: not {right}"


def blanks(reading: Reading, quizzes: Sequence[WrittenQuiz]) -> Iterator[str]:
    """Statements behind which the two labels do not stand side by side."""
    for quiz, said, behind in _sections(reading, quizzes):
        first, second = quiz.labels
        if not re.search(rf"\A\W*{first}\b\W*\b{second}\b", behind):
            yield f"boxes of {said.id}: not {first} and {second}"


def reasons(reading: Reading, quizzes: Sequence[WrittenQuiz]) -> Iterator[str]:
    """Statements behind which their own reason, or what has changed since 2016, is missing."""
    for _, said, behind in _sections(reading, quizzes):
        yield from in_order(Reading(behind), filter(None, (said.because, said.since_2016)), f"reason of {said.id}")


def because(reading: Reading, quizzes: Sequence[WrittenQuiz]) -> Iterator[str]:
    """Statements behind which their own reason is missing."""
    for _, said, behind in _sections(reading, quizzes):
        yield from in_order(Reading(behind), [said.because], f"reason of {said.id}")


def cases(reading: Reading, played: Sequence[WrittenCase], *, beneath: bool = False) -> Iterator[str]:
    """What is missing of the cases: the story, each decision with its own options, each consequence, the way through.

    `beneath`: each consequence stands beneath its option, and not behind all of them.
    """
    for case in played:
        for passage in case.told:
            if not reading.holds(passage):
                yield f"case {case.id}: missing: {passage}"
    yield from choices(reading, played, consequences=True, beneath=beneath)


def choices(
    reading: Reading, played: Sequence[WrittenCase], *, consequences: bool = False, beneath: bool = False
) -> Iterator[str]:
    """Decisions that are missing or out of order, and their options; options stand above what follows, both in one order."""
    for case in played:
        asks = [asked for asked, _ in case.decisions]
        yield from in_order(reading, asks, f"case {case.id}, decisions")
        for number, (asked, options) in enumerate(case.decisions):
            begin = reading.before(asked, 0)
            end = reading.before(asks[number + 1], begin) if number + 1 < len(asks) else len(reading.words)
            section = Reading(reading.words[begin:end])
            stand = sorted(options, key=lambda option: section.before(option.text, 0))
            follows = {option.id: written.pieces(option.consequence) if consequences else () for option in stand}
            if beneath:
                passages = [each for option in stand for each in (option.text, *follows[option.id])]
            else:
                passages = [option.text for option in stand]
                passages += [each for option in stand for each in follows[option.id]]
            yield from in_order(section, passages, f"case {case.id}, decision {number + 1}")


def role_cards(reading: Reading, played: Sequence[WrittenCase]) -> Iterator[str]:
    """People of the stories who have no card of their own."""
    for case in played:
        yield from in_order(reading, (f"Role {role}" for role in case.roles), f"role cards of {case.id}")


def key_points(reading: Reading, pages: Sequence[WrittenPage]) -> Iterator[str]:
    """Key points that are missing or out of order."""
    for page in pages:
        yield from in_order(reading, page.key_points, f"key points of {page.id}")


def terms(reading: Reading, wanted: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Terms behind which their meaning does not stand, and those out of the order of the alphabet."""
    place = 0
    for term, meaning in sorted(wanted, key=lambda pair: pair[0].casefold()):
        found = reading.find(term + meaning, place)
        if found is None:
            yield f"term: missing, changed or out of order: {term}"
        else:
            place = found[1]


def edition(reading: Reading, wanted: str) -> Iterator[str]:
    """Whether the edition is named."""
    if not re.search(rf"\bedition {re.escape(wanted)}(?![\w.]*\w)", reading.words, re.IGNORECASE):
        yield f"edition {wanted} is not named"


KINDS: Mapping[str, Callable[[Reading], Iterator[str]]] = {
    "statements": lambda reading: statements(reading, written.quizzes()),
    "blanks": lambda reading: blanks(reading, written.quizzes()),
    "answers": lambda reading: answers(reading, written.quizzes()),
    "reasons": lambda reading: reasons(reading, written.quizzes()),
    "because": lambda reading: because(reading, written.quizzes()),
    "cases": lambda reading: cases(reading, written.cases()),
    "cases-at-once": lambda reading: cases(reading, written.cases(), beneath=True),
    "choices": lambda reading: choices(reading, written.cases()),
    "role-cards": lambda reading: role_cards(reading, written.cases()),
    "case-notes": lambda reading: (
        f"notes on case {case.id}: missing: {note}"
        for case in written.cases()
        for note in case.facilitator
        if not reading.holds(note)
    ),
    "key-points": lambda reading: key_points(reading, written.pages()),
    "terms": lambda reading: terms(reading, written.terms()),
    "edition": lambda reading: edition(reading, str(written.course()["edition"])),
}
"""What may belong in an output, and what is then missing in it."""


def faults(words: str, belongs: Iterable[str]) -> list[str]:
    """Everything that is not as the files have it."""
    reading = Reading(words)
    return [fault for kind in belongs for fault in KINDS[kind](reading)]


def secrets() -> Iterator[str]:
    """What stands in nothing that learners get: reasons, what has changed since 2016, notes for the facilitator."""
    for quiz in written.quizzes():
        yield from (text for said in quiz.statements for text in (said.because, said.since_2016) if text)
    yield from (note for page in written.pages() for note in page.facilitator)
    yield from (note for case in written.cases() for note in case.facilitator)
    yield from (item["because"] for item in written.reflection()["knowledge"])


def leaks(words: str) -> list[str]:
    """The secrets in an output."""
    reading = Reading(words)
    return [secret for secret in secrets() if reading.holds(secret)]
