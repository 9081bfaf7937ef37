"""How likely each role of a mention is: what its features are worth, summed and made probabilities.

The weights are trained by ``benchmarks/train_roles.py`` on passages written for geomap, and kept in ``models/roles.tsv.xz``:
one feature a row, and in the order of the header what it is worth to each role.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from geomap.errors import SourceError
from geomap.roles.record import Role

WEIGHTS = Path(__file__).parent.parent / "models" / "roles.tsv.xz"
BIAS = "bias"
"""The row of what each role is worth before anything is known."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RoleModel:
    """Features by row, and a column for each of ``roles``."""

    roles: tuple[Role, ...]
    rows: Mapping[str, int]
    weights: Floats

    def probabilities(self, mentions: Sequence[Iterable[str]]) -> Floats:
        """Mentions x roles, each row summing to one."""
        scores = self._scores(mentions)
        powers: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: Floats = powers / powers.sum(axis=1, keepdims=True)
        return shares

    def _scores(self, mentions: Sequence[Iterable[str]]) -> Floats:
        """Mentions x roles: the weights of the features, added in the order of their rows."""
        rows = [sorted([row for row in map(self.rows.get, features) if row is not None]) for features in mentions]
        owner = np.repeat(np.arange(len(rows)), np.array([len(each) + 1 for each in rows], np.intp))
        chosen = np.array([row for each in rows for row in (self.rows[BIAS], *each)], np.intp)
        cells = owner[:, None] * len(self.roles) + np.arange(len(self.roles))
        summed = np.bincount(cells.ravel(), self.weights[chosen].ravel(), len(rows) * len(self.roles))
        scores: Floats = summed.astype(np.float64, copy=False).reshape(len(rows), len(self.roles))
        return scores

    def worth(self, feature: str, role: Role) -> float:
        """What a feature adds to the score of a role; nothing where it is not known."""
        row = self.rows.get(feature)
        return 0.0 if row is None else float(self.weights[row, self.roles.index(role)])


@cache
def read_model() -> RoleModel:
    """The weights that geomap ships; raises SourceError at a row that is none."""
    return parse_model(lzma.decompress(WEIGHTS.read_bytes()).decode())


def parse_model(table: str) -> RoleModel:
    """The model of a table; raises SourceError at a row that is none."""
    head, *lines = table.splitlines()
    roles = tuple(Role(name) for name in head.split("\t")[1:])
    rows = [line.split("\t") for line in lines]
    for number, row in enumerate(rows, start=2):
        if len(row) != len(roles) + 1:
            raise SourceError(f"{WEIGHTS}, row {number}: expected a feature and {len(roles)} weights; train the roles again")
    return RoleModel(roles, {row[0]: at for at, row in enumerate(rows)}, np.array([row[1:] for row in rows], np.float64))


def write_model(roles: Sequence[Role], weights: Mapping[str, Sequence[float]]) -> bytes:
    """The packed table of weights by feature, ``BIAS`` among them."""
    rows = ("\t".join([feature, *(f"{weight:.3f}" for weight in weights[feature])]) for feature in sorted(weights))
    table = "\n".join(["\t".join(["feature", *map(str, roles)]), *rows]) + "\n"
    return lzma.compress(table.encode(), preset=9)
