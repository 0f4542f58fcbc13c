"""What every site makes for itself and is the same for all of them, made once for all sites of a run.

More than half of what a test of the site costs were these: functions that write addresses, templates, statements and the
index of the search compiled anew for a site that lives for one test. What is kept is found by everything it was made from,
so that a test which changes that gets its own.
"""

from __future__ import annotations

import copy
import functools
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType
from typing import IO

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from course import ROOT, assets
from course.catalogue.entries import Entry
from course.documents.pack_orders import carry_out
from course.records import made_files
from course.rules.finding import Finder
from course.web import making, templating
from course.web.making import Asked
from course.web.public import search

Builder = Callable[..., tuple[str, str]]
IN_A_PROCESS = making._run  # as a site does it
BUILDER_AS_EVER = Rule._compile_builder


class Templates(FileSystemBytecodeCache):
    """Compiled templates by their source, in memory and in a folder that the next run finds again."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """From memory; else from the folder."""
        held = (bucket.key, bucket.checksum)
        if held not in self._kept:
            super().load_bytecode(bucket)
            if bucket.code is None:
                return
            self._kept[held] = bucket.code
        bucket.code = self._kept[held]


@pytest.fixture(autouse=True, scope="session")
def made_once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The first site of this run makes them; all others take what it has made."""
    cache = getattr(request.config, "cache", None)
    rules = hashlib.sha256(Path(templating.__file__).read_bytes()).hexdigest()[:16]  # how a source is to be compiled
    name = f"templates-{rules}"
    templates = Templates(cache.mkdir(name) if cache else tmp_path_factory.mktemp(name))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", builders(Rule._compile_builder))
        patch.setattr(templating, "install", installer(templating.install, templates))
        patch.setattr(assets, "load_manifest", of_this_program(assets.load_manifest))
        patch.setattr(search, "Finder", finder_of())
        patch.setattr(made_files, "FOLDER", str(papers(cache, tmp_path_factory)))
        patch.setattr(making, "_run", make_here)
        share_statements(patch)
        yield


def papers(cache: pytest.Cache | None, folders: pytest.TempPathFactory) -> Path:
    """Where packs and handouts are kept, by what they were made from: all sites use one folder, and so does the next run."""
    folder = Path(cache.mkdir("papers")) if cache else folders.mktemp("papers")
    return folder.absolute()


def make_here(asked: Asked, written: Path, _errors: IO[bytes]) -> int:
    """Make a paper in this process: one of its own, as sites take, spends most of its time on being started."""
    written.write_bytes(carry_out(asked.catalogue, asked.order))
    return 0


def builders(compile_builder: Callable[[Rule, bool], Builder]) -> Callable[[Rule, bool], Builder]:
    """What Werkzeug compiles, twice for every route of every application, follows from the text of the route alone."""
    compiled: dict[tuple[object, ...], Builder] = {}

    def once(rule: Rule, append_unknown: bool = True) -> Builder:
        if rule.defaults:  # a default is written into the function: it says more than the text of its route
            return compile_builder(rule, append_unknown)
        key = (rule.rule, tuple(rule._trace), append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    return once


def installer(install: Callable[[Flask], None], templates: Templates) -> Callable[[Flask], None]:
    """Templates are installed as ever, and taken compiled."""

    def installed(app: Flask) -> None:
        install(app)
        app.jinja_env.bytecode_cache = templates

    return installed


def of_this_program(load: Callable[[Path], assets.Manifest]) -> Callable[[Path], assets.Manifest]:
    """The files of this program do not change while its tests run; those of any other folder may."""
    kept = functools.cache(load)
    return lambda root: kept(root) if root == ROOT else load(root)


def finder_of() -> Callable[[tuple[Entry, ...]], Finder]:
    """An index by what it is made of. Each is an object of its own, so that who makes one too many is found out."""
    kept = functools.lru_cache(maxsize=4)(Finder)
    return lambda entries: copy.copy(kept(entries))


def share_statements(patch: pytest.MonkeyPatch) -> None:
    """Engines of SQLite share what they have compiled: their dialects differ in nothing that is told to them."""
    statements: LRUCache[object, object] = LRUCache(2_000)

    def created(_: type[SQLiteDialect_pysqlite], engine: Engine) -> None:
        engine._compiled_cache = statements

    patch.setattr(SQLiteDialect_pysqlite, "engine_created", classmethod(created))
    patch.setattr(SQLiteDialect_pysqlite, "__eq__", lambda one, other: type(one) is type(other))
    patch.setattr(SQLiteDialect_pysqlite, "__hash__", lambda one: hash(type(one)))
