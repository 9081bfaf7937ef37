"""What fuzzing began with, and what it found, through the doors again: only geomap's own errors come out of any of them."""

from pathlib import Path

import pytest
from fuzz.doors import DOORS

CORPUS = Path(__file__).parent / "fuzz" / "corpus"
INPUTS = sorted(CORPUS.glob("*/*"))


def test_every_door_has_a_corpus() -> None:
    assert sorted(DOORS) == sorted(folder.name for folder in CORPUS.iterdir())
    assert all(path.stat().st_size <= 16_384 for path in INPUTS)


@pytest.mark.filterwarnings("default:.*:UserWarning:openpyxl")
@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_an_input_is_read_or_refused(path: Path) -> None:
    DOORS[path.parent.name](path.read_bytes())
