"""What this machine offers to the tests: a Chromium and the programs of a PostgreSQL server, found or installed.

Installing is tried where it asks nobody anything: with apt-get, as root or by sudo without a password.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

# The one without windows comes first: the same pages by the same engine in half the time.
CHROMIUM_NAMES = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome",
)  # fmt: skip
CHROMIUM_PLACES = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
POSTGRESQL_PLACES = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql*/bin")
INSTALL_SECONDS = 600


def chromium() -> Path | None:
    """The Chromium to test with, or None."""
    named = [found for name in CHROMIUM_NAMES if (found := shutil.which(name))]
    return next((Path(found) for found in [*named, *map(str, CHROMIUM_PLACES)] if Path(found).exists()), None)


def postgresql() -> Path | None:
    """The folder with `initdb` and `postgres`, the newest version first, or None."""
    folders = [folder for pattern in POSTGRESQL_PLACES for folder in Path("/").glob(pattern)]
    folders.sort(key=_version, reverse=True)
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def _version(folder: Path) -> int:
    """The number in a path such as /usr/lib/postgresql/15/bin."""
    return int("".join(sign for sign in folder.parent.name if sign.isdigit()) or 0)


def install(package: str) -> bool:
    """Install a Debian package where that needs no question; says whether it was done."""
    apt = shutil.which("apt-get")
    if apt is None or not hasattr(os, "geteuid"):
        return False
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if root and (shutil.which("sudo") is None or _run([*root, "true"])):
        return False
    _run([*root, apt, "update", "-qq"])
    return (
        _run(
            [
                *root,
                "env",
                "DEBIAN_FRONTEND=noninteractive",
                apt,
                "install",
                "-y",
                "-qq",
                "--no-install-recommends",
                package,
            ]
        )
        == 0
    )


def _run(command: list[str]) -> int:
    try:
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=INSTALL_SECONDS
        ).returncode
    except (OSError, subprocess.TimeoutExpired):
        return 1
