"""The command line: what each word says and answers, on a site of its own; expected failures in words."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from course import cli, first_run
from course.catalogue.problems import Problem
from course.clock import now
from course.config import Settings
from course.hashing import hash_password, matches
from course.records import accounts, backups, database, links, people, roles, visits
from tests.setup.serving import ROOT, free_port

Said = tuple[int, str, str]
Course = Callable[..., Said]


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Course:
    """Runs a word on a site in `tmp_path`; gives exit code and what was said on the two outputs."""
    for name in ("DATABASE_URL", "SHAREWELL_NOW"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHAREWELL_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setattr("course.log.start", lambda: None)

    def run(*words: str) -> Said:
        code = cli.main(words)
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


def settings() -> Settings:
    return Settings.from_environ()


def test_a_wrong_setting_is_told_and_all_stays(course: Course, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SHAREWELL_PROT", "8000")
    code, out, err = course("init")
    assert (code, out) == (1, "")
    assert "SHAREWELL_PROT is not a setting. Did you mean SHAREWELL_PORT?" in err
    assert not (tmp_path / "instance").exists()


def test_init_may_be_repeated(course: Course, tmp_path: Path) -> None:
    assert course("init") == course("init") == (0, f"Ready in {tmp_path / 'instance'}.\n", "")


@pytest.mark.parametrize("words", [[], ["sing"], ["add-admin"], ["backup"]])
def test_words_that_are_not_understood_are_answered_with_usage(
    words: list[str], course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        course(*words)
    assert caught.value.code == 2
    assert "usage: course" in capsys.readouterr().err


def test_add_admin_makes_an_account_that_only_the_link_opens(course: Course) -> None:
    code, out, _ = course("add-admin", "Ada@example.org")
    assert code == 0
    address, _, token = out.strip().rpartition("/")
    assert address == "http://127.0.0.1:8000/reset"
    with first_run.store_open(settings()), database.reading() as store:
        account = accounts.account_for(store, "ada@example.org")
        assert account is not None
        assert account.name == "Ada"
        assert roles.administrators_exist(store)
        link = links.link(store, token, "reset", now())
        assert link is not None
        assert link.person == account.person
        assert links.link(store, token, "reset", now() + cli.LINK_FOR) is None


def test_add_admin_twice_is_one_person_and_two_links(course: Course) -> None:
    first, second = course("add-admin", "ada@example.org")[1], course("add-admin", "ADA@example.org")[1]
    assert first != second
    with first_run.store_open(settings()), database.reading() as store:
        assert len(roles.holders(store, "administrator")) == 1


PASSWORD = "kettle moss violin"


def signed_up(address: str, *, confirmed: bool) -> tuple[int, str]:
    """Somebody who typed that address at sign-up and is signed in; the person and the token of the visit."""
    with first_run.store_open(first_run.prepare(settings())), database.writing() as store:
        person = people.add_person(store, "Eve Marsh", now())
        kept = hash_password(PASSWORD)
        accounts.open_account(store, person, email=address, sign_in_name=None, password_hash=kept, now=now())
        if confirmed:
            accounts.confirm_email(store, person)
        return person, visits.start_visit(store, person, shared=False, now=now())


def test_who_took_the_address_of_a_new_administrator_before_does_not_become_one(course: Course) -> None:
    person, visit = signed_up("ada@example.org", confirmed=False)
    earlier = course("reset-link", "ada@example.org")[1].strip().rpartition("/")[2]
    code, out, err = course("add-admin", "ada@example.org")
    assert code == 0
    assert "ended its sessions and its password" in err and "Eve Marsh" in err
    with first_run.store_open(settings()), database.reading() as store:
        assert roles.holders(store, "administrator") == [person]
        assert visits.hot_learner(visit, now()) is None
        account = accounts.account_of(store, person)
        assert account is not None and not matches(account.password_hash, PASSWORD)
        assert links.link(store, earlier, "reset", now()) is None
        assert links.link(store, out.strip().rpartition("/")[2], "reset", now()) is not None


def test_a_new_administrator_whose_address_is_proven_stays_signed_in(course: Course) -> None:
    person, visit = signed_up("ada@example.org", confirmed=True)
    code, _, err = course("add-admin", "ada@example.org")
    assert (code, err) == (0, "")
    with first_run.store_open(settings()), database.reading() as store:
        learner = visits.hot_learner(visit, now())
        assert learner is not None and [role.name for role in learner.roles] == ["administrator"]
        account = accounts.account_of(store, person)
        assert account is not None and matches(account.password_hash, PASSWORD)


@pytest.mark.parametrize("word", ["add-admin", "reset-link"])
def test_a_name_nobody_has_and_an_address_that_two_carry_are_told(course: Course, word: str) -> None:
    assert len({signed_up("ada@example.org", confirmed=False) for _ in range(2)}) == 2
    for who, said in (("river-lamp-482", "“river-lamp-482”"), ("ada@example.org", "give the sign-in name")):
        code, out, err = course(word, who)
        assert (code, out) == (1, "") and said in err


def test_reset_link_gives_a_link_to_somebody_known(course: Course) -> None:
    course("add-admin", "ada@example.org")
    code, out, _ = course("reset-link", "ada@example.org")
    assert code == 0
    assert out.startswith("http://127.0.0.1:8000/reset/")


def test_a_backup_goes_into_an_empty_site_and_is_the_same_there(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course("add-admin", "ada@example.org")
    file = tmp_path / "backup.db"
    assert course("backup", str(file))[0] == 0
    assert course("verify", str(file)) == (
        0,
        f"{file} is whole: people 1, attempts 0, completions 0, tables of version {database.revisions()[-1]}.\n",
        "",
    )
    monkeypatch.setenv("SHAREWELL_INSTANCE", str(tmp_path / "second"))
    assert course("restore", str(file))[0] == 0
    with first_run.store_open(settings()), database.reading() as store:
        assert accounts.account_for(store, "ada@example.org") is not None
        assert roles.administrators_exist(store)
    code, _, err = course("restore", str(file))
    assert code == 1
    assert "The database is not empty" in err


def test_a_backup_holds_no_sessions_no_links_and_no_key(course: Course, tmp_path: Path) -> None:
    course("add-admin", "ada@example.org")
    course("backup", str(tmp_path / "backup.db"))
    with sqlite3.connect(tmp_path / "backup.db") as file:
        counts = {name: file.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in backups.PASSING}
    file.close()
    assert set(counts.values()) == {0}
    key = (tmp_path / "instance" / "secret-key").read_bytes().strip()
    assert key not in (tmp_path / "backup.db").read_bytes()


def test_a_backup_is_never_written_over(course: Course, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    code, _, err = course("backup", str(tmp_path / "precious"))
    assert code == 1
    assert "exists already" in err
    assert (tmp_path / "precious").read_text() == "precious"


def test_a_backup_where_none_can_be_written_is_told(course: Course, tmp_path: Path) -> None:
    code, _, err = course("backup", str(tmp_path / "nowhere" / "backup.db"))
    assert code == 1
    assert "cannot be written" in err


def damaged_in_the_middle(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 20_000] = b"x" * 20_000
    file.write_bytes(data)


def refers_to_nobody(file: Path) -> None:
    with sqlite3.connect(file) as store:
        store.execute("DELETE FROM person")
    store.close()


def of_a_newer_program(file: Path) -> None:
    with sqlite3.connect(file) as store:
        store.execute("UPDATE alembic_version SET version_num = '9999'")
    store.close()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda file: file.write_text("not a database"), "is not a backup of Sharewell"),
        (lambda file: file.write_bytes(b""), "is not a backup of Sharewell"),
        (lambda file: file.unlink(), "cannot be read"),
        (lambda file: file.write_bytes(file.read_bytes()[:20_000]), "is damaged"),
        (damaged_in_the_middle, "is damaged"),
        (refers_to_nobody, "refers to nothing"),
        (of_a_newer_program, "made by a newer Sharewell"),
    ],
)
def test_a_bad_backup_is_told_and_not_put_back(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], object], said: str
) -> None:
    course("add-admin", "ada@example.org")
    file = tmp_path / "backup.db"
    course("backup", str(file))
    damage(file)
    monkeypatch.setenv("SHAREWELL_INSTANCE", str(tmp_path / "second"))
    for word in ("verify", "restore"):
        code, out, err = course(word, str(file))
        assert (code, out) == (1, "")
        assert said in err
    with first_run.store_open(settings()), database.reading() as store:
        assert not roles.administrators_exist(store)


def test_a_database_of_a_newer_program_is_refused_and_left_alone(course: Course, tmp_path: Path) -> None:
    course("init")
    of_a_newer_program(tmp_path / "instance" / "sharewell.db")
    code, out, err = course("serve")
    assert (code, out) == (1, "")
    assert "made by a newer Sharewell" in err


@pytest.fixture
def broken_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of the course with two faults in it."""
    for folder in ("content", "quizzes", "static"):
        shutil.copytree(ROOT / folder, tmp_path / "site" / folder)
    glossary = tmp_path / "site/content/glossary.yaml"
    glossary.write_text(glossary.read_text(encoding="utf-8") + "unknown-key: x\n", encoding="utf-8")
    (tmp_path / "site/quizzes/lonely.yaml").write_text("id: lonely\n", encoding="utf-8")
    for reader in (cli, cli.serve):
        monkeypatch.setattr(reader, "ROOT", tmp_path / "site")
    monkeypatch.setenv("SHAREWELL_PORT", str(free_port()))  # another site may be serving on this machine


