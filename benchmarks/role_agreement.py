"""How far two people who mark the same passages agree on the roles.

    python benchmarks/role_agreement.py [--gate] [--list]

Compares ``benchmarks/roles/second/author*.tsv`` (a passage and its roles in order, marked from the plain spans without sight of
the first marks) with ``benchmarks/roles/passages``; with ``--gate``, ``plain*.tsv`` with the plain passages of ``tests/gate``.
Prints the share of equal roles and Cohen's kappa, together, by language and by role; where the first marker allowed several
roles, any of them agrees. ``--list`` shows every difference.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "roles"
GATE = Path(__file__).parents[1] / "tests" / "gate"
MARK = re.compile(r"\[\[([^|\]]+)\|([^|\]]+)\|[^\]]+\]\]")
LEFT_OUT = frozenset({"-"})
"""What a first marker writes at a name that is no place."""


class Pair(NamedTuple):
    """One mention marked twice: by the first hand, perhaps with several roles, and by the second."""

    passage: str
    lang: str
    text: str
    first: tuple[str, ...]
    second: str

    @property
    def agreed(self) -> str:
        """The first marker's role, the second's where the first allowed it."""
        return self.second if self.second in self.first else self.first[0]


def pairs(kind: str, passages: Path) -> Iterator[Pair]:
    """Every mention that is marked twice, in order."""
    for path in sorted((FOLDER / "second").glob(f"{kind}*.tsv")):
        lang = path.name.split(".")[1]
        first = dict(marked(passages / f"{path.stem}.txt"))
        for row in path.read_text(encoding="utf-8").splitlines()[1:]:
            passage, roles = row.split("\t")
            yield from (
                Pair(passage, lang, text, tuple(one.split("/")), two)
                for (text, one), two in zip(first[passage], roles.split(), strict=True)
            )


def marked(path: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The passages of a file: name, and the text and roles of each mark."""
    for block in path.read_text(encoding="utf-8").removeprefix("# ").split("\n# "):
        head, _, body = block.partition("\n")
        yield head.split()[0], [(m[1], m[2]) for m in MARK.finditer(body) if m[2] not in LEFT_OUT]


def kappa(both: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa of pairs of labels: 1 where all agree, 0 where no more than by chance."""
    seen = sum(one == two for one, two in both) / len(both)
    ones, twos = Counter(one for one, _ in both), Counter(two for _, two in both)
    chance = sum(ones[label] * twos[label] for label in ones) / len(both) ** 2
    return (seen - chance) / (1 - chance) if chance < 1 else 1.0


def row(name: str, both: Sequence[tuple[str, str]]) -> str:
    """A line of the table: how many, how many equal, and kappa."""
    same = sum(one == two for one, two in both)
    return f"| {name} | {len(both)} | {same / len(both):.3f} | {kappa(both):.3f} |\n"


def of_role(found: Sequence[Pair], role: str) -> str:
    """Precision-like agreement on one role: of those either marker gave it, how many both did; kappa of it against the rest."""
    both = [(each.agreed, each.second) for each in found]
    either = [pair for pair in both if role in pair]
    same = sum(one == two for one, two in either)
    binary = [(str(one == role), str(two == role)) for one, two in both]
    return f"| {role} | {len(either)} | {same / max(1, len(either)):.3f} | {kappa(binary):.3f} |\n"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="show every difference")
    parser.add_argument("--gate", action="store_true", help="the passages of the gate")
    given = parser.parse_args()
    twice = pairs("plain", GATE) if given.gate else pairs("author", FOLDER / "passages")
    found = [each for each in twice if "supported" not in each.first]
    if given.list:
        print(*(f"{p.passage}\t{p.text}\t{'/'.join(p.first)}\t{p.second}" for p in found if p.second not in p.first), sep="\n")
        return
    passages = len({each.passage for each in found})
    print(f"{passages} passages\n\n| language | mentions | equal | kappa |\n|---|---|---|---|")
    print(row("together", [(each.agreed, each.second) for each in found]), end="")
    for lang in sorted({each.lang for each in found}):
        print(row(lang, [(each.agreed, each.second) for each in found if each.lang == lang]), end="")
    print("\n| role | by either | by both | kappa |\n|---|---|---|---|")
    for role in sorted({each.agreed for each in found}):
        print(of_role(found, role), end="")


if __name__ == "__main__":
    main()
