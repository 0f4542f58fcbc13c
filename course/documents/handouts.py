"""Handouts: the golden rules old and new, the gateways card, what to say to families, the glossary, local contacts, the poster.

Nothing is written here a second time: rules and terms come from their files, texts from the pages on which learners read
them. A part of a page is found by the anchor of its heading, which outlives another wording of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, takewhile

from course.catalogue.model import Catalogue, GoldenRule, Slot, Term
from course.documents.quiz_sheets import page_named
from course.documents.reader import Reader
from course.documents.tree import (
    Blank,
    Block,
    Box,
    Definitions,
    Field,
    Heading,
    Line,
    NewPage,
    Paragraph,
    Sheet,
    Table,
    Words,
    line,
    paragraph,
)
from course.errors import ContentError

HANDOUT = "Handout"
RULES, GATEWAYS = "rules-side-by-side", "gateways-card"
RULES_HEAD = ("2024", "Our name", "In our words", "Classic rules that it takes in")
EARLIER_HEAD = ("Classic", "In our words", "Now in")
EARLIER_TITLE = "The classic seven"

PHRASES_TITLE = "What to say to families"
PHRASES_OPENING = (
    "Words from the course for talks with children, parents and others. Make them your own before you need them."
)
PHRASES = (
    ("be-open", "what-to-say"),
    ("confidentiality", "when-sharing-is-no-breach"),
    ("lawful-basis", "why-consent-is-often-the-wrong-footing"),
    ("consent", "children"),
    ("protect-identity", "pass-the-rule-on"),
    ("what-your-organisation-owes", "if-a-family-is-unhappy"),
)
"""Pages, and the anchors of the parts of them that say what to say."""

GLOSSARY_TITLE = "Glossary"
GLOSSARY_OPENING = "The words of the course, in plain English."

CONTACTS_TITLE = "Local contacts"
CONTACTS_KICKER = "To keep where you can find it"
URGENT = "If someone is in immediate danger, call 999. Then tell the front door and your safeguarding lead."
TO_FILL_TITLE = "Local contacts to fill in"
TO_FILL = "Fill this in with your team. Write role titles and work numbers, never a private mobile."
TO_FILL_GROUPS = ("For a worry that cannot wait", "Whom to ask")
CONTACT_GROUPS = (*TO_FILL_GROUPS, "Information and law", "Particular risks")
ALSO = "Also good to know"
NOT_ONLY_NUMBERS = ("secure-transfer", "escalation-policy", "complaints")
OWN = "Others whom we need"


def handout_rules(catalogue: Catalogue, local: Mapping[str, str]) -> Sheet:
    """The rules of 2024, the classic rules that each takes in, and what is known of the newest text."""
    reference = catalogue.references[RULES]
    read = Reader(catalogue, local).read(reference.html)
    opening = takewhile(lambda each: not isinstance(each, Table), read)
    tables = [place for place, each in enumerate(read) if isinstance(each, Table)]
    rest = read[tables[-1] + 1 :] if tables else ()
    earlier = (
        NewPage(),
        Heading(2, line(EARLIER_TITLE)),
        _earlier(catalogue),
    )  # on the back, with what is known of both
    made = (*opening, _rules(catalogue), *earlier, *rest)
    return Sheet("handout-rules", reference.title, HANDOUT, "learners", made)


def _rules(catalogue: Catalogue) -> Table:
    rows = tuple(_rule(catalogue, rule) for rule in catalogue.rules.values())
    return Table("The seven golden rules of 2024", tuple(map(line, RULES_HEAD)), rows, (7, 23, 38, 38))


def _rule(catalogue: Catalogue, rule: GoldenRule) -> tuple[Line, ...]:
    earlier = "\n".join(f"{number}: {catalogue.earlier_rules[number]}" for number in rule.earlier)
    return line(str(rule.number)), (Words(rule.name, strong=True, rule=rule.id),), line(rule.gist), line(earlier)


def _earlier(catalogue: Catalogue) -> Table:
    rows = tuple(
        (line(str(number)), line(text), _now_in(catalogue, number)) for number, text in catalogue.earlier_rules.items()
    )
    return Table(EARLIER_TITLE, tuple(map(line, EARLIER_HEAD)), rows, (8, 60, 38))


def _now_in(catalogue: Catalogue, number: int) -> Line:
    """The rules of today that take in a classic one, each with its sign."""
    found: list[Words | Blank] = []
    for rule in catalogue.rules.values():
        if number in rule.earlier:
            found += [Words(", ")] if found else []
            found.append(Words(rule.name, rule=rule.id))
    return tuple(found)


def handout_gateways(catalogue: Catalogue, local: Mapping[str, str]) -> Sheet:
    """The card that says which law lets or makes you share: the reference page as it stands."""
    reference = catalogue.references[GATEWAYS]
    return Sheet(
        "handout-gateways", reference.title, HANDOUT, "learners", Reader(catalogue, local).read(reference.html)
    )


def handout_phrases(catalogue: Catalogue, local: Mapping[str, str]) -> Sheet:
    """What the course says about talking to families, gathered from its pages; each part names its page."""
    reader, made = Reader(catalogue, local), list[Block]([paragraph(PHRASES_OPENING)])
    for page, anchor in PHRASES:
        made += _part(reader, page, anchor)
    return Sheet("handout-phrases", PHRASES_TITLE, HANDOUT, "learners", tuple(made))


def _part(reader: Reader, name: str, anchor: str) -> Iterator[Block]:
    """A part of a page, from the heading with that anchor to the next; without the page's key points."""
    page = reader.catalogue.page(name)
    pattern = rf'<h2 id="{re.escape(anchor)}">.*?(?=<h2[ >]|\Z)'
    found = re.search(pattern, page.before + page.after, re.DOTALL) if page else None
    if found is None:
        message = f"the handout of phrases needs the part `#{anchor}` of the page `{name}`: give its heading that anchor again"
        raise ContentError(message)
    heading, *rest = (
        each for each in reader.read(found[0]) if not (isinstance(each, Box) and each.kind == "key-points")
    )
    yield from (heading, *rest)
    yield Paragraph(line(f"From {page_named(reader.catalogue, page)}"), small=True)


