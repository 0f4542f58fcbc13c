"""Somebody in the records, for tests that look at the whole site: a learner who has done it all, an administrator."""

import datetime as dt
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import Connection

from course.catalogue import wording
from course.catalogue.model import Catalogue, Quiz
from course.clock import now
from course.records import (
    accounts,
    attempts,
    attendances,
    completions,
    follow_ups,
    hands,
    import_jobs,
    import_work,
    join_codes,
    links,
    organisations,
    outbox,
    people,
    readings,
    room_closing,
    room_sessions,
    visits,
)
from course.records import roles as grants
from course.records.database import reading, writing
from course.records.room_sessions import NewSession, Runs
from course.rules.attempting import judge
from course.rules.completion import completion_facts, progress
from course.rules.dates import london_day
from course.rules.facts import Attempt, CompletionFacts
from course.rules.room import Held, Presence
from course.rules.room import completion_facts as room_completion
from course.rules.scoping import Scope
from tests.records.reporting import DEFAULT

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
NEW = ("Di Fenn,di@heronsea.example", "Ed Moss,ed@heronsea.example")
PARTNERSHIP = "Heronsea Safeguarding Partnership"


@dataclass(frozen=True)
class Inhabitants:
    """What the records hold: tokens of visits and links, numbers and codes that stand in addresses."""

    learner: str
    administrator: str
    organisation: int
    attempt: int
    visit: int
    completion: int
    certificate: str
    join_code: str
    set_up: str
    reset: str
    confirm_email: str
    manager: str
    invitation: str
    invited: int  # somebody without an account, who belongs to the organisation
    learner_number: int
    membership: int
    grant: int
    import_job: str  # a file of people that was judged
    batch: int  # one that was taken over
    hands: str  # the code of a statement that is before a room
    session: int  # in a room, which is closed
    attend: str  # its code
    line: int  # of its register


def move_in(app: Flask, catalogue: Catalogue) -> Inhabitants:
    """Put one learner who has completed the course, one administrator, and one of each thing into empty records."""
    with app.app_context():
        with writing() as store:
            organisations.set_partnership(store, PARTNERSHIP, now())
            organisation = organisations.add_organisation(store, "Heronsea Nursery", now())
            learner = open_account(store, "Ada Quill", "ada@heronsea.example")
            administrator = open_account(store, "Bo Marsh", "bo@heronsea.example")
            grants.grant(store, administrator, "administrator", "partnership", None, now())
            attempt = finish_everything(store, learner, catalogue)
            code = join_codes.make_join_code(store, organisation, None, expires_on=None, uses_limit=None, now=now())
            invited = people.add_person(store, "Cy Reed", now())
            membership = organisations.join(store, invited, organisation, None, london_day(now()), now())
            tokens = tokens_of(store, learner, administrator, invited)
            tokens["hands"] = hands.show(store, learner, statement_of(catalogue), now()).code
            in_a_room = run_session(store, catalogue, learner, administrator, invited)
        with reading() as store:
            completion = completions.completions_of(store, learner)[0]
            visit = visits.visits_of(store, learner)[0].id
            tokens["attend"] = code_of(store, in_a_room["session"])
            grant = grants.grants_of(store, administrator, Scope(everything=True))[0].id
    numbers = {"attempt": attempt, "visit": visit, "organisation": organisation, "completion": completion.id}
    numbers["batch"], tokens["import_job"] = bring_in_files(app, organisation, administrator)
    numbers |= {"invited": invited, "learner_number": learner, "membership": membership, "grant": grant}
    return Inhabitants(**tokens, **numbers, **in_a_room, certificate=completion.code, join_code=code.code)


def tokens_of(store: Connection, learner: int, administrator: int, invited: int) -> dict[str, str]:
    """Visits, and what opens for everybody who has the link."""
    return {
        "learner": visits.start_visit(store, learner, shared=False, now=now()),
        "administrator": visits.start_visit(store, administrator, shared=False, now=now()),
        "set_up": links.make_link(store, "set-up", None, valid=DAY, now=now()),
        "reset": links.make_link(store, "reset", learner, valid=DAY, now=now()),
        "confirm_email": links.make_link(store, "confirm-email", learner, valid=DAY, now=now()),
        "manager": ask_manager(store, learner),
        "invitation": links.make_link(store, "invitation", invited, valid=DAY, now=now()),
    }


