"""What speaks for each place that a name can mean, and for none of them, as rows of numbers.

A document's candidates are the places of all its groups, then one row a group for "none of these". First each group is
judged by itself; then the document's other places, weighed by how sure they are, speak for or against each candidate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gazetteer.index import Gazetteer
from geomap.mentions import MentionKind
from geomap.places.columns import COUNTRY, NAMED, Integers, Numbers, Rows, Truths, columns_of
from geomap.places.groups import Group
from geomap.text import Text

BESIDE = ("in_division_comma", "in_country_comma", "in_division_near", "in_country_near", "in_division_before",
          "in_country_before", "cue_for_it", "cue_for_another")  # fmt: skip
"""What the words beside a name say of each of its places."""
WHOLE = ("none", "choices", "namesakes", "mentions", "words", "partial", "demonym", "first", "part_of_longer", "groups",
         "english", "articles")  # fmt: skip
"""What is the same for all places of a name."""
AT_HOME = ("home_place", "home_division", "home_county", "home_country", "home_near", "home_around")
"""What the outlet's other articles say of each place: shares of their places that are it, lie with it, or are near."""
SUMS = ("same_country", "same_division", "same_county", "country_named", "division_named", "county_named", "inside",
        "same_place", "close", "around", "beside_country", "beside_division", "beside_close",
        "among_capitals", "beside_capitals")  # fmt: skip
"""How many of the document's other groups speak for each place, by their chances."""
KILOMETRES = ("nearest", "nearest_beside")
"""Powers of ten of the distance to the nearest likely place of another group."""
BEFORE = ("chance",)
AROUND = (*SUMS, *KILOMETRES, *BEFORE)
BEHIND = tuple(f"{name}_behind" for name in (*AT_HOME, *AROUND))
"""The same, beside the best of the group."""
TOPIC = ("country_share", "division_share", "countries", "unsure")
FEATURES = (*NAMED, *BESIDE, *WHOLE, *AT_HOME, *AROUND, *BEHIND, *TOPIC)

FIRST = {name: FEATURES.index(name) for name in FEATURES}
# Chances below this cannot move a sum that is compared in tenths.
TOO_UNLIKELY = 0.05
# Kilometres within which places speak for each other: the same town and its neighbours, the same region.
CLOSE_KM, AROUND_KM = 40.0, 250.0
FAR_KM = 20_000.0
# Counts above this say no more.
MOST = 6.0


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """All places of a document's groups, behind one another, then "none of these" of each group.

    ``owner`` is the group of each row, ``first`` the first row of each group; ``rows`` x ``FEATURES``.
    """

    groups: tuple[Group, ...]
    number: Integers
    kind: Integers
    country: Integers
    country_place: Integers
    admin1: Integers
    admin2: Integers
    point: Numbers
    owner: Integers
    first: Integers
    beside: Truths
    rows: Rows

    def __len__(self) -> int:
        """How many places, without the rows of "none of these"."""
        return len(self.number)

    def of(self, group: int) -> slice:
        """The rows of a group's places."""
        past = self.first[group + 1] if group + 1 < len(self.first) else len(self)
        return slice(int(self.first[group]), int(past))


def candidates(text: Text, groups: Sequence[Group], gazetteer: Gazetteer) -> Candidates:
    """The candidates of a document with what speaks for each by itself; the columns ``AROUND`` are still empty."""
    columns = columns_of(gazetteer)
    found = [columns.places_of(group.key, group.postings, group.added, text.lang) for group in groups]
    sizes = [each.numbers.shape[1] for each in found]
    total = sum(sizes)
    first = np.cumsum([0, *sizes[:-1]])
    owner = np.concatenate([np.repeat(np.arange(len(groups)), sizes), np.arange(len(groups))])
    rows = np.zeros((total + len(groups), len(FEATURES)), np.float32)
    rows[:total, : len(NAMED)] = np.concatenate([each.rows for each in found])
    number, kind, country, within, admin1, admin2 = np.concatenate([each.numbers for each in found], axis=1)
    point, beside = np.concatenate([each.point for each in found]), _neighbours(groups)
    made = Candidates(
        tuple(groups), number, kind, country, within, admin1, admin2, point, owner, first, beside, rows
    )  # fmt: skip
    _fill_beside(made)
    whole = np.array([_whole(text, group, groups) for group in groups], np.float32)
    rows[:, FIRST["choices"] : FIRST["choices"] + whole.shape[1]] = whole[owner]
    rows[total:, FIRST["none"]] = 1.0
    _fill_best(made, ("size", "fame", "standing"))
    return made


def _fill_best(made: Candidates, names: Sequence[str]) -> None:
    """Give "none of these" what the best of the group has."""
    for name in names:
        column = made.rows[:, FIRST[name]]
        column[len(made) :] = np.maximum.reduceat(column[: len(made)], made.first)


def _neighbours(groups: Sequence[Group]) -> Truths:
    """Groups x groups: whether a mention of one follows a mention of the other."""
    order = sorted((mention.first, number) for number, group in enumerate(groups) for mention in group.mentions)
    found = np.zeros((len(groups), len(groups)), np.bool_)
    for (_, one), (_, two) in pairwise(order):
        found[one, two] = found[two, one] = one != two
    return found


def _fill_beside(made: Candidates) -> None:
    """The columns ``BESIDE``, only for groups that have a word or name beside them."""
    start = FIRST[BESIDE[0]]
    for number, group in enumerate(made.groups):
        if not group.cues and not group.beside:
            continue
        part = made.of(number)
        for container in group.beside:
            holders = np.array([post.place for post in container.mention.postings])
            shift = 4 if container.before else 0 if container.after_comma else 2
            in_division = _is_one_of(made.admin1[part], holders) | _is_one_of(made.admin2[part], holders)
            in_country = _is_one_of(made.country_place[part], holders) & ~in_division & (made.kind[part] != COUNTRY)
            made.rows[part, start + shift] = np.maximum(made.rows[part, start + shift], in_division)
            made.rows[part, start + shift + 1] = np.maximum(made.rows[part, start + shift + 1], in_country)
        if group.cues:
            fits = made.rows[part, : len(_KINDS)] @ np.array([kind in group.cues for kind in _KINDS], np.float32)
            made.rows[part, start + 6], made.rows[part, start + 7] = fits, 1 - fits


def _is_one_of(numbers: Integers, some: Integers) -> Truths:
    found: Truths = (numbers[:, None] == some).any(axis=1)
    return found


_KINDS = tuple(name.removeprefix("is_") for name in NAMED if name.startswith("is_"))


def _whole(text: Text, group: Group, groups: Sequence[Group]) -> tuple[float, ...]:
    """The columns of ``WHOLE`` from "choices" to "english"."""
    one = group.mentions[0]
    longer = f" {group.key} "
    return (
        np.log2(len(group.postings) + 1.0),
        np.log2(group.named + 1.0),
        min(len(group.mentions), MOST),
        group.key.count(" ") + 1.0,
        float(" ".join(text.folded[one.first : one.past]) != group.key),
        float(one.kind is MentionKind.DEMONYM),
        one.first / max(len(text.words), 1),
        float(any(longer in f" {other.key} " for other in groups if other is not group)),
        min(len(groups), 20.0),
        float(text.lang == "en"),
    )
