"""Trains the models of recognition in ``geomap/models`` and says how good they are on unseen documents.

    python benchmarks/train_mentions.py FOLDER [--folds 4] [--designs]

FOLDER holds the public sets listed in ``docs/evaluation.md``. Needs scikit-learn and CatBoost. The figures printed are of
documents left out of training, split by outlet; the models written are then trained on all.
"""

import argparse
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
from boosting import Training, fit_trees
from marked_places import MarkedDocument, english_news, in_capitals, iob, own_passages, russian_news, sentences_of
from named_kinds import named_kinds
from named_waters import named_waters
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from gazetteer import Gazetteer, open_gazetteer
from gazetteer.index import KINDS
from gazetteer.place import PlaceKind, Strength
from geomap.languages.cues import PERSON_NAMES, common_words, person_names
from geomap.mentions import words as words_module
from geomap.mentions.candidates import DEMONYMS, Candidate, Candidates, find_candidates, is_bloc
from geomap.mentions.context import Context
from geomap.mentions.features import FEATURES, TEMPLATES, Sums, rows, templates
from geomap.mentions.model import ENDINGS, LINEAR, POSITIONS, TREES, Linear, numbered
from geomap.mentions.recognition import best_apart, floor_of, in_one_sense
from geomap.mentions.words import Lexicon
from geomap.text import read_text
from geomap.trees import Trees, write_trees

SEED = 20261122
PASSAGES = Path(__file__).parent / "roles" / "passages"
PAGES = Path(__file__).parent / "mentions" / "pages"
# The passages of so many authors; those of all 37 are as well recognised, and local news a little worse (F1 .865 for .871).
AUTHORS = 14
# A feature seen in fewer candidates, or with a smaller weight, is not kept: it cannot matter, and it might be a name.
LEAST_SEEN = 4
LEAST_WEIGHT = 0.04
LEAST_NEAR = 40
# What a candidate of our own pages counts: with 1, Spanish and Russian news are recognised worse (F1 .008 each).
WEIGHT_OF_PAGES = 0.5
# Of the public sets, the sentences of one document in so many are learned from by themselves too.
CUT_UP = 4
# And of the names in them one in so many is hidden, so that the words around an unlisted name are learned too.
HIDDEN = 6
# Of our own sentences one in so many stands there a second time in capitals, as headlines do.
IN_CAPITALS = 8
LEAST_ENDINGS, LEAST_NAMES = 60, 30
SPELLINGS = (Strength.OFFICIAL, Strength.COMMON, Strength.ALTERNATE)
ENGLISH_NEWS = ("lgl", "tr-news", "geowebnews")
EXAMPLE_LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pl", "ru", "uk")
STRENGTH_OF_PRIOR = 0.2
TRAINING = Training("Logloss", trees=250, depth=6, rate=0.08, pull=5.0, borders=48)

Floats = npt.NDArray[np.float64]
PARTS = {
    "left": ("b", "b_end", "bb", "before", "before_two"),
    "right": ("a", "a_end", "aa", "after", "after_two"),
    "inner": (
        "first",
        "first_end",
        "last",
        "last_end",
        "only",
        "only_end",
        "in",
        "first_looks",
        "last_looks",
        "only_looks",
        "first_of",
        "last_of",
        "shape",
        "person",
        "ends",
        "lower",
    ),
    "gazetteer": ("lang", "best", "size", "fame", "firm", "many", "may_be", "kind", "held"),
    "signs": ("both_class", "both_shape", "sentence", "run", "beside"),
    "near": ("near",),
}
PART_OF = {template: part for part, templates in PARTS.items() for template in templates}


class Numbering:
    """Every feature of the linear model, numbered."""

    def __init__(self) -> None:
        self.number: dict[str, int] = {}
        self._words: dict[int, list[list[int]]] = {}
        self._names: dict[int, list[list[int]]] = {}

    def of(self, strings: Iterable[str]) -> list[int]:
        """The numbers of features by name."""
        return [self.number.setdefault(each, len(self.number)) for each in strings]

    def words(self, lexicon: Lexicon) -> list[list[list[int]]]:
        """By word number and position."""
        known = self._words.setdefault(id(lexicon), [])
        known += [[self.of(part) for part in each] for each in lexicon.word_strings[len(known) :]]
        return known

    def names(self, lexicon: Lexicon) -> list[list[int]]:
        """By number of a name."""
        known = self._names.setdefault(id(lexicon), [])
        known += [self.of(each) for each in lexicon.name_strings[len(known) :]]
        return known


