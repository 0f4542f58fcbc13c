"""A PPTX looked at as PowerPoint looks at it, which offers to repair what is not as ECMA-376 has it: its parts, what they name,
their types, the ids, and the order of the elements that we write by hand.
"""

import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from zipfile import ZipFile

from lxml import etree

from course.documents.slide_xml import A, P

OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    r"ppt/presentation\.xml": OFFICE + "presentationml.presentation.main+xml",
    r"ppt/slides/slide\d+\.xml": OFFICE + "presentationml.slide+xml",
    r"ppt/notesSlides/notesSlide\d+\.xml": OFFICE + "presentationml.notesSlide+xml",
    r"ppt/slideLayouts/slideLayout\d+\.xml": OFFICE + "presentationml.slideLayout+xml",
    r"ppt/slideMasters/slideMaster1\.xml": OFFICE + "presentationml.slideMaster+xml",
    r"ppt/notesMasters/notesMaster1\.xml": OFFICE + "presentationml.notesMaster+xml",
    r"ppt/theme/theme\d\.xml": OFFICE + "theme+xml",
    r"ppt/presProps\.xml": OFFICE + "presentationml.presProps+xml",
    r"ppt/tableStyles\.xml": OFFICE + "presentationml.tableStyles+xml",
    r"ppt/media/image\d+\.png": "image/png",
    r"docProps/app\.xml": OFFICE + "extended-properties+xml",
    r"docProps/core\.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    r"(.+/)?_rels/[^/]*\.rels": "application/vnd.openxmlformats-package.relationships+xml",
}
"""The type of each part by its name. A part of another name does not belong in a file of ours."""

RELATED = {
    "slides": {"slideLayout": 1, "notesSlide": 1},
    "notesSlides": {"slide": 1, "notesMaster": 1},
    "slideLayouts": {"slideMaster": 1},
    "notesMasters": {"theme": 1},
}
"""What a part of a folder is related to, each just once."""

FILL = "noFill solidFill gradFill blipFill pattFill grpFill"
LINES = "lnSpc spcBef spcAft buClrTx|buClr buSzTx|buSzPct|buSzPts buFontTx|buFont buNone|buAutoNum|buChar|buBlip tabLst defRPr"
LETTERS = f"ln {FILL.replace(' ', '|')} effectLst highlight uLnTx uFillTx latin ea cs sym hlinkClick hlinkMouseOver"
ORDER = {
    "sld": "cSld clrMapOvr transition timing",
    "notes": "cSld clrMapOvr",
    "sldLayout": "cSld clrMapOvr transition timing hf",
    "sldMaster": "cSld clrMap sldLayoutIdLst transition timing hf txStyles",
    "notesMaster": "cSld clrMap hf notesStyle",
    "txStyles": "titleStyle bodyStyle otherStyle",
    "cSld": "bg spTree",
    "bgPr": f"{FILL.replace(' ', '|')} effectLst",
    "spTree": "nvGrpSpPr grpSpPr sp|grpSp|cxnSp|pic|graphicFrame",
    "grpSp": "nvGrpSpPr grpSpPr sp|grpSp|cxnSp|pic|graphicFrame",
    "sp": "nvSpPr spPr style txBody",
    "cxnSp": "nvCxnSpPr spPr style",
    "pic": "nvPicPr blipFill spPr style",
    "nvSpPr": "cNvPr cNvSpPr nvPr",
    "nvCxnSpPr": "cNvPr cNvCxnSpPr nvPr",
    "nvPicPr": "cNvPr cNvPicPr nvPr",
    "nvGrpSpPr": "cNvPr cNvGrpSpPr nvPr",
    "cNvCxnSpPr": "cxnSpLocks stCxn endCxn",
    "spPr": f"xfrm custGeom|prstGeom {FILL.replace(' ', '|')} ln effectLst",
    "grpSpPr": f"xfrm {FILL.replace(' ', '|')} effectLst",
    "xfrm": "off ext chOff chExt",
    "custGeom": "avLst gdLst ahLst cxnLst rect pathLst",
    "ln": f"{FILL.replace(' ', '|')} prstDash|custDash round|bevel|miter headEnd tailEnd",
    "blipFill": "blip srcRect stretch|tile",
    "txBody": "bodyPr lstStyle p",
    "bodyPr": "prstTxWarp noAutofit|normAutofit|spAutoFit",
    "lstStyle": "defPPr " + " ".join(f"lvl{level}pPr" for level in range(1, 10)),
    "p": "pPr r|br|fld endParaRPr",
    "r": "rPr t",
    "fld": "rPr pPr t",
    "br": "rPr",
    "pPr": LINES,
    "rPr": LETTERS,
    "defRPr": LETTERS,
    "endParaRPr": LETTERS,
    "timing": "tnLst bldLst",
    "par": "cTn",
    "seq": "cTn prevCondLst nextCondLst",
    "set": "cBhvr to",
    "cBhvr": "cTn tgtEl attrNameLst",
    "cTn": "stCondLst endCondLst endSync iterate childTnLst subTnLst",
    **{f"lvl{level}pPr": LINES for level in range(1, 10)},
}
"""The children of each element in their order; those that exclude one another, or stand in any order, have one place."""

