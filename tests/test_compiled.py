"""The compiled tables: the same bytes each time, never used once their sources changed, refused where they are damaged."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import geomap
from gazetteer import Gazetteer, open_gazetteer
from gazetteer.index import default_path
from gazetteer.mapped import file_of
from gazetteer.names import fold
from gazetteer.pack import write_parts
from geomap import compiled as compiled_module
from geomap.build import everything
from geomap.compiled import TABLES, Compiled, Texts, digest, trie_of
from geomap.errors import OutputError, SourceError, TableError
from geomap.languages.cues import person_names
from geomap.mentions import words as words_module
from geomap.mentions.model import read_linear
from geomap.mentions.words import Lexicon as WordsOfMentions
from geomap.places.columns import columns_of
from geomap.roles import compiling, lexicon
from geomap.roles.compiling import Compiler
from geomap.roles.lexicon import WORDS_REMEMBERED, Lexicon, compiled_words, read_lexicon

HASHES = """
import hashlib
import geomap
from gazetteer import Gazetteer, open_gazetteer
from gazetteer.index import default_path
from gazetteer.mapped import file_of
from gazetteer.names import fold
from geomap.build import everything
from geomap.compiled import TABLES
for each in everything():
    print(each.name, hashlib.sha256(b"".join(map(bytes, file_of(each.parts(), TABLES)))).hexdigest())
