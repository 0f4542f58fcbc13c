"""Every route says who may use it, bounds what stands in its address, refuses forms without a token, and reads only."""

import hashlib
import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table, select
from werkzeug.routing import Rule

from course import post
from course.catalogue import links
from course.catalogue.model import Catalogue
from course.clock import now
from course.records import audit
from course.records.database import db, reading, writing
from course.rules.requirements import default_requirement
from course.web import converters, gate
from tests.house.examples import examples_of_course
from tests.house.inhabitants import Inhabitants
from tests.web.reader import LONG_ROUTE

VISITORS = ("guest", "learner", "administrator")
# The roles of those who are signed in; without the role, 403. An administrator sees no reports.
HOLDS: dict[str, frozenset[str]] = {"learner": frozenset(), "administrator": frozenset({"administrator"})}
BOUNDED = (converters.Slug, converters.Number, converters.Token, converters.Route)
READS = frozenset({"GET", "HEAD", "OPTIONS"})
LINK = re.compile(r'(?:href|src)="(/[^"#]*)')
# What belongs to the example learner: not found for anybody else who is signed in.
OWN = frozenset({"learn.attempt", "learn.my_older_certificate", "learn.my_older_certificate_pdf"})
# What a GET may change: the moment at which leads and administrators were last seen.
MAY_CHANGE = {("visit", "seen_at")}
# Tables that a GET of something that is not there may change, such as one that counts guesses.
MAY_CHANGE_WHEN_REFUSED = frozenset({"brake"})
# What readers may open and no text of the course leads to: files, what machines read, the page after closing an account.
NOT_FOR_LINKS = frozenset(
    (
        "/.well-known/security.txt /account/closed /account/data.json /healthz /metrics /my/certificate.pdf /readyz"
        " /attend /course.pdf /my/notes.txt /my/refresher/result /my/supervision-sheet.pdf"
    ).split()
)
Visitors = Callable[[str], FlaskClient]


def routes(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def examples(held: Inhabitants, catalogue: Catalogue) -> dict[str, str | int]:
    """A value for every part of an address: "endpoint.part" where the same word means different things."""
    return {
        **examples_of_course(catalogue),
        "organisation": held.organisation,
        "code": held.join_code,
        "job": held.import_job,
        "batch": held.batch,
        "learn.attempt.number": held.attempt,
        "learn.check_certificate.code": held.certificate,
        "number": held.completion,
        "visit": held.visit,
        "access.set_up.token": held.set_up,
        "access.reset.token": held.reset,
        "access.confirm_email.token": held.confirm_email,
        **dict.fromkeys(("public.manager.token", "public.answer_manager.token"), held.manager),
        **dict.fromkeys(("exemption", "letter", "requirement", "pack"), 1),
        **dict.fromkeys(("access.invitation.token", "access.take_record.token"), held.invitation),
        **dict.fromkeys(("train.hand.code", "train.raise_hand.code"), held.hands),
        **dict.fromkeys(("train.attend.code", "train.attend_now.code"), held.attend),
        **examples_of_people(held),
    }


def examples_of_people(held: Inhabitants) -> dict[str, str | int]:
    """The same for parts that are numbers of rows about people."""
    return {
        "person": held.invited,
        "admin.give_role.person": held.learner_number,
        "other": held.learner_number,
        "membership": held.membership,
        "grant": held.grant,
        "session": held.session,
        "line": held.line,
    }


def address(app: Flask, rule: Rule, known: dict[str, str | int]) -> str:
    """The rule's address with an example in every part; a new part needs an example of its own above."""
    parts = {part: known.get(f"{rule.endpoint}.{part}", known.get(part)) for part in rule.arguments}
    assert None not in parts.values(), f"{rule.endpoint} needs an example for {parts}"
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, parts)


def undeclared(app: Flask) -> list[str]:
    return [rule.endpoint for rule in routes(app) if not isinstance(gate.access_of(app, rule.endpoint), gate.Access)]


def unbounded(app: Flask) -> list[str]:
    """Parts of addresses that take any text."""
    parts = [(rule.rule, part, kind) for rule in routes(app) for part, kind in rule._converters.items()]
    return [f"{rule}: {part}" for rule, part, kind in parts if not isinstance(kind, BOUNDED)]


