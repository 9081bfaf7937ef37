"""What can be seen of the candidates of a text and the words around them, as arrays with one row for each candidate."""

from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from geomap.mentions.candidates import Candidates
from geomap.mentions.words import CLASSES, NAME_NUMBERS, SHAPES
from geomap.text import Text

Integers = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float32]
Booleans = npt.NDArray[np.bool_]

GAPS = ("", " ", ",", ".", "-", "'", "(", ")", ":", "\n", "/")
"""What may stand between two words: nothing, a space, or the first other sign; the last is any other."""
_SIGNS = {sign: number for number, sign in enumerate(GAPS)} | {
    "’": 5, "‘": 5, '"': 5, "“": 5, "”": 5, "„": 5, "«": 5, "»": 5, ";": 8, "–": 4, "—": 10, "[": 6, "]": 7, "!": 3, "?": 3,
    "…": 3, "`": 5, "´": 5,
}  # fmt: skip
SMALL, DIGITS = SHAPES.index("a"), SHAPES.index("9")
IN, PERSON, GIVEN = (CLASSES.index(name) for name in ("in", "person", "given"))
LINKED = (IN, CLASSES.index("function"))
"""Classes of words that may stand between a word of kind and the name: "la ville de Lyon"."""
NEAR = 8
"""So many words before and after a name, its neighbours left out, tell what the sentence is about."""
_KINDS = ("country", "admin1", "admin2", "settlement", "facility", "water", "natural", "region")
_KIND_COLUMNS = [NAME_NUMBERS.index(kind) for kind in _KINDS]
_KIND_OF_CLASS = np.array([(*_KINDS, name).index("facility" if name == "building" else name) for name in CLASSES])
_KIND_OF_CLASS = np.minimum(_KIND_OF_CLASS, len(_KINDS))

USES = ("capital", "by_itself", "ends_run", "begins_run", "after_given", "after_title", "small", "after_in")
"""How often a word of the text is written with a capital; alone; last or first of several; after a given name, a title;
without a capital; after a word such as "in"."""


class _Gaps(dict[str, int]):
    def __missing__(self, gap: str) -> int:
        stripped = gap.strip()
        sign = stripped[0] if stripped else "\n" if "\n" in gap else " " if gap else ""
        code = self[gap] = _SIGNS.get(sign, len(GAPS) - 1)
        return code


_GAPS = _Gaps()
_number = itemgetter(0)


