"""A GeoNames dump becomes an index: what it adds, what the shipped index keeps, and files that are no dump."""

import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import Program
from test_gazetteer import nothing_to_check, small_world

from gazetteer import Gazetteer, geonames_scratch, open_gazetteer
from gazetteer.build import pack
from gazetteer.errors import GazetteerError, OutputError, SourceError
from gazetteer.geonames_dump import SCRATCH, Imported, import_geonames
from gazetteer.geonames_rows import BAD_ROWS_NAMED
from gazetteer.index import ENVIRONMENT
from gazetteer.pack import write_index
from gazetteer.place import Name, Strength
from geomap.cli.index import progress_bar

TBILISI, KUTAISI, PARIS_TX, RIVER, IMERETI, DISTRICT, OTHER = 611717, 613607, 4717560, 611600, 865538, 613608, 999


def row(ident: object, name: str, lat: object = 42.0, lon: object = 43.0, feature: str = "P.PPL", **more: object) -> str:
    kind, _, code = feature.partition(".")
    get = more.get
    place = (ident, name, get("ascii", name), get("alternates", ""), lat, lon, kind, code, get("country", "GE"), "")
    cells = (*place, get("admin1", ""), get("admin2", ""), "", "", get("population", 0), "", 12, "Asia/Tbilisi", "2026-11-20")
    return "\t".join(map(str, cells)) + "\n"


ROWS = [
    row(IMERETI, "Imereti", feature="A.ADM1", admin1="66", population=481_473),
    row(DISTRICT, "Kutaisi District", feature="A.ADM2", admin1="66", admin2="613608"),
    row(KUTAISI, "Kutaisi", 42.26791, 42.69459, "P.PPLA", admin1="66", admin2="613608", population=135_201,
        alternates="Kutais,KUT,Qut'aisi,ku ta yi xi,Кутаиси"),
    row(TBILISI, "T'bilisi", 41.69411, 44.83368, "P.PPLC", population=1_049_498),
    row(PARIS_TX, "Paris", 33.66094, -95.55551, country="US", population=24_782),
    row(RIVER, "Rioni", 42.2, 41.7, "H.STM"),
    *(row(1000 + number, f"Village {chr(97 + number % 26)}{chr(97 + number // 26)}") for number in range(300)),
]  # fmt: skip


def names_row(ident: object, lang: str, name: str, marks: str = "", number: int = 1) -> str:
    cells = [number, ident, lang, name, *("1" if mark in marks else "" for mark in "pscH"), "", ""]
    return "\t".join(map(str, cells)) + "\n"


NAMES = [
    names_row(KUTAISI, "de", "Kutaissi", "p"),
    names_row(KUTAISI, "nl", "Koetaisi"),
    names_row(KUTAISI, "ru", "Кутаис", "H"),
    names_row(KUTAISI, "en", "Kuti", "c"),
    names_row(KUTAISI, "en", "KTS", "s"),
    names_row(KUTAISI, "zh-Hant", "庫塔伊西"),
    names_row(KUTAISI, "link", "https://en.wikipedia.org/wiki/Kutaisi"),
    names_row(KUTAISI, "post", "4600"),
    names_row(KUTAISI, "iata", "KUT"),
    names_row(KUTAISI, "", "Aia"),
    names_row(424242, "en", "Nowhere at all"),
    names_row(TBILISI, "nl", "Tbilisi", "p"),
    *(names_row(1000 + number, "en", "The Hamlet") for number in range(200)),
]


def zipped(path: Path, rows: list[str] | bytes, entry: str | None = None) -> Path:
    content = rows if isinstance(rows, bytes) else "".join(rows).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "no rows")
        archive.writestr(entry or f"{path.stem}.txt", content)
    return path


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("base") / "gazetteer.bin"
    write_index(pack(small_world()), path, nothing_to_check)
    return path


