"""Reading the follow-up form and the one for the manager's address. Only yes or no about a decision has to be answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from course.catalogue.reflecting import Reflection
from course.rules import texts
from course.rules.follow_up import LONGEST, MANAGER_ANSWERS
from course.rules.texts import trimmed
from course.setting_values import is_mail_address
from course.web.mine import reflection_form

DECIDED, HELPED, HINDERED, DONE = "decided_since", "helped", "hindered", "change_done"
YES_NO = {"yes": True, "no": False}
MOMENT = "later"
LONGEST_ADDRESS = 254
NO_DECISION = "Choose yes or no"
NO_SUCH_ANSWER = "Choose one of the 3 answers, or leave it out"
NO_ADDRESS = "Enter an email address, such as name@example.org"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form said; `typed` holds every field as it came, `faults` the message for each that will not do."""

    typed: Mapping[str, str]
    faults: Mapping[str, str]
    confidence: Mapping[str, int]
    decided_since: bool
    helped: str
    hindered: str
    change_done: str | None


def read(asked: Reflection, form: Mapping[str, str]) -> Sent:
    """Read a form."""
    sure = reflection_form.read(asked, MOMENT, form)
    ids = {each.id for each in asked.confidence}
    typed = {name: form.get(name, "") for name in (*ids, DECIDED, HELPED, HINDERED, DONE)}
    faults = {name: fault for name, fault in sure.faults.items() if name in ids}
    if typed[DECIDED] not in YES_NO:
        faults[DECIDED] = NO_DECISION
    faults |= {name: fault for name in (HELPED, HINDERED) if (fault := _text_fault(typed[name]))}
    if typed[DONE] and typed[DONE] not in MANAGER_ANSWERS:
        faults[DONE] = NO_SUCH_ANSWER
    return Sent(
        typed=typed,
        faults=faults,
        confidence={name: value for name, value in sure.answers.items() if name in ids},
        decided_since=YES_NO.get(typed[DECIDED], False),
        helped=trimmed(typed[HELPED]),
        hindered=trimmed(typed[HINDERED]),
        change_done=typed[DONE] if typed[DONE] in MANAGER_ANSWERS else None,
    )


def address_fault(typed: str, own: str | None) -> str:
    """What is wrong with a manager's address; "": nothing."""
    address = trimmed(typed)
    sound = texts.can_be_seen(address) and texts.arrived_whole(typed) and len(address) <= LONGEST_ADDRESS
    if not sound or not is_mail_address(address):
        return NO_ADDRESS
    return "This is your own address" if own and texts.email_key(address) == texts.email_key(own) else ""


def _text_fault(typed: str) -> str:
    text = trimmed(typed)
    if not (texts.can_be_seen(text) and texts.arrived_whole(typed)):
        return texts.UNSEEN
    return "" if len(text) <= LONGEST else f"Use {LONGEST} characters or fewer; these are {len(text)}"
