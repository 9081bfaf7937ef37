"""docs/python.md: its examples run, one after another, as a reader would type them."""

import re
import subprocess
import sys
from pathlib import Path

import geomap

PAGE = (Path(__file__).parents[1] / "docs" / "python.md").read_text(encoding="utf-8")


def test_the_examples_run(tmp_path: Path) -> None:
    examples = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    path = tmp_path / "page.py"
    # The entry point of the component is there once geomap is installed; a working tree has none.
    setup = f"import sys\nsys.path.insert(0, {str(Path(geomap.__file__).parents[1])!r})\nimport geomap.spacy\n"
    path.write_text(setup + "\n".join(examples), encoding="utf-8")
    ended = subprocess.run([sys.executable, path], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert ended.returncode == 0, ended.stderr
    assert "Almaty" in ended.stdout
    assert "['FJ', 'NO'] []\nRS\nTahrir Square" in ended.stdout
    assert "FJ" in ended.stdout
