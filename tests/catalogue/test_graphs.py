"""Random flowcharts and cases, good ones and ones broken in each way: the checker says what walking every way says."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from course.catalogue import graphs
from course.catalogue.problems import Problem
from tests.catalogue.small_course import CASE, CHART, FILES, read

SLOW = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Way = tuple[str, str]


@dataclass
class Chart:
    """A flowchart as its author writes it: the start, the answers of each question, the ends."""

    start: str
    ways: dict[str, list[Way]]
    ends: list[str] = field(default_factory=lambda: ["done"])


# ---- what a reader would find who walks every way ----


def walks(chart: Chart, box: str) -> list[list[str]]:
    """Every way on from a box, until it ends, breaks off or has come to some box twice."""
    found, open_ones = [], [[box]]
    while open_ones:
        walk = open_ones.pop()
        onward = [to for _, to in chart.ways.get(walk[-1], [])]
        if not onward or walk[-1] in walk[:-1]:
            found.append(walk)
        open_ones += [[*walk, to] for to in onward] if walk[-1] not in walk[:-1] else []
    return found


def seen_by_walking(chart: Chart) -> set[tuple[str, str]]:
    """Kind and box of every fault, found by walking and reading alone."""
    found = set() if chart.start in chart.ways else {(graphs.NO_START, chart.start)}
    from_start = {box for walk in walks(chart, chart.start) for box in walk}
    for box, answers in chart.ways.items():
        said = [answer.lower() for answer, _ in answers]
        if len(said) != len(set(said)):
            found.add((graphs.TWICE, box))
        if not answers:
            found.add((graphs.STUCK, box))
        if any(to not in chart.ways and to not in chart.ends for _, to in answers):
            found.add((graphs.NOWHERE, box))
        if any(box in walk[1:] for walk in walks(chart, box)):
            found.add((graphs.ROUND, box))
    if chart.start in chart.ways:
        found |= {(graphs.UNREACHED, box) for box in [*chart.ways, *chart.ends] if box not in from_start}
    return found


def sound(chart: Chart) -> bool:
    """Every way from the start comes to an end, and together they come to every box; nobody reads one answer twice."""
    every = walks(chart, chart.start)
    alike = any(len({answer.lower() for answer, _ in each}) < len(each) for each in chart.ways.values())
    return (
        chart.start in chart.ways
        and all(walk[-1] in chart.ends for walk in every)
        and {box for walk in every for box in walk} == {*chart.ways, *chart.ends}
        and not alike
    )


# ---- charts of every sort ----


@st.composite
def any_charts(draw: st.DrawFn) -> Chart:
    """Anything at all; few are sound."""
    boxes = [f"q{number}" for number in range(draw(st.integers(1, 4)))]
    ends = [f"e{number}" for number in range(draw(st.integers(1, 2)))]
    to = st.sampled_from([*boxes, *ends, "lost"])
    answers = st.lists(st.tuples(st.sampled_from(["Yes", "No", "yes", "Both"]), to), max_size=3)
    return Chart(draw(st.sampled_from([*boxes, boxes[0], "e0"])), {box: draw(answers) for box in boxes}, ends)


@st.composite
def good_charts(draw: st.DrawFn) -> Chart:
    """Sound ones: answers lead forwards only, one of them to the next box, so that each is reached."""
    count = draw(st.integers(1, 5))
    boxes = [f"q{number}" for number in range(count)]
    ends = [f"e{number}" for number in range(draw(st.integers(1, 3)))]
    line = [*boxes, ends[0]]
    ways: dict[str, list[Way]] = {}
    for number, box in enumerate(boxes):
        more = draw(st.lists(st.sampled_from([*boxes[number + 1 :], *ends]), max_size=2))
        more += ends if number == count - 1 else []
        ways[box] = [(f"answer {place}", to) for place, to in enumerate([line[number + 1], *more])]
    return Chart(boxes[0], ways, ends)


def lead_nowhere(chart: Chart) -> None:
    chart.ways["q0"][0] = (chart.ways["q0"][0][0], "lost")


def lead_round(chart: Chart) -> None:
    last = list(chart.ways)[-1]
    chart.ways[last].append(("back", "q0"))


def say_twice(chart: Chart) -> None:
    answer, to = chart.ways["q0"][0]
    chart.ways["q0"].append((answer.upper(), to))


def break_off(chart: Chart) -> None:
    chart.ways[list(chart.ways)[-1]] = []


def leave_out(chart: Chart) -> None:
    chart.ways["alone"] = [("answer", chart.ends[0])]


def forget_an_end(chart: Chart) -> None:
    chart.ends.append("never")


def start_elsewhere(chart: Chart) -> None:
    chart.start = chart.ends[0]


BROKEN: dict[Callable[[Chart], None], str] = {
    lead_nowhere: graphs.NOWHERE,
    lead_round: graphs.ROUND,
    say_twice: graphs.TWICE,
    break_off: graphs.STUCK,
    leave_out: graphs.UNREACHED,
    forget_an_end: graphs.UNREACHED,
    start_elsewhere: graphs.NO_START,
}


def told(chart: Chart) -> set[tuple[str, str]]:
    return {(each.kind, each.box) for each in graphs.faults(chart.start, chart.ways, chart.ends)}


@settings(max_examples=500, deadline=None)
@given(any_charts() | good_charts())
def test_the_checker_finds_what_walking_every_way_finds(chart: Chart) -> None:
    event("sound" if sound(chart) else "broken")
    assert told(chart) == seen_by_walking(chart)
    assert (told(chart) == set()) is sound(chart)


@given(good_charts())
def test_a_good_chart_has_no_fault(chart: Chart) -> None:
    assert sound(chart)
    assert told(chart) == set()


@pytest.mark.parametrize("harm", BROKEN, ids=lambda harm: str(harm.__name__))
@given(data=st.data())
def test_each_way_of_breaking_a_good_chart_is_found(harm: Callable[[Chart], None], data: st.DataObject) -> None:
    chart = data.draw(good_charts())
    harm(chart)
    assert not sound(chart)
    assert BROKEN[harm] in {kind for kind, _ in told(chart)}


# ---- the same through the files, with line and how to mend ----


def as_file(chart: Chart) -> str:
    head = FILES[CHART].partition("start:")[0]
    lines = [f"start: {chart.start}", "questions:"]
    for box, answers in chart.ways.items():
        lines += [f"  - id: {box}", f"    title: Box {box}", "    ask: What?", "    detail: So.", "    not_sure: Ask."]
        lines += ["    branches:"] if answers else ["    branches: []"]
        for answer, to in answers:
            lines += [f'      - answer: "{answer}"', f"        to: {to}", "        because: So it is."]
    lines += ["ends:"]
    for end in chart.ends:
        lines += [f"  - id: {end}", f"    title: End {end}", "    text: It ends."]
    return head + "\n".join(lines) + "\n"


def errors(files: dict[str, str], path: str) -> list[Problem]:
    with tempfile.TemporaryDirectory() as folder:
        _, problems = read(Path(folder), files)
    return [each for each in problems if each.severity == "error" and each.path == path]


WITHOUT_LINKS = {
    path: text.replace("question: purpose", "question: q0").replace("(question:purpose#when-not)", "(question:q0)")
    for path, text in FILES.items()
}


@pytest.mark.slow
@SLOW
@given(any_charts() | good_charts())
def test_a_file_is_refused_when_walking_it_fails_and_every_fault_tells_its_line_and_how_to_mend(chart: Chart) -> None:
    text = as_file(chart)
    found = errors({**WITHOUT_LINKS, CHART: text}, CHART)
    assert (found == []) is sound(chart)
    assert len(found) >= len({box for _, box in seen_by_walking(chart)})
    lines = text.splitlines()
    for problem in found:
        box = problem.message.partition("`")[2].partition("`")[0]
        above = "\n".join(lines[: problem.line])
        assert problem.mend and 1 <= problem.line <= len(lines)
        assert f"start: {box}" in lines[problem.line - 1] or f"- id: {box}" in above


# ---- cases ----


@dataclass
class Story:
    """A case as its author writes it: its decisions, each with the words and grades of its options; the short form."""

    decisions: list[tuple[str, list[tuple[str, str]]]]
    short: list[str]


@st.composite
def stories(draw: st.DrawFn) -> Story:
    count = draw(st.integers(1, 4))
    names = [f"d{number}" for number in range(count)]
    words, grades = st.sampled_from(["Ask", "Wait", "Share", "Tell"]), st.sampled_from(["best", "partly", "unsafe"])
    option = st.tuples(words, grades)
    whole = st.lists(option, min_size=2, max_size=3, unique_by=lambda each: each[0]).map(
        lambda options: [(options[0][0], "best"), *options[1:]]
    )
    each = whole | st.lists(option, max_size=3)
    short = st.lists(st.sampled_from([*names, "d9"]), max_size=4) | st.just(names[:2])
    return Story([(name, draw(each)) for name in names], draw(short))


def goes_well(story: Story) -> bool:
    """Somebody who reads both lengths from beginning to end can always choose, and comes to the end."""
    ids = [name for name, _ in story.decisions]
    last = -1
    for name in story.short:
        if name not in ids or ids.index(name) <= last:
            return False
        last = ids.index(name)
    for _, options in story.decisions:
        said = [text for text, _ in options]
        if len(options) < 2 or len(set(said)) < len(said) or "best" not in [grade for _, grade in options]:
            return False
    return True


def case_file(story: Story) -> str:
    head, _, rest = FILES[CASE].partition("foundation:")
    tail = rest[rest.index("model_decision:") :]
    lines = ["foundation:", *(f"  - {name}" for name in story.short)] if story.short else ["foundation: []"]
    lines += ["decisions:"]
    for name, options in story.decisions:
        lines += [f"  - id: {name}", "    question: purpose", "    rules:", "      - record", "    ask: What now?"]
        lines += ["    options:"] if options else ["    options: []"]
        for number, (text, grade) in enumerate(options):
            lines += [f"      - id: o{number}", f"        text: {text}.", f"        grade: {grade}"]
            lines += ["        consequence: It goes on."]
    return head + "\n".join(lines) + "\n" + tail


@pytest.mark.slow
@SLOW
@given(stories())
def test_a_case_is_refused_when_reading_it_to_its_end_fails(story: Story) -> None:
    text = case_file(story)
    found = errors({**FILES, CASE: text}, CASE)
    event("good" if goes_well(story) else "broken")
    assert (found == []) is goes_well(story)
    assert all(problem.mend and 1 <= problem.line <= text.count("\n") for problem in found)
