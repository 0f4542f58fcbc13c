"""A pack as one ZIP: everything in it, in order; the same bytes for the same input; answers in nothing for learners."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator

import pytest
from pypdf import PdfReader

from course import ROOT
from course.documents import pack_zip, sheet_setting
from course.documents.pack_items import sheet_pdf
from course.documents.pack_start import LEAVES, start_here
from course.documents.pack_zip import pack_files, packed
from course.documents.packs import Wish, pack, pack_names
from course.documents.tree import Sheet
from course.rules.local_information import LONGEST_VALUE, MOST_LINES
from tests.documents.every_block import COURSE, squeezed
from tests.documents.pages_read import pages_read
from tests.documents.paper_looked_at import faults

DAY = dt.date(2026, 11, 22)
SHORT = "twenty-minutes"
SOME = ("three-hours", SHORT, "module-case-studies")  # the whole course, a short one, one with several cases
FULL = Wish(
    made_on=DAY,
    local=dict.fromkeys(COURSE.slots, "Heronsea Front Door\n01632 960101"),
    organisation="Heronsea Nursery",
)
LONG = Wish(
    made_on=DAY,
    local=dict.fromkeys(COURSE.slots, "\n".join(["W" * (LONGEST_VALUE // MOST_LINES - 1)] * MOST_LINES)),
    organisation="The Safeguarding Children Partnership of Heronsea, Gullhaven and the Islands",
    group=24,
)
SAME = """
import hashlib, sys
from tests.documents.test_pack_zip import FULL, COURSE
from course.documents.pack_zip import packed
from course.documents.packs import pack
for name in sys.argv[1:]:
    print(hashlib.sha256(packed(COURSE, pack(COURSE, name, FULL), FULL)).hexdigest())
