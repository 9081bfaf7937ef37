"""Writes the inputs that fuzzing begins with, for each door a few of each kind that it may meet: python tests/fuzz/seeds.py."""

import bz2
import gzip
import io
import json
import lzma
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import made_report
from doors import BETWEEN, packed_workbook
from test_import_geonames import NAMES, ROWS, zipped

from geomap.documents import Document

CORPUS = Path(__file__).parent / "corpus"
ARTICLE = "Moscow accused Kyiv of shelling Enerhodar. Qatar offered to mediate; sanctions against Iran stand."
STRANGE = {
    "bidi": "Moscow \u202eyviK desucca\u202c \u2066in Almaty\u2069 \u200fon Monday.",
    "zero-width": "Mos\u200bcow ac\u200dcused K\u00adyiv\ufeff of \u2060shelling.",
    "combining": "Kyi" + "v\u0301\u0308\u0323" * 20 + " was shelled; Zalgo\u0300\u0301\u0302\u0303 fled.",
    "nul": "Moscow\0accused\0Kyiv.",
    "controls": "\x1b[31mMoscow\x07 accused\x85 Kyiv\u2028in\u2029Almaty.",
    "marks": "\"'«»„“”‚‘’—–-…()[]{}" * 6 + "Kyiv" + ".,;:!?" * 9,
    "digits": "43°15′N 76°57′E, 12.5, -3.7; 1 May 2022; 5/1/22; 2022-01-05T10:00Z",
    "capitals": "MOSCOW ACCUSED KYIV. DIE STRAẞE NACH GIẞEN. İSTANBUL'DA ıĞDIR",
    "mixed": "Москва обвинила Київ; 北京 and 東京; القاهرة و تهران; Αθήνα; אילת; ไทย",
}


def texts() -> dict[str, bytes]:
    languages = {
        "nl": "Moskou beschuldigt Kiev van beschietingen. In Almaty zijn doden gevallen; Nederland stuurt hulp.",
        "en": ARTICLE,
        "de": "Moskau wirft Kiew vor, Enerhodar beschossen zu haben. In Almaty starben Menschen.",
        "fr": "Moscou accuse Kiev. À Almaty, des manifestants ont pris l'aéroport ; la France enverra de l'aide.",
        "es": "Moscú acusó a Kiev de bombardear Enerhodar. En Almaty murieron varias personas.",
        "it": "Mosca accusa Kiev di aver bombardato Enerhodar. Ad Almaty ci sono stati morti.",
        "pt": "Moscovo acusa Kiev. Em Almaty morreram pessoas; o Brasil ofereceu ajuda.",
        "pl": "Moskwa oskarża Kijów o ostrzał Enerhodaru. W Ałmaty zginęli ludzie.",
        "ru": "Москва обвинила Киев в обстреле Энергодара. В Алма-Ате погибли люди.",
        "uk": "Москва звинуватила Київ в обстрілі Енергодара. В Алмати загинули люди.",
    }
    made = {lang: f"{number}{text}".encode() for number, (lang, text) in enumerate(languages.items(), start=1)}
    made |= {name: f"\x02{text}".encode() for name, text in STRANGE.items()}
    return made | {"surrogates": b"\x00\xed\xa0\x80 Kyiv \xed\xb0\x80", "latin-1": "0Córdoba".encode("latin-1")}


def pages() -> dict[str, bytes]:
    paragraphs = "".join(f"<p>{ARTICLE}</p>" for _ in range(3))
    head = '<meta charset="utf-8"><title>Accused</title><meta property="article:published_time" content="2022-01-05T10:00:00Z">'
    page = (
        f'0<!doctype html><html lang="en"><head>{head}</head><body><article><h1>News</h1>{paragraphs}</article></body></html>'
    )
    return {
        "page": page.encode(),
        "windows-1251": "2<html><meta charset=windows-1251><body><p>Москва обвинила Киев.</p>".encode("windows-1251"),
        "deep": b"0" + b"<div>" * 300 + ARTICLE.encode() + b"</div>" * 300,
        "entities": b"0<html><body><p>&lt;Moscow&gt; &amp;amp; &#x41;&#0;&#xD800;&#1114112; &nosuch; accused Kyiv of it.</p>",
        "broken": b"0<html><body><p>Moscow <b>accused <i>Kyiv</b></i> <table><p><td><script>alert(1)</p></body>"
        + ARTICLE.encode(),
        "json-ld": b'0<html><script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2022-13-99"}</script><p>'
        + ARTICLE.encode(),
        "no-charset": b"0<meta charset=nonsense><p>" + ARTICLE.encode(),
    }


