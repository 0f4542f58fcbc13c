"""The theme of the slides: colours and type of the house, written out here so that no file of another program is needed.

Source Sans 3 is named with the marks of a humanist sans (panose, swiss), by which a program finds a stand-in of its own.
"""

from __future__ import annotations

from course.documents.slide_xml import A

NAME = "Sharewell"
FONT = "Source Sans 3"
PANOSE = "020B0503030403020204"
COLOURS = {
    "dk1": "14211D",  # ink
    "lt1": "FBFAF5",  # paper
    "dk2": "0D4F43",  # green
    "lt2": "E9F1EC",  # a wash of it
    "accent1": "0D4F43",
    "accent2": "F7C948",  # the one yellow
    "accent3": "4D8475",
    "accent4": "075E7A",
    "accent5": "A3271B",
    "accent6": "4A5853",  # words beside the matter
    "hlink": "075E7A",
    "folHlink": "5A2D82",
}
FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
LINE = f'<a:ln w="{{}}" cap="flat" cmpd="sng" algn="ctr">{FILL}<a:prstDash val="solid"/></a:ln>'
PLAIN = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme() -> bytes:
    """The theme as the file has it."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in COLOURS.items())
    latin = f'<a:latin typeface="{FONT}" panose="{PANOSE}" pitchFamily="34" charset="0"/>'
    fonts = "".join(
        f'<a:{which}>{latin}<a:ea typeface=""/><a:cs typeface=""/></a:{which}>' for which in ("majorFont", "minorFont")
    )
    lines = "".join(LINE.format(width) for width in (9525, 19050, 28575))
    formats = (
        f"<a:fillStyleLst>{FILL * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>"
        f"<a:effectStyleLst>{PLAIN * 3}</a:effectStyleLst><a:bgFillStyleLst>{FILL * 3}</a:bgFillStyleLst>"
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<a:theme xmlns:a="{A}" name="{NAME}"><a:themeElements>'
        f'<a:clrScheme name="{NAME}">{colours}</a:clrScheme><a:fontScheme name="{NAME}">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="{NAME}">{formats}</a:fmtScheme></a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/>'
        "</a:theme>"
    ).encode()
