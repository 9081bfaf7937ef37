"""Documents: what is read, what is refused and told, and that one bad document never loses a good one."""

import io
import json
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.documents import BadDocument, Document, InputFormat, check_document, read_documents
from geomap.documents.html import declared_charset
from geomap.errors import DocumentError

ARTICLE = """<!doctype html><html lang="nl-NL"><head><meta charset="{charset}"><title>Onrust in Almaty</title>
<meta property="og:site_name" content="Voorbeeldkrant"><link rel="canonical" href="https://www.example.org/a/1">
<meta name="author" content="Ada Vos">
<meta property="article:published_time" content="2022-01-05T21:30:00+01:00"></head><body><nav>Menu Sport Weer</nav>
<article><h1>Onrust in Almaty</h1><p>In Almaty trokken betogers woensdag naar het vliegveld van de stad, meldde een
café-eigenaar die het vanuit zijn zaak zag gebeuren. De politie was nergens te bekennen, zei hij.</p>
<p>In de hoofdstad bleef het rustig. De regering kwam in de avond bijeen om over de toestand te praten, en kondigde
voor het hele land de noodtoestand af, die twee weken moet duren.</p></article><footer>Contact</footer></body></html>"""


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


def jsonl(path: Path, *values: object) -> Path:
    path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")
    return path


