"""The shell over the terminal: each word reads its arguments, asks a room, says what came of it.

Expected failures are said in plain words on stderr with exit code 1; what a script reads goes to stdout.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import logging
import os
import secrets
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import Connection

from course import clock, first_run, log
from course.catalogue.load import read_catalogue
from course.catalogue.schemas import schemas
from course.config import ROOT, Settings
from course.documents.slide_limit import too_many_slides
from course.errors import SharewellError, StartError
from course.hashing import hash_password
from course.records import accounts, audit, backups, database, links, people, roles, visits
from course.rules.dates import london_day
from course.setting_values import is_mail_address
from course.words import demo, erase_person, export_person, import_people, pack, remind, report, retain, serve
from course.words.word import Word, Work, flag, given, say

LINK_FOR = dt.timedelta(days=7)
SCHEMAS = Path("build/schemas")
COMMAND_LINE = "from the command line"
UNPROVEN = (
    "The account of {account.email} was there already, under the name “{account.name}”, and nobody has shown that the "
    "address is theirs. So we ended its sessions and its password: only this link opens it.\n"
)
logger = logging.getLogger(__name__)


def main(words: Sequence[str]) -> int:
    """Do what the words say; gives the exit code."""
    arguments = _parser().parse_args(words)
    log.start()
    try:
        settings = Settings.from_environ()
        if settings.now:
            clock.set_now(settings.now)
        work: Work = arguments.work
        return work(settings, arguments)
    except SharewellError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains at the end
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="course",
        description="Sharewell, the course on sharing information to protect children.",
        epilog="Settings come from the environment: docs/operating.md lists them.",
    )
    words = parser.add_subparsers(title="words", metavar="WORD", required=True)
    for name, word in WORDS.items():
        word.add_to(words.add_parser(name, help=word.about, description=f"{word.about[0].upper()}{word.about[1:]}."))
    return parser


def check(settings: Settings, arguments: argparse.Namespace) -> int:
    """Every fault of the content on a line of its own, or as JSON."""
    held, problems = read_catalogue(ROOT, london_day(clock.now()))
    problems += too_many_slides(held) if held else ()
    errors = sum(problem.severity == "error" for problem in problems)
    if arguments.schemas:
        _write_schemas(ROOT / SCHEMAS)
    if arguments.json:
        say(json.dumps([asdict(problem) for problem in problems], indent=1, ensure_ascii=False))
    else:
        for problem in problems:
            say(str(problem) if problem.severity == "error" else f"{problem} (warning)")
        say(f"{_count(errors, 'error')}, {_count(len(problems) - errors, 'warning')}.")
    return 1 if errors or (arguments.strict and problems) else 0


def _write_schemas(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind, schema in schemas().items():
            (folder / f"{kind}.json").write_text(json.dumps(schema, indent=1), encoding="utf-8")
    except OSError as fault:
        raise StartError(f"The schemas cannot be written to {folder}: {fault.strerror}.") from fault


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def init(settings: Settings, arguments: argparse.Namespace) -> int:
    """Folder, key and tables, without serving."""
    settings = first_run.prepare(settings)
    say(f"Ready in {settings.instance}.")
    return 0


def add_admin(settings: Settings, arguments: argparse.Namespace) -> int:
    """Grant the role; an address nobody has gets an account. Whoever's address is not proven comes in by the link alone."""
    settings = first_run.prepare(settings)
    with first_run.store_open(settings), database.writing() as store:
        account = accounts.account_for(store, arguments.who)
        if account is None and not is_mail_address(arguments.who):
            raise StartError(
                f"Nobody has the sign-in name “{arguments.who}”. Give an email address to make an account."
            )
        person = account.person if account else _open_account(store, arguments.who)
        unproven = account is not None and account.email is not None and not account.email_confirmed
        if unproven:
            _shut_out(store, person)
        roles.grant(store, person, "administrator", "partnership", None, clock.now())
        audit.note(store, None, "administrator added", f"person {person}", COMMAND_LINE, clock.now())
        token = links.make_link(store, "reset", person, valid=LINK_FOR, now=clock.now())
    if account and unproven:
        sys.stderr.write(UNPROVEN.format(account=account))
    say(f"{settings.public_url}/reset/{token}")
    return 0


