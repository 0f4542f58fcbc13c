"""A logo that was sent: what is kept of it, and what is refused with words that say what to do."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, PngImagePlugin

from course.documents import logo_picture as said
from course.documents import logo_svg
from course.documents.logo_picture import HIGHEST, LARGEST_FILE, WIDEST, Logo, logo_picture

GREEN, CLEAR = (13, 79, 67, 255), (0, 0, 0, 0)


def png(width: int = 200, height: int = 100, *, ground: tuple[int, ...] = CLEAR, edge: int = 0) -> bytes:
    """A green block with an edge of nothing around it."""
    picture = Image.new("RGBA", (width, height), ground)
    ImageDraw.Draw(picture).rectangle((edge, edge, width - 1 - edge, height - 1 - edge), fill=GREEN)
    whole = io.BytesIO()
    picture.save(whole, "PNG")
    return whole.getvalue()


def plain(colour: str) -> bytes:
    """One colour all over."""
    whole = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(whole, "PNG")
    return whole.getvalue()


def svg(inside: str = '<rect width="40" height="20" fill="#0d4f43"/>', head: str = 'viewBox="0 0 40 20"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {head}>{inside}</svg>'.encode()


def kept(sent: bytes) -> Logo:
    made = logo_picture(sent)
    assert isinstance(made, Logo), made
    return made


def pixel(logo: Logo, place: tuple[int, int]) -> object:
    with Image.open(io.BytesIO(logo.png)) as picture:
        return picture.getpixel(place)


def test_a_png_is_kept_as_it_is_seen() -> None:
    made = kept(png())
    assert (made.width, made.height) == (200, 100)
    assert pixel(made, (100, 50)) == GREEN


@pytest.mark.parametrize("ground", [CLEAR, (255, 255, 255, 255), (250, 250, 250, 255)])
def test_edges_on_which_nothing_is_seen_are_cut_off(ground: tuple[int, ...]) -> None:
    made = kept(png(ground=ground, edge=20))
    assert (made.width, made.height) == (160, 60)
    assert pixel(made, (0, 0)) == GREEN


def test_a_clear_ground_stays_clear() -> None:
    picture = Image.new("RGBA", (100, 100), CLEAR)
    ImageDraw.Draw(picture).ellipse((0, 0, 99, 99), fill=GREEN)
    whole = io.BytesIO()
    picture.save(whole, "PNG")
    assert pixel(kept(whole.getvalue()), (0, 0)) == CLEAR


@pytest.mark.parametrize(
    ("size", "becomes"), [((3000, 1000), (1200, 400)), ((1000, 3000), (200, 600)), ((1200, 600), (1200, 600))]
)
def test_a_large_picture_is_made_smaller(size: tuple[int, int], becomes: tuple[int, int]) -> None:
    made = kept(png(*size))
    assert (made.width, made.height) == becomes
    assert made.width <= WIDEST and made.height <= HIGHEST


def test_nothing_of_the_file_itself_is_kept() -> None:
    notes, whole = PngImagePlugin.PngInfo(), io.BytesIO()
    notes.add_text("Author", "somebody at home")
    Image.new("RGB", (60, 40), "green").save(whole, "PNG", pnginfo=notes)
    assert b"somebody" in whole.getvalue()
    sent = whole.getvalue() + b"<?php what stands behind the picture"
    made = kept(sent)
    assert b"somebody" not in made.png and b"php" not in made.png


@pytest.mark.parametrize("sent", [png(), svg()])
def test_the_same_file_gives_the_same_bytes(sent: bytes) -> None:
    assert kept(sent) == kept(sent)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width: int, height: int, rows: int) -> bytes:
    """A PNG that says how large it is, and packs so many empty rows."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return said.PNG + head + chunk(b"IDAT", zlib.compress(b"\0" * (width + 1) * rows, 9)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("sent", "refusal"),
    [
        (b"", said.NOTHING),
        (b"\0" * (LARGEST_FILE + 1), said.TOO_LARGE),
        (b"GIF89a" + b"\0" * 40, said.NO_PICTURE),
        (b"\xff\xd8\xff\xe0 a photograph", said.NO_PICTURE),
        (b"just words", said.NO_PICTURE),
        (said.PNG, said.DAMAGED),
        (png()[:60], said.DAMAGED),
        (said.PNG + b"\0" * 200, said.DAMAGED),
        (bomb(30_000, 30_000, 10), said.TOO_MANY_PIXELS),
        (bomb(4_001, 4_000, 10), said.TOO_MANY_PIXELS),
        (png(19, 19), said.TOO_SMALL),
        (png(600, 59), said.TOO_LONG),
        (png(59, 600), said.TOO_LONG),
        (plain("white"), said.NOTHING_SEEN),
        (bomb(100, 100, 100), None),
    ],
)
def test_a_file_that_will_not_do_is_refused_with_what_to_do(sent: bytes, refusal: str | None) -> None:
    made = logo_picture(sent)
    assert made == refusal if refusal else isinstance(made, Logo)


