"""Which texts are near copies of one another, so that one agency's story in ten papers counts as one source."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from zlib import crc32

from gazetteer.names import WORD

Sketch = tuple[int, ...]

# Runs of so many words: shorter ones recur in texts that are independent, longer ones break at every edit.
RUN = 4
# Hashes kept of each text; with 64 the share of runs that two texts have in common is known to about six points.
KEPT = 64
# Texts that share so many of their runs are copies. An agency's story with a new headline and a paragraph cut shares
# more than half of them; two reporters' stories of one event share less than a tenth.
COPIED = 0.4


def sketch(text: str) -> Sketch:
    """The least hashes of the runs of words in a text: alike for texts that are alike."""
    words = WORD.findall(text.lower())
    runs = {" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))}
    return tuple(nsmallest(KEPT, {crc32(run.encode("utf-8", "surrogatepass")) for run in runs}))


def resemblance(one: Sketch, other: Sketch) -> float:
    """The share of runs that two texts have in common, from 0 to 1."""
    least = nsmallest(KEPT, set(one) | set(other))
    both = set(one) & set(other)
    return sum(value in both for value in least) / len(least) if least else 1.0


def count_sources(documents: Mapping[str, tuple[str | None, Sketch]]) -> int:
    """How many of the documents (id to outlet and sketch) are independent: neither of one outlet nor near copies."""
    sets = _Sets(documents)
    for alike in (_by_outlet(documents), *_copies({ident: each for ident, (_, each) in documents.items()})):
        for group in alike:
            for ident in group[1:]:
                sets.join(group[0], ident)
    return sets.count()


def _by_outlet(documents: Mapping[str, tuple[str | None, Sketch]]) -> Iterable[Sequence[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for ident, (outlet, _) in documents.items():
        if outlet:
            groups[outlet.lower().removeprefix("www.")].append(ident)
    return groups.values()


def _copies(sketches: Mapping[str, Sketch]) -> Iterable[Iterable[Sequence[str]]]:
    """Equal sketches first, then those that differ a little."""
    same: dict[Sketch, list[str]] = defaultdict(list)
    for ident, each in sketches.items():
        same[each].append(ident)
    yield same.values()
    yield _near({group[0]: each for each, group in same.items()})


def _near(sketches: Mapping[str, Sketch]) -> Iterable[Sequence[str]]:
    """Pairs of texts that share much; only those are compared that share any run."""
    holders: dict[int, list[str]] = defaultdict(list)
    for ident, each in sketches.items():
        shared = Counter(other for value in each for other in holders[value])
        for other, count in shared.items():
            least = COPIED * max(len(each), len(sketches[other]))
            if count >= least and resemblance(each, sketches[other]) >= COPIED:
                yield (other, ident)
        for value in each:
            holders[value].append(ident)


class _Sets:
    """Disjoint sets."""

    def __init__(self, members: Iterable[str]) -> None:
        self.parent = {member: member for member in members}

    def root(self, member: str) -> str:
        while (above := self.parent[member]) != member:
            self.parent[member] = self.parent[above]
            member = above
        return member

    def join(self, one: str, other: str) -> None:
        self.parent[self.root(other)] = self.root(one)

    def count(self) -> int:
        return sum(member == parent for member, parent in self.parent.items())
