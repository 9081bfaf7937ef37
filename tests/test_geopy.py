"""geopy's interface over the gazetteer: what anybody's geopy code calls."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("geopy", reason="pip install 'geomap[geopy]'")

from geopy.exc import GeocoderQueryError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point
from test_gazetteer import nothing_to_check, place, small_world

from gazetteer.build import pack
from gazetteer.errors import GazetteerError
from gazetteer.geopy import GeomapGeocoder
from gazetteer.pack import write_index
from gazetteer.place import PlaceKind, Strength
from gazetteer.sources import NameRow


@pytest.fixture(scope="module")
def geocoder(tmp_path_factory: pytest.TempPathFactory) -> GeomapGeocoder:
    world = small_world()
    for row in (
        place("geonames:264371", PlaceKind.SETTLEMENT, "Athens", (37.98376, 23.72784), "GR", population=664_046),
        place("geonames:2206939", PlaceKind.SETTLEMENT, "Suva", (-18.14, 178.44), "FJ", population=77_366),
    ):
        world.add(row, [NameRow(row.id, row.name, Strength.OFFICIAL), NameRow(row.id, f"{row.name}, town", Strength.COMMON)])
    path = tmp_path_factory.mktemp("geopy") / "gazetteer.bin"
    write_index(pack(world), path, nothing_to_check)
    return GeomapGeocoder(path)


def test_it_is_one_of_geopy_s_geocoders(geocoder: GeomapGeocoder) -> None:
    assert isinstance(geocoder, Geocoder)
    assert RateLimiter(geocoder.geocode, min_delay_seconds=0)("Tbilisi").latitude == 41.69


def test_one_location(geocoder: GeomapGeocoder) -> None:
    found = geocoder.geocode("ATHENS")
    assert isinstance(found, Location)
    assert found.point == Point(37.98376, 23.72784)
    assert (found.address, found.raw["id"], found.raw["country"]) == ("Athens", "geonames:264371", "GR")


def test_several(geocoder: GeomapGeocoder) -> None:
    found = geocoder.geocode("Athens", exactly_one=False)
    assert [each.raw["country"] for each in found] == ["GR", "US"]
    assert len(geocoder.geocode("Athens", exactly_one=False, limit=1)) == 1


def test_nothing(geocoder: GeomapGeocoder) -> None:
    assert geocoder.geocode("Atlantis") is None
    assert geocoder.geocode("Atlantis", exactly_one=False) is None
    assert geocoder.geocode("") is None
    assert geocoder.geocode(",,,") is None


@pytest.mark.parametrize(
    "query", ["Athens, Georgia", "Athens, Ga., US", "athens,georgia,united states", "Athens, US-GA", "Athens, US"]
)
def test_what_follows_a_comma_is_what_it_lies_in(geocoder: GeomapGeocoder, query: str) -> None:
    assert geocoder.geocode(query, language="en").raw["id"] == "geonames:4180386"


def test_a_name_in_no_such_container(geocoder: GeomapGeocoder) -> None:
    assert geocoder.geocode("Tbilisi, Ukraine") is None
    assert geocoder.geocode("Tbilisi, Atlantis") is None
    assert geocoder.geocode("Georgia, Georgia") is None


def test_a_name_with_a_comma_of_its_own(geocoder: GeomapGeocoder) -> None:
    assert geocoder.geocode("Suva, town").raw["country"] == "FJ"


@pytest.mark.parametrize("codes", ["us", "US", ["us", "ca"], ("GE", " US ")])
def test_only_in_countries(geocoder: GeomapGeocoder, codes: object) -> None:
    assert geocoder.geocode("Athens", country_codes=codes).raw["country"] == "US"


@pytest.mark.parametrize(
    ("box", "country"),
    [
        ([(30, -90), (36, -80)], "US"),
        ([Point(36, -90), Point(30, -80)], "US"),
        (["30, 20", "40, 30"], "GR"),
        ([(30, 20), (40, -80)], "GR"),
        ([(0, 0), (1, 1)], None),
    ],
)
def test_only_in_a_box(geocoder: GeomapGeocoder, box: list[object], country: str | None) -> None:
    found = geocoder.geocode("Athens", viewbox=box)
    assert (found and found.raw["country"]) == country


def test_a_box_has_two_corners(geocoder: GeomapGeocoder) -> None:
    with pytest.raises(GeocoderQueryError, match="two corners, not 3"):
        geocoder.geocode("Athens", viewbox=[(0, 0), (1, 1), (2, 2)])


def test_the_address_is_in_the_language(geocoder: GeomapGeocoder) -> None:
    assert geocoder.geocode("Tbilisi", language="nl").address == "Tbilisi, Georgië"
    assert geocoder.geocode("Tbilisi", language="fr").address == "Tbilissi, Georgia"
    assert geocoder.geocode("Tbilisi").address == "Tbilisi, Georgia"


@pytest.mark.parametrize("query", [(41.7, 44.8), "41.7, 44.8", Point(41.7, 44.8)])
def test_reverse(geocoder: GeomapGeocoder, query: object) -> None:
    found = geocoder.reverse(query)
    assert found.raw["name"] == "Tbilisi"
    assert found.raw["distance_km"] == pytest.approx(2.7, abs=0.1)


def test_reverse_across_the_antimeridian(geocoder: GeomapGeocoder) -> None:
    assert geocoder.reverse((-18, -179.9)).raw["name"] == "Suva"


def test_reverse_several(geocoder: GeomapGeocoder) -> None:
    found = geocoder.reverse((42, 44), exactly_one=False, limit=2, language="nl")
    assert [each.raw["name"] for each in found] == ["Tbilisi", "Simferopol"]
    assert found[0].raw["distance_km"] < found[1].raw["distance_km"]


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="there is no gazetteer"):
        GeomapGeocoder(tmp_path / "none.bin")


def test_without_geopy_the_pip_line_is_told() -> None:
    code = "import sys; sys.modules['geopy'] = None; sys.modules['geopy.exc'] = None; import gazetteer.geopy"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert "MissingExtra: gazetteer.geopy needs geopy: pip install 'geomap[geopy]'" in ended.stderr
