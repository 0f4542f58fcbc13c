"""Local information of the made-up partnership. The numbers are those that Ofcom keeps for stories; nobody has them.

One slot is left empty (EMPTY), so that one sees how that is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from course.rules.local_information import LocalValue

EMPTY = "languages-and-formats"
YEAR = dt.timedelta(days=365)
SITE = "https://heronsea-partnership.example"
BUSINESS = "Partnership business manager"
DOOR, GOVERNANCE, LEAD = "Front door service manager", "Information governance officer", "Safeguarding lead"
SOURCE = "Made up for this demonstration"
# Slot, who looks after it, what learners see.
PARTNERSHIP = (
    ("front-door", DOOR, "Heronsea Front Door: 01632 960101\nMonday to Friday, 9am to 5pm"),
    ("emergency-line", DOOR, "Call 999\nChildren's emergency line, day and night: 01632 960102"),
    ("out-of-hours", DOOR, "Emergency duty team: 01632 960103\nEvenings, weekends and bank holidays"),
    ("referral-link", DOOR, f"{SITE}/refer\nWhen the form fails, ring 01632 960101"),
    ("safeguarding-lead", BUSINESS, "Partnership safeguarding adviser: 01632 960110\nadviser@heronsea.example"),
    ("deputy-safeguarding-lead", BUSINESS, "Deputy safeguarding adviser: 01632 960111"),
    ("adult-safeguarding-lead", BUSINESS, "Adult safeguarding team: 01632 960112\nadults@heronsea.example"),
    ("health-named-professional", BUSINESS, "Named nurse for safeguarding children: 01632 960120"),
    ("advice-line", DOOR, "Consultation team: 01632 960104\nMonday to Friday, 10am to 4pm"),
    ("caldicott-guardian", GOVERNANCE, "Office of the medical director: 01632 960130\ncaldicott@heronsea.example"),
    ("data-protection-officer", GOVERNANCE, "Information rights team: 01632 960131\ndpo@heronsea.example"),
    ("information-governance", GOVERNANCE, "information.governance@heronsea.example"),
    ("legal-advice", GOVERNANCE, "Legal services duty line: 01632 960132\nFor court papers and police requests"),
    ("secure-transfer", GOVERNANCE, "Heronsea Secure Mail. Help: securemail@heronsea.example"),
    ("retention-schedule", GOVERNANCE, f"Retention schedule, version 3\n{SITE}/retention"),
    ("complaints", GOVERNANCE, "Write to complaints@heronsea.example. You hear back within 10 working days."),
    ("allegations", BUSINESS, "Designated officer (LADO): 01632 960140\nlado@heronsea.example"),
    ("domestic-abuse-service", BUSINESS, "Safe Harbour Heronsea: 020 7946 0150\nDay and night"),
    ("marac", BUSINESS, f"MARAC coordinator: 01632 960151\n{SITE}/marac"),
    ("exploitation-panel", BUSINESS, "Child exploitation panel: 01632 960152\nexploitation@heronsea.example"),
    ("prevent", BUSINESS, "Prevent coordinator: 01632 960153\nprevent@heronsea.example"),
    ("mappa", BUSINESS, "MAPPA coordinator: 01632 960154"),
    ("trafficking-first-responder", BUSINESS, "Front door, as first responder: 01632 960101\nMissing children: call 101"),
    ("unaccompanied-children-lead", BUSINESS, "Team manager, unaccompanied children: 01632 960155"),
    ("disclosure-scheme-link", BUSINESS, "https://police.example/disclosure"),
    ("threshold-document", BUSINESS, f"Levels of need, version 5\n{SITE}/levels-of-need"),
    ("data-sharing-agreement", GOVERNANCE, f"Heronsea information sharing agreement, version 4\n{SITE}/agreement"),
    ("multi-agency-arrangements", BUSINESS, f"Multi-agency safeguarding arrangements\n{SITE}/arrangements"),
    ("escalation-policy", BUSINESS, f"Resolving professional disagreement\n{SITE}/escalation"),
    ("whistleblowing", BUSINESS, f"Speaking up policy; ask the head of human resources\n{SITE}/speaking-up"),
    ("listed-bodies", GOVERNANCE, "Council, health trust, police: yes. Nurseries: unknown. Confirmed by legal services."),
    ("mandatory-reporting", GOVERNANCE, "Ask the safeguarding adviser whether it is in force. Checked by legal services."),
    ("training-terms", BUSINESS, "Refresh every two years. Free of charge. Cancel five working days before."),
    ("certificate-signatory", BUSINESS, "Independent scrutineer of the partnership"),
    ("support-line", BUSINESS, "Staff support: 01632 960160\nMonday to Friday, 8am to 8pm"),
    ("partnership-area", BUSINESS, f"The town of Heronsea and the villages of the marsh\n{SITE}"),
    ("neighbouring-areas", DOOR, "Saltmere front door: 01632 960170\nDownwick front door: 01632 960171"),
)  # fmt: skip
OWN = ("safeguarding-lead", "deputy-safeguarding-lead")


def values(today: dt.date, organisations: int) -> Iterator[LocalValue]:
    """The partnership's, and each organisation's lead and deputy; checked some weeks before the day it is made."""
    for place, (slot, role, text) in enumerate(PARTNERSHIP):
        yield _value(slot, None, text, role, today - dt.timedelta(days=20 + 3 * place))
    for number in range(1, organisations + 1):
        for place, slot in enumerate(OWN):
            who = "Deputy head of safeguarding" if place else "Head of safeguarding"
            text = f"{who}: 01632 9602{number}{place}\nlead{number}@demo.example"
            yield _value(slot, number, text, LEAD, today - dt.timedelta(days=30 * number + place))


def _value(slot: str, organisation: int | None, text: str, role: str, checked: dt.date) -> LocalValue:
    return LocalValue(
        slot=slot, organisation=organisation, value=text, source=SOURCE, owner_role=role, checked_on=checked,
        review_by=checked + YEAR - dt.timedelta(days=1),
    )  # fmt: skip
