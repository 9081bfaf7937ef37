"""A frozen ensemble of symmetric trees: read from a small text file, evaluated over all rows at once, and explained.

Every tree asks the same question at each of its levels, ``feature > border``, so that the answers of a row, read as
binary digits, are the number of its leaf. Training is not part of geomap: ``benchmarks/boosting.py`` writes the files.

One row a tree, tab-separated: ``splits`` (feature and border, the first the lowest digit), ``leaves`` (what each leaf
adds to the score), ``weights`` (how much of the training data fell into it).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from geomap.errors import GeomapError

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.float32]
Integers = npt.NDArray[np.intp]

HEADER = "splits\tleaves\tweights"


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree: a feature and a border for each level, and the 2 ** levels leaves with their share of the training data."""

    splits: tuple[tuple[str, float], ...]
    leaves: tuple[float, ...]
    weights: tuple[int, ...]

    def row(self) -> str:
        """The tree as a row of the file."""
        splits = (f"{feature}>{border!r}" for feature, border in self.splits)
        return "\t".join(" ".join(each) for each in (splits, map(repr, self.leaves), map(repr, self.weights)))


def parse_tree(row: str) -> Tree:
    """The tree of a row of the file.

    Raises:
        GeomapError: it is no such row.
    """
    try:
        splits, leaves, weights = row.split("\t")
        pairs = (split.split(">") for split in splits.split())
        tree = Tree(
            tuple((feature, float(border)) for feature, border in pairs),
            tuple(map(float, leaves.split(" "))),
            tuple(map(int, weights.split(" "))),
        )
    except ValueError as error:
        raise GeomapError(f"this is no tree: {row[:60]!r} ({error}); train the model again") from error
    if not tree.splits or not len(tree.leaves) == len(tree.weights) == 2 ** len(tree.splits):
        raise GeomapError(f"a tree of {len(tree.splits)} levels needs {2 ** len(tree.splits)} leaves: {row[:60]!r}")
    return tree


# Eight bytes and more for each tree and row are held at once: some tens of megabytes.
ROWS_AT_ONCE = 4_096


