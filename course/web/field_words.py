"""What somebody typed into a form, in the words of the form: for pages that show it without knowing the form."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, SubmitField
from wtforms.fields.core import UnboundField

from course.web.typed_form import TypedForm

# Fields that no page shows, of forms that are written without WTForms.
UNSEEN = frozenset({
    "back", "confirm", "digest", "edition", "entry", "key", "line", "moment", "next", "person", "phone", "seen",
    "send", "signed_in", "state", "step", "then", "to", "version",
})  # fmt: skip
CHOSEN = "as you chose"


def shown(fields: Collection[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Name and value of each field that somebody filled, in the order of the form; parts of a day stand together."""
    typed: dict[str, list[str]] = {}
    for name, text in fields:
        typed.setdefault(name, []).append(text.strip())
    form = _form(frozenset(typed))
    return tuple(_shown(form, {name: " ".join(filter(None, texts)) for name, texts in typed.items()}))


def _shown(form: Mapping[str, Any], typed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, text in typed.items():
        field = form.get(name)
        if not text or (field is None and name in UNSEEN) or _is_kind(field, HiddenField, SubmitField):
            continue
        words = _label(field) if field is not None else name.replace("_", " ").replace("-", " ").capitalize()
        yield words, _value(field, text)


def _value(field: Any, text: str) -> str:
    """A choice is sent as a number or a word of its own; what it says is known to the form alone."""
    if _is_kind(field, BooleanField):
        return "yes"
    return CHOSEN if _is_kind(field, SelectField) else text


def _is_kind(field: Any, *kinds: type) -> bool:
    return field is not None and issubclass(field.field_class, kinds)


def _label(field: Any) -> str:
    return str(field.args[0] if field.args else field.kwargs.get("label") or "").removesuffix(" (optional)")


def _form(names: frozenset[str]) -> Mapping[str, Any]:
    """The fields of the form that has most of these names and fewest others; none where no form has any of them."""
    best = max(_forms(), key=lambda form: (len(names & form.keys()), -len(form)), default={})
    return best if names & best.keys() else {}


@cache
def _forms() -> tuple[Mapping[str, Any], ...]:
    """The fields of every form of the site, by name."""
    return tuple(
        {name: field for name in dir(kind) if isinstance(field := getattr(kind, name), UnboundField)}
        for kind in _kinds(TypedForm)
    )


def _kinds(kind: type[TypedForm]) -> Iterator[type[TypedForm]]:
    each: type[TypedForm]
    for each in kind.__subclasses__():
        yield each
        yield from _kinds(each)
