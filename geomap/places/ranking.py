"""Which of the places a name can mean is meant: a sum of weighed evidence, made a probability over the candidates.

A conditional logit (softmax over a name's places and "none of these"), in two passes: by itself, then in the light of
the other places of the document.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from math import exp
from pathlib import Path

from gazetteer.index import Gazetteer
from geomap.mentions import BLOC, Mention
from geomap.places.evidence import Group, Numbers, in_context, likeliest, name_groups, surroundings
from geomap.places.reasons import explain
from geomap.places.record import Alternative, Resolution
from geomap.text import Text

WEIGHTS = Path(__file__).parents[1] / "models" / "places.json"
NONE = "none_of_these"
# Passes in the light of the document's other places; measured on left-out outlets, a third changes next to nothing.
PASSES = 2
# What the contract shows: the five likeliest others.
MOST_ALTERNATIVES = 5
# An alternative less likely than one in two hundred helps nobody choose.
LEAST_ALTERNATIVE = 0.005

Weights = Mapping[str, Mapping[str, float]]


@cache
def weights() -> Weights:
    """The weights of both passes, evidence -> weight."""
    loaded: Weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return loaded


def resolve(text: Text, mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Resolution, ...]:
    """The place of every mention, in order; ``place`` is ``None`` where nothing fits."""
    groups = name_groups(text, mentions, gazetteer)
    known = weights()
    for group in groups:
        group.chances = chances(group.alone, known["alone"])
    evidence = together(groups, gazetteer)
    for _ in range(PASSES - 1):
        for group, each in zip(groups, evidence, strict=True):
            group.chances = chances(each, known["together"])
        evidence = together(groups, gazetteer)
    settled: dict[int, Resolution] = {}
    for group, each in zip(groups, evidence, strict=True):
        found = _settle(group, each, chances(each, known["together"]), gazetteer, known["together"])
        settled.update((id(mention), resolution) for mention, resolution in zip(group.mentions, found, strict=True))
    return tuple(settled.get(id(mention)) or _unknown(mention) for mention in mentions)


def together(groups: Sequence[Group], gazetteer: Gazetteer) -> list[list[Numbers]]:
    """For each place of each group: what speaks for it by itself, and what the document around says of it."""
    around, neighbours = surroundings(groups, gazetteer), likeliest(groups, gazetteer)
    return [
        [{**alone, **around_it} for alone, around_it in zip(group.alone, context, strict=True)]
        for group in groups
        for context in [in_context(group, around, neighbours, gazetteer)]
    ]


def chances(evidence: Sequence[Numbers], known: Mapping[str, float]) -> list[float]:
    """The probability of each candidate; what is missing to one is the chance that it is none of them."""
    scores = [sum(known.get(name, 0.0) * value for name, value in each.items()) for each in evidence]
    none = known.get(NONE, 0.0)
    top = max([none, *scores])
    powers = [exp(score - top) for score in scores]
    total = sum(powers) + exp(none - top)
    return [power / total for power in powers]


def _settle(
    group: Group, evidence: Sequence[Numbers], found: Sequence[float], gazetteer: Gazetteer, known: Mapping[str, float]
) -> list[Resolution]:
    order = sorted(range(len(found)), key=lambda rank: (-found[rank], group.postings[rank].place))
    best = order[0]
    none = 1 - sum(found)
    place = None if found[best] < none else gazetteer.place(group.postings[best].place)
    others = tuple(
        Alternative(place=gazetteer.place(group.postings[rank].place), confidence=found[rank])
        for rank in (order if place is None else order[1:])[:MOST_ALTERNATIVES]
        if found[rank] >= LEAST_ALTERNATIVE
    )
    sure = none if place is None else found[best]
    why = explain(place, evidence[best], known, group.namesakes)
    return [
        Resolution(mention=mention, place=place, confidence=sure, alternatives=others, why=(*mention.why, *why))
        for mention in group.mentions
    ]


def _unknown(mention: Mention) -> Resolution:
    """A mention under whose name the gazetteer has no place."""
    why = mention.why if BLOC in mention.why else (*mention.why, "the gazetteer knows no place of this name")
    return Resolution(mention=mention, place=None, confidence=0.0 if BLOC not in mention.why else 1.0, why=why)