NEEDED = {
    "sp": "nvSpPr spPr", "txBody": "bodyPr p", "r": "t", "fld": "t", "cSld": "spTree", "custGeom": "pathLst", "pathLst": "path",
    "path": "moveTo", "blipFill": "blip", "grpSp": "nvGrpSpPr grpSpPr", "tnLst": "par", "childTnLst": "*", "bldLst": "bldP",
    "attrNameLst": "attrName", "stCondLst": "cond", "solidFill": "*", "tgtEl": "*", "gsLst": "gs", "fillStyleLst": "*",
    "sldIdLst": "sldId", "sldLayoutIdLst": "sldLayoutId", "nvSpPr": "cNvPr cNvSpPr nvPr",
}  # fmt: skip
"""What must stand within an element ("*": anything)."""


def parts(pptx: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(pptx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def faults(held: Mapping[str, bytes]) -> list[str]:
    """Everything for which a file would be repaired, or refused."""
    return [*_types(held), *_relations(held), *_ids(held), *(each for part in _written(held) for each in _order(*part))]


def _written(held: Mapping[str, bytes]) -> Iterator[tuple[str, etree._Element]]:
    for name, content in held.items():
        if name.endswith(".xml") and name.startswith("ppt/"):
            yield name, etree.fromstring(content)


def _types(held: Mapping[str, bytes]) -> Iterator[str]:
    named = etree.fromstring(held["[Content_Types].xml"])
    own = {each.get("PartName")[1:]: each.get("ContentType") for each in named.iter("{*}Override")}
    endings = {each.get("Extension"): each.get("ContentType") for each in named.iter("{*}Default")}
    yield from (f"a type for {name}, which is not there" for name in own.keys() - held.keys())
    for name in held.keys() - {"[Content_Types].xml"}:
        wanted = next((kind for pattern, kind in TYPES.items() if re.fullmatch(pattern, name)), "no part of ours")
        found = own.get(name, endings.get(name.rpartition(".")[2]))
        if found != wanted:
            yield f"{name} is {found}, not {wanted}"


def related(held: Mapping[str, bytes], name: str) -> list[tuple[str, str]]:
    """What a part ("" the file itself) is related to: the kind, and the other part."""
    folder, _, last = name.rpartition("/")
    rels = posixpath.join(folder, "_rels", f"{last}.rels")
    if rels not in held:
        return []
    found = [(each.get("Type"), each.get("Target")) for each in etree.fromstring(held[rels])]
    return [
        (kind.rpartition("/")[2], posixpath.normpath(posixpath.join("/", folder, there))[1:]) for kind, there in found
    ]


def _relations(held: Mapping[str, bytes]) -> Iterator[str]:
    reached, ahead = {"[Content_Types].xml"}, [""]
    while ahead:
        name = ahead.pop()
        if name in reached:
            continue
        if name and name not in held:
            yield f"{name} is named and not there"
            continue
        reached |= {name, posixpath.join(name.rpartition("/")[0], "_rels", f"{name.rpartition('/')[2]}.rels")}
        there = related(held, name)
        ahead += [other for _, other in there]
        wanted = RELATED.get(name.rpartition("/")[0].rpartition("/")[2], {})
        kinds = [kind for kind, _ in there]
        yield from (f"{name}: {kinds.count(kind)} {kind}" for kind in wanted if kinds.count(kind) != wanted[kind])
    yield from (f"{name} is there and not named" for name in held.keys() - reached)


def _ids(held: Mapping[str, bytes]) -> Iterator[str]:
    """Shapes of a part, slides, and masters with layouts: each has a number of its own within its bounds."""
    groups: dict[str, list[str]] = {}
    masters: list[str] = []
    for name, root in _written(held):
        groups[f"shapes of {name}"] = [each.get("id") for each in root.iter("{*}cNvPr")]
        groups[f"moments of {name}"] = [each.get("id") for each in root.iter(f"{{{P}}}cTn")]
        masters += [each.get("id") for each in root.iter("{*}sldMasterId", "{*}sldLayoutId")]
        slides = [each.get("id") for each in root.iter("{*}sldId")]
        groups[f"slides of {name}"] = slides
        yield from (f"{name}: a slide has the number {each}" for each in slides if not 256 <= int(each) < 2**31)
        shown = set(groups[f"shapes of {name}"])
        targets = {each.get("spid") for each in root.iter("{*}spTgt", "{*}bldP")}
        ends = {each.get("id") for each in root.iter("{*}stCxn", "{*}endCxn")}
        yield from (f"{name}: there is no shape {each}" for each in (targets | ends) - shown)
    groups["masters and layouts"] = masters
    yield from (f"a master or layout has the number {each}" for each in masters if not 2**31 <= int(each) < 2**32)
    yield from (f"{what} have a number twice" for what, ids in groups.items() if len(set(ids)) != len(ids))


def _order(name: str, root: etree._Element) -> Iterator[str]:
    for element in root.iter(f"{{{A}}}*", f"{{{P}}}*"):
        tag = etree.QName(element).localname
        inside = [etree.QName(each).localname for each in element]
        for wanted in NEEDED.get(tag, "").split():
            if wanted not in inside and not (wanted == "*" and inside):
                yield f"{name}: <{tag}> without <{wanted}>"
        if tag in ORDER and etree.QName(root).localname != "theme":
            order = {each: place for place, some in enumerate(ORDER[tag].split()) for each in some.split("|")}
            places = [order.get(each, -1) for each in inside]
            if -1 in places or places != sorted(places):
                yield f"{name}: <{tag}> holds {' '.join(inside)}"
