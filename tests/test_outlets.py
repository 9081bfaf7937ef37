"""Several articles of one outlet in a run: each is read in the light of the others, whatever the number of processes."""

import json
from pathlib import Path

import pytest

from geomap.cli.options import Settings
from geomap.cli.outlets import at_home
from geomap.cli.run import Run
from geomap.documents import read_entries
from geomap.reader import load
from geomap.report import Report

TEXTS = ("A fire in Salem, Oregon, and in Eugene.", "Eugene, Oregon, beat Corvallis.", "Voters in Salem go to the polls.")
LINES = [json.dumps({"id": text, "text": text, "lang": "en", "outlet": "paper.example"}) for text in TEXTS]


@pytest.fixture
def batch(tmp_path: Path) -> str:
    path = tmp_path / "batch.jsonl"
    path.write_text("\n".join(LINES))
    return str(path)


def reports(path: str, **settings: object) -> list[Report]:
    return list(Run([path], Settings(**settings)).reports())  # type: ignore[arg-type]


def test_a_name_alone_means_the_town_of_the_outlet(batch: str, tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text(LINES[-1])
    (alone,) = reports(str(tmp_path / "one.jsonl"))
    known = reports(batch)[-1].mentions[0].resolution
    assert known.place
    assert known.place.admin1 == "Oregon"
    assert alone.mentions[0].resolution.place != known.place or known.confidence > alone.mentions[0].resolution.confidence


def test_the_number_of_processes_changes_nothing(batch: str) -> None:
    assert [each.to_json() for each in reports(batch, workers=2)] == [each.to_json() for each in reports(batch)]


def test_pages_and_reports_are_not_read_twice(tmp_path: Path) -> None:
    reader = load()
    (tmp_path / "page.txt").write_text(TEXTS[0])
    opened: list[str] = []

    def entries(path: str) -> list[object]:
        opened.append(path)
        return list(read_entries([path]))

    page = str(tmp_path / "page.txt")
    assert at_home(reader, [page], lambda: entries(page), 1) is reader  # type: ignore[arg-type,return-value]
    assert opened == []
    report = str(tmp_path / "report.jsonl")
    Path(report).write_text("\n".join(reader.read(text, outlet="paper.example").to_json() for text in TEXTS))
    assert at_home(reader, [report], lambda: entries(report), 1) is reader  # type: ignore[arg-type,return-value]
    assert opened == [report]
