"""Trains the weights of the roles, ``geomap/models/roles.tsv.xz``, and says how right they are on authors they have not seen.

    python benchmarks/train_roles.py PASSAGES... [--check]

PASSAGES are files of marked passages (``benchmarks/roles/passages``), the marks taken as spans. Needs scikit-learn. With
``--check`` nothing is written: only cross-validation, by author (``author1.en.txt``: the author is ``author1``, and the
languages of an author who is left out are mostly unseen too) and by blocks of passages, each an answer to "how right is it
on text by another hand, and by the same hand", and how often a role is right that is given so much confidence.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from gazetteer import open_gazetteer
from geomap.documents import Document
from geomap.mentions import find_mentions
from geomap.places import resolve
from geomap.roles import Role
from geomap.roles.analysis import analyse
from geomap.roles.assignment import assign_by_rules, favoured
from geomap.roles.features import Features
from geomap.roles.model import BIAS, WEIGHTS, Floats, write_model
from geomap.text import read_text

MARK = re.compile(r"\[\[([^|\]]+)\|([^|\]]+)\|[^\]]+\]\]")
CORE = (Role.INCIDENT_SITE, Role.CONTESTED_AREA, Role.ALLY, Role.ACCUSER)
ROLES = tuple(Role)
STRENGTH_OF_PRIOR = 0.15
# A feature that fewer mentions have says more of them than of roles.
FEWEST = 4
# From this author on all count half: they were asked to use the whole width of the vocabulary, harder to read than news is,
# or for calm news only. Half or whole, authors left out are read as well; with half, plain sentences are read no worse.
FIRST_AT_HALF = 23
HALF = 0.5
BLOCKS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """One marked mention: who wrote it, in which block of the file, its features, the roles that are right, and by rule."""

    author: str
    lang: str
    block: int
    features: tuple[str, ...]
    right: tuple[str, ...]
    ruled: str

    @property
    def weight(self) -> float:
        """What it counts in training."""
        return HALF if int(self.author.removeprefix("author")) >= FIRST_AT_HALF else 1.0

    @property
    def label(self) -> str:
        """The role to learn."""
        return self.ruled if self.ruled in self.right else self.right[0]


def examples(path: Path) -> Iterator[Example]:
    """The marked mentions of a file, in order."""
    gazetteer = open_gazetteer()
    author, lang, _ = path.name.split(".")
    blocks = path.read_text(encoding="utf-8").split("\n# ")
    for number, block in enumerate(blocks):
        head, _, marked = block.removeprefix("# ").partition("\n")
        document, roles = unmarked(*head.split()[:2], marked.strip())
        text = read_text(document)
        resolutions = resolve(text, find_mentions(text, gazetteer), gazetteer)
        ruled = [each.role for each in assign_by_rules(text, resolutions)]
        features = Features(text, resolutions, analyse(text, resolutions), ruled)
        for at, (right, rule) in enumerate(zip(roles, ruled, strict=True)):
            if right != "supported":
                known = tuple(sorted(features.of(at)))
                yield Example(author, lang, number * BLOCKS // len(blocks), known, tuple(right.split("/")), str(rule))


def unmarked(name: str, lang: str, marked: str) -> tuple[Document, list[str]]:
    """The document of a marked passage, its spans, and the role of each."""
    plain, spans, roles, at = "", [], [], 0
    for match in MARK.finditer(marked):
        plain += marked[at : match.start()]
        if match[2] != "-":
            spans.append((len(plain), len(plain) + len(match[1])))
            roles.append(match[2])
        plain += match[1]
        at = match.end()
    return Document(id=name, text=plain + marked[at:], lang=lang, spans=tuple(spans)), roles


class Learner:
    """The features as columns, and what to learn of them."""

    def __init__(self, found: Sequence[Example]) -> None:
        self.found = found
        counts = Counter(feature for each in found for feature in each.features)
        self.vectorizer = DictVectorizer(dtype=np.float32)
        kept = [{feature: 1 for feature in each.features if counts[feature] >= FEWEST} for each in found]
        self.columns = self.vectorizer.fit_transform(kept).tocsr()
        self.labels = np.array([each.label for each in found])
        self.weights = np.array([each.weight for each in found])

    def fit(self, rows: Floats) -> LogisticRegression:
        """A classifier of these rows."""
        model = LogisticRegression(C=STRENGTH_OF_PRIOR, max_iter=300)
        return model.fit(self.columns[rows], self.labels[rows], sample_weight=self.weights[rows])

    def held_back(self, groups: Sequence[object]) -> Floats:
        """Examples x roles: the probabilities by a model that has seen none of the example's group."""
        shares = np.zeros((len(self.found), len(ROLES)))
        for group in sorted(set(groups), key=str):
            tested = np.array([each == group for each in groups])
            model = self.fit(~tested)
            places = [ROLES.index(Role(name)) for name in model.classes_]
            shares[np.ix_(tested, places)] = model.predict_proba(self.columns[tested])
        return shares

    def write(self, path: Path) -> None:
        """Train on all and keep the weights."""
        model = self.fit(np.ones(len(self.found), dtype=bool))
        roles = [Role(name) for name in model.classes_]
        weights = dict(zip(self.vectorizer.get_feature_names_out(), model.coef_.T.tolist(), strict=True))
        path.write_bytes(write_model(roles, {BIAS: model.intercept_.tolist(), **weights}))