@dataclass(frozen=True, eq=False)
class Context:
    """One text with its candidates; every property is computed once, for all of them."""

    text: Text
    candidates: Candidates

    @cached_property
    def numbers(self) -> Integers:
        """The number of each word, with two of no word before the first and after the last."""
        return np.array([0, 0, *map(_number, self.candidates.words), 0, 0], np.intp)

    @cached_property
    def codes(self) -> Integers:
        """Shape, class, persons, fold and special of each word, padded as ``numbers``."""
        return self.candidates.lexicon.codes.rows[self.numbers].T

    @cached_property
    def gaps(self) -> Integers:
        """After each padded word, the sign that follows."""
        return np.array([0, 0, *map(_GAPS.__getitem__, self.text.gaps), 0, 0], np.intp)

    @cached_property
    def sentence(self) -> Integers:
        """Of each padded word, the sentence it is in."""
        sizes = [past - first for first, past in self.text.sentences]
        inside = np.repeat(np.arange(len(sizes)), sizes)
        return np.concatenate([[-1, -1], inside, [-2, -2]])

    @cached_property
    def first(self) -> Integers:
        """The padded number of each candidate's first word."""
        return np.array([each.first + 2 for each in self.candidates.found], np.intp)

    @cached_property
    def past(self) -> Integers:
        """The padded number of the word after each candidate."""
        return np.array([each.past + 2 for each in self.candidates.found], np.intp)

    @cached_property
    def name(self) -> Integers:
        """The number of what each candidate can mean."""
        return np.array([each.name.number for each in self.candidates.found], np.intp)

    @cached_property
    def about(self) -> Floats:
        """Of each candidate, NAME_NUMBERS."""
        return self.candidates.lexicon.numbers.rows[self.name]

    @cached_property
    def listed(self) -> Integers:
        """0 where no source lists the name, 1 where one does, 2 where it is inflected."""
        return (self.about[:, NAME_NUMBERS.index("listed")] + self.about[:, NAME_NUMBERS.index("inflected")]).astype(np.intp)

    @cached_property
    def around(self) -> dict[str, Integers]:
        """For each position of POSITIONS, the number in ``numbers`` of the word there; 0 is no word."""
        first, past = self.first, self.past
        sentence, own = self.sentence, self.sentence[self.first]
        found = {
            position: np.where(sentence[at] == own, at, 0)
            for position, at in (
                ("bb", first - 2),
                ("b", first - 1),
                ("a", past),
                ("aa", np.minimum(past + 1, len(sentence) - 1)),
            )
        }
        several = (past - first > 1) | (self.listed == 0)
        found["first"], found["last"] = np.where(several, first, 0), np.where(several, past - 1, 0)
        found["only"] = np.where(several, 0, first)
        found["in"] = np.where(past - first > 2, first + 1, 0)
        return found

    @cached_property
    def near(self) -> Integers:
        """Of each candidate, the words of its sentence around it but for its neighbours: two ranges, first and past."""
        inside, own = self.sentence[2:-2], self.sentence[self.first]
        start, end = np.searchsorted(inside, own) + 2, np.searchsorted(inside, own, side="right") + 2
        before, after = np.maximum(self.first - 2, start), np.minimum(self.past + 2, end)
        return np.stack([np.maximum(before - NEAR, start), before, after, np.minimum(after + NEAR, end)])

    @cached_property
    def agrees(self) -> Integers:
        """Whether a word beside each candidate, and its first or last word, say a kind of place that its name can mean."""
        kind, around = self.codes[1], self.around
        linked = np.isin(kind[around["b"]], LINKED)
        beside = (kind[around["b"]], np.where(linked, kind[around["bb"]], 0), kind[around["a"]])
        inside = (kind[self.first], kind[self.past - 1])
        rows = np.arange(len(self.first))
        kinds = np.concatenate([self.about[:, _KIND_COLUMNS] > 0, np.zeros((len(rows), 1), bool)], axis=1)
        found = [np.any([kinds[rows, _KIND_OF_CLASS[each]] for each in classes], axis=0) for classes in (beside, inside)]
        return np.array(found, np.intp)

    @cached_property
    def profile(self) -> Floats:
        """How each word of the text is used in it: see USES; a column for each number in ``same_word``."""
        shape, kind, word = self.codes[0], self.codes[1], self.same_word
        capital = self.capital
        place = np.arange(len(shape))
        long = self.run_past - self.run_first > 1
        before = np.concatenate([[0], kind[:-1]])
        near = capital & np.concatenate([[False], (self.gaps[:-1] == 1)])
        uses = (
            capital, capital & ~long, capital & long & (self.run_past - 1 == place), capital & long & (self.run_first == place),
            near & (before == GIVEN), near & (before == PERSON), shape == SMALL, near & (before == IN),
        )  # fmt: skip
        use, at = np.stack(uses).nonzero()
        counts = np.bincount(use * len(word) + word[at], minlength=len(uses) * len(word))
        return counts.astype(np.float32).reshape(len(uses), len(word))

    @cached_property
    def capital(self) -> Booleans:
        """Whether each padded word has a capital."""
        found: Booleans = (self.codes[0] > SMALL) & (self.codes[0] < DIGITS)
        return found

    @cached_property
    def run_first(self) -> Integers:
        """Of each padded word, the first of the run of capitals it is in; itself where it is in none."""
        found = np.arange(len(self.numbers))
        for first, past in self.candidates.runs:
            found[first + 2 : past + 2] = first + 2
        return found

    @cached_property
    def run_past(self) -> Integers:
        """Of each padded word, the end of the run of capitals it is in."""
        found = np.arange(1, len(self.numbers) + 1)
        for first, past in self.candidates.runs:
            found[first + 2 : past + 2] = past + 2
        return found

    @cached_property
    def capitals(self) -> Floats:
        """Of each padded word, the share of its sentence that has a capital."""
        return self.share(self.capital)

    @cached_property
    def digits(self) -> Floats:
        """Of each padded word, the share of its sentence that begins with a digit."""
        return self.share(self.codes[0] == DIGITS)

    def share(self, chosen: Booleans) -> Floats:
        """Of each padded word, the share of its sentence's words that are chosen."""
        inside = self.sentence[2:-2]
        counts = np.bincount(inside, weights=chosen[2:-2]) / np.maximum(np.bincount(inside), 1)
        return np.concatenate([[0, 0], counts[inside], [0, 0]]).astype(np.float32)

    @cached_property
    def begins(self) -> Booleans:
        """Whether each candidate begins its sentence."""
        found: Booleans = self.sentence[self.first - 1] != self.sentence[self.first]
        return found

    @cached_property
    def overlaps(self) -> tuple[Integers, Integers]:
        """Pairs of candidates that overlap: every one with every other, both ways."""
        found = self.candidates.found
        pairs: list[tuple[int, int]] = []
        for one, each in enumerate(found):
            for two in range(one + 1, len(found)):
                if found[two].first >= each.past:
                    break
                pairs.append((one, two))
        made = np.array(pairs, np.intp).reshape(-1, 2)
        return np.concatenate([made[:, 0], made[:, 1]]), np.concatenate([made[:, 1], made[:, 0]])

    @cached_property
    def letters(self) -> Integers:
        """How many letters each candidate has, with what stands between its words."""
        starts, ends = self.text.starts, self.text.ends
        return np.array([ends[each.past - 1] - starts[each.first] for each in self.candidates.found], np.intp)

    @cached_property
    def group(self) -> Integers:
        """Candidates of one place, or of the same unlisted words, have the same number."""
        fold = self.codes[3]
        place = self.about[:, NAME_NUMBERS.index("best_place")].astype(np.intp)
        words = (fold[self.first] << 32) + (fold[self.past - 1] << 8) + self.past - self.first
        known: dict[int, int] = {}
        keys = np.where(self.listed > 0, -1 - place, words).tolist()
        return np.array([known.setdefault(key, len(known)) for key in keys], np.intp)

    @cached_property
    def same_word(self) -> Integers:
        """Of each padded word, the padded number of one that is the same, for all of these the same one."""
        fold = self.codes[3]
        last = np.empty(len(self.candidates.lexicon.folds), np.intp)
        last[fold] = np.arange(len(fold))
        found: Integers = last[fold]
        return found

    @cached_property
    def held(self) -> Integers:
        """1 where the candidate is part of a longer name that a source lists, 2 where of a longer run only, else 0."""
        one, two = self.overlaps
        inside = (self.first[two] <= self.first[one]) & (self.past[two] >= self.past[one])
        found = np.zeros(len(self.first), np.intp)
        found[one[inside]] = 2
        found[one[inside & (self.listed[two] > 0)]] = 1
        return found

    @cached_property
    def beside(self) -> Integers:
        """Whether a listed name ends just before and begins just after, and the signs between."""
        starts, ends = np.zeros((2, len(self.numbers) + 1), np.intp)
        starts[self.first[self.listed > 0]] = 1
        ends[self.past[self.listed > 0]] = 1
        before, after = ends[self.first], starts[self.past]
        size = len(GAPS)
        return ((before * size + self.gaps[self.first - 1]) * 2 + after) * size + self.gaps[self.past - 1]
