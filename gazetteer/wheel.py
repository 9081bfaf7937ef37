"""Compiles the gazetteer when the wheel is built, so that users carry the index and not its sources.

Called by hatchling, see ``[tool.hatch.build.hooks.custom]`` in ``pyproject.toml``.
"""

import hashlib
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INDEX = Path("gazetteer") / "data" / "gazetteer.bin"
STAMP = INDEX.with_suffix(".stamp")


def inputs(root: Path) -> str:
    """A digest of all that the index is made of: code, tables, extracts and the pins of the packages."""
    digest = hashlib.blake2b()
    parts = ("*.py", "sources/*.py", "sources/extracts/*", "tables/**/*.tsv")
    for path in sorted({path for part in parts for path in (root / "gazetteer").glob(part)} | {root / "pyproject.toml"}):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


class GazetteerBuildHook(BuildHookInterface[Any]):
    """Builds ``gazetteer/data/gazetteer.bin`` into every wheel, editable ones too; once for the same inputs."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the index from the pinned packages and the tables; a rule broken anywhere stops the wheel."""
        root = Path(self.root)
        build_data["artifacts"].append(f"/{INDEX.as_posix()}")
        made_of = inputs(root)
        stamp = root / STAMP
        if (root / INDEX).exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == made_of:
            return
        sys.path.insert(0, str(root))
        try:
            from gazetteer.build import build
        finally:
            sys.path.remove(str(root))
        self.app.display_info("compiling the gazetteer, about a minute")
        build(root / INDEX)
        stamp.write_text(made_of, encoding="utf-8")
