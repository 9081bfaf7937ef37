"""What the models look at: a sum of weights for the linear one, and rows of numbers for the trees over it.

Words themselves count only where they are common enough to have been kept in training, and only around a name or in
one that no source lists, so nothing here remembers the names of places.
"""

from dataclasses import dataclass

import numpy as np

from geomap.mentions.context import GAPS, USES, Context, Floats, Integers
from geomap.mentions.model import POSITIONS
from geomap.mentions.support import SUPPORT, support
from geomap.mentions.words import CLASSES, NAME_NUMBERS, SHAPES

S, K, G = len(SHAPES), len(CLASSES), len(GAPS)
_SIMPLE = np.array([0, 1, 2, 3, 3, 0, 0, 3, 3, 3, 3])
"""The gaps as four: nothing or a quotation, space, comma, other."""
HEADLINE = 0.6
"""The share of capitalised words in a sentence from which capitals tell little."""

TEMPLATES = {
    "before": K * S * G, "after": K * S * G, "both_class": 16 * K * K, "both_shape": S * S * G * G, "before_two": K * K * S * S,
    "after_two": K * K * S * S, "shape": S**3 * 15, "person": 4 * 4 * 2 * 3 * 2, "sentence": S * 16, "lower": 2 * 4 * 2 * 2 * 5,
    "run": 4 * 4 * 4 * 2 * 2, "held": 3 * 2 * 3, "ends": K * K * 4, "beside": 2 * G * 2 * G,
}  # fmt: skip
"""What the linear model sees of several things at once, each as one number below the one given."""

FIRST_USES = ("small", "capital", "by_itself", "after_given")
TOLD_APART = ("en", "es", "nl", "ru")
"""Languages with enough marked news of their own; what is learned for all the others is learned together."""
FEATURES = (
    "score", "left", "right", "inner", "gazetteer", "signs", "near", "agrees_beside", "agrees_inside", *NAME_NUMBERS[:-3],
    "words", "letters", "shape_first", "shape_last", "class_first", "class_last", "persons_first", "persons_last",
    "class_before", "class_before_that", "class_after", "class_after_that", "shape_before", "shape_after",
    "gap_before", "gap_after", "run_before", "run_after", "run", "begins_sentence", "capitals", "sentence_words", "text_words",
    *USES, *(f"first_{use}" for use in FIRST_USES),
    "same", "same_mean", "same_most", "above_same", "country", "division", "places_named", "text_mean",
    "holder", "part", "crossing", "holder_listed", "part_listed", "before", "before_one", "after", "after_one",
    "last_same", *SUPPORT, "looks", "ends_names", "begins_names", "digits_sentence", "digits_text", "capitals_text",
    *(f"lang_{lang}" for lang in TOLD_APART),
)  # fmt: skip
"""What the trees see."""
LEAST = -12.0
"""Stands for the score of a candidate that there is not."""


def templates(context: Context) -> dict[str, Integers]:
    """The number of each candidate under each of TEMPLATES."""
    shape, kind, persons, _, special = context.codes
    first, past, around, listed = context.first, context.past, context.around, context.listed
    last, size = past - 1, np.minimum(past - first, 5)
    known = np.minimum(listed, 1)
    sb, kb, sa, ka = shape[around["b"]], kind[around["b"]], shape[around["a"]], kind[around["a"]]
    gb, ga = context.gaps[first - 1], context.gaps[last]
    sbb, kbb, saa, kaa = shape[around["bb"]], kind[around["bb"]], shape[around["aa"]], kind[around["aa"]]
    several = size > 1
    use, word = context.profile, context.same_word
    given = (use[4][word[last]] > 0).astype(np.intp)
    small = (use[6][word[first]] > 0).astype(np.intp)
    repeated = np.minimum(use[0][word[first]], 4).astype(np.intp)
    headline = context.capitals[first] > HEADLINE
    run_before, run_after = np.minimum(first - context.run_first[first], 3), np.clip(context.run_past[last] - past, 0, 3)
    run = np.minimum(context.run_past[first] - context.run_first[first], 4) - 1
    second = shape[np.minimum(first + 1, last)]
    return {
        "before": (kb * S + sb) * G + gb,
        "after": (ka * S + sa) * G + ga,
        "both_class": (kb * 4 + _SIMPLE[gb]) * (K * 4) + ka * 4 + _SIMPLE[ga],
        "both_shape": (sb * G + gb) * (S * G) + sa * G + ga,
        "before_two": (kbb * S + sbb) * (K * S) + kb * S + sb,
        "after_two": (kaa * S + saa) * (K * S) + ka * S + sa,
        "shape": (((shape[first] * S + second) * S + shape[last]) * 5 + size - 1) * 3 + listed,
        "person": (((persons[first] * 4 + persons[last]) * 2 + given) * 3 + np.minimum(size, 3) - 1) * 2 + known,
        "sentence": (((context.begins * 2 + headline) * S + shape[first]) * 2 + known) * 2 + several,
        "lower": (((small * 4 + special[first]) * 2 + known) * 2 + several) * 5 + repeated,
        "run": (((run_before * 4 + run_after) * 4 + run) * 2 + known) * 2 + several,
        "held": (context.held * 2 + known) * 3 + np.minimum(size, 3) - 1,
        "ends": (kind[first] * K + kind[last]) * 4 + 2 * several + known,
        "beside": context.beside,
    }


