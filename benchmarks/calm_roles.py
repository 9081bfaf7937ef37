"""How often a mention has a role where nothing happens: sport, culture, weather, trade, biography, travel, history.

    python benchmarks/calm_roles.py [--list]

Reads the raw texts of ``benchmarks/roles/calm/passages.txt``, in which no place is anything but a mention or a source.
Prints the share of mentions with another role, together and by language; ``--list`` shows each of them.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import geomap
from geomap.roles import Role

PASSAGES = Path(__file__).parent / "roles" / "calm" / "passages.txt"
CALM = frozenset({Role.MENTION, Role.SOURCE})


def passages() -> Iterator[tuple[str, str, str]]:
    """Name, language and text of each passage."""
    for block in PASSAGES.read_text(encoding="utf-8").removeprefix("# ").split("\n# "):
        head, _, text = block.partition("\n")
        name, lang = head.split()
        yield name, lang, text.strip()


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="show every mention that has a role")
    shown = parser.parse_args().list
    counts: dict[str, list[int]] = {}
    for name, lang, text in passages():
        for each in geomap.read(text, lang=lang, id=name).mentions:
            wrong = each.role not in CALM
            for key in ("together", lang):
                tally = counts.setdefault(key, [0, 0])
                tally[0] += 1
                tally[1] += wrong
            if wrong and shown:
                print(name, each.resolution.mention.text, each.role, each.confidence, each.why[0], sep="\t")
    print("| language | mentions | with a role | share |\n|---|---|---|---|")
    for key, (mentions, wrong) in counts.items():
        print(f"| {key} | {mentions} | {wrong} | {wrong / mentions:.3f} |")


if __name__ == "__main__":
    main()
