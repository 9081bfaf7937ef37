"""Which language a text is in, by its function words and letters.

Seven common words are enough for a verdict in the ten languages that have cue tables, and a dozen neighbours are told
apart so that their texts are not taken for one of these. Small, dependency-free and explainable, which is why it is not
a language identification package: the smallest of these adds 100 ms to a cold start.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("function_words.tsv")
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
# Letters that only one of the Cyrillic languages has.
_LETTERS = (("uk", "їєґ"), ("be", "ў"), ("kk", "қғңұһ"), ("sr", "ђћџљњј"), ("mk", "ѓќѕ"), ("ru", "ыэъё"))


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        lang, words = line.split("\t")
        for word in dict.fromkeys(words.split()):
            found[word] = (*found.get(word, ()), lang)
    return found


def detect_language(words: Sequence[str]) -> str | None:
    """ISO 639-1 code of the language of these words, in text order; ``None`` where nothing tells."""
    read = words[:WORDS_READ]
    languages = _languages_of()
    scores: dict[str, float] = defaultdict(float)
    for word in read:
        known = languages.get(word.lower(), ())
        for lang in known:
            scores[lang] += 1 / len(known)
    by_script = _by_script(" ".join(read[:100]).lower())
    if by_script:
        return by_script
    _mark_letters(scores, "".join(read).lower())
    lang, score = max(scores.items(), key=lambda item: (item[1], item[0]), default=("", 0.0))
    return lang if score >= max(1.0, LEAST_SHARE * len(read)) else None


def _by_script(sample: str) -> str | None:
    letters = sum(map(str.isalpha, sample))
    for lang, first, last in _SCRIPTS:
        if letters and sum(first <= letter <= last for letter in sample) > letters / 3:
            return lang
    return None


def _mark_letters(scores: dict[str, float], text: str) -> None:
    for lang, letters in _LETTERS:
        scores[lang] += sum(map(text.count, letters)) / 2
