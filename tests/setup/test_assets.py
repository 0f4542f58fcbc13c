"""The static files: the design system made ours, one stylesheet and one script with hashed names, compressed ahead."""

import gzip
import hashlib
import threading
from pathlib import Path

import brotli
import pytest

from course import assets, design_system
from course.assets import Manifest, build, smaller_css
from course.errors import StartError

THEIR_CSS = (
    '@charset "UTF-8";:root{--govuk-brand-colour:#1d70b8}/* typeface */'
    "@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}"
    "@font-face{font-family:GDS Transport;font-weight:700;src:url(/assets/fonts/bold.woff2)}"
    ".govuk-body{font-family:GDS Transport,arial,sans-serif;margin:0}"
    ".govuk-crest:before{background-image:url(/assets/images/crest.svg);height:1px}"
    "/*# sourceMappingURL=x.css.map */"
)
THEIR_JS = "class Tabs{}function initAll(){}\nexport{Tabs,initAll};//# sourceMappingURL=x.js.map\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site with two stylesheets of its own, a script, a picture, and the design system."""
    for name, text in {
        "static/css/20-page.css": ".page { color : red ; }",
        "static/css/10-tokens.css": ':root { --ui-font: "A  B", sans-serif; }\n/* note */',
        "static/css/plain.css": "body { max-width: 34em }",
        "static/js/site.js": "if (GOVUK) GOVUK.initAll();",
        "static/img/sign.svg": "<svg>" + "<path d='M0 0'/>" * 50 + "</svg>",
        "build/govuk/govuk-frontend.min.css": THEIR_CSS,
        "build/govuk/govuk-frontend.min.js": THEIR_JS,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def served(site: Path, manifest: Manifest, name: str) -> str:
    return (site / "build" / manifest.url(name).lstrip("/")).read_text(encoding="utf-8")


def test_the_stylesheet_is_theirs_without_typeface_and_crest_and_then_ours_in_order(site: Path) -> None:
    css = served(site, build(site), "site.css")
    assert css == design_system.NOTICE + (
        ":root{--govuk-brand-colour:#1d70b8}.govuk-body{font-family:var(--ui-font);margin:0}"
        '.govuk-crest:before{height:1px}:root{--ui-font: "A  B",sans-serif;}.page{color : red;}'
    )


def test_the_script_is_theirs_as_a_constant_and_then_ours(site: Path) -> None:
    script = served(site, build(site), "site.js")
    assert "const GOVUK = (() => {\nclass Tabs{}function initAll(){}\nreturn {Tabs,initAll};\n})();\n" in script
    assert script.endswith("if (GOVUK) GOVUK.initAll();")
    assert "export" not in script


def test_without_the_design_system_the_plain_stylesheet_stands_alone(site: Path) -> None:
    (site / "build/govuk/govuk-frontend.min.css").unlink()
    manifest = build(site)
    assert not manifest.designed
    assert served(site, manifest, "site.css") == "body{max-width: 34em}"
    assert served(site, manifest, "site.js") == "const GOVUK = null;\nif (GOVUK) GOVUK.initAll();"


def test_the_plain_stylesheet_is_not_part_of_the_full_one(site: Path) -> None:
    manifest = build(site)
    assert manifest.designed
    assert "34em" not in served(site, manifest, "site.css")


def test_names_hold_the_hash_of_the_content(site: Path) -> None:
    manifest = build(site)
    for name in ("site.css", "site.js", "img/sign.svg"):
        data = (site / "build" / manifest.url(name).lstrip("/")).read_bytes()
        assert f".{hashlib.sha256(data).hexdigest()[:12]}." in manifest.url(name)


def test_compressed_copies_hold_the_same(site: Path) -> None:
    path = site / "build" / build(site).url("img/sign.svg").lstrip("/")
    assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == path.read_bytes()
    assert brotli.decompress(path.with_name(path.name + ".br").read_bytes()) == path.read_bytes()


def test_a_copy_that_saves_nothing_is_not_kept(site: Path) -> None:
    (site / "static/img/dot.png").write_bytes(b"\x89PNG\x00")
    manifest = build(site)
    assert not list((site / "build/static/img").glob("dot.*.gz"))
    assert manifest.url("img/dot.png").startswith("/static/img/dot.")


def test_a_second_build_changes_nothing(site: Path) -> None:
    first = build(site)
    before = {path: path.stat().st_mtime_ns for path in (site / "build").rglob("*")}
    assert build(site) == first
    assert {path: path.stat().st_mtime_ns for path in (site / "build").rglob("*")} == before


@pytest.mark.parametrize(
    "name", ["static/css/20-page.css", "static/js/site.js", "static/img/sign.svg", "static/new.txt"]
)
def test_a_changed_source_is_built_again_and_the_old_file_stays_for_pages_on_their_way(site: Path, name: str) -> None:
    old = build(site)
    (site / name).write_text("/* changed */ .x { y: z }", encoding="utf-8")
    new = build(site)
    assert new.digest != old.digest
    assert new.files != old.files
    assert all((site / "build/static" / file).is_file() for file in (old.files | new.files).values())


def test_a_built_file_that_went_missing_is_made_again(site: Path) -> None:
    path = site / "build" / build(site).url("site.css").lstrip("/")
    path.unlink()
    build(site)
    assert path.is_file()


def test_pictures_named_in_a_stylesheet_get_their_served_names(site: Path) -> None:
    (site / "static/css/20-page.css").write_text(
        ".a{background:url(../img/sign.svg)}.b{background:url('../img/sign.svg')}"
    )
    manifest = build(site)
    assert served(site, manifest, "site.css").count(f"url({manifest.url('img/sign.svg')})") == 2


def test_a_picture_that_is_not_there_stops_the_build(site: Path) -> None:
    (site / "static/css/20-page.css").write_text(".a{background:url(../img/gone.svg)}")
    with pytest.raises(StartError, match="img/gone.svg"):
        build(site)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("@font-face", "@font-vase", "typeface rules were not found"),
        ("/assets/images/", "/pictures/", "addresses of images were not found"),
        ("GDS Transport,arial,sans-serif", "system-ui", "font stack were not found"),
        ("margin:0", "font:1em GDS Transport", "still names “GDS Transport”"),
    ],
)
def test_a_stylesheet_of_another_shape_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(StartError, match=said):
        design_system.cleaned_css(THEIR_CSS.replace(old, new))