"""
CUES = """lemma\tpos\tclass\tforms\tnonfinite\tparticiples\tparticle\tslots
blame\tverb\taccuse\tblames\tblame\tblamed\t-\tfor=none
blast\tnoun\tstrike\tblast blasts\t-\t-\t-\t-
"""
SLOTS = "word\tfunction\tvalue\nof\tprep\tof\n"


def of_bytes(each: Compiled) -> bytes:
    return b"".join(map(bytes, file_of(each.parts(), TABLES)))


def write(each: Compiled) -> None:
    write_parts(each.parts(), each.path, TABLES, lambda path: None)


@pytest.fixture
def language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Compiled:
    """The compiled tables of a small language, whose files may be changed."""
    for module in (lexicon, compiling):
        monkeypatch.setattr(module, "LANGUAGES", tmp_path)
    monkeypatch.setattr(compiled_module, "FOLDER", tmp_path / "data")
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "cues.tsv").write_text(CUES, encoding="utf-8")
    (tmp_path / "xx" / "slots.tsv").write_text(SLOTS, encoding="utf-8")
    return compiled_words("xx")


def test_two_builds_give_the_same_bytes() -> None:
    command = [sys.executable, "-c", HASHES]
    runs = (
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True)
        for seed in ("1", "2")
    )
    printed = {run.stdout for run in runs}
    assert len(printed) == 1


def test_everything_built_opens_to_what_its_sources_say() -> None:
    for each in everything():
        opened = each.open()
        opened.check()
        assert bytes(opened.part("sources")) == digest(each.sources)


def test_a_word_has_what_its_rows_say(language: Compiled) -> None:
    words = Lexicon("xx", language.open())
    blamed, blast = words.word("blamed"), words.word("blasts")
    assert blamed is not None
    assert blast is not None
    ((cue, form),) = blamed.verbs
    assert (cue.lemma, cue.frame.name, form, "for" in cue.roles) == ("blame", "accuse", 4, False)
    assert cue.roles["object"] == "accused"
    assert [cue.lemma for cue in blast.nouns] == ["blast"]
    assert (words.word("unknown"), words.word("of").functions) == (None, {"prep": "of"})  # type: ignore[union-attr]
    assert len(words) == 6


def test_a_file_is_used_as_long_as_its_sources_are_the_same(language: Compiled, tmp_path: Path) -> None:
    assert not language.is_built()
    write(language)
    assert language.is_built()
    rows = (tmp_path / "xx" / "cues.tsv").read_text(encoding="utf-8")
    (tmp_path / "xx" / "cues.tsv").write_text(rows.replace("blast blasts", "blast blasts kaboom"), encoding="utf-8")
    assert not language.is_built()
    assert Lexicon("xx", language.open()).word("kaboom") is not None, "a table was edited, and the old one is still used"
    (tmp_path / "xx" / "cues.tsv").write_text(rows, encoding="utf-8")
    assert language.is_built()


def test_a_broken_row_is_named(language: Compiled, tmp_path: Path) -> None:
    write(language)
    with (tmp_path / "xx" / "cues.tsv").open("a", encoding="utf-8") as file:
        file.write("bomb\tverb\tno-such-class\tbombs\tbomb\tbombed\t-\t-\n")
    with pytest.raises(SourceError, match=r"cues\.tsv, row 4: .*no-such-class"):
        language.open()


@pytest.mark.parametrize("kept", [0, 10, 40, 200, -1])
def test_a_truncated_file_is_refused(language: Compiled, kept: int) -> None:
    whole = of_bytes(language)
    language.path.parent.mkdir()
    language.path.write_bytes(whole[:kept])
    with pytest.raises(TableError, match=r"roles\.xx\.bin.*python -m geomap\.build"):
        language.open()


def test_a_tampered_file_is_refused(language: Compiled) -> None:
    whole = bytearray(of_bytes(language))
    at = whole.index(b'"blast"')
    whole[at + 1] ^= 1
    language.path.parent.mkdir()
    language.path.write_bytes(whole)
    with pytest.raises(TableError, match="checksum"):
        language.open()


def test_what_cannot_be_written_leaves_what_was(language: Compiled) -> None:
    write(language)
    before = language.path.read_bytes()

    def refuse(path: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space left"):
        write_parts(language.parts(), language.path, TABLES, refuse)
    assert language.path.read_bytes() == before
    assert list(language.path.parent.iterdir()) == [language.path]


def test_each_form_is_found_as_the_tables_have_it() -> None:
    read = read_lexicon("it")
    assert read is not None
    compiler = Compiler("it")
    compiler.parts()
    cues = compiler.cues.texts
    for form, entry in compiler.words.items():
        word = read.word(form)
        assert word is not None, form
        assert [cue.lemma for cue in word.nouns] == [json.loads(cues[cue])[0] for cue in entry.nouns]
        assert (word.head, dict(word.functions)) == (entry.head, entry.functions)


def test_what_is_remembered_is_bounded() -> None:
    read = read_lexicon("en")
    assert read is not None
    for number in range(2 * WORDS_REMEMBERED + 10):
        read.word(f"word{number}")
    assert len(read._seen) <= WORDS_REMEMBERED


def test_tries_and_texts_are_those_of_their_parts(language: Compiled) -> None:
    tables = language.open()
    assert "=blamed" in trie_of(tables, "keys")
    cues = Texts(tables, "cues")
    assert [b"blame" in text for text in cues] == [True, False]
    assert len(cues) == 2


def test_persons_and_weights_are_whole() -> None:
    assert "mario" in person_names("given_names")
    assert "xqzzt" not in person_names("surnames")
    linear = read_linear()
    assert linear.weights.get("no-such-feature=1") is None
    assert linear.sum(["no-such-feature=1"]) == 0
    assert all(table.any() for table in linear.tables.values())


@pytest.mark.parametrize("lang", ["en", "uk", None])
def test_what_a_word_weighs_is_the_sum_of_its_features(lang: str | None) -> None:
    linear = read_linear()
    assert linear.by_word is not None
    words = WordsOfMentions(open_gazetteer(), lang, linear)
    for word in (
        "",
        "of",
        "the",
        "near",
        "Odesa",
        "Springfield",
        "области",
        "river",
        "mountain",
        "xq",
        "said",
        "beach",
        "міста",
    ):
        facts = linear.facts(word)
        assert linear.by_word.sums(lang, word, facts) == tuple(map(linear.sum, words.strings(word, facts))), word


def test_words_are_bounded_over_all_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words_module, "WORDS_REMEMBERED", 60)
    gazetteer = Gazetteer(default_path())
    texts = ["Rain fell on Suva, and {} people left {} for the hills.", "In Suva viel regen, en {} mensen verlieten {}."]
    reports = [
        geomap.read(texts[number % 2].format(f"w{number}", f"Q{number}"), lang=("en", "nl")[number % 2], gazetteer=gazetteer)
        for number in range(40)
    ]
    assert all(report.mentions[0].text == "Suva" for report in reports)
    lexicons = words_module._lexicons(gazetteer)
    assert sum(len(each.words) for each in lexicons.values()) < 60 + 15


@pytest.mark.parametrize(
    ("remembered", "most"),
    [
        (fold, 16_384),
        (open_gazetteer().place, 2048),
        (open_gazetteer().names.postings, 4096),
        (open_gazetteer().names.beginning, 8_192),
        (open_gazetteer().exact.beginning, 2048),
        (columns_of(open_gazetteer()).places_of, 2048),
    ],
)
def test_caches_are_bounded(remembered: Any, most: int) -> None:
    assert remembered.cache_info().maxsize == most