@dataclass(frozen=True, slots=True)
class Sums:
    """The linear model's score of each candidate, and the parts that it is the sum of."""

    left: Floats
    right: Floats
    inner: Floats
    gazetteer: Floats
    signs: Floats
    near: Floats

    @property
    def score(self) -> Floats:
        """The sum, in log-odds."""
        return self.left + self.right + self.inner + self.gazetteer + self.signs + self.near


def linear_sums(context: Context) -> Sums:
    """The linear model's view of each candidate."""
    lexicon = context.candidates.lexicon
    by_word = lexicon.sums.rows
    numbers = context.numbers
    part = {
        position: by_word[numbers[at], column]
        for column, (position, at) in enumerate((each, context.around[each]) for each in POSITIONS[:-1])
    }
    tables = lexicon.linear.tables
    of = {name: tables[name][codes] for name, codes in templates(context).items()}
    return Sums(
        left=part["bb"] + part["b"] + of["before"] + of["before_two"],
        right=part["a"] + part["aa"] + of["after"] + of["after_two"],
        inner=part["first"] + part["last"] + part["only"] + part["in"] + of["shape"] + of["person"] + of["ends"] + of["lower"],
        gazetteer=lexicon.name_sums.rows[context.name, 0] + of["held"],
        signs=of["both_class"] + of["both_shape"] + of["sentence"] + of["run"] + of["beside"],
        near=_near(context, by_word[numbers, len(POSITIONS) - 1]),
    )


def _near(context: Context, weight: Floats) -> Floats:
    """The sum of what the words some way before and after each candidate weigh."""
    total = np.concatenate([[0], np.cumsum(weight, dtype=np.float64)])
    before, first, past, after = context.near
    found: Floats = (total[first] - total[before] + total[after] - total[past]).astype(np.float32)
    return found


def rows(context: Context, sums: Sums) -> Floats:
    """Candidates x FEATURES."""
    columns = (
        _of_the_name(context, sums) | _of_the_words(context) | _of_the_uses(context) | _of_the_text(context, sums.score)
        | _of_the_rivals(context, sums.score) | _of_the_letters(context) | support(context, 1 / (1 + np.exp(-sums.score)))
    )  # fmt: skip
    found = np.empty((len(FEATURES), len(context.first)), np.float32)
    for row, name in zip(found, FEATURES, strict=True):
        row[:] = columns[name]
    return found.T


Columns = dict[str, Floats | Integers]


def _of_the_name(context: Context, sums: Sums) -> Columns:
    """The linear model's score, and what is known of the places of the name."""
    found: Columns = dict(zip(NAME_NUMBERS, context.about.T, strict=True))
    beside, inside = context.agrees
    return found | {
        "agrees_beside": beside, "agrees_inside": inside,
        "score": sums.score, "left": sums.left, "right": sums.right, "inner": sums.inner, "gazetteer": sums.gazetteer,
        "signs": sums.signs, "near": sums.near, "words": context.past - context.first, "letters": context.letters,
    }  # fmt: skip


