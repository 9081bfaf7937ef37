"""Input that means harm, or was never meant to be read: time and memory grow with its length and no faster."""

import ast
import io
import json
import os
import pickle
import time
import tracemalloc
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from conftest import Program
from openpyxl import Workbook
from test_architecture import CODE, module_name

import geomap
from gazetteer import Gazetteer, open_gazetteer
from geomap.corrections import read_corrections
from geomap.documents import BadDocument, Document, read_documents
from geomap.errors import DocumentError, GazetteerError
from geomap.export.schema import check_report

# ---- strange text through every door -------------------------------------------------------------------------------------

STRANGE = {
    "bidi": "\u202eMoscow accused\u202c \u2066Kyiv\u2069 \u200fof shelling Almaty.",
    "zero width": "Mos\u200bcow ac\u200dcused Kyiv\ufeff of shelling Al\u2060maty.",
    "combining": "Moscow accused Kyi" + "v\u0301\u0308\u0323" * 300 + " of shelling Almaty.",
    "NUL": "Moscow accused Kyiv of shelling Almaty.\0" + "Calm returned. " * 9,
    "controls": "\x1b[31mMoscow\x07 accused\x85 Kyiv\u2028of\u2029shelling Almaty.",
    "private use": "\ue000Moscow \U0010ffff accused \ufffe Kyiv of shelling Almaty.",
}
CANNOT_HOLD_CONTROLS = {".xlsx", ".html", ".rss"}


def through(door: str, text: str, folder: Path) -> Path:
    """A file of the kind that holds the text."""
    path = folder / f"a{door}"
    if door == ".xlsx":
        book = Workbook()
        book.active.append(["text"])  # type: ignore[union-attr]
        book.active.append([text])  # type: ignore[union-attr]
        book.save(path)
    elif door == ".parquet":
        pyarrow.parquet.write_table(pyarrow.table({"text": [text]}), path)
    else:
        written = {
            ".txt": text,
            ".html": f"<html><meta charset=utf-8><body><article><p>{text}</p><p>{text}</p></article></body></html>",
            ".jsonl": json.dumps({"text": text}),
            ".csv": f'text\n"{text}"\n',
            ".tsv": f"text\n{text}\n",
            ".rss": f"<rss><channel><item><title>News</title><description>{text}</description></item></channel></rss>",
        }
        path.write_bytes(written[door].encode())
    return path


@pytest.mark.parametrize("name", sorted(STRANGE))
@pytest.mark.parametrize("door", [".txt", ".html", ".jsonl", ".csv", ".tsv", ".xlsx", ".parquet", ".rss"])
def test_strange_text_is_read_or_named_by_every_door(door: str, name: str, tmp_path: Path) -> None:
    if door in CANNOT_HOLD_CONTROLS and name in ("NUL", "controls", "private use"):
        pytest.skip(f"no {door} can hold it")
    found = list(read_documents([through(door, STRANGE[name], tmp_path)]))
    assert len(found) == 1
    assert isinstance(found[0], Document), found[0]
    report = geomap.read(found[0], lang="en")
    check_report(json.loads(report.to_json()))
    spans = [each.resolution.mention for each in report.mentions]
    assert all(report.document.text[each.start : each.end] == each.text for each in spans)
    assert "Almaty" in report.document.text or name == "zero width"


@pytest.mark.parametrize("door", [".txt", ".jsonl", ".csv", ".tsv"])
def test_bytes_that_are_no_utf8_are_refused_with_the_byte(door: str, tmp_path: Path) -> None:
    path = through(door, "Moscow accused Kyiv.", tmp_path)
    path.write_bytes(path.read_bytes().replace(b"Kyiv", b"K\xffiv"))
    assert [isinstance(each, BadDocument) and "0xff" in each.why for each in read_documents([path])] == [True]


def test_lone_surrogates_are_read_from_json_and_written_back(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "\\ud800 Moscow accused Kyiv \\udfff", "id": "\\udc00"}', encoding="utf-8")
    document = next(read_documents([path]))
    assert isinstance(document, Document)
    line = geomap.read(document, lang="en").to_json()
    line.encode("utf-8")
    assert json.loads(line)["text"] == document.text


# ---- size ----------------------------------------------------------------------------------------------------------------