class Example:
    """One document with its candidates, their features, and which of them annotators marked."""

    def __init__(
        self, marked: MarkedDocument, source: str, demonyms_marked: bool, numbering: Numbering, *, hidden: int = 0
    ) -> None:
        text = read_text(marked.document)
        self.context = context = Context(text, without_some(find_candidates(text, GAZETTEER), hidden))
        self.source, self.group = source, marked.group
        self.family = source.rsplit("-", 1)[0]
        self.share = WEIGHT_OF_PAGES if "pages" in source else 1.0
        found = context.candidates.found
        gold = {(each.start, each.end) for each in marked.marked}
        gold -= {each.offsets(text) for each in found if is_bloc(each)}
        self.used = np.array([self._counts(each, demonyms_marked) for each in found], bool)
        self.labels = np.array([each.offsets(text) in gold for each in found], bool)
        states = {each.offsets(text) for each in found if is_state(each)} & set(marked.organisations)
        self.judged = self.used & np.array([each.offsets(text) not in states for each in found], bool)
        self.marked = gold
        self.gold = len(gold)
        self.features = list(self._features(numbering)) if found else []

    @staticmethod
    def _counts(candidate: Candidate, demonyms_marked: bool) -> bool:
        demonym = bool(candidate.postings) and candidate.postings[0].strength in DEMONYMS
        return not is_bloc(candidate) and (demonyms_marked or not demonym)

    def _features(self, numbering: Numbering) -> Iterator[list[int]]:
        context, lexicon = self.context, self.context.candidates.lexicon
        words, names = numbering.words(lexicon), numbering.names(lexicon)
        numbered = {name: codes.tolist() for name, codes in templates(context).items()}
        around = {name: context.numbers[at].tolist() for name, at in context.around.items()}
        numbers, near = context.numbers.tolist(), context.near.T.tolist()
        for row, name in enumerate(context.name.tolist()):
            found = list(names[name])
            for column, position in enumerate(POSITIONS[:-1]):
                found += words[around[position][row]][column]
            before, first, past, after = near[row]
            for number in numbers[before:first] + numbers[past:after]:
                found += words[number][-1]
            found += numbering.of(f"{template}={codes[row]}" for template, codes in numbered.items())
            yield found


def without_some(candidates: Candidates, hidden: int) -> Candidates:
    """With one name in so many, and what it is part of, as if no source listed it; states are known everywhere."""
    if not hidden:
        return candidates
    chosen = [each for each in candidates.found if _hides(candidates, each, hidden)]
    words = {word for each in chosen for word in range(each.first, each.past)}
    unlisted = candidates.lexicon.unlisted
    capitals = {word for first, past in candidates.runs for word in range(first, past)}
    found = (
        each if words.isdisjoint(range(each.first, each.past)) else each._replace(name=unlisted)
        for each in candidates.found
        if words.isdisjoint(range(each.first, each.past)) or capitals.issuperset((each.first, each.past - 1))
    )
    return replace(candidates, found=tuple(found))


def _hides(candidates: Candidates, candidate: Candidate, hidden: int) -> bool:
    words = " ".join(word.folded for word in candidates.words[candidate.first : candidate.past])
    if not candidate.postings or is_bloc(candidate) or is_state(candidate) or candidate.postings[0].strength in DEMONYMS:
        return False
    return crc32(words.encode()) % hidden == 0


def is_state(candidate: Candidate) -> bool:
    """Whether it is likeliest a country; where it stands for its government, CoNLL-2002 marks an organisation."""
    kind = GAZETTEER.kind
    return bool(candidate.postings) and not is_bloc(candidate) and KINDS[kind[candidate.postings[0].place]] == PlaceKind.COUNTRY


def marked_sets(folder: Path) -> Iterator[tuple[str, bool, Sequence[MarkedDocument]]]:
    """Every set of training documents with its name, and whether demonyms are marked in it."""
    for name in ENGLISH_NEWS:
        yield name, True, tuple(english_news(folder / "places" / f"{name}.dev.jsonl"))
    for lang in ("nl", "es"):
        for part in ("train", "dev"):
            yield f"conll-{lang}-{part}", False, tuple(iob(folder / "ner" / f"conll2002.{lang}.{part}.iob", lang))
    for part in ("train", "dev"):
        yield f"nerel-{part}", True, tuple(russian_news(folder / "ner" / f"nerel.ru.{part}.jsonl"))
    for number in range(1, AUTHORS + 1):
        for path in sorted(PASSAGES.glob(f"author{number}.*.txt")):
            yield f"own-{path.suffixes[0][1:]}-all", True, tuple(own_passages(path))
    for path in sorted(PAGES.glob("*.txt")):
        yield f"pages-{path.suffixes[0][1:]}-all", True, tuple(own_passages(path))