def _of_the_words(context: Context) -> Columns:
    """Shapes and classes of the words of the name and of its neighbours, and the signs between."""
    shape, kind, persons, _, _ = context.codes
    first, last, around = context.first, context.past - 1, context.around
    sentence = context.sentence
    return {
        "shape_first": shape[first], "shape_last": shape[last], "class_first": kind[first], "class_last": kind[last],
        "persons_first": persons[first], "persons_last": persons[last], "class_before": kind[around["b"]],
        "class_before_that": kind[around["bb"]], "class_after": kind[around["a"]], "class_after_that": kind[around["aa"]],
        "shape_before": shape[around["b"]], "shape_after": shape[around["a"]], "gap_before": context.gaps[first - 1],
        "gap_after": context.gaps[last], "run_before": first - context.run_first[first],
        "run_after": context.run_past[last] - context.past, "run": context.run_past[first] - context.run_first[first],
        "begins_sentence": context.begins, "capitals": context.capitals[first],
        "sentence_words": np.bincount(sentence[2:-2])[sentence[first]], "text_words": np.full(len(first), len(sentence)),
    }  # fmt: skip


def _of_the_uses(context: Context) -> Columns:
    """How the text uses the first and the last word of the name elsewhere."""
    first, last = context.same_word[context.first], context.same_word[context.past - 1]
    found: Columns = dict(zip(USES, context.profile[:, last], strict=True))
    by_use = dict(zip(USES, context.profile, strict=True))
    return found | {f"first_{use}": by_use[use][first] for use in FIRST_USES}


def _of_the_text(context: Context, score: Floats) -> Columns:
    """What the rest of the text says of the same name, and of its country and division."""
    group = context.group
    chance = 1 / (1 + np.exp(-score))
    count = np.bincount(group)
    total = np.bincount(group, weights=score)
    most = np.full(len(count), LEAST)
    np.maximum.at(most, group, score)
    others = count[group] - 1
    mean = np.where(others > 0, (total[group] - score) / np.maximum(others, 1), LEAST)
    share = np.bincount(group, weights=chance)
    weight = chance / count[group]
    support = []
    for column in (-3, -2):
        area = context.about[:, column].astype(np.intp)
        support.append(np.bincount(area, weights=weight)[area] - share[group] / count[group])
    named = np.full(len(score), weight.sum())
    return {
        "same": others, "same_mean": mean, "same_most": most[group], "above_same": most[group] - score, "country": support[0],
        "division": support[1], "places_named": named, "text_mean": np.full(len(score), chance.mean()),
    }  # fmt: skip


def _of_the_letters(context: Context) -> Columns:
    """What the words look like, and how much of the sentence and the text are numbers and capitals."""
    facts, numbers, first, last = context.candidates.lexicon.facts.rows, context.numbers, context.first, context.past - 1
    whole = np.ones(len(first), np.float32)
    return {
        "looks": facts[numbers[last], 0], "ends_names": facts[numbers[last], 1], "begins_names": facts[numbers[first], 2],
        "digits_sentence": context.digits[first], "digits_text": whole * (context.codes[0] == S - 1)[2:-2].mean(),
        "capitals_text": whole * context.capital[2:-2].mean(),
    } | {f"lang_{lang}": whole * (context.text.lang == lang) for lang in TOLD_APART}  # fmt: skip


def _of_the_rivals(context: Context, score: Floats) -> Columns:
    """The scores of candidates that overlap this one or stand beside it."""
    one, two = context.overlaps
    first, past, word = context.first, context.past, context.same_word
    wider = (first[two] <= first[one]) & (past[two] >= past[one])
    inside = (first[two] >= first[one]) & (past[two] <= past[one])
    listed = np.where(context.listed > 0, 1.0, 0.0)
    size = len(context.numbers) + 2
    starts, ends = _most(size, first, score), _most(size, past, score)
    by_last = _most(size, word[past - 1], np.where(past - first > 1, score, LEAST))
    return {
        "holder": _most(len(score), one[wider], score[two[wider]]),
        "part": _most(len(score), one[inside], score[two[inside]]),
        "crossing": _most(len(score), one[~(wider | inside)], score[two[~(wider | inside)]]),
        "holder_listed": _most(len(score), one[wider], listed[two[wider]], 0.0),
        "part_listed": _most(len(score), one[inside], listed[two[inside]], 0.0),
        "before": ends[first], "before_one": ends[first - 1], "after": starts[past], "after_one": starts[past + 1],
        "last_same": by_last[word[past - 1]],
    }  # fmt: skip


def _most(size: int, place: Integers, score: Floats, least: float = LEAST) -> Floats:
    """The highest score at each place."""
    found = np.full(size, least)
    np.maximum.at(found, place, score)
    return found
