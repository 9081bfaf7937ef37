"""Makes a GeoNames dump that never was: rows in the official format, with the mix of kinds and names of the real one.

    python benchmarks/synthetic_geonames.py OUT [--rows 2000000]

Writes OUT/allCountries.zip and OUT/alternateNamesV2.zip. The same number of rows gives the same files. The kinds of places
and the numbers of names are mixed roughly as in the real dump: settlements, then terrain, water, buildings, divisions.
"""

import argparse
import random
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

FEATURES = (
    ("P", "PPL", 36), ("P", "PPLX", 1), ("P", "PPLA3", 1), ("T", "MT", 9), ("T", "HLL", 9), ("T", "ISL", 5), ("T", "VAL", 2),
    ("H", "STM", 13), ("H", "LK", 5), ("S", "SCH", 4), ("S", "FRM", 4), ("S", "HTL", 3), ("R", "RD", 1), ("L", "LCTY", 2),
    ("V", "FRST", 1), ("A", "ADM3", 1), ("A", "ADM4", 2), ("U", "RDGU", 1),
)  # fmt: skip
COUNTRIES = {
    "KZ": (40, 55, 47, 87),
    "FR": (42, 51, -5, 8),
    "US": (25, 49, -124, -67),
    "CN": (20, 50, 75, 130),
    "BR": (-33, 5, -70, -35),
}
LANGUAGES = ("en", "fr", "de", "es", "ru", "zh", "ar", "uk", "nl", "pt", "pl", "it", "tr", "ceb", "sv", "link", "wkdt", "")
DIVISIONS = 20
"""First-order divisions of each country; each has as many second-order ones."""
SYLLABLES = [
    "ba", "be", "bo", "ca", "de", "do", "el", "fa", "ga", "go", "hu", "in", "ka", "ko", "la", "le", "li", "lo", "ma",
    "me", "mo", "na", "ne", "no", "or", "pa", "po", "ra", "re", "ri", "ro", "sa", "se", "shi", "ta", "te", "to", "ul",
    "va", "vi", "za", "zhe",
]  # fmt: skip
CYRILLIC = [
    "ба", "бе", "во", "га", "да", "де", "жа", "зе", "ин", "ка", "ко", "ла", "ле", "ма", "мо", "на", "не", "ор", "па",
    "по", "ра", "ре", "са", "се", "та", "те", "ту", "ша", "эль", "я",
]  # fmt: skip
FIRST_ID = 20_000_000
"""Above the ids of real places, so that none is taken for another."""
NAMES_A_PLACE = 1.25
DAY = "2026-11-20"


def word(chance: random.Random, syllables: list[str]) -> str:
    """A word of two to five syllables."""
    return "".join(chance.choices(syllables, k=chance.randint(2, 5))).capitalize()


def name(chance: random.Random) -> str:
    """A name of one word, and of two in one of four."""
    return word(chance, SYLLABLES) if chance.random() < 0.75 else f"{word(chance, SYLLABLES)} {word(chance, SYLLABLES)}"


def row(
    ident: int,
    title: str,
    alternates: str,
    where: tuple[float, float],
    feature: tuple[str, str],
    codes: tuple[str, ...],
    people: int,
) -> str:
    """One row of the main file."""
    cells = (
        ident,
        title,
        title,
        alternates,
        f"{where[0]:.5f}",
        f"{where[1]:.5f}",
        *feature,
        codes[0],
        "",
        *codes[1:],
        "",
        "",
        people,
        "",
        12,
    )
    return "\t".join(map(str, (*cells, "Etc/UTC", DAY))) + "\n"


def divisions() -> Iterator[str]:
    """The rows of the first- and second-order divisions."""
    ident = FIRST_ID
    for country, (south, _, west, _) in COUNTRIES.items():
        for first in range(DIVISIONS):
            yield row(
                ident, f"Province {first} of {country}", "", (south, west), ("A", "ADM1"), (country, f"{first:02}", ""), 100_000
            )
            ident += 1
            for second in range(DIVISIONS):
                codes = (country, f"{first:02}", f"{second:03}")
                yield row(ident, f"District {first}-{second} of {country}", "", (south, west), ("A", "ADM2"), codes, 5_000)
                ident += 1


def places(rows: int, chance: random.Random) -> Iterator[str]:
    """The rows of the other places."""
    kinds, weights = [each[:2] for each in FEATURES], [each[2] for each in FEATURES]
    for ident in range(FIRST_ID + 100_000, FIRST_ID + 100_000 + rows):
        feature = chance.choices(kinds, weights)[0]
        country = chance.choice(list(COUNTRIES))
        south, north, west, east = COUNTRIES[country]
        where = (chance.uniform(south, north), chance.uniform(west, east))
        alternates = ",".join(name(chance) for _ in range(chance.choice((0, 0, 0, 1, 1, 2, 6))))
        people = int(chance.paretovariate(0.8) * 50) % 20_000_000 if feature[0] == "P" and chance.random() < 0.1 else 0
        codes = (country, f"{chance.randrange(DIVISIONS):02}", f"{chance.randrange(DIVISIONS):03}")
        yield row(ident, name(chance), alternates, where, feature, codes, people)


def alternate_names(rows: int, chance: random.Random) -> Iterator[str]:
    """The rows of the names by language."""
    for number in range(int(rows * NAMES_A_PLACE)):
        ident, lang = FIRST_ID + 100_000 + chance.randrange(rows), chance.choice(LANGUAGES)
        title = word(chance, CYRILLIC) if lang in ("ru", "uk") else name(chance)
        marks = "\t".join("1" if chance.random() < share else "" for share in (0.1, 0.02, 0.01, 0.01))
        yield f"{number + 1}\t{ident}\t{lang}\t{title}\t{marks}\t\t\n"


def write(path: Path, lines: Iterator[str]) -> None:
    """One zip with one text, without the time of day, so that the same rows give the same bytes."""
    entry = zipfile.ZipInfo(f"{path.stem}.txt", (2026, 11, 20, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "w") as archive, archive.open(entry, "w", force_zip64=True) as file:
        for line in lines:
            file.write(line.encode())


def main() -> None:
    """Write both files and say how large they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=int, default=2_000_000)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    began, chance = time.perf_counter(), random.Random(1)  # noqa: S311 - made-up names are no secret

    def main_rows() -> Iterator[str]:
        yield from divisions()
        yield from places(arguments.rows, chance)

    for file, lines in (("allCountries", main_rows()), ("alternateNamesV2", alternate_names(arguments.rows, chance))):
        path = arguments.out / f"{file}.zip"
        write(path, lines)
        print(f"{path}: {path.stat().st_size / 1e6:.0f} MB")
    print(f"{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
