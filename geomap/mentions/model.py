"""The trained weights of recognition: a linear model of words, names and signs, and an ensemble of trees over it."""

import lzma
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from geomap.trees import Trees, parse_trees

MODELS = Path(__file__).parents[1] / "models"
LINEAR, TREES = MODELS / "mentions.tsv.xz", MODELS / "mentions.trees.xz"

# Letters of the endings that tell the names of places, the longest first.
ENDINGS = (5, 4, 3)


class Linear:
    """Weights (log-odds) by feature: ``template=value``; those of a numbered template as a table."""

    def __init__(self, weights: Mapping[str, float], templates: Mapping[str, int], *, training: bool = False) -> None:
        """``templates`` says how many numbers each numbered template has; in training, features are kept by name."""
        self.training = training
        self.weights = weights
        self.tables: dict[str, npt.NDArray[np.float32]] = {name: np.zeros(size, np.float32) for name, size in templates.items()}
        for feature, weight in weights.items():
            name, _, value = feature.partition("=")
            if name in self.tables:
                self.tables[name][int(value)] = weight

    def facts(self, folded: str) -> tuple[float, float, float]:
        """How much a word looks like a place's name (log-odds by its ending), and how many names end and begin with it."""
        of = self.weights.get
        looks = next((found for size in ENDINGS if (found := of(f"looks={folded[-size:]}")) is not None), 0.0)
        return looks, of(f"ends_names={folded}", 0.0), of(f"begins_names={folded}", 0.0)

    def sum(self, features: Iterable[str]) -> float:
        """The weights of these features together."""
        weight = self.weights.get
        return sum([weight(feature, 0.0) for feature in features])


@cache
def read_linear() -> Linear:
    """The linear model."""
    from geomap.mentions.features import TEMPLATES

    lines = lzma.decompress(LINEAR.read_bytes()).decode().split("\n") if LINEAR.exists() else []
    weights = {name: float(weight) for name, _, weight in (line.partition("\t") for line in lines if line)}
    return Linear(weights, TEMPLATES)


@cache
def read_ensemble() -> Trees:
    """The trees."""
    return parse_trees(lzma.decompress(TREES.read_bytes()).decode())
