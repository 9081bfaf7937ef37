"""The one normaliser: spellings that a reader takes for the same name have the same key, and only those."""

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import names as names_module
from gazetteer.names import JOINS, WORD, exact_key, fold, name_key, written

ALPHABETS = {
    "latin": "abcdefghijklmnopqrstuvwxyzàâäåāăąćčçďđéèêëęěğíîïıłñńňóôöøőřśšşßťúûüůűýżźžæœþð",
    "cyrillic": "абвгґдеёєжзиіїйклмнопрстуўфхцчшщъыьэюяәғқңөұүһ",
    "greek": "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώϊϋς",
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةىپچژگکی",
    "hebrew": "אבגדהוזחטיכלמנסעפצקרשתךםןףץ",
}
CASED = ("latin", "cyrillic", "greek")
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
MYANMAR_UU = "\u1026"
"""Decomposes into a letter and a sign that are two words each on its own."""

spaced_word = st.sampled_from(sorted(ALPHABETS)).flatmap(lambda script: st.text(ALPHABETS[script], min_size=1, max_size=12))
cased_word = st.sampled_from(CASED).flatmap(lambda script: st.text(ALPHABETS[script], min_size=1, max_size=12))
names = st.lists(spaced_word, min_size=1, max_size=4)
any_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=MYANMAR_UU, max_codepoint=0x10FFF), max_size=40)


@given(any_text)
def test_the_key_of_a_key_is_that_key(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)


@given(any_text)
def test_a_key_is_folded_words_with_one_space(text: str) -> None:
    key = name_key(text)
    assert key == key.strip()
    assert "  " not in key
    assert key == " ".join(filter(None, map(fold, WORD.findall(text))))


@given(any_text)
def test_a_word_stays_one_word_when_it_is_folded(text: str) -> None:
    for word in WORD.findall(text):
        assert not fold(word) or WORD.fullmatch(fold(word)), word


@given(any_text | st.text("aZ9_é-·\n\r ß莫lL\u00ad", max_size=20))
def test_the_short_cut_for_plain_words_changes_nothing(text: str) -> None:
    assert WORD.findall(text) == re.findall(names_module._ANY, text)


@given(names, st.data())
def test_hyphens_apostrophes_and_breaks_stand_for_a_space(words: list[str], data: st.DataObject) -> None:
    joins = [data.draw(st.sampled_from(sorted(JOINS - {"", "-"}))) for _ in words[1:]] + [""]
    assert name_key("".join(word + gap for word, gap in zip(words, joins, strict=True))) == name_key(" ".join(words))


@given(st.lists(cased_word, min_size=1, max_size=4))
def test_case_never_counts_in_a_key(words: list[str]) -> None:
    name = " ".join(words)
    assert name_key(name.upper()) == name_key(name.lower()) == name_key(name.title()) == name_key(name)


@given(names)
def test_composed_and_decomposed_letters_are_one(words: list[str]) -> None:
    name = " ".join(words)
    assert len({name_key(unicodedata.normalize(form, name)) for form in ("NFC", "NFD", "NFKC", "NFKD")}) == 1


@given(names, st.sampled_from("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0f\ufeff"), st.data())
def test_what_cannot_be_seen_never_counts(words: list[str], invisible: str, data: st.DataObject) -> None:
    word = words[0] + "x"
    at = data.draw(st.integers(1, len(word)))
    assert name_key(word[:at] + invisible + word[at:]) == name_key(word)
    assert exact_key(word[:at] + invisible + word[at:]) == exact_key(word)


