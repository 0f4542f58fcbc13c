"""Python looks for dropped rings of objects seldom while tests run, and never among what lasts for all of them.

Every look goes through all that is kept, the course, its pages, thousands of tests; looks were a seventh of what tests
cost. Most of what a test drops is gone at once without them.
"""

from __future__ import annotations

import gc

import pytest

OFTEN = (
    50_000,
    20,
    50,
)  # new objects to a look at the newest, of those to a look at the middle ones, of those to a whole


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is there now lasts to the end of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*OFTEN)
