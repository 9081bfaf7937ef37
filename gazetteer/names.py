r"""The only normaliser of names: the build and every look-up use it, so they cannot disagree.

A name is a sequence of words; a word is folded (case, diacritics, letter variants), and the key of a name is its
folded words joined by one space. Hyphens, apostrophes, full stops and line breaks therefore never matter:
``name_key("Wit-Rusland") == name_key("WIT\nRUSLAND") == "wit rusland"``.

Chinese, Japanese kana, Thai, Lao, Khmer and Burmese are written without spaces, so there each letter is a word.
"""

import re
import unicodedata
from functools import lru_cache

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30fa\u30fc-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
)
# Letters by Unicode that separate words: the modifier apostrophes (Ukrainian ʼ, okina ʻ, Arabic ʿ ʾ).
_APOSTROPHES = "\u02b9-\u02bf"
# Marks that Python's \w leaves out of words: diacritics, vowel points, Indic vowel signs.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u0900-\u0963\u0966-\u0dff\u0f18-\u0fbc"
)
# Invisible inside words: soft hyphen, zero-width characters, and a hyphen that a line break follows.
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_LETTER = rf"[^\W_{_APOSTROPHES}{_UNSPACED}]"
WORD = re.compile(rf"[{_UNSPACED}]|{_LETTER}(?:{_LETTER}|[{_MARKS}{_INVISIBLE}]|-\r?\n(?=[^\W\d_A-ZА-Я]))*")

_SPELLINGS = {
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ŧ": "t", "ŋ": "n",
    "ə": "e", "ґ": "г", "ў": "у", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه",
    "ٱ": "ا", "ـ": "",
}  # fmt: skip
_DROPPED = [*range(0x300, 0x370), *range(0x483, 0x488), *range(0x591, 0x5C8), *range(0x610, 0x61B), *range(0x64B, 0x660)]
_FOLDING = str.maketrans(_SPELLINGS) | dict.fromkeys(
    [*_DROPPED, 0x670, 0x2D, 0x0A, 0x0D, *map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")]
)
# Bounds the memory of the cache below: about 10 MB.
_WORDS_REMEMBERED = 65_536


@lru_cache(maxsize=_WORDS_REMEMBERED)
def fold(word: str) -> str:
    """One word without case, diacritics, invisible characters and letter variants."""
    if word.isascii() and word.isalnum():
        return word.lower()
    return unicodedata.normalize("NFKD", word).casefold().translate(_FOLDING)


def written(word: str) -> str:
    """One word as written, less what cannot be seen; its case counts."""
    return word if word.isalnum() else unicodedata.normalize("NFC", word).translate(_UNSEEN)


_UNSEEN = dict.fromkeys([0x2D, 0x0A, 0x0D, *map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")])


def name_key(name: str) -> str:
    """The key under which a name is stored and looked up; empty where it has no letter or digit."""
    return " ".join(folded for word in WORD.findall(name) if (folded := fold(word)))


def exact_key(name: str) -> str:
    """The key of a name whose case counts (abbreviations, demonyms): its words as written."""
    return " ".join(written(word) for word in WORD.findall(name))