def lines() -> dict[str, bytes]:
    full = {
        "id": "1",
        "text": ARTICLE,
        "lang": "en",
        "date": "2022-01-05",
        "title": "t",
        "outlet": "example.org",
        "url": "http://a.b",
    }
    odd = [
        {"text": "x", "id": 1, "lang": "xx", "date": "2022", "spans": [[0, 1]]},
        {"text": None},
        {"text": "x", "spans": [[0, 5]]},
        {"text": "\ud800", "id": "\udfff"},
        {"text": "x", "id": "../../etc/passwd", "outlet": "../..", "title": 10**30},
        {"body": "x", "published": "2022-01-05T10:00+05:30", "key": ""},
        [],
        1e999,
    ]
    return {
        "full": b"0" + json.dumps(full).encode() + b"\n",
        "odd": b"0" + "\n".join(map(json.dumps, odd)).encode(),
        "columns": b"4" + json.dumps(odd[5]).encode(),
        "deep": b"0" + b'{"text": ' + b"[" * 2_000,
        "digits": b'0{"text": "x", "id": ' + b"9" * 5_000 + b"}",
        "utf-16": b"3" + '{"text": "x"}\n'.encode("utf-16-le"),
        "marked": b"0\xef\xbb\xbf" + b'{"text": "x"}\n\n\r\n{"text": "\xff"}',
    }


def tables(mark: str) -> dict[str, bytes]:
    row = mark.join(("1", f'"{ARTICLE}"', "en", "2022-01-05", '"[[0, 6]]"'))
    return {
        "rows": f"0id{mark}text{mark}lang{mark}date{mark}spans\n{row}\n{row}\n".encode(),
        "quotes": f'0text{mark}id\n"a ""b"" c"{mark}1\n"never closed{mark}2\nx{mark}3\n"two\nlines"{mark}4\n'.encode(),
        "cells": f"0text{mark}id\na\n{mark}{mark}{mark}\n=1+1{mark}@SUM(A1)\n".encode(),
        "columns": f"4body{mark}published{mark}key\nKyiv{mark}5 May{mark}k\n".encode(),
        "nul": f"0text\n\0{mark}\0\n\xff\n".encode("latin-1"),
        "twice": f"0text{mark}text\na{mark}b\n".encode(),
        "semicolons": b"0id;text\n1;Kyiv\n",
    }


def workbooks() -> dict[str, bytes]:
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    head = b'<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c><c r="B1" t="inlineStr"><is><t>date</t></is></c></row>'
    end = b"</sheetData></worksheet>"
    cells = (
        b'<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" s="0"><v>44566</v></c></row>'
        b'<row r="3"><c r="A3" t="b"><v>1</v></c><c r="B3" t="e"><v>#REF!</v></c></row>'
        b'<row r="4"><c r="A4" t="str"><f>CONCAT("a","b")</f><v>ab</v></c><c r="XFD4" t="d"><v>2022-01-05</v></c></row>'
        b'<row r="70"><c r="ZZZ1"><v>1e999</v></c></row><row r="x"><c t="n"><v>y</v></c></row>'
    )
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Kyiv</t></si></sst>'
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>' + start.replace(
        b"<sheetData>", b"<sheetData>&b;"
    )
    return {
        "parts": b"0" + BETWEEN.join((start + head + cells + end, strings)),
        "columns": b"4" + start + head.replace(b"text", b"body").replace(b"date", b"published") + cells + end,
        "entities": b"0" + bomb + head + end,
        "cut": b"0" + start + head,
        "zip": b"0" + packed_workbook(start + head + cells + end, strings, b""),
    }


def parquet() -> dict[str, bytes]:
    import pyarrow
    from pyarrow.parquet import write_table

    def written(columns: dict[str, object], **options: object) -> bytes:
        made = io.BytesIO()
        write_table(pyarrow.table(columns), made, **options)
        return b"0" + made.getvalue()

    return {
        "rows": written({"id": ["1", None], "text": [ARTICLE, None], "date": ["2022-01-05", "x"]}, compression="none"),
        "spans": written({"text": ["Kyiv", "x"], "spans": [[[0, 4]], None], "id": [1, 2]}, compression="snappy"),
        "binary": written({"text": [b"\xff\xfe", b"Kyiv"]}, compression="zstd"),
        "other": written({"body": ["x"], "n": [1.5]}, compression="gzip", use_dictionary=False),
    }


def feeds() -> dict[str, bytes]:
    item = f"<item><title>Accused</title><description>&lt;p&gt;{ARTICLE}&lt;/p&gt;</description><pubDate>Wed, 05 Jan 2022 10:00:00 +0100</pubDate><link>https://example.org/1</link><guid>1</guid></item>"
    atom = '<entry xml:lang="nl"><id>a</id><title type="html">&amp;lt;b</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Kiev</p></div></content><updated>2022-01-05T10:00:00Z</updated><link href="http://[bad"/></entry>'
    laughs = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
    return {
        "rss": f'0<?xml version="1.0"?><rss version="2.0"><channel><language>en</language>{item}{item}</channel></rss>'.encode(),
        "atom": f'0<feed xmlns="http://www.w3.org/2005/Atom">{atom}</feed>'.encode(),
        "laughs": f"0{laughs}<rss><channel><item><title>&c;</title></item></channel></rss>".encode(),
        "outside": b'0<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><title>&x;</title></item></rss>',
        "broken": f"0<rss><channel>{item}<item><title>A &nbsp; B</title><description><p>x</channel>".encode(),
        "days": b"0<rss><item><title>t</title><pubDate>Mon, 99 Foo 20222 25:61:61 +99999</pubDate></item></rss>",
        "deep": b"0<rss><item><title>t</title><description>" + b"&lt;b&gt;" * 500 + b"</description></item></rss>",
    }


