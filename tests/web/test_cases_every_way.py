"""Every case run through on every way, as a reader goes it: each choice in each order, in the whole case and the short form.

What is chosen in one decision changes nothing in another. So each decision is walked in every way there is, with the best
choices before it and behind it; from each way one goes on to what comes next, and to the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import perm

import pytest

from course.catalogue.model import Case, Catalogue, Decision, Option
from tests.shipped import shipped
from tests.web.playing import GRADES, best, choose, finish, go_on, newest, options_on, play_through, squeezed, words
from tests.web.reader import Page, Reader

pytestmark = pytest.mark.slow
CASES = tuple(shipped().cases)


def bare(text: str) -> str:
    """A text without blanks: where HTML has none between two elements, they are no difference."""
    return "".join(text.split())


def parts(page: Page, path: str) -> list[str]:
    """The bare words of elements of a page."""
    assert page.tree is not None
    return [bare(each.text_content()) for each in page.tree.xpath(path)]


def ways(reader: Reader, page: Page, decision: Decision) -> Iterator[tuple[Page, tuple[Option, ...]]]:
    """Every way of choosing that the page offers, to the best choice or to where nothing is left."""
    by_words = {squeezed(option.text): option for option in decision.options}

    def more(page: Page, chosen: tuple[Option, ...]) -> Iterator[tuple[Page, tuple[Option, ...]]]:
        for text in options_on(page) if page.has_form("choose") else ():
            reader.at = page
            reached, then = choose(reader, by_words[text]), (*chosen, by_words[text])
            yield reached, then
            yield from more(reached, then)

    return more(page, ())


def ways_there_are(decision: Decision) -> int:
    """Any number of choices that are not best, in any order, then perhaps a best one; but not none at all."""
    good = sum(option.grade == "best" for option in decision.options)
    bad = len(decision.options) - good
    return sum(perm(bad, most) for most in range(bad + 1)) * (1 + good) - 1


def judge_choices(page: Page, decision: Decision, chosen: tuple[Option, ...]) -> None:
    """What was chosen has its word and its consequence beneath it, once; nothing else has, but a second good answer."""
    solved = chosen[-1].grade == "best"
    assert page.h1 == squeezed(decision.ask)
    made = parts(page, "//div[@data-grade]")
    assert len(made) == len(chosen)
    for option in chosen:
        told = bare(f"You chose {option.text} {GRADES[option.grade]} {words(option.consequence)}")
        assert sum(each.startswith(told) for each in made) == 1
    assert bare(newest(page)).startswith(bare(f"You chose {chosen[-1].text} {GRADES[chosen[-1].grade]}"))
    for option in decision.options:
        shown = option in chosen or (solved and option.grade == "best")
        assert page.words.count(words(option.consequence)) == int(shown)
    left = {squeezed(option.text) for option in decision.options if option not in chosen}
    assert (set(options_on(page)) if page.has_form("choose") else set()) == (set() if solved else left)
    (here,) = parts(page, "//section[@class='case-way']//li[@aria-current='step']/span")
    assert here == bare("".join(GRADES[option.grade] for option in chosen))


def judge_between(page: Page, passed: tuple[Decision, ...], left_out: tuple[Decision, ...]) -> None:
    """The facts of the decisions that were passed are told, and what was decided in those that were left out."""
    facts = "".join(words(each.reveals) for each in passed if each.reveals)
    told = parts(page, "//*[contains(@class, 'reveals')]")
    assert told == ([bare("Then this happens" + facts)] if facts else [])
    decided = bare("".join(f"{each.ask} {best(each).text}" for each in left_out))
    assert parts(page, "//details[summary='Decided in between']/dl") == ([decided] if decided else [])


def judge_end(page: Page, case: Case, decisions: tuple[Decision, ...], taken: list[list[Option]]) -> None:
    """Beside the choices, in their order, stands the model's; then the facts behind the last decision, and what to record."""
    firsts = [chosen[0] for chosen in taken]
    own = parts(page, "//ol[@class='compared']/li/div/div[1]")
    model = parts(page, "//ol[@class='compared']/li/div/div[2]")
    assert own == [
        bare("You chose first" + "Then".join(f"{GRADES[o.grade]} {o.text}" for o in chosen)) for chosen in taken
    ]
    assert model == [bare(model_column(*each)) for each in zip(decisions, firsts, strict=True)]
    behind = case.decisions[case.decisions.index(decisions[-1]) :]
    judge_between(page, behind, behind[1:])
    assert parts(page, "//h2[.='What to record']/following-sibling::ul[1]/li") == [bare(each) for each in case.record]


def model_column(decision: Decision, first: Option) -> str:
    good = [option for option in decision.options if option.grade == "best"]
    others = " And also: ".join(option.text for option in good if option != first)
    if first not in good:
        return f"The model chooses Best {others}"
    return f"The model chooses The same{', and also:' + others if others else '.'}"


def onward(reader: Reader, page: Page, case: Case, decision: Decision, after: Decision) -> None:
    """Going on leads to the next decision, and there to what has come since."""
    reader.at = page
    reached = go_on(reader)
    assert reached.h1 == squeezed(after.ask)
    here, there = case.decisions.index(decision), case.decisions.index(after)
    judge_between(reached, case.decisions[here:there], case.decisions[here + 1 : there])


@pytest.mark.parametrize("length", ["whole", "foundation"])
@pytest.mark.parametrize("name", CASES)
def test_every_way_through_every_case_shows_what_follows_and_ends_with_what_was_chosen(
    name: str, length: str, reader: Reader, course: Catalogue
) -> None:
    case = course.cases[name]
    decisions = tuple(each for each in case.decisions if length == "whole" or each.id in case.foundation)
    start = f"/cases/{name}/{length}/start"
    route = play_through(reader, case, best, length).path.partition("#")[0].rpartition("/")[2].split(".")
    judge_end(finish(reader), case, decisions, [[best(each)] for each in decisions])
    for place, decision in enumerate(decisions):
        before = start.replace("start", ".".join([*route[:place], ""])) if place else start
        seen = set()
        for page, chosen in ways(reader, reader.open(before), decision):
            judge_choices(page, decision, chosen)
            if place + 1 < len(decisions):
                onward(reader, page, case, decision, decisions[place + 1])
            rest = "".join(f".{each}" for each in route[place + 1 :])
            end = reader.open(f"{page.path.partition('#')[0]}{rest}/end")
            judge_end(end, case, decisions, [list(chosen) if each is decision else [best(each)] for each in decisions])
            seen.add(tuple(option.id for option in chosen))
        assert len(seen) == ways_there_are(decision)
