"""The settings of the sites that the tests of this folder make."""

import dataclasses
from pathlib import Path
from typing import Any

from course.config import Settings

KEY = "a key for tests, of no use elsewhere"


def settings_in(folder: Path, **changes: Any) -> Settings:
    """The usual settings with an instance folder of one's own."""
    usual = Settings.from_environ({"SHAREWELL_INSTANCE": str(folder)})
    return dataclasses.replace(usual, secret_key=KEY, **changes)
