"""What an evidence pack says of answers: golden rules and statements most often got wrong, confidence and knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from course.catalogue.model import Catalogue
from course.documents.analysis_tables import HIDDEN, step
from course.documents.evidence_words import NOTHING_YET
from course.rules.impact import ANSWER_WORDS, MOMENTS, Impact, Outcome, Rated, Spread
from course.rules.items import Item, Misconception

Block = Mapping[str, object]
WORST = 10  # statements in the document; all are in the file


def question_blocks(items: Sequence[Item], misconceptions: Sequence[Misconception]) -> Iterable[Block]:
    """By golden rule, then the statements most often got wrong."""
    if not misconceptions:
        yield {"kind": "text", "text": NOTHING_YET}
        return
    lines = [
        [each.rule.name, f"{each.share} %", f"{each.wrong} of {each.answers}", _pages(each)] for each in misconceptions
    ]
    yield _table(
        ("Golden rule", "Wrong", "Of first answers", "Pages that repair it"), lines, (1.5, 0.6, 1, 2.4), (1, 2)
    )
    worst = _worst(items)
    if worst:
        yield {"kind": "heading", "text": "Statements got wrong most often"}
        heads = ("Statement", "Right", "Of first answers", "What to do")
        yield _table(heads, worst, (2.3, 0.6, 1, 2.1), (1, 2))


def _pages(found: Misconception) -> str:
    return ", ".join(each.page.title for each in found.repairs[:3]) or "nothing to repair"


def _worst(items: Sequence[Item]) -> list[list[str]]:
    known = sorted(
        ((counted.right / counted.n, place) for place, each in enumerate(items) if (counted := each.counted)),
    )
    found = [items[place] for share, place in known if share < 1][:WORST]
    return [
        [_statement(each), f"{counted.share} %", f"{counted.right} of {counted.n}", f"{_right(each)} {each.advice}"]
        for each in found
        if (counted := each.counted)
    ]


def _statement(item: Item) -> str:
    """Its words; an option says to which question it belongs."""
    title, said = item.quiz.title, item.statement.text
    return f"{title}{'' if title.endswith('?') else ':'} {said}" if item.quiz.kind == "choose-all" else said


def _right(item: Item) -> str:
    return f"Right: {item.right_answer}."


def impact_blocks(found: Impact, course: Catalogue) -> Iterable[Block]:
    """What the figures say together, who answered, confidence, knowledge."""
    if not found.some:
        yield {"kind": "text", "text": NOTHING_YET}
        return
    yield {"kind": "text", "text": found.verdict}
    moments = ("Before", "After", f"{course.course.follow_up_weeks} weeks later")
    answered = [
        HIDDEN if (response := found.responses[moment]) is None else f"{response.answered} of {response.asked}"
        for moment in MOMENTS
    ]
    yield {"kind": "heading", "text": "Who answered, of those who finished the course"}
    yield _table(("Who", *moments), [["People", *answered]], (2.8, 1, 1, 1), (1, 2, 3))
    yield {"kind": "heading", "text": "Confidence: median, from 1 to 5 (middle half; ratings)"}
    yield _table(("Statement", *moments), [_rated(each) for each in found.confidence], (2.8, 1, 1, 1), (1, 2, 3))
    yield {"kind": "heading", "text": "Knowledge: answered rightly"}
    known = [
        [each.item.before, *(_known(each.share(moment), each.at[moment]) for moment in each.at)]
        for each in found.knowledge
    ]
    yield _table(("Asked before; after the course in other words", "Before", "After"), known, (3.2, 1, 1), (1, 2))
    yield {"kind": "heading", "text": "What has changed at work, some weeks later"}
    changed = [[each.words, *_outcome(each)] for each in found.outcomes]
    yield _table(("Asked", *ANSWER_WORDS.values()), changed, (3.2, 1, 1, 1), (1, 2, 3))
    yield {"kind": "text", "text": f"How useful people found the course, from 1 to 5: {_spread(found.useful)}."}


def _rated(rated: Rated) -> list[str]:
    return [rated.item.text, *(_spread(rated.at[moment]) for moment in MOMENTS)]


def _spread(found: Spread | None) -> str:
    return HIDDEN if found is None else f"{step(found.median)} ({step(found.low)} to {step(found.high)}; {found.n})"


def _outcome(found: Outcome) -> list[str]:
    if found.counts is None:
        return [HIDDEN] * len(ANSWER_WORDS)
    return [f"{found.share(each)} % ({found.counts[each]} of {found.n})" for each in ANSWER_WORDS]


def _known(share: int | None, pair: tuple[int, int] | None) -> str:
    return HIDDEN if pair is None else f"{share} % ({pair[1]} of {pair[0]})"


def _table(
    heads: Sequence[str], lines: list[list[str]], widths: Sequence[float], numbers: Sequence[int]
) -> dict[str, object]:
    right = [place in numbers for place in range(len(heads))]
    return {"kind": "table", "heads": heads, "rows": lines, "widths": widths, "right": right, "total": False}
