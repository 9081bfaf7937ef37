"""The house rules of docs/architecture.md, held by reading the code and by watching it run."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
CODE = sorted(path for package in ("geomap", "gazetteer") for path in (ROOT / package).rglob("*.py"))
EVERY_SCRIPT = [*CODE, *sorted((ROOT / "benchmarks").rglob("*.py"))]

# What may import what: a room may import its own and every lower floor, never a higher one.
FLOORS = (
    ("geomap.errors", "geomap.edition"),
    ("geomap.compiled",),
    ("geomap.trees",),
    ("geomap.languages",),
    ("geomap.documents",),
    ("geomap.text",),
    ("geomap.mentions",),
    ("geomap.places",),
    ("geomap.roles",),
    ("geomap.incidents",),
    ("geomap.report",),
    ("geomap.merging",),
    ("geomap.export", "geomap.map", "geomap.corrections"),
    ("geomap.pipeline",),
    ("geomap.many",),
    ("geomap.reader",),
    ("geomap.dask", "geomap.pandas", "geomap.spacy"),
    ("geomap.cli",),
    ("geomap.build",),
    ("geomap.wheel",),
    ("geomap.__main__", "geomap"),
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
# A report can draw and export itself: its methods open these rooms when they are called, not before.
DOORS = {("geomap.report", "geomap.export"), ("geomap.report", "geomap.map")}
# The package's own name holds nothing but the public names and the version, which is all that a room may take from it.
TAKES_THE_VERSION = {"__version__"}

MOST_LINES = 400
# Outgrown, and to be split along the kinds of unit and clause they tell apart; none may grow further.
OUTGROWN = {"geomap/roles/clauses.py": 500, "geomap/roles/phrases.py": 580}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "managers", "manager", "base", "common", "misc"}
NETWORK = {"socket", "ssl", "http", "ftplib", "smtplib", "requests", "httpx", "urllib3", "aiohttp", "asyncio"}
UNSAFE = {"pickle", "marshal", "shelve", "dill", "joblib"}
# Built only by hand, from packages that the reader of the sources has on disk; not part of any import.
EXTRACTS = {"gazetteer/sources/extract.py", "gazetteer/shapes/extract.py"}


class Import(NamedTuple):
    """One import statement: the module that has it, what it asks for, and whether a function does so when called."""

    module: str
    wanted: str
    names: tuple[str, ...]
    lazy: bool


def module_name(path: Path) -> str:
    """``geomap/places/record.py`` -> ``geomap.places.record``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[Import]:
    """Every import of a file, but those for the type checker only."""
    module = module_name(path)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    unseen = {id(node) for part in ast.walk(tree) if is_type_checking(part) for node in ast.walk(part)}
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = {id(node) for function in functions for node in ast.walk(function)}
    for node in ast.walk(tree):
        if id(node) in unseen:
            continue
        if isinstance(node, ast.Import):
            for name in node.names:
                yield Import(module, name.name, (), id(node) in inside)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: import by full name, not relatively"
            yield Import(module, node.module or "", tuple(each.name for each in node.names), id(node) in inside)


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def room(module: str) -> str:
    """The room of a module: ``geomap.places.record`` is in ``geomap.places``."""
    return ".".join(module.split(".")[:2])


EVERY_IMPORT = [each for path in CODE for each in imports(path)]


def test_the_gazetteer_stands_alone() -> None:
    upward = [each for each in EVERY_IMPORT if each.module.startswith("gazetteer") and each.wanted.startswith("geomap")]
    assert upward == []


def test_every_room_has_a_floor() -> None:
    assert {room(module_name(path)) for path in CODE if path.is_relative_to(ROOT / "geomap")} <= FLOOR.keys() | {
        "geomap.models"
    }


def test_imports_run_one_way() -> None:
    wrong = []
    for each in EVERY_IMPORT:
        own, wanted = room(each.module), room(each.wanted)
        if not own.startswith("geomap") or not wanted.startswith("geomap") or own == wanted:
            continue
        if wanted == "geomap" and set(each.names) <= TAKES_THE_VERSION:
            continue
        if FLOOR[wanted] >= FLOOR[own] and not (each.lazy and (own, wanted) in DOORS):
            wrong.append(each)
    assert wrong == []


def test_nothing_imports_the_network_or_runs_what_it_reads() -> None:
    wrong = [each for each in EVERY_IMPORT if each.wanted.split(".")[0] in NETWORK | UNSAFE or each.wanted == "urllib.request"]
    assert [each for each in wrong if f"{each.module.replace('.', '/')}.py" not in EXTRACTS] == []
    called = {
        (module_name(path), node.func.id)
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert {(module, name) for module, name in called if name in {"eval", "exec"}} == set()


@pytest.mark.parametrize("path", EVERY_SCRIPT, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_are_short_and_named_for_what_they_hold(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= OUTGROWN.get(path.relative_to(ROOT).as_posix(), MOST_LINES)
    assert FORBIDDEN_NAMES.isdisjoint(part.lower() for part in path.relative_to(ROOT).with_suffix("").parts)


HEAVY = ("geopandas", "folium", "pandas", "rich", "trafilatura", "shapely", "pyogrio", "pyarrow")
PARSE = """
import sys
sys.argv = ["geomap", "parse", {article!r}]
from geomap.cli import main
try:
    main()
except SystemExit as ending:
    assert not ending.code, ending.code
loaded = sorted(set({heavy!r}) & set(sys.modules))
assert not loaded, f"geomap parse imports {{loaded}}"
"""
OFFLINE = """
import sys
def watch(event, arguments):
    if event.startswith("socket."):
        raise AssertionError(f"{event} {arguments}")
sys.addaudithook(watch)
from pathlib import Path
import geomap
from geomap.map import draw, write_map
text = Path(sys.argv[1]).read_text(encoding="utf-8")
report = geomap.read(text)
write_map(report.map(), Path(sys.argv[2]))
report.to_geodataframe()
"""


def run_python(code: str, *arguments: object) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert ended.returncode == 0, ended.stderr


def test_parse_of_a_text_is_a_light_start() -> None:
    article = str(ROOT / "examples" / "kazakhstan-2022.nl.txt")
    run_python(PARSE.format(article=article, heavy=HEAVY))


def test_reading_and_drawing_open_no_socket(tmp_path: Path) -> None:
    run_python(OFFLINE, ROOT / "examples" / "kazakhstan-2022.nl.txt", tmp_path / "map.html")
    assert (tmp_path / "map.html").stat().st_size > 0