"""


@functools.cache
def files(name: str, wish: int = 0) -> dict[str, bytes]:
    chosen = (FULL, LONG)[wish]
    found = pack(COURSE, name, chosen)
    assert found is not None
    return dict(pack_files(COURSE, found, chosen))


def text(pdf: bytes) -> str:
    return squeezed(" ".join(page.text for page in pages_read(pdf)))


def pages(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def test_what_is_opened_first_stands_first_and_single_sheets_last() -> None:
    names = list(files(SHORT))
    assert names[:4] == ["00-START-HERE.pdf", "PRINT-learners.pdf", "PRINT-trainer.pdf", "10-slides.pptx"]
    found = pack(COURSE, SHORT, FULL)
    assert found is not None
    assert [name for name in names if name.startswith("single-sheets/")] == [
        item.file for item in found.items if item.file.startswith("single-sheets/")
    ]


def test_the_zip_holds_the_files_with_one_fixed_time() -> None:
    with zipfile.ZipFile(io.BytesIO(pack_zip.zipped(files(SHORT)))) as held:
        assert held.testzip() is None
        assert held.namelist() == list(files(SHORT))
        assert {each.date_time for each in held.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert all(held.read(name) == content for name, content in files(SHORT).items())


def test_the_same_wish_gives_the_same_bytes_again() -> None:
    first, found = pack_zip.zipped(files(SHORT)), pack(COURSE, SHORT, FULL)
    assert found is not None
    sheet_setting.size.cache_clear()
    assert packed(COURSE, found, FULL) == first


def test_before_each_file_to_print_the_memory_of_what_was_set_before_is_freed(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(pack_zip, "forget", lambda: said.append("freed"))
    monkeypatch.setattr(pack_zip, "sheets_pdf", lambda sheets, _around: said.append("set") or b"")
    found = pack(COURSE, SHORT, FULL)
    assert found is not None
    pack_zip.printed(COURSE, found, FULL, {item.id: Sheet(item.id, "", "", "trainer", ()) for item in found.items})
    assert said == ["freed", "set", "freed", "set"]


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "names"), [("1", (SHORT, "three-hours")), ("2", (SHORT,))])
def test_another_process_gives_the_same_bytes(seed: str, names: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SAME, *names],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == [hashlib.sha256(pack_zip.zipped(files(name))).hexdigest() for name in names]


@pytest.mark.slow
@pytest.mark.parametrize("name", SOME)
def test_the_files_to_print_are_the_single_sheets_one_after_another(name: str) -> None:
    made, found = files(name), pack(COURSE, name, FULL)
    assert found is not None
    for audience in ("learners", "trainer"):
        singles = [made[item.file] for item in found.items if item.printed and item.audience == audience]
        together = made[f"PRINT-{audience}.pdf"]
        assert pages(together) == sum(map(pages, singles))
        assert text(together) == "".join(map(text, singles))


def parts(name: str, made: dict[str, bytes]) -> Iterator[tuple[str, int, int]]:
    """What START HERE calls the parts of PRINT-learners, and their first and last pages."""
    found, first = pack(COURSE, name, FULL), 1
    assert found is not None
    for item in (item for item in found.items if item.printed and item.audience == "learners"):
        last = first + pages(made[item.file]) - 1
        leaves = 2 * len(found.cases) if item.id == "case-cards" else 0
        yield item.title, first, last - leaves
        if leaves:
            yield LEAVES, last - leaves + 1, last
        first = last + 1


@pytest.mark.slow
@pytest.mark.parametrize("name", SOME)
def test_the_pages_that_start_here_names_are_right(name: str) -> None:
    made = files(name)
    told = text(made["00-START-HERE.pdf"])
    assert f"PRINT-trainer.pdf,all{pages(made['PRINT-trainer.pdf'])}pages" in told
    together = pages_read(made["PRINT-learners.pdf"])
    for title, first, last in parts(name, made):
        place = f"({first})" if first == last else f"({first}to{last})"
        assert squeezed(title) + place in told
        begins = squeezed(together[first - 1].text)
        assert ("Yourrecord" if title == LEAVES else squeezed(title.partition(",")[0])) in begins


@pytest.mark.parametrize("name", pack_names(COURSE))
def test_start_here_is_one_page_for_everybody(name: str) -> None:
    found = pack(COURSE, name, LONG)
    assert found is not None
    first = start_here(COURSE, found, LONG, {item.id: 12 for item in found.items} | {"case-cards": 60})
    assert pages(sheet_pdf(COURSE, first, LONG)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", SOME)
def test_no_reason_and_no_key_reaches_the_learners(name: str) -> None:
    found = pack(COURSE, name, FULL)
    assert found is not None
    told = [
        text(files(name)[item.file]) for item in found.items if item.audience == "learners" and item.id != "case-cards"
    ]
    told.append(text(files(name)["PRINT-learners.pdf"]))
    secrets = [statement.because for quiz in COURSE.quizzes.values() for statement in quiz.statements]
    secrets += [note for case in COURSE.cases.values() for note in ("Which choice is which",)]
    assert [secret for secret in secrets if any(squeezed(secret) in each for each in told)] == []


SHEETS = [item.file for item in pack(COURSE, "three-hours", FULL).items if item.formats == ("pdf",)]  # type: ignore[union-attr]


@pytest.mark.slow
@pytest.mark.parametrize("wish", [0, 1], ids=["usual", "long"])
@pytest.mark.parametrize("file", SHEETS)
def test_every_sheet_pleases_the_eye(file: str, wish: int) -> None:
    """The labels of the drawing may be a little smaller on A4, where a long banner stands above it."""
    large = any(name in file for name in ("large", "before", "after", "later"))
    least = 18.0 if large else 7.5 if "poster" in file else 8.0
    assert faults(files("three-hours", wish)[file], margin=17, heading=22 if large else 18.5, least_type=least) == []


def test_every_page_of_every_sheet_has_its_foot() -> None:
    for name, content in ((name, content) for name, content in files(SHORT).items() if name.endswith(".pdf")):
        for page in pages_read(content):
            told = page.text
            assert f"Edition {COURSE.course.edition}" in told, name
            assert "Made on 22 November 2026" in told, name
            assert " of " in told[told.rfind("Page ") :], name
