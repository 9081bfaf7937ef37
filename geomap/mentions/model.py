"""The trained weights of recognition: a linear model of words, names and signs, and an ensemble of trees over it."""

import lzma
from array import array
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

import marisa_trie
import numpy as np
import numpy.typing as npt

from gazetteer.mapped import MappedFile, Parts
from geomap.compiled import Compiled, trie_of
from geomap.trees import Trees, parse_trees

MODELS = Path(__file__).parents[1] / "models"
LINEAR, TREES = MODELS / "mentions.tsv.xz", MODELS / "mentions.trees.xz"

# Letters of the endings that tell the names of places, the longest first.
ENDINGS = (5, 4, 3)


Tables = dict[str, npt.NDArray[np.float32]]


class Lookup(Protocol):
    """Weights by feature, as a mapping has them."""

    def get(self, feature: str, /) -> float | None:
        """The weight of a feature; ``None`` where it has none."""
        ...


class Weights:
    """The weights of the compiled model, looked up where they are mapped."""

    def __init__(self, tables: MappedFile) -> None:
        self._number = trie_of(tables, "features").get
        self._weights = tables.part("weights").cast("d")

    def get(self, feature: str) -> float | None:
        """The weight of a feature; ``None`` where it has none."""
        number = self._number(feature)
        return None if number is None else self._weights[number]


class Linear:
    """Weights (log-odds) by feature: ``template=value``; those of a numbered template as a table."""

    def __init__(self, weights: Lookup, tables: Tables, *, training: bool = False) -> None:
        """``tables`` are those of the numbered templates; in training, features are kept by name."""
        self.training = training
        self.weights = weights
        self.tables = tables

    def facts(self, folded: str) -> tuple[float, float, float]:
        """How much a word looks like a place's name (log-odds by its ending), and how many names end and begin with it."""
        of = self.weights.get
        looks = next((found for size in ENDINGS if (found := of(f"looks={folded[-size:]}")) is not None), 0.0)
        return looks, of(f"ends_names={folded}") or 0.0, of(f"begins_names={folded}") or 0.0

    def sum(self, features: Iterable[str]) -> float:
        """The weights of these features together."""
        return sum([weight for weight in map(self.weights.get, features) if weight])


def numbered(weights: Mapping[str, float], templates: Mapping[str, int]) -> Tables:
    """The tables of the numbered templates; ``templates`` says how many numbers each has."""
    tables: Tables = {name: np.zeros(size, np.float32) for name, size in templates.items()}
    for feature, weight in weights.items():
        name, _, value = feature.partition("=")
        if name in tables:
            tables[name][int(value)] = weight
    return tables


def compiled_linear() -> Compiled:
    """The linear model, and how it is compiled."""

    def make() -> Parts:
        weights = {name: float(weight) for name, _, weight in (line.partition("\t") for line in _lines(LINEAR))}
        tables = numbered(weights, TEMPLATES)
        named = {feature: weight for feature, weight in weights.items() if feature.partition("=")[0] not in tables}
        trie = marisa_trie.Trie(sorted(named))
        by_number = array("d", bytes(8 * len(trie)))
        for feature, weight in named.items():
            by_number[trie[feature]] = weight
        return {"features": trie.tobytes(), "weights": by_number} | {f"table.{name}": each for name, each in tables.items()}

    from geomap.mentions import features
    from geomap.mentions.features import TEMPLATES

    return Compiled("mentions", (Path(__file__), Path(features.__file__), LINEAR), make)


def _lines(path: Path) -> list[str]:
    return lzma.decompress(path.read_bytes()).decode().split("\n") if path.exists() else []


@cache
def read_linear() -> Linear:
    """The linear model; raises TableError where its compiled tables are damaged."""
    from geomap.mentions.features import TEMPLATES

    tables = compiled_linear().open()
    return Linear(Weights(tables), {name: np.frombuffer(tables.part(f"table.{name}"), np.float32) for name in TEMPLATES})


@cache
def read_ensemble() -> Trees:
    """The trees."""
    return parse_trees(lzma.decompress(TREES.read_bytes()).decode())
