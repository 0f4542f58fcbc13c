"""No sentence was taken over from the documents that the course started from: no eight words in a row are shared."""

from pathlib import Path

import pytest

from tests.house import plan, wording

# One run that stands in a seed: the name of an Act and a section, cut from a list of laws. It proves that the digests
# are those of the seeds and that both sides count words in the same way.
RUN_OF_A_SEED = "crime and disorder act 1998 section 115 the"
LEARNERS_READ = ("content", "quizzes", "templates")


def read_by_learners() -> list[Path]:
    return [path for folder in LEARNERS_READ for path in plan.files(folder)]


def test_no_eight_words_in_a_row_are_shared_with_a_seed() -> None:
    assert plan.faults(read_by_learners(), lambda path: wording.shared_runs(plan.visible(path))) == {}


def test_there_is_something_to_look_at() -> None:
    counts = {folder: len(plan.files(folder)) for folder in LEARNERS_READ}
    assert counts["content"] >= 30 and counts["quizzes"] >= 6 and counts["templates"] >= 30


def test_a_run_of_a_seed_is_known() -> None:
    assert wording.shared_runs(f"Learners read that {RUN_OF_A_SEED.upper()}, on a page.") == [RUN_OF_A_SEED]


def test_a_planted_sentence_is_found_whatever_its_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = "a heron waits by the quiet water at dusk"
    digests = {wording.digest(run) for run in wording.runs(planted, [])}
    monkeypatch.setattr(wording, "seed_digests", lambda: digests)
    shown = "“A heron **waits** by the\nquiet water – at dusk.”"
    assert wording.shared_runs(shown) == [
        "a heron waits by the quiet water at",
        "heron waits by the quiet water at dusk",
    ]


def test_a_sentence_in_a_template_is_found_through_its_tags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = "a heron waits by the quiet water at"
    monkeypatch.setattr(wording, "seed_digests", lambda: {wording.digest(planted)})
    template = tmp_path / "heron.html"
    template.write_text("<p>A heron {% if 1 > 0 %}waits{% endif %} <b>by the</b> quiet {{ x }} water at</p>", "utf-8")
    assert wording.shared_runs(plan.visible(template)) == [planted]


def test_seven_words_may_be_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    seven = "heron waits by the quiet water at"
    digests = {wording.digest(f"a {seven}"), wording.digest(f"{seven} dusk")}
    monkeypatch.setattr(wording, "seed_digests", lambda: digests)
    assert wording.shared_runs(f"One {seven} noon") == []


def test_a_title_may_be_named_but_nothing_runs_across_it() -> None:
    title = wording.known_titles()[0]
    assert wording.runs(f"one two three {title} four five six seven", wording.known_titles()) == []