class Trees:
    """An ensemble over the features ``features``; rows have one column for each, in that order."""

    def __init__(self, features: Iterable[str], trees: Iterable[Tree]) -> None:
        """The trees, laid out as arrays: levels x trees of splits, and all leaves behind one another.

        Raises:
            GeomapError: a tree asks for a feature that is none of ``features``.
        """
        self.features = tuple(features)
        self.trees = tuple(trees)
        self._levels = max((len(tree.splits) for tree in self.trees), default=0)
        self._digits: type[np.uint8 | np.uint32] = np.uint8 if self._levels <= 8 else np.uint32
        distinct = sorted({split for tree in self.trees for split in tree.splits})
        self._column = self._columns(feature for feature, _ in distinct)
        self._border = np.array([border for _, border in distinct], np.float32)[:, None]
        number = {split: place for place, split in enumerate(distinct)}
        # A shorter tree answers its missing questions with those it has; only the leaves that it can reach count.
        asked = [[number[split] for split in self._filled(tree)] for tree in self.trees]
        self._split = np.array(asked, np.intp).reshape(len(self.trees), self._levels).T
        leaves = [self._spread(tree.leaves) for tree in self.trees]
        self._leaves = np.array(leaves, np.float64).reshape(len(self.trees), 2**self._levels)
        self._offset = (np.arange(len(self.trees), dtype=np.intp) * 2**self._levels)[:, None]

    def _columns(self, names: Iterable[str]) -> Integers:
        place = {name: number for number, name in enumerate(self.features)}
        try:
            return np.array([place[name] for name in names], np.intp)
        except KeyError as error:
            raise GeomapError(f"a tree asks for {error}, which is no feature of this model; train it again") from error

    def _filled(self, tree: Tree) -> Iterator[tuple[str, float]]:
        yield from tree.splits
        yield from [tree.splits[-1]] * (self._levels - len(tree.splits))

    def _spread(self, leaves: tuple[float, ...]) -> tuple[float, ...]:
        """The leaves, repeated for the answers to questions that the tree does not ask."""
        return leaves * int(2**self._levels / len(leaves))

    def _leaf(self, rows: Rows) -> Integers:
        """Trees x rows: the number of each row's leaf among all leaves."""
        asked = np.ascontiguousarray(rows.T).take(self._column, axis=0)
        answers = (asked > self._border).astype(self._digits)
        leaf = np.zeros((len(self.trees), len(rows)), self._digits)
        for split in self._split[::-1]:
            np.left_shift(leaf, 1, out=leaf)
            leaf |= answers.take(split, axis=0)
        found: Integers = leaf + self._offset
        return found

    def scores(self, rows: Rows) -> Floats:
        """The score of each row (rows x features): the sum of its leaves; the same whatever other rows stand beside it."""
        if len(rows) <= ROWS_AT_ONCE:
            return self._score(rows)
        pieces = [rows[first : first + ROWS_AT_ONCE] for first in range(0, len(rows), ROWS_AT_ONCE)]
        return np.concatenate([self._score(piece) for piece in pieces])

    def _score(self, rows: Rows) -> Floats:
        found: Floats = self._leaves.ravel().take(self._leaf(rows)).sum(axis=0)
        return found

    def moves(self, rows: Rows) -> Floats:
        """Rows x features: by how much each feature moved the score away from the mean of the training data.

        From level to level, the mean of the leaves still in reach changes; the change counts to the feature asked there.
        A row's moves and ``mean`` add up to its score.
        """
        leaf = self._leaf(rows)
        changes = self._changes.reshape(self._levels, -1).take(leaf, axis=1)
        width = len(self.features)
        cells = self._column[self._split][:, :, None] + np.arange(len(rows)) * width
        moved = np.bincount(cells.ravel(), changes.ravel(), len(rows) * width)
        found: Floats = moved.reshape(len(rows), width).astype(np.float64, copy=False)
        return found

    @property
    def mean(self) -> float:
        """The mean score of the training data."""
        return float(self._means[0][:, 0].sum())

    @cached_property
    def _changes(self) -> Floats:
        """Levels x trees x leaves: what the answer at each level did to the mean."""
        return np.diff(self._means, axis=0)

    @cached_property
    def _means(self) -> Floats:
        """Levels + 1 x trees x leaves: the mean of the leaves in reach after so many answers, lowest digit first."""
        weights = [self._spread(tree.weights) for tree in self.trees]
        weight = np.array(weights, np.float64).reshape(self._leaves.shape)
        means = []
        for level in range(self._levels + 1):
            shape = (len(self.trees), 2 ** (self._levels - level), 2**level)
            total = weight.reshape(shape).sum(axis=1, keepdims=True)
            summed = (weight * self._leaves).reshape(shape).sum(axis=1, keepdims=True)
            plain = self._leaves.reshape(shape).mean(axis=1, keepdims=True)
            mean = np.where(total > 0, summed / np.where(total > 0, total, 1.0), plain)
            means.append(np.broadcast_to(mean, shape).reshape(self._leaves.shape))
        return np.array(means).reshape(self._levels + 1, *self._leaves.shape)


def parse_trees(text: str) -> Trees:
    """The ensemble written by :func:`write_trees`.

    Raises:
        GeomapError: the text is no such file.
    """
    lines = text.splitlines()
    if len(lines) < 2 or lines[1] != HEADER:
        raise GeomapError(f"a file of trees begins with its features and then {HEADER!r}; train the model again")
    return Trees(lines[0].removeprefix("# ").split(), map(parse_tree, lines[2:]))


def read_trees(path: Path) -> Trees:
    """The ensemble in a file.

    Raises:
        GeomapError: the file holds none.
    """
    return parse_trees(path.read_text(encoding="utf-8"))


def write_trees(trees: Trees) -> str:
    """The ensemble as text: its features, a header, one tree a row."""
    return "\n".join([f"# {' '.join(trees.features)}", HEADER, *(tree.row() for tree in trees.trees)]) + "\n"