def test_check_tells_every_fault_with_file_and_line(course: Course, broken_course: None) -> None:
    code, out, _ = course("check")
    assert code == 1
    assert any(line.startswith("content/glossary.yaml:") for line in out.splitlines())
    assert any(line.startswith("quizzes/lonely.yaml:") for line in out.splitlines())


def test_check_as_json_holds_every_part_of_a_fault(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        cli, "read_catalogue", lambda root, today: (None, [Problem("a.md", 3, "error", "odd", "mend it")])
    )
    code, out, _ = course("check", "--json")
    assert code == 1
    assert json.loads(out) == [{"path": "a.md", "line": 3, "severity": "error", "message": "odd", "mend": "mend it"}]


def test_a_course_with_faults_is_not_served(course: Course, broken_course: None) -> None:
    code, out, err = course("serve")
    assert (code, out) == (1, "")
    assert err.startswith("The course cannot be served; these faults are in its files:\n")
    assert "content/glossary.yaml:" in err


@pytest.mark.parametrize(
    ("severities", "strict", "code"),
    [((), True, 0), (("warning",), False, 0), (("warning",), True, 1), (("error",), False, 1)],
)
def test_warnings_count_as_faults_when_asked(
    course: Course, monkeypatch: pytest.MonkeyPatch, severities: tuple[str, ...], strict: bool, code: int
) -> None:
    found = [Problem("content/x.md", 1, severity, "odd", "mend it") for severity in severities]
    monkeypatch.setattr(cli, "read_catalogue", lambda root, today: (None, found))
    assert course("check", *(["--strict"] if strict else []))[0] == code


def test_check_writes_schemas_for_editors(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "ROOT", tmp_path)
    course("check", "--schemas")
    written = sorted((tmp_path / "build/schemas").glob("*.json"))
    assert written
    assert all("properties" in json.loads(path.read_text()) for path in written)