def handout_glossary(catalogue: Catalogue) -> Sheet:
    """Every term of the course in the order of the alphabet, with the terms that belong to it."""
    terms = sorted(catalogue.terms.values(), key=lambda term: term.term.casefold())
    pairs = tuple((line(each.term), _meaning(catalogue, each)) for each in terms)
    made = (paragraph(GLOSSARY_OPENING), Definitions(pairs))
    return Sheet("handout-glossary", GLOSSARY_TITLE, HANDOUT, "learners", made)


def _meaning(catalogue: Catalogue, term: Term) -> tuple[Block, ...]:
    beside = ", ".join(catalogue.terms[each].term for each in term.see)
    see = (paragraph(f"See also {beside}", small=True),) if beside else ()
    return (paragraph(term.meaning), *see)


def local_contacts(catalogue: Catalogue, local: Mapping[str, str]) -> Sheet:
    """Whom to ring and to ask: what is filled in, and behind it a page to fill in by hand. Where nothing is filled in, there
    is one such form and not two.
    """
    reader = Reader(catalogue, local)
    shown = [slot for slot in catalogue.slots.values() if slot.number or slot.id in NOT_ONLY_NUMBERS]
    filled = any(local.get(slot.id, "").strip() for slot in shown)
    made: list[Block] = [Box("plain", "", (paragraph(URGENT),))]
    made += [] if filled else [paragraph(TO_FILL)]
    for group, slots in groupby(shown, lambda slot: slot.group if slot.group in CONTACT_GROUPS else ALSO):
        made.append(Heading(2, line(group)))
        made.append(reader.contacts(*(slot.id for slot in slots)))
    made += _to_fill(shown) if filled else []
    return Sheet("local-contacts", CONTACTS_TITLE, CONTACTS_KICKER, "learners", (*made, Field(OWN, lines=4)))


def _to_fill(shown: Sequence[Slot]) -> Iterator[Block]:
    """The page to fill in by hand."""
    yield from (NewPage(), Heading(2, line(TO_FILL_TITLE)), paragraph(TO_FILL))
    yield from (Field(slot.label, lines=1) for slot in shown if slot.group in TO_FILL_GROUPS)
