"""Every answer to every actor is as reviewed; and what no review may allow."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, TestResponse

from course.documents.sheet_setting import Printing, sheets_pdf
from course.documents.tree import Sheet, paragraph
from tests.web.authorisation import Matrix, matrix_now
from tests.web.authorisation_file import COLUMNS, FILE, Line, differences, read, written
from tests.web.authorisation_leaks import leaks, trainers_alone
from tests.web.authorisation_town import NAMES

REVIEWED = FILE.read_text(encoding="utf-8")
LINES = read(REVIEWED)
REFUSED = ("303", "403", "404")
# What everybody may open who has the code or the link in hand: it is on paper, or was handed to them.
BY_HAND = frozenset({"/certificates/<code>", "/join/<code>"})
# A form that takes something away, sent twice: what is gone already is taken away already, and nothing else is done.
# Its second half, for "mixed": only things of the person named before are looked at.
SENT_TWICE = frozenset(
    {
        "/manage/people/<person>/exemptions/<exemption>/end",
        "/manage/people/<person>/roles/<grant>/take",
        "/my/notes/<page>/delete",
        # a register that was closed meanwhile says so, whatever line is asked for
        "/sessions/<session>/arrivals/<line>",
        "/sessions/<session>/people/<line>/same",
    }
)
# Roles that are held for a team or an organisation, by column: nothing of another organisation opens.
HELD_FOR_ONE = ("lrn", "trn", "tld", "slo", "aud", "oad")
PAPER = Printing("X", "The course", "2026.1", dt.date(2026, 11, 22), dt.date(2026, 11, 22))
PLANTED = Line(("200",) * len(COLUMNS), "GET", "/planted/<person>", ("own", "other"))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Matrix:
    return matrix_now(tmp_path_factory.mktemp("authorisation"))


@pytest.mark.slow
def test_every_route_answers_every_actor_as_reviewed(found: Matrix) -> None:
    told = differences(found.lines, LINES)
    assert not told, f"\n{told}"
    assert written(found.lines) == REVIEWED, "Only the order or the head differs: write the file anew."


@pytest.mark.slow
def test_nobody_reads_anywhere_what_is_another_persons_alone_or_a_name_they_may_not_see(found: Matrix) -> None:
    assert found.leaks == []


def test_a_planted_leak_is_found_in_a_page_and_in_a_packed_file() -> None:
    name = NAMES["other"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("sheet.xml", f"<t>{name}</t>")
    for content in (f"<p>{name}</p>".encode(), packed.getvalue()):
        answer = TestResponse([content], "200 OK", Headers(), request=EnvironBuilder().get_request())
        assert leaks("lead", "GET /reports", answer) == [f"lead reads {name!r} at GET /reports"]
        assert leaks("lead of all", "GET /reports", answer) == []


@pytest.mark.slow
def test_a_planted_sentence_of_the_notes_for_trainers_is_found_on_a_page_and_in_a_pdf() -> None:
    sentence = next(iter(trainers_alone()))
    paper = sheets_pdf((Sheet("x", "X", "", "learners", (paragraph(sentence),)),), PAPER)
    for content in (f"<p>{sentence}</p>".encode(), paper):
        answer = TestResponse([content], "200 OK", Headers(), request=EnvironBuilder().get_request())
        assert leaks("learner", "GET /course.pdf", answer) == [f"learner reads {sentence!r} at GET /course.pdf"]
        assert leaks("trainer", "GET /packs/three-hours/plan", answer) == []


def test_a_new_route_a_route_that_went_and_another_answer_are_told() -> None:
    new = differences([*LINES, PLANTED], LINES)
    assert "GET /planted/<person>: a new route\n+ 200" in new
    assert "python -m tests.web.authorisation" in new
    assert "GET /planted/<person>: is no longer there\n- 200" in differences(LINES, [*LINES, PLANTED])
    first = LINES[0]
    other = [replace(first, answers=("403", *first.answers[1:])), *LINES[1:]]
    assert f"{first.method} {first.route}: answers otherwise\n- 200" in differences(other, LINES)


def test_a_missing_line_of_a_route_that_has_others_is_told() -> None:
    line = next(each for each in LINES if each.route == "/manage/people/<person>" and "other" in each.whose)
    without = [each for each in LINES if each != line]
    assert "GET /manage/people/<person>: answers otherwise" in differences(LINES, without)


def test_nothing_is_told_where_nothing_differs() -> None:
    assert differences(LINES, read(written(LINES))) == ""


def opened(lines: list[Line]) -> Iterator[tuple[Line, str]]:
    """Every line with every column that it lets in."""
    for line in lines:
        yield from ((line, column) for column, each in zip(COLUMNS, line.answers, strict=True) if each not in REFUSED)


def breaches(lines: list[Line]) -> list[str]:
    """What no review may allow."""
    found = []
    for line, column in opened(lines):
        report_or_office = line.route.startswith(("/reports", "/manage/"))
        private = line.route.startswith(("/my/", "/attempts/", "/account/"))
        others = set(line.whose) & {"same team", "same organisation", "other"}
        wrong = {
            "fails": line.answers[list(COLUMNS).index(column)][0] == "5",
            "opens for a guest, a learner or a trainer": report_or_office and column in ("gst", "lrn", "trn"),
            "opens what there is not": "missing" in line.whose
            and line.route not in SENT_TWICE
            and not (line.route == "/attend/<code>" and column == "gst"),  # asked to sign in, told of no session
            "opens what does not belong there": "mixed" in line.whose
            and line.route not in SENT_TWICE
            and column not in ("slp", "adm"),
            "opens what is another organisation's": "other" in line.whose
            and line.route not in BY_HAND
            and column in HELD_FOR_ONE,
            "opens what is the learner's alone": private and bool(others),
            "opens a trainer's address": is_trainers(line.route) and column != "trn",
            "shows a name to an auditor": column == "aud"
            and line.route.startswith(("/reports/people", "/reports/chase")),
            "shows another team to a team lead": column == "tld"
            and line.route.startswith("/reports")
            and "organisation=" not in line.route
            and "same organisation" in line.whose,
        }
        found += [f"{column}: {line}: {what}" for what, is_so in wrong.items() if is_so]
    return found


def is_trainers(route: str) -> bool:
    """Whether keys, notes and what stands on a wall are for trainers alone there; what a phone gets is not."""
    return route.startswith(("/packs", "/present", "/hands")) and route != "/hands/<code>"


def test_no_review_allows_what_nobody_may_do() -> None:
    assert breaches(LINES) == []


@pytest.mark.parametrize(
    ("line", "column", "what"),
    [
        (replace(PLANTED, answers=("500",) * 9, route="/", whose=()), "gst", "fails"),
        (replace(PLANTED, route="/reports/x", whose=()), "trn", "opens for a guest, a learner or a trainer"),
        (replace(PLANTED, whose=("missing",)), "adm", "opens what there is not"),
        (replace(PLANTED, whose=("mixed",)), "oad", "opens what does not belong there"),
        (PLANTED, "slo", "opens what is another organisation's"),
        (
            replace(PLANTED, route="/attempts/<number>", whose=("same team",)),
            "slp",
            "opens what is the learner's alone",
        ),
        (replace(PLANTED, route="/reports/people.csv", whose=()), "aud", "shows a name to an auditor"),
        *(
            (replace(PLANTED, route="/packs/<pack>", whose=()), each, "opens a trainer's address")
            for each in ("lrn", "adm")
        ),
        (replace(PLANTED, route="/reports", whose=("same organisation",)), "tld", "shows another team to a team lead"),
    ],
)
def test_a_planted_breach_is_found(line: Line, column: str, what: str) -> None:
    assert f"{column}: {line}: {what}" in breaches([line])
