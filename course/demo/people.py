"""Made-up people, places and posts. The surnames are put together from parts, so that they are nobody's."""

from __future__ import annotations

import random
from dataclasses import dataclass

FIRST = (
    "Aisha Alan Amara Anil Bethan Callum Chidi Dalia Dewi Elena Farah Femi Gareth Grace Hamza Hana Imran Iris Jamal Jo "
    "Kamal Kezia Leon Lucia Malik Mei Nadia Niall Oba Orla Priya Quentin Rafa Rhona Sanjay Sioned Tariq Tess Uma Viktor "
    "Wanda Xavi Yusuf Zofia"
).split()
BEGIN = "Alder Bram Copper Dun Elder Fern Gorse Hollin Iver Juniper Kestrel Larch Mallow Nettle Otter Plover".split()
END = "bourne croft dene fold garth holme ley mere shaw thwaite wick yard".split()
PARTNERSHIP = "Heronsea Safeguarding Children Partnership"


@dataclass(frozen=True, slots=True)
class MadeOrganisation:
    """An organisation with its teams, the posts in it, and how many people it has of the whole."""

    name: str
    teams: tuple[str, ...]
    posts: tuple[str, ...]
    people: int
    headcount: int


ORGANISATIONS = (
    MadeOrganisation(
        "Heronsea Children's Services",
        ("Front door", "Assessment", "Family support", "Youth justice", "Fostering"),
        ("Social worker", "Family support worker", "Team manager", "Business support"),
        260,
        284,
    ),
    MadeOrganisation(
        "Wellmarsh Community Health",
        ("Health visiting", "School nursing", "Paediatrics", "Community mental health"),
        ("Health visitor", "School nurse", "Doctor", "Business support"),
        220,
        240,
    ),
    MadeOrganisation(
        "Ferrywick Nurseries",
        ("Harbour nursery", "Orchard nursery", "Meadow nursery"),
        ("Nursery practitioner", "Nursery manager"),
        120,
        125,
    ),
)
ROLES = (  # sign-in, name, role, what it is held for
    ("learner", "Lee Larchwick", None, None),
    ("trainer", "Toni Thornmere", "trainer", "partnership"),
    ("teamlead", "Tamsin Dunfold", "team-lead", "team"),
    ("lead", "Leila Ferncroft", "organisation-lead", "organisation"),
    ("lead-b", "Bevan Ottershaw", "organisation-lead", "organisation"),
    ("admin", "Ada Gorseholme", "administrator", "partnership"),
    ("auditor", "Owen Plovergarth", "auditor", "partnership"),
)


def name(dice: random.Random) -> str:
    """A name. The same may come twice, as in life."""
    return f"{dice.choice(FIRST)} {dice.choice(BEGIN)}{dice.choice(END)}"