@pytest.mark.parametrize(
    "script", ["const a=1;", "export{a as b};", "export{a};export{b};", "import x from 'y';export{x};"]
)
def test_a_script_of_another_shape_is_refused(script: str) -> None:
    with pytest.raises(StartError, match="does not end in one list of exports"):
        design_system.as_constant(script)


@pytest.mark.parametrize(
    ("css", "smaller"),
    [
        ("a , b { c : d ; }", "a,b{c : d;}"),
        ("a  >  b:hover { c: calc(1px + 2px) }", "a > b:hover{c: calc(1px + 2px)}"),
        ("/* x */ a { b: '/* kept  */' }", "a{b: '/* kept  */'}"),
        ('a { b: "it\\"s ; {" }', 'a{b: "it\\"s ; {"}'),
        ("@media (a) and (b) {\n c { d: e }\n}", "@media (a) and (b){c{d: e}}"),
    ],
)
def test_blanks_and_comments_go_and_texts_stay(css: str, smaller: str) -> None:
    assert smaller_css(css) == smaller


def test_an_unknown_name_is_told_with_the_known_ones(site: Path) -> None:
    with pytest.raises(StartError, match=r"no static file “sight.css”; there are: img/sign.svg, site.css, site.js"):
        build(site).url("sight.css")


def test_a_missing_plain_stylesheet_is_told(site: Path) -> None:
    (site / "static/css/plain.css").unlink()
    with pytest.raises(StartError, match=r"plain\.css is missing"):
        build(site)


def test_a_build_folder_that_cannot_be_written_is_told(site: Path) -> None:
    (site / "build/static").write_text("in the way")
    with pytest.raises(StartError, match="cannot be written"):
        build(site)


def test_eight_builds_at_once_end_well(site: Path) -> None:
    results: list[Manifest] = []
    threads = [threading.Thread(target=lambda: results.append(build(site))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 8
    assert all(result == results[0] for result in results)
    assert not list((site / "build/static").rglob(".new-*"))


def test_the_real_sources_build() -> None:
    manifest = assets.load_manifest(Path(__file__).resolve().parents[2])
    assert {"site.css", "site.js"} <= manifest.files.keys()
