"""Measures recognition on sets that train nothing: spans of places in sentences with IOB tags, in any language.

    python benchmarks/measure_mentions.py FOLDER/wikineural.*.dev.iob

The language stands in the file's name, ``NAME.LANG.PART.iob``. Such sets mark no demonyms, so mentions of that kind do not
count, nor do organisations such as NATO. The figures are of whole spans.
"""

import argparse
from collections import Counter
from pathlib import Path

from marked_places import MarkedDocument, iob

from gazetteer import Gazetteer, open_gazetteer
from geomap.mentions import BLOC, MentionKind, find_mentions
from geomap.text import read_text


def count(marked: MarkedDocument, gazetteer: Gazetteer, missed: Counter[str], wrong: Counter[str]) -> Counter[str]:
    """Marked, reported and right spans of one document; what was missed and wrong is counted by its words."""
    text = read_text(marked.document)
    gold = {(each.start, each.end) for each in marked.marked}
    mentions = find_mentions(text, gazetteer)
    found = {(each.start, each.end) for each in mentions if each.kind is MentionKind.NAME and BLOC not in each.why}
    whole = marked.document.text
    missed.update(whole[start:end] for start, end in gold - found)
    wrong.update(whole[start:end] for start, end in found - gold)
    return Counter(marked=len(gold), reported=len(found), right=len(gold & found))


def main() -> None:
    """Measure each file and print a row for it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--errors", type=int, default=0, help="so many of the commonest misses and false alarms")
    args = parser.parse_args()
    gazetteer = open_gazetteer()
    for path in args.files:
        missed, wrong = Counter[str](), Counter[str]()
        total = Counter[str]()
        for document in iob(path, path.name.split(".")[1]):
            total += count(document, gazetteer, missed, wrong)
        precision, recall = total["right"] / max(total["reported"], 1), total["right"] / max(total["marked"], 1)
        print(f"{path.name:28} precision {precision:.3f}  recall {recall:.3f}  mentions {total['marked']:,}")
        for title, errors in (("missed", missed), ("wrong", wrong)):
            if args.errors:
                print(f"    {title}: " + ", ".join(f"{name} {times}" for name, times in errors.most_common(args.errors)))


if __name__ == "__main__":
    main()
