"""The trained weights of recognition: a linear model of words, names and signs, and an ensemble of trees over it."""

import lzma
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
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
POSITIONS = ("bb", "b", "a", "aa", "first", "last", "only", "in", "near")
"""Where a word can stand to a name: before it, after it, first or last of several, its only one, some words away."""
ENDED = ("b_end", "a_end", "first_end", "last_end", "only_end")
"""The templates of a word's endings."""
SHORT_ENDING, LONG_ENDING = 3, 4
_NOTHING = (0.0,) * len(POSITIONS)


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


class WordWeights:
    """What a word weighs wherever it stands: the sums of its features, from one row for it and one for each of its endings."""

    def __init__(self, tables: MappedFile) -> None:
        self._word, self._ending = trie_of(tables, "words").get, trie_of(tables, "endings").get
        self._words, self._endings = (tables.part(f"{name}.weights").cast("d") for name in ("words", "endings"))
        weights = Weights(tables).get
        self._counted = cache(lambda feature: weights(feature) or 0.0)
        """Of features that have some dozens of values."""

    def sums(self, lang: str | None, folded: str, facts: tuple[float, float, float]) -> tuple[float, ...]:
        """The sum of its features in each of POSITIONS, added in the order of :meth:`geomap.mentions.words.Lexicon.strings`."""
        bb, b, a, aa, first, last, _, within, near = self._row(self._word, self._words, len(POSITIONS), f"{lang}:{folded}")
        count = len(ENDED)
        short = self._row(self._ending, self._endings, count, f"{lang}:{folded[-SHORT_ENDING:]}")
        long = self._row(self._ending, self._endings, count, f"{lang}:{folded[-LONG_ENDING:]}")
        looks, ends, begins = map(round, facts)
        of = self._counted
        if len(folded) > SHORT_ENDING:
            b, a = b + short[0], a + short[1]
        return (
            bb, b, a, aa,
            first + short[2] + long[2] + of(f"first_looks={looks}") + of(f"first_of={begins}"),
            last + short[3] + long[3] + of(f"last_looks={looks}") + of(f"last_of={ends}"),
            short[4] + long[4] + of(f"only_looks={looks}"),
            within, near,
        )  # fmt: skip

    @staticmethod
    def _row(number_of: Callable[[str], int | None], weights: "memoryview[float]", width: int, key: str) -> Sequence[float]:
        number = number_of(key)
        return _NOTHING[:width] if number is None else weights[width * number : width * (number + 1)].tolist()


class Linear:
    """Weights (log-odds) by feature: ``template=value``; those of a numbered template as a table."""

    def __init__(self, weights: Lookup, tables: Tables, by_word: WordWeights | None = None) -> None:
        """``tables`` are those of the numbered templates; without ``by_word``, in training, features are kept by name."""
        self.training = by_word is None
        self.weights = weights
        self.tables = tables
        self.by_word = by_word

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
        whole = _by_value("words", named, POSITIONS) | _by_value("endings", named, ENDED)
        parts = {"features": trie.tobytes(), "weights": by_number} | whole
        return parts | {f"table.{name}": each for name, each in tables.items()}

    from geomap.mentions import features
    from geomap.mentions.features import TEMPLATES

    return Compiled("mentions", (Path(__file__), Path(features.__file__), LINEAR), make)


def _by_value(name: str, weights: Mapping[str, float], templates: Sequence[str]) -> Parts:
    """The weights of features that share a value as one row, with a column for each template."""
    of_value: dict[str, list[float]] = {}
    for feature, weight in weights.items():
        template, _, value = feature.partition("=")
        if template in templates:
            of_value.setdefault(value, [0.0] * len(templates))[templates.index(template)] = weight
    trie = marisa_trie.Trie(sorted(of_value))
    rows = sorted(of_value.items(), key=lambda each: trie[each[0]])
    return {name: trie.tobytes(), f"{name}.weights": array("d", [weight for _, row in rows for weight in row])}


def _lines(path: Path) -> list[str]:
    return lzma.decompress(path.read_bytes()).decode().split("\n") if path.exists() else []


@cache
def read_linear() -> Linear:
    """The linear model; raises TableError where its compiled tables are damaged."""
    from geomap.mentions.features import TEMPLATES

    tables = compiled_linear().open()
    numbers = {name: np.frombuffer(tables.part(f"table.{name}"), np.float32) for name in TEMPLATES}
    return Linear(Weights(tables), numbers, WordWeights(tables))


@cache
def read_ensemble() -> Trees:
    """The trees."""
    return parse_trees(lzma.decompress(TREES.read_bytes()).decode())
