"""Trains the weights of resolution, ``geomap/models/places.json``, and says how good they are on unseen outlets.

    python benchmarks/train_places.py FOLDER [--folds 5]

FOLDER holds LGL, TR-News and GeoWebNews (``docs/evaluation.md`` says where they come from). Needs scipy. The figures
are of documents left out of training, split by outlet, gold spans given; the weights written are trained on all.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from marked_places import Marked, MarkedDocument, contained_towns, english_news, own_passages
from scipy.optimize import minimize
from sklearn.model_selection import GroupKFold

from gazetteer import open_gazetteer
from geomap.mentions import find_mentions
from geomap.places.evidence import Group, Numbers, kilometres, name_groups
from geomap.places.ranking import NONE, WEIGHTS, chances, together
from geomap.text import read_text

# Strength of the pull of every weight towards zero; chosen on left-out outlets among 0.01 to 10.
PULL = 0.3
SAME_PLACE_KM = 161
SAME_SPOT_KM = 50
LEAST_SEEN = 5
PASSAGES = Path(__file__).parent / "roles" / "passages"


@dataclass(slots=True)
class Example:
    """One document: its name groups, and for each the candidate that annotators chose (-1 for none of them)."""

    source: str
    outlet: str
    groups: list[Group]
    gold: list[int]
    weight: list[int]
    marked: list[Marked]
    missing: int


def example(marked: MarkedDocument, source: str) -> Example:
    """The document with its linked spans given."""
    linked = {(each.start, each.end): each for each in marked.marked if each.lat is not None or each.place not in ("", "-")}
    text = read_text(replace(marked.document, spans=tuple(sorted(linked))))
    mentions = find_mentions(text, GAZETTEER)
    groups = name_groups(text, mentions, GAZETTEER)
    found = Example(source, marked.group, groups, [], [], [], sum(not mention.postings for mention in mentions))
    for group in groups:
        votes = Counter(linked[mention.start, mention.end] for mention in group.mentions)
        answer = replace(votes.most_common(1)[0][0], start=0, end=0)
        found.gold.append(chosen(group, answer))
        found.weight.append(len(group.mentions))
        found.marked.append(answer)
    return found


def chosen(group: Group, answer: Marked) -> int:
    """The candidate that annotators chose; -1 where it is not among them.

    Our own passages name the country, or country and city; there it is the most important candidate of that name, or,
    where the country itself is none of the candidates, the most important one in it.
    """
    places = [post.place for post in group.postings]
    if not answer.place:
        exact = (n for n, p in enumerate(places) if answer.geonameid and GAZETTEER.geonameid[p] == answer.geonameid)
        found = next(exact, None)
        return _same_spot(places, answer) if found is None else found
    country, _, city = answer.place.partition(":")
    if not city:
        whole = GAZETTEER.country_numbers.get(country, -1)
        inside = next((n for n, place in enumerate(places) if GAZETTEER.country_code(place) == country), -1)
        return next((n for n, place in enumerate(places) if place == whole), inside)
    named = {post.place for post in GAZETTEER.find(city)}
    return next((n for n, p in enumerate(places) if p in named and GAZETTEER.country_code(p) == country), -1)


def _same_spot(places: Sequence[int], answer: Marked) -> int:
    """A reviewed place without a GeoNames id, where annotators put the one they chose."""
    without = (n for n, place in enumerate(places) if not GAZETTEER.geonameid[place])
    return next((n for n in without if _distance(places[n], answer) <= SAME_SPOT_KM), -1)


def columns(evidence: Sequence[Numbers], index: dict[str, int]) -> np.ndarray:
    """Candidates x evidence."""
    matrix = np.zeros((len(evidence), len(index)))
    for row, each in enumerate(evidence):
        for name, value in each.items():
            if name in index:
                matrix[row, index[name]] = value
    return matrix


def fit(cases: Sequence[tuple[list[Numbers], int, int]]) -> dict[str, float]:
    """Weights of the conditional logit with "none of these" that make the annotators' choices likeliest."""
    seen = Counter(name for evidence, _, _ in cases for each in evidence for name in each)
    names = sorted(name for name, count in seen.items() if count >= LEAST_SEEN)
    index = {name: n for n, name in enumerate(names)}
    matrix = np.vstack([columns(evidence, index) for evidence, _, _ in cases])
    sizes = np.array([len(evidence) for evidence, _, _ in cases])
    firsts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    owner = np.repeat(np.arange(len(cases)), sizes)
    gold = np.array([first + choice if choice >= 0 else -1 for first, (_, choice, _) in zip(firsts, cases, strict=True)])
    weight = np.sqrt([w for _, _, w in cases])
    known = gold >= 0

    def loss(vector: np.ndarray) -> tuple[float, np.ndarray]:
        none, scores = vector[-1], matrix @ vector[:-1]
        top = np.maximum(np.maximum.reduceat(scores, firsts), none)
        powers = np.exp(scores - top[owner])
        total = np.add.reduceat(powers, firsts) + np.exp(none - top)
        right = np.where(known, scores[gold], none)
        value = -(weight * (right - top - np.log(total))).sum() + PULL * (vector**2).sum()
        share = powers / total[owner] * weight[owner]
        share[gold[known]] -= weight[known]
        slope_none = (weight * (np.exp(none - top) / total - ~known)).sum()
        slope = np.append(matrix.T @ share, slope_none) + 2 * PULL * vector
        return float(value), slope

    best = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return {name: round(float(w), 4) for name, w in zip([*names, NONE], best.x, strict=True)}


