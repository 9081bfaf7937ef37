"""Corrections replayed: what they change, what follows from it, and when they no longer apply."""

import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import geomap
from gazetteer.place import Place
from geomap.corrections import CORRECTED, Correction, apply_corrections, never_met, read_corrections
from geomap.errors import DocumentError
from geomap.report import Report
from geomap.roles import Role

FAR_AKTAU = {
    "id": "geonames:1526269",
    "name": "Aktau",
    "kind": "settlement",
    "country": "KZ",
    "admin1": "Karagandy",
    "lat": 50.23466,
    "lon": 73.06662,
    "population": 9500,
}


def story() -> Report:
    from browser.stories import kazakhstan

    return kazakhstan()


def number_of(report: Report, text: str, nth: int = 0) -> int:
    return [n for n, each in enumerate(report.mentions) if each.resolution.mention.text == text][nth]


def line(report: Report, text: str, verdict: str, nth: int = 0, **more: Any) -> dict[str, Any]:
    each = report.mentions[number_of(report, text, nth)]
    mention = each.resolution.mention
    return {
        "document": report.document.id,
        "lang": report.lang,
        "text": text,
        "start": mention.start,
        "end": mention.end,
        "quote": report.document.text[max(0, mention.start - 20) : mention.end + 20],
        "was": {"place": each.resolution.place.id if each.resolution.place else None, "role": each.role.value},
        "verdict": verdict,
        **more,
    }


def written(tmp_path: Path, *lines: dict[str, Any]) -> tuple[Correction, ...]:
    path = tmp_path / "corrections.jsonl"
    path.write_text("".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in lines), encoding="utf-8")
    return read_corrections(path)


def test_a_wrong_place_is_put_right_and_its_incident_follows(tmp_path: Path) -> None:
    report = story()
    corrected, stale = apply_corrections(report, written(tmp_path, line(report, "Aktau", "place", place=FAR_AKTAU)))
    assert stale == ()
    resolution = corrected.mentions[number_of(report, "Aktau")].resolution
    assert resolution.place
    assert resolution.place.id == "geonames:1526269"
    assert (resolution.confidence, resolution.why[0]) == (1.0, CORRECTED)
    assert resolution.alternatives == ()
    assert [each.place.id for each in corrected.incidents if each.date and each.date.start == date(2022, 1, 3)] == [
        "geonames:1526269"
    ]
    assert corrected.to_dict() == Report.from_dict(corrected.to_dict()).to_dict()


def test_the_gazetteers_own_record_of_a_place_comes_first(tmp_path: Path) -> None:
    report = story()
    own = Place(id="geonames:1526269", name="Aqtau", kind=report.incidents[0].place.kind, lat=50.2, lon=73.1)
    corrections = written(tmp_path, line(report, "Aktau", "place", place=FAR_AKTAU))
    corrected, _ = apply_corrections(report, corrections, {own.id: own}.get)
    assert corrected.mentions[number_of(report, "Aktau")].resolution.place == own


def test_a_wrong_role_is_put_right_and_a_site_that_is_none_loses_its_incident(tmp_path: Path) -> None:
    report = story()
    corrected, stale = apply_corrections(report, written(tmp_path, line(report, "Aktau", "role", role="mention")))
    assert stale == ()
    assert corrected.mentions[number_of(report, "Aktau")].role is Role.MENTION
    assert len(corrected.incidents) == len(report.incidents) - 1


@pytest.mark.parametrize("again", [False, True], ids=["just read", "written and read back"])
def test_a_mention_that_is_made_a_site_gets_its_incident(tmp_path: Path, again: bool) -> None:
    report = geomap.read(
        "After the protests in Madrid, ministers travelled to Sevilla.", lang="en", date="2022-01-12", id="march"
    )
    report = Report.from_dict(report.to_dict()) if again else report
    assert [each.place.name for each in report.incidents] == ["Madrid"]
    corrected, stale = apply_corrections(report, written(tmp_path, line(report, "Sevilla", "role", role="incident_site")))
    assert stale == ()
    incident = corrected.incidents[-1]
    assert (incident.type, incident.place, incident.mentions) == ("protests", corrected.mentions[1].resolution.place, (1,))
    assert corrected.to_dict() == Report.from_dict(corrected.to_dict()).to_dict()


def test_a_site_that_no_sentence_tells_of_is_named(tmp_path: Path) -> None:
    report = replace(geomap.read("Visitors from Madrid arrived.", lang="en", id="visit"), lang="is")
    corrected, stale = apply_corrections(report, written(tmp_path, line(report, "Madrid", "role", role="incident_site")))
    assert corrected.incidents == ()
    assert [each.partition(": ")[2] for each in stale] == [
        "'Madrid' in document 'visit': no incident is made of it, as no sentence around it can be read"
    ]


def test_what_is_no_place_goes_with_its_relations_and_the_rest_is_numbered_again(tmp_path: Path) -> None:
    report = story()
    corrected, _ = apply_corrections(report, written(tmp_path, line(report, "Kazachstan", "not_a_place", nth=1)))
    assert len(corrected.mentions) == len(report.mentions) - 1
    assert [each.kind for each in corrected.relations] == [
        each.kind for each in report.relations if number_of(report, "Kazachstan", 1) not in (each.source, each.target)
    ]
    assert names(corrected, 0) == names(report, 0)
    assert {corrected.mentions[n].resolution.place for each in corrected.incidents for n in each.mentions} == {
        each.place for each in report.incidents
    }


