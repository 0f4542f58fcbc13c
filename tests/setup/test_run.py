"""run.py: one command from a bare machine; stamps compared the second time; words instead of tracebacks."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.setup.serving import ROOT, free_port

NEEDED = "run.py requirements course content quizzes templates static migrations package.json package-lock.json .npmrc".split()
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


@pytest.fixture(scope="module")
def run() -> ModuleType:
    """run.py as a module."""
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def started(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """run.py of a folder, to its end, without what this test's own environment sets."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("SHAREWELL_", "DATABASE_URL"))}
    return subprocess.run(
        [sys.executable, str(folder / "run.py"), *words],
        cwd=folder,
        env={**kept, **more},
        capture_output=True,
        text=True,
        timeout=400,
    )


def copied(folder: Path) -> Path:
    """The repository as a clone has it: sources and nothing made from them."""
    folder.mkdir()
    for name in NEEDED:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, folder / name)
    return folder


@pytest.mark.parametrize(
    ("version", "refused"), [((3, 10), True), ((3, 9), True), ((2, 7), True), ((3, 11), False), ((3, 14), False)]
)
def test_a_python_that_is_too_old_is_told_so(run: ModuleType, version: tuple[int, int], refused: bool) -> None:
    if refused:
        with pytest.raises(
            run.CannotRun, match=r"needs Python 3\.11 or newer; /usr/bin/python3 is {}\.{}\.".format(*version)
        ):
            run.check_python(version, "/usr/bin/python3")
    else:
        run.check_python(version, "/usr/bin/python3")


def test_an_old_python_can_read_the_file_that_refuses_it() -> None:
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_only_the_standard_library_is_used() -> None:
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_the_venv_module_gets_the_one_command(tmp_path: Path, module: str) -> None:
    shutil.copy(ROOT / "run.py", tmp_path)
    (tmp_path / f"{module}.py").write_text("raise ImportError('taken away')")
    done = started(tmp_path)
    assert done.returncode == 1
    assert "sudo apt-get install python3-venv" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    shutil.copy(ROOT / "run.py", tmp_path)
    (tmp_path / "build").write_text("in the way")
    done = started(tmp_path)
    assert done.returncode == 1
    assert f"{tmp_path} cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_installation_that_fails_is_told_with_its_last_lines(run: ModuleType) -> None:
    script = "import sys; print('\\n'.join(str(n) for n in range(20)), file=sys.stderr); sys.exit(2)"
    with pytest.raises(run.CannotRun) as caught:
        run.attempt([sys.executable, "-c", script], "It could not be done")
    lines = str(caught.value).splitlines()
    assert lines[0] == "It could not be done:"
    assert "19" in [line.strip() for line in lines]
    assert "3" not in [line.strip() for line in lines]


def test_help_is_given_without_installing_anything(tmp_path: Path) -> None:
    shutil.copy(ROOT / "run.py", tmp_path)
    done = started(tmp_path, "help")
    assert done.returncode == 0
    assert "python3 run.py test" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run.py"]


def test_every_target_of_make_is_a_word_of_run(run: ModuleType) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^(\w+): ## .+\n\t@\$\(PYTHON\) run\.py ?(\w*)$", makefile, re.M)
    assert targets == [(name, "" if name == "run" else name) for name in "run test quick demo bench help".split()]
    assert all(f"run.py {word}".strip() in str(run.__doc__) for _, word in targets)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_holds_hashes_and_no_address(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    packages = [number for number, line in enumerate(lines) if re.match(r"[a-z0-9]", line)]
    assert packages
    assert all("==" in lines[number] and "--hash=sha256:" in lines[number + 1] for number in packages)
    assert not [line for line in lines if "://" in line or "/" in line.partition(";")[0]]


def locked(name: str) -> dict[str, set[str]]:
    """The versions of each package in a lock."""
    found: dict[str, set[str]] = {}
    for package, version in re.findall(
        r"^([a-z0-9._-]+)==([^ ;\\]+)", (ROOT / f"requirements/{name}.lock").read_text(), re.M
    ):
        found.setdefault(package, set()).add(version)
    return found


@pytest.mark.parametrize("name", [lock.stem for lock in LOCKS])
def test_every_wanted_package_is_locked(name: str) -> None:
    wanted = re.findall(
        r"^([a-zA-Z0-9][a-zA-Z0-9._-]*)", (ROOT / f"requirements/{name}.in").read_text(encoding="utf-8"), re.M
    )
    assert wanted
    assert {re.sub(r"[._]", "-", package.lower()) for package in wanted} <= locked(name).keys()


@pytest.mark.parametrize("smaller", ["app", "postgres"])
def test_the_tests_run_with_the_versions_that_the_site_has(smaller: str) -> None:
    tested = locked("dev")
    assert {package: tested.get(package) for package in locked(smaller)} == locked(smaller)


def test_the_design_systems_lock_names_no_address() -> None:
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity": "sha512-' in lock
    assert "://" not in lock
    assert "resolved" not in lock


@pytest.mark.slow
def test_a_fresh_copy_started_eight_times_at_once_ends_well_and_then_only_compares(tmp_path: Path) -> None:
    site = copied(tmp_path / "site")
    processes = [
        subprocess.Popen([sys.executable, str(site / "run.py"), "init"], stderr=subprocess.PIPE, text=True)
        for _ in range(8)
    ]
    said = [process.communicate(timeout=500)[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * 8, said
    assert sum("Making .venv" in text for text in said) == 1
    assert sum("Installing packages (app)" in text for text in said) == 1
    second = started(site, "init", UV_OFFLINE="1", UV_CACHE_DIR=str(tmp_path / "empty"))
    assert (second.returncode, second.stderr) == (0, "")
    tool = subprocess.run([site / ".venv/bin/course", "--help"], cwd=tmp_path, capture_output=True, text=True)
    assert "add-admin" in tool.stdout
    a_site_without_the_design_system_runs_and_says_so(site, tmp_path / "empty")


def a_site_without_the_design_system_runs_and_says_so(site: Path, empty: Path) -> None:
    """Part of the test above, which has made the environment: npm out of reach is a warning and a plain site."""
    offline = {"UV_OFFLINE": "1", "UV_CACHE_DIR": str(empty), "SHAREWELL_PORT": str(free_port())}
    process = subprocess.Popen(
        [sys.executable, str(site / "run.py")],
        env={**os.environ, **offline},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("Sharewell is ready: ")
    process.terminate()
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Warning: the design system is missing, so the site looks plain." in said
    assert "Traceback" not in said