@pytest.fixture(scope="module")
def made(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    folder = tmp_path_factory.mktemp("dump")
    dump, names = zipped(folder / "allCountries.zip", ROWS), zipped(folder / "alternateNamesV2.zip", NAMES)
    return import_geonames(dump, folder / "out", names, base=base)


@pytest.fixture(scope="module")
def index(made: Imported) -> Gazetteer:
    return Gazetteer(made.path)


class TestTheIndex:
    def test_it_has_the_places_of_both(self, made: Imported, index: Gazetteer, base: Path) -> None:
        assert made.places == len(index) == len(Gazetteer(base)) + len(ROWS) - 1
        assert [rows.bad for rows in made.bad_rows] == [0, 0]

    def test_a_place_of_the_dump(self, index: Gazetteer) -> None:
        (kutaisi,) = index.lookup("Kutaisi", limit=1)
        assert (kutaisi.id, kutaisi.kind, kutaisi.country, kutaisi.population) == (
            "geonames:613607",
            "settlement",
            "GE",
            135_201,
        )
        assert (kutaisi.lat, kutaisi.lon) == (42.26791, 42.69459)
        assert (kutaisi.admin1, kutaisi.admin2) == ("Imereti", "Kutaisi District")
        assert index.feature(index.find("Kutaisi")[0].place) == "P.PPLA"

    def test_divisions_lie_in_each_other(self, index: Gazetteer) -> None:
        assert [each.name for each in index.parents(f"geonames:{KUTAISI}")] == ["Kutaisi District", "Imereti", "Georgia"]
        assert [each.id for each in index.children(f"geonames:{DISTRICT}")] == [f"geonames:{KUTAISI}"]
        assert index.is_in(f"geonames:{KUTAISI}", "geomap:caucasus")

    def test_kinds_follow_feature_codes(self, index: Gazetteer) -> None:
        assert index.lookup("Rioni")[0].kind == "water"
        assert index.meta["kinds"]["settlement"] == 4 + 2 + 300

    def test_what_the_shipped_index_knows_stays(self, index: Gazetteer) -> None:
        assert index.lookup("Georgia", limit=1)[0].id == "geonames:614540"
        assert index.find_exact("U.S.", "en")[0].dotted
        assert index.lookup("the Kremlin")[0].country == "RU"
        assert index.lookup("Kerch Strait")[0].id == "geomap:the-strait"
        assert index.lookup("Crimea")[0].held_by == ("RU",)
        assert index.lookup("Tiflis")[0].id == f"geonames:{TBILISI}"
        assert index.capitals == {index.number("geonames:786714"): "XK"}
        assert index.number_of("US-GA") == index.number("geonames:4197000")

    def test_a_place_of_both_keeps_its_name_and_gets_the_dump_s_point(self, index: Gazetteer) -> None:
        tbilisi = index.lookup("Tbilisi")[0]
        assert (tbilisi.name, tbilisi.lat, tbilisi.lon) == ("Tbilisi", 41.69411, 44.83368)
        assert index.lookup("T'bilisi")[0] == tbilisi

    def test_names_keep_language_and_marks(self, index: Gazetteer) -> None:
        names = index.names_of(f"geonames:{KUTAISI}")
        assert names["de"] == (Name("Kutaissi", Strength.OFFICIAL, preferred=True),)
        assert names["nl"] == (Name("Koetaisi", Strength.COMMON),)
        assert names["ru"] == (Name("Кутаис", Strength.HISTORIC),)
        assert set(names["en"]) == {
            Name("KTS", Strength.OFFICIAL, short=True), Name("Kuti", Strength.COMMON, colloquial=True),
        }  # fmt: skip
        assert [name.text for name in names["zh-Hant"]] == ["庫塔伊西"]
        assert sorted(names) == ["de", "en", "nl", "ru", "und", "zh-Hant"]

    @pytest.mark.parametrize("name", ["Kutaissi", "Koetaisi", "Кутаис", "Кутаиси", "Qutʼaisi", "庫塔伊西", "Aia", "KUTAIS"])
    def test_every_name_leads_to_it(self, index: Gazetteer, name: str) -> None:
        assert index.lookup(name)[0].id == f"geonames:{KUTAISI}"

    @pytest.mark.parametrize("name", ["ku ta yi xi", "KUT", "4600", "https://en.wikipedia.org/wiki/Kutaisi", "Nowhere at all"])
    def test_what_is_no_name_leads_nowhere(self, index: Gazetteer, name: str) -> None:
        assert index.lookup(name) == ()

    def test_a_look_up_says_the_language_and_the_strength(self, index: Gazetteer) -> None:
        assert index.find("Кутаис")[0].strength is Strength.HISTORIC
        assert index.find("Koetaisi")[0].in_language("nl")
        assert index.find("庫塔伊西")[0].in_language("zh")

    def test_it_names_its_source_and_version(self, index: Gazetteer, base: Path) -> None:
        assert index.meta["sources"][-1]["name"] == "GeoNames full dump"
        assert index.meta["sources"][-1]["date"] == "2026-11-20"
        assert ".geonames-2026-11-20+" in index.version
        index.verify()

    def test_two_imports_are_the_same(self, made: Imported, base: Path, tmp_path: Path) -> None:
        dump, names = zipped(tmp_path / "allCountries.zip", ROWS), zipped(tmp_path / "alternateNamesV2.zip", NAMES)
        assert import_geonames(dump, tmp_path, names, base=base).path.read_bytes() == made.path.read_bytes()

    def test_it_is_used_by_folder_and_by_environment(self, made: Imported, monkeypatch: pytest.MonkeyPatch) -> None:
        assert open_gazetteer(made.path.parent).path == made.path
        monkeypatch.setenv(ENVIRONMENT, str(made.path.parent))
        assert open_gazetteer().path == made.path

    def test_plain_text_will_do(self, base: Path, tmp_path: Path) -> None:
        (tmp_path / "GE.txt").write_text("".join(ROWS), encoding="utf-8")
        assert import_geonames(tmp_path / "GE.txt", tmp_path / "out", base=base).places == 314 + 6


BAD = [
    ("x\ty\n", "2 cells instead of 19"),
    (row(1, "Somewhere") .replace("\n", "\tmore\n"), "20 cells instead of 19"),
    (row("x12", "Somewhere"), "'x12' is no GeoNames id"),
    (row(-5, "Somewhere"), "'-5' is no GeoNames id"),
    (row(10**9, "Somewhere"), "'1000000000' is no GeoNames id"),
    (row(TBILISI, "Tbilisi again"), "id 611717 comes twice"),
    (row(5, ""), "no name"),
    (row(5, "Somewhere", lat="north"), "'north' is no latitude"),
    (row(5, "Somewhere", lat=91), "'91' is no latitude from -90 to 90"),
    (row(5, "Somewhere", lon="nan"), "'nan' is no longitude from -180 to 180"),
    (row(5, "Somewhere", lon=-180.5), "'-180.5' is no longitude from -180 to 180"),
    (row(5, "Somewhere", country="Georgia"), "'Georgia' is no country code"),
    (row(5, "Somewhere", population="many"), "'many' is no population"),
    (row(5, "Somewhere", population=10**12), "'1000000000000' is no population"),
    (row(5, "Some\0where"), "it has a NUL byte"),
]  # fmt: skip


class TestBadRows:
    @pytest.mark.parametrize(("bad", "told"), BAD)
    def test_a_bad_row_is_named_and_left_out(self, base: Path, tmp_path: Path, bad: str, told: str) -> None:
        dump = zipped(tmp_path / "GE.zip", [*ROWS[:100], bad, *ROWS[100:]])
        made = import_geonames(dump, tmp_path / "out", base=base)
        assert made.bad_rows[0].named == [f"GE.zip, line 101: {told}"]
        assert Gazetteer(made.path).lookup("Kutaisi")

    def test_bytes_that_are_no_text(self, base: Path, tmp_path: Path) -> None:
        dump = zipped(tmp_path / "GE.zip", "".join(ROWS).encode() + b"5\tn\xffme\n")
        assert import_geonames(dump, tmp_path / "out", base=base).bad_rows[0].named == [
            f"GE.zip, line {len(ROWS) + 1}: not UTF-8 at byte 3"
        ]

    def test_bad_names(self, base: Path, tmp_path: Path) -> None:
        names = zipped(tmp_path / "alternateNamesV2.zip", [*NAMES, "1\t2\n", names_row("x", "en", "Name")])
        made = import_geonames(zipped(tmp_path / "GE.zip", ROWS), tmp_path / "out", names, base=base)
        assert [told.partition(": ")[2] for told in made.bad_rows[1].named] == [
            "2 cells instead of 10", "'x' is no GeoNames id"
        ]  # fmt: skip

    def test_too_many_bad_rows_are_refused_and_the_first_named(self, base: Path, tmp_path: Path) -> None:
        dump = zipped(tmp_path / "GE.zip", [*ROWS, *(["bad\n"] * 30)])
        with pytest.raises(SourceError, match=r"30 of 336 rows of GE\.zip are no rows of a GeoNames dump") as told:
            import_geonames(dump, tmp_path / "out", base=base)
        assert str(told.value).count("line ") == BAD_ROWS_NAMED
        assert list((tmp_path / "out").iterdir()) == []

    def test_a_row_without_end_is_cut(self, base: Path, tmp_path: Path) -> None:
        dump = zipped(tmp_path / "GE.zip", "".join(ROWS).encode() + os.urandom(1 << 21).replace(b"\n", b"") + b"\n")
        named = import_geonames(dump, tmp_path / "out", base=base).bad_rows[0].named
        assert "longer than 1,048,576 bytes" in named[0]


class TestNoDump:
    @pytest.fixture
    def old(self, made: Imported, tmp_path: Path) -> Path:
        """A folder with an index that must outlive whatever fails."""
        folder = tmp_path / "out"
        folder.mkdir()
        (folder / "gazetteer.bin").write_bytes(made.path.read_bytes())
        return folder

    def refused(self, dump: Path, old: Path, base: Path, error: type[Exception], told: str) -> None:
        before = (old / "gazetteer.bin").read_bytes()
        with pytest.raises(error, match=told):
            import_geonames(dump, old, base=base)
        assert (old / "gazetteer.bin").read_bytes() == before
        assert [path.name for path in old.iterdir()] == ["gazetteer.bin"]

    def test_no_file(self, old: Path, base: Path, tmp_path: Path) -> None:
        self.refused(tmp_path / "none.zip", old, base, SourceError, "cannot be read")

    def test_no_zip(self, old: Path, base: Path, tmp_path: Path) -> None:
        (tmp_path / "GE.zip").write_bytes(b"<html>404</html>")
        self.refused(tmp_path / "GE.zip", old, base, SourceError, "no zip file, or it is cut short")

    def test_a_zip_cut_short(self, old: Path, base: Path, tmp_path: Path) -> None:
        dump = zipped(tmp_path / "GE.zip", ROWS)
        dump.write_bytes(dump.read_bytes()[:-100])
        self.refused(dump, old, base, SourceError, "cut short")

    def test_a_zip_with_a_flipped_byte(self, old: Path, base: Path, tmp_path: Path) -> None:
        dump = zipped(tmp_path / "GE.zip", ROWS)
        content = bytearray(dump.read_bytes())
        content[len(content) // 2] ^= 0xFF
        dump.write_bytes(content)
        self.refused(dump, old, base, SourceError, "GE.zip")

    def test_a_zip_bomb(self, old: Path, base: Path, tmp_path: Path) -> None:
        dump = zipped(tmp_path / "GE.zip", b"0" * 50_000_000)
        self.refused(dump, old, base, SourceError, "would unpack .* bytes to 50,000,000")

    def test_a_zip_of_something_else(self, old: Path, base: Path, tmp_path: Path) -> None:
        self.refused(zipped(tmp_path / "GE.zip", b"x", "photo.jpg"), old, base, SourceError, "holds no .txt")

    def test_an_encrypted_zip(self, old: Path, base: Path, tmp_path: Path) -> None:
        dump = zipped(tmp_path / "GE.zip", ROWS)
        content = dump.read_bytes()
        for header, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            offset = content.rindex(header) + at
            content = content[:offset] + b"\x01" + content[offset + 1 :]
        dump.write_bytes(content)
        self.refused(dump, old, base, SourceError, "encrypted")

    def test_an_empty_file(self, old: Path, base: Path, tmp_path: Path) -> None:
        self.refused(zipped(tmp_path / "GE.zip", b""), old, base, SourceError, "has no rows")

    def test_the_wrong_file(self, old: Path, base: Path, tmp_path: Path) -> None:
        self.refused(zipped(tmp_path / "alternateNamesV2.zip", NAMES), old, base, SourceError, "10 cells instead of 19")

    def test_no_index_to_add_to(self, old: Path, tmp_path: Path) -> None:
        self.refused(zipped(tmp_path / "GE.zip", ROWS), old, tmp_path / "none.bin", GazetteerError, "there is no gazetteer")

    def test_too_little_room(self, old: Path, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("gazetteer.geonames_dump.shutil.disk_usage", lambda _: shutil._ntuple_diskusage(100, 90, 10))
        self.refused(zipped(tmp_path / "GE.zip", ROWS), old, base, OutputError, "has 0.0 GB free, the import needs about")

    def test_no_room_while_it_runs(self, old: Path, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("gazetteer.geonames_scratch._TABLES", "PRAGMA max_page_count = 3;" + geonames_scratch._TABLES)
        self.refused(zipped(tmp_path / "GE.zip", ROWS), old, base, OutputError, "full.*give a folder with room")

    def test_no_room_for_the_index(self, old: Path, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("gazetteer.pack.os.fsync", full)
        self.refused(zipped(tmp_path / "GE.zip", ROWS), old, base, OutputError, "No space left")

    def test_a_folder_that_is_a_file(self, base: Path, tmp_path: Path) -> None:
        (tmp_path / "out").write_text("here already")
        with pytest.raises(OutputError, match="cannot be used"):
            import_geonames(zipped(tmp_path / "GE.zip", ROWS), tmp_path / "out", base=base)


class TestTheCommand:
    def test_it_says_what_it_made_and_what_it_left_out(
        self, program: Program, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("gazetteer.geonames_dump.shipped_path", lambda: base)
        dump = zipped(tmp_path / "GE.zip", [*ROWS, "bad\n"])
        names = zipped(tmp_path / "alternateNamesV2.zip", NAMES)
        ended = program("gazetteer", "import-geonames", dump, "--alternate-names", names, "-o", tmp_path / "out")
        assert (ended.status, ended.out) == (0, "")
        assert ended.err.splitlines()[:2] == [
            f"geomap: left out: GE.zip, line {len(ROWS) + 1}: 1 cells instead of 19",
            f"geomap: 1 of {len(ROWS) + 1} rows of GE.zip were left out",
        ]
        assert "320 places and " in ended.err
        assert Gazetteer(tmp_path / "out" / "gazetteer.bin").lookup("Koetaisi")

    def test_a_file_that_is_no_dump_ends_with_2(self, program: Program, tmp_path: Path) -> None:
        (tmp_path / "GE.zip").write_bytes(b"no")
        ended = program("gazetteer", "import-geonames", tmp_path / "GE.zip", "-o", tmp_path / "out")
        assert ended.status == 2
        assert ended.err.startswith("geomap: ")
        assert "no zip file" in ended.err

    def test_a_bar_on_a_terminal_only(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        with progress_bar() as progress:
            progress("allCountries.zip", 1, 2)
        assert capsys.readouterr().err == ""
        monkeypatch.setattr("sys.stderr.isatty", lambda: True)
        monkeypatch.setenv("TERM", "xterm")
        with progress_bar() as progress:
            progress("allCountries.zip", 1, 2)
            progress("allCountries.zip", 2, 2)
        assert "allCountries.zip" in capsys.readouterr().err


SLOW = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background inherits that it is ignored
from pathlib import Path
from gazetteer import geonames_dump
geonames_dump.Scratch.sort = lambda self: (print("sorting", flush=True), time.sleep(60))
geonames_dump.import_geonames(Path(sys.argv[1]), Path(sys.argv[2]), base=Path(sys.argv[3]))
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_import_leaves_the_old_index_and_the_next_starts_clean(
    sign: signal.Signals, base: Path, tmp_path: Path
) -> None:
    out, dump = tmp_path / "out", zipped(tmp_path / "GE.zip", ROWS)
    before = import_geonames(dump, out, base=base).path.read_bytes()
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, dump, out, base], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as running:
        assert running.stdout
        assert running.stdout.readline() == b"sorting\n"
        running.send_signal(sign)
        running.wait(timeout=30)
    assert (out / "gazetteer.bin").read_bytes() == before
    assert bool(list(out.glob(f"{SCRATCH}*"))) is (sign == signal.SIGKILL)
    assert import_geonames(dump, out, base=base).path.read_bytes() == before
    assert [path.name for path in out.iterdir()] == ["gazetteer.bin"]
