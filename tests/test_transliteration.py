"""Cyrillic names in the letters of Dutch, English, German and French newspapers: cases, and what holds for any name."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import open_gazetteer
from gazetteer.index import shipped_path
from gazetteer.names import name_key
from gazetteer.place import Strength
from gazetteer.sources.tables import read_table
from gazetteer.transliteration import FOLDER, READERS, Alphabet, alphabets, sources_of, transliterated

CONTEXTS = {"", "start", "end", "vowel", "sign", "front", "hush", "between"}


@pytest.mark.parametrize(
    ("name", "source", "nl", "en", "de", "fr"),
    [
        ("Жаңаөзен", "kk", "Zjanaozen", "Zhanaozen", "Schanaosen", "Janaozen"),
        ("Жанаозен", "ru", "Zjanaozen", "Zhanaozen", "Schanaosen", "Janaozen"),
        ("Екатеринбург", "ru", "Jekaterinboerg", "Yekaterinburg", "Jekaterinburg", "Iekaterinbourg"),
        ("Нижний Новгород", "ru", "Nizjni Novgorod", "Nizhny Novgorod", "Nischni Nowgorod", "Nijni Novgorod"),
        ("Ульяновск", "ru", "Oeljanovsk", "Ulyanovsk", "Uljanowsk", "Oulianovsk"),
        ("Щёлково", "ru", "Sjtsjolkovo", "Shcholkovo", "Schtscholkowo", "Chtcholkovo"),
        ("Грозный", "ru", "Grozny", "Grozny", "Grosny", "Grozny"),
        ("Запоріжжя", "uk", "Zaporizjzja", "Zaporizhzhia", "Saporischschja", "Zaporijjia"),
        ("Луганськ", "uk", "Loehansk", "Luhansk", "Luhansk", "Louhansk"),
        ("Слов’янськ", "uk", "Slovjansk", "Sloviansk", "Slowjansk", "Sloviansk"),
        ("Віцебск", "be", "Vitsebsk", "Vitsebsk", "Wizebsk", "Vitsebsk"),
        ("Магілёў", "be", "Mahiljow", "Mahilyow", "Mahiljou", "Mahiliow"),
        ("Бишкек", "ky", "Bisjkek", "Bishkek", "Bischkek", "Bichkek"),
        ("Велико Търново", "bg", "Veliko Tarnovo", "Veliko Tarnovo", "Weliko Tarnowo", "Veliko Tarnovo"),
        ("Чачак", "sr", "Čačak", "Čačak", "Čačak", "Čačak"),
        ("Скопје", "mk", "Skopje", "Skopje", "Skopje", "Skopje"),
    ],
)
def test_as_newspapers_write_it(name: str, source: str, nl: str, en: str, de: str, fr: str) -> None:
    written = {reader: transliterated(name, source, reader) for reader in READERS}
    assert written == {"nl": nl, "en": en, "de": de, "fr": fr}


def words(alphabet: Alphabet) -> st.SearchStrategy[str]:
    return st.text(sorted(alphabet.letters), min_size=1, max_size=12)


any_word = st.sampled_from(alphabets()).flatmap(lambda each: st.tuples(st.just(each.source), words(each)))


class TestAnyName:
    @given(any_word, st.sampled_from(READERS))
    def test_nothing_of_it_stays_cyrillic(self, word: tuple[str, str], reader: str) -> None:
        source, name = word
        assert not [letter for letter in transliterated(name, source, reader) if "\u0400" <= letter <= "\u04ff"]

    @given(any_word, any_word, st.sampled_from(READERS))
    def test_words_do_not_touch_each_other(self, one: tuple[str, str], other: tuple[str, str], reader: str) -> None:
        source = one[0]
        together = transliterated(f"{one[1]} {other[1]}", source, reader)
        assert together == f"{transliterated(one[1], source, reader)} {transliterated(other[1], source, reader)}"

    @given(any_word, st.sampled_from(READERS))
    def test_a_capital_stays_one(self, word: tuple[str, str], reader: str) -> None:
        source, name = word
        small = transliterated(name, source, reader)
        large = transliterated(name[:1].upper() + name[1:], source, reader)
        assert large.lower() == small.lower()

    @given(st.text("abcxyz -", max_size=12), st.sampled_from(READERS))
    def test_latin_letters_stay(self, name: str, reader: str) -> None:
        assert transliterated(name, "ru", reader) == name


class TestTables:
    @pytest.mark.parametrize("reader", READERS)
    def test_contexts_and_sources_are_known(self, reader: str) -> None:
        sources = {alphabet.source for alphabet in alphabets()} | {""}
        for row in read_table(FOLDER / f"{reader}.tsv"):
            assert set(row["where"].split("|")) <= CONTEXTS, row
            assert set(row["sources"].split("|")) <= sources, row

    @pytest.mark.parametrize("path", sorted(FOLDER.glob("*.tsv")), ids=lambda path: path.stem)
    def test_rows_are_sorted_and_none_is_there_twice(self, path: Path) -> None:
        rows = [tuple(row.values())[:3] for row in read_table(path)]
        assert [row[0] for row in rows] == sorted(row[0] for row in rows)
        assert len(rows) == len(set(rows))

    def test_a_name_is_of_the_languages_that_have_its_letters(self) -> None:
        assert list(sources_of("Жаңаөзен", "KZ")) == ["kk"]
        assert list(sources_of("Жанаозен", "KZ")) == ["kk", "ru"]
        assert list(sources_of("Жанаозен", "NL")) == []
        assert list(sources_of("Abc", "RU")) == []


class TestShipped:
    def test_generated_names_are_found_and_come_after_attested_ones(self) -> None:
        gazetteer = open_gazetteer(shipped_path())
        for name in ("Zjanaozen", "Schanaosen", "Janaozen"):
            assert [place.id for place in gazetteer.lookup(name)] == ["geonames:607610"]
        for place in gazetteer.lookup("Жаңаөзен", limit=1):
            strengths = [name.strength for names in gazetteer.names_of(place).values() for name in names[:-1]]
            assert Strength.GENERATED not in strengths[:1]

    def test_no_generated_name_shadows_an_attested_one_of_another_place(self) -> None:
        gazetteer = open_gazetteer(shipped_path())
        for number in range(0, len(gazetteer), 61):
            place = gazetteer.place(number)
            if place.country not in {country for alphabet in alphabets() for country in alphabet.countries}:
                continue
            for reader in READERS:
                for name in gazetteer.names_of(place).get(reader, ()):
                    if name.strength is Strength.GENERATED:
                        others = gazetteer.names.find(name_key(name.text))
                        assert {post.strength for post in others} == {Strength.GENERATED}, (place, name)
