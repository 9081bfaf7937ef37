"""The commands, one function each."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from gazetteer import open_gazetteer
from geomap.cli.corpus import corpus_folder, is_folder, parse_corpus
from geomap.cli.index import index_app
from geomap.cli.merging import merged_lines
from geomap.cli.options import (
    Config,
    Index,
    Inputs,
    MaybeOutput,
    Output,
    Settings,
    check_country,
    check_lang,
    takes_settings,
)
from geomap.cli.printing import print_lines, say
from geomap.cli.run import ALL_READ, SOME_BAD, Run
from geomap.documents import to_document
from geomap.export.files import check_writable, write_export, write_lines
from geomap.export.plain import json_line, place_dict
from geomap.export.reading import report_or_document
from geomap.export.schema import SCHEMA_FILE
from geomap.export.table import print_table
from geomap.map import draw, write_map
from geomap.report import Layer

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(index_app, name="gazetteer")


def check_tiles(value: str | None) -> str | None:
    """The option as a tile layer that xyzservices knows."""
    from geomap.map.tiles import find_tiles

    try:
        return value and find_tiles(value).name
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def print_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        from geomap.edition import edition

        print_lines([f"geomap {edition()}"])
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print it.")] = False,
) -> None:
    """News text in; every place found, resolved and given its role; a map out.

    \b
    Begin with:
        geomap map article.txt -o map.html
    What one mention is taken for, and why:
        geomap explain article.txt --text Almaty
    Have the shell complete commands and options:
        geomap --install-completion
    """


@app.command()
@takes_settings
def parse(
    inputs: Inputs,
    settings: Settings,
    output: MaybeOutput = None,
    merge: Annotated[
        bool, typer.Option("--merge", help="Give one id to what several documents tell, and count its sources.")
    ] = False,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Dask scheduler to read a corpus with: tcp://10.0.0.5:8786.")
    ] = None,
) -> None:
    """Read documents; print one report a line, as JSON.

    \b
    One article:
        geomap parse article.txt --lang nl --date 2022-01-05
    A folder of pages, into a file:
        geomap parse pages/ -o reports.jsonl
    From another program, and into one:
        curl -s https://example.org/story.html | geomap parse - | jq .mentions
    Once more, with what you corrected on the map:
        geomap parse article.txt --corrections corrections.jsonl
    The incidents of many papers, each with its sources; also of reports made before:
        geomap parse --merge papers/ -o merged.jsonl
        geomap parse --merge monday.jsonl tuesday.jsonl -o merged.jsonl
    A spreadsheet, and a packed table with columns of its own:
        geomap parse news.xlsx --text-column Article --date-column Published
        geomap parse month.csv.gz --text-column body -o month.jsonl
    Every mention with its role, as a table:
        geomap parse news.jsonl | jq -r '.mentions[] | [.role, .text] | @tsv'
    Millions, part by part into a folder; the same command goes on where it was stopped:
        geomap parse corpus/*.parquet -o out/
        geomap parse corpus/*.parquet -o out/ --scheduler tcp://10.0.0.5:8786

    A line of a .jsonl, a row of a .csv, .tsv, .xlsx or .parquet, an item of a
    feed is one document: its text, and where known its id, lang, date, title,
    outlet, url, byline and spans.
    What a report holds: geomap schema
    """
    if scheduler or is_folder(output):
        raise typer.Exit(parse_corpus(inputs, corpus_folder(output), settings, scheduler, merge=merge))
    run = Run(inputs, settings, Path(output) if output else None, report_or_document if merge else to_document)
    lines = merged_lines(run.reports()) if merge else (report.to_json() for report in run.reports())
    if output:
        write_lines(lines, Path(output))
    else:
        print_lines(lines)
    raise typer.Exit(run.status())


@app.command("map")
@takes_settings
def draw_map(
    inputs: Inputs,
    settings: Settings,
    output: Output,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What stands above the map.")] = None,
    ui_lang: Annotated[
        str | None, typer.Option(metavar="CODE", callback=check_lang, help="Language of the page's own words.")
    ] = None,
    tiles: Annotated[
        str | None,
        typer.Option(metavar="NAME", callback=check_tiles, help="An online tile layer besides: OpenStreetMap.Mapnik."),
    ] = None,
    blur: Annotated[
        float, typer.Option(metavar="KM", min=0, help="Move exact spots by up to so many kilometres, for safety.")
    ] = 0.0,
) -> None:
    """Draw documents, or reports made before, as one map: an HTML page that works without a network.

    \b
    One article:
        geomap map article.txt -o map.html
    A month of news, read once and drawn twice:
        geomap parse month/ -o month.jsonl
        geomap map month.jsonl -o month.html --title "January"
        geomap map month.jsonl -o maand.html --ui-lang nl
    With streets, which the reader's browser then loads from their provider:
        geomap map article.txt -o map.html --tiles OpenStreetMap.Mapnik

    Prints where the map is, and a short table of what was found.
    """
    run = Run(inputs, settings, output, report_or_document)
    check_writable(output)
    reports = list(run.reports())
    if reports:
        write_map(draw(reports, title=title, ui_lang=ui_lang, tiles=tiles, blur=blur), output)
        print(f"Map: {output.resolve()}\n")
        print_table(reports, sys.stdout)
    raise typer.Exit(run.status())


@app.command()
@takes_settings
def export(
    inputs: Inputs,
    settings: Settings,
    output: Output,
    layer: Annotated[Layer, typer.Option(help="What one feature is; .gpkg, .xlsx and .kml hold all.")] = Layer.MENTIONS,
) -> None:
    """Write documents, or reports made before, for a GIS; the ending of the output chooses the format.

    \b
    For QGIS, four layers in one file, in the colours of the map:
        geomap export reports.jsonl -o news.gpkg
    Incidents as GeoJSON:
        geomap export article.txt -o incidents.geojson --layer incidents
    For a spreadsheet, for Google Earth, for geopandas:
        geomap export reports.jsonl -o news.xlsx
        geomap export reports.jsonl -o news.kml
        geomap export reports.jsonl -o news.parquet
    """
    run = Run(inputs, settings, output, report_or_document)
    write_export(run.reports(), output, layer)
    raise typer.Exit(run.status())


@app.command()
@takes_settings
def explain(
    inputs: Inputs,
    settings: Settings,
    mention: Annotated[
        int | None,
        typer.Option("--mention", "-m", metavar="N", min=0, help="The mention of that number, from 0, as in a report."),
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", "-t", metavar="NAME", help="Every mention of that text, or of a place of that name.")
    ] = None,
    ident: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="The document, where there are several; else the first that fits.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON, one mention a line.")] = False,
) -> None:
    """Tell the whole story of a mention: why it is one, which places it could be, and why it has its role.

    \b
    Every mention of Almaty in an article:
        geomap explain article.txt --text Almaty
    Mention 12 of a report, as its list of mentions has it:
        geomap explain reports.jsonl --id a-2022-01-05 --mention 12
    For another program:
        geomap explain article.txt --mention 0 --json | jq .considered

    An asterisk marks what was chosen, a dash what was not. Reports made before
    are read again.
    """
    from geomap.cli.explain import explain as tell

    run = Run(inputs, settings)
    tell(run, mention, text, ident, as_json=as_json)
    raise typer.Exit(run.status())


@app.command()
def lookup(
    names: Annotated[list[str], typer.Argument(metavar="NAME", help="Names in any language or script.")],
    lang: Annotated[
        str | None, typer.Option(callback=check_lang, metavar="CODE", help="Names of this language come first.")
    ] = None,
    country: Annotated[
        str | None, typer.Option(callback=check_country, metavar="CODE", help="Only places in this country: KZ.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many places for each name.")] = 5,
    gazetteer: Index = None,
    config: Config = None,
) -> None:
    """Print what the gazetteer knows under a name, best first, one JSON object a line.

    \b
    For example:
        geomap lookup Tripoli
        geomap lookup "Den Haag" Wenen --lang nl -n 1
        geomap lookup Springfield --country US
    """
    index = open_gazetteer(gazetteer)
    unknown = []
    for name in names:
        places = index.lookup(name, lang=lang, country=country, limit=limit)
        print_lines(json_line({"query": name, **place_dict(place)}) for place in places)
        unknown += [] if places else [name]
    for name in unknown:
        say(f"no place is known as {name!r}")
    raise typer.Exit(SOME_BAD if unknown else ALL_READ)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a report.

    \b
    To check reports with any validator:
        geomap schema > report.schema.json
    """
    print_lines(SCHEMA_FILE.read_text(encoding="utf-8").splitlines())
