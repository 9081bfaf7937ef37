"""What a user writes; mypy --strict must find every type of it, and each of the marked mistakes."""

from pathlib import Path

import geomap
from gazetteer import Place, open_gazetteer
from geomap import BadDocument, Document, Reader, Report
from geomap.text import Text


def places(report: Report) -> list[Place]:
    return [mention.place for mention in report.mentions if mention.place]


def engine(text: Text) -> list[tuple[int, int]]:
    return [(0, len(text.document.text))]


def main() -> None:
    report: Report = geomap.read("Rain fell on Suva.", lang="en", date="2022-01-05", spans=[(13, 17)])
    kept: list[BadDocument] = []
    reader: Reader = geomap.load(engine=engine, gazetteer=Path("index.bin"), corrections="corrections.jsonl")
    for each in reader.read_many(["Rain", Document(id="1", text="Suva")], workers=2, on_error=kept.append, progress=False):
        name: str = each.mentions[0].text
        share: float = each.mentions[0].resolution.confidence
        first: str = each.incidents[0].type.value
        print(name, share, first, each.to_json(), each.to_dict(), each.to_geojson("places"), each.__geo_interface__)
    found: Place = open_gazetteer().lookup("Suva")[0]
    print(report.lang, places(report), found.lat, geomap.concat([report]), report.to_geodataframe("incidents", "ucdp"))
    geomap.read(7)  # MISTAKE
    geomap.read_many("Suva", workers="2")  # MISTAKE
    geomap.load(engine=len)  # MISTAKE
    print(report.mentions[0].place.name)  # MISTAKE
    report.lang = "nl"  # MISTAKE


main()
