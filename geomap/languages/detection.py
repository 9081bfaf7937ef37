"""Which language a text is in, by its function words and letters.

Seven common words are enough for a verdict in the ten languages that have cue tables, and a dozen neighbours are told
apart so that their texts are not taken for one of these. Small, dependency-free and explainable, which is why it is not
a language identification package: the smallest of these adds 100 ms to a cold start.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path

_TABLE, _ORDINARY = (Path(__file__).with_name(name) for name in ("function_words.tsv", "common_words.tsv"))
# Words looked at: past some hundreds the verdict no longer changes.
WORDS_READ = 400
# Of the words read, the share that must be function words of the language: running text has 0.25 to 0.45 (counted on
# newspaper text in Dutch, Spanish and Russian), a list of names next to none.
LEAST_SHARE = 0.06

_SCRIPTS = (
    ("ar", "ء", "ي"),
    ("he", "א", "ת"),
    ("el", "α", "ω"),
    ("ka", "ა", "ჰ"),
    ("hy", "ա", "ֆ"),
    ("hi", "ऄ", "ह"),
    ("th", "ก", "ฮ"),
    ("ko", "가", "힣"),
    ("ja", "ぁ", "ヿ"),
    ("zh", "一", "鿿"),
)
_OTHER_SCRIPTS = re.compile("[" + "".join(f"{first}-{last}" for _, first, last in _SCRIPTS) + "]")
# Letters that only one of the Cyrillic languages has.
_LETTERS = (("uk", "їєґ"), ("be", "ў"), ("kk", "қғңұһ"), ("sr", "ђћџљњј"), ("mk", "ѓќѕ"), ("ru", "ыэъё"))

# Letters of the Latin alphabet that tell in a text of few words; a foreign name may bring one.
_LATIN_LETTERS = (
    ("de", frozenset("ßäöü")), ("es", frozenset("ñ")), ("fr", frozenset("œêèçàûîë")), ("it", frozenset("ìòàèù")),
    ("pl", frozenset("łąęśźżćń")), ("pt", frozenset("ãõçê")),
)  # fmt: skip
# A headline; for so few words, ordinary words and letters are counted beside the commonest words.
FEW_WORDS = 40
_SIGN_OF_FEW = 0.4


@cache
def _languages_of(table: Path) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in table.read_text(encoding="utf-8").splitlines()[1:]:
        lang, words = line.split("\t")
        for word in dict.fromkeys(words.split()):
            found[word] = (*found.get(word, ()), lang)
    return found


def detect_language(words: Sequence[str]) -> str | None:
    """ISO 639-1 code of the language of these words, in text order; ``None`` where nothing tells."""
    read = words[:WORDS_READ]
    languages = _languages_of(_TABLE)
    scores: dict[str, float] = defaultdict(float)
    for word in read:
        known = languages.get(word.lower(), ())
        for lang in known:
            scores[lang] += 1 / len(known)
    by_script = _by_script(" ".join(read[:100]).lower())
    if by_script:
        return by_script
    _mark_letters(scores, "".join(read).lower())
    if len(read) < FEW_WORDS:
        _mark_few(scores, [word.lower() for word in read])
    lang, score = max(scores.items(), key=lambda item: (item[1], item[0]), default=("", 0.0))
    if score >= max(1.0, LEAST_SHARE * len(read)):
        return lang
    return _cyrillic(" ".join(read))


def _mark_few(scores: dict[str, float], words: Sequence[str]) -> None:
    """Ordinary words, and letters with signs, each word once."""
    ordinary = _languages_of(_ORDINARY)
    for word in words:
        marked = [lang for lang, letters in _LATIN_LETTERS if not letters.isdisjoint(word)]
        for found, weight in ((ordinary.get(word, ()), 1.0), (marked, _SIGN_OF_FEW)):
            for lang in found:
                scores[lang] += weight / len(found)


def _cyrillic(sample: str) -> str | None:
    """Of a Cyrillic text without a word or letter that tells: Ukrainian if it has an і, else Russian."""
    letters = sum(map(str.isalpha, sample))
    if not letters or sum("а" <= letter <= "я" or letter in "іїєґ" for letter in sample.lower()) < letters / 2:
        return None
    return "uk" if "і" in sample.lower() else "ru"


def _by_script(sample: str) -> str | None:
    if not _OTHER_SCRIPTS.search(sample):
        return None
    letters = sum(map(str.isalpha, sample))
    for lang, first, last in _SCRIPTS:
        if sum(first <= letter <= last for letter in sample) > letters / 3:
            return lang
    return None


def _mark_letters(scores: dict[str, float], text: str) -> None:
    for lang, letters in _LETTERS:
        scores[lang] += sum(map(text.count, letters)) / 2
