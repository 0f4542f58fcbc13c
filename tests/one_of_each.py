"""The quick half takes one case of every table of the site's tests; `make test` takes them all.

A test of the site makes a site, so its tables are what the quick half spends its time on, and a table's first case tells
whether the thing works at all. The other cases count as `slow`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

SITE = Path(__file__).resolve().parent / "web"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Mark all cases but the first of each table, before any are chosen by their marks."""
    met: set[tuple[str, str]] = set()
    for item in items:
        if not isinstance(item, pytest.Function) or SITE not in item.path.parents:
            continue
        test = (str(item.path), item.originalname)
        if test in met:
            item.add_marker("slow")
        elif "slow" not in item.keywords:
            met.add(test)
