"""The people whom an administrator looks after: a list to search, and everything about one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import audit, contacts, inviting, members, people, roles
from course.records.database import reading, writing
from course.records.inviting import Among, Waiting
from course.records.members import PAGE, Place, Somebody
from course.records.organisations import Organisation
from course.records.roles import Grant
from course.rules import texts
from course.rules.dates import london_day
from course.web import posting
from course.web.admin import blueprint
from course.web.admin.own import own, own_organisation_or_404, own_organisations, own_person_or_404
from course.web.admin.people_forms import DetailsForm
from course.web.gate import holds_any, must_be_learner

LONGEST_SEARCH = 120
NONE = "none"  # in the address: those without an account
COUNT = re.compile("0|[1-9][0-9]{0,4}")
DONE = {
    "added": "Added.",
    "details": "Name and address are saved.",
    "invited": "The invitation is on its way by email. It works for 14 days.",
    "joined": "Added to the organisation.",
    "corrected": "The correction is saved.",
    "moved": "The move is saved.",
    "left": "The day of leaving is saved.",
    "stayed": "They belong to the organisation again.",
    "role": "The role is given.",
    "role-taken": "The role is taken away.",
    "merged": "The two records are one now.",
    "erased": "The name is gone, and all that goes with it.",
}
ROLE_NAMES = {
    "trainer": "Trainer",
    "team-lead": "Team lead",
    "organisation-lead": "Safeguarding lead",
    "administrator": "Administrator",
    "auditor": "Auditor",
}


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """People with where they belong. `organisation` None: everybody who is looked after."""

    rows: tuple[tuple[Somebody, tuple[Place, ...]], ...]
    organisation: Organisation | None
    organisations: tuple[Organisation, ...]
    words: str
    further: str | None  # the address of the next page
    waiting: Waiting | None  # of the list of those without an account; None: everybody is listed
    mail: bool  # whether this site can send letters
    done: str | None = None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Somebody, where they belong and belonged, what roles they hold; `done` says what was done just now."""

    person: Somebody
    places: tuple[Place, ...]
    grants: tuple[Grant, ...]
    may_change: bool  # they belong nowhere else, and have no account with which they could change it themselves
    may_join: bool
    may_merge: bool
    namesakes: tuple[Somebody, ...]  # in the same organisations, whichever way they came
    done: str | None

    @property
    def home(self) -> Place | None:
        """The place whose list leads back from here: the present one, or the last."""
        return self.places[0] if self.places else None


def words_of(typed: str | None) -> str:
    """What is searched; what no name can hold finds nothing special."""
    text = texts.trimmed(typed)[:LONGEST_SEARCH]
    return text if texts.arrived_whole(text) else ""


def invited_in_words(count: str) -> str | None:
    """How many letters are on their way, of what the address says; None for nothing sensible."""
    if not COUNT.fullmatch(count):
        return None
    many = {"0": "No new invitation was needed.", "1": "1 invitation is on its way by email. It works for 14 days."}
    return many.get(count, f"{int(count):,} invitations are on their way by email. They work for 14 days.")


def role_name(role: str) -> str:
    """A role as it is on screen."""
    return ROLE_NAMES[role]


@blueprint.get("/people")
@holds_any("administrator")
def people_page() -> ResponseReturnValue:
    """Everybody, searched by name or address."""
    return _list(None)


@blueprint.get("/organisations/<number:organisation>/people")
@holds_any("administrator")
def organisation_people(organisation: int) -> ResponseReturnValue:
    """Everybody who belongs or belonged to an organisation."""
    return _list(organisation)


