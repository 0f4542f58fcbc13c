"""Words on a slide always fit: measured, made smaller down to a floor, then divided over slides. Whatever somebody writes."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.documents.slide_boxes import BOLD, HEIGHT, KICKER, LEFT, PLACES, REGULAR, WIDTH, Box, Place
from course.documents.slide_fitting import CONTINUED, parts, sizes, texts
from course.documents.slide_measuring import (
    LINE,
    MORE,
    UNITS,
    WIDER,
    Text,
    _font,
    height,
    line_count,
    shortened,
    size_for,
    width,
    wrapped,
)
from course.documents.slide_notes_page import note_lines
from course.documents.slide_values import KINDS, Point, Slide

some = settings(max_examples=60, deadline=None)

WORD = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=40)
WORDS = st.lists(WORD | st.sampled_from(["child", "safeguarding", "x" * 300, "W" * 90]), min_size=1, max_size=120)
TEXT = st.builds(lambda words, ends: ends.join(words), WORDS, st.sampled_from([" ", " ", " ", "\n"]))
POINTS = st.lists(st.builds(Point, TEXT, st.just("") | st.sampled_from(["Front door", "Whom to ask"])), max_size=12)
WITH_POINTS = [kind for kind in KINDS if "body" in PLACES[kind]]


def inside(slide: Slide) -> bool:
    """Whether everything on a slide fits its place at the sizes that it gets, with the room between its points."""
    used, places = sizes(slide), PLACES[slide.kind]
    found = [
        (places.get("kicker", KICKER), [Text(slide.kicker)], used.kicker),
        (places["title"], [Text(slide.title)], used.title),
    ]
    if slide.lead:
        found.append((places["lead"], [Text(slide.lead)], used.lead))
    if slide.points:
        body = places["body"]
        lines = sum(height([each], used.body, body) for each in texts(slide.points))
        if lines + used.apart * (len(slide.points) - 1) > body.box.height + 0.01:
            return False
    return all(height(said, size, place) <= place.box.height for place, said, size in found)


@some
@given(kind=st.sampled_from(WITH_POINTS), title=TEXT, kicker=TEXT, points=POINTS)
def test_no_text_is_too_long_for_slides(kind: str, title: str, kicker: str, points: list[Point]) -> None:
    lead = title if "lead" in PLACES[kind] else ""
    made = parts(Slide(kind, title, tuple(points), kicker, lead))
    assert all(inside(slide) for slide in made)


@some
@given(kind=st.sampled_from(WITH_POINTS), points=POINTS)
def test_no_word_is_lost_when_points_are_divided(kind: str, points: list[Point]) -> None:
    made = parts(Slide(kind, "Title", tuple(points)))
    before = "".join("".join(point.said.split()) for point in points)
    assert "".join("".join(point.said.split()) for slide in made for point in slide.points) == before


@some
@given(title=TEXT)
def test_a_title_that_is_cut_stands_whole_in_the_notes(title: str) -> None:
    (slide,) = parts(Slide("points", title))
    assert slide.title == title or [line.text for line in note_lines(slide.notes)] == [title]
    assert slide.title == title or slide.title.endswith(MORE)


@some
@given(text=TEXT, size=st.sampled_from([18, 24, 36]), room=st.floats(40, 800), weight=st.sampled_from([REGULAR, BOLD]))
def test_lines_are_counted_as_they_are_broken_and_none_is_wider_than_its_room(
    text: str, size: int, room: float, weight: str
) -> None:
    lines = wrapped(text, size, room, weight)
    assert len(lines) == line_count(text, size, room, weight)
    assert all(width(line, weight) * size <= room + 0.01 or len(line) == 1 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_short_text_has_the_largest_size_and_a_longer_one_a_smaller() -> None:
    place = Place(Box(0, 0, 400, 100), (36, 24, 18))
    said = ["word", "word " * 12, "word " * 24, "word " * 300]
    assert [size_for([Text(text.strip())], place) for text in said] == [36, 24, 18, None]


def test_the_margin_is_that_of_the_type_that_stands_in() -> None:
    assert width("Information", REGULAR) > 1.2 * width("Information", REGULAR) / WIDER[REGULAR]
    assert (WIDER[REGULAR], WIDER[BOLD]) >= (1.2, 1.3) and LINE >= 1.25
    assert height([Text("one"), Text("two")], 20, Place(Box(0, 0, 400, 100), (20,), gap=0.5)) == 20 * (2 * LINE + 0.5)


@pytest.mark.parametrize("weight", [REGULAR, BOLD])
@pytest.mark.parametrize("words", ["AVATAR", "Tolkien, Wy. offices", "na\u00efve fac\u0327ade", "999\u00a0111", "日本"])
def test_words_are_as_wide_as_their_letters_are_together(words: str, weight: str) -> None:
    assert width(words, weight) == _font(weight).getlength(words) / UNITS * WIDER[weight]


def test_a_number_with_no_break_spaces_stays_in_one_line() -> None:
    number = "01632\N{NO-BREAK SPACE}960\N{NO-BREAK SPACE}111"
    room = width(number, REGULAR) * 20 + 1
    assert wrapped(f"Ring {number}", 20, room, REGULAR) == ("Ring", number)


@pytest.mark.parametrize(("count", "slides"), [(1, 1), (5, 1), (6, 2), (10, 2), (11, 3), (40, 8)])
def test_points_are_spread_over_as_few_slides_as_they_need(count: int, slides: int) -> None:
    sentence = "Give them enough to act on, and no more than they need, by a route that is safe and in good time."
    made = parts(Slide("points", "Title", (Point(sentence),) * count))
    assert len(made) == slides
    amounts = [len(slide.points) for slide in made]
    assert sum(amounts) == count and max(amounts) - min(amounts) <= 2


def test_a_divided_slide_says_so_and_goes_on_counting() -> None:
    made = parts(Slide("statements", "Ten", tuple(Point(f"Statement {n} " + "and more " * 12) for n in range(1, 11))))
    assert len(made) > 1
    assert [slide.title for slide in made] == ["Ten"] + [f"Ten{CONTINUED}"] * (len(made) - 1)
    starts = [1, *itertools.accumulate(len(slide.points) for slide in made)]
    assert [slide.first for slide in made] == [start + (place > 0) for place, start in enumerate(starts[:-1])]
    assert [line.text for line in note_lines(made[1].notes)] == ["The slide before goes on: Ten"]


def test_one_endless_point_is_divided_and_keeps_its_number() -> None:
    made = parts(Slide("statements", "Long", (Point("First."), Point("word " * 600), Point("Last."))))
    assert len(made) > 2
    assert {slide.first for slide in made[1:-1]} == {2}
    assert made[-1].points[-1].text == "Last." and made[-1].first + len(made[-1].points) - 1 == 3


def test_a_slide_that_is_too_full_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        sizes(Slide("points", "Title", (Point("word " * 3000),)))


def test_points_have_more_air_where_there_is_room_but_never_too_much() -> None:
    few, many = (
        sizes(Slide("points", "Title", tuple(Point(f"Point {number}") for number in range(count)))) for count in (3, 8)
    )
    assert few.apart / few.body > many.apart / many.body >= 0.6
    assert few.apart <= 1.2 * few.body


def test_what_fits_is_not_shortened_and_what_is_shortened_fits() -> None:
    place = Place(Box(0, 0, 200, 30), (20,))
    assert shortened("A short one", place) == "A short one"
    assert shortened("A title that is much longer than that", place).endswith(MORE)
    assert shortened("z" * 500, place).startswith("zzz") and len(shortened("z" * 500, place)) < 40
    assert shortened("word", Place(Box(0, 0, 200, 3), (20,))) == MORE


@pytest.mark.parametrize("kind", KINDS)
def test_every_place_is_on_the_slide_and_no_text_stands_on_another(kind: str) -> None:
    boxes = [place.box for place in ({"kicker": KICKER} | dict(PLACES[kind])).values()]
    for box in boxes:
        assert box.x >= LEFT and box.x + box.width <= WIDTH - LEFT
        assert box.y > 0 and box.y + box.height <= HEIGHT - 54
    for one, two in itertools.combinations(boxes, 2):
        assert one.y + one.height <= two.y or two.y + two.height <= one.y


@pytest.mark.parametrize("kind", WITH_POINTS)
def test_no_point_is_ever_smaller_than_18(kind: str) -> None:
    assert min(PLACES[kind]["body"].sizes) >= 18
    assert list(PLACES[kind]["body"].sizes) == sorted(PLACES[kind]["body"].sizes, reverse=True)
