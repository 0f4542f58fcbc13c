"""The quick half takes the first test of every file that is dear; `make test` takes them all.

Tests that make a site, a server, a store or a paper are what the quick half would spend its time on, and the first test
of a file tells whether the thing works at all. The others count as `slow`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

FEW = 1  # tests of one file
HERE = Path(__file__).resolve().parent
DEAR = tuple(HERE / name for name in ("web", "setup", "records", "documents"))  # make sites, servers, stores or papers


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Mark all but the first few tests of each file and the first case of each table, before any are chosen by marks."""
    met: set[tuple[str, str]] = set()
    tests: Counter[str] = Counter()
    for item in items:
        if not isinstance(item, pytest.Function) or not any(folder in item.path.parents for folder in DEAR):
            continue
        test = (str(item.path), item.originalname)
        if test in met or tests[test[0]] >= FEW:
            item.add_marker("slow")
        elif "slow" not in item.keywords:
            met.add(test)
            tests[test[0]] += 1
