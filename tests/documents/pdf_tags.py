"""What a tagged PDF says of itself to screen readers: the tree of its tags."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def tags(node: Any) -> Iterator[tuple[str, Any]]:
    """Every element of the tree of tags: its kind, and the element."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from tags(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node["/S"], node
        yield from tags(node.get("/K"))
