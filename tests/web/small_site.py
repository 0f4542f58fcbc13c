"""A site over a small course that a test may change while the site runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from course import create_app
from course.catalogue import shelf
from course.catalogue.model import Catalogue
from course.records.database import db
from tests.catalogue.small_course import COURSE, FILES, changed, write
from tests.web.conftest import settings_in