def packings() -> dict[str, bytes]:
    content = ARTICLE.encode() * 4
    number = {".gz": b"0", ".bz2": b"1", ".xz": b"2", ".zst": b"3"}
    made = {".gz": gzip.compress(content, mtime=0), ".bz2": bz2.compress(content), ".xz": lzma.compress(content)}
    try:
        from compression import zstd
    except ImportError:
        from backports import zstd
    made[".zst"] = zstd.compress(content)
    bomb = {"0bomb": b"0" + gzip.compress(bytes(6_000_000), mtime=0), "2bomb": b"2" + lzma.compress(bytes(6_000_000))}
    return {ending[1:]: number[ending] + data for ending, data in made.items()} | bomb


def decisions() -> dict[str, bytes]:
    place = {"id": "geonames:1526384", "name": "Almaty", "kind": "settlement", "lat": 43.25, "lon": 76.91, "country": "KZ"}
    one = {
        "document": "kz-1", "lang": "en", "text": "Almaty", "start": 57, "end": 63, "quote": "airport of Almaty",
        "verdict": "place", "was": {"place": "geonames:1526384", "role": "accuser"}, "place": place,
    }  # fmt: skip
    more = [
        one,
        one | {"document": None, "verdict": "not_a_place", "text": "Moscow", "start": 0},
        one | {"verdict": "role", "role": "incident_site", "text": "Moscow", "start": 0, "quote": "Moscow"},
        one | {"verdict": "right", "quote": "", "text": ""},
        one | {"place": place | {"id": "geonames:" + "9" * 5_000, "lat": float("nan")}},
        {"verdict": []},
    ]
    made = {str(number): json.dumps(each).encode() + b"\n" for number, each in enumerate(more)}
    return made | {"all": b"".join(json.dumps(each).encode() + b"\n" for each in more[:4])}


def written_reports() -> dict[str, bytes]:
    made = made_report(Document(id="kz-1", text="Moscow blamed others after crowds stormed the airport of Almaty.")).to_json()
    return {
        "report": made.encode(),
        "infinite": made.replace("0.97654", "1e999").encode(),
        "outside": made.replace('"start": 0', '"start": 999').encode(),
        "document": json.dumps({"text": ARTICLE}).encode(),
        "half": made[: len(made) // 2].encode(),
    }


def dumps() -> dict[str, bytes]:
    places, names = "".join(ROWS[:8]).encode(), "".join(NAMES[:13]).encode()
    folder = Path("/tmp")
    return {
        "rows": places,
        "names": places + BETWEEN + names,
        "bad": places + b"5\tn\xffme\n\0\n\t\t\n" + BETWEEN + b"1\t2\n",
        "zip": zipped(folder / "GE.zip", ROWS[:8]).read_bytes(),
        "swapped": names,
    }


def damages() -> dict[str, bytes]:
    flips = {f"flip-{at}": b"\0" + struct.pack("<IBx", at, 255) for at in (0, 17, 24, 40, 5_000, 500_000, 1_057_000)}
    listing = json.dumps({"meta": [40, 2, 0], "names": [42, 2**40, 0], "end": [50, 0, 0]}).encode()
    return flips | {"listing": b"\1" + listing, "no-listing": b"\1[]", "strange": b'\1{"meta": ["a", null, {}]}'}


def settings() -> dict[str, bytes]:
    return {
        "plain": b'lang = "nl"\nworkers = 2\nmax-size = 1.5\n[map]\ntiles = "OpenStreetMap.Mapnik"\nblur = 2\n',
        "kinds": b"lang = 5\nverbose = [true]\nworkers = {a = 1}\ndate = 2022-01-05\nencoding = true\n",
        "paths": b'gazetteer = "../../x"\ncorrections = "~nobody/c.jsonl"\n[parse]\noutput = "/etc/passwd"\n',
        "unknown": b"langs = 1\n[no]\n[parse]\nlong = 2\n",
        "deep": b"a = " + b"[" * 2_000,
        "numbers": b"workers = " + b"9" * 5_000 + b"\nmax-size = nan\n",
        "strange": 'lang = "\\uFFFF"\n"" = 1\n"\u202e" = "\\u0000"\ntitle-column = "\\u0000"\n'.encode(),
        "network": b'geocoder = "nominatim"\nuser-agent = "x"\nscheduler = "tcp://nowhere:1"\n',
    }


SEEDS = {
    "text": texts,
    "html": pages,
    "jsonl": lines,
    "csv": lambda: tables(","),
    "tsv": lambda: tables("\t"),
    "excel": workbooks,
    "parquet": parquet,
    "feed": feeds,
    "packed": packings,
    "corrections": decisions,
    "reports": written_reports,
    "geonames": dumps,
    "index": damages,
    "tables": damages,
    "config": settings,
}


def main() -> None:
    for door, make in SEEDS.items():
        folder = CORPUS / door
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in make().items():
            (folder / f"seed-{name}").write_bytes(data)


if __name__ == "__main__":
    main()
