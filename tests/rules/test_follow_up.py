"""What a manager is told of a learner's name."""

import pytest

from course.rules.follow_up import UNNAMED, first_name


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Ada Quill", "Ada"),
        ("Zoë", "Zoë"),
        ("Zoe\u0308 Fell", "Zoë"),
        ("Anne-Marie O'Hara", "Anne-Marie"),
        ("D’Arcy Fell", "D’Arcy"),
        ("अनिल कुमार", "अनिल"),
        ("学 Reed", "学"),
        ("x" * 40, "x" * 40),
        ("x" * 41, UNNAMED),
        ("", UNNAMED),
        ("https://x.example/win Quill", UNNAMED),
        ("x.example", UNNAMED),
        ("Urgent:", UNNAMED),
        ("07700900123", UNNAMED),
        ("Ada2", UNNAMED),
        ("-'-", UNNAMED),
        ("\u0301Ada", UNNAMED),
        ("<b>Ada</b>", UNNAMED),
    ],
)
def test_a_manager_is_told_a_first_name_and_nothing_that_is_none(name: str, told: str) -> None:
    assert first_name(name) == told