class TestText:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
    def test_marked_or_utf8_text_is_read_as_it_is(self, tmp_path: Path, encoding: str) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes("Київ\r\n 🙂 Żyrardów\n".encode(encoding))
        [document] = good(path)
        assert document == Document(id="a.txt", text="Київ\r\n 🙂 Żyrardów\n")

    @pytest.mark.parametrize(("encoding", "mark"), [("utf-16-be", b"\xfe\xff"), ("utf-32-be", b"\x00\x00\xfe\xff")])
    def test_big_endian_marks(self, tmp_path: Path, encoding: str, mark: bytes) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(mark + "Łódź".encode(encoding))
        assert good(path)[0].text == "Łódź"

    def test_other_encodings_are_never_guessed(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes("Een café in Genève".encode("windows-1252"))
        told = "say what it is, such as --encoding windows-1252, or have it detected: --encoding auto"
        assert str(only_bad(path)) == f"{path}: byte 7 (0xe9) is not UTF-8; {told}"
        assert good(path, encoding="windows-1252")[0].text == "Een café in Genève"

    def test_utf16_without_a_mark_is_told_from_text(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes("Almaty".encode("utf-16-le"))
        assert "utf-16-le" in only_bad(path).why
        assert good(path, encoding="utf-16-le")[0].text == "Almaty"

    def test_empty_text_is_a_document(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").touch()
        assert good(tmp_path / "a.txt")[0].text == ""

    def test_unknown_encoding(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").touch()
        assert "no encoding is called 'klingon'" in only_bad(tmp_path / "a.txt", encoding="klingon").why

    @given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
    def test_any_text_comes_back_unchanged(self, tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
        path = tmp_path_factory.mktemp("any") / "a.txt"
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
        assert good(path)[0].text == text


class TestJsonLines:
    def test_every_field(self, tmp_path: Path) -> None:
        fields = {"id": "x", "text": "Almaty", "lang": "nl", "date": "2022-01-05", "title": "T", "outlet": "nos.nl"}
        path = jsonl(tmp_path / "a.jsonl", {**fields, "url": "https://nos.nl/1", "spans": [[0, 6]], "more": 1})
        assert good(path) == [
            Document(
                id="x",
                text="Almaty",
                lang="nl",
                date=date(2022, 1, 5),
                title="T",
                outlet="nos.nl",
                url="https://nos.nl/1",
                spans=((0, 6),),
            )
        ]

    def test_bad_lines_are_named_and_good_ones_kept(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        lines = [b'{"text": "one"}', b"{", b"[1]", b'{"text": 2}', b'{"id": "x"}', b'{"text": "caf\xe9"}', b""]
        path.write_bytes(b"\n".join([*lines, b'{"text": "\xe2\x80\xa8 eight", "id": 8}\r\n', b"[" * 100_000]))
        found = documents(path)
        assert [d.id for d in found if isinstance(d, Document)] == ["a.jsonl:1", "8"]
        whys = {d.where.rpartition(":")[2]: d.why for d in found if isinstance(d, BadDocument)}
        assert list(whys) == ["2", "3", "4", "5", "6", "10"]
        assert whys["2"].startswith("not JSON: ")
        assert whys["4"] == "'text' is a number, not a string"
        assert whys["5"] == "no field 'text'; the fields are 'id'; name the one that holds the text with --text-column"
        assert whys["6"].startswith("byte 13 of the line (0xe9) is not UTF-8")

    def test_lines_end_at_line_feeds_only(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_text('{"text": "a\u2028b\u0085c"}\n{"text": "d"}', encoding="utf-16")
        assert [document.text for document in good(path)] == ["a\u2028b\u0085c", "d"]

    def test_lone_surrogates_and_nul_are_kept(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_bytes(b'{"text": "a\\ud800b\\u0000c"}')
        assert good(path)[0].text == "a\ud800b\0c"

    def test_a_repeated_id_is_told(self, tmp_path: Path) -> None:
        path = jsonl(tmp_path / "a.jsonl", {"id": "x", "text": "1"}, {"id": "x", "text": "2"})
        assert [document.warnings for document in good(path)] == [(), ("id 'x' names an earlier document too",)]


class TestFields:
    @pytest.mark.parametrize(
        "value",
        [
            "2009-03-20",
            "20090320",
            "2009-03-20 12:24:52.002364-05",
            "2009-03-20T23:59:59-0930",
            "2009-03-20T00:00Z",
            "2009-03-20 10:00 UTC",
            " 2009-03-20T10:00:00+05:30\n",
            datetime(2009, 3, 20, 23),
            date(2009, 3, 20),
        ],
    )
    def test_days(self, value: object) -> None:
        document = check_document({"text": "", "date": value}, "x")
        assert (document.date, document.warnings) == (date(2009, 3, 20), ())

    @pytest.mark.parametrize("value", ["2022-01", "2022", "yesterday", "2022-02-30", "05/01/2022", 20220105, True, []])
    def test_what_names_no_day_is_left_out_with_a_warning(self, value: object) -> None:
        document = check_document({"text": "", "date": value}, "x")
        assert document.date is None
        assert document.warnings == (f"date {value!r} is no ISO 8601 day such as '2022-01-05'; left out",)

    @pytest.mark.parametrize(("value", "lang"), [("nl", "nl"), ("NL", "nl"), ("pt-BR", "pt"), ("zh_Hans", "zh")])
    def test_languages(self, value: str, lang: str) -> None:
        assert check_document({"text": "", "lang": value}, "x").lang == lang

    @pytest.mark.parametrize("value", ["nld", "xx", "Dutch", 1])
    def test_unknown_languages_are_left_out_with_a_warning(self, value: object) -> None:
        document = check_document({"text": "", "lang": value}, "x")
        assert (document.lang, len(document.warnings)) == (None, 1)

    @pytest.mark.parametrize("field", ["id", "lang", "date", "title", "outlet", "url", "byline", "spans"])
    def test_null_is_the_same_as_absent(self, field: str) -> None:
        assert check_document({"text": "t", field: None}, "x") == Document(id="x", text="t")

    def test_a_title_that_is_no_string_is_left_out_with_a_warning(self) -> None:
        document = check_document({"text": "t", "title": ["T"], "url": 1}, "x")
        assert (document.title, document.url) == (None, None)
        assert document.warnings == (
            "title is a list, not a string; left out",
            "url is a number, not a string; left out",
        )

    @pytest.mark.parametrize("value", [True, 1.5, [], {}])
    def test_an_id_that_is_no_string_is_refused(self, value: object) -> None:
        with pytest.raises(DocumentError, match="'id' is"):
            check_document({"text": "t", "id": value}, "x")

    @pytest.mark.parametrize(
        "spans",
        [
            [[0, 5]],
            [[-1, 2]],
            [[2, 2]],
            [[3, 1]],
            [[0, 1.0]],
            [[True, 2]],
            [["0", "1"]],
            [[0]],
            [[0, 1, 2]],
            [1],
            "x",
            {},
        ],
    )
    def test_spans_outside_the_text_are_refused(self, spans: object) -> None:
        with pytest.raises(DocumentError, match="spans"):
            check_document({"text": "four", "spans": spans}, "x")

    def test_no_spans_are_spans(self) -> None:
        assert check_document({"text": "four", "spans": []}, "x").spans == ()


class TestCsv:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_rows(self, tmp_path: Path, delimiter: str) -> None:
        path = tmp_path / "a.csv"
        rows = [
            ["id", "text", "lang", "spans"],
            ["1", '"Almaty\nburns, they say; ""x"""', "nl", '"[[0, 6]]"'],
            ["", "b"],
        ]
        path.write_text("\ufeff" + "".join(delimiter.join(row) + "\r\n" for row in rows), encoding="utf-8", newline="")
        one, two = good(path)
        assert one == Document(id="1", text='Almaty\nburns, they say; "x"', lang="nl", spans=((0, 6),))
        assert two == Document(id="a.csv:4", text="b")

    def test_bad_rows_are_named_and_good_ones_kept(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(b'id,text,spans\n1,one,\n2\n3,caf\xe9,\n4,x,"[["\n5,x,,too,many\n\n6,six,\n')
        found = documents(path)
        assert [d.id for d in found if isinstance(d, Document)] == ["1", "6"]
        assert [d.where for d in found if isinstance(d, BadDocument)] == [f"{path}:{line}" for line in (3, 4, 5, 6)]

    def test_no_column_text(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("id,body\n1,x\n")
        told = "name the one that holds the text with --text-column"
        assert only_bad(tmp_path / "a.csv").why == f"no column is named 'text'; the columns are 'id', 'body'; {told}"

    def test_an_article_longer_than_a_cell_may_be(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("text\n" + "x" * 200_000)
        assert len(good(tmp_path / "a.csv")[0].text) == 200_000

    def test_an_empty_text_is_a_document(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("id,text\n1,\n")
        assert good(tmp_path / "a.csv") == [Document(id="1", text="")]


class TestParquet:
    def test_rows(self, tmp_path: Path) -> None:
        pyarrow = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        columns = {
            "text": ["Almaty", "Kyiv", None],
            "date": [datetime(2022, 1, 5, 10), None, None],
            "spans": [[[0, 6]], None, None],
            "other": [1, 2, 3],
        }
        parquet.write_table(pyarrow.table(columns), tmp_path / "a.parquet")
        found = documents(tmp_path / "a.parquet")
        assert found[:2] == [
            Document(id="a.parquet:1", text="Almaty", date=date(2022, 1, 5), spans=((0, 6),)),
            Document(id="a.parquet:2", text="Kyiv"),
        ]
        assert found[2] == BadDocument(where=f"{tmp_path / 'a.parquet'}:3", why="'text' is null, not a string")

    def test_a_damaged_file(self, tmp_path: Path) -> None:
        pytest.importorskip("pyarrow")
        (tmp_path / "a.parquet").write_bytes(b"PAR1 and nothing more")
        assert "not a Parquet file" in only_bad(tmp_path / "a.parquet").why

    def test_without_the_extra_the_cure_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        (tmp_path / "a.parquet").touch()
        (tmp_path / "b.txt").touch()
        bad, document = documents(tmp_path / "a.parquet", tmp_path / "b.txt")
        assert isinstance(bad, BadDocument)
        assert isinstance(document, Document)
        assert bad.why == "Parquet files need pyarrow: pip install 'geomap[parquet]'"


class TestHtml:
    @pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
    def test_the_article_and_what_the_page_says_of_it(self, tmp_path: Path, charset: str) -> None:
        path = tmp_path / "a.html"
        path.write_bytes(ARTICLE.format(charset=charset).encode(charset))
        [document] = good(path)
        assert "café-eigenaar" in document.text
        assert "Menu" not in document.text
        assert (document.id, document.lang, document.date) == ("a.html", "nl", date(2022, 1, 5))
        assert (document.title, document.outlet) == ("Onrust in Almaty", "example.org")
        assert (document.url, document.byline) == ("https://www.example.org/a/1", "Ada Vos")

    @pytest.mark.parametrize("page", ["", "<html>", "<html><body></body></html>"])
    def test_a_page_without_an_article(self, tmp_path: Path, page: str) -> None:
        (tmp_path / "a.html").write_text(page)
        assert only_bad(tmp_path / "a.html").why == "no article text found in this page"

    def test_charset_as_browsers_take_it(self) -> None:
        assert declared_charset(b'<meta http-equiv=x content="text/html; charset=ISO-8859-1">') == "windows-1252"
        assert declared_charset(b"<meta charset='koi8-r'>") == "koi8-r"
        assert declared_charset(b'<meta charset="utf-16">') is None
        assert declared_charset(b"<p>") is None


class TestInputs:
    def test_folders_are_read_whole_and_in_order(self, tmp_path: Path) -> None:
        for name in ("b.txt", "a/z.txt", "a/.hidden.txt", ".git/c.txt", "readme.md", "a/UPPER.TXT"):
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(name)
        assert [document.id for document in good(tmp_path)] == ["a/UPPER.TXT", "a/z.txt", "b.txt"]

    def test_a_folder_with_a_loop(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").touch()
        (tmp_path / "loop").symlink_to(tmp_path)
        assert len(good(tmp_path)) == 1

    def test_an_empty_folder_is_named(self, tmp_path: Path) -> None:
        assert "no file in it ends in .txt" in only_bad(tmp_path).why

    def test_missing_and_unknown_files_are_named(self, tmp_path: Path) -> None:
        (tmp_path / "a.doc").touch()
        (tmp_path / "b.txt").touch()
        missing, unknown, fine = documents(tmp_path / "none.txt", tmp_path / "a.doc", tmp_path / "b.txt")
        assert str(missing) == f"{tmp_path / 'none.txt'}: no such file or directory"
        assert isinstance(unknown, BadDocument)
        assert "--input-format" in unknown.why
        assert isinstance(fine, Document)

    def test_the_format_can_be_stated(self, tmp_path: Path) -> None:
        path = tmp_path / "a.log"
        path.write_text('{"text": "x"}')
        assert good(path, input_format=InputFormat.JSONL)[0].text == "x"
        assert good(path, input_format=InputFormat.TXT)[0].text == '{"text": "x"}'

    @pytest.mark.parametrize(
        ("data", "ids"),
        [
            ("Fighting in Almaty.", ["stdin"]),
            ("", ["stdin"]),
            ('\n {"text": "a"}\n{"text": "b"}\n', ["stdin:2", "stdin:3"]),
            ("[1] is a footnote, not JSON lines", ["stdin"]),
            (ARTICLE.format(charset="utf-8"), ["stdin"]),
        ],
    )
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch, data: str, ids: list[str], encoding: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data.encode(encoding))))
        found = good("-")
        assert [document.id for document in found] == ids
        assert not found[0].text.startswith("<")
