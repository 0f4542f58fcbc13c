"""What a row of the coverage table promises of the library really stands in its home: a few words of each fact."""

import pytest

from course.catalogue.model import Catalogue
from tests.house.test_coverage import rows

# Row -> words that must stand, in any case, in a reference page, question, page or term that the table names for it.
FACTS = {
    "C1": ["when, why and how", "edition 2026.1|2026.1, the first edition"],
    "C3": ["others who appear in it", "facts and opinions kept apart"],
    "C4": ["own retention schedule", "destroy it safely"],
    "C6": ["best interests can outweigh a refusal", "parental responsibility"],
    "C7": ["agreement and wishes record", "interpreter", "what has been sent cannot be taken back"],
    "C9": ["what to do if you’re worried a child is being abused", "keeping children safe in education"],
    "C10": ["october 2013", "2008"],
    "C12": ["parent, the child and the person who caused the harm"],
    "C17": ["nine aims", "linked directions", "material held by others"],
    "C18": ["justification"],
    "C19": ["caldicott guardian", "each local health body"],
    "C20": ["necessary or expedient", "those acting for them", "power, not duty"],
    "C21": ["first half", "second half"],
    "C22": ["in person and in confidence", "sign", "mappa", "think again"],
    "C23": ["adcs"],
    "C26": ["adults who look after children"],
    "C27": ["section 325|s. 325", "not a gateway", "children and social work act 2017", "16e"],
    "C28": ["best interests", "how old"],
    "C29": ["tell the person who asked", "at set times"],
    "C30": ["2015", "human rights law", "when not"],
    "D1": ["data protection act 1998", "data (use and access) act 2025"],
    "D2": ["classic seven", "may 2024"],
    "D3": ["10 september 2026", "quote nothing"],
    "D4": ["section 11(1)", "more harm than not telling", "30 september 2026"],
    "D5": ["18 march 2026"],
    "D6": ["1 september 2026"],
    "D7": ["consent"],
    "D8": ["no fixed age", "scotland"],
    "D9": ["five principles", "2007", "2022"],
    "D10": ["two locks", "confidentiality lock", "data protection lock"],
    "D11": ["safeguarding partnership", "childcare and education agencies"],
    "D12": ["practice review", "rapid review"],
    "D13": ["no surprises", "december 2020"],
    "D14": ["october 2021", "september 2023", "not needed for one share"],
    "D15": ["5 february 2026", "no balancing test", "public authority"],
    "D16": ["1 march 2024", "time limits", "2025"],
    "D17": ["3 april 2023", "online form", "differ from force to force"],
    "D18": ["31 march 2023", "sections 50 and 51", "therapy notes", "welfare comes first"],
    "D19": ["victim in law", "7 november 2025", "reception to 17"],
    "D20": ["domestic abuse related death reviews", "section 19"],
    "D21": ["12 january 2026", "substantial value"],
    "D22": ["it is enacted", "do not know its start date"],
    "D23": ["16lc", "nhs number", "pilot"],
    "D24": ["changed many times"],
    "D25": ["information commission", "do not know the date"],
    "D26": ["section 103", "june 2026"],
    "D27": ["information sharing protocol"],
    "D28": ["child protection officer", "late 2027"],
}


def texts(catalogue: Catalogue) -> dict[str, str]:
    """The words of every home that has words of its own, in small letters."""
    pages = {f"page:{page.id}": page.text for module in catalogue.modules for page in module.pages}
    pages |= {f"question:{each.id}": each.text for each in catalogue.flowchart.questions}
    pages |= {f"case:{name}": each.text for name, each in catalogue.cases.items()}
    pages |= {f"term:{name}": each.meaning for name, each in catalogue.terms.items()}
    for name, each in catalogue.references.items():
        sources = " ".join(f"{source.title} {source.dated or ''}" for source in each.sources)
        pages[f"reference:{name}"] = f"{each.title} {each.summary} {each.text} {sources}"
    return {home: text.casefold() for home, text in pages.items()}


def missing(row: str, facts: list[str], catalogue: Catalogue) -> list[str]:
    """The facts of a row that stand in none of its homes; a bar parts two ways of saying one."""
    (homes,) = [each.homes for each in rows() if each.id == row]
    known = texts(catalogue)
    held = " ".join(known.get(home, "") for home in homes)
    return [fact for fact in facts if not any(words in held for words in fact.split("|"))]


@pytest.mark.parametrize("row", FACTS)
def test_the_facts_of_a_row_stand_in_its_home(row: str, catalogue: Catalogue) -> None:
    assert missing(row, FACTS[row], catalogue) == []


def test_a_planted_fact_is_missed(catalogue: Catalogue) -> None:
    assert missing("D4", ["the moon is a listed body"], catalogue) == ["the moon is a listed body"]


# What is in doubt, and the page that has to say so and name the role that checks.
DOUBTS = {
    "information-sharing-duty": ["commencement", "child sex offences", "breach of confidence"],
    "rules-side-by-side": ["seven rules"],
    "related-guidance": ["final text"],
    "children-and-consent": ["2007"],
    "courts-and-linked-directions": ["reviewed in 2025"],
    "disclosure-scheme": ["statutory guidance"],
    "age-assessment": ["2025 and 2026"],
    "domestic-abuse": ["start date"],
    "ico-ten-steps": ["information commission", "february 2026"],
    "gateways-card": ["s. 47", "s. 27", "s. 325", "ss. 42 and 45", "16h"],
    "legal-framework": ["s. 47", "multi-agency child protection teams"],
    "early-years": ["childcare agencies"],
    "document-control": [
        "16lb",
        "working together",
        "reviews after domestic abuse deaths",
        "capacity",
        "disclosure scheme",
    ],
}


@pytest.mark.parametrize("name", DOUBTS)
def test_what_is_in_doubt_says_that_it_is_being_checked_and_by_whom(name: str, catalogue: Catalogue) -> None:
    html = catalogue.references[name].html
    blocks = " ".join(part.partition("</aside>")[0] for part in html.split('class="being-checked"')[1:]).casefold()
    assert [words for words in DOUBTS[name] if words not in blocks] == []
    assert "being checked: " in blocks and "being done:" in blocks


def test_the_flowchart_page_of_this_course_says_what_is_reconstruction(catalogue: Catalogue) -> None:
    text = catalogue.references["about-this-course"].text
    assert text.count("Reconstruction") == 2
