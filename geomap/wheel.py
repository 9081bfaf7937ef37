"""Compiles the gazetteer and the tables into every wheel, editable ones too.

Called by hatchling, see ``[tool.hatch.build.targets.wheel.hooks.custom]`` in ``pyproject.toml``.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TABLES = "geomap/data/*.bin"


class TablesBuildHook(BuildHookInterface[Any]):
    """Builds ``gazetteer/data/gazetteer.bin`` and ``geomap/data``; a rule broken in any table stops the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what has changed, with the code of this very tree."""
        sys.path.insert(0, self.root)
        try:
            from gazetteer.wheel import INDEX, build_index
            from geomap.build import build
            from geomap.edition import DIGEST, digest_of

            build_index(Path(self.root), self.app.display_info)
            build()
        finally:
            sys.path.remove(self.root)
        if version != "editable":  # The tables of a source tree may still change.
            note = Path(self.root) / INDEX.with_name("digest")
            note.write_text(digest_of(Path(self.root) / "geomap"), encoding="ascii")
            build_data["force_include"][str(note)] = f"geomap/{DIGEST}"
        build_data["artifacts"] += [f"/{INDEX.as_posix()}", f"/{TABLES}"]
