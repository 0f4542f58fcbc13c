"""What several processes do at once in the tests of races. Each process has its own application, as servers do."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Sequence
from multiprocessing.synchronize import Barrier

from course.records import (
    attempts,
    join_codes,
    leases,
    links,
    notes,
    outbox,
    people,
    record_looks,
    reflections,
    room_closing,
)
from course.records.database import reading, upgrade, writing
from course.rules.facts import Reflected
from tests.conftest import close, records_app
from tests.records.made import HOUR, NOON, attempt, keep_wording
from tests.records.rooms import ENDS, facts

Racer = Callable[[str, object], object]
WAIT_SECONDS = 60
METHOD = "forkserver" if sys.platform != "win32" else "spawn"


def race(what: Racer, url: str, givens: Sequence[object]) -> list[object]:
    """Let one process for each given do the same at the same moment; what each of them came to, in the order of givens."""
    around = multiprocessing.get_context(METHOD)
    if METHOD == "forkserver":
        around.set_forkserver_preload([__name__])
    barrier, results = around.Barrier(len(givens)), around.Queue()
    processes = [
        around.Process(target=_run, args=(barrier, results, what, url, place, given))
        for place, given in enumerate(givens)
    ]
    for process in processes:
        process.start()
    came_to = dict(results.get(timeout=WAIT_SECONDS) for _ in processes)
    for process in processes:
        process.join(WAIT_SECONDS)
    results.close()
    results.join_thread()
    return [came_to[place] for place in sorted(came_to)]


def _run(barrier: Barrier, results: object, what: Racer, url: str, place: int, given: object) -> None:
    try:
        barrier.wait(WAIT_SECONDS)
        came_to: object = what(url, given)
    except BaseException as error:
        came_to = f"{type(error).__name__}: {error}"
    results.put((place, came_to))  # type: ignore[attr-defined]


def make_tables(url: str, _given: object) -> object:
    app = records_app(url)
    upgrade(app)
    with app.app_context(), reading() as store:
        people.person_name(store, 1)
    close(app)
    return "done"


def hand_in_same_form(url: str, person: object) -> object:
    app = records_app(url)
    with app.app_context(), writing() as store:
        keep_wording(store)
        number = attempts.add_attempt(store, attempt(int(str(person))), "the same key")
    close(app)
    return number


def use_link(url: str, token: object) -> object:
    app = records_app(url)
    with app.app_context(), writing() as store:
        found = links.link(store, str(token), "reset", NOON)
        used = found is not None and links.use_link(store, found, NOON)
    close(app)
    return used


def join_with(url: str, code: object) -> object:
    app = records_app(url)
    with app.app_context(), writing() as store:
        counted = join_codes.count_use(store, int(str(code)))
    close(app)
    return counted


def write_many(url: str, name: object) -> object:
    app = records_app(url)
    with app.app_context():
        for number in range(50):
            with writing() as store:
                people.add_person(store, f"{name} {number}", NOON)
    close(app)
    return "done"


def look_at_record(url: str, given: object) -> object:
    person, by = given  # type: ignore[misc]
    app = records_app(url)
    with app.app_context(), writing() as store:
        record_looks.add(store, person, by, "Safeguarding lead", NOON)
    close(app)
    return "done"


def change_note(url: str, given: object) -> object:
    """Each from a form that was opened while there was no note."""
    person, text = given  # type: ignore[misc]
    app = records_app(url)
    with app.app_context(), writing() as store:
        outcome = notes.change_note(store, person, "be-open", text, "", NOON)
    close(app)
    return outcome.name


def answer_questions(url: str, given: object) -> object:
    """Each from a form that was opened while nothing was answered."""
    person, value = given  # type: ignore[misc]
    app = records_app(url)
    with app.app_context(), writing() as store:
        said = Reflected(1, "before", "2026.1", False, None, None, NOON, (("find-lead", value),))
        outcome = reflections.answer_questions(store, person, said, "", frozenset({"find-lead"}))
    close(app)
    return outcome.name


def close_session(url: str, given: object) -> object:
    session, trainer = given  # type: ignore[misc]
    app = records_app(url)
    with app.app_context(), writing() as store:
        done = room_closing.close(store, session, ENDS, facts, trainer, NOON)
    close(app)
    return done


def claim_letters(url: str, _given: object) -> object:
    """The numbers of the letters that this sender got."""
    app, taken = records_app(url), []
    with app.app_context():
        while True:
            with writing() as store:
                letter = outbox.claim(store, NOON)
            if letter is None:
                break
            taken.append(letter.id)
    close(app)
    return taken


def write_letter(url: str, _given: object) -> object:
    app = records_app(url)
    with app.app_context(), writing() as store:
        written = outbox.write(store, outbox.Draft("reminder", None, "a@heronsea.example", "S", "T", "the key"), NOON)
    close(app)
    return written


def take_lease(url: str, holder: object) -> object:
    app = records_app(url)
    with app.app_context(), writing() as store:
        taken = leases.take(store, "round", str(holder), NOON, until=NOON + HOUR, not_since=NOON)
    close(app)
    return taken
