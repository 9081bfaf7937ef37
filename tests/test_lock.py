"""The lock that CI installs from names all that pyproject.toml asks for, in a version that is allowed, with hashes."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / ".ci" / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# What .ci/run installs; the extras that test takes in come with it.
EXTRAS = ("test", "lint", "docs", "fuzz", "dask", "excel", "explore", "gazetteer", "geopy", "parquet", "spacy", "zstd")
PYTHONS = ("3.11", "3.12", "3.13")


def wanted() -> list[str]:
    optional = PROJECT["project"]["optional-dependencies"]
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
    return [
        each for each in (*asked, *(each for extra in EXTRAS for each in optional[extra])) if not each.startswith("geomap[")
    ]


def pinned() -> dict[str, list[Requirement]]:
    found: dict[str, list[Requirement]] = {}
    for line in LOCK.splitlines():
        if line and line[0] not in "# ":
            each = Requirement(line.removesuffix("\\").strip())
            found.setdefault(canonicalize_name(each.name), []).append(each)
    return found


@pytest.mark.parametrize("python", PYTHONS)
def test_it_pins_what_is_asked_for(python: str) -> None:
    locked, here = pinned(), {**default_environment(), "python_version": python, "python_full_version": f"{python}.0"}
    for each in map(Requirement, wanted()):
        if each.marker is None or each.marker.evaluate(here):
            fitting = [pin for pin in locked[canonicalize_name(each.name)] if pin.marker is None or pin.marker.evaluate(here)]
            assert len(fitting) == 1, f"{each}: run .ci/lock"
            version = str(fitting[0].specifier).removeprefix("==")
            assert each.specifier.contains(version), f"{each} is locked as {version}: run .ci/lock"


def test_every_pin_has_hashes() -> None:
    blocks = re.split(r"\n(?=[^\s#])", LOCK)[1:]
    assert len(blocks) > 100
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
