"""Every room of the house is there before the first test.

A site imports most rooms when it is made. A test that has put something else in the place of a function meanwhile, another
clock say, would hand it on to whichever room is imported just then, and to all tests that come after it.
"""

from __future__ import annotations

import importlib
import pkgutil

import course

for each in pkgutil.walk_packages(course.__path__, "course."):
    if not each.name.endswith(".__main__"):  # which would begin to serve
        importlib.import_module(each.name)