def examples(folder: Path, numbering: Numbering) -> Iterator[Example]:
    """Every training document, and again the sentences of some, each by itself, as headlines and notes stand."""
    for name, demonyms, documents in marked_sets(folder):
        yield from (Example(each, name, demonyms, numbering) for each in documents)
        cut = documents if name.startswith("own") else documents[::CUT_UP]
        pieces = [piece for each in cut for piece in sentences_of(each)]
        if name.startswith("own"):
            pieces += [each for each in map(in_capitals, pieces[::IN_CAPITALS]) if each]
        yield from (Example(piece, f"cut-{name}", demonyms, numbering, hidden=HIDDEN) for piece in pieces)
    yield from (Example(each, "kinds-all", True, numbering, hidden=HIDDEN // 2) for each in named_kinds(GAZETTEER))
    yield from (Example(each, f"waters-{each.document.lang}", True, numbering) for each in named_waters(GAZETTEER))


def letters(gazetteer: Gazetteer) -> dict[str, float]:
    """What the names in the gazetteer teach about letters: log-odds of endings, and words that begin and end many names."""
    places, others, begins, ends = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for key, postings in gazetteer.names.items():
        first, *more = key.split(" ")
        if more:
            begins[first] += 1
            ends[more[-1]] += 1
        elif any(post.strength in SPELLINGS for post in postings):
            places.update(first[-size:] for size in ENDINGS if len(first) > size)
    persons = (person_names(name).keys() for name in PERSON_NAMES)
    words = frozenset().union(*persons).union(*map(common_words, EXAMPLE_LANGUAGES))
    for word in sorted(words):
        others.update(word[-size:] for size in ENDINGS if len(word) > size)
    balance = sum(others.values()) / sum(places.values())
    seen = {ending: places[ending] + others[ending] for ending in sorted({*places, *others})}
    found = {
        f"looks={ending}": round(float(np.log((places[ending] * balance + 1) / (others[ending] + 1))), 1)
        for ending, times in seen.items()
        if times >= LEAST_ENDINGS
    }
    for name, counts in (("begins_names", begins), ("ends_names", ends)):
        found |= {f"{name}={word}": round(float(np.log2(n)), 1) for word, n in sorted(counts.items()) if n >= LEAST_NAMES}
    return found


@dataclass
class LinearFit:
    """Weights by feature number, and the part of the score that each feature belongs to."""

    weights: Floats
    matrix_of: "Matrix"

    def sums(self, example: Example) -> Sums:
        """The parts of the linear score."""
        matrix = self.matrix_of.of([example])
        parts = {
            part: np.asarray(matrix @ np.where(mask, self.weights, 0), np.float32)
            for part, mask in self.matrix_of.masks.items()
        }
        return Sums(**parts)


class Matrix:
    """Features that are frequent enough as columns."""

    def __init__(self, numbering: Numbering, documents: Sequence[Example]) -> None:
        counts = np.bincount([n for doc in documents for each in doc.features for n in each], minlength=len(numbering.number))
        least = [LEAST_NEAR if name.startswith("near=") else LEAST_SEEN for name in numbering.number]
        self.column = np.where(counts >= least, np.cumsum(counts >= least) - 1, -1)
        self.names = [name for name, number in numbering.number.items() if self.column[number] >= 0]
        self.masks = {part: np.array([self._part(name) == part for name in self.names]) for part in PARTS}

    @staticmethod
    def _part(name: str) -> str:
        return PART_OF[name.partition("=")[0]]

    def of(self, documents: Sequence[Example]) -> csr_matrix:
        """Candidates x features, ones and zeros."""
        lengths = [len(each) for doc in documents for each in doc.features]
        flat = self.column[np.array([n for doc in documents for each in doc.features for n in each], np.intp)]
        rows_of = np.repeat(np.arange(len(lengths)), lengths)[flat >= 0]
        flat = flat[flat >= 0]
        return csr_matrix((np.ones(len(flat), np.float32), (rows_of, flat)), shape=(len(lengths), len(self.names)))


def weights_of(documents: Sequence[Example]) -> Floats:
    """Every source counts, the large ones less per candidate; 0 for a candidate that is not judged."""
    sizes = Counter(doc.family for doc in documents for _ in doc.labels)
    largest = max(sizes.values())
    return np.concatenate([doc.judged * (largest / sizes[doc.family]) ** 0.3 * doc.share for doc in documents])


def fit_linear(matrix: Matrix, documents: Sequence[Example]) -> LinearFit:
    """The linear model of these documents."""
    labels = np.concatenate([doc.labels for doc in documents])
    model = LogisticRegression(C=STRENGTH_OF_PRIOR, solver="lbfgs", max_iter=200, fit_intercept=False, random_state=SEED)
    model.fit(matrix.of(documents), labels, sample_weight=weights_of(documents))
    return LinearFit(np.where(np.abs(model.coef_[0]) >= LEAST_WEIGHT, model.coef_[0].round(3), 0), matrix)


def fit_ensemble(
    documents: Sequence[Example], numbers: Sequence[npt.NDArray[np.float32]], training: Training = TRAINING
) -> Trees:
    """The trees of these documents."""
    labels = np.concatenate([doc.labels for doc in documents])
    weights = weights_of(documents)
    return fit_trees(
        FEATURES,
        np.concatenate(numbers)[weights > 0],
        labels[weights > 0].astype(float),
        training,
        weights=weights[weights > 0],
    )


def count(doc: Example, scores: Floats) -> Counter[str]:
    """Right, reported and marked spans, after overlaps are settled."""
    chance = in_one_sense(doc.context, 1 / (1 + np.exp(-scores)))
    found = doc.context.candidates.found
    kept = best_apart([(chance[n], found[n]) for n in np.flatnonzero(doc.used)], floor_of(doc.context.text.lang))
    text = doc.context.text
    right = sum(each.offsets(text) in doc.marked for _, each in kept)
    reachable = int((doc.labels & doc.used).sum())
    return Counter(reported=len(kept), right=right, marked=doc.gold, reachable=reachable)


def show(found: dict[str, Counter[str]]) -> None:
    """Precision, recall and F1 by source, and the recall that the candidates allow."""
    for source, counts in sorted(found.items()):
        p, r = counts["right"] / max(counts["reported"], 1), counts["right"] / max(counts["marked"], 1)
        reachable = counts["reachable"] / max(counts["marked"], 1)
        f1 = 2 * p * r / max(p + r, 1e-9)
        print(f"{source:18} p {p:.3f}  r {r:.3f}  f1 {f1:.3f}  reachable {reachable:.3f}  n {counts['marked']}")


def write(spelling: dict[str, float], matrix: Matrix, linear: LinearFit, trees: Trees) -> None:
    """The models as compressed text."""
    LINEAR.parent.mkdir(exist_ok=True)
    kept = [f"{name}\t{weight:.3f}" for name, weight in zip(matrix.names, linear.weights, strict=True) if weight]
    kept = sorted(kept + [f"{name}\t{weight}" for name, weight in spelling.items()])
    LINEAR.write_bytes(lzma.compress("\n".join(kept).encode(), check=lzma.CHECK_CRC32, preset=9))
    TREES.write_bytes(lzma.compress(write_trees(trees).encode(), check=lzma.CHECK_CRC32, preset=9))
    print(f"{len(kept):,} weights, {LINEAR.stat().st_size:,} bytes; {len(trees.trees)} trees, {TREES.stat().st_size:,} bytes")


def main() -> None:
    """Cross-validate, then train on everything and write the models."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--dry", action="store_true", help="write no models")
    args = parser.parse_args()
    spelling = letters(GAZETTEER)
    words_module.read_linear = lambda: Linear(spelling, numbered(spelling, TEMPLATES))  # type: ignore[assignment]
    numbering = Numbering()
    documents = [each for each in examples(args.folder, numbering) if each.features]
    matrix = Matrix(numbering, documents)
    candidates = sum(len(doc.labels) for doc in documents)
    print(f"{len(documents):,} documents, {candidates:,} candidates, {len(matrix.names):,} features")
    folds = list(GroupKFold(args.folds).split(documents, groups=[doc.group for doc in documents]))
    numbers: list[npt.NDArray[np.float32]] = [np.zeros(0, np.float32)] * len(documents)
    plain: dict[str, Counter[str]] = defaultdict(Counter)
    for train, test in folds:
        linear = fit_linear(matrix, [documents[n] for n in train])
        for n in test:
            sums = linear.sums(documents[n])
            numbers[n] = rows(documents[n].context, sums)
            plain[documents[n].source] += count(documents[n], sums.score)
    print("the linear model alone")
    show(plain)
    total: dict[str, Counter[str]] = defaultdict(Counter)
    for train, test in folds:
        trees = fit_ensemble([documents[n] for n in train], [numbers[n] for n in train])
        for n in test:
            total[documents[n].source] += count(documents[n], trees.scores(numbers[n]))
    print("with trees over it")
    show(total)
    if not args.dry:
        write(spelling, matrix, fit_linear(matrix, documents), fit_ensemble(documents, numbers))


if __name__ == "__main__":
    words_module.WORDS_REMEMBERED = 10**7
    GAZETTEER = open_gazetteer()
    main()
