"""A user's program is checked against the package's types: what is right passes strictly, each mistake is found."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import geomap

USER = Path(__file__).parent / "typing" / "user.py"


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What mypy says of the user's program, with nothing but its own settings."""
    cache = tmp_path_factory.mktemp("mypy")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--ignore-missing-imports", "--no-error-summary"]
    # An installed geomap is found as any package is; mypy refuses to be told of its folder.
    folder = Path(geomap.__file__).parents[1]
    environment = os.environ | ({"MYPYPATH": str(folder)} if (folder / "pyproject.toml").exists() else {})
    ended = subprocess.run(
        [*command, f"--cache-dir={cache}", "--follow-imports=silent", USER],
        cwd=cache, env=environment, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert ended.returncode in {0, 1} and not ended.stderr, (
        f"mypy did not run (pip install '.[test]'):\n{ended.stdout}{ended.stderr}"
    )
    return ended.stdout.splitlines()


def test_every_mistake_is_found_and_nothing_else(complaints: list[str]) -> None:
    lines = USER.read_text(encoding="utf-8").splitlines()
    mistakes = {number for number, line in enumerate(lines, start=1) if line.endswith("# MISTAKE")}
    named = [line for line in complaints if ": error: " in line]
    assert {int(line.split(":")[1]) for line in named} == mistakes, "\n".join(complaints)
    assert all(line.startswith(str(USER)) for line in named)


def test_the_packages_say_that_they_are_typed() -> None:
    import gazetteer

    for package in (geomap, gazetteer):
        assert (Path(package.__file__ or "").parent / "py.typed").exists()