def code_of(store: Connection, session: int) -> str:
    """The code with which people in the room come on the register."""
    found = room_sessions.session(store, Runs(None, Scope(everything=True)), session)
    assert found is not None
    return found.code


def run_session(
    store: Connection, catalogue: Catalogue, trainer: int, closer: int, guest: int, *, organisation: int | None = None,
    whole: bool = True,
) -> dict[str, int]:  # fmt: skip
    """The numbers of a session in a room that was led and closed, and of the line of somebody who was there."""
    begins = now() - DAY
    new = NewSession(
        key=f"of {trainer}", pack="three-hours", title="The course in three hours", edition=catalogue.course.edition,
        whole_course=whole, begins_at=begins, planned_minutes=180, place="Room 2", organisation=organisation,
        trainer=trainer, co_trainer="",
    )  # fmt: skip
    number = room_sessions.plan(store, new, trainer, now())
    line = attendances.put_down(store, number, guest, arrived_at=begins, how="register", agency="", now=begins)

    def facts(presence: Presence, held: Held, person: int) -> CompletionFacts:
        return room_completion(catalogue, presence, held, person=person, partnership=PARTNERSHIP)

    room_closing.close(store, number, begins + 180 * MINUTE, facts, closer, now())
    return {"session": number, "line": line}


def statement_of(catalogue: Catalogue) -> str:
    """The key of a statement, as it stands in the records while it is before a room."""
    quiz = next(iter(catalogue.quizzes.values()))
    return f"{quiz.id}/{quiz.statements[0].id}"


def ask_manager(store: Connection, person: int) -> str:
    """The token of the one question to a manager, and a reminder that could not be sent."""
    day = london_day(now())
    outbox.write(store, outbox.Draft("reminder", person, "", "Training reminder", "Please.", "reminder"), now())
    token = follow_ups.ask_manager(store, person, 1, tells_change=False, expires_on=day + DAY, now=now())
    return token or ""


def bring_in_files(app: Flask, organisation: int, by: int) -> tuple[int, str]:
    """One file taken over, one only judged: its number, its name."""
    with app.app_context():
        instance = app.config["SHAREWELL"].instance
        jobs = [import_jobs.keep(instance, organisation, by, f"name,email\n{name}\n".encode()) for name in NEW]
        for job in jobs:
            import_work.check(job)
        report = import_jobs.status(jobs[0]).report
        import_work.take_over(jobs[0], report.state if report else "", DEFAULT)
        return import_jobs.status(jobs[0]).batch or 0, jobs[1].name


def open_account(store: Connection, name: str, email: str) -> int:
    """A person with an account that no password opens."""
    person = people.add_person(store, name, now())
    accounts.open_account(store, person, email=email, sign_in_name=None, password_hash="never asked for", now=now())
    return person


def finish_everything(store: Connection, person: int, catalogue: Catalogue) -> int:
    """Read every page, answer every quiz rightly, complete the course; the number of an attempt."""
    edition, numbers = catalogue.course.edition, []
    for module in catalogue.modules:
        for page in module.pages:
            readings.mark_read(store, person, page.id, edition, now())
        numbers += [hand_in(store, person, module.id, catalogue.quizzes[quiz], catalogue) for quiz in module.quizzes]
    state = progress(catalogue, *visits.progress_facts(store, person))
    facts = completion_facts(catalogue, state, person=person, partnership=PARTNERSHIP, at=now())
    completions.add_completion(store, facts)
    return numbers[0]


def hand_in(store: Connection, person: int, module: str, quiz: Quiz, catalogue: Catalogue) -> int:
    """A faultless attempt at a quiz."""
    course, judged = catalogue.course, judge(quiz, {each.id: each.answer for each in quiz.statements})
    attempts.keep_wording(store, quiz.digest, quiz.id, course.edition, wording.to_json(quiz), now())
    score = {"marks": judged.marks, "out_of": judged.out_of, "pass_mark": course.pass_mark, "answers": judged.answers}
    about = {"person": person, "module": module, "quiz": quiz.id, "digest": quiz.digest, "edition": course.edition}
    return attempts.add_attempt(store, Attempt(id=0, at=now(), after_look=False, **about, **score), f"key-{quiz.id}")
