"""Checks plain values against the form of their file and tells every difference in an author's words."""

from __future__ import annotations

import copy
import difflib
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from course.catalogue.schemas import Form
from course.catalogue.yaml_lines import Fault, Lines, Loc

FormT = TypeVar("FormT", bound=Form)

ID_MEND = "use lower-case letters, digits and hyphens, a letter first"
MENDS: dict[str, tuple[str, str]] = {
    "string_type": ("must be text", "put it in quotation marks"),
    "bool_type": ("must be true or false", "write true or false, without quotation marks"),
    "int_type": ("must be a whole number", "write digits only, without quotation marks"),
    "date_type": ("must be a date", "write it as 2026-11-22, without quotation marks"),
    "list_type": ("must be a list", "put every item on its own line after a dash"),
    "model_type": ("must be a group of keys", "write its keys below it, indented"),
    "blank": ("is empty", "write the text"),
    "too_short": ("is empty", "add at least one item"),
}


def check_form(form: type[FormT], data: object, lines: Lines) -> tuple[FormT | None, list[Fault]]:
    """The validated values, or None, and every fault.

    Unknown keys alone do not hide the rest: without them the values are checked on, so that a later fault is told too.
    """
    if not isinstance(data, dict):
        return None, [Fault(lines.first, "the keys of the file are missing", f"write {_keys(form)} …")]
    try:
        return form.model_validate(data), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        faults = [_fault(detail, form, lines) for detail in details]
    if any(detail["type"] != "extra_forbidden" for detail in details):
        return None, faults
    known = copy.deepcopy(data)
    for detail in details:
        _remove(known, detail["loc"])
    return form.model_validate(known), faults


def _keys(form: type[Form]) -> str:
    return ", ".join(f"`{name}:`" for name in list(form.model_fields)[:3])


def _remove(data: Any, loc: Loc) -> None:
    for step in loc[:-1]:
        data = data[step]
    del data[loc[-1]]


def _fault(detail: ErrorDetails, form: type[Form], lines: Lines) -> Fault:
    loc = detail["loc"]
    name = _name(loc)
    line = lines.of(*loc)
    match detail["type"]:
        case "missing":
            return Fault(line, f"{name} is missing", f"add `{loc[-1]}:`")
        case "extra_forbidden":
            return Fault(line, f"{name} is not a key that is known here", _nearest(str(loc[-1]), form))
        case "literal_error":
            return Fault(line, f"{name} must be {detail['ctx']['expected']}", "write one of these")
        case "plain_text":
            return Fault(
                line, f"{name} is plain text, `{detail['ctx']['mark']}` would be shown as it stands", "take it out"
            )
        case "string_pattern_mismatch":
            return Fault(line, f"{name} is not of the right form", _form_mend(str(detail["ctx"]["pattern"])))
        case "greater_than_equal":
            return Fault(line, f"{name} is too small", f"write {detail['ctx']['ge']} or more")
        case "less_than_equal":
            return Fault(line, f"{name} is too large", f"write {detail['ctx']['le']} or less")
        case kind if kind in MENDS:
            what, mend = MENDS[kind]
            return Fault(line, f"{name} {what}", mend)
    return Fault(line, f"{name} is wrong", detail["msg"])


def _name(loc: Loc) -> str:
    """`statements 3, because`: the way to a value as a person would say it, counting from 1."""
    name = ""
    for step in loc:
        name += f" {step + 1}" if isinstance(step, int) else f"{', ' if name else ''}{step}"
    return f"`{name}`"


def _form_mend(pattern: str) -> str:
    if "https" in pattern:
        return "write the whole address, beginning with https://"
    return ID_MEND if "a-z" in pattern else 'write digits and points in quotation marks, such as "2026.1"'


def _nearest(key: str, form: type[Form]) -> str:
    known = sorted({name for part in _parts(form) for name in part.model_fields})
    near = difflib.get_close_matches(key, known, n=1)
    return f"did you mean `{near[0]}`? Otherwise take it out" if near else "take it out"


def _parts(form: type[Form]) -> list[type[Form]]:
    """The form and every form within it."""
    found = [form]
    for field in form.model_fields.values():
        inner = [field.annotation, *getattr(field.annotation, "__args__", ())]
        for kind in inner:
            if isinstance(kind, type) and issubclass(kind, Form):
                found += _parts(kind)
    return found
