"""The search: forgiving, in a good order, and bounded in what one query may cost."""

import dataclasses
import datetime as dt
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course import ROOT
from course.catalogue.entries import Entry, entries
from course.catalogue.load import read_catalogue
from course.rules.finding import MOST_HITS, MOST_LETTERS, MOST_SPOTS, Finder, Found, Hit
from course.rules.snippets import Piece
from course.web.public.search import SITE

TODAY = dt.date(2026, 11, 22)
MOST_STEPS = 12_000  # places of the index looked at for one query; some ten milliseconds at the very worst


@pytest.fixture(scope="module")
def course() -> tuple[Entry, ...]:
    catalogue, _ = read_catalogue(ROOT, TODAY)
    assert catalogue is not None
    return entries(catalogue)


@pytest.fixture(scope="module")
def finder(course: tuple[Entry, ...]) -> Finder:
    return Finder((*SITE, *course))


def title(hit: Hit) -> str:
    return "".join(piece.text for piece in hit.title)


def titles(found: Found) -> list[str]:
    return [title(hit) for hit in found.hits]


# What is typed, and the title that has to be among the first three.
FORGIVING = [
    ("calldicot", "The eight Caldicott Principles"),
    ("gillik", "Gillick competence"),
    ("infomation sharing", "The duty to share information"),
    ("sharing infomation", "The duty to share information"),
    ("parental responsability", "Parental responsibility"),
    ("MASH", "Front door, MASH"),
    ("dsl", "Designated safeguarding lead (DSL)"),
    ("LADO", "Designated officer for allegations (LADO)"),
    ("social services", "Front door, MASH"),
    ("domestic violence", "Domestic abuse"),
    ("frontdoor", "Front door, MASH"),
    ("safe guarding lead", "Designated safeguarding lead (DSL)"),
    ("bases lawful", "Lawful bases"),
    ("lawful base", "Lawful bases"),
    ("organization owes", "Seven things your organisation owes you"),
    ("age assesment", "Age assessment and unaccompanied children"),
    ("s115", "Gateways card"),
    ("section 16LA", "The duty to share information"),
    ("key questions", "The seven key questions"),
    ("packed lunch", "The packed lunch"),
    ("myth", "Myths"),
    ("caldi", "The eight Caldicott Principles"),
    ("FOI", "Freedom of information request"),
]


# What is typed most, and the address that comes first.
FIRST = [
    ("consent", "/glossary#consent"),
    ("information sharing", "/reference/information-sharing-duty"),
    ("gdpr", "/glossary#data-protection-law"),
    ("caldicott", "/reference/caldicott-principles"),
    ("mash", "/glossary#front-door"),
    ("dsl", "/glossary#dsl"),
    ("gillick", "/glossary#gillick-competence"),
    ("duty to share", "/reference/information-sharing-duty"),
    ("golden rules", "/modules/golden-rules/"),
    ("seven questions", "/flowchart"),
    ("serious crime", "/glossary#serious-crime"),
    ("confidentiality", "/glossary#duty-of-confidentiality"),
    ("court order", "/flowchart/purpose"),
    ("police", "/reference/disclosure-scheme"),
    ("early years", "/reference/early-years"),
    ("age assessment", "/reference/age-assessment"),
    ("domestic abuse", "/reference/domestic-abuse"),
    ("mandatory reporting", "/reference/information-sharing-duty#mandatory-reporting"),
    ("record", "/modules/golden-rules/record"),
    ("refuse", "/flowchart/consent"),
    ("father objects", "/cases/packed-lunch"),
]


@pytest.mark.parametrize(("typed", "wanted"), FIRST)
def test_what_is_typed_most_has_its_first_place(typed: str, wanted: str, finder: Finder) -> None:
    assert finder.find(typed).hits[0].address == wanted


@pytest.mark.parametrize(
    "typed", ["mandatory reporting", "must i report child sexual abuse", "mandated reporter", "compulsory reporting"]
)
def test_the_law_on_reporting_is_found_and_not_taken_for_the_duty_to_share(typed: str, finder: Finder) -> None:
    found = finder.find(typed)
    assert found.unknown == ()
    law = ["/glossary#mandatory-reporting", "/reference/information-sharing-duty#mandatory-reporting"]
    first = {spot.address.replace("#p.16", "#mandatory-reporting") for hit in found.hits[:2] for spot in hit.spots}
    assert set(law) <= first
    assert law[0] not in [hit.address for hit in finder.find("duty to share").hits[:3]]


def test_a_name_out_of_use_comes_after_those_in_use_unless_it_is_typed_in_full(finder: Finder) -> None:
    assert "Information sharing protocol (old term)" not in titles(finder.find("information sharing"))[:3]
    assert titles(finder.find("information sharing protocol"))[0] == "Information sharing protocol (old term)"


def test_whether_there_is_more_than_is_shown_is_told(finder: Finder) -> None:
    assert (len(finder.find("child").hits), finder.find("child").more) == (MOST_HITS, True)
    assert finder.find("gillick").more is False


@pytest.mark.parametrize(("typed", "wanted"), FORGIVING)
def test_what_people_type_finds_what_they_mean(typed: str, wanted: str, finder: Finder) -> None:
    assert wanted in titles(finder.find(typed))[:3]


def test_a_word_that_was_read_as_another_is_told(finder: Finder) -> None:
    assert finder.find("infomation sharing").taken_for == (("infomation", "information"),)
    assert finder.find("information sharing").taken_for == ()


