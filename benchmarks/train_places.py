"""Trains the trees of resolution, ``geomap/models/places_*.tsv``, and says how good they are on unseen outlets.

    python benchmarks/train_places.py FOLDER [--folds 5] [--only-measure]

FOLDER holds LGL, TR-News and GeoWebNews (``docs/evaluation.md`` says where they come from). Needs catboost. The figures
are of documents left out of training, split by outlet, gold spans given; the trees written are trained on all.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
from boosting import Training, fit_trees
from marked_groups import OWN, Example, Measured, answer, example, stacked, unmarked_spans
from marked_places import contained_towns, english_news, named_features, own_passages
from sklearn.model_selection import GroupKFold

from gazetteer import Gazetteer, open_gazetteer
from geomap.places.around import look_around, look_home
from geomap.places.columns import Numbers, Rows
from geomap.places.evidence import FEATURES
from geomap.places.homes import SURE
from geomap.places.ranking import MODELS, chances
from geomap.trees import Trees, write_trees

PASSAGES = Path(__file__).parent / "roles" / "passages"
# What other sizes give on left-out outlets stands in docs/evaluation.md.
ALONE = Training("QuerySoftMax", trees=100, depth=4, rate=0.12)
TOGETHER = Training("QuerySoftMax", trees=200, depth=4, rate=0.12)
SETS = ("lgl", "tr-news", "geowebnews")
# The set in which every place is marked, so that what recognition finds beside them is none.
WHOLLY_MARKED = "geowebnews"

Homes = Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, opened once in each process."""
    return open_gazetteer()


def load(folder: Path) -> tuple[list[Example], dict[str, Example]]:
    """All documents in a fixed random order; and for those of the wholly marked set, one with false spans among them."""
    examples: list[Example | None] = []
    noisy: dict[str, Example | None] = {}
    for name in SETS:
        for each in english_news(folder / "places" / f"{name}.dev.jsonl"):
            examples.append(example(each, name, gazetteer()))
            if name == WHOLLY_MARKED:
                noisy[each.document.id] = example(each, name, gazetteer(), unmarked_spans(each, gazetteer()))
    for path in sorted(PASSAGES.glob("*.txt")):
        examples += [example(each, f"{OWN}{path.suffixes[0][1:]}", gazetteer()) for each in own_passages(path)]
    examples += [example(each, "contained", gazetteer()) for each in contained_towns(gazetteer())]
    examples += [example(each, "features", gazetteer()) for each in named_features(gazetteer())]
    known = [each for each in examples if each is not None]
    order = np.random.default_rng(1).permutation(len(known))
    return [known[n] for n in order], {ident: each for ident, each in noisy.items() if each is not None}


def fit(parts: Sequence[tuple[Example, Rows]], training: Training) -> Trees:
    """Trees that make the annotators' choices likeliest."""
    rows, targets, groups, weights = stacked(parts)
    return fit_trees(FEATURES, rows, targets, training, groups=groups, group_weights=weights)


def in_context(each: Example, found: Numbers, home: Sequence[tuple[str, ...]] = ()) -> Rows:
    """What the second pass sees; the example stays as it is."""
    before = each.made.rows.copy()
    if home:
        look_home(each.made, home, gazetteer())
    look_around(each.made, found)
    rows = each.made.rows.copy()
    each.made.rows[:] = before
    return rows


def homes_of(examples: Sequence[Example], found: Sequence[Numbers]) -> Homes:
    """Outlet -> the sure places of each of its articles, by what the model says and no annotator."""
    homes: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for each, chance in zip(examples, found, strict=True):
        if each.outlet:
            answers = (answer(each.made, chance, number) for number in range(len(each.gold)))
            sure = (gazetteer().place_id(place) for place, chance in answers if place is not None and chance >= SURE)
            homes[each.outlet].append((each.ident, tuple(dict.fromkeys(sure))))
    return homes


def home_of(homes: Homes, each: Example) -> list[tuple[str, ...]]:
    """The places of the outlet's other articles."""
    return [places for ident, places in homes.get(each.outlet or "", ()) if ident != each.ident]


def unseen(examples: Sequence[Example], rows: Sequence[Rows], training: Training) -> list[Numbers]:
    """The chances of every document by trees that did not see its outlet: two halves, each by the other."""
    found: dict[int, Numbers] = {}
    for seen, rest in GroupKFold(2).split(examples, groups=[each.split for each in examples]):
        trees = fit([(examples[n], rows[n]) for n in seen], training)
        found.update((n, chances(examples[n].made, trees.scores(rows[n]))) for n in rest)
    return [found[n] for n in range(len(examples))]


