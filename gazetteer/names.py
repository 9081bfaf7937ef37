r"""The only normaliser of names: the build and every look-up use it, so they cannot disagree.

A name is a sequence of words; a word is folded (case, diacritics, letter variants), and the key of a name is its
folded words joined by one space. Hyphens, apostrophes, full stops and line breaks therefore never matter:
``name_key("Wit-Rusland") == name_key("WIT\nRUSLAND") == "wit rusland"``.

Chinese, Japanese kana, Thai, Lao, Khmer and Burmese are written without spaces, so there each letter is a word.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u3096\u309b-\u30fa\u30fc-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
)
# Letters by Unicode that separate words: the modifier apostrophes (Ukrainian ʼ, okina ʻ, Arabic ʿ ʾ, Greek ʹ).
_APOSTROPHES = "\u02b9-\u02bf\u0374"
# Marks that Python's \w leaves out of words: diacritics, vowel points, Indic vowel signs; all of the Basic Plane.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3\u07fd\u0816-\u082d\u0859-\u085b"
    "\u0898-\u089f\u08ca-\u08e1\u08e3-\u0963\u0966-\u0dff\u0f18\u0f19\u0f35\u0f37\u0f39\u0f3e\u0f3f\u0f71-\u0f84\u0f86-\u0fbc"
    "\u0fc6\u135d-\u135f\u1712-\u1715\u1732-\u1734\u1752\u1753\u1772\u1773\u180b-\u180d\u180f\u1885\u1886\u18a9\u1920-\u193b"
    "\u1a17-\u1a1b\u1a55-\u1a7f\u1ab0-\u1ace\u1b00-\u1b04\u1b34-\u1b44\u1b6b-\u1b73\u1b80-\u1b82\u1ba1-\u1bad\u1be6-\u1bf3"
    "\u1c24-\u1c37\u1cd0-\u1cd2\u1cd4-\u1cf9\u1dc0-\u1dff\u20d0-\u20f0\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a"
    "\ua66f-\ua672\ua674-\ua67d\ua69e\ua69f\ua6f0\ua6f1\ua802-\ua80b\ua823-\ua827\ua82c\ua880\ua881\ua8b4-\ua8c5\ua8e0-\ua8f1"
    "\ua8ff\ua926-\ua92d\ua947-\ua953\ua980-\ua983\ua9b3-\ua9c0\ua9e5\uaa29-\uaa4d\uaa7b-\uaa7d\uaab0-\uaac1\uaaeb-\uaaef"
    "\uaaf5\uaaf6\uabe3-\uabea\uabec\uabed\ufb1e\ufe20-\ufe2f"
)
# Invisible inside words: soft hyphen, zero-width and direction characters, variation selectors, and a hyphen that a
# line break follows.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe00-\ufe0f\ufeff"
_LETTER = rf"[^\W_{_APOSTROPHES}{_UNSPACED}]"
# Most words are plain; the first branch only finds them sooner, a property test holds it to the others.
_PLAIN = r"[0-9A-Za-z]++(?![^\x00-\x7f]|-\r?\n)"
_ANY = (
    rf"[{_UNSPACED}][\u3099\u309a]*|"
    rf"{_LETTER}(?:{_LETTER}|[{_MARKS}{_INVISIBLE}]|-\r?\n(?=[^\W\d_A-ZА-Я])|(?<=[lL])·(?=[lL]))*"
)
WORD = re.compile(f"{_PLAIN}|{_ANY}")

JOINS = frozenset(
    [*" -'’‘`´\n\u00a0\u2009\u202f\u2010\u2011–", *map(chr, range(0x2B9, 0x2C0)), "", " \n", "\n ", "\r\n", "''", "- "]
)
"""What may stand between two words of one name: a space, hyphen, apostrophe, line break, or nothing (東京)."""

_SPELLINGS = {
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ŧ": "t", "ŋ": "n",
    "ə": "e", "ґ": "г", "ў": "у", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه",
    "ٱ": "ا", "ـ": "",
}  # fmt: skip
_DIACRITICS = [*range(0x300, 0x370), *range(0x483, 0x488), *range(0x591, 0x5C8), *range(0x610, 0x61B), *range(0x64B, 0x660)]
_CONTROLS = [*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), *range(0xFE00, 0xFE10), 0xFEFF]
_UNSEEN = dict.fromkeys([0x0A, 0x0D, 0x2D, 0xAD, 0xB7, *_CONTROLS])
_FOLDING = str.maketrans(_SPELLINGS) | dict.fromkeys([*_DIACRITICS, 0x670]) | _UNSEEN
_FIRST_HAN = "\u3400"
_HAN = Path(__file__).with_name("han.tsv")
# Bounds the memory of the cache below: about 4 MB. Folding a word again takes three microseconds, of ASCII a third of one.
_WORDS_REMEMBERED = 16_384


@lru_cache(maxsize=_WORDS_REMEMBERED)
def fold(word: str) -> str:
    """One word without case, diacritics, invisible characters and letter variants."""
    if word.isascii() and word.isalnum():
        return word.lower()
    folded = _plain(word)
    if WORD.fullmatch(folded):
        return folded
    # A sign that stands for several words (½, ㎞, 〸), or a bare tatweel.
    return unicodedata.normalize("NFC", word).lower().translate(_UNSEEN) if folded else ""


@cache
def _simplified() -> dict[int, int]:
    """Traditional Chinese letters -> simplified ones, from the Unicode Han database; made by ``sources/extract.py``."""
    rows = (line.split("\t") for line in _HAN.read_text(encoding="utf-8").splitlines()[1:])
    return {ord(traditional): ord(simplified) for traditional, simplified in rows}


def _plain(word: str) -> str:
    """Decomposed and translated until nothing changes: some letters only come apart once their case is folded."""
    while (folded := unicodedata.normalize("NFKD", word).casefold().translate(_FOLDING)) != word:
        word = folded
    word = unicodedata.normalize("NFC", word)
    return word.translate(_simplified()) if word >= _FIRST_HAN else word


def written(word: str) -> str:
    """One word as written, less what cannot be seen; its case counts."""
    return word if word.isalnum() else unicodedata.normalize("NFC", word).translate(_UNSEEN)


def name_key(name: str) -> str:
    """The key under which a name is stored and looked up; empty where it has no letter or digit."""
    return " ".join(folded for word in WORD.findall(name) if (folded := fold(word)))


def exact_key(name: str) -> str:
    """The key of a name whose case counts (abbreviations, demonyms): its words as written."""
    return " ".join(written(word) for word in WORD.findall(name))


ARTICLES = frozenset([
    "a", "as", "das", "de", "der", "die", "el", "gli", "het", "i", "il", "l", "la", "las", "le", "les", "lo", "los", "o", "os",
    "the",
])  # fmt: skip


def without_article(name: str) -> str:
    """The key of a name without the article before it; empty where there is none."""
    article, _, rest = name_key(name).partition(" ")
    return rest if article in ARTICLES else ""
