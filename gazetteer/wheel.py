"""Compiles the gazetteer when a wheel is built, so that users carry the index and not its sources; ``geomap/wheel.py`` asks."""

import hashlib
from collections.abc import Callable
from pathlib import Path

INDEX = Path("gazetteer") / "data" / "gazetteer.bin"
STAMP = INDEX.with_suffix(".stamp")


def inputs(root: Path) -> str:
    """A digest of all that the index is made of: code, tables, extracts and the pins of the packages."""
    digest = hashlib.blake2b()
    parts = ("*.py", "sources/*.py", "sources/extracts/*", "tables/**/*.tsv")
    for path in sorted({path for part in parts for path in (root / "gazetteer").glob(part)} | {root / "pyproject.toml"}):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def build_index(root: Path, say: Callable[[str], None]) -> None:
    """Build the index from the pinned packages and the tables, once for the same inputs; a broken rule stops the wheel."""
    made_of = inputs(root)
    stamp = root / STAMP
    if (root / INDEX).exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == made_of:
        return
    from gazetteer.build import build

    say("compiling the gazetteer, about a minute")
    build(root / INDEX)
    stamp.write_text(made_of, encoding="utf-8")
