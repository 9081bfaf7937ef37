"""The evaluation gate: measures geomap on passages that no training has seen, and fails where a floor is broken.

    python tests/gate/evaluate.py                              print the table; exit status 1 where a floor is broken
    python tests/gate/evaluate.py --update                     raise the floors to what is reached now
    python tests/gate/evaluate.py --update --allow-regression  lower them too: only on purpose, with the reason in the commit

``places.<lang>.txt`` and ``plain.<lang>.txt`` beside this file hold the passages, written for this gate by other hands than
those that train, without sight of the tables, and never to be trained on. Each is a line ``# id lang`` and a line of text in
which every place mention is marked ``[[surface|role|PLACE]]``: ``KZ`` or ``KZ:Almaty``, ``-`` where no single country holds
it. Roles that both fit are parted by a stroke.

precision, recall  of recognition on raw text: exact spans
country            of the marked mentions, spans given: resolved to the right country
roles              spans given: F1 of each role that occurs, averaged
f1                 spans given, all languages: of one role
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import geomap
from geomap.report import Report

FOLDER = Path(__file__).parent
FLOORS = FOLDER / "floors.json"
MARK = re.compile(r"\[\[([^\[\]|]+)\|([^\[\]|]+)\|([^\[\]|]+)\]\]")
ALL = "all"
# A floor stands this far under what was reached: one mention of the about 35 of a language, so that a single change of mind
# between two good models does not stop work, and two do.
SLACK = 0.03

Figures = dict[str, float]
Pair = tuple[str, str]
"""The role that is wanted, and the one that is given."""


@dataclass(frozen=True, slots=True)
class Gold:
    """One marked mention; ``country`` is ``None`` where no single one holds the place."""

    start: int
    end: int
    roles: tuple[str, ...]
    country: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage without its marks, and the mentions they marked."""

    ident: str
    lang: str
    text: str
    golds: tuple[Gold, ...]


def read_passages(path: Path) -> Iterator[Passage]:
    """The passages of a file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for head, line in zip(lines[::2], lines[1::2], strict=True):
        ident, lang = head.removeprefix("# ").split()
        text, golds = unmark(line)
        yield Passage(ident, lang, text, golds)


def unmark(line: str) -> tuple[str, tuple[Gold, ...]]:
    """The text without marks, and what was marked, by offsets in it."""
    text, at, golds = "", 0, list[Gold]()
    for mark in MARK.finditer(line):
        text += line[at : mark.start()]
        country = mark[3].partition(":")[0]
        end = len(text) + len(mark[1])
        golds.append(Gold(len(text), end, tuple(mark[2].split("/")), None if country == "-" else country))
        text += mark[1]
        at = mark.end()
    return text + line[at:], tuple(golds)


def measure(passages: Sequence[Passage]) -> tuple[Counter[str], list[Pair]]:
    """What is found and right, counted; and the role that each marked mention should have, and is given."""
    counts, roles = Counter[str](), list[Pair]()
    for passage in passages:
        found = spans_of(geomap.read(passage.text, lang=passage.lang))
        wanted = {(gold.start, gold.end) for gold in passage.golds}
        counts.update(found=len(found), wanted=len(wanted), right=len(found & wanted))
        given = geomap.read(passage.text, lang=passage.lang, spans=[(gold.start, gold.end) for gold in passage.golds])
        for gold, mention in zip(passage.golds, given.mentions, strict=True):
            place = mention.resolution.place
            counts["located"] += gold.country is not None
            counts["country"] += gold.country is not None and place is not None and place.country == gold.country
            roles.append((mention.role.value if mention.role in gold.roles else gold.roles[0], mention.role.value))
    return counts, roles


def figures_of(counts: Counter[str], roles: Sequence[Pair]) -> Figures:
    """The four figures of some passages."""
    by_role = f1_by_role(roles)
    return {
        "precision": counts["right"] / max(counts["found"], 1),
        "recall": counts["right"] / max(counts["wanted"], 1),
        "country": counts["country"] / max(counts["located"], 1),
        "roles": sum(by_role.values()) / max(len(by_role), 1),
    }


def reached_now() -> dict[str, Figures]:
    """The figures of each language and of all passages together, and the F1 of each role."""
    rows, together, roles = dict[str, Figures](), Counter[str](), list[Pair]()
    for lang in sorted({path.suffixes[0][1:] for path in FOLDER.glob("*.*.txt")}):
        passages = [each for path in sorted(FOLDER.glob(f"*.{lang}.txt")) for each in read_passages(path)]
        counts, pairs = measure(passages)
        rows[lang] = figures_of(counts, pairs)
        together += counts
        roles += pairs
    return {**rows, ALL: figures_of(together, roles), **{role: {"f1": f1} for role, f1 in sorted(f1_by_role(roles).items())}}


def spans_of(report: Report) -> set[tuple[int, int]]:
    """Where the report has mentions; blocs without a place are not asked for."""
    mentions = (each.resolution for each in report.mentions)
    return {(each.mention.start, each.mention.end) for each in mentions if each.mention.postings}


def f1_by_role(pairs: Sequence[Pair]) -> Figures:
    """F1 of each role that is wanted."""
    wanted, found = Counter(gold for gold, _ in pairs), Counter(role for _, role in pairs)
    right = Counter(gold for gold, role in pairs if gold == role)
    return {role: 2 * right[role] / (wanted[role] + found[role]) for role in wanted}


def read_floors() -> dict[str, Figures]:
    """The floors by language and measure; none where there is no file yet."""
    floors: dict[str, Figures] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    return floors


def show(reached: dict[str, Figures], floors: dict[str, Figures]) -> None:
    """A row a language, and a row a role: each figure, its floor behind it, and a mark where that is broken."""
    heads: Sequence[str] = ()
    for name, figures in reached.items():
        if tuple(figures) != heads:
            heads = tuple(figures)
            print(f"{'':15}" + "".join(f"{each:>20}" for each in heads))
        cells = (cell(figure, floors.get(name, {}).get(each, 0.0)) for each, figure in figures.items())
        print(f"{name:15}" + "".join(f"{each:>20}" for each in cells))


def cell(figure: float, floor: float) -> str:
    return f"{'BROKEN ' if figure < floor else ''}{figure:.3f} (>={floor:.3f})"


def broken(reached: dict[str, Figures], floors: dict[str, Figures]) -> list[str]:
    """The floors that are not reached, in words."""
    return [
        f"{lang} {measure}: {reached.get(lang, {}).get(measure, 0.0):.3f} is under its floor of {floor:.3f}"
        for lang, row in floors.items()
        for measure, floor in row.items()
        if reached.get(lang, {}).get(measure, 0.0) < floor
    ]


def raised(reached: dict[str, Figures], floors: dict[str, Figures], *, lower: bool) -> dict[str, Figures]:
    """The floors that hold from now on: a little under what is reached, and never under what held, unless ``lower``."""
    return {
        lang: {
            each: max(round(max(figure - SLACK, 0.0), 3), 0.0 if lower else floors.get(lang, {}).get(each, 0.0))
            for each, figure in figures.items()
        }
        for lang, figures in reached.items()
    }


def main() -> None:
    """Measure, show, and hold or raise the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="raise the floors")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: lower them too")
    args = parser.parse_args()
    reached, floors = reached_now(), read_floors()
    show(reached, floors)
    fallen = broken(reached, floors)
    if fallen and not (args.update and args.allow_regression):
        sys.exit("\n".join(fallen))
    if args.update:
        made = raised(reached, floors, lower=args.allow_regression)
        FLOORS.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
        print(f"wrote {FLOORS.name}")


if __name__ == "__main__":
    main()
