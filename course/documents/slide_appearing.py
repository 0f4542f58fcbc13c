"""How the statements on a slide appear one after another, each when the trainer goes on. Nothing moves by itself."""

from __future__ import annotations

from collections.abc import Iterator

from course.documents.slide_xml import NAMES


def appearing(target: int, count: int) -> str:
    """The timing of a placeholder with so many points: the first is there at once, every other one comes at a click."""
    ids = iter(range(3, 3 + 4 * count))
    effects = "".join(_effect(target, place, ids) for place in range(1, count))
    slide = "<p:tgtEl><p:sldTgt/></p:tgtEl>"
    return (
        f'<p:timing {NAMES}><p:tnLst><p:par><p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst>'
        '<p:seq concurrent="1" nextAc="seek"><p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst>'
        f"{effects}</p:childTnLst></p:cTn>"
        f'<p:prevCondLst><p:cond evt="onPrev" delay="0">{slide}</p:cond></p:prevCondLst>'
        f'<p:nextCondLst><p:cond evt="onNext" delay="0">{slide}</p:cond></p:nextCondLst></p:seq></p:childTnLst></p:cTn>'
        f'</p:par></p:tnLst><p:bldLst><p:bldP spid="{target}" grpId="0" build="p"/></p:bldLst></p:timing>'
    )


def _effect(target: int, place: int, ids: Iterator[int]) -> str:
    """One point appears at a click."""
    at_once = '<p:stCondLst><p:cond delay="0"/></p:stCondLst>'
    return (
        f'<p:par><p:cTn id="{next(ids)}" fill="hold"><p:stCondLst><p:cond delay="indefinite"/></p:stCondLst><p:childTnLst>'
        f'<p:par><p:cTn id="{next(ids)}" fill="hold">{at_once}<p:childTnLst>'
        f'<p:par><p:cTn id="{next(ids)}" presetID="1" presetClass="entr" presetSubtype="0" fill="hold" grpId="0" '
        f'nodeType="clickEffect">{at_once}<p:childTnLst><p:set><p:cBhvr><p:cTn id="{next(ids)}" dur="1" fill="hold">{at_once}'
        f'</p:cTn><p:tgtEl><p:spTgt spid="{target}"><p:txEl><p:pRg st="{place}" end="{place}"/></p:txEl></p:spTgt></p:tgtEl>'
        "<p:attrNameLst><p:attrName>style.visibility</p:attrName></p:attrNameLst></p:cBhvr>"
        '<p:to><p:strVal val="visible"/></p:to></p:set></p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn></p:par>'
        "</p:childTnLst></p:cTn></p:par>"
    )
