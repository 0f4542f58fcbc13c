"""The course as it is shipped, read once for all tests of a process: reading it takes longer than most of them."""

from __future__ import annotations

import functools

from course import ROOT
from course.catalogue.model import Catalogue
from course.catalogue.shelf import Shelf


@functools.cache
def shipped() -> Catalogue:
    """The course with everything in it. Nothing of it can be changed, so everybody may have the same."""
    return Shelf(ROOT).catalogue
