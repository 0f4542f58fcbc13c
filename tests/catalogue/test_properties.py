"""Whatever is done to a file, the answer is a course or problems with a place, never an exception."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.catalogue.yaml_lines import read_yaml
from tests.catalogue.small_course import FILES, read

PIECES = st.sampled_from(
    [
        *(
            "",
            " ",
            "  ",
            "\n",
            "- ",
            ": ",
            "#",
            "|",
            "[",
            "{",
            "}",
            "{{ ",
            " }}",
            "&a ",
            "*a",
            "---\n",
            "///",
            "\t",
            '"',
        ),
        *(
            "'",
            "\x00",
            "\x02",
            "\x03",
            "é",
            "⟦here⟧",
            "<b>",
            "](",
            "![](",
            "# ",
            "true",
            "2026-11-22",
            "{{ cases }}",
            "`",
        ),
        *("\x02wzxhzdk:9\x03", "/// law | x\n", "> " * 40, "\u2028", "null", "!!int ", "{#a minutes=1}", "%YAML 1.1\n"),
    ]
)
MUTATIONS = st.tuples(
    st.sampled_from(sorted(FILES)), st.floats(0, 1), st.integers(0, 30), PIECES | st.text(max_size=6)
)  # which file, where in it, how many characters go, and what comes instead


def mutated(files: dict[str, str], mutations: list[tuple[str, float, int, str]]) -> dict[str, str]:
    for path, place, length, piece in mutations:
        text = files[path]
        start = int(place * len(text))
        files = {**files, path: text[:start] + piece + text[start + length :]}
    return files


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(MUTATIONS, min_size=1, max_size=3))
def test_any_change_gives_a_course_or_problems_with_a_place(mutations: list[tuple[str, float, int, str]]) -> None:
    files = mutated(dict(FILES), mutations)
    encoded = {path: text.encode("utf-8", "replace").decode() for path, text in files.items()}
    with tempfile.TemporaryDirectory() as folder:
        catalogue, problems = read(Path(folder), encoded)
    assert (catalogue is None) is any(problem.severity == "error" for problem in problems)
    for problem in problems:
        lines = encoded.get(problem.path, "").replace("\r\n", "\n").replace("\r", "\n").count("\n") + 2
        assert 1 <= problem.line <= lines
        assert problem.message
        assert problem.mend


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.text() | st.lists(PIECES).map("".join))
def test_any_text_is_yaml_or_a_fault(text: str) -> None:
    answer = read_yaml(text)
    assert answer.readable or len(answer.faults) == 1


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["a", "b c"]),
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3)
            | st.dictionaries(st.sampled_from("abc"), inner, min_size=1, max_size=3)
        ),
        max_leaves=8,
    ).filter(lambda value: isinstance(value, dict))
)
def test_values_written_in_block_style_come_back(value: object) -> None:
    answer = read_yaml(_written(value, 0))
    assert (answer.data, answer.faults) == (value, ())


def _written(value: object, depth: int) -> str:
    indent = "  " * depth
    if isinstance(value, dict):
        return "".join(f"{indent}{key}:{_below(inner, depth)}" for key, inner in value.items())
    if isinstance(value, list):
        return "".join(f"{indent}-{_below(inner, depth)}" for inner in value)
    return f"{indent}{value}\n"


def _below(value: object, depth: int) -> str:
    if isinstance(value, (dict, list)):
        return "\n" + _written(value, depth + 1)
    plain = {None: "null", True: "true", False: "false"}.get(value, value) if not isinstance(value, str) else value
    return f" {value if isinstance(value, int) and not isinstance(value, bool) else plain}\n"
