"""How far the roles agree with public sets that were marked for other ends.

    python benchmarks/public_roles.py events FILE.jsonl     the place of an event among the places of its sentence
    python benchmarks/public_roles.py plover FILE.tsv       who accuses, helps or attacks whom; names that stand alone
    python benchmarks/public_roles.py readings FILE.xml     the place itself, or its people (ReLocaR, SemEval-2007 task 8)

``--step N`` reads every Nth entry only. Their conventions are not those of docs/roles.md: the figures tell where geomap
stands, not how right it is.
"""

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from pathlib import Path

import geomap
from geomap import Document
from geomap.pipeline import read_document
from geomap.roles import Reading, Role, RoleAssignment

ALLY, SITE = Role.ALLY, Role.INCIDENT_SITE
WANTED: dict[str, tuple[frozenset[Role], frozenset[Role]]] = {
    "ACCUSE": (frozenset({Role.ACCUSER}), frozenset({Role.ACCUSED})),
    "SUPPORT": (frozenset({ALLY}), frozenset()),
    "AID": (frozenset({ALLY}), frozenset()),
    "ASSAULT": (frozenset({Role.AGGRESSOR}), frozenset({Role.TARGET, SITE})),
}
"""By PLOVER class: the roles of the source and of the target."""
_ARTICLE = re.compile(r"^(the|a|an)\s+", re.IGNORECASE)
_LOCATION = re.compile(r'<(?:loc|location)\b[^>]*\breading="(\w+)"[^>]*>(.*?)</(?:loc|location)>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def events(entries: Sequence[str]) -> Iterator[str]:
    """Each place of a sentence: is it the event's place; and each event: is its place a site, and that of an incident."""
    counts = Counter[str]()
    for entry in map(json.loads, entries):
        golds = {(each["start"], each["end"]) for each in entry["location"]}
        report = geomap.read(entry["text"], lang="en")
        found = report.mentions
        near = [_overlaps(each, golds) for each in found]
        sites = {incident.place.id for incident in report.incidents}
        counts["places"] += len(found)
        counts["right"] += sum(is_gold == (each.role is SITE) for each, is_gold in zip(found, near, strict=True))
        if any(near):
            counts["events"] += 1
            places = [each.resolution.place for each, is_gold in zip(found, near, strict=True) if is_gold]
            counts["located"] += any(place is not None and place.id in sites for place in places)
            counts["site"] += any(each.role is SITE for each, is_gold in zip(found, near, strict=True) if is_gold)
    yield f"place or not: {counts['right'] / counts['places']:.3f} of {counts['places']} places"
    yield f"is a site: {counts['site'] / counts['events']:.3f} of {counts['events']} events with a place"
    yield f"place of an incident: {counts['located'] / counts['events']:.3f}"


def _overlaps(each: RoleAssignment, spans: Iterable[tuple[int, int]]) -> bool:
    mention = each.resolution.mention
    return any(mention.start < end and start < mention.end for start, end in spans)


def plover(entries: Sequence[str]) -> Iterator[str]:
    """Recall and precision of the roles of sources and targets that are nothing but a name of a place or its people."""
    wanted, found, given = Counter[str](), Counter[str](), Counter[str]()
    for row in csv.DictReader(entries, delimiter="\t"):
        roles = WANTED.get(row["root"], (frozenset(), frozenset()))
        mentions = {each.resolution.mention.text: each.role for each in geomap.read(row["sentence"], lang="en").mentions}
        for side, right in zip(("source", "target"), roles, strict=True):
            role = mentions.get(_ARTICLE.sub("", row[side]))
            if role is None:
                continue
            for name, (sources, targets) in WANTED.items():
                own = row["root"] == name and bool(right)
                wanted[name] += own
                found[name] += own and role in right
                given[name] += role in sources | targets and (own or row["root"] in WANTED)
    for name in WANTED:
        yield f"{name}: recall {found[name] / wanted[name]:.3f} of {wanted[name]}, precision {found[name] / given[name]:.3f}"


def readings(entries: Sequence[str]) -> Iterator[str]:
    """Literal or not, the reading of each marked name; mixed ones count as not literal."""
    counts = Counter[bool]()
    plain = Counter[bool]()
    for entry in entries:
        match = _LOCATION.search(entry)
        if match is None or match[1] == "unknown":
            continue
        before, name = (unescape(_TAG.sub("", part)) for part in (entry[: match.start()], match[2]))
        after = unescape(_TAG.sub("", entry[match.end() :]))
        span = (len(before), len(before) + len(name))
        report = read_document(Document(id="x", text=before + name + after, lang="en", spans=(span,)))
        literal = match[1].startswith("lit")
        counts[(report.mentions[0].reading is Reading.LITERAL) == literal] += 1
        plain[literal] += 1
    yield f"right: {counts[True] / counts.total():.3f} of {counts.total()}; literal: {plain[True] / plain.total():.3f}"


def entries_of(path: Path) -> list[str]:
    """The entries of a file: its samples if it is XML, else its lines."""
    text = path.read_text(encoding="latin-1" if "ISO-8859-1" in path.read_bytes()[:80].decode("ascii", "replace") else "utf-8")
    if path.suffix == ".xml":
        return [sample.split(">", 1)[1] for sample in re.split(r"<sample\b(?!texts)", text)[1:]]
    return text.splitlines()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", choices=("events", "plover", "readings"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--step", type=int, default=1)
    given = parser.parse_args()
    entries = entries_of(given.file)
    kept = entries[:1] + entries[1 :: given.step] if given.set == "plover" else entries[:: given.step]
    print(*{"events": events, "plover": plover, "readings": readings}[given.set](kept), sep="\n")


if __name__ == "__main__":
    main()