def test_every_route_declares_who_may_use_it(app: Flask) -> None:
    assert undeclared(app) == []


def test_a_second_declaration_is_refused() -> None:
    with pytest.raises(TypeError, match="declared twice"):
        gate.anyone(gate.signed_in(lambda: "planted"))


def test_every_part_of_an_address_is_bounded(app: Flask) -> None:
    assert unbounded(app) == []


def test_planted_routes_are_found() -> None:
    planted = Flask("planted")
    planted.add_url_rule("/planted/<path:anything>", "planted", lambda anything: anything)
    assert "planted" in undeclared(planted)
    assert "/planted/<path:anything>: anything" in unbounded(planted)


def test_every_route_reads_or_is_a_form(app: Flask) -> None:
    assert {method for rule in routes(app) for method in rule.methods or ()} <= READS | {"POST"}


def open_to_readers(app: Flask) -> set[str]:
    """The addresses without parts that everyone, or everyone who is signed in, may open."""
    plain = [rule for rule in routes(app) if not rule.arguments and "GET" in (rule.methods or ())]
    return {rule.rule for rule in plain if getattr(gate.access_of(app, rule.endpoint), "kind", "") != "role"}


def test_a_text_may_link_to_every_page_of_the_site_and_to_no_other(app: Flask) -> None:
    assert open_to_readers(app) - NOT_FOR_LINKS == links.SITE
    assert open_to_readers(app) >= NOT_FOR_LINKS


def forms(app: Flask) -> list[Rule]:
    return [rule for rule in routes(app) if (rule.methods or set()) - READS]


def keeps_nothing(app: Flask, rule: Rule) -> bool:
    access = gate.access_of(app, rule.endpoint)
    return access is not None and access.keeps_nothing


def rows(app: Flask, table: Table) -> str:
    columns = [column for column in table.columns if (table.name, column.name) not in MAY_CHANGE]
    with app.app_context(), reading() as store:
        return repr(store.execute(select(*columns).order_by(*table.primary_key.columns)).all())


def digest(app: Flask) -> dict[str, str]:
    """One digest a table, of everything in it that a GET must not change."""
    tables = db.metadata.tables.values()
    return {table.name: hashlib.sha256(rows(app, table).encode()).hexdigest() for table in tables}


@pytest.mark.parametrize("who", ["learner", "administrator"])
def test_a_form_without_its_token_is_refused(
    who: str, app: Flask, held: Inhabitants, catalogue: Catalogue, signed_in: Visitors
) -> None:
    before, known = digest(app), examples(held, catalogue)
    answers = {rule.rule: signed_in(who).post(address(app, rule, known)).status_code for rule in forms(app)}
    assert {rule: status for rule, status in answers.items() if status not in (400, 403)} == {}
    assert digest(app) == before


def test_a_guests_form_without_its_token_is_refused_unless_it_keeps_nothing(
    app: Flask, held: Inhabitants, catalogue: Catalogue, guest: FlaskClient
) -> None:
    """Where one has to be signed in the answer is the way to the sign-in page."""
    before, known = digest(app), examples(held, catalogue)
    keeping = [rule for rule in forms(app) if not keeps_nothing(app, rule)]
    answers = {rule.endpoint: guest.post(address(app, rule, known)).status_code for rule in keeping}
    for endpoint, status in answers.items():
        access = gate.access_of(app, endpoint)
        assert status == (400 if access is not None and access.kind == "anyone" else 303), endpoint
    assert digest(app) == before


def fields_that_count(catalogue: Catalogue) -> dict[str, str]:
    """A whole hand-in of the example's quiz, which would be kept if its sender were signed in."""
    quiz = catalogue.quizzes["golden-rules-quiz"]
    return {"digest": quiz.digest, "key": "planted-key", **{each.id: "true" for each in quiz.statements}}


def test_a_form_that_says_it_keeps_nothing_keeps_nothing(
    app: Flask, held: Inhabitants, catalogue: Catalogue, guest: FlaskClient
) -> None:
    before, known = digest(app), examples(held, catalogue)
    silent = [rule for rule in forms(app) if keeps_nothing(app, rule)]
    assert "learn.answers" in {rule.endpoint for rule in silent}
    for rule in silent:
        assert guest.post(address(app, rule, known), data=fields_that_count(catalogue)).status_code < 500
    assert digest(app) == before