def _list(organisation: int | None) -> ResponseReturnValue:
    words, bare = words_of(request.args.get("q")), request.args.get("account") == NONE
    with reading() as store:
        every = own_organisations(store)
        here = own_organisation_or_404(store, organisation) if organisation else None
        asked: dict[str, Any] = {"organisation": organisation, "words": words}
        found = members.listed(store, own(), **asked, without_account=bare, after=_after(store))
        shown = found[:PAGE]
        places = members.places(store, own(), [each.id for each in shown])
        waiting = inviting.waiting(store, Among(own(), **asked), now()) if bare else None
    more: dict[str, Any] = {"organisation": organisation, "q": words or None, "account": NONE if bare else None}
    further = url_for(request.endpoint or "", after=shown[-1].id, **more) if len(found) > PAGE else None
    view = PeoplePage(
        rows=tuple((each, _worth_showing(places[each.id], organisation)) for each in shown),
        organisation=here,
        organisations=every,
        words=words,
        further=further,
        waiting=waiting,
        mail=posting.is_set(),
        done=DONE.get(request.args.get("done", ""), invited_in_words(request.args.get("invited", ""))),
    )
    return render_template("pages/admin/people.html", view=view, today=london_day(now()))


def _doubtful(found: Somebody, others: tuple[Somebody, ...]) -> tuple[Somebody, ...]:
    """Namesakes who may be the same person: two who have proved an address each are two."""
    return tuple(each for each in others if not (found.email_confirmed and each.email_confirmed))


def _worth_showing(places: tuple[Place, ...], organisation: int | None) -> tuple[Place, ...]:
    """The places of a person in a list: not those from which they moved on."""
    return tuple(each for each in places if not each.moved and organisation in (None, each.organisation))


def _after(store: Connection) -> tuple[str, int] | None:
    """Behind whom the page begins; None for the first page, also where that person is gone."""
    text = request.args.get("after", "")
    last = members.somebody(store, own(), int(text)) if text.isdecimal() and len(text) < 16 else None
    return (last.name_key, last.id) if last else None


@blueprint.get("/people/<number:person>")
@holds_any("administrator")
def person(person: int) -> ResponseReturnValue:
    """One of them."""
    with reading() as store:
        found = own_person_or_404(store, person)
        places = members.places(store, own(), [person])[person]
        present = {each.organisation for each in places if each.left_on is None}
        wholly = members.wholly_within(store, own(), person)
        view = PersonPage(
            person=found,
            places=places,
            grants=roles.grants_of(store, person, own()),
            may_change=wholly and not found.has_account,
            may_join=any(each.id not in present for each in own_organisations(store)),
            may_merge=wholly,
            namesakes=_doubtful(found, members.same_name(store, own(), person)),
            done=DONE.get(request.args.get("done", "")),
        )
    return render_template("pages/admin/person.html", view=view, today=london_day(now()), role_name=role_name)


@blueprint.route("/people/<number:person>/details", methods=["GET", "POST"])
@holds_any("administrator")
def person_details(person: int) -> ResponseReturnValue:
    """Name and address of somebody without an account; who has one changes them there."""
    with reading() as store:
        found = own_person_or_404(store, person)
        if found.has_account or not members.wholly_within(store, own(), person):
            abort(404)
    form = DetailsForm.sent(name=found.name, email=found.email)
    if request.method == "POST" and form.validate() and _keep_details(found, form):
        return redirect(url_for("admin.person", person=person, done="details"), 303)
    status = 422 if request.method == "POST" else 200
    return render_template("pages/admin/person_details.html", person=found, form=form, errors=form.faults()), status


def _keep_details(found: Somebody, form: DetailsForm) -> bool:
    """False where somebody else is known under the address."""
    with writing() as store:
        other = known_under(store, form.email.data, but=found.id)
        if other is None:
            _change(store, found, form)
    if other is not None:
        form.refuse(form.email, f"{other.name} is known under this address already")
    return other is None


def known_under(store: Connection, email: str, but: int | None = None) -> Somebody | None:
    """Who else of those who are looked after is known under an address."""
    numbers = contacts.people_with(store, email) if email else ()
    found = (members.somebody(store, own(), each) for each in numbers if each != but)
    return next((each for each in found if each is not None), None)


def _change(store: Connection, found: Somebody, form: DetailsForm) -> None:
    if (found.name, found.email or "") == (form.name.data, form.email.data):
        return
    people.rename(store, found.id, form.name.data)
    contacts.set_contact(store, found.id, form.email.data, now())
    both = (("name", found.name, form.name.data), ("address", found.email or "", form.email.data))
    told = " and ".join(what for what, before, after in both if before != after)
    audit.note(store, must_be_learner().person, "details changed", f"person {found.id}", f"{told} changed", now())