def test_a_file_that_says_two_sizes_is_as_large_as_the_second() -> None:
    small, large = bomb(10, 10, 0), bomb(9_000, 9_000, 10)
    head = len(said.PNG) + 25
    assert logo_picture(small[:head] + large[len(said.PNG) :]) == said.TOO_MANY_PIXELS


@pytest.mark.parametrize("size", [(20, 20), (600, 60), (60, 600), (4000, 4000)])
def test_pictures_at_the_limits_are_kept(size: tuple[int, int]) -> None:
    assert isinstance(logo_picture(png(*size)), Logo)


def test_white_on_clear_is_refused_because_nobody_would_see_it() -> None:
    picture, whole = Image.new("RGBA", (100, 50), CLEAR), io.BytesIO()
    ImageDraw.Draw(picture).rectangle((10, 10, 90, 40), fill=(255, 255, 255, 255))
    picture.save(whole, "PNG")
    assert logo_picture(whole.getvalue()) == said.NOTHING_SEEN


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_is_changed_in_a_file_it_is_kept_or_refused(data: st.DataObject) -> None:
    sent = bytearray(data.draw(st.sampled_from([png(60, 40), svg()])))
    for _ in range(data.draw(st.integers(1, 6))):
        sent[data.draw(st.integers(0, len(sent) - 1))] = data.draw(st.integers(0, 255))
    made = logo_picture(bytes(sent))
    assert isinstance(made, Logo) or len(made.split()) > 5


def test_a_drawing_is_drawn_as_large_as_it_is_kept() -> None:
    made = kept(svg())
    assert (made.width, made.height) == (1200, 600)
    assert pixel(made, (600, 300)) == GREEN


@pytest.mark.parametrize(
    ("head", "shape"),
    [
        ('viewBox="0 0 40 20"', 2.0),
        ('viewBox="0,0,40,40" width="100" height="20"', 1.0),
        ('width="30mm" height="60mm"', 0.5),
        ('width="30" height="30px"', 1.0),
    ],
)
def test_a_drawing_says_its_shape(head: str, shape: float) -> None:
    text, found = logo_svg.looked_through(svg(head=head))
    assert found == shape and text.startswith("<svg")