def chosen(found: Sequence[Example], shares: Floats) -> list[str]:
    """The role of each row, as geomap chooses it."""
    weighed = (favoured(share, ROLES, Role(each.ruled)) for each, share in zip(found, shares, strict=True))
    return [str(ROLES[int(row.argmax())]) for row in weighed]


def f1(pairs: Sequence[tuple[tuple[str, ...], str]]) -> dict[str, float]:
    """F1 by role over (right roles, given role), of the roles that occur."""
    right, given, wanted = Counter[str](), Counter[str](), Counter[str]()
    for accepted, role in pairs:
        right[role] += role in accepted
        given[role] += 1
        wanted[role if role in accepted else accepted[0]] += 1
    return {role: 2 * right[role] / (given[role] + wanted[role]) for role in wanted}


def row(name: str, found: Sequence[Example], roles: Sequence[str]) -> str:
    """The macro-F1 of the core roles and of all, for a table."""
    scores = f1([(each.right, role) for each, role in zip(found, roles, strict=True)])
    core = sum(scores.get(role, 0.0) for role in CORE) / len(CORE)
    return f"| {name} | {core:.2f} | {sum(scores.values()) / len(scores):.2f} | {len(roles)} |"


def table(title: str, found: Sequence[Example], roles: Sequence[str]) -> Iterator[str]:
    """A table of figures, all together and by language."""
    yield f"\n| {title} | core | all roles | mentions |\n|---|---|---|---|"
    yield row("together", found, roles)
    for lang in sorted({each.lang for each in found}):
        kept = [(each, role) for each, role in zip(found, roles, strict=True) if each.lang == lang]
        yield row(lang, *zip(*kept, strict=True))


def confusions(found: Sequence[Example], roles: Sequence[str]) -> Iterator[str]:
    """Rows of right roles, columns of given ones."""
    counts = Counter((role if role in each.right else each.right[0], role) for each, role in zip(found, roles, strict=True))
    yield f"\n| right \\ given | {' | '.join(ROLES)} |\n|---|{'---|' * len(ROLES)}"
    for right in ROLES:
        yield f"| {right} | {' | '.join(str(counts[right, given] or '') for given in map(str, ROLES))} |"


def reliability(found: Sequence[Example], shares: Floats, roles: Sequence[str]) -> Iterator[str]:
    """How often a role is right, by the confidence it is given, in steps of a tenth."""
    confidence = [shares[number, ROLES.index(Role(role))] for number, role in enumerate(roles)]
    yield "\n| confidence | mean | right | mentions |\n|---|---|---|---|"
    for tenth in range(10):
        kept = [at for at, each in enumerate(confidence) if min(int(each * 10), 9) == tenth]
        if kept:
            right = sum(roles[at] in found[at].right for at in kept) / len(kept)
            mean = sum(confidence[at] for at in kept) / len(kept)
            yield f"| {tenth / 10:.1f}–{tenth / 10 + 0.1:.1f} | {mean:.2f} | {right:.2f} | {len(kept)} |"


def main() -> None:
    """Train, or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("passages", type=Path, nargs="+")
    parser.add_argument("--check", action="store_true", help="write nothing")
    given = parser.parse_args()
    found = [each for path in given.passages for each in examples(path)]
    learner = Learner(found)
    if not given.check:
        learner.write(WEIGHTS)
        return
    print("\n".join(table("rules alone", found, [each.ruled for each in found])))
    by_author = learner.held_back([each.author for each in found])
    print("\n".join(table("author left out", found, chosen(found, by_author))))
    print("\n".join(confusions(found, chosen(found, by_author))))
    print("\n".join(reliability(found, by_author, chosen(found, by_author))))
    by_block = learner.held_back([each.block for each in found])
    print("\n".join(table("a fifth of each file left out", found, chosen(found, by_block))))


if __name__ == "__main__":
    main()
