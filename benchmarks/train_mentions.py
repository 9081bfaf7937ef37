"""Trains the recognition weights, ``geomap/models/mentions.tsv.xz``, and says how good they are on unseen documents.

    python benchmarks/train_mentions.py FOLDER [--folds 4]

FOLDER holds the public sets listed in ``docs/evaluation.md``. Needs scikit-learn. The figures printed are of documents
left out of training, split by outlet; the weights written are then trained on all.
"""

import argparse
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from marked_places import MarkedDocument, english_news, iob, own_passages, russian_news
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from gazetteer import open_gazetteer
from geomap.mentions.candidates import DEMONYMS, Candidate, find_candidates
from geomap.mentions.context import Context, features
from geomap.mentions.model import WEIGHTS
from geomap.mentions.recognition import _best_apart, is_bloc
from geomap.text import read_text

SEED = 20261122
PASSAGES = Path(__file__).parent / "roles" / "passages"
# A feature seen in fewer candidates, or with a smaller weight, is not kept: it cannot matter, and it might be a name.
LEAST_SEEN = 4
LEAST_WEIGHT = 0.04
STRENGTH_OF_PRIOR = 0.35


class Example:
    """One document with its candidates, their features, and which of them annotators marked."""

    def __init__(self, marked: MarkedDocument, source: str, demonyms_marked: bool) -> None:
        text = read_text(marked.document)
        context = Context(text, GAZETTEER, find_candidates(text, GAZETTEER))
        self.source, self.group = source, marked.group
        gold = {(each.start, each.end) for each in marked.marked}
        self.candidates: list[Candidate] = []
        self.features: list[list[str]] = []
        self.labels: list[bool] = []
        for candidate in context.candidates:
            if is_bloc(candidate):
                gold.discard(candidate.offsets(text))
                continue
            if not demonyms_marked and candidate.postings and candidate.postings[0].strength in DEMONYMS:
                continue
            self.candidates.append(candidate)
            self.features.append(list(features(context, candidate)))
            self.labels.append(candidate.offsets(text) in gold)
        self.gold = len(gold)


def examples(folder: Path) -> Iterator[Example]:
    """Every training document."""
    for name in ("lgl", "tr-news", "geowebnews"):
        yield from (Example(each, name, True) for each in english_news(folder / "places" / f"{name}.dev.jsonl"))
    for lang in ("nl", "es"):
        for part in ("train", "dev"):
            path = folder / "ner" / f"conll2002.{lang}.{part}.iob"
            yield from (Example(each, f"conll-{lang}-{part}", False) for each in iob(path, lang))
    for part in ("train", "dev"):
        path = folder / "ner" / f"nerel.ru.{part}.jsonl"
        yield from (Example(each, f"nerel-{part}", True) for each in russian_news(path))
    for path in sorted(PASSAGES.glob("*.txt")):
        yield from (Example(each, f"own-{path.suffixes[0][1:]}-all", True) for each in own_passages(path))


class Vocabulary:
    """Features that are frequent enough, numbered."""

    def __init__(self, documents: Sequence[Example]) -> None:
        seen = Counter(feature for doc in documents for each in doc.features for feature in each)
        self.index = {name: n for n, name in enumerate(sorted(name for name, count in seen.items() if count >= LEAST_SEEN))}

    def matrix(self, documents: Sequence[Example]) -> csr_matrix:
        """Candidates x features, ones and zeros."""
        columns: list[int] = []
        rows = [0]
        for doc in documents:
            for each in doc.features:
                columns += sorted({self.index[name] for name in each if name in self.index})
                rows.append(len(columns))
        return csr_matrix((np.ones(len(columns)), columns, rows), shape=(len(rows) - 1, len(self.index)))


def fit(documents: Sequence[Example]) -> tuple[Vocabulary, LogisticRegression]:
    """Weights from these documents; every source counts, the large ones less per candidate."""
    vocabulary = Vocabulary(documents)
    labels = np.array([label for doc in documents for label in doc.labels])
    sizes = Counter(doc.source.rsplit("-", 1)[0] for doc in documents for _ in doc.labels)
    largest = max(sizes.values())
    weight = np.array([(largest / sizes[doc.source.rsplit("-", 1)[0]]) ** 0.3 for doc in documents for _ in doc.labels])
    model = LogisticRegression(C=STRENGTH_OF_PRIOR, solver="lbfgs", max_iter=400, fit_intercept=False, random_state=SEED)
    model.fit(vocabulary.matrix(documents), labels, sample_weight=weight)
    return vocabulary, model


def measure(documents: Sequence[Example], vocabulary: Vocabulary, model: LogisticRegression) -> dict[str, Counter[str]]:
    """By source: right, reported and marked spans, after overlaps are settled."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    sure = model.predict_proba(vocabulary.matrix(documents))[:, 1]
    at = 0
    for doc in documents:
        scores = sure[at : at + len(doc.labels)]
        at += len(doc.labels)
        right = {id(each) for each, label in zip(doc.candidates, doc.labels, strict=True) if label}
        kept = _best_apart(list(zip(scores.tolist(), doc.candidates, strict=True)))
        counts = found[doc.source]
        counts["reported"] += len(kept)
        counts["right"] += sum(id(each) in right for _, each in kept)
        counts["marked"] += doc.gold
        counts["reachable"] += len(right)
    return found


def show(found: dict[str, Counter[str]]) -> None:
    """Precision, recall and F1 by source, and the recall that the candidates allow."""
    for source, counts in sorted(found.items()):
        p, r = counts["right"] / max(counts["reported"], 1), counts["right"] / max(counts["marked"], 1)
        reachable = counts["reachable"] / max(counts["marked"], 1)
        f1 = 2 * p * r / max(p + r, 1e-9)
        print(f"{source:18} p {p:.3f}  r {r:.3f}  f1 {f1:.3f}  reachable {reachable:.3f}  n {counts['marked']}")


def write(vocabulary: Vocabulary, model: LogisticRegression) -> None:
    """The weights as a table: feature, weight."""
    weights = model.coef_[0]
    kept = [f"{name}\t{weights[n]:.3f}" for name, n in vocabulary.index.items() if abs(weights[n]) >= LEAST_WEIGHT]
    WEIGHTS.parent.mkdir(exist_ok=True)
    WEIGHTS.write_bytes(lzma.compress("\n".join(kept).encode(), check=lzma.CHECK_CRC32, preset=9))
    print(f"{len(kept):,} weights, {WEIGHTS.stat().st_size:,} bytes")


def main() -> None:
    """Cross-validate, then train on everything and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=4)
    args = parser.parse_args()
    documents = list(examples(args.folder))
    print(f"{len(documents):,} documents, {sum(len(doc.labels) for doc in documents):,} candidates")
    total: dict[str, Counter[str]] = defaultdict(Counter)
    groups = [doc.group for doc in documents]
    for train, test in GroupKFold(args.folds).split(documents, groups=groups):
        vocabulary, model = fit([documents[n] for n in train])
        for source, counts in measure([documents[n] for n in test], vocabulary, model).items():
            total[source] += counts
    show(total)
    write(*fit(documents))


if __name__ == "__main__":
    GAZETTEER = open_gazetteer()
    main()
