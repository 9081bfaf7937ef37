"""The arguments and options that commands share, each checked where it is given."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import wraps
from pathlib import Path
from typing import Annotated

import typer

from geomap.cli.config import load_config
from geomap.documents import Document, InputFormat
from geomap.documents.encoding import AUTO, is_encoding
from geomap.documents.fields import LANGUAGES, parse_day
from geomap.documents.intake import MAX_SIZE, MIB
from geomap.reader import Reader, load


def check_lang(value: str | None) -> str | None:
    """The option as ISO 639-1."""
    if value is not None and value.lower() not in LANGUAGES:
        raise typer.BadParameter(f"{value!r} is no ISO 639-1 code such as nl or en")
    return value and value.lower()


def check_country(value: str | None) -> str | None:
    """The option as ISO 3166-1 alpha-2."""
    if value is not None and not (len(value) == 2 and value.isascii() and value.isalpha()):
        raise typer.BadParameter(f"{value!r} is no ISO 3166-1 alpha-2 code such as KZ")
    return value and value.upper()


def check_day(value: str | None) -> str | None:
    """The option as an ISO 8601 day."""
    if value is not None and parse_day(value) is None:
        raise typer.BadParameter(f"{value!r} is no ISO 8601 day such as 2022-01-05")
    return value


def check_encoding(value: str | None) -> str | None:
    """The option as an encoding that Python knows."""
    if value not in (None, AUTO) and not is_encoding(value):
        raise typer.BadParameter(f"no encoding is called {value!r}; such as windows-1252, koi8-r, utf-16-le, or auto")
    return value


INPUT_FORMAT_HELP = (
    "What the inputs hold, whatever their names. Without it, standard input is JSON lines where it begins with {, a "
    "page where it begins with <html or <!doctype html, a feed, a workbook or Parquet where it begins as these do, and "
    "else one plain text."
)

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help="Files (.txt, .html, .jsonl, .csv, .tsv, .xlsx, .parquet, .rss, .atom, .xml; also packed: .gz, .bz2, .xz, "
        ".zst), folders of these, or - for standard input.",
        show_default=False,
    ),
]
Lang = Annotated[
    str | None,
    typer.Option(callback=check_lang, metavar="CODE", help="Language of documents that state none: nl, en, ..."),
]
Day = Annotated[
    str | None,
    typer.Option("--date", callback=check_day, metavar="DAY", help="Publication of documents that state none: 2022-01-05."),
]
Outlet = Annotated[str | None, typer.Option(metavar="DOMAIN", help="Publisher of documents that state none: nos.nl.")]
Format = Annotated[InputFormat | None, typer.Option(help=INPUT_FORMAT_HELP)]
Encoding = Annotated[
    str | None,
    typer.Option(
        callback=check_encoding,
        metavar="NAME",
        help="Encoding of files without a byte order mark, if not UTF-8; or auto.",
    ),
]
MaxSize = Annotated[
    float, typer.Option(metavar="MIB", min=0.001, help="The largest document that is read, in MiB; a whole feed: 16 times.")
]
COLUMNS_PANEL = "Columns of tables, keys of JSON lines"
TextColumn = Annotated[
    str | None, typer.Option(metavar="NAME", help="Holds the text.", show_default="text", rich_help_panel=COLUMNS_PANEL)
]
DateColumn = Annotated[
    str | None, typer.Option(metavar="NAME", help="The day of publication.", show_default="date", rich_help_panel=COLUMNS_PANEL)
]
TitleColumn = Annotated[
    str | None, typer.Option(metavar="NAME", help="The title.", show_default="title", rich_help_panel=COLUMNS_PANEL)
]
IdColumn = Annotated[str | None, typer.Option(metavar="NAME", help="The id.", show_default="id", rich_help_panel=COLUMNS_PANEL)]
OutletColumn = Annotated[
    str | None, typer.Option(metavar="NAME", help="The publisher.", show_default="outlet", rich_help_panel=COLUMNS_PANEL)
]
UrlColumn = Annotated[
    str | None, typer.Option(metavar="NAME", help="The address.", show_default="url", rich_help_panel=COLUMNS_PANEL)
]
LangColumn = Annotated[
    str | None, typer.Option(metavar="NAME", help="The language.", show_default="lang", rich_help_panel=COLUMNS_PANEL)
]
Index = Annotated[
    Path | None, typer.Option("--gazetteer", metavar="PATH", help="Another index of places than the one shipped.")
]
Worldview = Annotated[
    str | None,
    typer.Option(
        metavar="VIEW",
        help="Whose borders: de-facto, un, or a state by its code: IN.",
        show_default="default, as ISO 3166",
    ),
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write.", show_default=False)]
Corrections = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Corrections made on a map, to be replayed: corrections.jsonl.")
]
Engine = Annotated[
    str | None, typer.Option(metavar="NAME", help="Who recognises the names instead of geomap: spacy:en_core_web_sm.")
]
Workers = Annotated[int, typer.Option(metavar="N", min=1, help="How many processes read.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say what is decided, and how long each stage takes.")]
Config = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        callback=load_config,
        is_eager=True,
        help="Defaults for these options.",
        show_default="the nearest geomap.toml",
    ),
]
ONLINE_PANEL = "Over the network, only when asked"
Geocoder = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Ask for names that the gazetteer does not place: nominatim, or nominatim:https://your.own.server.",
        rich_help_panel=ONLINE_PANEL,
    ),
]
UserAgent = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Who asks: 'our-newsroom/1.0 (desk@example.org)'.", rich_help_panel=ONLINE_PANEL),
]
GeocoderCache = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Where answers are kept.", show_default="in your folder of caches", rich_help_panel=ONLINE_PANEL
    ),
]
MaybeOutput = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="The file to write, not standard output; for a corpus FOLDER/."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to read the inputs, and what holds for documents that do not state it: each field is an option."""

    lang: Lang = None
    date: Day = None
    outlet: Outlet = None
    input_format: Format = None
    encoding: Encoding = None
    gazetteer: Index = None
    worldview: Worldview = None
    corrections: Corrections = None
    engine: Engine = None
    workers: Workers = 1
    verbose: Verbose = False
    config: Config = None
    geocoder: Geocoder = None
    user_agent: UserAgent = None
    geocoder_cache: GeocoderCache = None
    max_size: MaxSize = MAX_SIZE / MIB
    text_column: TextColumn = None
    date_column: DateColumn = None
    title_column: TitleColumn = None
    id_column: IdColumn = None
    outlet_column: OutletColumn = None
    url_column: UrlColumn = None
    lang_column: LangColumn = None

    def reader(self) -> Reader:
        """What reads the documents; corrections are left to the run, which also corrects reports made before."""
        return load(
            gazetteer=self.gazetteer,
            worldview=self.worldview,
            engine=self.engine,
            geocoder=self.geocoder,
            user_agent=self.user_agent,
            geocoder_cache=self.geocoder_cache,
        )

    @property
    def columns(self) -> dict[str, str]:
        """The columns that are named, by the field that they hold."""
        named = {field: getattr(self, f"{field}_column") for field in ("text", "date", "title", "id", "outlet", "url", "lang")}
        return {field: column for field, column in named.items() if column}

    def complete(self, document: Document) -> Document:
        """The document with what it does not state itself."""
        day = parse_day(self.date) if self.date else None
        return replace(
            document,
            lang=document.lang or self.lang,
            date=document.date or day,
            outlet=document.outlet or self.outlet,
        )


def takes_settings(command: Callable[..., None]) -> Callable[..., None]:
    """A command with an option for each field of the Settings that it takes."""
    names = tuple(field.name for field in fields(Settings))
    own = inspect.signature(command, eval_str=True)

    @wraps(command)
    def run(**given: object) -> None:
        settings = Settings(**{name: given.pop(name) for name in names})  # type: ignore[arg-type]
        command(settings=settings, **given)

    keep = [parameter for name, parameter in own.parameters.items() if name != "settings"]
    options = [
        inspect.Parameter(field.name, inspect.Parameter.KEYWORD_ONLY, default=field.default, annotation=field.type)
        for field in fields(Settings)
    ]
    run.__signature__ = own.replace(parameters=[*keep, *options])  # type: ignore[attr-defined]
    return run
