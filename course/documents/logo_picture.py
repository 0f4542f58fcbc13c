"""The logo of an organisation: a picture that was sent becomes one that we made ourselves.

A PNG is read, and what is seen of it is written anew; an SVG is looked through, drawn, and then goes the same way. So nothing
of the file itself is kept: no notes, no hidden pieces, nothing that a reader could stumble over. Every refusal says what to do.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

import typst
from PIL import Image, ImageChops

from course.documents.logo_svg import Refused, looked_through
from course.documents.typesetting import pictured

LARGEST_FILE = 500_000  # bytes
MOST_PIXELS = 16_000_000  # of a PNG as it was sent
SMALLEST_SIDE = 20
WIDEST, HIGHEST = 1200, 600  # pixels as it is kept: sharp on paper at the head of a sheet
LONGEST_SHAPE = 10.0  # one side by the other
PALE = 12  # of 255: what differs from white by less is not seen on paper
PNG = b"\x89PNG\r\n\x1a\n"
DRAWN_POINTS, DRAWN_DOTS = 300.0, 288  # 1200 pixels wide

NOTHING = "Choose a PNG or SVG file"
TOO_LARGE = f"This file is larger than {LARGEST_FILE // 1000} kB. Make the picture smaller and send it again"
NO_PICTURE = "This is neither a PNG nor an SVG. Save the logo as one of them and send it again"
DAMAGED = "This picture cannot be read: the file is damaged. Save it again and send it"
TOO_MANY_PIXELS = "This picture has too many pixels. Make it at most 4,000 pixels wide and high"
TOO_SMALL = f"This picture is too small to print. It needs at least {SMALLEST_SIDE} pixels each way"
TOO_LONG = "This picture is too long for its height, or too high. Neither side may be more than 10 times the other"
NOTHING_SEEN = "Nothing of this picture would be seen on white paper. Send the logo in colours for a white ground"
CANNOT_DRAW = "This SVG cannot be drawn. Save it again, or send it as PNG"


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo as PNG, with its size in pixels."""

    png: bytes
    width: int
    height: int


def logo_picture(sent: bytes) -> Logo | str:
    """What is kept of a file that was sent; or why it will not do, in words for whoever sent it."""
    if not sent:
        return NOTHING
    if len(sent) > LARGEST_FILE:
        return TOO_LARGE
    try:
        return _kept(_opened(sent) if sent.startswith(PNG) else _drawn(sent))
    except Refused as refusal:
        return str(refusal)


def _opened(png: bytes) -> Image.Image:
    """The picture in a PNG; how large it is decides before any of it is unpacked, whatever else the file says of itself."""
    if len(png) < 24:
        raise Refused(DAMAGED)
    width, height = struct.unpack_from(">II", png, 16)
    if width * height > MOST_PIXELS:
        raise Refused(TOO_MANY_PIXELS)
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(TOO_MANY_PIXELS)
            return picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError) as fault:
        raise Refused(DAMAGED) from fault


def _drawn(sent: bytes) -> Image.Image:
    """The picture that an SVG shows."""
    if not sent.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise Refused(NO_PICTURE)
    svg, shape = looked_through(sent)
    _check_shape(shape)
    try:
        made = pictured("logo.typ", {"svg": svg, "width": min(1.0, shape / 2) * DRAWN_POINTS}, DRAWN_DOTS)
    except typst.TypstError as fault:
        raise Refused(CANNOT_DRAW) from fault
    if made is None:
        raise Refused(CANNOT_DRAW)
    with Image.open(io.BytesIO(made), formats=["PNG"]) as picture:
        return picture.convert("RGBA")


def _kept(picture: Image.Image) -> Logo:
    """What is seen of a picture, made anew: its edges cut off where nothing is on them, and no larger than it has to be."""
    ground = Image.new("RGBA", picture.size, "white")
    seen = Image.alpha_composite(ground, picture).convert("RGB")
    edges = ImageChops.difference(seen, Image.new("RGB", seen.size, "white")).point(lambda v: 255 if v > PALE else 0)
    box = edges.getbbox()
    if box is None:
        raise Refused(NOTHING_SEEN)
    cut = picture.crop(box)
    if min(cut.size) < SMALLEST_SIDE:
        raise Refused(TOO_SMALL)
    _check_shape(cut.width / cut.height)
    cut.thumbnail((WIDEST, HIGHEST), Image.Resampling.LANCZOS)
    whole = io.BytesIO()
    cut.save(whole, "PNG", optimize=True)
    return Logo(whole.getvalue(), *cut.size)


def _check_shape(shape: float) -> None:
    if not 1 / LONGEST_SHAPE <= shape <= LONGEST_SHAPE:
        raise Refused(TOO_LONG)
