"""Compiles the gazetteer when the wheel is built, so that users carry the index and not its sources.

Called by hatchling, see ``[tool.hatch.build.hooks.custom]`` in ``pyproject.toml``.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INDEX = Path("gazetteer") / "data" / "gazetteer.bin"


class GazetteerBuildHook(BuildHookInterface):
    """Builds ``gazetteer/data/gazetteer.bin`` into every wheel, editable ones too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the index from the pinned packages and the tables; a rule broken anywhere stops the wheel."""
        root = Path(self.root)
        sys.path.insert(0, str(root))
        try:
            from gazetteer.build import build
        finally:
            sys.path.remove(str(root))
        self.app.display_info("compiling the gazetteer, about a minute")
        build(root / INDEX)
        build_data["artifacts"].append(f"/{INDEX.as_posix()}")
