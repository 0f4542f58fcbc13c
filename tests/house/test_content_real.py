"""The course as it is published: sound, and without what must not be said."""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from course.catalogue.load import read_catalogue
from course.catalogue.model import Catalogue, Page
from tests.house import plan

FEWEST_WORDS = 60
TAUGHT = ("content/modules", "quizzes", "content/cases")
COURSE = plan.ROOT / "content" / "course.yaml"


@dataclass(frozen=True)
class Forbidden:
    """Words (a pattern, in any case) that no module, quiz, case or key question may hold, and why."""

    pattern: str
    why: str


NOT_READ = "not yet read in the text of the law; reference pages show it as being checked"
NO_START = "enacted, but its start is not known; not taught as live"
OLD_TERM = "an old term; earlier rules and the glossary alone may name it"
NAMED_ONCE = "the edition in force changes; reference pages alone name it"
NEW_NAME = "the name changes on an unknown day: the data protection regulator (ICO)"
NOT_YET = "no frontline task yet; a reference page tells of it"
LOCAL = "a local name from another area"
FORBIDDEN = [
    Forbidden(r"\bs(?:ection|\.)? ?47\b", NOT_READ),
    Forbidden(r"\bsection 27\b|\bs\. ?27\b", NOT_READ),
    Forbidden(r"\bsection 325\b|\bs\. ?325\b", NOT_READ),
    Forbidden(r"\bsections? 4[25]\b|\bss?\. ?4[25]\b", NOT_READ),
    Forbidden(r"\b16H\b", NOT_READ),
    Forbidden(r"\b16LB\b|\b16LD\b", NOT_READ),
    Forbidden(r"mandatory report", "another Act, not known to be in force; the duty to share is never called this"),
    Forbidden(r"\bCrime and Policing (?:Act|Bill)", NO_START),
    Forbidden(r"domestic abuse related death", NO_START),
    Forbidden(r"\b16LC\b|consistent identifier|single unique identifier", NOT_YET),
    Forbidden(r"Local Safeguarding Children Boards?|\bLSCBs?\b", OLD_TERM),
    Forbidden(r"serious case reviews?", OLD_TERM),
    Forbidden(r"child protection officers?", OLD_TERM),
    Forbidden(r"Data Protection Act 1998|\bDPA 1998\b", OLD_TERM),
    Forbidden(r"\bthe Data Protection Act\b(?! 2018)", "we say data protection law, or name the Act with its year"),
    Forbidden(r"\bmade public\b(?! interest)", "public interest is not publication"),
    Forbidden(r"\bInformation Commission(?:er(?!.s Office))?\b", NEW_NAME),
    Forbidden(r"\bWorking Together(?: to Safeguard Children)?,? 20\d\d", NAMED_ONCE),
    Forbidden(r"\b(?:Keeping Children Safe in Education|KCSIE),? 20\d\d", NAMED_ONCE),
    Forbidden(r"overrid\w+ data protection", "the duty is a legal obligation; the principles still apply"),
    Forbidden(r"Sarah.s Law", "a scheme, not an Act of that name"),
    Forbidden(r"\b12 (?:or|and) (?:over|above|older)\b|\baged? 12 or\b", "England has no such age line"),
    Forbidden(r"public.interest defence", "a justification, weighed before sharing"),
    Forbidden(r"from memory|not seen|could not be established", "notes of ours, not for learners"),
    Forbidden(r"\bDerby|\bNottingham|St Helens|Merseyside|Pathway to Provision|Family Support Strategy", LOCAL),
    Forbidden(r"Barnardo", "the authorship of the course of 2016 is not carried over"),
]
EARLIER = re.compile(r"^/// earlier-rule$.*?^///$", re.MULTILINE | re.DOTALL)
NUMBER_TO_CALL = re.compile(r"(?<![\w./-])(?:\+44|0)[\d ()-]{8,}\d(?![\w/-])")
SHORT_NUMBER = re.compile(r"\b(?:calls?|calling|ring|phone|dial|text|on) (?:the )?(\d{3,6})\b", re.IGNORECASE)
SERVICE_NUMBER = re.compile(r"(?<![\d.#-])\b(101|105|111|112|116 ?\d{3}|0800|0808|0300)\b(?![.\d-])")


