"""The form of one moment as a page: first opened, sent with a fault, or given back because nothing of it was kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from course.catalogue.model import Reflection
from course.rules.facts import Reflected
from course.web.mine import reflection_form
from course.web.mine.reflection_form import CHANGE, USEFUL


class GivenBack(StrEnum):
    """Why nothing of a form was kept."""

    SIGNED_OUT = "signed-out"
    OLD_FORM = "old-form"  # its token is of another visit
    CHANGED = "changed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ReflectionPage:
    """The form of one moment. `typed` is what stands in its fields, `known` the items whose answer was shown already.

    `digest` says which answers the form was opened with; `kept` are those that stand now, where they are others.
    `compared`: before the course something was answered too.
    """

    asked: Reflection
    moment: str
    digest: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    back: GivenBack | None = None
    kept: Reflected | None = None
    compared: bool = False
    longest: int = reflection_form.LONGEST_CHANGE
    useful_field: str = USEFUL
    change_field: str = CHANGE

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """The lines of the error summary, in the order of the page."""
        return tuple((f"#{self.first(name)}", text) for name, text in self.faults.items())

    @property
    def may_be_sent(self) -> bool:
        """Whether there is any use in sending the form."""
        return self.back is not GivenBack.CLOSED

    def first(self, name: str) -> str:
        """The id of the first control of a field."""
        if name == CHANGE:
            return CHANGE
        return f"answer-{name}" if name in {each.id for each in self.asked.knowledge} else f"{name}-1"

    def chosen(self, name: str) -> str | None:
        """What stands in a field, or None."""
        return self.typed.get(name) or None

    def kept_lines(self) -> Iterator[tuple[str, str]]:
        """Each question and the answer that is kept now; none where all was deleted."""
        if self.kept is None:
            return
        said = dict(self.kept.answers)
        for each in self.asked.confidence:
            if each.id in said:
                yield each.text, self.asked.scale[said[each.id] - 1]
        for item in self.asked.knowledge:
            if item.id in said:
                yield item.asked(self.moment), "True" if said[item.id] else "False"
        if self.kept.usefulness:
            yield "How useful this course was", self.asked.usefulness[self.kept.usefulness - 1]
        if self.kept.intended_change:
            yield "I will…", self.kept.intended_change
