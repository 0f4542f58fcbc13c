"""Forms to fill in: read as they are written, refused with file and line where they are not sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogue.small_course import FILES, MODULE, changed, good, read
from tests.shipped import shipped

NOTE = "content/forms/note.yaml"
FORM = """\
id: note
title: A note
summary: For a note.
intro: Use it to note.
sections:
  - title: What
    note: Be brief.
    fields:
      - id: what
        label: What happened
        hint: In order.
        kind: text
        rows: 5
      - id: who
        label: Who
        kind: line
  - title: So
    fields:
      - id: answer
        label: Answer
        kind: choice
        choices:
          - "Yes"
          - "No"
      - id: more
        label: More
        kind: text
footer: Keep it.
"""
WITH_FORM = {**FILES, NOTE: FORM}


def test_a_form_holds_its_sections_and_fields(tmp_path: Path) -> None:
    form = good(tmp_path, WITH_FORM).forms["note"]
    assert (form.title, form.summary, form.intro, form.footer) == (
        "A note",
        "For a note.",
        "Use it to note.",
        "Keep it.",
    )
    assert [(section.title, section.note) for section in form.sections] == [("What", "Be brief."), ("So", "")]
    fields = [field for section in form.sections for field in section.fields]
    assert [(field.id, field.kind, field.rows, field.hint) for field in fields] == [
        ("what", "text", 5, "In order."),
        ("who", "line", 1, ""),
        ("answer", "choice", 1, ""),
        ("more", "text", 3, ""),
    ]
    assert fields[2].choices == ("Yes", "No")


def test_a_form_shows_the_way_and_is_chosen_by_it_only_where_it_says_so(tmp_path: Path) -> None:
    plain = good(tmp_path / "one", WITH_FORM).forms["note"]
    assert (plain.shows_way, plain.after_decisions, plain.after_answers) == (False, (), ())
    more = "shows_way: true\nafter_decisions:\n  - share\nafter_answers:\n  - purpose.2\nsections:\n"
    told = good(tmp_path / "two", changed(NOTE, "sections:\n", more, WITH_FORM)).forms["note"]
    assert (told.shows_way, told.after_decisions, told.after_answers) == (True, ("share",), ("purpose.2",))


def test_a_course_without_forms_is_a_course(tmp_path: Path) -> None:
    assert dict(good(tmp_path).forms) == {}


def test_a_text_links_to_a_form(tmp_path: Path) -> None:
    files = changed(
        MODULE, "Write it down and", "Take the [note](form:note), or [it](/forms/note).\n\nWrite it down and", WITH_FORM
    )
    page = good(tmp_path, files).page("record")
    assert page is not None
    assert page.before.count('href="/forms/note"') == 2


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("sections:\n", "show_way: true\nsections:\n", 5, "did you mean `shows_way`?"),
        ("sections:\n", "shows_way: perhaps\nsections:\n", 5, "shows_way"),
        ("sections:\n", "after_decisions:\n  - defer\nsections:\n", 6, "'share', 'share-part' or 'do-not-share'"),
        ("sections:\n", "after_answers:\n  - purpose.3\nsections:\n", 6, "`purpose.3`, an answer that is not there"),
        ("sections:\n", "after_answers:\n  - other.1\nsections:\n", 6, "`other.1`, an answer that is not there"),
        ("footer: Keep it.", "footer: Keep it.\nfoot: x", 29, "did you mean `footer`?"),
        ("        hint: In order.\n", "        hont: In order.\n", 11, "did you mean `hint`?"),
        ("id: who\n", "id: what\n", 14, "the form has the field `what` twice"),
        ("id: answer\n", "id: what\n", 19, "the form has the field `what` twice"),
        (FORM[FORM.index("sections:") : FORM.index("footer")], "sections:\n", 5, "`sections` must be a list"),
        (FORM[FORM.index("sections:") : FORM.index("footer")], "", 1, "`sections` is missing"),
        ("kind: line", "kind: number", 16, "'line', 'text' or 'choice'"),
        ("kind: line", "kind: line\n        rows: 2", 14, "has rows, but is of kind line"),
        ("kind: line", "kind: line\n        choices:\n          - A\n          - B", 14, "has choices, but is of kind line"),
        ('          - "No"\n', "", 19, "at least two choices, each once"),
        ('          - "No"\n', '          - "Yes"\n', 19, "at least two choices, each once"),
        ("rows: 5", "rows: 0", 13, "rows"),
        ("rows: 5", "rows: 13", 13, "rows"),
        ("label: Who\n", "label: \"**Who**\"\n", 15, "`**` would be shown as it stands"),
        ("id: note\n", "id: Note\n", 1, "lower-case letters"),
        ("id: note\n", "id: other\n", 1, "the name of the file does not match its id"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_file_and_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    catalogue, problems = read(tmp_path, changed(NOTE, old, new, WITH_FORM))
    assert catalogue is None
    assert [each for each in problems if (each.path, each.line) == (NOTE, line) and words in str(each)], problems


def test_two_forms_of_one_id_are_told(tmp_path: Path) -> None:
    catalogue, problems = read(tmp_path, {**WITH_FORM, "content/forms/second.yaml": FORM})
    assert catalogue is None
    assert [
        each for each in problems if "the form id `note` stands already in content/forms/note.yaml:1" in each.message
    ]


def test_a_link_to_a_form_that_is_not_there_is_told(tmp_path: Path) -> None:
    _, problems = read(
        tmp_path, changed(MODULE, "Write it down and", "See [it](form:nota). Write it down and", WITH_FORM)
    )
    assert [str(each) for each in problems if "did you mean `form:note`?" in each.mend]


REAL = shipped().forms


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        (
            "decision-record",
            "request purpose people confidential wishes told footing advice options decision sent recipient withheld "
            "identity discussed review signature outcome",
        ),
        (
            "agreement",
            "asked child what recipients why follow limits onward how-long help wishes person-signature "
            "practitioner-signature practitioner review copy",
        ),
    ],
)
def test_our_forms_have_every_field_that_they_must_have(form: str, wanted: str) -> None:
    fields = {field.id for section in REAL[form].sections for field in section.fields}
    assert set(wanted.split()) - fields == set()


def test_our_forms_offer_every_decision_and_say_what_holds_without_agreement() -> None:
    fields = {field.id: field for section in REAL["decision-record"].sections for field in section.fields}
    assert fields["decision"].choices == ("Share", "Share part", "Do not share", "Defer")
    assert "share without your agreement" in REAL["agreement"].footer
    notes = " ".join(section.note for section in REAL["agreement"].sections)
    assert "change your mind" in notes and "cannot be taken back" in notes