def train(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """Both weights; the second sees the chances of the first as an unseen document would, by halves, and then its own."""
    alone = fit([(g.alone, gold, w) for e in examples for g, gold, w in zip(e.groups, e.gold, e.weight, strict=True)])
    halves = (examples[::2], examples[1::2])
    known: list[dict[str, dict[str, float]]] = []
    for seen, unseen in (halves, halves[::-1]):
        first = fit([(g.alone, gold, w) for e in seen for g, gold, w in zip(e.groups, e.gold, e.weight, strict=True)])
        known.append({"alone": first, "together": fit(cases(unseen, {"alone": first}))})
    settled = [case for part, weights in zip(halves, known, strict=True) for case in cases(part, weights)]
    return {"alone": alone, "together": fit(settled)}


def cases(examples: Sequence[Example], known: dict[str, dict[str, float]]) -> list[tuple[list[Numbers], int, int]]:
    """What the second pass sees, with the annotators' choice; after a pass of its own where its weights are known."""
    return [case for each in examples for case in zip(second_pass(each, known), each.gold, each.weight, strict=True)]


def second_pass(each: Example, known: dict[str, dict[str, float]]) -> list[list[Numbers]]:
    """The evidence of the last pass for every group of a document."""
    for group in each.groups:
        group.chances = chances(group.alone, known["alone"])
    evidence = together(each.groups, GAZETTEER)
    if "together" in known:
        for group, found in zip(each.groups, evidence, strict=True):
            group.chances = chances(found, known["together"])
        evidence = together(each.groups, GAZETTEER)
    return evidence


def measure(each: Example, known: dict[str, dict[str, float]], found: Counter[str], sure: list[tuple[float, bool]]) -> None:
    """Count mentions, right ids, and answers within 161 km, over all linked spans."""
    found["n"] += each.missing
    for evidence, group, gold, weight, answer in zip(
        second_pass(each, known), each.groups, each.gold, each.weight, each.marked, strict=True
    ):
        chance = chances(evidence, known["together"])
        best = int(np.argmax(chance))
        place = group.postings[best].place
        found["n"] += weight
        found["reachable"] += weight * (gold >= 0)
        if chance[best] < 1 - sum(chance):
            continue
        right = best == gold
        near = right or (answer.lat is not None and _distance(place, answer) <= SAME_PLACE_KM)
        found["exact"] += weight * right
        found["near"] += weight * near
        sure += [(chance[best], right)] * weight


def _distance(place: int, answer: Marked) -> float:
    lat, lon = answer.lat or 0.0, answer.lon or 0.0
    return kilometres(GAZETTEER.lat[place], GAZETTEER.lon[place], int(lat * 1e5), int(lon * 1e5))


def reliability(sure: list[tuple[float, bool]]) -> None:
    """Of the answers with a confidence near each tenth, how many are right; and the expected calibration error."""
    error = 0.0
    for low in np.arange(0.0, 1.0, 0.1):
        inside = [(p, right) for p, right in sure if low <= p < low + 0.1 or (low > 0.85 and p == 1.0)]
        if inside:
            said, was = np.mean([p for p, _ in inside]), np.mean([right for _, right in inside])
            error += abs(said - was) * len(inside) / len(sure)
            print(f"  said {said:.2f}  was {was:.2f}  n {len(inside)}")
    print(f"  expected calibration error {error:.3f}")


def main() -> None:
    """Cross-validate by outlet, then train on everything and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    args = parser.parse_args()
    examples = [
        example(each, name)
        for name in ("lgl", "tr-news", "geowebnews")
        for each in english_news(args.folder / "places" / f"{name}.dev.jsonl")
    ]
    for path in sorted(PASSAGES.glob("*.txt")):
        examples += [example(each, f"own {path.suffixes[0][1:]}") for each in own_passages(path)]
    examples += [example(each, "contained") for each in contained_towns(GAZETTEER)]
    total: dict[str, Counter[str]] = defaultdict(Counter)
    sure: list[tuple[float, bool]] = []
    order = np.random.default_rng(1).permutation(len(examples))
    shuffled = [examples[n] for n in order]
    for seen, unseen in GroupKFold(args.folds).split(shuffled, groups=[each.outlet for each in shuffled]):
        known = train([shuffled[n] for n in seen])
        for n in unseen:
            measure(shuffled[n], known, total[shuffled[n].source], sure)
    for source, found in sorted(total.items()):
        shares = "  ".join(f"{name} {found[name] / found['n']:.3f}" for name in ("exact", "near", "reachable"))
        print(f"{source:12} {shares}  n {found['n']}")
    reliability(sure)
    known = train(shuffled)
    WEIGHTS.parent.mkdir(exist_ok=True)
    WEIGHTS.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    GAZETTEER = open_gazetteer()
    main()
