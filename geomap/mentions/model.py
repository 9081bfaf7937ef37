"""The trained weights of recognition: feature -> weight, summed and squashed into a probability."""

import lzma
from collections.abc import Iterable, Mapping
from functools import cache
from math import exp
from pathlib import Path

WEIGHTS = Path(__file__).parents[1] / "models" / "mentions.tsv.xz"


@cache
def weights() -> Mapping[str, float]:
    """Every feature that training kept, with its weight (log-odds)."""
    lines = lzma.decompress(WEIGHTS.read_bytes()).decode().split("\n")
    return {name: float(weight) for name, _, weight in (line.partition("\t") for line in lines if line)}


def probability(features: Iterable[str], known: Mapping[str, float]) -> float:
    """The probability that a candidate with these features names a place."""
    score = sum(known.get(feature, 0.0) for feature in features)
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))