def names(report: Report, relation: int) -> list[str]:
    ends = report.relations[relation]
    return [report.mentions[n].resolution.mention.text for n in (ends.source, ends.target)]


def test_right_makes_it_certain(tmp_path: Path) -> None:
    report = story()
    corrected, _ = apply_corrections(report, written(tmp_path, line(report, "Almaty", "right")))
    first = corrected.mentions[number_of(report, "Almaty")]
    assert (first.confidence, first.resolution.confidence) == (1.0, 1.0)
    assert corrected.mentions[number_of(report, "Almaty", 1)].confidence < 1


def test_one_for_every_document_holds_wherever_it_was_read_so(tmp_path: Path) -> None:
    report = story()
    elsewhere = replace(report, document=replace(report.document, id="another"))
    everywhere = written(tmp_path, line(report, "Aktau", "place", place=FAR_AKTAU) | {"document": None})
    here = written(tmp_path, line(report, "Aktau", "place", place=FAR_AKTAU))
    for corrections, expected in ((everywhere, "geonames:1526269"), (here, "geonames:610612")):
        corrected, stale = apply_corrections(elsewhere, corrections)
        place = corrected.mentions[number_of(report, "Aktau")].resolution.place
        assert place
        assert place.id == expected
        assert stale == ()


def test_it_follows_its_quote_when_the_text_moves(tmp_path: Path) -> None:
    report = story()
    corrections = written(tmp_path, line(report, "Aktau", "role", role="mention"))
    prefix = "Bijgewerkt. "
    moved = replace(
        report,
        document=replace(report.document, text=prefix + report.document.text),
        mentions=tuple(shifted(each, len(prefix)) for each in report.mentions),
    )
    corrected, stale = apply_corrections(moved, corrections)
    assert stale == ()
    assert corrected.mentions[number_of(report, "Aktau")].role is Role.MENTION


def shifted(assignment: Any, by: int) -> Any:
    mention = assignment.resolution.mention
    mention = replace(mention, start=mention.start + by, end=mention.end + by)
    return replace(assignment, resolution=replace(assignment.resolution, mention=mention))


def test_what_no_longer_applies_is_named(tmp_path: Path) -> None:
    report = story()
    gone = line(report, "Aktau", "role", role="mention") | {"text": "Atlantis", "quote": "in Atlantis"}
    corrections = written(tmp_path, gone, line(report, "Almaty", "right") | {"document": "never-read"})
    corrected, stale = apply_corrections(report, corrections)
    assert corrected == report
    assert len(stale) == 1
    assert "corrections.jsonl:1: 'Atlantis' in document 'kazakhstan'" in stale[0]
    assert [text.split(":")[1] for text in never_met(corrections, [report])] == ["2"]


def test_later_ones_overrule_earlier_ones(tmp_path: Path) -> None:
    report = story()
    corrections = written(tmp_path, line(report, "Aktau", "not_a_place"), line(report, "Aktau", "right"))
    assert len(apply_corrections(report, corrections)[0].mentions) == len(report.mentions)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"verdict": "perhaps"}, "perhaps"),
        ({"start": -1}, "'start' must be a whole number"),
        ({"was": None}, "'was' must be an object"),
        ({"verdict": "place"}, "lacks 'place'"),
        ({"verdict": "place", "place": FAR_AKTAU | {"lat": 91}}, "'lat' must be degrees"),
        ({"verdict": "place", "place": FAR_AKTAU | {"id": "geonames:x"}}, "invalid literal"),
        ({"verdict": "role", "role": "bystander"}, "bystander"),
    ],
)
def test_a_line_that_is_no_correction_is_refused(tmp_path: Path, change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(DocumentError, match=r"corrections\.jsonl:1") as caught:
        written(tmp_path, line(story(), "Aktau", "right") | change)
    assert complaint in str(caught.value)


@pytest.mark.parametrize("text", ["{", "[1]", '"a"', "12"])
def test_what_is_no_json_object_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "corrections.jsonl"
    path.write_text(f"\n{text}\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"corrections\.jsonl:2"):
        read_corrections(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        read_corrections(tmp_path / "none.jsonl")


def test_the_command_replays_them_and_names_what_no_longer_applies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import geomap
    from geomap.cli import app

    text = "Protesters seized the airport of Almaty."
    article = tmp_path / "article.txt"
    article.write_text(text, encoding="utf-8")
    wrong = line(geomap.read(text, lang="en", id="article.txt"), "Almaty", "role", role="mention")
    written(tmp_path, wrong, {**wrong, "document": "another.txt"})
    app(["parse", str(article), "--lang", "en", "--corrections", str(tmp_path / "corrections.jsonl")], standalone_mode=False)
    told = capsys.readouterr()
    assert [each["role"] for each in json.loads(told.out)["mentions"]] == ["mention"]
    assert "another.txt" in told.err


def test_reports_made_before_are_corrected_on_their_way_to_a_file(tmp_path: Path) -> None:
    import geomap
    from geomap.cli import app

    report = geomap.read("Protesters seized the airport of Almaty.", lang="en", id="almaty")
    reports, table = tmp_path / "reports.jsonl", tmp_path / "mentions.csv"
    reports.write_text(report.to_json() + "\n", encoding="utf-8")
    written(tmp_path, line(report, "Almaty", "role", role="mention"))
    corrections = ["--corrections", str(tmp_path / "corrections.jsonl")]
    app(["export", str(reports), "-o", str(table), *corrections], standalone_mode=False)
    rows = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["text"], row["role"]) for row in rows] == [("Almaty", "mention")]