def train(examples: Sequence[Example]) -> dict[str, Trees]:
    """The trees of both passes. The second sees the chances of the passes before as an unseen document would."""
    plain = [each.made.rows for each in examples]
    first = unseen(examples, plain, ALONE)
    once = [in_context(each, chance) for each, chance in zip(examples, first, strict=True)]
    second = unseen(examples, once, TOGETHER)
    twice = [in_context(each, chance) for each, chance in zip(examples, second, strict=True)]
    homes = homes_of(examples, second)
    at_home = [
        (each, in_context(each, chance, home))
        for each, chance in zip(examples, second, strict=True)
        if (home := home_of(homes, each))
    ]
    parts = [*zip(examples, once, strict=True), *zip(examples, twice, strict=True), *at_home]
    return {"alone": fit(list(zip(examples, plain, strict=True)), ALONE), "together": fit(parts, TOGETHER)}


def passes(each: Example, models: Mapping[str, Trees], home: Sequence[tuple[str, ...]] = ()) -> list[Numbers]:
    """The chances after the first, second and third pass."""
    found = [chances(each.made, models["alone"].scores(each.made.rows))]
    for _ in range(2):
        found.append(chances(each.made, models["together"].scores(in_context(each, found[-1], home))))
    return found


Results = dict[str, dict[str, Measured]]


def measure(examples: Sequence[Example], models: Mapping[str, Trees], results: Results) -> None:
    """Count the answers of each design over unseen documents."""
    found = [passes(each, models) for each in examples]
    homes = homes_of(examples, [each[-1] for each in found])
    for each, (alone, once, twice) in zip(examples, found, strict=True):
        with_home = passes(each, models, home_of(homes, each))[-1]
        designs = {"one pass": alone, "two passes": once, "three passes": twice, "three passes, outlets known": with_home}
        for design, chance in designs.items():
            by_source = results.setdefault(design, {})
            by_source.setdefault(each.source, Measured(Counter(), [])).add(each, chance, gazetteer())


def fold(task: tuple[Path, int, int]) -> Results:
    """Train without one part of the outlets and measure on it."""
    folder, folds, number = task
    examples, noisy = load(folder)
    splits = list(GroupKFold(folds).split(examples, groups=[each.split for each in examples]))
    seen, rest = splits[number]
    models = train([noisy.get(examples[n].ident, examples[n]) for n in seen])
    results: Results = {}
    measure([examples[n] for n in rest], models, results)
    return results


def show(parts: Sequence[Results]) -> None:
    """Print every design by source, and the reliability of the last."""
    for design in parts[0]:
        print(f"{design}\n  {'':12} exact  near   reachable")
        total = Measured(Counter(), [])
        for source in sorted({source for part in parts for source in part[design]}):
            joined = Measured(Counter(), [])
            for part in parts:
                if source in part[design]:
                    joined.counts.update(part[design][source].counts)
                    joined.sure.extend(part[design][source].sure)
            total.sure.extend(joined.sure)
            print(f"  {source:12} {joined.shares()}  n {joined.counts['linked']}")
        reliability(total.sure)


def reliability(sure: Sequence[tuple[float, bool]]) -> None:
    """Of the answers with a confidence in each tenth, how many are right; and the expected calibration error."""
    error = 0.0
    for low in np.arange(0.0, 1.0, 0.1):
        inside = [(p, right) for p, right in sure if low <= p < low + 0.1 or (low > 0.85 and p == 1.0)]
        if inside:
            said, was = np.mean([p for p, _ in inside]), np.mean([right for _, right in inside])
            error += abs(said - was) * len(inside) / len(sure)
            print(f"  said {said:.2f}  was {was:.2f}  n {len(inside)}")
    print(f"  expected calibration error {error:.3f}")


def main() -> None:
    """Cross-validate by outlet, then train on everything and write the trees."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only-measure", action="store_true")
    parser.add_argument("--only-train", action="store_true")
    args = parser.parse_args()
    if not args.only_train:
        with ProcessPoolExecutor(args.jobs) as jobs:
            show(list(jobs.map(fold, [(args.folder, args.folds, number) for number in range(args.folds)])))
    if not args.only_measure:
        examples, noisy = load(args.folder)
        for name, trees in train([noisy.get(each.ident, each) for each in examples]).items():
            (MODELS / f"places_{name}.tsv").write_text(write_trees(trees), encoding="utf-8")


if __name__ == "__main__":
    main()