@given(st.text("0123456789 .,;:!?()[]«»“”/\\", max_size=12).map(lambda text: re.sub(r"\d", "", text)))
def test_punctuation_alone_has_no_key(text: str) -> None:
    assert name_key(text) == exact_key(text) == ""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Wit-Rusland", "WIT\nRUSLAND"),
        ("Zhana-\nozen", "Zhanaozen"),
        ("N'Djamena", "N’Djamena"),
        ("N'Djamena", "nʼdjamena"),
        ("Kam'janets", "Kam`janets"),
        ("Кам'янець-Подільський", "КАМʼЯНЕЦЬ‑ПОДІЛЬСЬКИЙ"),
        ("Nukuʻalofa", "Nuku'alofa"),
        ("Ṣanʿāʾ", "Sanʼa"),
        ("São Paulo", "SAO PAULO"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("Iğdır", "IGDIR"),
        ("Straße", "STRASSE"),
        ("Ærø", "AERO"),
        ("Þingvellir", "thingvellir"),
        ("Đà Nẵng", "Da Nang"),
        ("Bakı", "BAKI"),
        ("Gəncə", "gence"),
        ("Орёл", "ОРЕЛ"),
        ("Ґданськ", "гданськ"),
        ("Магілёў", "магилеу".replace("и", "і")),
        ("Йошкар-Ола", "йошкар ола"),
        ("القاهرة", "القاهره"),
        ("الأردن", "الاردن"),
        ("إسرائيل", "اسرائيل"),
        ("عَمّان", "عمان"),
        ("فلسطــين", "فلسطين"),
        ("مصطفى", "مصطفي"),
        ("کراچی", "كراچي"),
        ("יְרוּשָׁלַיִם", "ירושלים"),
        ("Αθήνα", "ΑΘΗΝΑ"),
        ("Πειραιάς", "ΠΕΙΡΑΙΑΣ"),
        ("Ｔｏｋｙｏ", "tokyo"),
        ("서울", unicodedata.normalize("NFD", "서울")),
        ("ガザ", unicodedata.normalize("NFD", "ガザ")),
        ("दिल्ली", unicodedata.normalize("NFD", "दिल्ली")),
        ("Sant Marcel·lí", "Sant Marcellí"),
        ("Washington, D.C.", "Washington D C"),
    ],
)
def test_two_spellings_of_one_name(first: str, second: str) -> None:
    assert name_key(first) == name_key(second) != ""


@pytest.mark.parametrize(
    ("first", "second"),
    [("Nice", "Niš"), ("Иран", "Ирак"), ("Paris", "Парис"), ("東京", "京東"), ("San Jose", "Sanjose"), ("عمان", "عدن")],
)
def test_two_names_stay_two(first: str, second: str) -> None:
    assert name_key(first) != name_key(second)


def test_scripts_without_spaces_are_read_letter_by_letter() -> None:
    assert name_key("莫斯科") == "莫 斯 科"
    assert WORD.findall("在莫斯科NATO说") == ["在", "莫", "斯", "科", "NATO", "说"]


def test_case_counts_in_exact_keys() -> None:
    assert exact_key("US") != exact_key("us")
    assert exact_key("W.Va.") == "W Va"
    assert written("É") == written(unicodedata.normalize("NFD", "É"))


def test_every_mark_of_the_basic_plane_keeps_its_word_whole() -> None:
    marks = (chr(code) for code in range(0x10000) if unicodedata.category(chr(code)).startswith("M"))
    assert [f"{ord(mark):04X}" for mark in marks if not UNSPACED.match(mark) and not WORD.fullmatch(f"x{mark}x")] == []


def test_every_letter_comes_from_its_parts() -> None:
    """Sources write NFC, texts may be NFD; no letter of the Basic Plane may tell them apart."""
    letters = (chr(code) for code in range(0x10000) if unicodedata.category(chr(code)).startswith("L"))
    apart = [x for x in letters if name_key(f"{x}x") != name_key(f"{unicodedata.normalize('NFD', x)}x")]
    assert [x for x in apart if x != MYANMAR_UU] == []


def test_folding_is_remembered_but_bounded() -> None:
    assert fold.cache_info().maxsize is not None
    assert sys.getsizeof(fold("Almaty")) * (fold.cache_info().maxsize or 0) < 10_000_000