PIECES = {
    "one name without end": "Almaty Almaty ",
    "a list without end": "Paris, ",
    "a sentence without end": "Moscow accused Kyiv of shelling and ",
    "sentences": "Moscow accused Kyiv of shelling Almaty. ",
    "capitals": "New ",
    "brackets": "(Kyiv ",
    "hyphens": "Kyiv-",
    "coordinates": "43°15′N 76°57′E ",
    "combining marks": "e\u0301\u0308\u0323",
    "one word": "a",
    "no stop between quotes": 'Kyiv: "',
}
SMALL = 12_000
TIMES = 4
# Four times the text may take so many times as long; where work grew with the square, it would take sixteen times.
MOST_TIMES_LONGER = 9.0
# Below so much, in seconds, what is measured is the clock.
MEASURABLE = 0.05


def seconds(text: str) -> float:
    """Processor time of reading, the better of two."""
    took = []
    for _ in range(2):
        began = time.process_time()
        geomap.read(text, lang="en")
        took.append(time.process_time() - began)
    return min(took)


@pytest.mark.parametrize("name", sorted(PIECES))
def test_work_grows_with_the_text_and_no_faster(name: str) -> None:
    geomap.read("Moscow accused Kyiv of shelling Almaty.", lang="en")
    text = PIECES[name] * (SMALL // len(PIECES[name]))
    once = seconds(text)
    assert seconds(text * TIMES) <= MOST_TIMES_LONGER * max(once, MEASURABLE)


def names(count: int) -> str:
    """So many names, all different."""
    index = open_gazetteer()
    return ". ".join(dict.fromkeys(index.name(number) for number in range(2 * count)))


def test_memory_grows_with_the_number_of_names_and_no_faster() -> None:
    def most(text: str) -> int:
        tracemalloc.start()
        geomap.read(text, lang="en")
        _, held = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return held

    most(names(100))
    assert most(names(1_200)) < 3 * most(names(400))


@pytest.mark.parametrize("door", [".txt", ".html", ".jsonl", ".csv", ".tsv", ".rss"])
def test_a_line_of_fifty_megabytes_is_refused_by_every_door(door: str, tmp_path: Path) -> None:
    began = time.process_time()
    found = list(read_documents([through(door, "x" * 50_000_000, tmp_path)]))
    assert time.process_time() - began < 30
    if door == ".rss":  # read whole, up to sixteen documents' worth; libxml2 takes no text of more than ten million
        assert any(isinstance(each, BadDocument) for each in found)
    else:
        assert [isinstance(each, BadDocument) and "larger than 16 MiB" in each.why for each in found] == [True]


def test_the_limit_can_be_raised(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x" * 3_000, encoding="utf-8")
    assert isinstance(next(read_documents([path], max_size=2_999)), BadDocument)
    assert isinstance(next(read_documents([path], max_size=3_000)), Document)


def test_rows_that_are_not_there_cost_no_eternity(tmp_path: Path) -> None:
    """A sheet of two rows, of which the second says that it is the thousand-millionth."""
    from fuzz.doors import SHEETS, packed_workbook

    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row>'
    last = '<row r="999999999"><c r="A999999999"><v>1</v></c></row>'
    sheet = f'<worksheet xmlns="{SHEETS}"><sheetData>{head}{last}</sheetData></worksheet>'
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed_workbook(sheet.encode(), b"", b""))
    found = list(read_documents([path]))
    assert [isinstance(each, BadDocument) and "far more rows and columns" in each.why for each in found] == [True]


# ---- where it would go, and what it would run ----------------------------------------------------------------------------


def test_ids_and_outlets_lead_nowhere(program: Program, tmp_path: Path) -> None:
    """What calls itself ../../x is written where the command says, and nowhere else."""
    news, out = tmp_path / "in" / "news.jsonl", tmp_path / "a" / "b" / "out"
    news.parent.mkdir()
    out.mkdir(parents=True)
    evil = ["../../x", "/tmp/x", "..\\x", "a/b", "~/x", "\0", "x" * 5_000]
    lines = [{**dict.fromkeys(("id", "outlet", "url", "title"), each), "text": "Moscow blamed Almaty."} for each in evil]
    news.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    before = {*tmp_path.rglob("*")}
    assert program("parse", news, "-o", out / "a.jsonl").status == 0
    for ending in ("geojson", "csv", "xlsx", "kml", "gpkg", "parquet"):
        assert program("export", news, "-o", out / f"a.{ending}").status == 0
    assert program("map", news, "-o", out / "a.html").status == 0
    assert {path.parent for path in {*tmp_path.rglob("*")} - before} == {out}


class Trap:
    """Leaves a mark where it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = str(mark)

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self.mark,)


@pytest.mark.parametrize("ending", ["pkl", "txt", "jsonl", "csv", "xlsx", "parquet", "xml", "html", "txt.gz"])
def test_a_pickle_is_refused_and_never_loaded(ending: str, tmp_path: Path) -> None:
    mark, path = tmp_path / "mark", tmp_path / f"a.{ending}"
    path.write_bytes(pickle.dumps([Trap(mark), "\xff"]))
    assert not [each for each in read_documents([path]) if isinstance(each, Document)]
    with pytest.raises(GazetteerError):
        Gazetteer(path)
    with pytest.raises(DocumentError):
        read_corrections(path)
    assert not mark.exists()


RUNS = {"eval", "exec", "compile", "__import__"}
RUN_BY = {"os": {"system", "popen", "execv", "execvp", "spawnl", "spawnv"}, "yaml": {"load"}, "pandas": {"read_pickle"}}


@pytest.mark.parametrize("path", CODE, ids=module_name)
def test_no_code_runs_what_it_reads(path: Path) -> None:
    """No eval, no shell, no pickle, no yaml.load: nothing that would run what came from outside. Ruff's rules S hold too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        asked = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
        assert asked.get("shell", "False") == "False"
        assert asked.get("allow_pickle", "False") == "False"
        if isinstance(node.func, ast.Name):
            assert node.func.id not in RUNS
        elif isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            assert node.func.attr not in RUN_BY.get(node.func.value.id, ())


# ---- what fuzzing found --------------------------------------------------------------------------------------------------


def test_a_table_whose_lines_end_in_carriage_returns_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,text\r1,Kyiv\r2,Almaty\r")
    assert ["where carriage returns alone end its lines" in str(each) for each in read_documents([path])] == [True]


@pytest.mark.parametrize("name", ["windows-1251", "utf-16-le", "koi8-r"])
def test_a_feed_is_read_in_any_encoding_that_is_stated(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.rss"
    path.write_bytes("<rss><channel><item><title>Москва обвинила Киев</title></item></channel></rss>".encode(name))
    found = read_documents([path], encoding=name)
    assert [isinstance(each, Document) and each.text for each in found] == ["Москва обвинила Киев"]


def test_a_home_that_is_nobodys_is_told(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kyiv", encoding="utf-8")
    (tmp_path / "g.toml").write_text('corrections = "~nobody-of-that-name/c.jsonl"', encoding="utf-8")
    ended = program("parse", tmp_path / "a.txt", "--config", tmp_path / "g.toml")
    assert ended.status == 2
    assert "Traceback" not in ended.err


def test_corrections_nested_without_end_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text("[" * 200_000, encoding="utf-8")
    with pytest.raises(DocumentError, match=r"c\.jsonl:1"):
        read_corrections(path)


def test_an_index_that_lists_no_parts_is_refused(tmp_path: Path) -> None:
    from zlib import crc32

    from gazetteer.mapped import FORMAT, HEADER, MAGIC

    for listing in (b"[]", b"{}", b'{"meta": ["a", null, 0]}', b'{"meta": [-9, 9, 0]}', b"[" * 9_000):
        (tmp_path / "a.bin").write_bytes(HEADER.pack(MAGIC, FORMAT, crc32(listing), len(listing)) + listing)
        with pytest.raises(GazetteerError):
            Gazetteer(tmp_path / "a.bin")


def test_a_parquet_column_whose_name_is_no_utf8_is_refused(tmp_path: Path) -> None:
    made = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"text": ["Kyiv"], "nnnn": [1]}), made)
    path = tmp_path / "a.parquet"
    path.write_bytes(made.getvalue().replace(b"nnnn", b"\xf4nnn"))
    assert not [each for each in read_documents([path]) if isinstance(each, Document)]