def test_a_word_that_nothing_is_like_is_told_and_the_rest_is_looked_for(finder: Finder) -> None:
    found = finder.find("xqzwvk Caldicott")
    assert found.unknown == ("xqzwvk",)
    assert titles(found)[0] == "The eight Caldicott Principles"


@pytest.mark.parametrize("typed", ["", "   ", "?!…", "\x00", "xqzwvk", "‮‮", "🧩🧩"])
def test_nothing_to_look_for_finds_nothing(typed: str, finder: Finder) -> None:
    assert finder.find(typed).hits == ()


def entry(title: str, text: str, *, level: str = "text", part: str = "p.1", kind: str = "page") -> Entry:
    page = f"/{title.lower().replace(' ', '-')}"
    return Entry(title, page, "" if level == "title" else part, kind, level, "", text)


def small(*rows: tuple[str, str, str]) -> Finder:
    """A site of pages: (title, summary, text)."""
    made = []
    for name, summary, text in rows:
        made += [entry(name, summary, level="title"), entry(name, text)]
    return Finder(made)


def test_a_title_comes_before_a_heading_and_a_heading_before_a_text() -> None:
    finder = Finder(
        [
            entry("Text", "", level="title"),
            entry("Text", "Here a heron stands."),
            entry("Part", "", level="title"),
            entry("Part", "The heron", level="heading"),
            entry("Heron", "", level="title"),
        ]
    )
    assert titles(finder.find("heron")) == ["Heron", "Part", "Text"]


def test_what_was_typed_comes_before_what_is_near_it() -> None:
    finder = small(("One", "", "A heron stands."), ("Two", "", "A herons' hereon stands."), ("Three", "", "A hereon."))
    assert titles(finder.find("hereon"))[-1] == "One"
    assert titles(finder.find("heron"))[0] in ("One", "Two")


def test_an_entry_with_all_the_words_comes_before_those_with_some() -> None:
    finder = small(("One", "", "heron heron"), ("Two", "", "river"), ("Three", "", "A heron by the river."))
    assert titles(finder.find("river heron"))[0] == "Three"


def test_words_in_the_order_typed_come_first() -> None:
    finder = small(("One", "", "the river, a heron and grey"), ("Two", "", "a grey heron river"), ("Three", "", "no"))
    assert titles(finder.find("grey heron river"))[0] == "Two"


def test_the_places_of_one_page_are_one_hit() -> None:
    rows = [entry("Birds", "", level="title")]
    rows += [dataclasses.replace(entry("Birds", f"heron {number}"), part=f"p.{number}") for number in range(9)]
    (hit,) = Finder(rows).find("heron").hits
    assert len(hit.spots) == MOST_SPOTS
    assert hit.address == hit.spots[0].address


def test_found_words_are_marked_and_no_other() -> None:
    (hit,) = small(("Birds", "", "Two herons stand still.")).find("heron").hits
    assert hit.spots[0].pieces == (Piece("Two ", False), Piece("herons", True), Piece(" stand still.", False))


def test_every_title_finds_its_own_page_first(course: tuple[Entry, ...], finder: Finder) -> None:
    named = [each.title for each in course if each.level == "title"]
    assert len(named) > 120
    assert [name for name in named if titles(finder.find(name))[:1] != [name]] == []


def broken(word: str, draw: random.Random) -> str:
    """The word with one letter lost, doubled, turned round with the next or put in place of another."""
    at = draw.randrange(1, len(word) - 1)
    letter = draw.choice("aeiorstln")
    return draw.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + letter + word[at + 1 :],
        ]
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw=st.randoms(use_true_random=False))
def test_one_wrong_letter_in_a_long_word_of_a_title_still_finds_the_page(
    draw: random.Random, course: tuple[Entry, ...], finder: Finder
) -> None:
    named = [each.title for each in course if each.level == "title"]
    name = draw.choice([name for name in named if any(len(word) >= 6 and word.isalpha() for word in name.split())])
    split = name.split()
    place = draw.choice([at for at, word in enumerate(split) if len(word) >= 6 and word.isalpha()])
    typed = " ".join([*split[:place], broken(split[place], draw), *split[place + 1 :]])
    assert name in titles(finder.find(typed)), typed


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=400))
def test_any_text_may_be_asked(typed: str, finder: Finder) -> None:
    found = finder.find(typed)
    assert len(found.hits) <= MOST_HITS
    assert found.steps <= MOST_STEPS


@pytest.mark.slow
def test_a_query_costs_no_more_than_so_much_however_much_there_is(course: tuple[Entry, ...]) -> None:
    typed = "share child information record family safeguarding lead police"
    copies = [dataclasses.replace(each, page=f"/copy-{number}{each.page}") for number in range(11) for each in course]
    many = Finder([*course, *(each for each in copies if each.kind != "term")])
    assert 0 < Finder(course).find(typed).steps <= MOST_STEPS
    assert many.find(typed).steps <= MOST_STEPS


def test_of_a_long_query_the_beginning_counts(finder: Finder) -> None:
    blanks = " " * (MOST_LETTERS - len("Caldicott"))
    assert finder.find(f"{blanks}Caldicott").hits
    assert finder.find(f"{blanks}{blanks}Caldicott").hits == ()


def test_what_is_typed_is_not_kept(course: tuple[Entry, ...]) -> None:
    finder = Finder(course[:200])
    before = (len(finder._vocabulary._forms), len(finder._postings))
    for typed in ("marlonsnewaddress", "idris tabblets"):
        finder.find(typed)
    assert (len(finder._vocabulary._forms), len(finder._postings)) == before
