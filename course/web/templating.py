"""How templates are read: an unknown name or attribute is an error, but a dict may lack a key.

GOV.UK's macros ask their `params` for keys that are not there; our own values are frozen dataclasses, where a missing
attribute is always a mistake.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from jinja2 import BaseLoader, ChoiceLoader, PackageLoader, PrefixLoader, StrictUndefined, Undefined

LENIENT_NAMES = frozenset({"caller", "undefined", "null"})  # names that GOV.UK's macros leave unset on purpose


class Unknown(StrictUndefined):
    """Strict for names and for attributes of our values; lenient for the keys of a dict."""

    def __new__(cls, hint: str | None = None, obj: Any = None, name: str | None = None, *rest: Any) -> Any:
        """A lenient undefined where the thing asked was a dict, the strict one elsewhere."""
        if isinstance(obj, dict) or name in LENIENT_NAMES:
            return Missing(hint, obj, name, *rest)
        return super().__new__(cls)


class Missing(Undefined):
    """A key that a dict does not have: false, empty, and so are its own keys."""

    def __getattr__(self, name: str) -> Any:
        """Anything of nothing is nothing; Python's own protocol names stay errors."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    __getitem__ = __getattr__


def install(app: Flask) -> None:
    """Set the environment before the first template is compiled."""
    own: BaseLoader = app.jinja_env.loader or PackageLoader("course")
    parts = {name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")}
    app.jinja_env.loader = ChoiceLoader([own, PrefixLoader(parts)])
    app.jinja_env.undefined = Unknown
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
