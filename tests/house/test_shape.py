"""The house has the shape that was asked for, stands on what was asked for, and carries nothing of the place where it
was made.
"""

import json
import re
import sys
from pathlib import Path

import pytest

from course.config import Settings
from tests.house import plan

FOLDERS = ("course", "content/modules", "quizzes", "templates", "tests")
FILES = ("run.py", "README.md", "Makefile", "CHANGELOG.md", "LICENSE", "content/LICENSE", ".ci/run")
# Distribution asked for by name -> (what is imported, by which folder).
ASKED_FOR = {
    "flask": ("flask", "course"),
    "flask-login": ("flask_login", "course"),
    "flask-sqlalchemy": ("flask_sqlalchemy", "course"),
    "markdown": ("markdown", "course"),
    "pytest": ("pytest", "tests"),
}
# Distributions whose import name is not their own name in lower case with underlines.
IMPORTED_AS = {
    "argon2-cffi": "argon2",
    "ruamel-yaml": "ruamel",
    "python-frontmatter": "frontmatter",
    "pymdown-extensions": "pymdownx",
    "pillow": "PIL",
    "python-pptx": "pptx",
}
# Needed to run, and rightly imported nowhere.
NOT_IMPORTED = {
    "govuk-frontend-jinja": "its macros are read by templates",
    "fontpkg-source-sans-3": "its font files are found by the name of the package",
}
# Each word is written in two pieces, so that this file does not name it.
UNFINISHED = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "lorem " + "ipsum", "coming " + "soon", "tb" + "d")
PLACES = ("/wo" + "rk/", "/ro" + "ot/", "/Us" + "ers/", "C:" + "\\Users")
TEXT = (".py", ".md", ".html", ".typ", ".css", ".js", ".yaml", ".toml", ".txt", ".in", ".lock", ".json", ".svg", "")


def texts() -> list[Path]:
    """Everything that was written by us, and the locks."""
    return [path for path in plan.files(".") if path.suffix in TEXT and not path.name.startswith(".")]


def required(file: Path) -> set[str]:
    """The distributions that a requirement file names, in their normal spelling."""
    lines = (line.partition("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
    names = (re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line) for line in lines)
    return {re.sub(r"[-_.]+", "-", found[0]).lower() for found in names if found}


def direct() -> set[str]:
    return {name for path in plan.files("requirements", ".in") for name in required(path)}


def imported(folder: str) -> set[str]:
    """The first names of everything that the Python files of a folder import."""
    sources = (plan.tree(path) for path in plan.files(folder, ".py"))
    return {found.target.partition(".")[0] for source in sources for found in plan.imports(source, frozenset())}


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_folders_that_were_asked_for_are_there(folder: str) -> None:
    assert (plan.ROOT / folder).is_dir() and plan.files(folder)


@pytest.mark.parametrize("file", FILES)
def test_the_files_that_were_asked_for_are_there(file: str) -> None:
    assert (plan.ROOT / file).stat().st_size > 0


@pytest.mark.parametrize("distribution", sorted(ASKED_FOR))
def test_what_was_asked_for_is_a_direct_dependency_and_really_used(distribution: str) -> None:
    name, folder = ASKED_FOR[distribution]
    assert distribution in direct()
    assert name in imported(folder)


def test_every_direct_dependency_of_the_site_is_used() -> None:
    used = imported("course") | imported("migrations") | {"uv"}
    wanted = required(plan.ROOT / "requirements" / "app.in") - NOT_IMPORTED.keys()
    assert {name for name in wanted if IMPORTED_AS.get(name, name.replace("-", "_")) not in used} == set()


def test_a_listed_exception_is_still_a_dependency() -> None:
    assert NOT_IMPORTED.keys() <= required(plan.ROOT / "requirements" / "app.in")


@pytest.mark.parametrize("lock", plan.files("requirements", ".lock"), ids=plan.name)
def test_a_lock_holds_a_hash_for_everything_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", "\n".join(line for line in text.splitlines() if line and not line.startswith("#")))
    assert entries and [entry for entry in entries if not re.match(r"\S+==\S+.*--hash=sha256:", entry, re.DOTALL)] == []
    assert re.findall(r"https?:|file:|--index|--find-links|://", text) == []


def test_there_is_a_lock_for_every_list() -> None:
    lists, locks = plan.files("requirements", ".in"), plan.files("requirements", ".lock")
    names = {path.stem for path in lists}
    assert names == {path.stem for path in locks} == {"app", "dev", "bootstrap", "node", "postgres"}


def test_the_lock_of_the_design_system_holds_hashes_and_no_address() -> None:
    packages = json.loads((plan.ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    installed = [package for name, package in packages.items() if name]
    assert installed and all(package["integrity"].startswith("sha512-") for package in installed)
    assert [package for package in installed if "resolved" in package] == []


def test_run_py_uses_the_standard_library_alone() -> None:
    script = plan.tree(plan.ROOT / "run.py")
    names = {found.target.partition(".")[0] for found in plan.imports(script, frozenset())}
    assert names <= sys.stdlib_module_names


def test_with_no_settings_the_records_are_sqlite_in_the_instance_folder() -> None:
    settings = Settings.from_environ({})
    assert settings.instance == plan.ROOT / "instance"
    assert settings.database_url.startswith(f"sqlite:///{settings.instance}/")


def unfinished(text: str) -> list[str]:
    return [word for word in UNFINISHED if re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)]


def places(text: str) -> list[str]:
    return [place for place in PLACES if place in text]


def test_nothing_is_left_unfinished_or_names_a_place_on_someones_machine() -> None:
    assert plan.faults(texts(), lambda path: unfinished(plan.read(path)) + places(plan.read(path))) == {}


@pytest.mark.parametrize("word", UNFINISHED)
def test_a_planted_unfinished_word_is_found(word: str) -> None:
    assert unfinished(f"x = 1  # {word.lower()}: mend this") == [word]


@pytest.mark.parametrize("place", PLACES)
def test_a_planted_place_is_found(place: str) -> None:
    assert places(f"see {place}notes.txt") == [place]


def test_the_licences_say_what_they_are() -> None:
    code = (plan.ROOT / "LICENSE").read_text(encoding="utf-8")
    words = (plan.ROOT / "content" / "LICENSE").read_text(encoding="utf-8")
    assert code.startswith("MIT License") and "Sharewell contributors" in code
    assert "Attribution 4.0 International" in words and "https://creativecommons.org/licenses/by/4.0/" in words