def test_a_change_to_the_records_would_be_seen(app: Flask, held: Inhabitants) -> None:
    before = digest(app)
    with app.app_context(), writing() as store:
        audit.note(store, None, "planted", "nothing", "", now())
    after = digest(app)
    assert {name for name in before if before[name] != after[name]} == {"audit"}


def every_page(app: Flask, held: Inhabitants, catalogue: Catalogue) -> Iterator[str]:
    """An address for every route that reads, and every page, question and reference page of the course."""
    known = examples(held, catalogue)
    yield from (address(app, rule, known) for rule in routes(app) if "GET" in (rule.methods or ()))
    yield from (f"/modules/{module.id}/{page.id}" for module in catalogue.modules for page in module.pages)
    yield from (f"/flowchart/{question.id}" for question in catalogue.flowchart.questions)
    yield from (f"/reference/{reference}" for reference in catalogue.references)


def nowhere(app: Flask, held: Inhabitants, catalogue: Catalogue) -> list[str]:
    """Each address that reads, with something in it that does not exist."""
    unknown = dict.fromkeys(examples(held, catalogue), "not-there-at-all")
    numbers = ("organisation", "number", "visit", "learn.attempt.number", *examples_of_people(held))
    unknown |= dict.fromkeys(numbers, 999_999)
    rules = [rule for rule in routes(app) if "GET" in (rule.methods or ()) and rule.arguments]
    return [address(app, rule, unknown) for rule in rules]


def crawl(client: FlaskClient, start: list[str]) -> dict[str, int]:
    """Open every address and every one that a page of them links to, once; the status of each."""
    waiting, seen = list(dict.fromkeys(start)), {}
    while waiting:
        here = waiting.pop()
        answer = client.get(here)
        seen[here] = answer.status_code
        if answer.mimetype == "text/html":
            found = {link.replace("&amp;", "&") for link in LINK.findall(answer.get_data(as_text=True))}
            new = [link for link in found if link not in seen and link not in waiting]
            waiting += [link for link in new if not LONG_ROUTE.search(link)]
    return {where: status for where, status in seen.items() if not where.startswith("/static/")}


def refused(who: str, app: Flask, held: Inhabitants, catalogue: Catalogue) -> dict[str, int]:
    """The addresses that do not open for a visitor, each with the status of its refusal."""
    known = examples(held, catalogue)
    found = {}
    for rule in routes(app):
        access = gate.access_of(app, rule.endpoint)
        without = who in HOLDS and access is not None and access.kind == "role" and not access.roles & HOLDS[who]
        if without and "GET" in (rule.methods or ()):
            found[address(app, rule, known)] = 403
        others = access is not None and access.kind == "role" and "administrator" not in access.roles
        if who == "administrator" and others and "GET" in (rule.methods or ()):
            found[address(app, rule, known)] = 403
        if who == "administrator" and rule.endpoint in OWN:
            found[address(app, rule, known)] = 404
    return found


@pytest.mark.slow
@pytest.mark.parametrize("who", VISITORS)
def test_opening_pages_changes_nothing_and_every_link_leads_somewhere(
    who: str, app: Flask, held: Inhabitants, catalogue: Catalogue, signed_in: Visitors
) -> None:
    with app.app_context():
        post.settle(
            default_requirement(catalogue.course)
        )  # rows worked out from facts, prepared by whoever needs them first
    before = digest(app)
    seen = crawl(signed_in(who), list(every_page(app, held, catalogue)))
    assert digest(app) == before
    assert len(seen) > 100
    not_opened = {where: status for where, status in seen.items() if status >= 400}
    assert not_opened == refused(who, app, held, catalogue)


@pytest.mark.parametrize("who", VISITORS)
def test_what_does_not_exist_is_refused_and_changes_nothing_either(
    who: str, app: Flask, held: Inhabitants, catalogue: Catalogue, signed_in: Visitors
) -> None:
    before, client = digest(app), signed_in(who)
    seen = {where: client.get(where).status_code for where in nowhere(app, held, catalogue)}
    assert {where: status for where, status in seen.items() if status not in (303, 403, 404, 410)} == {}
    after = digest(app)
    assert {table for table in before if before[table] != after[table]} <= MAY_CHANGE_WHEN_REFUSED
