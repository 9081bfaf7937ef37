"""Feeds, tables, workbooks, packed files, columns by other names, and input that means harm."""

import bz2
import csv
import gzip
import io
import json
import logging
import lzma
import os
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.documents import BadDocument, Document, InputFormat, read_documents
from geomap.documents.intake import MIB
from geomap.documents.markup import text_of

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Voorbeeldkrant</title><link>https://www.example.org/</link><language>nl-nl</language>
<item><title>Café in Leeuwarden uitgebrand</title><link>https://www.example.org/a/1</link><guid>urn:1</guid>
<pubDate>Tue, 31 Dec 2019 23:30:00 -0500</pubDate><description>Kort</description>
<content:encoded><![CDATA[<p>In <b>Leeuw</b>arden&nbsp;brandde het uit.</p><script>alert("Parijs")</script><p>Niemand
raakte gewond.</p>]]></content:encoded></item>
<item><title>Storm &amp;amp; regen</title><description>&lt;p&gt;Zeeland&lt;br&gt;Brabant&lt;/p&gt;</description>
<dc:date>2020-01-02T08:00:00+01:00</dc:date><source url="https://bron.example.net/feed">Bron</source></item>
<item><title> </title></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Wire</title>
<entry><id>tag:example.org,2020:1</id><title type="html">Floods in &lt;i&gt;Jakarta&lt;/i&gt;</title>
<link rel="self" href="https://example.org/self"/><link href="https://example.org/1"/>
<published>2020-01-01T03:00:00Z</published><updated>2020-02-01T03:00:00Z</updated>
<summary>Short.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Rain fell on
Jakarta.</p><p>Bogor too.</p></div></content></entry>
<entry xml:lang="fr"><id>2</id><title>Lyon &lt; Paris</title><summary type="text">1 &lt; 2 &amp; 3</summary></entry>
</feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="x"><title>c</title></channel>
<item rdf:about="y"><title>Old feed</title><description>From Oslo</description></item>
</rdf:RDF>"""


def documents(*inputs: Path | str, **options: object) -> list[Document | BadDocument]:
    return list(read_documents(inputs, **options))  # type: ignore[arg-type]


def good(*inputs: Path | str, **options: object) -> list[Document]:
    found = documents(*inputs, **options)
    assert all(isinstance(document, Document) for document in found), found
    return [document for document in found if isinstance(document, Document)]


def only_bad(*inputs: Path | str, **options: object) -> BadDocument:
    [found] = documents(*inputs, **options)
    assert isinstance(found, BadDocument), found
    return found


def written(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


class TestFeeds:
    @pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
    def test_rss(self, tmp_path: Path, encoding: str) -> None:
        found = documents(written(tmp_path / "a.rss", RSS.format(encoding=encoding).encode(encoding)))
        assert found[0] == Document(
            id="urn:1",
            text="Café in Leeuwarden uitgebrand\n\nIn Leeuwarden brandde het uit.\nNiemand raakte gewond.",
            lang="nl",
            date=date(2019, 12, 31),
            title="Café in Leeuwarden uitgebrand",
            outlet="example.org",
            url="https://www.example.org/a/1",
        )
        assert found[1] == Document(
            id="a.rss:2",
            text="Storm & regen\n\nZeeland\nBrabant",
            lang="nl",
            date=date(2020, 1, 2),
            title="Storm & regen",
            outlet="bron.example.net",
        )
        assert found[2] == BadDocument(where=f"{tmp_path / 'a.rss'}:10", why="an item with neither a text nor a title")
        assert len(found) == 3

    def test_atom(self, tmp_path: Path) -> None:
        one, two = good(written(tmp_path / "a.atom", ATOM))
        assert (one.id, one.date, one.url, one.outlet) == (
            "tag:example.org,2020:1",
            date(2020, 1, 1),
            "https://example.org/1",
            "example.org",
        )
        assert (one.title, one.text, one.lang) == (
            "Floods in Jakarta",
            "Floods in Jakarta\n\nRain fell on Jakarta.\nBogor too.",
            "en",
        )
        assert (two.title, two.text, two.lang) == ("Lyon < Paris", "Lyon < Paris\n\n1 < 2 & 3", "fr")

    def test_rss_1(self, tmp_path: Path) -> None:
        assert [each.text for each in good(written(tmp_path / "a.xml", RDF))] == ["Old feed\n\nFrom Oslo"]

    def test_entities_are_not_expanded_and_nothing_is_fetched(self, tmp_path: Path) -> None:
        written(tmp_path / "secret", "SECRET")
        levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
        types = f'<!DOCTYPE rss [<!ENTITY e0 "boom">{levels}<!ENTITY f SYSTEM "file://{tmp_path / "secret"}">]>'
        items = "<item><title>Bergen &f;</title></item><item><title>Oslo &e29;</title></item>"
        begun = time.monotonic()
        found = documents(written(tmp_path / "a.rss", f"{types}<rss><channel>{items}</channel></rss>"))
        assert time.monotonic() - begun < 5
        texts = [each.text for each in found if isinstance(each, Document)]
        assert found
        assert not any("SECRET" in text or "boom" in text for text in texts)

    def test_entities_of_html_are_read_for_what_they_mean(self, tmp_path: Path) -> None:
        rss = "<rss><channel><item><title>Oslo&nbsp;&mdash; caf&eacute;</title></item></channel></rss>"
        assert good(written(tmp_path / "a.rss", rss))[0].title == "Oslo \N{EM DASH} café"

    def test_what_is_not_well_formed_is_named_and_the_rest_is_kept(self, tmp_path: Path) -> None:
        rss = "<rss><channel><item><title>One</title></item>\n<item><title>Two & a half</title></item>\n<item><title>Three"
        found = documents(written(tmp_path / "a.rss", rss))
        assert {str(each.where).rpartition(":")[2] for each in found if isinstance(each, BadDocument)} == {"2"}
        texts = [each.text for each in found if isinstance(each, Document)]
        assert (texts[0], texts[-1], len(texts)) == ("One", "Three", 3)

    @pytest.mark.parametrize("data", ["", "no feed", "<html><p>x</p></html>", "<sitemap/>", "\0\0"])
    def test_what_is_no_feed_is_refused(self, tmp_path: Path, data: str) -> None:
        assert "not an RSS or Atom feed" in documents(written(tmp_path / "a.xml", data))[-1].why  # type: ignore[union-attr]

    def test_deep_html_is_refused_by_itself(self, tmp_path: Path) -> None:
        deep = "&lt;b&gt;" * 100_000
        items = f"<item><title>a</title><description>{deep}</description></item><item><title>Oslo</title></item>"
        bad, fine = documents(written(tmp_path / "a.rss", f"<rss>{items}</rss>"))
        assert "nested too deep" in str(bad)
        assert isinstance(fine, Document)

    @given(st.text())
    def test_any_text_can_be_taken_from_markup(self, markup: str) -> None:
        assert "\n\n" not in text_of(markup)


class TestTables:
    def test_tabs_by_the_ending(self, tmp_path: Path) -> None:
        path = written(
            tmp_path / "a.tsv", 'id\ttext\n1\tA, "b"; c\n2\t"Two\tcells"\n3\t"Stop" they cried\n4\t"never closed\n5\tx\n'
        )
        assert [(each.id, each.text) for each in good(path)] == [
            ("1", 'A, "b"; c'),
            ("2", "Two\tcells"),
            ("3", '"Stop" they cried'),
            ("4", '"never closed'),
            ("5", "x"),
        ]

    def test_a_quotation_mark_that_is_not_closed_costs_its_own_row(self, tmp_path: Path) -> None:
        path = written(
            tmp_path / "a.csv", 'id,text\n1,"never closed\n2,two\n3,"three"\n4,"also\nnot\n5,five\n6,"it ""is""\nfine"\n'
        )
        found = documents(path)
        assert [each.id for each in found if isinstance(each, Document)] == ["2", "3", "5", "6"]
        bad = [each for each in found if isinstance(each, BadDocument)]
        assert [each.where.rpartition(":")[2] for each in bad] == ["2", "5", "6"]
        assert bad[0].why.startswith("quotation marks do not match; this line cannot be read")

    def test_work_stays_linear_where_no_quotation_mark_matches(self, tmp_path: Path) -> None:
        begun = time.monotonic()
        found = documents(written(tmp_path / "a.csv", "id,text\n" + 'a","b\n' * 100_000))
        assert time.monotonic() - begun < 20
        assert len(found) == 100_000

    def test_the_delimiter_found_is_logged(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.INFO, "geomap")
        good(written(tmp_path / "a.csv", "id|text\n1|Oslo\n"))
        assert f"{tmp_path / 'a.csv'}: cells are split at '|'" in caplog.text

    @given(
        st.lists(
            st.tuples(st.text(st.characters(codec="utf-8", exclude_characters="\0\r")), st.text(alphabet='a",;\n\t')),
            max_size=8,
        )
    )
    def test_what_the_csv_module_writes_comes_back(
        self, tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
    ) -> None:
        path = tmp_path_factory.mktemp("any") / "a.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([("title", "text"), *rows])
        assert [((each.title or ""), each.text) for each in good(path)] == rows

    @settings(deadline=None, max_examples=50)
    @given(st.binary())
    def test_any_bytes_end_without_a_fault(self, tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
        folder = tmp_path_factory.mktemp("any")
        for name in (
            "a.csv",
            "a.tsv",
            "a.jsonl",
            "a.rss",
            "a.xlsx",
            "a.parquet",
            "a.txt.gz",
            "a.txt.zst",
            "a.txt.xz",
            "a.txt.bz2",
        ):
            for found in documents(written(folder / name, b"text\n" + data)):
                assert isinstance(found, (Document, BadDocument))


class TestExcel:
    def workbook(self, path: Path) -> Path:
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "News"
        for row in (
            ["text", "date", "title", "id", "spans"],
            ["Fire in Oslo", datetime(2020, 1, 2, 8), 1984, 7, "[[8, 12]]"],
            [None, None, None, None, None],
            ['="Pa"&"ris"', None, None, "c", None],
            ["#REF!", None, None, None, None],
            ["Rain in Bergen", "2020-01-03", "Rain", "b", None],
        ):
            sheet.append(row)
        book.create_sheet("Notes").append(["nothing", "here"])
        book.save(path)
        return path

    def test_rows_of_the_sheet_that_has_texts(self, tmp_path: Path) -> None:
        found = documents(self.workbook(tmp_path / "a.xlsx"))
        assert found[0] == Document(id="7", text="Fire in Oslo", date=date(2020, 1, 2), title="1984", spans=((8, 12),))
        assert [str(each).removeprefix(str(tmp_path)) for each in found[1:3]] == [
            "/a.xlsx:News!4: 'text' is null, not a string",
            "/a.xlsx:News!5: a cell holds #REF!: its formula failed; put a text in its place",
        ]
        assert found[3] == Document(id="b", text="Rain in Bergen", date=date(2020, 1, 3), title="Rain")

    def test_columns_that_are_not_there(self, tmp_path: Path) -> None:
        why = only_bad(self.workbook(tmp_path / "a.xlsx"), columns={"text": "body"}).why
        assert why.startswith("sheet 'News': no column is named 'body'; the columns are 'text', 'date', 'title', 'id', 'spans'")

    def test_a_sheet_that_is_wrong_about_its_size(self, tmp_path: Path) -> None:
        whole = self.workbook(tmp_path / "a.xlsx")
        with ZipFile(whole) as parts, ZipFile(tmp_path / "b.xlsx", "w", ZIP_DEFLATED) as wrong:
            for name in parts.namelist():
                data = parts.read(name)
                wrong.writestr(name, data.replace(b'<dimension ref="A1:E6"', b'<dimension ref="A1:A1"'))
        assert b'ref="A1:A1"' in ZipFile(tmp_path / "b.xlsx").read("xl/worksheets/sheet1.xml")
        assert [str(each).partition(".xlsx")[2] for each in documents(tmp_path / "b.xlsx")] == [
            str(each).partition(".xlsx")[2] for each in documents(whole)
        ]

    def test_a_zip_bomb(self, tmp_path: Path) -> None:
        pytest.importorskip("openpyxl")
        with ZipFile(tmp_path / "a.xlsx", "w", ZIP_DEFLATED) as parts:
            parts.writestr("xl/sharedStrings.xml", b"0" * (300 * MIB))
        assert "what it unpacks to is larger than 256 MiB" in only_bad(tmp_path / "a.xlsx").why

    def test_an_entity_bomb(self, tmp_path: Path) -> None:
        levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
        whole = self.workbook(tmp_path / "a.xlsx")
        with ZipFile(whole) as parts, ZipFile(tmp_path / "b.xlsx", "w", ZIP_DEFLATED) as bomb:
            for name in parts.namelist():
                data = parts.read(name)
                if name == "xl/worksheets/sheet1.xml":
                    data = f'<!DOCTYPE x [<!ENTITY e0 "boom">{levels}]>'.encode() + data.replace(
                        b"<sheetData>", b"&e29;<sheetData>"
                    )
                bomb.writestr(name, data)
        begun = time.monotonic()
        assert all(isinstance(each, BadDocument) for each in documents(tmp_path / "b.xlsx"))
        assert time.monotonic() - begun < 10

    def test_without_the_extra_the_cure_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "openpyxl", None)
        assert only_bad(written(tmp_path / "a.xlsx", "")).why == "Excel workbooks need openpyxl: pip install 'geomap[excel]'"


class TestParquet:
    def test_a_cell_that_is_no_text_costs_its_own_row(self, tmp_path: Path) -> None:
        pyarrow = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        texts = pyarrow.array([b"Oslo", b"caf\xe9", b"Bergen"], pyarrow.binary()).cast(pyarrow.string(), safe=False)
        parquet.write_table(pyarrow.table({"body": texts}), tmp_path / "a.parquet")
        one, bad, two = documents(tmp_path / "a.parquet", columns={"text": "body"})
        assert bad == BadDocument(where=f"{tmp_path / 'a.parquet'}:2", why="byte 3 of a cell is not UTF-8")
        assert [each.text for each in (one, two) if isinstance(each, Document)] == ["Oslo", "Bergen"]


COLUMNS = {
    "id": "key",
    "text": "body",
    "date": "published",
    "title": "headline",
    "outlet": "site",
    "url": "link",
    "lang": "tongue",
}
VALUES = ["7", "Oslo", "2020-01-02", "Fire", "nrk.no", "https://nrk.no/1", "no"]
WANTED = Document(id="7", text="Oslo", date=date(2020, 1, 2), title="Fire", outlet="nrk.no", url="https://nrk.no/1", lang="no")


class TestColumns:
    @pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "xlsx", "parquet"])
    def test_every_field_by_another_name(self, tmp_path: Path, ending: str) -> None:
        pyarrow = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        openpyxl = pytest.importorskip("openpyxl")
        path = tmp_path / f"a.{ending}"
        row = dict(zip(COLUMNS.values(), VALUES, strict=True))
        if ending == "jsonl":
            path.write_text(json.dumps(row))
        elif ending == "parquet":
            parquet.write_table(pyarrow.table({name: [value] for name, value in row.items()}), path)
        elif ending == "xlsx":
            book = openpyxl.Workbook()
            book.active.append(list(row))
            book.active.append(list(row.values()))
            book.save(path)
        else:
            delimiter = "\t" if ending == "tsv" else ";"
            path.write_text(f"{delimiter.join(row)}\n{delimiter.join(row.values())}\n")
        assert good(path, columns=COLUMNS) == [WANTED]
        told = only_bad(path).why
        assert "'text'" in told
        assert "'body'" in told
        assert "--text-column" in told

    def test_a_column_asked_for_that_is_not_there(self, tmp_path: Path) -> None:
        told = only_bad(written(tmp_path / "a.csv", "text,day\nx,2020-01-01\n"), columns={"date": "published"}).why
        assert told == (
            "no column is named 'published'; the columns are 'text', 'day'; name the one that holds the date with --date-column"
        )

    def test_two_columns_of_one_name(self, tmp_path: Path) -> None:
        assert "2 columns are named 'text'" in only_bad(written(tmp_path / "a.csv", "text,text\nx,y\n")).why


PACKERS: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}


def packed(ending: str, data: bytes) -> bytes:
    if ending != ".zst":
        return PACKERS[ending](data)
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        zstd = pytest.importorskip("backports.zstd")
    made: bytes = zstd.compress(data)
    return made


@pytest.mark.parametrize("ending", [".gz", ".bz2", ".xz", ".zst"])
class TestPacked:
    def test_each_format(self, tmp_path: Path, ending: str) -> None:
        for inner, data in {"a.txt": "Oslo", "a.jsonl": '{"text": "Oslo"}', "a.csv": "text\nOslo\n", "a.rss": RDF}.items():
            [document] = good(written(tmp_path / f"{inner}{ending}", packed(ending, data.encode())))
            assert "Oslo" in document.text

    def test_workbooks_and_parquet(self, tmp_path: Path, ending: str) -> None:
        TestExcel().workbook(tmp_path / "a.xlsx")
        [*found] = documents(written(tmp_path / f"b.xlsx{ending}", packed(ending, (tmp_path / "a.xlsx").read_bytes())))
        assert [each.id for each in found if isinstance(each, Document)] == ["7", "b"]

    def test_standard_input(self, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
        data = packed(ending, b'{"text": "Oslo"}\n{"text": "Bergen"}\n')
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert [document.text for document in good("-")] == ["Oslo", "Bergen"]

    def test_a_file_that_is_cut_short_keeps_what_came_before(self, tmp_path: Path, ending: str) -> None:
        lines = b"".join(b'{"id": "%d", "text": "%s"}\n' % (number, os.urandom(40).hex().encode()) for number in range(5_000))
        found = documents(written(tmp_path / f"a.jsonl{ending}", packed(ending, lines)[:-100_000]))
        assert isinstance(found[-1], BadDocument)
        assert "packed badly, or cut short" in found[-1].why
        assert sum(isinstance(each, BadDocument) for each in found) == 1
        assert len(found) > (1_000 if ending != ".bz2" else 0)

    def test_what_is_not_packed_at_all(self, tmp_path: Path, ending: str) -> None:
        assert "packed badly" in only_bad(written(tmp_path / f"a.txt{ending}", b"plain text")).why

    def test_a_bomb(self, tmp_path: Path, ending: str) -> None:
        bomb = packed(ending, (b" " * (MIB - 1) + b"\n") * 40)
        begun = time.monotonic()
        why = only_bad(written(tmp_path / f"a.jsonl{ending}", bomb), max_size=MIB).why
        assert "unpacks to more than 200 times its size and more than 16 MiB" in why
        assert documents(tmp_path / f"a.jsonl{ending}", max_size=4 * MIB) == []
        assert time.monotonic() - begun < 30


class TestLimits:
    def test_a_line_of_50_mb(self, tmp_path: Path) -> None:
        huge = b'{"text": "' + b"x" * 50_000_000 + b'"}\n'
        one, bad, two = documents(written(tmp_path / "a.jsonl", b'{"text": "1"}\n' + huge + b'{"text": "2"}\n'))
        assert isinstance(one, Document)
        assert isinstance(two, Document)
        told = "a line is larger than 16 MiB, the most that is read at once; --max-size raises it"
        assert bad == BadDocument(where=f"{tmp_path / 'a.jsonl'}:2", why=told)
        assert len(good(tmp_path / "a.jsonl", max_size=64 * MIB)) == 3

    @pytest.mark.parametrize("name", ["a.txt", "a.html", "a.csv", "a.tsv", "a.jsonl"])
    def test_one_document_that_is_too_large(self, tmp_path: Path, name: str) -> None:
        [*found] = documents(written(tmp_path / name, b"text\n" + b"x" * 50_000_000))
        assert found
        assert all(isinstance(each, BadDocument) for each in found)

    def test_a_cell_over_many_lines(self, tmp_path: Path) -> None:
        found = documents(written(tmp_path / "a.csv", 'id,text\n1,"' + "x\n" * MIB + '"\n2,y\n'), max_size=MIB)
        assert [each.id for each in found if isinstance(each, Document)] == ["2"]

    def test_a_device_ends(self) -> None:
        assert "larger than 1 MiB" in only_bad("/dev/zero", input_format=InputFormat.TXT, max_size=MIB).why

    def test_pipes_and_devices_in_a_folder_are_named_and_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.txt")
        (tmp_path / "zero.txt").symlink_to("/dev/zero")
        (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
        written(tmp_path / "fine.txt", "Oslo")
        found = documents(tmp_path)
        assert [each.text for each in found if isinstance(each, Document)] == ["Oslo"]
        assert len(found) == 4

    @pytest.mark.parametrize("name", ["a\0b.txt", "\ud800.txt", "x" * 5_000])
    def test_names_that_no_file_can_have(self, name: str) -> None:
        assert only_bad(name).why in ("no file can have this name", "file name too long")

    def test_a_page_that_is_nested_too_deep_says_so(self, tmp_path: Path) -> None:
        paragraphs = "".join(
            f"<p>In Almaty {number} protests were seen on Wednesday, the police said.</p>" for number in range(30)
        )
        page = f"<html><body><article>{paragraphs}{'<div>' * 300}{paragraphs.replace('Almaty', 'Aktau')}"
        [document] = good(written(tmp_path / "a.html", page))
        assert document.warnings == ("the page nests elements more than 256 deep; what comes after that was not read",)
        assert good(written(tmp_path / "b.html", page.replace("<div>", "")))[0].warnings == ()

    def test_a_megabyte_of_nothing_but_nul(self, tmp_path: Path) -> None:
        for name in ("a.txt", "a.html", "a.csv", "a.rss", "a.jsonl"):
            assert isinstance(documents(written(tmp_path / name, b"\0" * MIB))[0], BadDocument)


class TestEncodings:
    RUSSIAN = "В Алматы протестующие захватили аэропорт города, сообщила полиция в среду вечером. " * 5

    @pytest.mark.parametrize(("name", "data"), [("a.txt", "{}"), ("a.csv", 'text\n"{}"\n'), ("a.jsonl", '{{"text": "{}"}}\n')])
    def test_detected_when_asked_and_said(self, tmp_path: Path, name: str, data: str) -> None:
        written(tmp_path / name, data.format(self.RUSSIAN).encode("windows-1251"))
        [document] = good(tmp_path / name, encoding="auto")
        assert document.text == self.RUSSIAN
        [warning] = document.warnings
        assert warning.startswith("read as cp1251, which charset-normalizer found likeliest")
        assert isinstance(documents(tmp_path / name)[0], BadDocument)

    def test_utf8_needs_no_warning(self, tmp_path: Path) -> None:
        [document] = good(written(tmp_path / "a.txt", self.RUSSIAN), encoding="auto")
        assert (document.text, document.warnings) == (self.RUSSIAN, ())

    @pytest.mark.parametrize("label", ["iso-8859-1", "klingon"])
    def test_a_page_that_is_wrong_about_itself(self, tmp_path: Path, label: str) -> None:
        article = f"<html><head><meta charset={label}></head><body><article><p>{self.RUSSIAN}</p></article></body></html>"
        [document] = good(written(tmp_path / "a.html", article))
        assert "Алматы" in document.text
        [warning] = document.warnings
        assert warning.startswith("the page calls its encoding")
        assert warning.endswith("read as utf-8")


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (RDF, ["Old feed\n\nFrom Oslo"]),
        ('<?xml version="1.0"?>\n' + RDF, ["Old feed\n\nFrom Oslo"]),
        ("<p>Not a feed", ["<p>Not a feed"]),
    ],
)
def test_standard_input_is_told_by_how_it_begins(monkeypatch: pytest.MonkeyPatch, data: str, texts: list[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
    assert [document.text for document in good("-")] == texts