@pytest.mark.parametrize(
    ("inside", "refusal"),
    [
        ("<script>alert(1)</script>", logo_svg.SCRIPT),
        ('<rect width="9" height="9" onload="x()"/>', logo_svg.SCRIPT),
        ("<foreignObject><p>words</p></foreignObject>", logo_svg.SCRIPT),
        ('<image href="https://elsewhere.example/x.png"/>', logo_svg.SOMETHING_ELSE.format("image")),
        ('<image href="data:image/png;base64,AAAA"/>', logo_svg.SOMETHING_ELSE.format("image")),
        ('<use href="https://elsewhere.example/x.svg#a"/>', logo_svg.FROM_ELSEWHERE),
        ('<use xlink:href="file:///etc/passwd"/>', logo_svg.FROM_ELSEWHERE),
        ('<rect width="9" height="9" fill="url(https://elsewhere.example/#a)"/>', logo_svg.FROM_ELSEWHERE),
        ('<rect width="9" height="9" style="fill: url( \'//elsewhere.example\')"/>', logo_svg.FROM_ELSEWHERE),
        ("<style>@import 'x.css';</style>", logo_svg.FROM_ELSEWHERE),
        ("<style>rect { fill: url(x.svg#a) }</style>", logo_svg.FROM_ELSEWHERE),
        ("<text>Heron</text>", logo_svg.TEXT),
        ("<filter/>", logo_svg.SOMETHING_ELSE.format("filter")),
        ('<a href="#x"/>', logo_svg.SOMETHING_ELSE.format("a")),
        ("<animate/>", logo_svg.SOMETHING_ELSE.format("animate")),
        ("<g/>" * 5_001, logo_svg.TOO_MUCH),
        ('<g id="a"><use href="#b"/></g><g id="b"/><use href="#a"/>', logo_svg.TOO_MUCH),
        ('<g id="a"/>' + '<use href="#a"/>' * 201, logo_svg.TOO_MUCH),
        ("<g>", logo_svg.NOT_SVG),
    ],
)
def test_a_drawing_that_holds_more_than_shapes_is_refused(inside: str, refusal: str) -> None:
    assert logo_picture(svg(inside)) == refusal


@pytest.mark.parametrize(
    ("sent", "refusal"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "&#38;b;">]><svg xmlns="http://www.w3.org/2000/svg"/>', logo_svg.DOCUMENT_TYPE),
        (b'<?xml version="1.0"?><!doctype svg><svg/>', logo_svg.DOCUMENT_TYPE),
        (b"<html><body/></html>", logo_svg.NOT_SVG),
        (b"<svg/>", logo_svg.NOT_SVG),
        (svg(head=""), logo_svg.NO_SIZE),
        (svg(head='width="100%" height="100%"'), logo_svg.NO_SIZE),
        (svg(head='viewBox="0 0 0 20"'), logo_svg.NO_SIZE),
        (svg(head='viewBox="0 0 400 20"'), said.TOO_LONG),
        (svg(""), said.NOTHING_SEEN),
    ],
)
def test_a_drawing_that_cannot_be_used_is_refused(sent: bytes, refusal: str) -> None:
    assert logo_picture(sent) == refusal


def test_what_a_drawing_program_notes_for_itself_is_left_out() -> None:
    notes = '<metadata>who drew it</metadata><n:view xmlns:n="urn:x"><n:script/></n:view><!-- a word --><?x y?>'
    text, _ = logo_svg.looked_through(svg(notes + '<title>Heron</title><rect width="40" height="20"/>'))
    assert "who drew it" not in text and "urn:x" not in text and "a word" not in text
    assert "<rect" in text


def test_repeated_pieces_gradients_and_own_styles_are_drawn() -> None:
    inside = (
        '<defs><linearGradient id="g"><stop stop-color="#0d4f43"/></linearGradient><rect id="r" width="9" height="9"/></defs>'
        '<style>.a { fill: url(#g) }</style><use href="#r" class="a"/><use xlink:href="#r" x="31" y="11" class="a"/>'
    )
    made = kept(svg(inside))
    assert (pixel(made, (10, 10)), pixel(made, (600, 20))) == (GREEN, CLEAR)


def test_a_file_in_another_encoding_of_words_is_read() -> None:
    assert isinstance(logo_picture(b"\xef\xbb\xbf\n" + svg()), Logo)
    assert isinstance(logo_picture(svg().decode().encode("utf-16")), str)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-7"])
def test_a_document_type_does_not_hide_in_another_encoding(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding[:6]}"?><!DOCTYPE svg [<!ENTITY a "b">]>{svg().decode()}'
    sent = text.replace("<!", "+ADwAIQ-").encode() if encoding == "utf-7" else text.encode(encoding)
    assert logo_picture(sent) in (logo_svg.NOT_SVG, said.NO_PICTURE)
