"""Reports -> a short table for people: which place has which role, and how often."""

from collections import Counter
from collections.abc import Sequence
from typing import TextIO

from gazetteer.place import Place
from geomap.export.rows import ROLE_ORDER, writable
from geomap.report import Report
from geomap.roles import Role

LONGEST = 20  # rows: a screen has room for them and the lines around
HEADER = ("role", "place", "country", "mentions")

Cells = tuple[str, ...]


def print_table(reports: Sequence[Report], stream: TextIO) -> None:
    """Print the table: drawn by rich on a terminal, as plain aligned columns elsewhere."""
    table = table_rows(reports)
    if not table:
        print("No places found.", file=stream)
    elif stream.isatty():
        print_rich(table[:LONGEST], stream)
    else:
        print_plain(table[:LONGEST], stream)
    if len(table) > LONGEST:
        print(f"… and {len(table) - LONGEST} more", file=stream)


def table_rows(reports: Sequence[Report]) -> list[Cells]:
    """One row for each role of each place, the weightier roles and then the more frequent places first."""
    places: dict[str, Place] = {}
    counts: Counter[tuple[Role, str]] = Counter()
    for report in reports:
        for mention in report.mentions:
            if mention.resolution.place:
                place = places.setdefault(mention.resolution.place.id, mention.resolution.place)
                counts[mention.role, place.id] += 1
    ranked = sorted(counts, key=lambda key: (ROLE_ORDER.index(key[0]), -counts[key]))
    return [cells(role, places[ident], counts[role, ident]) for role, ident in ranked]


def cells(role: Role, place: Place, count: int) -> Cells:
    """One row."""
    return role.value.replace("_", " "), writable(place.name), place.country or "", str(count)


def print_plain(table: list[Cells], stream: TextIO) -> None:
    """Columns as wide as their widest cell, two blanks apart."""
    widths = [max(map(len, column)) for column in zip(HEADER, *table, strict=True)]
    for row in (HEADER, *table):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip(), file=stream)


def print_rich(table: list[Cells], stream: TextIO) -> None:
    """The table with rules and, where the terminal has them, colours."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(*HEADER)
    for row in table:
        drawn.add_row(*map(Text, row))
    Console(file=stream).print(drawn)
