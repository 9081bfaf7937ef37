"""Symmetric trees: the same scores as walking each tree by hand, moves that add up, and a file that comes back as written."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.errors import GeomapError
from geomap.trees import HEADER, Tree, Trees, parse_tree, parse_trees, write_trees

FEATURES = ("size", "distance", "cue")
finite = st.floats(-50, 50, width=32)
leaf = finite.map(lambda value: round(value, 5))


@st.composite
def grown(draw: st.DrawFn) -> Tree:
    levels = draw(st.integers(1, 4))
    splits = draw(st.lists(st.tuples(st.sampled_from(FEATURES), finite), min_size=levels, max_size=levels))
    leaves = draw(st.lists(leaf, min_size=2**levels, max_size=2**levels))
    weights = draw(st.lists(st.integers(0, 99), min_size=2**levels, max_size=2**levels))
    return Tree(tuple(splits), tuple(leaves), tuple(weights))


ensembles = st.lists(grown(), min_size=1, max_size=6).map(lambda trees: Trees(FEATURES, trees))
tables = st.lists(st.lists(finite, min_size=3, max_size=3), min_size=1, max_size=8).map(lambda rows: np.array(rows, np.float32))


def walked(tree: Tree, row: list[float]) -> float:
    """The leaf that a row reaches, one question after the other."""
    answers = [row[FEATURES.index(feature)] > border for feature, border in tree.splits]
    return tree.leaves[sum(2**level for level, answer in enumerate(answers) if answer)]


@given(ensembles, tables)
def test_scores_are_those_of_a_walk_through_each_tree(trees: Trees, rows: np.ndarray) -> None:
    expected = [sum(walked(tree, row) for tree in trees.trees) for row in rows.tolist()]
    assert trees.scores(rows) == pytest.approx(expected, abs=1e-9)


@given(ensembles, tables)
def test_a_row_has_the_same_score_whatever_stands_beside_it(trees: Trees, rows: np.ndarray) -> None:
    alone = [trees.scores(rows[number : number + 1])[0] for number in range(len(rows))]
    assert trees.scores(rows).tolist() == alone


@given(ensembles, tables)
def test_moves_and_mean_add_up_to_the_score(trees: Trees, rows: np.ndarray) -> None:
    moves = trees.moves(rows)
    assert moves.shape == (len(rows), len(FEATURES))
    assert moves.sum(axis=1) + trees.mean == pytest.approx(trees.scores(rows), abs=1e-6)


@given(ensembles)
@settings(max_examples=50)
def test_the_file_comes_back_as_written(trees: Trees) -> None:
    again = parse_trees(write_trees(trees))
    assert (again.features, again.trees) == (trees.features, trees.trees)
    assert write_trees(again) == write_trees(trees)


def test_a_move_counts_to_the_feature_that_was_asked() -> None:
    tree = Tree((("size", 0.5), ("cue", 0.5)), (0.0, 2.0, 0.0, 6.0), (1, 1, 1, 1))
    moves = Trees(FEATURES, [tree]).moves(np.array([[1, 0, 1]], np.float32))
    assert moves.tolist() == [[2.0, 0.0, 2.0]]


def test_a_border_itself_is_on_the_lower_side() -> None:
    trees = Trees(FEATURES, [Tree((("size", 0.5),), (1.0, 2.0), (1, 1))])
    assert trees.scores(np.array([[0.5, 0, 0], [0.51, 0, 0]], np.float32)).tolist() == [1.0, 2.0]


@pytest.mark.parametrize("row", ["", "size>1\t1 2", "size>x\t1 2\t1 1", "size>1\t1 2 3\t1 1 1", "\t1\t1", "size>1\t1 2\t1 one"])
def test_a_damaged_tree_is_refused(row: str) -> None:
    with pytest.raises(GeomapError, match="tree"):
        parse_tree(row)


@pytest.mark.parametrize("text", ["", "# size\n", f"{HEADER}\nsize>1\t1 2\t1 1\n"])
def test_a_file_of_something_else_is_refused(text: str) -> None:
    with pytest.raises(GeomapError, match="train the model again"):
        parse_trees(text)


def test_a_tree_that_asks_for_an_unknown_feature_is_refused() -> None:
    with pytest.raises(GeomapError, match="colour"):
        Trees(FEATURES, [Tree((("colour", 0.5),), (0.0, 1.0), (1, 1))])
