"""The commands about the index of places: what is in it, and how to make it."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geomap.cli.options import Index, Output
from geomap.cli.printing import print_lines, say

if TYPE_CHECKING:
    from gazetteer.geonames_rows import Progress

index_app = typer.Typer(help="The index of places: what is in it, and how to make it.", no_args_is_help=True)


@index_app.command()
def info(
    gazetteer: Index = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON, also on a terminal.")] = False,
) -> None:
    """Print what is in the index: version, counts by kind and language, sources with their licences.

    \b
    A table on a terminal, JSON elsewhere:
        geomap gazetteer info
        geomap gazetteer info | jq .version
    """
    from gazetteer.index import open_gazetteer

    found = open_gazetteer(gazetteer).info()
    if sys.stdout.isatty() and not as_json:
        print_info(found)
    else:
        print_lines([json.dumps(found, indent=2, ensure_ascii=False)])


def print_info(found: Mapping[str, Any]) -> None:
    """The tables of ``geomap gazetteer info`` on a terminal."""
    from rich.columns import Columns
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"[bold]{found['version']}[/bold]  format {found['format']}", highlight=False)
    console.print(f"{found['places']:,} places, {found['names']:,} names", highlight=False)
    tables = []
    for title, counts in (("kind", found["kinds"]), ("language", found["languages"])):
        table = Table(title, "places" if title == "kind" else "names")
        table.columns[1].justify = "right"
        for name, count in counts.items():
            table.add_row(name, f"{count:,}")
        tables.append(table)
    console.print(Columns(tables))
    sources = Table("source", "version", "date", "licence", "gives", title="Sources", title_justify="left")
    for source in found["sources"]:
        sources.add_row(*(source[part] for part in ("name", "version", "date", "licence", "gives")))
    console.print(sources)


@index_app.command()
def build(output: Output) -> None:
    """Build the index again from the sources it is made of; needs geomap[gazetteer].

    \b
    And read with it:
        geomap gazetteer build -o gazetteer.bin
        geomap parse article.txt --gazetteer gazetteer.bin
    """
    from gazetteer.build import build as build_index

    build_index(output)
    say(f"built {output.resolve()}")


@index_app.command()
def import_geonames(
    dump: Annotated[Path, typer.Argument(metavar="DUMP", help="allCountries.zip, or a country's, from geonames.org.")],
    alternate_names: Annotated[
        Path | None, typer.Option(metavar="FILE", help="alternateNamesV2.zip: names by language.")
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder for the index.")] = Path(
        "geonames-gazetteer"
    ),
) -> None:
    """Index a full GeoNames dump, on top of all that the shipped index knows.

    \b
    Download once, index once (some minutes for each million places):
        geomap gazetteer import-geonames allCountries.zip \\
            --alternate-names alternateNamesV2.zip -o geonames
    And read with it:
        geomap parse article.txt --gazetteer geonames
        GEOMAP_GAZETTEER=geonames geomap parse article.txt

    Rows that are no rows of a dump are left out and named; more than one in a hundred, and nothing is made.
    """
    from gazetteer.geonames_dump import import_geonames as import_dump

    with progress_bar() as progress:
        made = import_dump(dump, output, alternate_names, progress=progress)
    for rows in made.bad_rows:
        for row in rows.named:
            say(f"left out: {row}")
        if rows.bad:
            say(f"{rows.bad:,} of {rows.rows:,} rows of {rows.file} were left out")
    say(f"{made.places:,} places and {made.names:,} names in {made.path.resolve()}")


@contextmanager
def progress_bar() -> Iterator["Progress"]:
    """A bar for each file on a terminal, nothing elsewhere."""
    from gazetteer.geonames_dump import quiet

    if not sys.stderr.isatty():
        yield quiet
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks = {}

        def show(file: str, done: int, size: int) -> None:
            if file not in tasks:
                tasks[file] = bars.add_task(file, total=size)
            bars.update(tasks[file], completed=done)

        yield show