def taught() -> list[Path]:
    return [path for folder in TAUGHT for path in plan.files(folder)] + [plan.ROOT / "content" / "flowchart.yaml"]


def shown(text: str) -> str:
    """A text on one line, without the blocks that tell how a rule was put before."""
    return " ".join(EARLIER.sub(" ", text).split())


def leaks(text: str) -> list[str]:
    """What a text says that it must not, with the reason."""
    found = [(re.search(row.pattern, shown(text), re.IGNORECASE), row.why) for row in FORBIDDEN]
    return [f"{match[0]}: {why}" for match, why in found if match]


def telephone_numbers(text: str) -> list[str]:
    """Telephone numbers in a text; 999 may be named."""
    plain = re.sub(r"https?://\S+", " ", text)
    short = [match[1] for match in SHORT_NUMBER.finditer(plain) if match[1] != "999"]
    return [*NUMBER_TO_CALL.findall(plain), *short, *SERVICE_NUMBER.findall(plain)]


def law_date() -> dt.date:
    """The day of this edition: the content is judged as on that day, so that this test does not age."""
    date: dt.date = YAML(typ="safe").load(COURSE.read_text(encoding="utf-8"))["law_as_at"]
    return date


def test_the_content_has_no_fault_and_no_warning() -> None:
    _, problems = read_catalogue(plan.ROOT, law_date())
    assert [str(problem) for problem in problems] == []


def test_nothing_unproven_or_out_of_date_is_taught() -> None:
    assert plan.faults(taught(), lambda path: leaks(plan.read(path))) == {}


def test_what_is_being_checked_stays_in_the_reference_pages() -> None:
    assert plan.faults(taught(), lambda path: "being-checked" in plan.read(path)) == {}


@pytest.mark.parametrize(
    "planted",
    [
        "See s. 47(9) of the Act.",
        "See section 47(9)\n  to (11).",
        "This is mandatory reporting.",
        "the Local Safeguarding Children\nBoard",
        "It may be made public.",
        "the Data Protection Act says",
        "Children aged 12 or over can agree.",
    ],
)
def test_a_planted_leak_is_found(planted: str) -> None:
    assert len(leaks(planted)) == 1


def test_an_earlier_rule_may_speak_in_its_own_terms() -> None:
    text = "/// earlier-rule\nThe Data Protection Act 1998 …\n///\n\nNow the Data Protection Act 2018."
    assert leaks(text) == []


def test_no_telephone_number_but_999() -> None:
    texts = plan.files("content") + plan.files("templates")
    assert plan.faults(texts, lambda path: telephone_numbers(plan.visible(path))) == {}


@pytest.mark.parametrize(
    "planted",
    ["01234 567890", "+44 20 7946 0000", "(020) 7946 0000", "call 101", "0800 1111", "ring 116 123", "on 61016"],
)
def test_a_planted_telephone_number_is_found(planted: str) -> None:
    assert telephone_numbers(f"In an emergency {planted}.") != []


@pytest.mark.parametrize("innocent", ["call 999", "2026-11-22", "section 115", "ukpga/2004/31", "on 1 May 2024"])
def test_other_numbers_may_stand(innocent: str) -> None:
    assert telephone_numbers(f"Then {innocent}.") == []


def is_thin(page: Page) -> bool:
    """A page of text that is too short, or that nobody could make a slide of."""
    if page.kind in ("quiz", "case") or page.id.endswith("-review"):
        return False
    return not page.key_points or len(page.text.split()) < FEWEST_WORDS


def test_every_page_of_text_has_substance_and_key_points(catalogue: Catalogue) -> None:
    assert [page.id for module in catalogue.modules for page in module.pages if is_thin(page)] == []


def test_the_course_has_its_five_modules_eight_cases_and_seven_questions(catalogue: Catalogue) -> None:
    modules = [module.id for module in catalogue.modules]
    assert modules == ["why-sharing-matters", "golden-rules", "deciding", "organisations", "case-studies"]
    assert (len(catalogue.cases), len(catalogue.flowchart.questions), len(catalogue.rules)) == (8, 7, 7)
