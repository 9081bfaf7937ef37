"""Trains symmetric trees with CatBoost (Apache-2.0; needed for training only) and takes them over as ``geomap.trees``."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from catboost import CatBoost, Pool

from geomap.trees import Tree, Trees

SEED = 1


@dataclass(frozen=True, slots=True)
class Training:
    """How an ensemble is grown; ``loss`` is one of CatBoost's, such as Logloss or QuerySoftMax."""

    loss: str
    trees: int = 200
    depth: int = 4
    rate: float = 0.1
    pull: float = 3.0
    """L2 regularisation of the leaves."""
    borders: int = 64
    """Most borders that are tried for a feature."""


def fit_trees(
    features: Sequence[str],
    rows: npt.NDArray[np.float32],
    targets: npt.NDArray[np.float64],
    training: Training,
    *,
    groups: npt.NDArray[np.int64] | None = None,
    group_weights: npt.NDArray[np.float64] | None = None,
    weights: npt.NDArray[np.float64] | None = None,
) -> Trees:
    """The ensemble that fits the targets best; ``groups`` number the rows that are ranked among each other.

    The same data give the same trees: the seed is fixed and one thread works.
    """
    pool = Pool(rows, targets, group_id=groups, group_weight=group_weights, weight=weights)
    model = CatBoost(
        {
            "loss_function": training.loss, "iterations": training.trees, "depth": training.depth,
            "learning_rate": training.rate, "l2_leaf_reg": training.pull, "border_count": training.borders,
            "random_seed": SEED, "thread_count": 1,
            "leaf_estimation_method": "Newton", "bootstrap_type": "No", "allow_writing_files": False,
            "verbose": False, "boosting_type": "Plain",
        }
    )  # fmt: skip
    model.fit(pool)
    return exported(model, features)


def exported(model: CatBoost, features: Sequence[str]) -> Trees:
    """The trees of a CatBoost model; the bias is left out for ranking, and spread over no tree otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    numbers = [each["feature_index"] for each in content["features_info"]["float_features"]]
    names = dict(enumerate(features))
    scale, (bias,) = content["scale_and_bias"]
    found = [_tree(each, names, numbers, scale) for each in content["oblivious_trees"] if each["splits"]]
    flat = sum(each["leaf_values"][0] * scale for each in content["oblivious_trees"] if not each["splits"])
    first = found[0]
    raised = Tree(first.splits, tuple(leaf + bias + flat for leaf in first.leaves), first.weights)
    return Trees(features, [_rounded(each) for each in (raised, *found[1:])])


def _tree(each: dict[str, Any], names: dict[int, str], numbers: Sequence[int], scale: float) -> Tree:
    splits = tuple(
        (names[numbers[split["float_feature_index"]]], float(str(np.float32(split["border"])))) for split in each["splits"]
    )
    return Tree(splits, tuple(leaf * scale for leaf in each["leaf_values"]), tuple(map(round, each["leaf_weights"])))


def _rounded(tree: Tree) -> Tree:
    """Leaves to five decimal places."""
    return Tree(tree.splits, tuple(round(leaf, 5) for leaf in tree.leaves), tree.weights)