def _shut_out(store: Connection, person: int) -> None:
    """Somebody else may have made this account with an address that is not theirs, and must not become administrator."""
    visits.end_visits(store, person)
    accounts.set_password(store, person, _unknown_password())


def _open_account(store: Connection, address: str) -> int:
    """An account that nobody can sign in to before the link was used; the person gives the real name later."""
    person = people.add_person(store, address.partition("@")[0], clock.now())
    kept = _unknown_password()
    accounts.open_account(store, person, email=address, sign_in_name=None, password_hash=kept, now=clock.now())
    return person


def _unknown_password() -> str:
    return hash_password(secrets.token_urlsafe())


def reset_link(settings: Settings, arguments: argparse.Namespace) -> int:
    """For somebody who cannot get a link by mail; handed over by whoever runs the machine."""
    settings = first_run.prepare(settings)
    with first_run.store_open(settings), database.writing() as store:
        account = accounts.account_for(store, arguments.who)
        if account is None:
            raise StartError(f"No account has the email address or sign-in name “{arguments.who}”.")
        token = links.make_link(store, "reset", account.person, valid=LINK_FOR, now=clock.now())
        audit.note(store, None, "reset link made", f"person {account.person}", COMMAND_LINE, clock.now())
    say(f"{settings.public_url}/reset/{token}")
    return 0


def backup(settings: Settings, arguments: argparse.Namespace) -> int:
    """Refuses to write over a file."""
    settings = first_run.prepare(settings)
    with first_run.store_open(settings):
        contents = backups.save(Path(arguments.file))
    say(f"Saved {arguments.file}: {contents}. The secret key is not in it.")
    return 0


def verify(settings: Settings, arguments: argparse.Namespace) -> int:
    """Says what a backup holds; fails where it is damaged or no backup of ours."""
    say(f"{arguments.file} is whole: {backups.look_through(Path(arguments.file))}.")
    return 0


def restore(settings: Settings, arguments: argparse.Namespace) -> int:
    """Refused where the database holds people already."""
    settings = first_run.prepare(settings)
    with first_run.store_open(settings):
        contents = backups.put_back(Path(arguments.file))
    say(f"Restored {arguments.file}: {contents}. Everybody signs in again.")
    return 0


WHO = given("who", "an email address or a sign-in name")
WORDS: dict[str, Word] = {
    "check": Word(
        check,
        "look through content and quizzes; exit code 1 where a fault keeps them from being served",
        (
            flag("--strict", "count warnings as faults"),
            flag("--json", "give the faults as JSON"),
            flag("--schemas", f"also write the files' JSON Schemas into {SCHEMAS}/"),
        ),
    ),
    "serve": serve.WORD,
    "demo": demo.WORD,
    "remind": remind.WORD,
    "report": report.WORD,
    "pack": pack.WORD,
    "init": Word(init, "make folder, secret key and tables; safe to repeat and to race"),
    "add-admin": Word(add_admin, "make someone an administrator and print a one-time link to set a password", (WHO,)),
    "reset-link": Word(reset_link, "print a one-time link with which someone sets a new password", (WHO,)),
    "import-people": import_people.WORD,
    "export-person": export_person.WORD,
    "erase-person": erase_person.WORD,
    "retain": retain.WORD,
    "backup": Word(
        backup, "write all records into one SQLite file, also while the site is serving", (given("file", "a new file"),)
    ),
    "verify": Word(verify, "look through a backup and say what is in it", (given("file", "a backup"),)),
    "restore": Word(restore, "put a backup into an empty database", (given("file", "a backup"),)),
}
